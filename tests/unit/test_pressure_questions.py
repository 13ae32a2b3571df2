"""The questions of a pressure test are about this plan, never repeat, and differ from plan to plan."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from bot.catalogue.stakeholders import load_book
from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import flow
from bot.domain.pressure.book import Book
from bot.domain.pressure.choice import Past, gap_of
from bot.domain.pressure.conditions import HARDEST, conditions
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.quoting import quotable
from bot.domain.pressure.wording import unquoted

CONTENT = Path(__file__).resolve().parents[2] / "content"
IDS = (
    "general-manager sales marketing product demand-planning supply-planning manufacturing procurement logistics "
    "finance hr it-data"
).split()
#: Twelve plans as leaders tell them, from complete to two words.
PLANS = (
    Plan(
        change="move the demand review to working day 6 so that sales can close the month first",
        aim="a consensus number that sales has seen",
        who="the sales director signs the number himself",
        step="demand-review",
        measure="bias below 5 percent over three cycles",
        date="14 January",
        on="2027-01-14",
        support="the GM backs it",
        assumption="sales can deliver inputs by working day 5",
    ),
    Plan(
        change="stop the Thursday pricing call and take its decisions into the executive meeting",
        aim="one place where trade-offs are decided",
        who="the commercial director brings price cases to the executive meeting",
        step="executive-meeting",
        measure="no price decision outside the meeting",
        date="1 March",
        on="2027-03-01",
    ),
    Plan(
        change="cut safety stock on the slow movers by a fifth",
        aim="free two million of working capital",
        who="supply planning sets new levels",
        measure="stock in days of cover from 62 to 50",
        date="end of Q1",
        on="2027-03-31",
        support="the CFO asked for it",
        assumption="service does not drop on the slow movers",
    ),
    Plan(
        change="give the plant a frozen schedule of ten days",
        aim="fewer rush jobs on the lines",
        who="sales stops calling the plant directly",
        step="supply-review",
        measure="schedule adherence at 90 percent",
        date="February",
        support="the plant manager wants it",
        asset="a working scheduling sheet",
    ),
    Plan(
        change="put forecast bias into the bonus of the sales managers",
        aim="honest numbers",
        date="1 January",
        on="2027-01-01",
    ),
    Plan(
        change="appoint one master data owner for lead times and product hierarchies",
        who="every plant names a data steward",
        measure="errors found per month",
        asset="the clean-up list from the audit",
    ),
    Plan(change="better alignment between sales and operations"),
    Plan(
        change="start a weekly launch review with product and marketing",
        aim="launches on shelf on the promised day",
        who="product managers update the launch dates every Friday",
        step="product-review",
        date="next cycle",
        support="the marketing director is for it",
        assumption="launch dates are known ten weeks ahead",
    ),
    Plan(
        change="replace the regional spreadsheets with one planning tool",
        aim="one set of numbers",
        measure="hours spent on consolidation",
        date="Q3",
        support="IT has budget",
        assumption="the regions give up their files",
    ),
    Plan(
        change="add a third shift on line 4 from April",
        aim="no more allocation in summer",
        who="the plant hires twelve people",
        step="supply-review",
        measure="service level at 97 percent",
        date="April",
        on="2027-04-30",
    ),
    Plan(
        change="let finance chair the reconciliation review",
        aim="a plan in money",
        who="the controller prepares the gap to budget",
        step="reconciliation-review",
        support="finance director agreed",
        asset="a gap template that works",
    ),
    Plan(
        change="cut the tail of the range by forty variants before summer",
        aim="less complexity in the plants",
        who="product decides, sales tells the customers",
        measure="variants from 410 to 370",
        date="30 June",
        on="2027-06-30",
        assumption="customers accept the substitutes",
    ),
)
FIRST = 5
#: Of five questions at most a third.
MAY_SHARE = FIRST // 3
STRONG = "The controller signs, the number is two million by 14 March"
EMPTY = "Thank you, that is a very good question and we will look into it together"


@cache
def book() -> Book:
    """The packaged content."""
    return load_book(CONTENT)


def questioned(plan: Plan, *picked: str, minutes: int = 15) -> Interview:
    """A test of a complete telling of the plan, about to ask its first question."""
    test = Interview("t", date(2026, 11, 22), minutes=minutes, base=plan)
    asked = [Exchange("plan", "offer", "", key="offer", answer="yes")]
    asked += [Exchange("plan", "part", "", key=part, answer="none") for part in test.length.parts]
    return replace(test, exchanges=(*asked, Exchange("stakeholders", "pick", "", answer="yes", picked=picked)))


def played(test: Interview, text: str, past: Past | None = None) -> Interview:
    """The test with the same answer to everything, until the summary."""
    for _ in range(200):
        test, exchange = flow.ask(test, book(), past or Past())
        if exchange is None:
            return test
        test = flow.answer(test, Reply(text), book())
    raise AssertionError("the questions do not come to an end")


def questions(test: Interview) -> list[Exchange]:
    """The stakeholders' own questions, without follow-ups."""
    return [e for e in test.exchanges if e.move == "ask"]


