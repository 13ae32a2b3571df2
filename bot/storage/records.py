"""Encrypted aggregates such as sessions, promises and reflections."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Record
from bot.storage.conflicts import savepoint
from bot.storage.encryption import Place, Vault
from bot.storage.errors import ConcurrentTurn, Duplicate
from bot.storage.tables import records

NEWEST_FIRST = (records.c.created_at.desc(), records.c.updated_at.desc(), records.c.id.desc())


@dataclass(frozen=True)
class SqlRecords:
    """Implements `ports.Records`.

    What was asked for once in a transaction is not read and decrypted again until a record changes: several services
    of one turn look at the same few. So nobody may change a body in place.
    """

    connection: Connection
    vault: Vault
    _known: dict[tuple[Any, ...], list[Record]] = field(default_factory=dict, repr=False, compare=False)

    def get(self, person_id: str, record_id: str) -> Record | None:
        """Return the person's record, or None if there is none or it is somebody else's."""
        row = self.connection.execute(sa.select(records).where(_is(person_id, record_id))).first()
        return None if row is None else opened(row, self.vault)

    def all(
        self, person_id: str, kind: str, states: Sequence[str] | None = None, limit: int | None = None
    ) -> list[Record]:
        """Return the person's records of a kind, newest `created_at` first; `states` None means any."""
        asked = (person_id, kind, None if states is None else tuple(states), limit)
        if asked not in self._known:
            self._known[asked] = self._read(*asked)
        return list(self._known[asked])

    def _read(self, person_id: str, kind: str, states: Sequence[str] | None, limit: int | None) -> list[Record]:
        query = sa.select(records).where(records.c.person_id == person_id, records.c.kind == kind)
        if states is not None:
            query = query.where(records.c.state.in_(states))
        rows = self.connection.execute(query.order_by(*NEWEST_FIRST).limit(limit))
        return [opened(row, self.vault) for row in rows]

    def everything(self, person_id: str) -> list[Record]:
        """Return all of the person's records, by kind, newest first."""
        query = sa.select(records).where(records.c.person_id == person_id).order_by(records.c.kind, *NEWEST_FIRST)
        return [opened(row, self.vault) for row in self.connection.execute(query)]

    def put(self, record: Record) -> None:
        """Insert the record or replace the one with its id.

        Raises ConcurrentTurn if the id is taken meanwhile or by somebody else, UnknownPerson, PersonErased.
        """
        self._changed(record.person_id, record.kind)
        row = {**_plain(record), "body": self.vault.seal(place(record.person_id, record.id), record.body)}
        replace = sa.update(records).where(_is(record.person_id, record.id)).values(**row)
        if self.connection.execute(replace).rowcount:
            return
        try:
            with savepoint(self.connection):
                self.connection.execute(sa.insert(records).values(**row))
        except Duplicate:
            raise ConcurrentTurn("a record with this id exists already and cannot be replaced") from None

    def delete(self, person_id: str, record_id: str) -> None:
        """Delete the person's record; does nothing if it is not there."""
        self.forget()
        self.connection.execute(sa.delete(records).where(_is(person_id, record_id)))

    def _changed(self, person_id: str, kind: str) -> None:
        for asked in [asked for asked in self._known if asked[:2] == (person_id, kind)]:
            del self._known[asked]

    def forget(self) -> None:
        """Read everything again from now on, because the transaction in which it was true has ended."""
        self._known.clear()


def opened(row: Any, vault: Vault) -> Record:
    """Make a Record of a row of `records`. Raises Tampered, KeyMissing or PersonErased."""
    body = vault.open(place(row.person_id, row.id), row.body)
    return Record(**{**row._mapping, "body": body})


def _is(person_id: str, record_id: str) -> Any:
    return (records.c.id == record_id) & (records.c.person_id == person_id)


def _plain(record: Record) -> dict[str, Any]:
    names = ("id", "person_id", "kind", "state", "created_at", "updated_at", "due_on")
    return {name: getattr(record, name) for name in names}


def place(person_id: str, record_id: str) -> Place:
    """Return where the ciphertext belongs."""
    return Place("records", "body", record_id, person_id)
