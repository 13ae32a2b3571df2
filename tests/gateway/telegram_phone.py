"""`python -m bot telegram` as it is deployed, with the trained model, and people who use it from their phones."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot import bootstrap
from bot.services.ports import Json
from bot.storage.masterkey import MasterKey
from tests.conversations.stage import ANSWERS, OPTIONS
from tests.fakes.telegram_person import FakeTelegram, Person, Shown
from tests.gateway.telegram_stage import ROOT, Nursery, Stage

MOST_TURNS = 60
LOADING = 120.0


class Deployed:
    """The process, its databases in a folder of their own, and a fake Telegram that keeps Telegram's limits."""

    def __init__(self, folder: Path, flood: bool = True, urls: tuple[str, str] | None = None) -> None:
        self.telegram = FakeTelegram(folder / "telegram.jsonl", flood).start()
        self.folder, self.errors = folder, folder / "errors.txt"
        master = MasterKey.generate()
        urls = urls or (f"sqlite:///{folder / 'board.sqlite'}", f"sqlite:///{folder / 'keys.sqlite'}")
        self.stage = Stage(self.telegram, *urls, self.errors, Nursery.__new__(Nursery), master)
        self._environment = {
            **os.environ,
            "COACH_VAR_DIR": str(folder),
            "COACH_DATABASE_URL": urls[0],
            "COACH_KEYS_URL": urls[1],
            "COACH_MASTER_KEY": master.to_text(),
            "COACH_TELEGRAM_TOKEN": self.telegram.token,
            "COACH_TELEGRAM_API_BASE": self.telegram.url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **changes: str) -> "Deployed":
        self.process = self.beside("telegram", **changes)
        return self

    def beside(self, verb: str, **changes: str) -> "subprocess.Popen[bytes]":
        """Start another process of `python -m bot` in the same place."""
        with self.errors.open("ab") as errors:
            command = [sys.executable, "-m", "bot", verb]
            environment = {**self._environment, **changes}
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=errors, stderr=errors)

    def run(self, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of `python -m bot` in the same place."""
        command = [sys.executable, "-m", "bot", *arguments]
        environment = {**self._environment, **changes}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()
        self.telegram.kill()


@dataclass
class Phone:
    """One person, who answers whatever is asked."""

    place: Deployed
    person: Person
    answers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @classmethod
    def at_menu(cls, place: Deployed, **answers: str) -> "Phone":
        """Somebody who has agreed and told nothing."""
        phone = cls(place, place.telegram.person(), answers)
        phone.says("/start")
        phone.presses("I agree")
        for _ in range(4):
            phone.presses("Skip")
        assert phone.step == "menu"
        return phone

    def says(self, text: str) -> list[Shown]:
        """Write, wait for the whole answer, and return it."""
        self.said.append(text)
        return self._answered(lambda: self.person.writes(text))

    def presses(self, title: str) -> list[Shown]:
        """Press the newest button with this title, and return the answer."""
        return self._answered(lambda: self.person.presses(title))

    def until(self, step: str) -> list[Shown]:
        """Answer what is asked until the conversation stands in a step; return the last answer."""
        shown: list[Shown] = []
        for _ in range(MOST_TURNS):
            if self.step == step:
                return shown
            shown = self.says(self._answer())
        raise AssertionError(f"{step} was not reached; the conversation stands at {self.step}")

    @property
    def step(self) -> str:
        """Where the conversation stands."""
        return str(self._last()["step"])

    def remind_now(self) -> None:
        """Let the time of every reminder that waits come."""
        past = datetime.now(timezone.utc) - timedelta(minutes=1)
        with self.place.stage.engine.begin() as connection:
            values = {"at": past.isoformat(timespec="microseconds")}
            connection.execute(sa.text("UPDATE reminders SET due_at = :at WHERE state = 'waiting'"), values)

    def reminders(self) -> list[tuple[str, str]]:
        """Kind and state of every reminder, by time."""
        with self.place.stage.uow() as uow:
            person = uow.people.by_identity("telegram", str(self.person.chat_id))
            return [(r.kind, r.state) for r in uow.reminders.of(person.id)] if person else []

    def _answered(self, act: Any) -> list[Shown]:
        before = len(self.person.messages())
        act()
        self.place.stage.quiet(LOADING)
        return self.person.messages()[before:]

    def _last(self) -> Json:
        """The newest row of what the person was told: a reply, and the step after it."""
        with self.place.stage.uow() as uow:
            person = uow.people.by_identity("telegram", str(self.person.chat_id))
        assert person is not None
        query = sa.text("SELECT max(inbox_id) FROM outbox WHERE person_id = :id")
        with self.place.stage.engine.connect() as connection:
            newest = connection.execute(query, {"id": person.id}).scalar()
        with self.place.stage.uow() as uow:
            return uow.outbox.replies(newest)[-1]

    def _answer(self) -> str:
        question = bootstrap.content().board.guide.bank.get(self._last()["reply"].get("ref") or "")
        capture = (question.captures if question else None) or "note"
        if capture == "option":
            given = sum(1 for text in self.said if text in OPTIONS)
            return OPTIONS[given % len(OPTIONS)]
        return self.answers.get(capture, ANSWERS[capture])


def in_days(days: int) -> str:
    """A day from now as people write it."""
    day = datetime.now(timezone.utc) + timedelta(days=days)
    return f"on {day.day} {day:%B %Y}"


def other_hour() -> str:
    """An hour, UTC, that is not now: quiet time that cannot disturb a test."""
    hour = (datetime.now(timezone.utc).hour + 12) % 24
    return f"quiet from {hour} to {(hour + 1) % 24}"


def waits(seconds: float, until: Any) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.1)