@cache
def first_five(plan: int, stakeholder: str) -> tuple[Exchange, ...]:
    """What a stakeholder asks first about one of the twelve plans."""
    return tuple(questions(played(questioned(PLANS[plan], stakeholder), STRONG))[:FIRST])


def test_every_stakeholder_has_five_questions_for_each_of_the_twelve_plans() -> None:
    assert sorted(book().stakeholders) == sorted(IDS)
    assert {len(first_five(plan, name)) for plan in range(12) for name in IDS} == {FIRST}


@pytest.mark.parametrize("stakeholder", IDS)
def test_two_plans_share_at_most_a_third_of_the_first_five_wordings(stakeholder: str) -> None:
    """Compared without the leader's own words, so that only what the stakeholder says counts."""
    worded = [{unquoted(e.asked) for e in first_five(plan, stakeholder)} for plan in range(12)]
    shared = {(a, b): worded[a] & worded[b] for a, b in combinations(range(12), 2)}
    assert {pair: texts for pair, texts in shared.items() if len(texts) > MAY_SHARE} == {}


@pytest.mark.parametrize("stakeholder", IDS)
def test_a_leader_who_brings_twelve_plans_hears_at_most_a_third_again(stakeholder: str) -> None:
    """The strict count: the questions themselves, whatever stands in front of them."""
    heard: list[frozenset[str]] = []
    for plan in PLANS:
        test = played(questioned(plan, stakeholder), STRONG, Past({stakeholder: tuple(heard)}))
        heard.append(frozenset(e.key for e in questions(test)[:FIRST]))
    assert [(a, b) for a, b in combinations(heard, 2) if len(a & b) > MAY_SHARE] == []


def test_different_leaders_rarely_hear_the_same_question() -> None:
    """The strict count for strangers: on average well under one of five, a third exceeded in few pairs."""
    pairs = [
        len({e.key for e in first_five(a, name)} & {e.key for e in first_five(b, name)})
        for name in IDS
        for a, b in combinations(range(12), 2)
    ]
    assert sum(pairs) / len(pairs) < 0.6
    assert sum(1 for shared in pairs if shared > MAY_SHARE) / len(pairs) < 0.1


@pytest.mark.parametrize("text", [STRONG, EMPTY])
@pytest.mark.parametrize("minutes", [5, 30])
def test_every_question_holds_words_of_the_plan_and_none_repeats(text: str, minutes: int) -> None:
    for number, plan in enumerate(PLANS):
        test = played(questioned(plan, *IDS[number % 12 :][:3], minutes=minutes), text)
        asked = [e.asked for e in test.exchanges if e.step == "question"]
        assert len(asked) == len(set(asked))
        parts = [
            quotable(test.plan.words(part)) for part in ("change", "measure", "who", "aim", "support", "assumption")
        ]
        about = [text for text in asked if not any(f"“{words}" in text for words in parts if words)]
        assert about == []
        assert [text for text in asked if text.count("?") != 1 or "{" in text] == []


def test_the_same_plan_hears_the_same_questions_and_one_more_word_changes_them() -> None:
    again = [e.key for e in questions(played(questioned(PLANS[0], "finance"), STRONG))[:FIRST]]
    assert again == [e.key for e in first_five(0, "finance")]
    other = replace(PLANS[0], change=PLANS[0].change + ", as agreed in Lyon")
    assert [e.key for e in questions(played(questioned(other, "finance"), STRONG))[:FIRST]] != again


@pytest.mark.parametrize("stakeholder", IDS)
def test_the_hardest_gap_comes_first(stakeholder: str) -> None:
    person = book().stakeholders[stakeholder]
    for number, plan in enumerate(PLANS):
        holding = conditions(plan, person, book().cues)
        gaps = [gap for gap in HARDEST if gap in holding and gap != "forgets-me"]
        first = person.question(first_five(number, stakeholder)[0].key)
        assert first is not None
        assert gap_of(first) == (gaps[0] if gaps else gap_of(first))
        assert bool(gaps) <= bool(gap_of(first))


def test_the_first_five_questions_are_about_different_concerns() -> None:
    for number in range(12):
        for name in IDS:
            assert len({e.concern for e in first_five(number, name)}) == FIRST


def test_a_quotation_is_at_most_fourteen_words_even_of_a_long_story() -> None:
    story = "I ask every regional manager to send the forecast with a written reason for each override over ten percent"
    test = played(questioned(Plan(change=story), "sales"), EMPTY)
    quoted = [piece.split("”")[0] for e in test.exchanges if e.step == "question" for piece in e.asked.split("“")[1:]]
    assert quoted
    assert max(len(words.split()) for words in quoted) <= 14
    assert all(words in story or words in EMPTY for words in quoted)
