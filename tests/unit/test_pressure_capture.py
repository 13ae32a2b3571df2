"""What can stand as a part of a plan is taken in, what cannot is asked for again; people are found by name or title."""

import time
from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import capture, flow
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.people import in_plan
from bot.domain.pressure.plan import Plan, gaps
from bot.domain.pressure.risks import risks
from bot.domain.pressure.suggestion import pick, suggest
from tests.fakes.books import stakeholder_book as book
from tests.unit.test_pressure_questions import PLANS, played, questioned


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            "every site submits by day 4, so Petra, our finance controller, can price it before the VP Sales sees it",
            [("finance", "Petra, the finance controller"), ("sales", "the VP Sales")],
        ),
        (
            "Tom from logistics agrees, the plant manager Jürgen Öztürk does not",
            [("manufacturing", "Jürgen Öztürk, the plant manager"), ("logistics", "Tom")],
        ),
        ("we ask the Head of Supply Chain to sign", [("supply-planning", "the Head of Supply Chain")]),
        ("stop the call with Sales Director Anna Kowalska", [("sales", "Anna Kowalska, the Sales Director")]),
        ("On Monday the finance controller closes", [("finance", "the finance controller")]),
        ("we cut stock by March", []),
    ],
)
def test_people_are_found_by_name_or_title_and_spoken_of_as_the_leader_does(
    told: str, found: list[tuple[str, str]]
) -> None:
    assert sorted((one.id, one.called) for one in in_plan(Plan(change=told), book())) == sorted(found)


def test_whom_the_plan_names_is_suggested_first_and_one_who_was_forgotten_last() -> None:
    plan = Plan(
        change="every site submits by day 4, so Petra, our finance controller, can price it before the VP Sales sees it"
    )
    suggested = suggest(plan, book(), "supply-chain")
    assert [(s.id, s.reason) for s in suggested[:2]] == [("finance", "named"), ("sales", "named")]
    assert suggested[2].reason == "forgotten"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("measure", "same as before"),
        ("measure", "I dunno"),
        ("measure", "what do you mean?"),
        ("measure", "hello"),
        ("measure", "everybody is happy with it"),
        ("date", "the GM"),
        ("support", "we have a template already"),
        ("assumption", "yes"),
        ("assumption", "the CMO, IT and the plant"),
        ("who", "as I said"),
        ("aim", "ok"),
        ("measure", "stop the call"),
    ],
)
def test_what_cannot_stand_as_a_part_never_becomes_it(part: str, said: str) -> None:
    found = dict(capture.part(part, Reply(said), Plan(change="stop the call"), book()))
    assert part not in found


def test_what_cannot_stand_is_asked_for_once_more_in_other_words_and_then_left_open() -> None:
    test = Interview("t", date(2026, 11, 22), minutes=5)
    for text in (
        "We stop the Thursday call so that prices are decided once",
        "Anna from pricing, everybody else is told",
    ):
        test = flow.answer(flow.ask(test, book())[0], Reply(text), book())
    first, again = [], []
    for asked in (first, again):
        test, exchange = flow.ask(test, book())
        assert exchange is not None and exchange.key == "measure"
        asked.append(exchange.asked)
        test = flow.answer(test, Reply("they will all be happy"), book())
    assert first != again
    following = flow.ask(test, book())[1]
    assert following is not None and following.key == "date" and "measure" in gaps(test.plan)


def test_an_answer_about_somebody_elses_stand_is_kept_as_support() -> None:
    found = dict(
        capture.part("measure", Reply("the VP Sales is not convinced yet"), Plan(change="stop the call"), book())
    )
    assert found["support"] == "the VP Sales is not convinced yet"


@pytest.mark.parametrize("text", ["a " * 8000, "no " * 5000, "Anna, the " * 1600, "so " * 5000, "the same " * 1700])
def test_a_long_answer_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    capture.part("measure", Reply(text), Plan(change=text), book())
    in_plan(Plan(change=text), book())
    assert time.perf_counter() - began < 1


def test_a_plan_told_in_a_form_is_taken_by_its_labels() -> None:
    told = (
        "change: one launch calendar for everyone. who: all brand managers enter their dates by the 5th. "
        "measure: launches on time from 60 to 85 percent. sponsor: the CMO. start: April"
    )
    plan = Plan().having(capture.tell(Reply(told), book().cues))
    assert (plan.change, plan.who) == (
        "one launch calendar for everyone",
        "all brand managers enter their dates by the 5th",
    )
    assert (plan.measure, plan.support, plan.date) == ("launches on time from 60 to 85 percent", "the CMO", "April")


def test_a_short_sentence_with_a_month_is_the_date_and_not_the_change() -> None:
    plan = Plan().having(capture.tell(Reply("One launch calendar for all brands and sites. Start April"), book().cues))
    assert (plan.change, plan.date) == ("One launch calendar for all brands and sites", "Start April")


def test_an_evasion_is_no_if_then_plan() -> None:
    test = played(questioned(PLANS[0], "finance"), "it depends")
    assert risks(test, book()) and not any(risk.plan for risk in risks(test, book()))


def test_the_it_department_is_told_from_the_word() -> None:
    assert pick("it", (), book()) == ("it-data",) and pick("the CMO, IT and the plant", (), book())[1] == "it-data"
    assert "it-data" not in pick("it is finance who minds", (), book())


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("measure", "Three changes on the list for the month instead of eleven"),
        ("measure", "fewer late orders"),
        ("who", "the key account people, weekly"),
        ("support", "Anke and Sanne are with me. The managing director does not know yet"),
        ("assumption", "that she will say no to a man who was her boss"),
        ("aim", "better service"),
    ],
)
def test_what_a_leader_says_of_a_part_in_plain_words_stands(part: str, said: str) -> None:
    assert dict(capture.part(part, Reply(said), Plan(change="stop the call"), book()))[part] == said


def test_a_purpose_after_a_comma_is_the_aim_without_its_that() -> None:
    told = "The buyers publish the list of late suppliers every Friday, so that production stops guessing"
    assert Plan().having(capture.tell(Reply(told), book().cues)).aim == "production stops guessing"
