"""Inserts that may meet a row with the same key."""

from collections.abc import Iterator, Mapping, Sequence
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
def ending() -> Iterator[None]:
    """Run one statement whose failure ends what the transaction was for; whoever catches it must leave the transaction.

    PostgreSQL takes everything back then, SQLite the statement. Raises as `savepoint` does.
    """
    try:
        yield
    except IntegrityError as error:
        raise _meaning(error) from None


def unless_there(
    connection: Connection, table: sa.Table, row: Mapping[str, Any], beside: Any
) -> tuple[int, Any] | None:
    """Insert a row and return its number; None if one with a unique key of it is there, whoever put it there.

    In PostgreSQL a row that another transaction is about to insert is waited for.

    Args:
        beside: a scalar subquery over columns of the row, answered on the same way to the database as it was before
            the row; None is returned beside the number in SQLite, where the way costs nothing.
    """
    done = connection.execute(_unless_there(table, connection.dialect.name, tuple(row), beside), row)
    if connection.dialect.name == "sqlite":
        return (int(done.lastrowid), None) if done.rowcount else None
    inserted = done.first()
    return None if inserted is None else (inserted[0], inserted[1])


@lru_cache(maxsize=8)
def _unless_there(table: sa.Table, dialect: str, names: tuple[str, ...], beside: Any) -> Any:
    values = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    if dialect == "sqlite":
        return spelt(sqlite.insert(table).values(values).on_conflict_do_nothing(), sqlite.dialect)
    insert = postgresql.insert(table).values(values).on_conflict_do_nothing()
    return spelt(insert.returning(table.c.id, beside), postgresql.dialect)


def insert_all(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with one statement, all of them or none; raises as `savepoint` does, and ends as `ending` does.

    Args:
        rows: all with the same columns.
    """
    if rows:
        with ending():
            connection.execute(_all_of(table, connection.dialect.name, tuple(rows[0]), len(rows)), _numbered(rows))


@lru_cache(maxsize=64)
def _all_of(table: sa.Table, dialect: str, names: tuple[str, ...], rows: int) -> Any:
    made = sqlite if dialect == "sqlite" else postgresql
    return spelt(sa.insert(table).values(_places(table, names, rows)), made.dialect)


def put_in_place(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], owner: str) -> int:
    """Insert rows, or write them over those with the same id that belong to the same `owner`; return how many.

    Args:
        rows: all with the same columns, `id` and `owner` among them, and different ids.
        owner: the column that must be the same.
    """
    statement = _in_place(table, connection.dialect.name, tuple(rows[0]), len(rows), owner)
    return int(connection.execute(statement, _numbered(rows)).rowcount)


@lru_cache(maxsize=32)
def _in_place(table: sa.Table, dialect: str, names: tuple[str, ...], rows: int, owner: str) -> Any:
    made = sqlite if dialect == "sqlite" else postgresql
    insert = made.insert(table).values(_places(table, names, rows))
    new = {name: insert.excluded[name] for name in names if name not in ("id", owner)}
    mine = table.c[owner] == insert.excluded[owner]
    return spelt(insert.on_conflict_do_update(index_elements=["id"], set_=new, where=mine), made.dialect)


def _places(table: sa.Table, names: tuple[str, ...], rows: int) -> list[dict[str, Any]]:
    return [{c: sa.bindparam(f"{c}_{n}", type_=table.c[c].type) for c in names} for n in range(rows)]


def _numbered(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is put at those places."""
    return {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}


def spelt(statement: Any, dialect: Any, before: str = "") -> Any:
    """Return a statement as text that keeps its types: SQLAlchemy makes one with ON CONFLICT anew each time it runs.

    Args:
        dialect: the class of the dialect it is for.
        before: another statement, sent on the same way before it; psycopg2 returns the rows of the last.
    """
    made = statement.compile(dialect=dialect(paramstyle="named"))
    bound = (sa.bindparam(name, p.value, p.type, required=p.required) for p, name in made.bind_names.items())
    return sa.text(before + str(made)).bindparams(*bound)


def _meaning(error: IntegrityError) -> StorageError:
    orphan = getattr(error.orig, "pgcode", None) == FOREIGN_KEY_VIOLATION or "FOREIGN KEY" in str(error.orig)
    if orphan:
        return UnknownPerson("the row belongs to nobody who is registered")
    return Duplicate("a row with this key exists already")
