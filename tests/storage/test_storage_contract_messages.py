"""What every unit of work promises about inbox, outbox and buttons, the fake one included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from storage_samples import NOON

from bot.services.ports import InboxItem, Person, Record, UnitOfWork
from bot.storage.errors import ConcurrentTurn, StorageError, UnknownItem

NewUow = Callable[[], UnitOfWork]
STRANGER = Person("nobody", "nowhere")


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
        getattr(uow.inbox, end)(item, NOON)
        getattr(uow.inbox, end)(replace(item, id=item.id + 1000), NOON)
        assert uow.inbox.pending() == []
        known = uow.inbox.receive(ann, "telegram", "tg:1", {}, NOON)
    # What an answered message said lives on only where its turn kept it.
    assert known == (replace(item, state=end) if end == "dead" else replace(item, state=end, payload={}))


@pytest.mark.parametrize(
    "write",
    [
        lambda uow: uow.inbox.receive(STRANGER, "api", "1", {}, NOON),
        lambda uow: uow.records.put(Record("r1", STRANGER.id, "promise", "open", NOON, NOON)),
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
        uow.commit()
    with new_uow() as uow, pytest.raises(ConcurrentTurn):
        uow.outbox.add(item, [{"text": "second"}], NOON)
    with new_uow() as uow:
        assert uow.outbox.replies(item.id) == [{"text": "first"}]


def test_nobody_is_sent_anothers_replies(new_uow: NewUow, bob: Person, item: InboxItem) -> None:
    with new_uow() as uow:
        uow.outbox.add(item, [{"text": "for Ann"}], NOON)
        assert uow.outbox.unsent(bob.id) == []


def test_the_newest_replies_of_a_person_come_with_their_message_and_in_order(
    new_uow: NewUow, ann: Person, bob: Person, item: InboxItem
) -> None:
    with new_uow() as uow:
        second = uow.inbox.receive(ann, "telegram", "tg:2", {}, NOON)
        others = uow.inbox.receive(bob, "telegram", "tg:1", {}, NOON)
        uow.outbox.add(item, [{"text": "one"}, {"text": "two"}], NOON)
        uow.outbox.add(others, [{"text": "for Bob"}], NOON)
        uow.outbox.add(second, [{"text": "three"}], NOON)
        uow.outbox.sent([row_id for row_id, _ in uow.outbox.unsent(ann.id)][:2], NOON)
        newest = [(item.id, {"text": "one"}), (item.id, {"text": "two"}), (second.id, {"text": "three"})]
        assert uow.outbox.newest(ann.id, 10) == newest
        assert uow.outbox.newest(ann.id, 2) == newest[1:]
        assert uow.outbox.newest("nobody", 2) == []


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
