"""What every unit of work promises about reminders, the fake one included."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from storage_samples import NOON

from bot.services.ports import Person, Reminder, UnitOfWork
from bot.storage.errors import UnknownPerson

NewUow = Callable[[], UnitOfWork]


def put(new_uow: NewUow, person: Person, key: str = "k", **changes: object) -> None:
    values = {"kind": "promise", "due_at": NOON, "zone": "Europe/Berlin", **changes}
    with new_uow() as uow:
        uow.reminders.put(Reminder(person.id, key=key, **values))
        uow.commit()


def test_a_reminder_is_due_from_its_time_on_and_can_be_moved_while_it_waits(new_uow: NewUow, ann: Person) -> None:
    put(new_uow, ann)
    put(new_uow, ann, due_at=NOON + timedelta(hours=1))
    with new_uow() as uow:
        assert uow.reminders.due(NOON) == []
        (due,) = uow.reminders.due(NOON + timedelta(hours=1))
        assert (due.key, due.due_at, due.state) == ("k", NOON + timedelta(hours=1), "waiting")
        assert uow.reminders.get(ann.id, due.id) == due
        assert uow.reminders.get("somebody else", due.id) is None


def test_a_reminder_that_was_used_is_never_due_again(new_uow: NewUow, ann: Person) -> None:
    put(new_uow, ann)
    with new_uow() as uow:
        uow.reminders.settle([uow.reminders.of(ann.id)[0].id], "fired")
        uow.commit()
    put(new_uow, ann, due_at=NOON - timedelta(days=1))
    with new_uow() as uow:
        assert uow.reminders.due(NOON) == []
        assert [r.state for r in uow.reminders.of(ann.id)] == ["fired"]


def test_all_reminders_of_a_person_can_be_cancelled_and_wanted_again(new_uow: NewUow, ann: Person, bob: Person) -> None:
    put(new_uow, ann)
    put(new_uow, bob)
    with new_uow() as uow:
        assert uow.reminders.cancel(ann.id) == 1
        assert [r.person_id for r in uow.reminders.due(NOON)] == [bob.id]
        uow.commit()
    put(new_uow, ann)
    with new_uow() as uow:
        assert len(uow.reminders.due(NOON)) == 2
        with pytest.raises(UnknownPerson):
            uow.reminders.put(Reminder("nobody", "promise", "k", NOON, "Etc/UTC"))
