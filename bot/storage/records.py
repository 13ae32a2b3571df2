"""Encrypted aggregates such as sessions, promises and reflections."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Question, Record
from bot.storage.conflicts import ending, put_in_place
from bot.storage.encryption import Place, Vault, as_read, written
from bot.storage.errors import ConcurrentTurn, Duplicate
from bot.storage.tables import records

NEWEST_FIRST = (records.c.created_at.desc(), records.c.updated_at.desc(), records.c.id.desc())
# Statements that every turn runs are put together once: SQLAlchemy takes longer to make one than SQLite to run it.
_MINE = (records.c.id == sa.bindparam("wanted")) & (records.c.person_id == sa.bindparam("owner"))
_ONE, _REPLACE, _INSERT = sa.select(records).where(_MINE), sa.update(records).where(_MINE), sa.insert(records)


@dataclass(frozen=True)
class SqlRecords:
    """Implements `ports.Records`.

    What was asked for once in a transaction is not read and decrypted again until a record changes: several services
    of one turn look at the same few. So nobody may change a body in place.
    """

    connection: Connection
    vault: Vault
    _known: dict[tuple[Any, ...], list[Record]] = field(default_factory=dict, repr=False, compare=False)
    #: What was put in the place of the first of those and has not been asked for since, as it was written.
    _unread: dict[tuple[Any, ...], bytes] = field(default_factory=dict, repr=False, compare=False)
    #: Changed records that have yet to be written: some change several times in a turn. By id, as `written`.
    _later: dict[str, tuple[Record, bytes]] = field(default_factory=dict, repr=False, compare=False)
    #: Rows that were read ahead of the question, still encrypted.
    _sealed: dict[tuple[Any, ...], list[Any]] = field(default_factory=dict, repr=False, compare=False)

    def get(self, person_id: str, record_id: str) -> Record | None:
        """Return the person's record, or None if there is none or it is somebody else's."""
        self.write()
        row = self.connection.execute(_ONE, {"wanted": record_id, "owner": person_id}).first()
        return None if row is None else opened(row, self.vault)

    def all(
        self, person_id: str, kind: str, states: Sequence[str] | None = None, limit: int | None = None
    ) -> list[Record]:
        """Return the person's records of a kind, newest `created_at` first; `states` None means any."""
        asked = (person_id, kind, None if states is None else tuple(states), limit)
        if asked not in self._known:
            self._known[asked] = self._read(*asked)
        found = self._known[asked]
        if plain := self._unread.pop(asked, b""):
            found[0] = replace(found[0], body=as_read(plain))
        return list(found)

    def ahead(self, person_id: str, questions: Sequence[Question]) -> None:
        """Read with one statement what `all` will be asked, as (kind, states, limit); decrypted when it is asked.

        For a few small kinds: rows beyond the limits are read too.
        """
        self.write()
        rows = self.connection.execute(_answering(tuple(questions)), {"owner": person_id}).all()
        for kind, states, limit in questions:
            fitting = [row for row in rows if row.kind == kind and (states is None or row.state in states)]
            self._sealed[person_id, kind, states, limit] = fitting[:limit]

    def _read(self, person_id: str, kind: str, states: tuple[str, ...] | None, limit: int | None) -> list[Record]:
        found = self._sealed.pop((person_id, kind, states, limit), None)
        if found is not None:
            return [opened(row, self.vault) for row in found]
        self.write()
        asked = {"owner": person_id, "kind": kind, "states": states, "state": (states or ("",))[0], "most": limit}
        how = "any" if states is None else "one" if len(states) == 1 else "some"
        rows = self.connection.execute(_listed(how, limit is not None), asked)
        return [opened(row, self.vault) for row in rows]

    def everything(self, person_id: str) -> list[Record]:
        """Return all of the person's records, by kind, newest first."""
        self.write()
        query = sa.select(records).where(records.c.person_id == person_id).order_by(records.c.kind, *NEWEST_FIRST)
        return [opened(row, self.vault) for row in self.connection.execute(query)]

    def put(self, record: Record) -> None:
        """Insert the record or replace the one with its id.

        One that was read in this transaction is replaced when records are read or the transaction is committed.

        Raises ConcurrentTurn if the id is taken meanwhile or by somebody else, UnknownPerson, PersonErased.
        """
        plain = written(record.body)
        self._unseal(record.person_id, record.kind)
        if self._replaced(record, plain) or record.id in self._later:
            self._later[record.id] = record, plain
        else:
            self._put(record, plain)

    def write(self) -> None:
        """Write what was put and waits. Raises as `put` does."""
        rows = [self._row(record, plain) for record, plain in self._later.values()]
        self._later.clear()
        if not rows:
            return
        with ending():
            written_over = put_in_place(self.connection, records, rows, "person_id")
        if written_over != len(rows):
            raise ConcurrentTurn("a record with this id is somebody else's by now and cannot be replaced")

    def _row(self, record: Record, plain: bytes) -> dict[str, Any]:
        return {**_plain(record), "body": self.vault.seal_written(place(record.person_id, record.id), plain)}

    def _put(self, record: Record, plain: bytes) -> None:
        row = self._row(record, plain)
        changed = self.connection.execute(_REPLACE, {**row, "wanted": record.id, "owner": record.person_id}).rowcount
        if changed:
            return
        self._changed(record.person_id, record.kind)
        try:
            with ending():
                self.connection.execute(_INSERT, row)
        except Duplicate:
            raise ConcurrentTurn("a record with this id exists already and cannot be replaced") from None

    def delete(self, person_id: str, record_id: str) -> None:
        """Delete the person's record; does nothing if it is not there."""
        self.write()
        self.forget()
        self.connection.execute(sa.delete(records).where(_MINE), {"wanted": record_id, "owner": person_id})

    def _replaced(self, record: Record, plain: bytes) -> bool:
        """Know the record as it is now where it was the newest and still is; elsewhere it is read again.

        Returns whether it is known to be there.
        """
        there = False
        for asked in self._asked(record.person_id, record.kind):
            before = next(iter(self._known[asked]), None)
            there = there or before is not None and before.id == record.id
            if before and (before.id, before.state, before.created_at) == (record.id, record.state, record.created_at):
                # Often it is written again before anybody asks.
                self._known[asked][0], self._unread[asked] = record, plain
            else:
                self._drop(asked)
        return there

    def _changed(self, person_id: str, kind: str) -> None:
        for asked in self._asked(person_id, kind):
            self._drop(asked)

    def _asked(self, person_id: str, kind: str) -> list[tuple[Any, ...]]:
        return [asked for asked in self._known if asked[:2] == (person_id, kind)]

    def _drop(self, asked: tuple[Any, ...]) -> None:
        del self._known[asked]
        self._unread.pop(asked, None)

    def _unseal(self, person_id: str, kind: str) -> None:
        for asked in [asked for asked in self._sealed if asked[:2] == (person_id, kind)]:
            del self._sealed[asked]

    def forget(self) -> None:
        """Read everything again from now on, because the transaction in which it was true has ended."""
        self._sealed.clear()
        self._known.clear()
        self._unread.clear()


