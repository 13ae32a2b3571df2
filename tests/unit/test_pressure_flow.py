"""How a pressure test goes: follow-up, risk, if-then plan, pre-mortem, control words, correction."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.pressure import flow, interview, report
from bot.domain.pressure.coverage import comfort, grid, points_on_map
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.reading import grade
from bot.domain.pressure.risks import risks
from tests.fakes.books import stakeholder_book as book
from tests.speed import some
from tests.unit.test_pressure_questions import EMPTY, PLANS, STRONG, played, questioned, questions


def say(test: Interview, text: str, control: str | None = None, signals: Signals | None = None) -> Interview:
    """Answer the question that waits (asking it first), and ask the next."""
    test, _ = flow.ask(test, book())
    test = flow.answer(test, Reply(text, signals or Signals(), control), book())
    return flow.ask(test, book())[0]


def waiting(test: Interview) -> Exchange:
    """The question the bot waits on."""
    assert test.pending is not None
    return test.pending


def good(test: Interview) -> Reply:
    """A reply that holds what a good answer to the waiting question would contain."""
    asked = waiting(test)
    return Reply(book().stakeholders[asked.stakeholder].concern(asked.concern).good_answer)


def test_a_good_answer_to_every_question_counts_and_an_empty_one_to_none() -> None:
    for person in some(list(book().stakeholders.values())):
        for question in person.questions:
            concern = person.concern(question.concern)
            assert grade(Reply(concern.good_answer), question, concern, book().cues) == "answered", question.id
            assert grade(Reply(EMPTY), question, concern, book().cues) != "answered", question.id


def test_a_good_answer_is_followed_by_the_next_concern() -> None:
    test = say(questioned(PLANS[0], "finance"), STRONG)
    assert waiting(test).move == "ask"
    assert test.points()[0].grade == "answered"
    assert risks(test, book()) == ()


def test_an_empty_answer_is_followed_up_once_then_becomes_a_risk_with_an_if_then_plan() -> None:
    test = say(questioned(PLANS[0], "finance"), EMPTY)
    assert waiting(test).move == "follow-up" and "“" in waiting(test).asked
    test = say(test, EMPTY)
    assert waiting(test).move == "if-then"
    words = "If the board asks, then I show the bridge"
    test = say(test, words)
    assert waiting(test).move == "ask"
    (risk,) = risks(test, book())
    concern = book().stakeholders["finance"].concern(test.points()[0].asked.concern)
    assert (risk.name, risk.plan, risk.state, risk.stakeholder) == (concern.name, words, "open", "finance")


def test_a_follow_up_that_is_answered_leaves_no_risk() -> None:
    test = say(say(questioned(PLANS[0], "finance"), EMPTY), STRONG)
    assert waiting(test).move == "ask"
    assert risks(test, book()) == ()


def test_not_knowing_goes_straight_to_the_if_then_plan_and_skipping_goes_on() -> None:
    unknown = say(questioned(PLANS[0], "finance"), "no idea", "dont_know")
    assert waiting(unknown).move == "if-then"
    skipped = say(questioned(PLANS[0], "finance"), "skip", "skip")
    assert waiting(skipped).move == "ask"
    assert [r.plan for r in risks(skipped, book())] == [""]


@pytest.mark.parametrize(
    "text", [EMPTY, "we will see", "fair point", "ok", "you tell me", "It will be fine, trust me, we always manage"]
)
def test_politeness_and_evasion_never_count_as_an_answer(text: str) -> None:
    test = say(questioned(PLANS[2], "finance"), text)
    assert test.points()[0].grade != "answered"


def test_an_answer_that_gives_the_missing_date_changes_the_plan_in_the_leaders_words() -> None:
    plan = replace(PLANS[2], date="", on="")
    test = questioned(plan, "finance")
    signals = Signals(dates=(DateMention("4 March", "2027-03-04", "day"),))
    test = say(test, "The close of that month, booked on 4 March by the controller", signals=signals)
    assert test.points()[0].asked.gap == "missing-date"
    assert (test.plan.date, test.plan.on) == ("4 March", "2027-03-04")
    assert test.tested.date == ""
    assert "now “4 March”, before not stated" in report.summary(test, book())["changes"]


def test_back_asks_the_same_question_again_and_forgets_what_followed() -> None:
    first = flow.ask(questioned(PLANS[0], "finance"), book())[0]
    later = say(say(first, EMPTY), EMPTY)
    again = say(later, "back", "back")
    assert waiting(again).move == "follow-up"
    twice = say(again, "back", "back")
    assert waiting(twice) == waiting(first)
    assert risks(twice, book()) == ()


def test_back_takes_out_of_the_plan_what_the_answer_had_put_in() -> None:
    test = say(Interview("t", date(2026, 11, 22)), "I want to stop the Tuesday meeting for good")
    named = say(test, "the sales director decides on Mondays")
    assert named.plan.words(waiting(test).key) == "the sales director decides on Mondays"
    assert say(named, "back", "back").plan == test.plan


def test_a_question_that_waits_is_asked_again_word_for_word() -> None:
    test, asked = flow.ask(questioned(PLANS[0], "finance"), book())
    assert flow.ask(test, book()) == (test, asked)


@pytest.mark.parametrize(("minutes", "count"), [(5, 4), (15, 5), (30, 6)])
def test_the_length_decides_how_many_questions_each_stakeholder_asks(minutes: int, count: int) -> None:
    test = played(questioned(PLANS[0], "finance", "sales", "hr", minutes=minutes), STRONG)
    assert [sum(1 for e in questions(test) if e.stakeholder == name) for name in ("finance", "sales", "hr")] == [
        count
    ] * 3


def test_even_somebody_with_no_answers_gets_to_the_end() -> None:
    test = played(questioned(PLANS[6], "finance", "sales", "hr"), EMPTY)
    assert len([e for e in test.exchanges if e.step == "question"]) <= 3 * (5 + 5 + 3) + 2
    assert flow.step_of(test, book()) == "summary"


def test_enough_ends_the_questions_and_next_goes_to_the_next_person() -> None:
    test = flow.ask(questioned(PLANS[0], "finance", "sales"), book())[0]
    onward = say(test, "next")
    assert waiting(onward).stakeholder == "sales"
    ended = flow.answer(onward, Reply("that's enough"), book())
    assert flow.step_of(ended, book()) == "summary"
    assert ended.pending is None


def test_the_pre_mortem_closes_the_round_and_its_reason_becomes_a_risk() -> None:
    test = questioned(PLANS[0], "finance")
    while waiting(test := flow.ask(test, book())[0]).move != "failure":
        test = flow.answer(test, good(test), book())
    assert "a year" in waiting(test).asked.lower()
    test = say(test, "Sales sent deputies who could not commit")
    assert waiting(test).move == "if-then" and "“Sales sent deputies" in waiting(test).asked
    test = say(test, "If a deputy comes, then I end the meeting")
    assert flow.step_of(test, book()) == "summary"
    (risk,) = risks(test, book())
    assert (risk.name, risk.plan) == (
        "Sales sent deputies who could not commit",
        "If a deputy comes, then I end the meeting",
    )


def summarised() -> Interview:
    """A test at its summary, with risks."""
    return played(questioned(PLANS[2], "finance", "supply-planning"), EMPTY)


def test_yes_confirms_and_a_named_line_is_changed() -> None:
    test = summarised()
    assert flow.answer(test, Reply("yes"), book()).confirmed
    changed = flow.answer(test, Reply("measure: cash tied up in slow movers"), book())
    assert not changed.confirmed and changed.correcting is None
    assert changed.plan.measure == "cash tied up in slow movers"
    assert flow.answer(changed, Reply("back", control="back"), book()).plan == test.plan


def test_the_if_then_plan_of_a_numbered_risk_can_be_changed_and_vague_wishes_are_asked_about() -> None:
    test = summarised()
    changed = flow.answer(test, Reply("risk 2: if stock runs out, then I release the reserve"), book())
    assert risks(changed, book())[1].plan == "if stock runs out, then I release the reserve"
    asked = flow.answer(test, Reply("Change something"), book())
    assert asked.correcting
    which = flow.answer(test, Reply("no"), book())
    assert which.correcting == "?"
    named = flow.answer(which, Reply("the date"), book())
    assert named.correcting == "date"
    assert flow.answer(named, Reply("21 April"), book()).plan.date == "21 April"


def test_a_test_survives_storage_at_every_point() -> None:
    test = questioned(PLANS[1], "finance", "sales")
    for text in (EMPTY, EMPTY, "If it slips, then I call her", STRONG, "next", STRONG, EMPTY):
        test = say(test, text)
        assert interview.from_dict(json.loads(json.dumps(interview.to_dict(test)))) == test


def test_the_grid_counts_what_was_asked_and_the_map_shows_everybody() -> None:
    test = say(say(questioned(PLANS[0], "finance"), STRONG), "skip", "skip")
    (row,) = grid(test, book())
    assert (row.count("answered"), row.count("open"), row.count("untested")) == (1, 1, 4)
    places = {p.stakeholder: p for p in points_on_map(test, book())}
    assert len(places) == 12 and places["finance"].tested and places["sales"].stance == "untested"
    assert all(1 <= p.power <= 5 and 1 <= p.interest <= 5 for p in places.values())
    words = "\n".join(report.coverage_lines(test, book())).lower()
    assert all(cell.name.lower() in words for cell in row.cells)
    mapped = "\n".join(report.map_lines(test, book()))
    assert all(place.name in mapped for place in places.values())


@pytest.mark.parametrize(
    ("own", "picked", "text", "verdict"),
    [
        ("finance", ("finance",), STRONG, "untested"),
        ("commercial", ("finance",), STRONG, "mixed"),
        ("commercial", ("finance",), EMPTY, "none"),
        (None, ("finance",), STRONG, "unknown"),
    ],
)
def test_the_summary_says_where_the_plan_speaks_only_to_the_leaders_own_side(
    own: str | None, picked: tuple[str, ...], text: str, verdict: str
) -> None:
    test = played(replace(questioned(PLANS[2], *picked), own=own), text)
    assert comfort(test, book()).verdict == verdict
    assert report.comfort_line(test, book())


def test_answers_only_to_ones_own_side_are_called_that() -> None:
    test = replace(questioned(PLANS[2], "finance", "sales", minutes=5), own="finance")
    while (test := flow.ask(test, book())[0]).pending:
        reply = good(test) if waiting(test).stakeholder == "finance" else Reply(EMPTY)
        test = flow.answer(test, reply, book())
    assert comfort(test, book()).verdict == "own"
    assert "Sales" in report.comfort_line(test, book())


def test_the_plan_is_asked_for_part_by_part_and_only_what_is_missing() -> None:
    test = Interview("t", date(2026, 11, 22), minutes=15)
    test = say(test, "I want to stop the Tuesday meeting so that decisions are taken once")
    parts = []
    while waiting(test).move == "part":
        parts.append(waiting(test).key)
        assert waiting(test).asked.count("?") == 1
        test = say(test, "skip", "skip")
    assert parts == ["who", "measure", "date", "support", "assumption"]
    assert waiting(test).move == "pick"
    assert len(test.suggested) == 3


def test_an_offered_plan_can_be_taken_refused_or_talked_over() -> None:
    offered = Interview("t", date(2026, 11, 22), base=PLANS[0])
    assert waiting(say(offered, "This one")).move == "pick"
    refused = say(offered, "Another plan")
    assert (waiting(refused).move, refused.plan) == ("tell", Plan())
    told = say(offered, "I will rather move the pricing decisions into the monthly executive meeting")
    assert told.plan.change == "I will rather move the pricing decisions into the monthly executive meeting"
    assert told.plan.aim == ""


def test_whoever_cannot_be_recognised_is_asked_for_again() -> None:
    test = say(Interview("t", date(2026, 11, 22), base=PLANS[0]), "yes")
    again = say(test, "hm, let me think")
    assert (waiting(again).move, waiting(again).key) == ("pick", "again")
    assert waiting(say(again, "HR and the CFO")).stakeholder in ("hr", "finance")
