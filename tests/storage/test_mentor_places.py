"""The last place of a mentor goes to one leader, on every database, and a mentor's name is never stored readably."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services import mentors
from bot.services.ports import Person, Retention
from bot.services.upkeep import Upkeep
from bot.storage.errors import ConcurrentTurn
from tests.fakes.mentors import ANN, NOON, register
from tests.storage.conftest import Stores

pytestmark = pytest.mark.slow


@pytest.fixture
def ann_id(stores: Stores) -> Iterator[str]:
    (ann,) = register(stores.uow, NOON, (ANN,))
    yield ann.id


def test_two_leaders_who_both_saw_the_last_place_free_do_not_both_get_it(stores: Stores, ann_id: str) -> None:
    first, second = stores.person("first"), stores.person("second")
    with stores.uow() as uow:
        assert mentors.take(uow, ann_id, first, NOON)
        uow.commit()
    with stores.uow() as uow, pytest.raises(ConcurrentTurn):
        _take_unseen(uow, ann_id, second)
    with stores.uow() as uow:
        assert not mentors.take(uow, ann_id, second, NOON)
        assert mentors.held_by(uow, first) == mentors.everyone(uow)
        assert mentors.places_taken(uow, ann_id) == 1


def _take_unseen(uow: object, mentor_id: str, leader: Person) -> None:
    """Take a place as a turn would that read the register before the other turn was committed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mentors, "_held", lambda *_: [])
        mentors.take(uow, mentor_id, leader, NOON)  # type: ignore[arg-type]


def test_the_place_of_an_erased_leader_can_be_taken_again(stores: Stores, ann_id: str) -> None:
    first, second = stores.person("first"), stores.person("second")
    with stores.uow() as uow:
        assert mentors.take(uow, ann_id, first, NOON)
        uow.commit()
    stores.eraser.erase(first.id)
    with stores.uow() as uow:
        assert mentors.places_taken(uow, ann_id) == 0
        assert mentors.take(uow, ann_id, second, NOON)
        uow.commit()
    with stores.uow() as uow:
        assert [m.id for m in mentors.held_by(uow, second)] == [ann_id]


def test_neither_name_nor_contact_of_a_mentor_is_stored_readably(stores: Stores) -> None:
    register(stores.uow, NOON, (replace(ANN, name="Zephyrine Quill", contact="quill@example.org"),))
    rows = stores.run("SELECT id, kind, state, body FROM records")
    stored = b"".join(bytes(row.body) + f"{row.id}{row.kind}{row.state}".encode() for row in rows)
    assert rows and not [secret for secret in (b"Zephyrine", b"Quill", b"quill@") if secret in stored]


def test_the_place_of_an_erased_leader_leaves_no_trace_in_the_files(sqlite: Stores, tmp_path: Path) -> None:
    (mentor, *_) = register(sqlite.uow, sqlite.clock.now())
    ann = sqlite.person("ann")
    with sqlite.uow() as uow:
        assert mentors.take(uow, mentor.id, ann, sqlite.clock.now())
        uow.commit()
    places = [bytes(row[0]) for row in sqlite.run("SELECT body FROM records WHERE kind = 'mentor_place'")]
    Upkeep(sqlite.uow, sqlite.eraser, lambda days: {}, Retention(), sqlite.clock).forget(ann.id)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert len(places) == 2, "one of the leader's, one of the programme's"
    assert [place for place in places if place in held] == []
