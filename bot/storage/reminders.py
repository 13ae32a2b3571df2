"""Times to speak to a person first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Reminder
from bot.storage.conflicts import savepoint
from bot.storage.tables import reminders

WAITING, CANCELLED = "waiting", "cancelled"


@dataclass(frozen=True)
class SqlReminders:
    """Implements `ports.Reminders`."""

    connection: Connection

    def of(self, person_id: str) -> list[Reminder]:
        """Return all reminders of a person, used or not, by time."""
        return self._all(reminders.c.person_id == person_id)

    def get(self, person_id: str, reminder_id: int) -> Reminder | None:
        """Return one reminder of a person, or None."""
        found = self._all((reminders.c.person_id == person_id) & (reminders.c.id == reminder_id))
        return found[0] if found else None

    def put(self, reminder: Reminder) -> None:
        """Store a reminder; one with this key that still waits is moved, one that was used is left as it is.

        Raises UnknownPerson.
        """
        same = (reminders.c.person_id == reminder.person_id) & (reminders.c.key == reminder.key)
        state = self.connection.execute(sa.select(reminders.c.state).where(same)).scalar()
        values = {"kind": reminder.kind, "due_at": reminder.due_at, "zone": reminder.zone, "state": WAITING}
        if state in (WAITING, CANCELLED):
            self.connection.execute(sa.update(reminders).where(same).values(**values))
        elif state is None:
            with savepoint(self.connection):
                new = {"person_id": reminder.person_id, "key": reminder.key, **values}
                self.connection.execute(sa.insert(reminders).values(**new))

    def due(self, now: datetime) -> list[Reminder]:
        """Return everything that waits and whose time has come, by time."""
        return self._all((reminders.c.state == WAITING) & (reminders.c.due_at <= now))

    def settle(self, reminder_ids: Iterable[int], state: str) -> None:
        """Mark reminders as used (`fired`), as too late to be of use (`late`) or as `cancelled`."""
        mine = reminders.c.id.in_(list(reminder_ids))
        self.connection.execute(sa.update(reminders).where(mine).values(state=state))

    def cancel(self, person_id: str) -> int:
        """Cancel everything that waits for a person; return how much it was."""
        mine = (reminders.c.person_id == person_id) & (reminders.c.state == WAITING)
        return int(self.connection.execute(sa.update(reminders).where(mine).values(state=CANCELLED)).rowcount)

    def _all(self, condition: Any) -> list[Reminder]:
        query = sa.select(reminders).where(condition).order_by(reminders.c.due_at, reminders.c.id)
        return [_reminder(row) for row in self.connection.execute(query)]


def _reminder(row: Any) -> Reminder:
    return Reminder(row.person_id, row.kind, row.key, row.due_at, row.zone, row.state, row.id)
