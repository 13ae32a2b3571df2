"""Inserts that may meet a row with the same key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.dialects import postgresql, sqlite  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.exc import IntegrityError  # type: ignore[import-untyped,unused-ignore]

from bot.storage.errors import Duplicate, StorageError, UnknownPerson

FOREIGN_KEY_VIOLATION = "23503"


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Run an insert so that its failure leaves the transaction usable.

    Raises Duplicate if the key is taken, UnknownPerson if the person is not there (any more).
    """
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        raise _meaning(error) from None


@contextmanager
def ending(connection: Connection, rows: int = 1) -> Iterator[None]:
    """Run an insert whose failure ends what the transaction was for; whoever catches it must leave the transaction.

    PostgreSQL takes everything back then. SQLite takes back a statement that fails, but of several rows only those
    from the one that failed: there a savepoint is set. Raises as `savepoint` does.
    """
    if rows > 1 and connection.dialect.name == "sqlite":
        with savepoint(connection):
            yield
        return
    try:
        yield
    except IntegrityError as error:
        raise _meaning(error) from None


def unless_there(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> int | None:
    """Insert a row and return its number; None if one with a unique key of it is there, whoever put it there.

    In PostgreSQL a row that another transaction is about to insert is waited for.
    """
    done = connection.execute(_unless_there(table, connection.dialect.name), row)
    if connection.dialect.name == "sqlite":
        return int(done.lastrowid) if done.rowcount else None
    number: int | None = done.scalar()
    return number


@lru_cache(maxsize=8)
def _unless_there(table: sa.Table, dialect: str) -> Any:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing().returning(table.c.id)


def _meaning(error: IntegrityError) -> StorageError:
    orphan = getattr(error.orig, "pgcode", None) == FOREIGN_KEY_VIOLATION or "FOREIGN KEY" in str(error.orig)
    if orphan:
        return UnknownPerson("the row belongs to nobody who is registered")
    return Duplicate("a row with this key exists already")
