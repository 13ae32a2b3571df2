"""A started bot: how long it took, what it holds in memory, what each turn took."""

import asyncio
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx
import psutil

from benchmarks.hostile.inputs import ANSWERS, FITTING
from benchmarks.serving.bots import Bot
from bot import bootstrap
from bot.services.ports import Json

#: Seconds after which a bot that does not answer is given up.
PATIENCE = 300
#: What a user of ours types where a conversation has not begun, or is at its end: people confirm, and begin another.
AT_AN_END = {"menu": "/coach", "grow.summary": "yes"}
#: What a new user of ours types before the first coaching question.
FIRST_CONTACT = ("hi", "I agree", "skip", "skip", "skip", "skip")


@dataclass
class Running:
    """A bot whose processes answer."""

    bot: Bot
    processes: list[subprocess.Popen[bytes]]
    cold_start: float

    def memory(self) -> int:
        """Bytes of resident memory of the process that serves, and of an action server beside it (not of its kin)."""
        return sum(_resident(process.pid) for process in self.processes)


def _resident(pid: int) -> int:
    process = psutil.Process(pid)
    return int(sum(p.memory_info().rss for p in (process, *process.children(recursive=True))))


@contextmanager
def started(bot: Bot) -> Iterator[Running]:
    """Start a bot, wait until it answers, and end it. Several servers of one bot start one after the other."""
    processes: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", **bot.environment}
    try:
        began = time.monotonic()
        for number, command in enumerate(bot.commands):
            processes.append(
                subprocess.Popen(
                    command, cwd=bot.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
            if bot.ours:
                _wait(f"http://127.0.0.1:{bot.ports[number]}/healthz", processes[-1])
        if not bot.ours:
            _wait(f"http://127.0.0.1:{bot.ports[0]}/", processes[0])
        yield Running(bot, processes, time.monotonic() - began)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=60)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"A bot ended before it answered at {url}, with code {process.returncode}.")
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"A bot did not answer at {url} in {PATIENCE} seconds.")


class User:
    """One user, who sends the next message when the last one is answered."""

    def __init__(self, bot: Bot, client: aiohttp.ClientSession, number: int) -> None:
        """Begin with nothing said."""
        self._bot, self._client, self._number, self._said = bot, client, number, 0
        self._base = f"http://127.0.0.1:{bot.ports[number % len(bot.ports)]}"
        self._id = uuid.uuid4().hex
        self._last: Json = {}
        self.silent = 0

    async def meet(self) -> None:
        """Get to where a conversation begins; for ours that is the first question of the coach."""
        if self._bot.ours:
            for text in FIRST_CONTACT:
                await self._send(text)

    async def turn(self) -> float:
        """Send the next message; return the seconds until its answer.

        Raises:
            AssertionError: the bot failed.
        """
        text = self._next()
        began = time.perf_counter()
        await self._send(text)
        return time.perf_counter() - began

    def _next(self) -> str:
        self._said += 1
        if not self._bot.ours:
            return self._bot.texts[(self._said - 1) % len(self._bot.texts)]
        if self._last["step"] in AT_AN_END:
            return AT_AN_END[self._last["step"]]
        bank = bootstrap.content().board.guide.bank
        question = bank.get(next((r["ref"] for r in reversed(self._last["replies"]) if r.get("ref")), "") or "")
        return FITTING.get((question.captures if question else None) or "", ANSWERS[self._said % 4])

    async def _send(self, text: str) -> None:
        if not self._bot.ours:
            said = await self._post("/webhooks/rest/webhook", {"sender": self._id, "message": text})
            # What `rasa init` trains is not the same twice, and now and then it only listens.
            self.silent += not said
            return
        self._last = await self._post("/api/turns", {"user": self._id, "text": text})

    async def _post(self, path: str, body: Json) -> Any:
        async with self._client.post(self._base + path, json=body) as sent:
            assert sent.status == 200, f"{self._bot.name} answered {sent.status}"
            return await sent.json()


async def talk(bot: Bot, users: int, turns: int, after: Callable[[int], None] | None = None) -> list[list[float]]:
    """Have so many users say so many turns each, all at once; return each one's seconds a turn, in order."""
    # A client that costs little itself: on a small machine callers and servers share the cores.
    connector, timeout = aiohttp.TCPConnector(limit=users), aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:

        async def one(number: int) -> list[float]:
            user, seconds = User(bot, client, number), []
            await user.meet()
            for turn in range(turns):
                seconds.append(await user.turn())
                if after:
                    after(turn + 1)
            assert user.silent * 2 <= turns, f"{bot.name} has nothing to say"
            return seconds

        return list(await asyncio.gather(*(one(number) for number in range(users))))


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the value below which so much of all lies, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
