"""Records that were read are known for the rest of the transaction, and written once, however often they change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.services.ports import Person, Record, UnitOfWork
from bot.storage.errors import ConcurrentTurn
from tests.fakes.engine import fake_turns, say
from tests.storage.conftest import NOON, Stores
from tests.storage.test_storage_contract import record

NewUow = Callable[[], UnitOfWork]
READS: dict[str, Callable[[UnitOfWork, str], list[Record | None]]] = {
    "the same question": lambda uow, ann: list(uow.records.all(ann, "promise")),
    "another question": lambda uow, ann: list(uow.records.all(ann, "promise", ("kept",), 5)),
    "by its id": lambda uow, ann: [uow.records.get(ann, "r1")],
    "everything": lambda uow, ann: list(uow.records.everything(ann)),
    "of a programme": lambda uow, ann: list(
        uow.programmes.written(ann, ["promise"], NOON - timedelta(days=1), NOON + timedelta(days=1))
    ),
}


@contextmanager
def statements(stores: Stores) -> Iterator[list[str]]:
    """The SQL that runs within the block."""
    ran: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        ran.append(statement)

    sa.event.listen(stores.engine, "before_cursor_execute", note)
    yield ran
    sa.event.remove(stores.engine, "before_cursor_execute", note)


def test_what_was_read_before_is_read_again_once_it_changed(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        assert uow.records.all(ann.id, "promise") == []
        uow.records.put(record(ann))
        assert [r.state for r in uow.records.all(ann.id, "promise", ("open",))] == ["open"]
        uow.records.put(record(ann, state="kept"))
        assert uow.records.all(ann.id, "promise", ("open",)) == [] == uow.records.all(bob.id, "promise")
        assert [r.state for r in uow.records.all(ann.id, "promise", limit=1)] == ["kept"]
        uow.records.delete(ann.id, "r1")
        assert uow.records.all(ann.id, "promise") == []
        uow.commit()


def test_a_changed_record_is_read_as_it_is_now_and_in_its_place(new_uow: NewUow, ann: Person) -> None:
    later = NOON + timedelta(minutes=1)
    with new_uow() as uow:
        for name, at in (("old", NOON), ("new", later)):
            uow.records.put(record(ann, name, created_at=at, updated_at=at))
        assert [r.id for r in uow.records.all(ann.id, "promise")] == ["new", "old"]
        for name, at in (("old", NOON), ("new", later)):
            uow.records.put(record(ann, name, created_at=at, updated_at=later, body={"what": (name, 1)}))
            for most in (None, 1):
                first = uow.records.all(ann.id, "promise", limit=most)[0]
                assert first == uow.records.get(ann.id, "new"), "lists for tuples, as it will be read tomorrow"
        uow.records.put(record(ann, "old", created_at=later + timedelta(minutes=1), updated_at=later))
        assert [r.id for r in uow.records.all(ann.id, "promise")] == ["old", "new"]


def test_what_waits_before_a_message_is_what_arrived_earlier_from_the_same_person(
    new_uow: NewUow, ann: Person, bob: Person
) -> None:
    with new_uow() as uow:
        his, first, second = (
            uow.inbox.receive(who, "web", str(n), {"text": "x"}, NOON) for n, who in enumerate((bob, ann, ann))
        )
        assert [i.id for i in uow.inbox.pending(ann.id, before=second.id)] == [first.id]
        assert uow.inbox.pending(ann.id, before=first.id) == [] == uow.inbox.pending(bob.id, before=his.id)


def test_after_a_commit_the_changes_of_others_are_seen(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        assert uow.records.all(ann.id, "promise") == []
        uow.commit()
        with new_uow() as other:
            other.records.put(record(ann))
            other.commit()
        assert [r.id for r in uow.records.all(ann.id, "promise")] == ["r1"]


def test_the_mark_of_a_conversation_changes_with_every_event(new_uow: NewUow, ann: Person) -> None:
    marks = []
    with new_uow() as uow:
        marks.append(uow.events.mark(ann.sender))
        for number in range(3):
            left = uow.events.append(ann.sender, number, [{"event": "bot", "text": "the same"}])
            marks.append(uow.events.mark(ann.sender))
            assert left == marks[-1] == uow.events.append(ann.sender, number + 1, [])
        assert uow.events.mark(ann.sender) == marks[-1]
    assert marks[0] == b"" and len(set(marks)) == 4


@pytest.mark.parametrize("read", READS.values(), ids=list(READS))
def test_whoever_reads_sees_what_was_put_last(new_uow: NewUow, ann: Person, read: Any) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.commit()
    with new_uow() as uow:
        (known,) = uow.records.all(ann.id, "promise")
        for text in ("once", "twice"):
            uow.records.put(replace(known, state="kept", body={"text": text}))
        assert [found and found.body for found in read(uow, ann.id)] == [{"text": "twice"}]


def test_what_was_put_and_never_committed_is_gone(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.commit()
    with new_uow() as uow:
        uow.records.put(replace(uow.records.all(ann.id, "promise")[0], state="kept"))
    with new_uow() as uow:
        assert uow.records.all(ann.id, "promise")[0].state == "open"


def test_what_was_put_and_then_deleted_stays_deleted(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.records.put(replace(uow.records.all(ann.id, "promise")[0], state="kept"))
        uow.records.delete(ann.id, "r1")
        uow.commit()
    with new_uow() as uow:
        assert uow.records.get(ann.id, "r1") is None


def test_a_record_that_changes_three_times_is_written_once_with_its_commit(stores) -> None:
    ann = stores.person()
    with stores.uow() as uow:
        uow.records.put(record(ann))
        uow.commit()
    with statements(stores) as ran, stores.uow() as uow:
        (known,) = uow.records.all(ann.id, "promise")
        for text in ("one", "two", "three"):
            uow.records.put(replace(known, body={"text": text}))
            assert uow.records.all(ann.id, "promise")[0].body == {"text": text}
        assert not [one for one in ran if "INSERT" in one]
        uow.commit()
        assert len([one for one in ran if "INSERT" in one]) == 1


def test_several_changed_records_are_written_on_one_way(stores) -> None:
    ann, names = stores.person(), ("r1", "r2", "r3")
    with stores.uow() as uow:
        for name in names:
            uow.records.put(record(ann, name, kind=name))
        uow.commit()
    with statements(stores) as ran, stores.uow() as uow:
        for known in [uow.records.all(ann.id, name)[0] for name in names]:
            uow.records.put(replace(known, state="kept", body={"text": known.id}))
        uow.commit()
    assert len([one for one in ran if "INSERT" in one]) == 1
    with stores.uow() as uow:
        assert [(r.id, r.state, r.body) for r in uow.records.everything(ann.id)] == [
            (name, "kept", {"text": name}) for name in names
        ]


QUESTIONS = (("promise", ("open",), 1), ("note", None, 1), ("empty", None, None))


def test_what_is_read_ahead_answers_as_if_it_had_been_asked_then(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    with stores.uow() as uow:
        for n, state in enumerate(("open", "kept", "open", "open")):
            at = NOON + timedelta(minutes=n)
            uow.records.put(record(ann, f"p{n}", state=state, created_at=at, updated_at=at))
            uow.records.put(record(ann, f"n{n}", kind="note", state=state, created_at=at, updated_at=at))
            uow.records.put(record(bob, f"b{n}", created_at=at, updated_at=at))
        uow.commit()
    with stores.uow() as uow:
        plainly = [uow.records.all(ann.id, *question) for question in QUESTIONS]
    with statements(stores) as ran, stores.uow() as uow:
        uow.records.ahead(ann.id, QUESTIONS)
        assert [uow.records.all(ann.id, *question) for question in QUESTIONS] == plainly
        assert len([one for one in ran if one.startswith("SELECT")]) == 1
    assert [[r.id for r in found] for found in plainly] == [["p3"], ["n3"], []]


def test_what_is_read_ahead_is_what_was_put_last(stores) -> None:
    ann = stores.person()
    with stores.uow() as uow:
        uow.records.put(record(ann))
        uow.commit()
    with stores.uow() as uow:
        uow.records.put(replace(uow.records.all(ann.id, "promise")[0], body={"text": "changed"}))
        uow.records.ahead(ann.id, QUESTIONS)
        assert [r.body for r in uow.records.all(ann.id, "promise", ("open",), 1)] == [{"text": "changed"}]


def test_what_was_read_ahead_is_read_again_once_a_record_of_the_kind_changed(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    with stores.uow() as uow:
        uow.records.ahead(ann.id, QUESTIONS)
        uow.records.ahead(bob.id, QUESTIONS)
        uow.records.put(record(ann))
        assert [r.id for r in uow.records.all(ann.id, "promise", ("open",), 1)] == ["r1"]
        assert uow.records.all(bob.id, "promise", ("open",), 1) == []
        uow.records.ahead(ann.id, QUESTIONS)
        uow.commit()
        with stores.uow() as other:
            other.records.put(record(ann, state="kept"))
            other.commit()
        assert uow.records.all(ann.id, "promise", ("open",), 1) == [], "after a commit others may have changed it"


def test_a_record_that_is_somebody_elses_by_the_time_it_is_written_is_not_overwritten(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    with stores.uow() as uow:
        uow.records.put(record(ann))
        uow.commit()
    with pytest.raises(ConcurrentTurn), stores.uow() as uow:
        (known,) = uow.records.all(ann.id, "promise")
        uow.records.put(replace(known, body={"text": "mine"}))
        uow._connection.execute(sa.text("UPDATE records SET person_id = :bob"), {"bob": bob.id})
        uow.commit()


def test_a_turn_costs_few_statements(stores) -> None:
    turns = fake_turns(clock=stores.clock)
    turns.unit_of_work = stores.uow
    say(turns, "good morning")
    with statements(stores) as ran:
        say(turns, "and again")
    # Each is a way to the database and back; in SQLite a transaction begins with a statement besides.
    assert len([one for one in ran if not one.startswith("BEGIN")]) <= 11, ran
