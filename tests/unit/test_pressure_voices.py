"""Who asks in a pressure test, under which name, and how they come back to a point that was missed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import flow, interview, report
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.risks import risks
from tests.fakes.books import stakeholder_book as book
from tests.unit.test_pressure_flow import good, say, waiting
from tests.unit.test_pressure_questions import EMPTY, PLANS, STRONG, played, questioned, questions


def picking(*texts: str) -> Interview:
    """A test of a plan that was there, at the question who shall ask."""
    test = say(Interview("t", date(2026, 11, 22), base=PLANS[0]), "yes")
    for text in texts:
        test = say(test, text)
    return test


def test_somebody_can_be_named_with_a_role_and_speaks_under_that_name() -> None:
    test = picking("Jürgen, the plant manager")
    assert waiting(test).stakeholder == "manufacturing"
    person = book().stakeholders["manufacturing"]
    assert report.voice(person, book().phrases, test.named["manufacturing"]) == "Jürgen (the plant manager)"


def test_a_name_without_a_role_is_asked_about_and_then_belongs_to_the_role() -> None:
    asked = picking("Jürgen")
    assert (waiting(asked).key, asked.unplaced) == ("again", "Jürgen")
    placed = say(asked, "Manufacturing")
    assert (waiting(placed).stakeholder, placed.named) == ("manufacturing", {"manufacturing": "Jürgen"})
    assert interview.from_dict(json.loads(json.dumps(interview.to_dict(placed)))) == placed


@pytest.mark.parametrize("text", ["Someone else", "yes", "finance and sales", "hm, let me think"])
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    test = picking(text)
    assert test.unplaced == "" and set(test.named.values()) <= {"the sales director", "the GM"}


def test_a_follow_up_names_what_is_missing_and_each_time_in_other_words() -> None:
    test = played(questioned(PLANS[0], "finance", "sales"), EMPTY)
    again = [e for e in test.exchanges if e.move == "follow-up"]
    named = [book().stakeholders[e.stakeholder].concern(e.concern).name.lower() for e in again]
    assert all(name in e.asked.lower() for name, e in zip(named, again, strict=True))
    assert len({e.lead for e in again}) == len(again) >= 8


def test_another_part_of_the_plan_stands_before_a_question_that_says_your_plan() -> None:
    test = played(questioned(PLANS[0], "finance", "sales"), STRONG)
    recalling = [e for e in questions(test) if e.lead]
    assert all("our plan" in e.asked.removeprefix(e.lead[1]) for e in recalling)
    assert len({e.lead[0] for e in recalling}) >= 4


def test_a_polite_nothing_is_no_reason_for_failure() -> None:
    test = questioned(PLANS[0], "finance")
    while waiting(test := flow.ask(test, book())[0]).move != "failure":
        test = flow.answer(test, good(test), book())
    ended = flow.answer(test, Reply(EMPTY), book())
    assert flow.ask(ended, book())[1] is None
    assert risks(ended, book()) == ()


@pytest.mark.parametrize(
    "text", ["We meet every Thursday", "I do not know yet", "The planner and the foreman agree it"]
)
def test_what_is_no_measure_never_becomes_one(text: str) -> None:
    test = questioned(replace(PLANS[1], measure=""), "finance", "sales", "hr")
    while (test := flow.ask(test, book())[0]).pending:
        test = flow.answer(test, Reply(text), book())
    assert test.plan.measure == ""
