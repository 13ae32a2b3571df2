"""Erases a person: first the key, which makes every copy of their words unreadable, then every row."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.storage.engine import connect
from bot.storage.errors import EraseIncomplete, Unavailable
from bot.storage.keystore import KeyStore
from bot.storage.tables import (
    buttons,
    deliveries,
    identities,
    inbox,
    members,
    outbox,
    persons,
    records,
    reminders,
    tracker_events,
)

OWNED = (buttons, reminders, deliveries, outbox, inbox, records, members, identities)


Probe = Callable[[str], None]


def no_probe(point: str) -> None:
    """Production has no named kill points; tests put one here."""


@dataclass(frozen=True)
class Eraser:
    """Erases people from the main database and the key store. Never call it inside an open unit of work."""

    engine: Engine
    keys: KeyStore
    probe: Probe = no_probe

    def erase(self, person_id: str) -> None:
        """Erase a person for good; harmless to repeat, and safe to interrupt (`replay_ledger` finishes it).

        The order is: key destroyed and ledger written (one transaction), rows deleted (one transaction), SQLite
        files cleaned of what was deleted. Raises Unavailable if nothing was done, EraseIncomplete if only a later
        step failed.
        """
        self.keys.destroy(person_id)
        self.probe("after_key_destroyed")
        try:
            self._delete_rows(person_id)
            self.probe("after_rows_deleted")
            self.scrub()
        except Unavailable as error:
            raise EraseIncomplete(f"the key is destroyed, but the rows are still there ({error})") from None

    def replay_ledger(self) -> int:
        """Erase again everybody in the ledger who is back, e.g. from a backup; return how many there were.

        To be called at every start and after every restore.
        """
        ledger = self.keys.erased()
        back = [person for person in self._everybody() if self.keys.hashes.person(person) in ledger]
        for person_id in back:
            self.keys.destroy(person_id)
            self._delete_rows(person_id)
        if back:
            self.scrub()
        return len(back)

    def _everybody(self) -> set[str]:
        with connect(self.engine) as connection:
            return {*connection.execute(sa.select(persons.c.id)).scalars(), *self.keys.people()}

    def _delete_rows(self, person_id: str) -> None:
        with connect(self.engine) as connection:
            delete_rows(connection, person_id)
            connection.commit()

    def scrub(self) -> None:
        """Rewrite both files where they are SQLite, so that nothing deleted is left in them."""
        for engine in (self.engine, self.keys.engine):
            if engine.dialect.name == "sqlite":
                scrub(engine)


def delete_rows(connection: Connection, person_id: str) -> None:
    """Delete every row of a person from every table of the main database."""
    # The lock (PostgreSQL) waits for turns under way and keeps new ones out until the person is gone.
    locked = sa.select(persons.c.sender).where(persons.c.id == person_id).with_for_update()
    sender = connection.execute(locked).scalar()
    connection.execute(sa.delete(tracker_events).where(tracker_events.c.sender == sender))
    for table in OWNED:
        connection.execute(sa.delete(table).where(table.c.person_id == person_id))
    connection.execute(sa.delete(persons).where(persons.c.id == person_id))


def scrub(engine: Engine) -> None:
    """Rewrite an SQLite file so that nothing deleted is left in free pages or in the write-ahead log.

    Raises EraseIncomplete while another connection still reads the old pages, after waiting for it for 10 s.
    """
    connection = engine.raw_connection()
    try:
        _truncate_wal(connection)
        # VACUUM writes through the log as well, hence the second time.
        connection.execute("VACUUM")
        _truncate_wal(connection)
    except sqlite3.OperationalError as error:
        raise EraseIncomplete(f"the file could not be cleaned ({error}); run the erasure again") from None
    finally:
        connection.close()


def _truncate_wal(connection: Any) -> None:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise EraseIncomplete("deleted pages are still in use; run the erasure again")