def opened(row: Any, vault: Vault) -> Record:
    """Make a Record of a row of `records`. Raises Tampered, KeyMissing or PersonErased."""
    body = vault.open(place(row.person_id, row.id), row.body)
    return Record(**{**row._mapping, "body": body})


@lru_cache(maxsize=6)
def _listed(states: str, limited: bool) -> Any:
    """The person's records of a kind, newest first, in any, one or some of the states.

    A list of states is put into the statement anew each time it runs; nearly always there is only one.
    """
    query = sa.select(records).where(
        records.c.person_id == sa.bindparam("owner"), records.c.kind == sa.bindparam("kind")
    )
    if states == "one":
        query = query.where(records.c.state == sa.bindparam("state"))
    elif states == "some":
        query = query.where(records.c.state.in_(sa.bindparam("states", expanding=True)))
    query = query.order_by(*NEWEST_FIRST)
    return query.limit(sa.bindparam("most", type_=sa.Integer)) if limited else query


@lru_cache(maxsize=4)
def _answering(questions: tuple[Question, ...]) -> Any:
    """The person's records that answer any of the questions, newest first."""
    wanted = [
        (records.c.kind == kind) & (sa.true() if states is None else records.c.state.in_(states))
        for kind, states, _ in questions
    ]
    mine = (records.c.person_id == sa.bindparam("owner")) & sa.or_(*wanted)
    return sa.select(records).where(mine).order_by(*NEWEST_FIRST)


def _plain(record: Record) -> dict[str, Any]:
    names = ("id", "person_id", "kind", "state", "created_at", "updated_at", "due_on")
    return {name: getattr(record, name) for name in names}


def place(person_id: str, record_id: str) -> Place:
    """Return where the ciphertext belongs."""
    return Place("records", "body", record_id, person_id)
