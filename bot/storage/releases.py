"""Published releases, and the reader that sees nothing else."""

import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine, make_url  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.pool import QueuePool  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Programme, StoredRelease
from bot.storage.conflicts import savepoint
from bot.storage.engine import BUSY_MS, connect, make_engine, translating
from bot.storage.programmes import to_programme
from bot.storage.tables import programmes, releases

READABLE = frozenset({"programmes", "releases"})
_QUERIES = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION}


@dataclass(frozen=True)
class SqlReleases:
    """Implements `ports.Releases`."""

    connection: Connection

    def add(self, release: StoredRelease) -> None:
        """Publish a release. Raises Duplicate if its number is taken: nothing is ever replaced."""
        with savepoint(self.connection):
            self.connection.execute(sa.insert(releases).values(**{**vars(release), "body": release.body.decode()}))

    def get(self, programme_id: str, number: int) -> StoredRelease | None:
        """Return a release, or None."""
        query = _of(programme_id).where(releases.c.number == number)
        row = self.connection.execute(query).first()
        return None if row is None else _to_release(row)

    def all(self, programme_id: str) -> list[StoredRelease]:
        """Return the releases of a programme, the first first."""
        return [_to_release(row) for row in self.connection.execute(_of(programme_id))]


@dataclass(frozen=True)
class ReleaseReader:
    """What the dashboard reads through: programmes and releases, nothing else, and no writing.

    Made by `ReleaseReader.open`. In SQLite the file is opened for reading and the driver refuses every other table; in
    PostgreSQL the transactions are read-only, and the address is that of a role that was granted these two tables.
    """

    engine: Engine

    @classmethod
    def open(cls, url: str) -> "ReleaseReader":
        """Return a reader of the database at an SQLAlchemy address; opens no connection yet."""
        return cls(read_only(url, READABLE))

    def programmes(self) -> list[Programme]:
        """Return all programmes, the first launched first."""
        query = sa.select(programmes).order_by(programmes.c.launched_on, programmes.c.id)
        with connect(self.engine) as connection:
            return [to_programme(row) for row in connection.execute(query)]

    def releases(self, programme_id: str) -> list[StoredRelease]:
        """Return the releases of a programme, the first first."""
        with connect(self.engine) as connection:
            return SqlReleases(connection).all(programme_id)


def read_only(url: str, readable: frozenset[str]) -> Engine:
    """Return an engine that cannot write; in SQLite it cannot read any table but those named either."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_reader(str(make_url(url).database), readable)
    return make_engine(url).execution_options(postgresql_readonly=True)


def _sqlite_reader(path: str, readable: frozenset[str]) -> Engine:
    def open_file() -> Any:
        connection = sqlite3.connect(
            f"file:{quote(path)}?mode=ro", uri=True, timeout=BUSY_MS / 1000, check_same_thread=False
        )
        connection.set_authorizer(partial(_authorised, readable))
        return connection

    engine = sa.create_engine("sqlite://", creator=open_file, future=True, hide_parameters=True, poolclass=QueuePool)
    return translating(engine)


def _authorised(readable: frozenset[str], action: int, first: str | None, second: str | None, *_: str | None) -> int:
    reading = action == sqlite3.SQLITE_READ and first in readable
    # SQLAlchemy asks for the isolation level of every new connection.
    asking = action == sqlite3.SQLITE_PRAGMA and first == "read_uncommitted" and second is None
    return sqlite3.SQLITE_OK if reading or asking or action in _QUERIES else sqlite3.SQLITE_DENY


def _of(programme_id: str) -> Any:
    return sa.select(releases).where(releases.c.programme_id == programme_id).order_by(releases.c.number)


def _to_release(row: Any) -> StoredRelease:
    return StoredRelease(**{**row._mapping, "body": row.body.encode()})
