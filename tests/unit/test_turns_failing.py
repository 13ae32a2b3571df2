"""A turn that fails or is killed, on fakes: rolled back, tried again, apologised for once, never lost or doubled."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.services import turns as module
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming, TurnFailed
from bot.services.ports import InboxItem
from bot.services.refusals import NotAnswered, NotStored
from bot.services.turns import Turns
from tests.fakes.engine import APOLOGY, POINTS, FakeClock, FakeEngine, Killed, echo, fake_turns, heard, run, say, texts
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

SECRET = "Ottoline cried in the demand review"


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


def broken_while(database: FakeDatabase, broken: list[bool]) -> partial[Any]:
    """Units of work whose commit fails as long as `broken` holds True."""

    class Broken(FakeUnitOfWork):
        def commit(self) -> None:
            if broken[0]:
                raise OSError(f"no space left for {SECRET}")
            super().commit()

    return partial(Broken, database, FakeClock())


def test_a_message_that_cannot_be_stored_is_refused_in_words_and_can_be_sent_again(database: FakeDatabase) -> None:
    broken, turns = [True], fake_turns(database=database)
    turns.unit_of_work = broken_while(database, broken)
    with capture_logs() as logs, pytest.raises(NotStored) as refused:
        say(turns, SECRET, source="1")
    assert turns.refusal(refused.value) == "Not stored. Again in 10 seconds."
    assert SECRET not in str(logs) and [entry["event"] for entry in logs] == ["not_stored"]
    assert database.state.people == {} == database.state.inbox
    broken[0] = False
    assert texts(say(turns, "hello", source="1")) == ["text: hello"]


def breaking_after_storing(database: FakeDatabase) -> tuple[Turns, Callable[[], None]]:
    """Turns whose database breaks as soon as a message is stored, and a function that mends it for good."""
    whole, broken = [False], [False]

    def probe(point: str) -> None:
        broken[0] = not whole[0]

    def mend() -> None:
        whole[0], broken[0] = True, False

    turns = fake_turns(database=database, probe=probe)
    turns.unit_of_work = broken_while(database, broken)
    return turns, mend


def test_a_message_that_is_stored_and_cannot_be_answered_says_so_and_is_answered_once_it_can_be(database) -> None:
    turns, mend = breaking_after_storing(database)
    with capture_logs() as logs, pytest.raises(NotAnswered):
        say(turns, SECRET, source="1")
    assert SECRET not in str(logs)
    assert [item.state for item, _ in database.state.inbox.values()] == ["pending"]
    mend()
    assert texts(say(turns, SECRET, source="1")) == [f"text: {SECRET}"]
    assert heard(turns) == [SECRET]


def test_what_could_not_be_answered_is_answered_before_the_next_message_of_the_person(database: FakeDatabase) -> None:
    turns, mend = breaking_after_storing(database)
    with pytest.raises(NotAnswered):
        say(turns, "one")
    mend()
    with pytest.raises(Killed):
        say(fake_turns(database=database, probe=_kill), "one", user="bob")
    say(turns, "two")
    assert sorted(heard(turns)) == ["one", "two"]
    first, second = database.state.outbox
    assert first < second, "in the order in which they came"
    assert heard(turns, "bob") == [], "another person's waits for the other person, or for a restart"
    assert [texts(turn) for _, turn in run(turns.recover())] == [["text: one"]]


def test_a_message_whose_failure_cannot_even_be_noted_keeps_nobody_else_waiting(database: FakeDatabase) -> None:
    def probe(name: str) -> None:
        raise Killed

    for user, text in (("ann", "poison"), ("ann", "after it"), ("bob", "fine")):
        with pytest.raises(Killed):
            say(fake_turns(database=database, probe=probe), text, user=user)

    class Poisoned(FakeUnitOfWork):
        def __enter__(self) -> FakeUnitOfWork:
            entered = super().__enter__()
            begin = entered.inbox.begin

            def poisoned(item_id: int) -> InboxItem:
                if item_id == min(entered.state.inbox):
                    raise OSError
                return begin(item_id)

            entered.inbox.begin = poisoned  # type: ignore[method-assign]
            return entered

    async def script(desk: Desk, incoming: Incoming) -> Answered:
        if incoming.text == "poison":
            raise ValueError
        return await echo(desk, incoming)

    turns = fake_turns(FakeEngine(script), database)
    turns.unit_of_work = partial(Poisoned, database, FakeClock())
    assert [texts(turn) for _, turn in run(turns.recover())] == [["text: fine"]]
    assert [(i.payload, i.state) for i, _ in database.state.inbox.values()][0][1] == "pending"
    assert heard(turns) == [], "what the same person said later does not overtake it"


def test_a_conversation_that_cannot_be_read_gets_its_apology_all_the_same(database: FakeDatabase) -> None:
    class Unreadable(FakeEngine):
        async def standing(self, desk: Desk) -> str:
            raise ValueError(SECRET)

    with capture_logs() as logs:
        turn = say(fake_turns(Unreadable(_breaks), database), "hello")
    assert (turn.replies, turn.step) == ((APOLOGY,), "menu")
    assert SECRET not in str(logs)


def test_a_message_that_another_process_has_answered_meanwhile_is_not_answered_again(database: FakeDatabase) -> None:
    async def slow(desk: Desk, incoming: Incoming) -> Answered:
        await fake_turns(database=database).recover()
        raise TurnFailed("overtaken")

    turn = say(fake_turns(FakeEngine(slow), database), "hello", source="1")
    assert texts(turn) == ["text: hello"]
    assert len(database.state.outbox) == 1


def _kill(point: str) -> None:
    raise Killed
