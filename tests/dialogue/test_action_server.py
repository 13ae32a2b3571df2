"""Actions in Rasa's own action server: no turn of ours is under way, and each opens the storage for itself."""

from typing import cast

import pytest
from rasa_sdk import Tracker

from actions import _desk
from bot import bootstrap
from bot.services import turn_context
from bot.services.desk import Content, Desk
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork


def tracker(sender: str = "ann") -> Tracker:
    """As much of a tracker as names its sender."""
    return Tracker(sender, {}, {}, [], False, None, {}, None)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> FakeDatabase:
    database = FakeDatabase()
    storage = type("Store", (), {"unit_of_work": staticmethod(lambda: FakeUnitOfWork(database))})
    library = type("Library", (), {"board": None})
    monkeypatch.setattr(bootstrap, "storage", lambda: storage)
    monkeypatch.setattr(bootstrap, "content", lambda: library)
    return database


def test_in_an_action_server_each_action_commits_a_transaction_of_its_own(elsewhere: FakeDatabase) -> None:
    for _ in range(2):
        with _desk.desk_for(tracker()) as desk:
            desk.create("note", "kept", {})
    with FakeUnitOfWork(elsewhere) as uow:
        person = uow.people.by_identity("rasa", "ann")
        assert person is not None, "met by the sender that Rasa names"
        assert len(uow.records.all(person.id, "note")) == 2


def test_in_an_action_server_a_failed_action_keeps_nothing(elsewhere: FakeDatabase) -> None:
    with pytest.raises(RuntimeError), _desk.desk_for(tracker()) as desk:
        desk.create("note", "kept", {})
        raise RuntimeError
    with FakeUnitOfWork(elsewhere) as uow:
        assert uow.people.by_identity("rasa", "ann") is None


def test_in_an_action_server_a_sender_of_ours_is_known_again(elsewhere: FakeDatabase) -> None:
    with FakeUnitOfWork(elsewhere) as uow:
        ann = uow.people.register("web", "ann")
        uow.commit()
    with _desk.desk_for(tracker(ann.sender)) as desk:
        assert desk.person == ann


def test_an_erasure_is_carried_out_at_once_only_outside_our_process(
    elsewhere: FakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[str] = []
    keeper = type("Keeper", (), {"forget": staticmethod(forgotten.append)})
    monkeypatch.setattr(bootstrap, "upkeep", lambda: keeper)
    _desk.erase_outside_our_process(tracker())
    assert len(forgotten) == 1
    with FakeUnitOfWork(elsewhere) as uow:
        desk = Desk(uow, uow.people.register("web", "ben"), cast(Content, None), FakeClock())
        with turn_context.under_way(desk):
            _desk.erase_outside_our_process(tracker())
    assert len(forgotten) == 1, "in our process the turn does it, after its last words"
