"""What every unit of work promises, the fake one included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.services.ports import InboxItem, Person, Record, UnitOfWork
from bot.storage.errors import ConcurrentTurn, NaiveTime, StorageError, UnknownItem, UnknownPerson

NewUow = Callable[[], UnitOfWork]
NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
STRANGER = Person("nobody", "nowhere")
STARTED = [{"event": "action", "name": "action_session_start"}, {"event": "session_started"}]


@pytest.fixture
def ann(new_uow: NewUow) -> Person:
    with new_uow() as uow:
        person = uow.people.register("telegram", "4711")
        uow.commit()
    return person


@pytest.fixture
def bob(new_uow: NewUow) -> Person:
    with new_uow() as uow:
        person = uow.people.register("telegram", "4712")
        uow.commit()
    return person


@pytest.fixture
def item(new_uow: NewUow, ann: Person) -> InboxItem:
    with new_uow() as uow:
        received = uow.inbox.receive(ann, "telegram", "tg:1", {"text": "hi"}, NOON)
        uow.commit()
    return received


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
        uow.inbox.done(item.id, NOON)
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


# --- records


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
        with pytest.raises(ConcurrentTurn):
            uow.records.put(record(bob))
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
        with pytest.raises(ConcurrentTurn):
            uow.events.append(ann.sender, 1, [{"event": "c"}, {"event": "d"}])
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


# --- inbox


def test_a_message_is_received_once_with_its_first_payload(new_uow: NewUow, ann: Person, item: InboxItem) -> None:
    assert item == InboxItem(item.id, ann, "telegram", "tg:1", {"text": "hi"}, "pending", 0)
    with new_uow() as uow:
        assert uow.inbox.receive(ann, "telegram", "tg:1", {"text": "changed"}, NOON) == item
        assert uow.inbox.pending() == [item]


def test_the_same_id_on_another_channel_or_by_another_person_is_another_message(
    new_uow: NewUow, ann: Person, bob: Person, item: InboxItem
) -> None:
    with new_uow() as uow:
        assert uow.inbox.receive(ann, "api", "tg:1", {"text": "web"}, NOON).payload == {"text": "web"}
        assert uow.inbox.receive(bob, "telegram", "tg:1", {"text": "bob"}, NOON).payload == {"text": "bob"}


def test_begin_counts_attempts(new_uow: NewUow, item: InboxItem) -> None:
    with new_uow() as uow:
        assert uow.inbox.begin(item.id) == replace(item, attempts=1)
        assert uow.inbox.begin(item.id).attempts == 2
        with pytest.raises(UnknownItem):
            uow.inbox.begin(item.id + 1000)


def test_pending_is_in_order_of_arrival(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        for n, person in enumerate([ann, bob, ann, bob]):
            # The clock steps back: the order of arrival must not.
            uow.inbox.receive(person, "api", f"m{n}", {}, NOON - timedelta(hours=n))
        assert [waiting.source_id for waiting in uow.inbox.pending()] == ["m0", "m1", "m2", "m3"]
        assert [waiting.source_id for waiting in uow.inbox.pending(bob.id)] == ["m1", "m3"]


@pytest.mark.parametrize("end", ["done", "dead"])
def test_what_is_done_or_dead_no_longer_waits_but_is_still_known(
    new_uow: NewUow, ann: Person, item: InboxItem, end: str
) -> None:
    with new_uow() as uow:
        getattr(uow.inbox, end)(item.id, NOON)
        getattr(uow.inbox, end)(item.id + 1000, NOON)
        assert uow.inbox.pending() == []
        assert uow.inbox.receive(ann, "telegram", "tg:1", {}, NOON) == replace(item, state=end)


@pytest.mark.parametrize(
    "write",
    [
        lambda uow: uow.inbox.receive(STRANGER, "api", "1", {}, NOON),
        lambda uow: uow.records.put(record(STRANGER)),
        lambda uow: uow.outbox.add(InboxItem(1, STRANGER, "api", "1", {}, "pending", 0), [{}], NOON),
        lambda uow: uow.buttons.issue(STRANGER.id, "x", "X", NOON),
    ],
    ids=["inbox", "records", "outbox", "buttons"],
)
def test_nothing_is_stored_for_somebody_unregistered(new_uow: NewUow, write: Callable[[UnitOfWork], Any]) -> None:
    with new_uow() as uow, pytest.raises(StorageError):
        write(uow)


# --- outbox


def test_replies_keep_their_order_and_are_sent_once(new_uow: NewUow, ann: Person, item: InboxItem) -> None:
    replies = [{"text": f"reply {n}", "buttons": [{"title": "Skip", "value": "x"}]} for n in range(11)]
    with new_uow() as uow:
        uow.outbox.add(item, replies, NOON)
        uow.commit()
    with new_uow() as uow:
        assert uow.outbox.replies(item.id) == replies
        waiting = uow.outbox.unsent(ann.id)
        assert [reply for _, reply in waiting] == replies
        uow.outbox.sent([row_id for row_id, _ in waiting[:2]], NOON)
        uow.outbox.sent([], NOON)
        assert uow.outbox.unsent(ann.id) == waiting[2:]
        assert uow.outbox.replies(item.id) == replies


def test_a_message_is_answered_once(new_uow: NewUow, item: InboxItem) -> None:
    with new_uow() as uow:
        uow.outbox.add(item, [], NOON)
        uow.outbox.add(item, [{"text": "first"}], NOON)
        with pytest.raises(ConcurrentTurn):
            uow.outbox.add(item, [{"text": "second"}], NOON)
        assert uow.outbox.replies(item.id) == [{"text": "first"}]


def test_nobody_is_sent_anothers_replies(new_uow: NewUow, bob: Person, item: InboxItem) -> None:
    with new_uow() as uow:
        uow.outbox.add(item, [{"text": "for Ann"}], NOON)
        assert uow.outbox.unsent(bob.id) == []


# --- buttons


def test_a_button_opens_for_its_person_until_it_expires(new_uow: NewUow, ann: Person, bob: Person) -> None:
    with new_uow() as uow:
        token = uow.buttons.issue(ann.id, '/choose{"x": 1}', "Choose", NOON + timedelta(hours=1))
        uow.commit()
    with new_uow() as uow:
        assert uow.buttons.redeem(bob.id, token, NOON) is None
        assert uow.buttons.redeem(ann.id, token + "x", NOON) is None
        assert uow.buttons.redeem(ann.id, token, NOON) == ('/choose{"x": 1}', "Choose")
        assert uow.buttons.redeem(ann.id, token, NOON) == ('/choose{"x": 1}', "Choose")
        assert uow.buttons.redeem(ann.id, token, NOON + timedelta(hours=1)) is None


def test_tokens_differ_and_fit_into_a_telegram_button(new_uow: NewUow, ann: Person) -> None:
    with new_uow() as uow:
        tokens = {uow.buttons.issue(ann.id, "same", "Same", NOON) for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token.encode()) <= 64 for token in tokens)
