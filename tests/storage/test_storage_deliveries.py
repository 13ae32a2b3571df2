"""Replies on their way, and the lock that makes one process the only one: on both databases."""

import multiprocessing
from datetime import timedelta

import pytest
from storage_samples import NOON

from bot.services.ports import Delivery, InboxItem, Person
from bot.storage.alone import Alone
from bot.storage.engine import make_engine
from bot.storage.errors import UnknownItem

CHANNEL = "telegram"


def answered(stores, person: Person, name: str, *texts: str) -> InboxItem:
    """A message with its replies on their way."""
    with stores.uow() as uow:
        item = uow.inbox.receive(person, CHANNEL, name, {"text": name}, NOON)
        uow.outbox.add(item, [{"reply": {"text": text}} for text in texts], NOON)
        uow.deliveries.add(item)
        uow.inbox.done(item, NOON)
        uow.commit()
    return item


def head(stores, person: Person) -> Delivery | None:
    with stores.uow() as uow:
        return uow.deliveries.head(person.id, CHANNEL)


def change(stores, what: str, *values: object, **named: object) -> object:
    with stores.uow() as uow:
        result = getattr(uow.deliveries, what)(*values, **named)
        uow.commit()
    return result


def said(stores, person: Person) -> str | None:
    """What the person is to be sent first."""
    first = head(stores, person)
    with stores.uow() as uow:
        return uow.deliveries.reply(first)["reply"]["text"] if first else None


def test_replies_wait_in_the_order_in_which_they_were_made(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    for name in ("1", "2"):
        answered(stores, ann, name, f"{name}a", f"{name}b")
        answered(stores, bob, name, f"bob {name}")
    with stores.uow() as uow:
        assert uow.deliveries.people(CHANNEL) == [ann.id, bob.id]
        assert uow.deliveries.people("web") == []
    sent = []
    while (first := head(stores, ann)) is not None:
        sent.append(said(stores, ann))
        assert change(stores, "begin", first.id)
        change(stores, "sent", first.id, NOON)
    assert sent == ["1a", "1b", "2a", "2b"]
    assert said(stores, bob) == "bob 1"
    assert stores.run("SELECT count(*) FROM outbox WHERE state = 'sent'")[0][0] == 4


def test_a_reply_is_taken_by_one_sender_only(stores) -> None:
    ann = stores.person("ann")
    answered(stores, ann, "1", "a")
    first = head(stores, ann)
    assert first is not None
    assert change(stores, "begin", first.id) is True
    assert change(stores, "begin", first.id) is False
    assert head(stores, ann).state == "sending"


def test_what_failed_waits_with_its_count_and_keeps_what_comes_after_it_waiting(stores) -> None:
    ann = stores.person("ann")
    answered(stores, ann, "1", "a", "b")
    first = head(stores, ann)
    later = NOON + timedelta(minutes=5)
    change(stores, "begin", first.id)
    change(stores, "arrived", first.id, 2)
    change(stores, "again", first.id, later, doubtful=True)
    change(stores, "begin", first.id)
    change(stores, "again", first.id, later, counted=False)
    assert head(stores, ann) == Delivery(first.id, ann.id, "ready", 2, 1, 1, later)


def test_what_is_set_aside_lets_the_next_one_pass(stores) -> None:
    ann = stores.person("ann")
    answered(stores, ann, "1", "a", "b", "c")
    change(stores, "dead", head(stores, ann).id)
    assert said(stores, ann) == "b"
    assert change(stores, "give_up", ann.id, CHANNEL) == 2
    assert head(stores, ann) is None


def test_what_was_being_sent_at_a_crash_is_ready_again_and_doubtful(stores) -> None:
    ann = stores.person("ann")
    answered(stores, ann, "1", "a", "b")
    change(stores, "begin", head(stores, ann).id)
    assert change(stores, "interrupted", "web") == 0
    assert change(stores, "interrupted", CHANNEL) == 1
    assert (head(stores, ann).state, head(stores, ann).doubts) == ("ready", 1)
    assert change(stores, "interrupted", CHANNEL) == 0


def test_a_message_without_a_reply_leaves_nothing_to_send(stores) -> None:
    ann = stores.person("ann")
    answered(stores, ann, "1")
    assert head(stores, ann) is None
    with stores.uow() as uow, pytest.raises(UnknownItem):
        uow.deliveries.reply(Delivery(4711, ann.id, "ready"))


def test_those_who_wait_are_listed_by_how_long_they_wait(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    with stores.uow() as uow:
        for name, person in (("1", bob), ("2", ann), ("3", bob)):
            uow.inbox.receive(person, CHANNEL, name, {}, NOON)
        uow.inbox.receive(ann, "web", "4", {}, NOON)
        firsts = {item.id: item.source_id for item in uow.inbox.pending()}
        heads = uow.inbox.heads(CHANNEL)
        assert [(firsts[item_id], person_id) for item_id, person_id in heads] == [("1", bob.id), ("2", ann.id)]
        assert uow.inbox.heads(CHANNEL, 1) == heads[:1]
        assert uow.inbox.heads(CHANNEL, after=heads[0][0]) == heads[1:]
        assert [item.source_id for item in uow.inbox.pending(ann.id, CHANNEL)] == ["2"]
        assert uow.people.by_id(ann.id) == ann and uow.people.by_id("nobody") is None


def test_two_can_never_hold_the_lock_and_giving_it_back_lets_the_next_one_in(stores) -> None:
    first, second = Alone(stores.engine, "work"), Alone(stores.engine, "work")
    other = Alone(stores.engine, "other work")
    assert first.take() and first.take() and first.held()
    assert not second.take() and not second.held()
    assert other.take()
    first.release()
    assert second.take()
    second.release()
    other.release()


def hold_for_ever(url: str, held: "multiprocessing.synchronize.Event") -> None:
    lock = Alone(make_engine(url), "work")
    assert lock.take()
    held.set()
    multiprocessing.Event().wait()


def test_a_process_that_is_killed_leaves_no_lock_behind(stores) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=hold_for_ever, args=(stores.url, held), daemon=True)
    process.start()
    lock = Alone(stores.engine, "work")
    try:
        assert held.wait(20)
        assert not lock.take()
    finally:
        process.kill()
        process.join()
    taken = next((True for _ in range(200) if lock.take()), False)
    lock.release()
    assert taken
