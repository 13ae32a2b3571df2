"""Where it stands, asked in the middle: what is told of a conversation, a plan and a test, and what is not changed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.signals import Signals
from bot.services import grow, pressure_test, recap
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.replies import Say
from tests.fakes.reflecting import a_desk
from tests.unit.test_pressure_questions import EMPTY, book

ASKED = Said("where are we?", "recap", Signals())
TOLD = "I want to stop the Tuesday pricing call so that prices are decided once"
LONG = "The regional heads hold their own call on the Monday before, and by then every number that matters is settled"


def told(desk: Desk, form: str | None) -> Say:
    """The first thing that is said."""
    return recap.so_far(desk, form, ASKED).say[0]


def talking(desk: Desk, *facts: Fact, state: str = "open", **more: Any) -> Desk:
    session = Session("s1", desk.today, facts=facts, **more)
    desk.create(grow.KIND, state, sessions.to_dict(session), record_id="s1")
    return desk


def test_a_conversation_is_told_in_the_order_of_its_phases_and_in_its_own_words() -> None:
    desk = talking(
        a_desk(),
        *(Fact("topic", "The demand review"), Fact("option", "Ask the CFO"), Fact("option", "Move the call")),
        *(Fact("note", LONG), Fact("goal", "A review that decides"), Fact("action", "I will ask the CFO")),
    )
    say = told(desk, "grow_form")
    goal, notes, options, action = str(say.values["lines"]).splitlines()
    assert (say.response, say.ref) == ("utter_recap", "s1") and say.kind.startswith("grow.")
    assert (goal, action) == ("Goal: “A review that decides”", "What you will do: “I will ask the CFO”")
    assert options == "Options: “Ask the CFO”; “Move the call”"
    assert len(notes.split()) < len(LONG.split()), "a long statement is told in short"
    assert notes.removeprefix("How it is today: “").rstrip("”") in LONG


def test_without_a_goal_the_topic_is_told_and_with_nothing_that_it_has_only_begun() -> None:
    assert (
        "You came with: “The demand review”"
        in told(talking(a_desk(), Fact("topic", "The demand review")), "grow_form").values["lines"]
    )
    assert told(talking(a_desk()), "grow_form").response == "utter_recap_empty"
    assert told(a_desk(), "grow_form").response == "utter_recap_empty"


def test_of_many_statements_the_latest_are_told() -> None:
    notes = [Fact("note", f"Statement number {n} of the day") for n in range(7)]
    lines = told(talking(a_desk(), *notes), "grow_form").values["lines"]
    assert [n for n in range(7) if f"number {n} " in lines] == [3, 4, 5, 6]


def test_at_the_menu_the_last_conversation_is_told_and_the_menu_follows() -> None:
    desk = talking(a_desk(), Fact("goal", "A review that decides"), state="closed")
    last, menu = recap.so_far(desk, None, ASKED).say
    assert (last.response, menu.kind) == ("utter_recap_last", "menu")
    assert [say.kind for say in recap.so_far(a_desk(), None, ASKED).say] == ["menu"]


def test_a_dialogue_without_lines_of_its_own_says_what_it_is_good_for() -> None:
    assert told(a_desk(), "team_form").kind == "help"


def examined(*answers: str) -> Desk:
    """A desk with a pressure test in which these answers were given."""
    desk = a_desk()
    desk = replace(desk, content=replace(desk.content, pressure=book()))
    pressure_test.open_test(desk, book(), Said("x", "pressure_test", Signals()))
    pressure_test.ask(desk, book(), "plan")
    for text in answers:
        slots = pressure_test.answer(desk, book(), Said(text, "skip" if text == "skip" else "answer", Signals())).slots
        step = next((name for name in pressure_test.STEPS if not slots[f"pressure_{name}"]), None)
        if step:
            pressure_test.ask(desk, book(), step)
    return desk


def test_a_plan_that_is_being_told_is_read_back_with_what_it_does_not_say() -> None:
    say = told(examined(TOLD), "pressure_form")
    assert (say.response, say.kind) == ("utter_recap_plan", "pressure.plan")
    assert "stop the Tuesday pricing call" in say.values["plan"] and "by when" in say.values["gaps"]
    assert told(examined(), "pressure_form").response == "utter_recap_empty"


QUESTIONED = (TOLD, *["skip"] * 5, "finance", EMPTY, EMPTY)


def test_in_a_test_the_points_are_told_and_the_question_goes_on_waiting() -> None:
    desk = examined(*QUESTIONED)
    before = desk.newest("pressure")
    say = told(desk, "pressure_form")
    assert (say.response, say.kind) == ("utter_recap_test", "pressure.question")
    assert "○" in say.values["coverage"]
    assert desk.newest("pressure") == before


@pytest.mark.parametrize(("text", "ends"), [("summary", True), ("where does it stand so far?", False)])
def test_the_word_summary_ends_the_questions_and_a_question_does_not(text: str, ends: bool) -> None:
    outcome = recap.so_far(examined(*QUESTIONED), "pressure_form", Said(text, "recap", Signals()))
    assert bool(outcome.slots.get("pressure_question")) == ends
    assert bool(outcome.say) != ends
