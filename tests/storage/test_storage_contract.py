"""What every unit of work promises about people, records and events, the fake one included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.services.ports import InboxItem, Person, Record, UnitOfWork
from bot.storage.errors import ConcurrentTurn, NaiveTime, UnknownPerson

NewUow = Callable[[], UnitOfWork]
NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
STARTED = [{"event": "action", "name": "action_session_start"}, {"event": "session_started"}]


def record(person: Person, record_id: str = "r1", **values: Any) -> Record:
    plain = {"kind": "promise", "state": "open", "created_at": NOON, "updated_at": NOON, "body": {"what": "call Jo"}}
    return Record(id=record_id, person_id=person.id, **{**plain, **values})


# --- the transaction


def test_nothing_is_kept_without_commit(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.people.register("web", "new")
    with new_uow() as uow:
        assert uow.records.get(ann.id, "r1") is None
        assert uow.people.by_identity("web", "new") is None


def test_an_exception_rolls_everything_back(new_uow: NewUow, ann: Person, item: InboxItem) -> None:
    with pytest.raises(RuntimeError), new_uow() as uow:
        uow.events.append(ann.sender, 0, STARTED)
        uow.outbox.add(item, [{"text": "hello"}], NOON)
        uow.inbox.done(item, NOON)
        raise RuntimeError
    with new_uow() as uow:
        assert uow.events.count(ann.sender) == 0
        assert uow.outbox.replies(item.id) == []
        assert [waiting.id for waiting in uow.inbox.pending()] == [item.id]


def test_a_unit_of_work_sees_its_own_changes_and_can_go_on_after_commit(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann, "r1"))
        assert uow.records.get(ann.id, "r1") is not None
        uow.commit()
        uow.records.put(record(ann, "r2"))
    with new_uow() as uow:
        assert [found.id for found in uow.records.all(ann.id, "promise")] == ["r1"]


# --- people


def test_a_person_is_found_by_identity_and_by_sender(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        assert uow.people.by_identity("telegram", "4711") == ann
        assert uow.people.by_sender(ann.sender) == ann
        assert uow.people.by_identity("telegram", "4712") is None
        assert uow.people.by_identity("web", "4711") is None
        assert uow.people.by_sender("4711") is None


def test_registering_twice_gives_the_same_person(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        assert uow.people.register("telegram", "4711") == ann
        assert uow.people.register("web", "4711") != ann


def test_ids_say_nothing_about_the_person(ann: Person) -> None:
    assert "4711" not in ann.id + ann.sender
    assert ann.id != ann.sender


def test_consent_is_remembered(new_uow: NewUow, ann: Person) -> None:
    assert ann.consent_version is None
    with new_uow() as uow:
        uow.people.consent(ann.id, 3, NOON)
        uow.commit()
    with new_uow() as uow:
        assert uow.people.by_sender(ann.sender) == replace(ann, consent_version=3)


def test_a_stranger_cannot_consent(new_uow: NewUow) -> None:
    with new_uow() as uow, pytest.raises(UnknownPerson):
        uow.people.consent("nobody", 1, NOON)


def test_consent_can_be_withdrawn_and_given_again(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.people.consent(ann.id, 3, NOON)
        uow.people.withdraw(ann.id)
        assert uow.people.by_sender(ann.sender) == ann
        assert uow.people.about(ann.id)["consent_version"] is None
        uow.people.consent(ann.id, 4, NOON)
        assert uow.people.about(ann.id)["consent_version"] == 4


def test_what_is_known_of_a_person_names_the_channel_and_not_what_it_calls_them(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        about = uow.people.about(ann.id)
        assert about["channels"] == ["telegram"] and "4711" not in str(about)
        for ask in (uow.people.about, uow.people.withdraw):
            with pytest.raises(UnknownPerson):
                ask("nobody")


# --- records


def test_everything_is_every_kind_of_one_person(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        for person, kind, name in ((ann, "b", "1"), (ann, "a", "2"), (bob, "a", "3")):
            uow.records.put(Record(name, person.id, kind, "kept", NOON, NOON, {"text": name}))
        assert [(r.kind, r.body["text"]) for r in uow.records.everything(ann.id)] == [("a", "2"), ("b", "1")]


def test_a_record_comes_back_as_it_was_put(new_uow: NewUow, ann: Person) -> None:
    odd = "half an emoji \ud83d, a whole one 🙂, quotes \" ' \\ and \x00"
    given = record(ann, due_on=date(2024, 6, 1), body={"text": odd, "list": [1, 2.5, None, True], "deep": {"a": "ü"}})
    with new_uow() as uow:
        uow.records.put(given)
        uow.commit()
    with new_uow() as uow:
        assert uow.records.get(ann.id, "r1") == given


def test_times_come_back_in_utc(new_uow: NewUow, ann: Person) -> None:
    in_tokyo = datetime(2024, 5, 6, 21, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with new_uow() as uow:
        uow.records.put(record(ann, created_at=in_tokyo))
        found = uow.records.get(ann.id, "r1")
    assert found is not None
    assert found.created_at == in_tokyo
    assert found.created_at.tzinfo == timezone.utc


def test_a_time_without_a_zone_is_refused(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow, pytest.raises(NaiveTime):
        uow.records.put(record(ann, created_at=datetime(2024, 5, 6)))  # noqa: DTZ001


def test_put_replaces(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.records.put(record(ann, state="done", body={"what": "called"}))
        assert uow.records.all(ann.id, "promise") == [record(ann, state="done", body={"what": "called"})]


def test_records_come_newest_first_filtered_and_limited(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        for n, state in enumerate(["open", "done", "open", "dropped"]):
            uow.records.put(record(ann, f"r{n}", state=state, created_at=NOON + timedelta(hours=n)))
        uow.records.put(record(ann, "other", kind="session"))
        uow.records.put(record(bob, "bobs"))
        ids = lambda **where: [found.id for found in uow.records.all(ann.id, "promise", **where)]  # noqa: E731
        assert ids() == ["r3", "r2", "r1", "r0"]
        assert ids(states=["open", "done"]) == ["r2", "r1", "r0"]
        assert ids(states=["open"], limit=1) == ["r2"]
        assert ids(states=[]) == []


def test_nobody_reads_replaces_or_deletes_anothers_record(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        assert uow.records.get(bob.id, "r1") is None
        uow.records.delete(bob.id, "r1")
        uow.commit()
    with new_uow() as uow, pytest.raises(ConcurrentTurn):
        uow.records.put(record(bob))
    with new_uow() as uow:
        assert uow.records.get(ann.id, "r1") == record(ann)


def test_delete_removes_and_may_be_repeated(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.records.put(record(ann))
        uow.records.delete(ann.id, "r1")
        uow.records.delete(ann.id, "r1")
        assert uow.records.get(ann.id, "r1") is None


# --- tracker events


def test_events_are_numbered_from_zero_and_come_back_in_order(new_uow: NewUow, ann: Person, bob: Person) -> None:
    events = [{"event": "user", "text": f"no. {n}", "timestamp": 1714996800.5 + n} for n in range(12)]
    with new_uow() as uow:
        uow.events.append(ann.sender, 0, events[:5])
        uow.events.append(ann.sender, 5, iter(events[5:]))
        uow.commit()
    with new_uow() as uow:
        assert uow.events.count(ann.sender) == 12
        assert uow.events.load(ann.sender) == events
        assert uow.events.load(ann.sender, 10) == events[10:]
        assert uow.events.load(ann.sender, 12) == []
        assert uow.events.count(bob.sender) == 0


def test_a_used_number_is_a_concurrent_turn_and_stores_nothing(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.events.append(ann.sender, 0, [{"event": "a"}, {"event": "b"}])
        uow.commit()
    with new_uow() as uow, pytest.raises(ConcurrentTurn):
        uow.events.append(ann.sender, 1, [{"event": "c"}, {"event": "d"}])
    with new_uow() as uow:
        assert [event["event"] for event in uow.events.load(ann.sender)] == ["a", "b"]


def test_appending_nothing_changes_nothing(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        uow.events.append(ann.sender, 0, [])
        assert uow.events.count(ann.sender) == 0


def test_an_unknown_sender_has_no_events_and_gets_none(new_uow: NewUow) -> None:
    with new_uow() as uow:
        assert (uow.events.count("nobody"), uow.events.load("nobody"), uow.events.session_start("nobody")) == (0, [], 0)
        with pytest.raises(UnknownPerson):
            uow.events.append("nobody", 0, [{"event": "user"}])


@pytest.mark.parametrize(
    ("events", "start"),
    [
        ([], 0),
        ([{"event": "user"}, {"event": "bot"}], 0),
        (STARTED, 0),
        ([*STARTED, {"event": "user"}, *STARTED, {"event": "user"}], 3),
        ([{"event": "user"}, {"event": "session_started"}, {"event": "user"}], 1),
        ([{"event": "session_started"}], 0),
        ([{"event": "action", "name": "action_listen"}, {"event": "session_started"}], 1),
    ],
)
def test_the_newest_session_starts_at_its_action(new_uow: NewUow, ann: Person, events: list[Any], start: int) -> None:
    with new_uow() as uow:
        uow.events.append(ann.sender, 0, events)
        assert uow.events.session_start(ann.sender) == start
