"""Reminders in memory; `tests/storage/test_storage_reminders.py` holds them to what the real ones do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.services.ports import Reminder

WAITING, CANCELLED = "waiting", "cancelled"


@dataclass(frozen=True)
class FakeReminders:
    """Implements `ports.Reminders`. `state` gives the rows of the present transaction."""

    state: Callable[[], Any]

    def of(self, person_id: str) -> list[Reminder]:
        """As the real one."""
        return self._sorted(r for r in self._rows().values() if r.person_id == person_id)

    def get(self, person_id: str, reminder_id: int) -> Reminder | None:
        """As the real one."""
        return next((r for r in self.of(person_id) if r.id == reminder_id), None)

    def put(self, reminder: Reminder) -> None:
        """As the real one."""
        self.state().known(reminder.person_id)
        same = next((r for r in self.of(reminder.person_id) if r.key == reminder.key), None)
        if same is None or same.state in (WAITING, CANCELLED):
            number = same.id if same else self.state().next_id()
            self._rows()[number] = replace(reminder, id=number, state=WAITING)

    def due(self, now: datetime) -> list[Reminder]:
        """As the real one."""
        return self._sorted(r for r in self._rows().values() if r.state == WAITING and r.due_at <= now)

    def settle(self, reminder_ids: Iterable[int], state: str) -> None:
        """As the real one."""
        for number in reminder_ids:
            if number in self._rows():
                self._rows()[number] = replace(self._rows()[number], state=state)

    def cancel(self, person_id: str) -> int:
        """As the real one."""
        waiting = [r.id for r in self.of(person_id) if r.state == WAITING]
        self.settle(waiting, CANCELLED)
        return len(waiting)

    def _rows(self) -> dict[int, Reminder]:
        rows: dict[int, Reminder] = self.state().reminders
        return rows

    @staticmethod
    def _sorted(found: Iterable[Reminder]) -> list[Reminder]:
        return sorted(found, key=lambda r: (r.due_at, r.id))
