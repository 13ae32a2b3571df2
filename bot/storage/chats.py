"""Whose conversation a worker is busy with: no other process takes a turn of the same person meanwhile.

A session's advisory lock in PostgreSQL, on a connection of its own: it holds between the transactions of one message
(a retry, an erasure) as well, and ends with its process, however that ends. Were the connection lost, `SqlInbox.hold`
and the unique keys of what a turn stores still keep it single. SQLite needs none: one process answers there.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.storage.engine import connect
from bot.storage.errors import Unavailable


def lock_key(name: str) -> int:
    """Return PostgreSQL's number for a lock: 64 bits, with sign."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass
class Chats:
    """One conversation at a time. Not for use by two threads at once."""

    engine: Engine
    _connection: Connection | None = field(default=None, repr=False)
    _held: int | None = None

    def take(self, person_id: str) -> bool:
        """Take a person's conversation; False while another process has it.

        Raises Unavailable if the database cannot be asked.
        """
        if self.engine.dialect.name == "sqlite":
            return True
        key = lock_key(f"chat/{person_id}")
        try:
            taken = self._ask(sa.func.pg_try_advisory_lock(key))
        except Unavailable:
            self._drop()
            taken = self._ask(sa.func.pg_try_advisory_lock(key))
        self._held = key if taken else None
        return taken

    def free(self) -> None:
        """Let go of the conversation that was taken; harmless where there is none."""
        held, self._held = self._held, None
        if held is None:
            return
        try:
            self._ask(sa.func.pg_advisory_unlock(held))
        except Unavailable:
            self._drop()

    def close(self) -> None:
        """Let go of what is held, and give the connection up: the server may take a while to see that it has gone."""
        self.free()
        self._drop()

    def _ask(self, question: sa.sql.ColumnElement) -> bool:
        if self._connection is None:
            self._connection = connect(self.engine).execution_options(isolation_level="AUTOCOMMIT")
        return bool(self._connection.execute(sa.select(question)).scalar())

    def _drop(self) -> None:
        """A session with locks must not go back to the pool."""
        gone, self._connection = self._connection, None
        if gone is not None:
            with suppress(Unavailable):
                gone.invalidate()
                gone.close()
