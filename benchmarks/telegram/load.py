"""Many chats at once through the gateway and the trained model: order, time to the answer, messages a second."""

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.telegram_log import Entry
from tests.fakes.telegram_person import FakeTelegram, Person
from tests.gateway.telegram_phone import Deployed
from tests.gateway.telegram_stage import Nursery, Stage

#: What everybody writes: onboarding, then the beginning of a coaching conversation.
WORDS = (
    "/start",
    "I agree",
    *["skip"] * 4,
    "coach",
    *[
        f"The commercial director sends a delegate who cannot commit to anything, and that was meeting number {n}"
        for n in range(13)
    ],
)


@dataclass(frozen=True)
class Load:
    """Seconds from the update to the first call that answers it; `rate` is messages answered a second."""

    messages: int
    seconds: float
    median: float
    p95: float

    @property
    def rate(self) -> float:
        """Messages answered a second."""
        return self.messages / self.seconds


def busy(folder: Path, chats: int, words: Sequence[str] = WORDS) -> Load:
    """Let all chats write the same, one message each at a time, and wait for all answers in between.

    Raises:
        AssertionError: an answer did not come, or Telegram refused a message.
    """
    place = Deployed(folder, flood=False).start()
    _say(place, [place.telegram.person("first, while the model loads")], "/start")
    people = [place.telegram.person(f"P{n}") for n in range(chats)]
    before, began = len(place.telegram.log()), time.monotonic()
    for word in words:
        _say(place, people, word)
    seconds = time.monotonic() - began
    waits = _waits(place.telegram.log()[before:])
    assert all(call["status"] == 200 for call in place.telegram.calls("sendMessage"))
    place.close()
    every = sorted(wait for each in waits.values() for wait in each)
    return Load(len(every), seconds, statistics.median(every), every[int(len(every) * 0.95)])


def _say(place: Deployed, people: Sequence[Person], word: str) -> None:
    for person in people:
        person.writes(word)
    place.stage.quiet(3600)


def _waits(log: Sequence[Entry]) -> dict[str, list[float]]:
    """For each chat, the seconds from each of its messages to the first answer after it."""
    waiting: dict[str, float] = {}
    found: dict[str, list[float]] = defaultdict(list)
    for entry in log:
        if entry["kind"] == "update" and "message" in entry["update"]:
            waiting.setdefault(str(entry["update"]["message"]["chat"]["id"]), entry["at"])
        elif entry["kind"] == "call" and entry["method"] == "sendMessage":
            chat = str(entry["params"]["chat_id"])
            if chat in waiting:
                found[chat].append(entry["at"] - waiting.pop(chat))
    assert not waiting, "somebody was not answered"
    return found


def memory(folder: Path, turns: int) -> tuple[float, float]:
    """Return the gateway's memory in MB after a tenth of so many turns, and after all; the model is left out."""
    telegram, nursery = FakeTelegram(folder / "telegram.jsonl", flood=False).start(), Nursery()
    urls = (f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}")
    stage = Stage(telegram, *urls, folder / "errors.txt", nursery)
    gateway = stage.start(remember=False)
    sizes: list[float] = []
    for n in range(turns // 100):
        person: Any = telegram.person()
        for m in range(10):
            # Ten at a time: twenty that wait together would be read as one.
            person.writes_at_once(*(f"{n}.{m}.{k}" for k in range(10)))
            stage.quiet(300)
        if n + 1 in (turns // 1000, turns // 100):
            sizes.append(_megabytes(gateway))
    stage.stop(gateway)
    nursery.close()
    telegram.kill()
    return sizes[0], sizes[-1]


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
