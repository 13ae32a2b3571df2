"""A turn that fails or is killed, on fakes: rolled back, tried again, apologised for once, never lost or doubled."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from bot.services import turns as module
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming, TurnFailed
from bot.services.turns import Turn, Turns
from tests.fakes.engine import APOLOGY, FakeEngine, echo, fake_turns
from tests.fakes.storage import FakeDatabase

T = TypeVar("T")
POINTS = ("after_inbox_commit", "before_dialogue", "after_dialogue", "before_commit", "after_commit")
SECRET = "Ottoline cried in the demand review"


class Killed(BaseException):
    """Ends a turn where it stands, as kill -9 would."""


def run(work: Awaitable[T]) -> T:
    return asyncio.run(work)  # type: ignore[arg-type]


def say(turns: Turns, text: str, user: str = "ann", source: str = "", **payload: str) -> Turn:
    return run(turns.take("web", user, payload or {"text": text}, source or f"id of {text}"))


def texts(turn: Turn) -> list[str]:
    return [r["text"] for r in turn.replies]


def heard(turns: Turns, user: str = "ann") -> list[str]:
    """What the effects of all turns of a person are, newest first."""
    with turns.unit_of_work() as uow:
        person = uow.people.by_identity("web", user)
        return [record.body["text"] for record in uow.records.all(person.id, "heard")] if person else []


def buttons(turn: Turn) -> dict[str, str]:
    return {b["title"]: b["value"] for r in turn.replies for b in r["buttons"]}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACKOFF", (0, 0))


@pytest.fixture
def database() -> FakeDatabase:
    return FakeDatabase()


async def _breaks(desk: Desk, incoming: Incoming) -> Answered:
    await echo(desk, incoming)
    raise TurnFailed("action_help: ValueError")


def test_a_failed_turn_is_rolled_back_tried_three_times_and_apologised_for_once(database: FakeDatabase) -> None:
    engine = FakeEngine(_breaks)
    turns = fake_turns(engine, database)
    turn = say(turns, "hello", source="1")
    assert turn.replies == (APOLOGY,)
    assert turn.step == "grow.reality", "the apology says where the conversation still stands"
    assert len(engine.heard) == 3
    assert heard(turns) == []
    assert [item.state for item, _ in database.state.inbox.values()] == ["dead"]


def test_after_an_apology_the_same_id_apologises_again_and_the_next_message_works() -> None:
    engine = FakeEngine(_breaks)
    turns = fake_turns(engine)
    first = say(turns, "hello", source="1")
    engine.script = echo
    assert say(turns, "hello", source="1") == first
    assert texts(say(turns, "again", source="2")) == ["text: again"]
    assert heard(turns) == ["again"]


@pytest.mark.parametrize("failures", [1, 2])
def test_a_turn_that_fails_and_then_works_has_its_effects_once(failures: int, database: FakeDatabase) -> None:
    left = [failures]

    async def script(desk: Desk, incoming: Incoming) -> Answered:
        answered = await echo(desk, incoming)
        left[0] -= 1
        if left[0] >= 0:
            raise OSError("disk")
        return answered

    turns = fake_turns(FakeEngine(script), database)
    assert texts(say(turns, "hello")) == ["text: hello"]
    assert heard(turns) == ["hello"]
    assert len(database.state.outbox) == 1


def test_a_failure_is_logged_by_name_and_without_a_word_of_the_person() -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        raise ValueError(f"cannot understand {incoming.text}")

    with capture_logs() as logs:
        say(fake_turns(FakeEngine(script)), SECRET)
    assert [(entry["event"], entry["failed"], entry["attempt"]) for entry in logs] == [
        ("turn_failed", "ValueError", n) for n in (1, 2, 3)
    ]
    assert SECRET not in str(logs)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_a_message_is_answered_once_and_no_effect_doubles(point: str) -> None:
    database, engine = FakeDatabase(), FakeEngine()

    def probe(name: str) -> None:
        if name == point:
            raise Killed

    with pytest.raises(Killed):
        say(fake_turns(engine, database, probe=probe), "hello", source="1")
    assert len(database.state.inbox) == 1, "the message itself is stored before anything is done with it"
    reborn = fake_turns(engine, database)
    answered = [turn for _, turn in run(reborn.recover())]
    again = say(reborn, "hello", source="1")
    assert [texts(turn) for turn in answered] == ([] if point == "after_commit" else [["text: hello"]])
    assert texts(again) == ["text: hello"]
    assert heard(reborn) == ["hello"]
    assert len(database.state.outbox) == 1
    assert run(reborn.recover()) == []


def test_the_points_at_which_a_crash_is_tried_are_all_there_are() -> None:
    seen: list[str] = []
    say(fake_turns(probe=seen.append), "hello")
    assert tuple(seen) == POINTS


def test_messages_left_by_a_crash_are_answered_in_the_order_in_which_they_came(database: FakeDatabase) -> None:
    def probe(name: str) -> None:
        raise Killed

    for user, text in (("ann", "one"), ("bob", "two"), ("ann", "three")):
        with pytest.raises(Killed):
            say(fake_turns(database=database, probe=probe), text, user=user)
    turns = fake_turns(database=database)
    assert [texts(turn)[0] for _, turn in run(turns.recover())] == ["text: one", "text: two", "text: three"]
    assert sorted(heard(turns)) == ["one", "three"]


def test_consent_given_while_a_message_waited_counts_for_it(database: FakeDatabase) -> None:
    def probe(name: str) -> None:
        raise Killed

    with pytest.raises(Killed):
        say(fake_turns(database=database, probe=probe), "hello")
    person = next(iter(database.state.people.values()))
    database.state.people[person.id] = replace(person, consent_version=1)
    seen: list[int | None] = []

    async def script(desk: Desk, incoming: Incoming) -> Answered:
        seen.append(desk.person.consent_version)
        return await echo(desk, incoming)

    run(fake_turns(FakeEngine(script), database).recover())
    assert seen == [1]
