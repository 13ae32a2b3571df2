"""Workers on PostgreSQL while everything goes wrong: processes are killed, connections are cut, the schema grows.

The dialogue engine is scripted; turns, storage, gateway and database are the real ones. What must hold is looked up
in the fake Telegram's log and in the database afterwards.
"""

import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.storage import migrate
from tests.fakes.telegram_person import Person
from tests.gateway.telegram_child import NOT_STARTED
from tests.gateway.telegram_stage import Stage

#: Messages that may wait for each person: from twenty on they would be read as one.
MOST_WAITING = 5
TABLES = ("persons", "inbox", "outbox", "deliveries", "tracker_events", "records", "buttons")
CUT = sa.text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@dataclass(frozen=True)
class Found:
    """What happened, and what it came to."""

    messages: int
    kills: int
    cuts: int
    copies: int
    seconds: float


@dataclass
class Chaos:
    """A gateway that takes in and sends, workers that answer, and accidents.

    Attributes:
        kill_every, cut_every: seconds between two kills of a worker, and between two cuts of every connection.
        grow: add columns to the tables halfway, as a newer version's migration would while these processes run.
    """

    stage: Stage
    workers: int = 3
    kill_every: float = 2.0
    cut_every: float = 5.0
    grow: bool = False
    seed: int = 1
    kills: int = 0
    cuts: int = 0
    _done: int = -1
    crew: list[int] = field(default_factory=list)

    def run(self, people: Sequence[Person], messages: int, limit: float) -> Found:
        """Have everybody write so many messages, one after the other, and return what was found.

        Args:
            limit: seconds after which it must be over.

        Raises:
            AssertionError: a message was lost, heard twice or answered out of order, or it took too long.
        """
        began, shots, until = time.monotonic(), random.Random(self.seed), time.monotonic() + limit
        self.gateway = self.stage.start(elsewhere=True)
        self.crew = [self.stage.start(worker=True) for _ in range(self.workers)]
        try:
            self._write(people, messages, shots, until)
            self._finish(shots, until)
            self._supervise()
            said = [f"word {n}" for n in range(messages)]
            copies = sum(self.stage.holds(person, said) for person in people)
        finally:
            for pid in (*self.crew, self.gateway):
                self.stage.stop(pid)
        return Found(len(people) * messages, self.kills, self.cuts, copies, time.monotonic() - began)

    def _write(self, people: Sequence[Person], messages: int, shots: random.Random, until: float) -> None:
        self._kill_at = self._cut_at = time.monotonic()
        for n in range(messages):
            for person in people:
                person.writes(f"word {n}")
                self._accidents(shots)
            if self.grow and n == messages // 2:
                self._grow()
            while self._waiting() > MOST_WAITING * len(people):
                self._accidents(shots)
                self._still(until)

    def _finish(self, shots: random.Random, until: float) -> None:
        """Go on having accidents until all is answered: the last messages are no safer than the first."""
        while self.stage.telegram.pending() or any(self.stage.left()):
            self._accidents(shots)
            self._still(until)

    def _still(self, until: float) -> None:
        assert time.monotonic() < until, (self.stage.left(), self.stage.errors.read_text()[-3000:])
        time.sleep(0.05)

    def _waiting(self) -> int:
        return len(self.stage.telegram.pending()) + self.stage.left()[0]

    def _accidents(self, shots: random.Random) -> None:
        now = time.monotonic()
        if now - self._kill_at > self.kill_every:
            self._kill_at = now
            self._kill(shots.randrange(self.workers))
        if now - self._cut_at > self.cut_every:
            self._cut_at = now
            self._cut_if_anything_was_done()

    def _kill(self, n: int) -> None:
        self._supervise()
        os.kill(self.crew[n], 9)
        assert self.stage.end_of(self.crew[n]) in (-9, NOT_STARTED), self.stage.errors.read_text()[-3000:]
        self.crew[n] = self.stage.start(worker=True)
        self.kills += 1

    def _supervise(self) -> None:
        """Start again whoever was cut off while starting; nobody else may end."""
        self.crew = [pid if self._lives(pid) else self.stage.start(worker=True) for pid in self.crew]
        self.gateway = self.gateway if self._lives(self.gateway) else self.stage.start(elsewhere=True)

    def _lives(self, pid: int) -> bool:
        code = self.stage.end_of(pid, 0.01)
        assert code in (None, NOT_STARTED), (code, self.stage.errors.read_text()[-6000:])
        return code is None

    def _cut_if_anything_was_done(self) -> None:
        """End every connection to the server but the one that asks for it.

        On a machine so slow that nothing was answered since the last time, it would show nothing to go on cutting.
        """
        with self.stage.engine.connect() as connection:
            done = connection.execute(sa.text("SELECT count(*) FROM inbox WHERE state <> 'pending'")).scalar()
            if done == self._done:
                return
            self._done = done
            assert connection.execute(CUT).scalar()
        self.cuts += 1

    def _grow(self) -> None:
        migrate.patiently(self.stage.engine, _wider)


def _wider(connection: sa.engine.Connection) -> None:
    for table in TABLES:
        connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN later_a TEXT"))
        connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN later_b INTEGER NOT NULL DEFAULT 0"))
