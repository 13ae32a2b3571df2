"""What is remembered of a person between conversations: which questions were used, how long they usually take."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from bot.domain.coaching.session import Session
from bot.domain.sop_calendar import CycleDay
from bot.services import memory
from bot.services.desk import Content, Desk
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork


@pytest.fixture
def desk() -> Iterator[Desk]:
    with FakeUnitOfWork(FakeDatabase()) as uow:
        yield Desk(uow, uow.people.register("web", "ann"), cast(Content, None), FakeClock())


def finish(desk: Desk, *asked: str, minutes: int = 15) -> None:
    """Hold a conversation with these questions."""
    for question in asked:
        memory.remember(desk, question, "any")
    memory.session_ended(desk, cast(Session, Length(minutes)))


class Length:
    """As much of a session as its end needs."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes


def test_somebody_new_has_used_nothing_and_takes_a_quarter_of_an_hour(desk: Desk) -> None:
    assert (memory.used(desk), memory.minutes(desk), memory.sessions(desk)) == ({}, 15, 0)
    assert memory.signposts(desk) is True and memory.calendar(desk) == {}
    assert desk.newest(memory.KIND) is None, "looking stores nothing"


def test_a_question_of_the_last_conversation_was_used_one_ago_and_ages_with_each(desk: Desk) -> None:
    finish(desk, "goal-1", "goal-2")
    assert memory.used(desk) == {"goal-1": 1, "goal-2": 1}
    finish(desk, "goal-2")
    assert memory.used(desk) == {"goal-1": 2, "goal-2": 1}


def test_a_question_of_the_conversation_under_way_does_not_count_as_used_before(desk: Desk) -> None:
    finish(desk, "goal-1")
    memory.remember(desk, "goal-1", "now")
    memory.remember(desk, "goal-3", "now")
    assert memory.used(desk) == {}, "goal-1 is used anew, goal-3 for the first time"


def test_a_question_is_forgotten_after_twelve_conversations(desk: Desk) -> None:
    finish(desk, "old")
    for n in range(memory.HORIZON - 1):
        finish(desk, f"q{n}")
    assert memory.used(desk)["old"] == memory.HORIZON
    finish(desk, "one more")
    assert "old" not in memory.used(desk)
    assert memory.used(desk)["q0"] == memory.HORIZON


def test_a_question_asked_twice_in_one_conversation_is_written_once(desk: Desk) -> None:
    memory.remember(desk, "goal-1", "now")
    first = desk.newest(memory.KIND)
    cast(FakeClock, desk.clock).pass_by(hours=1)
    memory.remember(desk, "goal-1", "now")
    assert desk.newest(memory.KIND) == first


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_the_length_of_the_last_conversation_is_the_usual_one(desk: Desk, minutes: int) -> None:
    finish(desk, minutes=30 if minutes == 5 else 5)
    finish(desk, minutes=minutes)
    assert (memory.minutes(desk), memory.sessions(desk)) == (minutes, 2)


def test_preferences_and_the_calendar_are_kept_beside_what_was_asked(desk: Desk) -> None:
    days = {"demand": CycleDay(5, True), "executive": CycleDay(28, False)}
    finish(desk, "goal-1", minutes=30)
    memory.prefer(desk, signposts=False)
    memory.keep_calendar(desk, days)
    finish(desk)
    assert memory.signposts(desk) is False
    assert memory.calendar(desk) == days
    assert memory.used(desk) == {"goal-1": 2}


def test_everything_is_one_record_that_is_changed(desk: Desk) -> None:
    finish(desk, "goal-1")
    memory.prefer(desk, signposts=False)
    memory.keep_calendar(desk, {})
    assert len(desk.every(memory.KIND)) == 1


def test_two_people_are_remembered_apart(desk: Desk) -> None:
    finish(desk, "goal-1", minutes=5)
    ben: Any = Desk(desk.uow, desk.uow.people.register("web", "ben"), desk.content, desk.clock)
    assert (memory.used(ben), memory.minutes(ben)) == ({}, 15)
