"""Run by the tests: gateway processes, to be killed, with a dialogue engine that needs no model.

One process loads the code and then makes the others by forking, which takes milliseconds. It is told what to do in
lines of JSON: `{"start": job}` is answered with a process id, `{"wait": pid, "seconds": n}` with how that process ended
(None: not yet). A job has `url` and `keys` (databases), `master`, `api` (the fake's address), `token`, `errors` (a
file), `fault` (where to end itself), `pace`, `remember`, `hook` (a port: updates are sent to it, not fetched), `offset`
(seconds by which this process's clock is wrong), `day` (how many seconds a day has), `worker` (take turns and do
nothing else), `elsewhere` (workers take the turns).
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from bot import logs
from bot.domain.phrases import Phrases
from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram import poller as poller_module
from bot.gateway.telegram import sender as sender_module
from bot.gateway.telegram.crew import Crew
from bot.gateway.telegram.gateway import Gateway, make_bot
from bot.gateway.telegram.pace import Pace
from bot.services import upkeep as upkeep_module
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming, NoEngine
from bot.services.turns import Turns
from bot.storage.alone import Alone
from bot.storage.chats import Chats
from bot.storage.engine import Engine, make_engine
from bot.storage.errors import Lost
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.web.telegram_hook import listen
from tests.fakes.engine import COMMANDS, REFUSALS, FakeEngine, fake_turns, reply

#: Whether what was heard is kept, to be compared afterwards; over thousands of turns it would be what takes the time.
REMEMBER = True
#: The exit code of a process that found no database when it started.
NOT_STARTED = 75
SAID = {"edited.unchanged": ("I go by what I read first.",), "telegram.group": ("I leave this group.",)}


@dataclass(frozen=True)
class Clock:
    """The machine's clock, wrong by some seconds."""

    offset: float = 0.0

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + timedelta(seconds=self.offset)


async def two_replies(desk: Desk, incoming: Incoming) -> Answered:
    """Note what was heard and answer twice, with the number of what was heard so far, so that order shows."""
    if incoming.text == "slowly":
        time.sleep(1.5)
    if not REMEMBER:
        return Answered((reply(f"heard {incoming.text}"),), "menu")
    n = len(desk.every("heard")) + 1
    desk.create("heard", "kept", {"text": incoming.text, "n": n})
    desk.uow.events.append(desk.person.sender, desk.uow.events.count(desk.person.sender), [{"event": "user"}])
    said = incoming.intent or incoming.text
    return Answered((reply(f"{n}a {said}"), reply(f"{n}b {said}", buttons={"Go on": "/coach"})), "menu")


def probe(fault: str):
    """Kill this process at the n-th pass of a named point: `point:n`."""
    point, _, nth = fault.partition(":")
    left = [int(nth or 1)]

    def at(name: str) -> None:
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), 9)

    return at


def opened(job: dict) -> tuple[Engine, Turns]:
    clock = Clock(job.get("offset", 0.0))
    try:
        keys = KeyStore.open(make_engine(job["keys"]), MasterKey.from_text(job["master"]), clock)
    except Lost:
        os._exit(NOT_STARTED)  # as the product does: one line, and whoever started it starts it again
    engine = make_engine(job["url"])
    dialogue = NoEngine() if job.get("elsewhere") else FakeEngine(two_replies)
    turns = fake_turns(dialogue, clock=clock, probe=probe(job.get("fault", "")), pushed=frozenset({CHANNEL}))
    turns.content = replace(turns.content, guide=replace(turns.content.guide, phrases=Phrases({**REFUSALS, **SAID})))
    turns.unit_of_work = partial(SqlUnitOfWork, engine, keys, clock)
    if "day" in job:
        upkeep_module.DAY = job["day"]
        turns.upkeep.sweep = lambda _: {"swept": sys.stdout.write("swept\n")}
    return engine, turns


def gateway(job: dict) -> Gateway:
    engine, turns = opened(job)
    bot, pace = make_bot(job["token"], job["api"], read_timeout=2.0), Pace(*job.get("pace", (0.0, 1, 0.0)))
    made = Gateway(bot, turns, Alone(engine, CHANNEL), COMMANDS, pace, long_poll=2, turns_here=not job.get("elsewhere"))
    made.chats = made.worker.chats = Chats(engine)
    return made


def crew(job: dict) -> Crew:
    engine, turns = opened(job)
    return Crew(make_bot(job["token"], job["api"], read_timeout=2.0), turns, Chats(engine))


async def serving(job: dict) -> None:
    """Be a gateway to which updates are sent, on the port `hook`."""
    made, secret, address = gateway(job), "s" * 32, f"http://127.0.0.1:{job['hook']}/telegram"
    await made.serve(address, secret, lambda: listen(made.intake.take, secret, address, "127.0.0.1", job["hook"]))


def run(job: dict) -> None:
    """Be a gateway until told to stop, or killed."""
    global REMEMBER
    REMEMBER = job.get("remember", True)
    with Path(job["errors"]).open("ab") as errors:
        os.dup2(errors.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    if job.get("logs"):
        logs.configure("INFO")
    poller_module.BACKOFF = sender_module.BACKOFF = (0.05, 0.1, 0.2)
    code = 1
    try:
        asyncio.run(crew(job).run() if "worker" in job else serving(job) if "hook" in job else gateway(job).poll())
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def started(job: dict) -> int:
    pid = os.fork()
    if pid == 0:
        run(job)
    return pid


def ended(pid: int, seconds: float) -> int | None:
    """Return the exit code (negative: the signal) of a process."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    return None


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = started(asked["start"]) if "start" in asked else ended(asked["wait"], asked["seconds"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
