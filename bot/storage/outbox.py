"""Replies, stored with the turn that caused them and marked once they are sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import InboxItem, Json
from bot.storage.conflicts import insert_all
from bot.storage.encryption import Place, Vault
from bot.storage.errors import ConcurrentTurn, Duplicate
from bot.storage.tables import outbox

READY, SENT = "ready", "sent"


@dataclass(frozen=True)
class SqlOutbox:
    """Implements `ports.Outbox`."""

    connection: Connection
    vault: Vault

    def add(self, item: InboxItem, replies: Sequence[Mapping[str, Any]], at: datetime) -> None:
        """Store all replies to an item, in order, once.

        Raises ConcurrentTurn if the item has replies already (nothing is stored then), UnknownPerson, PersonErased.
        """
        rows = [self._row(item, n, reply, at) for n, reply in enumerate(replies)]
        try:
            insert_all(self.connection, outbox, rows)
        except Duplicate:
            raise ConcurrentTurn("this message has been answered already") from None

    def replies(self, item_id: int) -> list[Json]:
        """Return the replies to an item in order, sent or not."""
        rows = self.connection.execute(sa.select(outbox).where(outbox.c.inbox_id == item_id).order_by(outbox.c.n))
        return [self._opened(row) for row in rows]

    def unsent(self, person_id: str) -> list[tuple[int, Json]]:
        """Return (row id, reply) of what the person has yet to be sent, in order."""
        waiting = (outbox.c.person_id == person_id) & (outbox.c.state == READY)
        rows = self.connection.execute(sa.select(outbox).where(waiting).order_by(outbox.c.id))
        return [(row.id, self._opened(row)) for row in rows]

    def newest(self, person_id: str, most: int) -> list[tuple[int, Json]]:
        """Return (inbox id, reply) of the last replies to a person, at most so many, in order, sent or not."""
        mine = sa.select(outbox).where(outbox.c.person_id == person_id).order_by(outbox.c.id.desc()).limit(most)
        rows = self.connection.execute(mine).all()
        return [(row.inbox_id, self._opened(row)) for row in reversed(rows)]

    def sent(self, row_ids: Iterable[int], at: datetime) -> None:
        """Mark rows as sent; rows sent before keep their time."""
        mine = outbox.c.id.in_(list(row_ids)) & (outbox.c.state == READY)
        self.connection.execute(sa.update(outbox).where(mine).values(state=SENT, sent_at=at))

    def _row(self, item: InboxItem, n: int, reply: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        person_id = item.person.id
        payload = self.vault.seal(place(person_id, item.id, n), dict(reply))
        return {
            "inbox_id": item.id,
            "n": n,
            "person_id": person_id,
            "payload": payload,
            "state": READY,
            "created_at": at,
        }

    def _opened(self, row: Any) -> Json:
        reply: Json = self.vault.open(place(row.person_id, row.inbox_id, row.n), row.payload)
        return reply


def place(person_id: str, item_id: int, n: int) -> Place:
    """Return where the ciphertext belongs."""
    return Place("outbox", "payload", f"{item_id}:{n}", person_id)
