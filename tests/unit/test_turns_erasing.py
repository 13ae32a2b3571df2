"""The turn that erases its own person, on fakes: done once, told once, nothing left, whatever happens in between."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import pytest
from structlog.testing import capture_logs

from bot.services import mentors, upkeep
from bot.services import turns as module
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.meaning import Command
from bot.services.ops_ports import ErasureUnfinished
from bot.services.refusals import Flood
from bot.services.turns import Turn, Turns
from tests.fakes.engine import FakeEngine, echo, fake_turns, reply
from tests.fakes.mentors import register
from tests.fakes.storage import FakeDatabase

T = TypeVar("T")
KEY_POINTS = ("after_inbox_commit", "before_dialogue", "after_dialogue", "before_erasure")


class Killed(BaseException):
    """Ends a turn where it stands, as kill -9 would."""


def run(work: Awaitable[T]) -> T:
    return asyncio.run(work)  # type: ignore[arg-type]


def say(turns: Turns, text: str, user: str = "ann", source: str = "") -> Turn:
    return run(turns.take("web", user, {"text": text}, source or f"id of {text}"))


async def forgets(desk: Desk, incoming: Incoming) -> Answered:
    """Do as `echo`, but erase who says "yes"."""
    answered = await echo(desk, incoming)
    if incoming.text != "yes":
        return answered
    return Answered((reply("gone", "privacy.erased", buttons={"Go on": "/coach"}),), "privacy.confirm")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACKOFF", (0, 0))
    monkeypatch.setattr(upkeep, "PAUSE", 0)


@pytest.fixture
def database() -> FakeDatabase:
    return FakeDatabase()


def rows(database: FakeDatabase) -> list[Any]:
    state = database.state
    tables = (state.people, state.identities, state.records, state.events, state.inbox, state.outbox, state.buttons)
    return [row for table in tables for row in table]


def test_the_person_hears_it_and_nothing_is_left_not_even_of_this_turn(database: FakeDatabase) -> None:
    engine = FakeEngine(forgets)
    turns = fake_turns(engine, database)
    say(turns, "hello")
    with turns.unit_of_work() as uow:
        sender = uow.people.by_identity("web", "ann").sender
    turn = say(turns, "yes")
    assert [(r["kind"], r["text"], r["buttons"]) for r in turn.replies] == [("privacy.erased", "gone", [])]
    assert (turn.step, turn.last) == ("onboarding.consent", True)
    assert rows(database) == []
    assert engine.forgotten == [sender]


def test_nobody_else_loses_anything(database: FakeDatabase) -> None:
    turns = fake_turns(FakeEngine(forgets), database)
    say(turns, "hello", user="bob")
    before = rows(database)
    say(turns, "hello")
    say(turns, "yes")
    assert rows(database) == before


def test_the_same_call_again_gets_the_same_answer_and_stores_nothing(database: FakeDatabase) -> None:
    turns = fake_turns(FakeEngine(forgets), database)
    first = say(turns, "yes", source="1")
    assert say(turns, "yes", source="1") == first
    assert rows(database) == []
    say(turns, "hello", source="2")
    assert len(database.state.people) == 1, "who writes again is somebody new"


def test_the_flood_table_forgets_too(database: FakeDatabase) -> None:
    turns = fake_turns(FakeEngine(forgets), database, per_minute=2)
    say(turns, "hello")
    say(turns, "yes")
    say(turns, "hello again")
    say(turns, "and again")
    with pytest.raises(Flood):
        say(turns, "once more")


@pytest.mark.parametrize("point", KEY_POINTS)
def test_killed_before_anything_is_erased_the_message_is_taken_again(point: str, database: FakeDatabase) -> None:
    def probe(name: str) -> None:
        if name == point:
            raise Killed

    engine = FakeEngine(forgets)
    say(fake_turns(engine, database), "hello")
    with pytest.raises(Killed):
        say(fake_turns(engine, database, probe=probe), "yes", source="1")
    assert len(database.state.people) == 1
    answered = [turn for _, turn in run(fake_turns(engine, database).recover())]
    assert [(turn.last, turn.replies[0]["text"]) for turn in answered] == [(True, "gone")]
    assert rows(database) == []


def test_what_waited_behind_the_erasure_is_not_taken_for_a_strangers_message(database: FakeDatabase) -> None:
    engine = FakeEngine(forgets)
    turns = fake_turns(engine, database)
    for n, text in enumerate(("yes", "and one more thing")):
        turns.receive("web", "ann", {"text": text}, str(n))
    assert [turn.last for _, turn in run(fake_turns(engine, database).recover())] == [True]
    assert rows(database) == []


def test_an_erasure_that_cannot_begin_is_tried_again_and_then_apologised_for(database, monkeypatch) -> None:
    calls: list[str] = []

    def locked(self: FakeDatabase, person_id: str) -> None:
        calls.append(person_id)
        raise OSError("locked")

    monkeypatch.setattr(FakeDatabase, "erase", locked)
    turns = fake_turns(FakeEngine(forgets), database)
    turn = say(turns, "yes")
    assert (turn.last, turn.replies[0]["kind"], len(calls)) == (False, "fallback", 3)
    assert len(database.state.people) == 1


def test_an_erasure_that_only_cleans_up_later_is_an_erasure_and_is_finished_before_the_next_message(
    database: FakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    replayed: list[int] = []

    erase = FakeDatabase.erase

    def half(self: FakeDatabase, person_id: str) -> None:
        erase(self, person_id)
        raise ErasureUnfinished

    monkeypatch.setattr(FakeDatabase, "erase", half)
    monkeypatch.setattr(FakeDatabase, "replay_ledger", lambda self: replayed.append(1) or 1)
    turns = fake_turns(FakeEngine(forgets), database)
    with capture_logs() as logs:
        assert say(turns, "yes").last
    assert [entry["event"] for entry in logs] == ["erasure_unfinished"]
    assert turns.upkeep.unfinished
    say(turns, "hello")
    assert (replayed, turns.upkeep.unfinished) == ([1], False)


def test_a_file_that_cannot_be_rewritten_yet_holds_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any) -> Any:
        raise ErasureUnfinished

    monkeypatch.setattr(FakeDatabase, "replay_ledger", busy)
    turns = fake_turns()
    turns.upkeep.sweep = lambda days: {"messages": 3}
    with capture_logs() as logs:
        assert turns.upkeep.tidy() == {"messages": 3, "places": 0}
    assert [entry["event"] for entry in logs] == ["erasure_unfinished"]


def test_once_a_day_what_is_due_is_done_and_a_failure_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[float] = []
    turns = fake_turns()

    async def a_day(seconds: float) -> None:
        days.append(seconds)
        if len(days) == 4:
            raise asyncio.CancelledError

    def fails_once(_: Any) -> dict[str, int]:
        if len(days) == 1:
            raise OSError("locked")
        return {}

    monkeypatch.setattr(upkeep.asyncio, "sleep", a_day)
    turns.upkeep.sweep = fails_once
    with capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        run(turns.every_day())
    assert days == [86_400.0] * 4
    assert [(entry["event"], entry["failed"]) for entry in logs] == [("tidy_failed", "OSError")]


def test_the_register_of_mentors_forgets_too(database: FakeDatabase) -> None:
    turns = fake_turns(FakeEngine(forgets), database)
    say(turns, "hello")
    (mentor, *_) = register(turns.unit_of_work, turns.clock.now())
    with turns.unit_of_work() as uow:
        leader = uow.people.by_identity("web", "ann")
        assert mentors.take(uow, mentor.id, leader, turns.clock.now())
        uow.commit()
    say(turns, "yes")
    assert leader.sender not in str(database.state)
    assert {record.kind for record, _ in database.state.records.values()} == {"mentor"}


def test_a_right_is_granted_while_human_help_is_shown() -> None:
    engine = FakeEngine()
    turns = fake_turns(engine, commands={"forget": Command("forget_me"), "coach": Command("coach")})
    for text in ("danger", "/coach", "/forget"):
        say(turns, text)
    assert [incoming.intent for incoming in engine.heard] == ["forget_me"]
