"""What keeps several workers apart, and what they see of each other, on a real PostgreSQL (SQLite: one process)."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import replace

import pytest

from bot.services.ports import InboxItem, Person
from bot.storage.chats import Chats, lock_key
from bot.storage.depths import Gauge
from bot.storage.engine import connect, make_engine
from bot.storage.errors import Lost, UnknownItem
from tests.storage.conftest import NOON

CHANNEL = "telegram"
only_postgres = pytest.mark.parametrize("stores", ["postgres"], indirect=True)
#: Ends every other session, and waits until it is gone: a lock is held until its session has ended.
CUT = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
)


def received(stores, *names: str) -> list[InboxItem]:
    """One message from each of these people, stored."""
    items = []
    for n, name in enumerate(names):
        person = stores.person(name)
        with stores.uow() as uow:
            items.append(uow.inbox.receive(person, CHANNEL, f"{name} {n}", {"text": "hello"}, NOON))
            uow.commit()
    return items


@only_postgres
def test_a_conversation_belongs_to_one_worker_until_it_lets_go(stores) -> None:
    first, second = Chats(stores.engine), Chats(stores.engine)
    assert first.take("ann")
    assert not second.take("ann")
    assert second.take("bob")
    first.free()
    second.free()
    assert second.take("ann")
    second.close()
    assert first.take("ann")
    first.close()


@only_postgres
def test_a_lost_connection_lets_go_of_the_conversation_and_the_next_is_taken_on_a_new_one(stores) -> None:
    first, second = Chats(stores.engine), Chats(stores.engine)
    assert first.take("ann")
    stores.run(CUT)
    assert second.take("ann")
    first.free()
    assert not first.take("ann")
    assert first.take("bob")
    first.close()
    second.close()


def test_in_sqlite_nobody_has_to_be_kept_apart(sqlite) -> None:
    chats = Chats(sqlite.engine)
    assert chats.take("ann") and Chats(sqlite.engine).take("ann")
    chats.free()


@only_postgres
def test_who_is_under_way_is_not_listed_and_their_next_message_neither(stores) -> None:
    ann, bob, _ = received(stores, "ann", "bob", "ann")
    with stores.uow() as turn, stores.uow() as look:
        assert turn.inbox.hold(ann.id, ann.person.id) == ("pending", ann.person)
        assert [item_id for item_id, _ in look.inbox.heads(CHANNEL)] == [bob.id]


def test_the_state_is_that_of_now_and_a_row_that_is_gone_is_said_so(stores) -> None:
    (ann,) = received(stores, "ann")
    with stores.uow() as uow:
        uow.inbox.done(ann, NOON)
        assert uow.inbox.hold(ann.id, ann.person.id) == ("done", ann.person)
        with pytest.raises(UnknownItem):
            uow.inbox.hold(ann.id + 1000, ann.person.id)


@only_postgres
def test_who_waited_for_a_turn_under_way_sees_what_it_left(stores) -> None:
    (ann,) = received(stores, "ann")

    def wait() -> tuple[str, Person]:
        with stores.uow() as uow:
            return uow.inbox.hold(ann.id, ann.person.id)

    with ThreadPoolExecutor(1) as beside, stores.uow() as turn:
        turn.inbox.hold(ann.id, ann.person.id)
        waits = beside.submit(wait)
        turn.people.consent(ann.person.id, 7, NOON)
        turn.inbox.done(ann, NOON)
        with pytest.raises(StillWaiting):
            waits.result(timeout=0.3)
        turn.commit()
        assert waits.result(timeout=10) == ("done", replace(ann.person, consent_version=7))


@only_postgres
def test_a_broken_connection_is_known_as_such_whatever_was_made_of_it_on_the_way(stores) -> None:
    received(stores, "ann")
    with pytest.raises(Lost), stores.uow() as uow:
        uow.inbox.heads(CHANNEL)
        stores.run(CUT)
        try:
            uow.inbox.heads(CHANNEL)
        except Lost:
            raise ValueError("an action failed") from None
    with stores.uow() as uow:
        assert len(uow.inbox.heads(CHANNEL)) == 1, "the next transaction has a connection that works"


@only_postgres
def test_a_server_that_refuses_the_connection_is_lost_too(stores) -> None:
    with pytest.raises(Lost):
        make_engine(f"{stores.url}_that_is_not_there").connect()
    with pytest.raises(Lost):
        connect(make_engine("postgresql://nobody@127.0.0.1:1/nothing"))


def test_the_depths_of_the_queues_are_counted_by_channel_and_state(stores) -> None:
    first, second, third = received(stores, "ann", "bob", "cid")
    with stores.uow() as uow:
        uow.inbox.dead(third, NOON)
        uow.outbox.add(second, [{"reply": {"text": "hi"}}], NOON)
        uow.deliveries.add(second)
        uow.inbox.done(second, NOON)
        uow.commit()
    stores.clock.pass_by(seconds=90)
    assert Gauge(stores.engine, stores.clock)() == {
        ("inbox_waiting", CHANNEL): 1.0,
        ("inbox_oldest_seconds", CHANNEL): 90.0,
        ("inbox_set_aside", CHANNEL): 1.0,
        ("outbox", "ready"): 1.0,
    }
    assert first


def test_counting_does_not_wait_for_a_turn_that_is_under_way(stores) -> None:
    (ann,) = received(stores, "ann")
    with stores.uow() as turn:
        turn.inbox.hold(ann.id, ann.person.id)
        turn.inbox.done(ann, NOON)
        assert Gauge(stores.engine, stores.clock)()["inbox_waiting", CHANNEL] == 1.0


def test_the_number_of_a_lock_fits_and_differs() -> None:
    numbers = {lock_key(f"chat/{n}") for n in range(1000)}
    assert len(numbers) == 1000
    assert all(-(2**63) <= number < 2**63 for number in numbers)
