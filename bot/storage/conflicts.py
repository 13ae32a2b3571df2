"""Inserts that may meet a row with the same key."""

from collections.abc import Iterator
from contextlib import contextmanager

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
def one_row(connection: Connection) -> Iterator[None]:
    """As `savepoint`, for the insert of a single row: SQLite takes back a statement that fails without being asked.

    PostgreSQL ends the whole transaction, so there a savepoint is needed all the same.
    """
    if connection.dialect.name != "sqlite":
        with savepoint(connection):
            yield
        return
    try:
        yield
    except IntegrityError as error:
        raise _meaning(error) from None


def _meaning(error: IntegrityError) -> StorageError:
    orphan = getattr(error.orig, "pgcode", None) == FOREIGN_KEY_VIOLATION or "FOREIGN KEY" in str(error.orig)
    if orphan:
        return UnknownPerson("the row belongs to nobody who is registered")
    return Duplicate("a row with this key exists already")
