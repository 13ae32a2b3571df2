"""A lock that one process holds as long as it lives, so that two can never do the same work on one database.

Not a row with an expiry: that would depend on clocks, and after a crash everybody would wait for it. The file lock
(SQLite: one machine) and PostgreSQL's advisory lock both end with the process that holds them, however it ends.
"""

import fcntl
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.storage.engine import connect
from bot.storage.errors import Unavailable


@dataclass
class Alone:
    """The lock of one kind of work. Not for use by two threads at once."""

    engine: Engine
    name: str
    _file: IO[bytes] | None = field(default=None, repr=False)
    _connection: Connection | None = field(default=None, repr=False)

    def take(self) -> bool:
        """Take the lock; False while another process holds it. Harmless to repeat."""
        if self.held():
            return True
        return self._take_file() if self.engine.dialect.name == "sqlite" else self._take_session()

    def held(self) -> bool:
        """Whether this process still holds it; a lost connection to PostgreSQL loses the lock."""
        if self._connection is None:
            return self._file is not None
        try:
            self._connection.execute(sa.select(1))
        except Unavailable:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._end_session(self._connection)
        self._file = self._connection = None

    def _take_file(self) -> bool:
        database = Path(str(self.engine.url.database))
        file = database.with_name(f"{database.name}.{self.name}.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def _end_session(self, connection: Connection) -> None:
        """Unlock at once; closing alone would, but a moment later. The session must not go back to the pool."""
        if not connection.invalidated:
            with suppress(Unavailable):
                connection.execute(sa.select(sa.func.pg_advisory_unlock(self._key())))
        connection.invalidate()
        connection.close()

    def _key(self) -> int:
        return zlib.crc32(f"sounding-board/{self.name}".encode())

    def _take_session(self) -> bool:
        connection = connect(self.engine).execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(sa.select(sa.func.pg_try_advisory_lock(self._key()))).scalar():
            self._connection = connection
            return True
        connection.close()
        return False
