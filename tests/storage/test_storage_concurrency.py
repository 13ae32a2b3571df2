"""Two at once: one wins, the other is told, nothing is mixed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from storage_samples import NOON

from bot.storage.errors import ConcurrentTurn, StorageError, UnknownPerson
from tests.storage.conftest import POSTGRES


def at_once(work: Callable[[int], Any], times: int = 2) -> list[Any]:
    """Run `work(n)` in threads that start together; return what each returned or the StorageError it raised."""
    results: list[Any] = [None] * times
    gate = threading.Barrier(times)

    def run(n: int) -> None:
        gate.wait()
        try:
            results[n] = work(n)
        except StorageError as error:
            results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_of_two_turns_with_the_same_number_one_is_stored_whole(stores) -> None:
    ann = stores.person()

    def turn(n: int) -> str:
        with stores.uow() as uow:
            uow.events.append(ann.sender, 0, [{"turn": n}, {"turn": n}, {"turn": n}])
            uow.commit()
        return "stored"

    for _ in range(5):
        results = at_once(turn, 3)
        assert results.count("stored") == 1
        assert sum(isinstance(result, ConcurrentTurn) for result in results) == 2
        with stores.uow() as uow:
            assert len({event["turn"] for event in uow.events.load(ann.sender)}) == 1
        stores.run("DELETE FROM tracker_events")


def test_two_who_register_the_same_identity_get_the_same_person(stores) -> None:
    def register(n: int) -> str:
        with stores.uow() as uow:
            person = uow.people.register("api", "ann")
            uow.commit()
        return person.id

    assert len(set(at_once(register, 4))) == 1
    assert stores.run("SELECT count(*) FROM persons") == [(1,)]


def test_a_message_received_twice_at_once_is_one_row(stores) -> None:
    ann = stores.person()

    def receive(n: int) -> tuple[int, Any]:
        with stores.uow() as uow:
            item = uow.inbox.receive(ann, "api", "same", {"from": n}, NOON)
            uow.commit()
        return item.id, item.payload["from"]

    assert len(set(at_once(receive, 4))) == 1


def test_a_message_answered_twice_at_once_is_answered_once(stores) -> None:
    ann = stores.person()
    with stores.uow() as uow:
        item = uow.inbox.receive(ann, "api", "1", {}, NOON)
        uow.commit()

    def answer(n: int) -> str:
        with stores.uow() as uow:
            uow.outbox.add(item, [{"from": n}, {"from": n}], NOON)
            uow.commit()
        return "stored"

    results = at_once(answer)
    assert sorted(map(type, results), key=str) == sorted([str, ConcurrentTurn], key=str)


@pytest.mark.parametrize("stores", [POSTGRES], indirect=True)
def test_an_erasure_waits_for_the_turn_under_way_and_takes_it_too(stores) -> None:
    ann = stores.person()
    erasing = threading.Thread(target=stores.eraser.erase, args=(ann.id,))
    with stores.uow() as uow:
        uow.events.append(ann.sender, 0, [{"event": "user"}])
        erasing.start()
        erasing.join(0.3)
        assert erasing.is_alive()
        uow.commit()
    erasing.join(30)
    assert stores.run("SELECT count(*) FROM tracker_events") == [(0,)]
    assert stores.run("SELECT count(*) FROM persons") == [(0,)]


def test_a_process_that_still_holds_the_key_can_store_nothing_for_somebody_erased(stores) -> None:
    ann = stores.person()
    key = stores.keys.get(ann.id)
    stores.eraser.erase(ann.id)
    stores.keys._remember(ann.id, key)  # as another process might, for a minute
    for write in (
        lambda uow: uow.inbox.receive(ann, "api", "1", {}, NOON),
        lambda uow: uow.buttons.issue(ann.id, "x", "X", NOON),
        lambda uow: uow.events.append(ann.sender, 0, [{"event": "user"}]),
    ):
        with stores.uow() as uow, pytest.raises(UnknownPerson):
            write(uow)
