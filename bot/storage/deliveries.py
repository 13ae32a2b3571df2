"""Replies on their way: what is to be sent, what is being sent, what could not be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Delivery, InboxItem, Json, Outbox
from bot.storage.errors import UnknownItem
from bot.storage.tables import deliveries, outbox

READY, SENDING, DEAD = "ready", "sending", "dead"
_UNDER_WAY = deliveries.c.state.in_((READY, SENDING))


@dataclass(frozen=True)
class SqlDeliveries:
    """Implements `ports.Deliveries`. A row goes when its reply has arrived; its outbox row then says `sent`."""

    connection: Connection
    outbox: Outbox

    def add(self, item: InboxItem) -> None:
        """Have every reply to an item sent, in order; does nothing where there is none."""
        replies = sa.select(outbox.c.id).where(outbox.c.inbox_id == item.id).order_by(outbox.c.n)
        start = {"state": READY, "parts": 0, "attempts": 0, "doubts": 0, "not_before": None}
        whose = {"person_id": item.person.id, "channel": item.channel}
        rows = [{"outbox_id": row_id, **whose, **start} for row_id in self.connection.execute(replies).scalars()]
        if rows:
            self.connection.execute(sa.insert(deliveries), rows)

    def people(self, channel: str) -> list[str]:
        """Return the ids of everybody to whom something is to be sent, the longest waiting first."""
        mine = (deliveries.c.channel == channel) & _UNDER_WAY
        query = sa.select(deliveries.c.person_id).where(mine).group_by(deliveries.c.person_id)
        return list(self.connection.execute(query.order_by(sa.func.min(deliveries.c.outbox_id))).scalars())

    def head(self, person_id: str, channel: str) -> Delivery | None:
        """Return what a person is to be sent first; nothing that comes after it may overtake it."""
        mine = (deliveries.c.person_id == person_id) & (deliveries.c.channel == channel) & _UNDER_WAY
        row = self.connection.execute(sa.select(deliveries).where(mine).order_by(deliveries.c.outbox_id)).first()
        return None if row is None else _delivery(row)

    def reply(self, delivery: Delivery) -> Json:
        """Return what is to be sent. Raises UnknownItem, PersonErased or KeyMissing."""
        row = self.connection.execute(sa.select(outbox).where(outbox.c.id == delivery.id)).first()
        if row is None:
            raise UnknownItem("there is no such outbox row")
        reply: Json = self.outbox.replies(row.inbox_id)[row.n]
        return reply

    def begin(self, delivery_id: int) -> bool:
        """Mark as being sent; False if somebody else does that already, or it is gone."""
        mine = (deliveries.c.outbox_id == delivery_id) & (deliveries.c.state == READY)
        return bool(self.connection.execute(sa.update(deliveries).where(mine).values(state=SENDING)).rowcount)

    def arrived(self, delivery_id: int, parts: int) -> None:
        """Note that so many messages of a reply have arrived, so that they are never sent again."""
        self._change(delivery_id, parts=parts)

    def sent(self, delivery_id: int, at: datetime) -> None:
        """Mark as arrived, whole."""
        self.connection.execute(sa.delete(deliveries).where(deliveries.c.outbox_id == delivery_id))
        self.outbox.sent([delivery_id], at)

    def again(self, delivery_id: int, not_before: datetime, doubtful: bool = False, counted: bool = True) -> None:
        """Try again at a time.

        Args:
            doubtful: it may have arrived; the next attempt may be a second copy.
            counted: the attempt counts as a failure.
        """
        doubts, attempts = deliveries.c.doubts + int(doubtful), deliveries.c.attempts + int(counted)
        self._change(delivery_id, state=READY, not_before=not_before, doubts=doubts, attempts=attempts)

    def dead(self, delivery_id: int) -> None:
        """Set aside for good; what comes after it goes on."""
        self._change(delivery_id, state=DEAD)

    def give_up(self, person_id: str, channel: str) -> int:
        """Set aside everything for a person whom the channel no longer reaches; return how much it was."""
        mine = (deliveries.c.person_id == person_id) & (deliveries.c.channel == channel) & _UNDER_WAY
        return int(self.connection.execute(sa.update(deliveries).where(mine).values(state=DEAD)).rowcount)

    def interrupted(self, channel: str) -> int:
        """Make ready again what was being sent when the process ended; return how much it was.

        Each may have arrived: this is the one place where a person may read something twice.
        """
        mine = (deliveries.c.channel == channel) & (deliveries.c.state == SENDING)
        change = sa.update(deliveries).where(mine).values(state=READY, doubts=deliveries.c.doubts + 1)
        return int(self.connection.execute(change).rowcount)

    def _change(self, delivery_id: int, **values: Any) -> None:
        self.connection.execute(sa.update(deliveries).where(deliveries.c.outbox_id == delivery_id).values(**values))


def _delivery(row: Any) -> Delivery:
    return Delivery(row.outbox_id, row.person_id, row.state, row.parts, row.attempts, row.doubts, row.not_before)
