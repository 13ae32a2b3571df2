"""A gateway process, a fake Telegram process and a database, and what must be true of the three afterwards."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.migrate import upgrade
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes.telegram_person import FakeTelegram, Person
from tests.gateway.telegram_child import Clock

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("telegram_child.py")
PATIENCE = 30.0


class Nursery:
    """The process that makes gateway processes."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", str(CHILD)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def ask(self, **what: Any) -> Any:
        """Have something done and return the answer."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@dataclass
class Stage:
    """Two databases, one fake Telegram, and gateway processes that come and go."""

    telegram: FakeTelegram
    url: str
    keys: str
    errors: Path
    nursery: Nursery
    master: MasterKey = field(default_factory=MasterKey.generate)
    kills: int = 0

    def __post_init__(self) -> None:
        self.engine = make_engine(self.url)
        upgrade(self.engine, "main")
        key_engine = make_engine(self.keys)
        upgrade(key_engine, "keys")
        self.key_store = KeyStore.open(key_engine, self.master, Clock())

    def uow(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.engine, self.key_store, Clock())

    def start(self, **job: Any) -> int:
        """Start a gateway process and return its id; `fault` ends it at a named point."""
        where = {"url": self.url, "keys": self.keys, "master": self.master.to_text(), "errors": str(self.errors)}
        pid: int = self.nursery.ask(start={**where, "api": self.telegram.url, "token": self.telegram.token, **job})
        return pid

    def end_of(self, pid: int, seconds: float = PATIENCE) -> int | None:
        """Return how a process ended: its exit code, or the signal as a negative number; None if it has not."""
        code: int | None = self.nursery.ask(wait=pid, seconds=seconds)
        return code

    def kill(self, pid: int) -> None:
        os.kill(pid, 9)
        assert self.end_of(pid) == -9
        self.kills += 1

    def stop(self, pid: int) -> None:
        """End it in an orderly way."""
        os.kill(pid, signal.SIGTERM)
        code = self.end_of(pid)
        # Told before it could listen, a process ends by the signal itself.
        assert code in (0, -signal.SIGTERM), (code, self.errors.read_text()[-3000:])

    def quiet(self, seconds: float = PATIENCE) -> None:
        """Wait until Telegram has no update left, and the database nothing to answer or to send."""
        until = time.monotonic() + seconds
        while self.telegram.pending() or any(self.left()):
            assert time.monotonic() < until, (self.telegram.pending(), self.left(), self.errors.read_text()[-3000:])
            time.sleep(0.02)

    def left(self) -> tuple[int, int]:
        """How many messages wait to be answered, and how many replies to be sent."""
        inbox = "SELECT count(*) FROM inbox WHERE state = 'pending'"
        out = "SELECT count(*) FROM deliveries WHERE state IN ('ready', 'sending')"
        with self.engine.connect() as connection:
            return tuple(connection.execute(sa.text(query)).scalar() for query in (inbox, out))  # type: ignore[return-value]

    def heard(self, person: Person) -> list[str]:
        """What the dialogue engine heard from a person, in order."""
        with self.uow() as uow:
            known = uow.people.by_identity("telegram", str(person.chat_id))
            records = uow.records.all(known.id, "heard") if known else []
            return [r.body["text"] for r in sorted(records, key=lambda r: r.body["n"])]

    def events(self, person: Person) -> int:
        """How many turns the tracker has."""
        with self.uow() as uow:
            known = uow.people.by_identity("telegram", str(person.chat_id))
            return uow.events.count(known.sender) if known else 0

    def shown(self, person: Person) -> list[str]:
        """What the bot's messages in a chat say, in order, copies included."""
        return [one.text for one in person.transcript() if one.by_bot]

    def holds(self, person: Person, texts: list[str], doubts: int = 0) -> int:
        """Check that every message was heard once, in order, and answered in order; return how many copies there are.

        Args:
            doubts: how often a connection was lost after Telegram had taken a message.
        """
        heard = self.heard(person)
        assert heard == texts, [(n, one) for n, one in enumerate(heard) if texts[n : n + 1] != [one]][:3]
        assert self.events(person) == len(texts)
        wanted = [f"{n}{part} {text}" for n, text in enumerate(texts, 1) for part in "ab"]
        shown = self.shown(person)
        assert list(dict.fromkeys(shown)) == wanted, "every reply came, none twice as a thought, all in order"
        copies = sum(n - 1 for n in Counter(shown).values())
        assert copies <= self.kills + doubts
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        return copies
