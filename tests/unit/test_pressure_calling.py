"""Somebody's voice is asked for in the middle of a pressure test ("what would the CEO ask?"): it is heard."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.pressure import calling, flow
from bot.domain.pressure.interview import Interview, from_dict, to_dict
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.reading import given, stated
from bot.services import pressure_test
from bot.services.said import Said
from tests.unit.test_pressure_questions import PLANS, STRONG, book, questioned
from tests.unit.test_pressure_service import TOLD, at_a_desk, opened

VIEW = Signals(on=frozenset({"asks-view"}))


def asks(test: Interview, text: str = "what would the CEO ask?") -> Interview:
    """Ask for a voice; return the test with what is asked next."""
    return flow.ask(flow.answer(test, Reply(text, VIEW), book()), book())[0]


def waiting(test: Interview) -> tuple[str, str]:
    assert test.pending is not None
    return test.pending.step, test.pending.stakeholder


def test_among_the_questions_the_one_who_was_named_asks_next_and_then_the_others_go_on() -> None:
    test = flow.ask(questioned(PLANS[0], "finance"), book())[0]
    assert waiting(test) == ("question", "finance")
    put_aside = test.pending
    test = asks(test)
    assert waiting(test) == ("question", "general-manager")
    assert put_aside not in test.exchanges, "it was not answered, and comes again"
    assert set(test.picked) == {"finance", "general-manager"}
    test = flow.ask(flow.answer(test, Reply(STRONG), book()), book())[0]
    assert test.called == ""
    assert waiting(test)[1] == "finance"


def test_what_was_asked_and_answered_before_stays() -> None:
    test = flow.ask(questioned(PLANS[0], "finance"), book())[0]
    test = flow.ask(flow.answer(test, Reply(STRONG), book()), book())[0]
    assert len(asks(test).points("finance")) == 1


def test_a_voice_nobody_knows_changes_nothing() -> None:
    test = flow.ask(questioned(PLANS[0], "finance"), book())[0]
    assert asks(test, "what would they say to that?") == test


def test_while_the_plan_is_told_the_voice_is_kept_and_suggested_first() -> None:
    test = replace(Interview("t", date(2026, 11, 23)), minutes=5)
    test = flow.ask(test, book())[0]
    test = flow.ask(flow.answer(test, Reply(TOLD), book()), book())[0]
    part = test.pending
    test = asks(test)
    assert test.pending == part, "the question about the plan still waits"
    while waiting(test)[0] == "plan":
        test = flow.ask(flow.answer(test, Reply("skip", control="skip"), book()), book())[0]
    assert test.suggested[0][0] == "general-manager"
    test = from_dict(to_dict(test))
    test = flow.ask(flow.answer(test, Reply("yes"), book()), book())[0]
    assert waiting(test) == ("question", "general-manager")


def test_a_voice_that_was_not_chosen_after_all_is_not_forced_on_anybody() -> None:
    test = flow.ask(replace(Interview("t", date(2026, 11, 23)), minutes=5), book())[0]
    test = asks(flow.ask(flow.answer(test, Reply(TOLD), book()), book())[0])
    while waiting(test)[0] == "plan":
        test = flow.ask(flow.answer(test, Reply("skip", control="skip"), book()), book())[0]
    test = flow.ask(flow.answer(test, Reply("logistics"), book()), book())[0]
    assert waiting(test) == ("question", "logistics")


def test_the_leader_is_told_that_the_voice_comes_later_or_asked_whose_it_is() -> None:
    desk = at_a_desk()
    opened(desk).say(TOLD)
    (later,) = pressure_test.answer(desk, book(), Said("what would the CEO ask?", "answer", VIEW)).say
    assert (later.response, later.ref) == ("utter_pressure_voice_later", "general-manager")
    assert later.values["voice"] == "The general manager"


def test_nobody_known_is_asked_about() -> None:
    desk = at_a_desk()
    opened(desk).say(TOLD)
    (whose,) = pressure_test.answer(desk, book(), Said("what would they say?", "answer", VIEW)).say
    assert whose.response == "utter_pressure_voice_whose"


def test_a_voice_that_would_not_have_been_suggested_goes_first_and_says_that_it_was_asked_for() -> None:
    others = (("finance", "power"), ("sales", "affected"), ("logistics", "forgotten"))
    assert calling.first("hr", others) == (("hr", "called"), *others[:2])
    assert calling.first("sales", others)[0] == ("sales", "affected")
    assert calling.first("", others) == others


@pytest.mark.parametrize(
    ("text", "day", "kept"),
    [
        ("because we lost a tender in May", "in May", False),
        ("the last one failed in March, so we begin on 4 May", "on 4 May", True),
        ("it is agreed for 1 February", "1 February", True),
        ("from the march review, when we had time", "from the march review", True),
    ],
)
def test_a_day_on_which_something_happened_is_no_date_of_the_plan(text: str, day: str, kept: bool) -> None:
    person = book().stakeholders["general-manager"]
    question = next(q for q in person.questions if "missing-date" in q.when)
    reply = Reply(text, Signals(dates=(DateMention(day, "2027-02-01", "day"),)))
    found = stated(reply, question, Plan(change="one sheet"), book(), "answered")
    assert bool(found) == kept
    assert ("date" in given(reply, book().cues)) == kept
