"""The questions of a pressure test are about this plan, never repeat, and differ from plan to plan."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from benchmarks.pressure.run import FIRST, MAY_SHARE, STRONG, at_random, twelve
from benchmarks.pressure.run import begun as questioned
from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import flow
from bot.domain.pressure.choice import Past, dealt, gap_of
from bot.domain.pressure.conditions import HARDEST, conditions
from bot.domain.pressure.dealing import hands
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.wording import quotes
from tests.fakes.books import stakeholder_book as book
from tests.speed import some

CONTENT = Path(__file__).resolve().parents[2] / "content"
IDS = (
    "general-manager sales marketing product demand-planning supply-planning manufacturing procurement logistics "
    "finance hr it-data"
).split()
#: Twelve plans as leaders tell them, from complete to two words.
PLANS = twelve()
#: Their numbers; each test below is about every one of them, or about some for `make check`.
TRIED = some(range(12))
#: And who asks.
ASKING = some(IDS)
EMPTY = "Thank you, that is a very good question and we will look into it together"


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


@pytest.mark.slow
def test_every_stakeholder_has_five_questions_for_each_of_the_twelve_plans() -> None:
    assert sorted(book().stakeholders) == sorted(IDS)
    assert {len(first_five(plan, name)) for plan in TRIED for name in IDS} == {FIRST}


@pytest.mark.slow
@pytest.mark.parametrize("stakeholder", IDS)
def test_two_plans_share_at_most_a_third_of_the_first_five_questions(stakeholder: str) -> None:
    """Counted by the questions themselves, whatever stands in front of them and whatever the plan says."""
    asked = {plan: {e.key for e in first_five(plan, stakeholder)} for plan in TRIED}
    shared = {(a, b): asked[a] & asked[b] for a, b in combinations(TRIED, 2)}
    assert {pair: ids for pair, ids in shared.items() if len(ids) > MAY_SHARE} == {}


def test_different_hands_of_a_stakeholder_share_one_question_at_most() -> None:
    """What makes it hold for any plans, not only for these: two plans share more only if they draw the same hand."""
    for person in book().stakeholders.values():
        held = [{name for place in hand.places for name in place.ids} for hand in hands(person)]
        homes = Counter(place.ids for hand in hands(person) for place in hand.places)
        assert len(held) >= 900 and len(person.concerns) >= FIRST
        assert len(set().union(*homes)) == sum(map(len, homes)), "a question stands in one place only"
        some = held[:: len(held) // 60]
        assert max(len(a & b) for a, b in combinations(some, 2)) <= 2, "a place holds two questions at most"


@pytest.mark.slow
def test_random_plans_rarely_draw_the_same_hand() -> None:
    """One in a hundred pairs at most; the whole measurement is `python -m benchmarks pressure`."""
    plans = at_random(40)
    drawn = [
        [dealt(questioned(p, name), book().stakeholders[name], book(), Past()).name for p in plans] for name in IDS
    ]
    same = sum(a == b for names in drawn for a, b in combinations(names, 2))
    assert same / (len(IDS) * 40 * 39 / 2) <= 0.01


@pytest.mark.slow
@pytest.mark.parametrize("stakeholder", IDS)
def test_a_leader_who_brings_twelve_plans_hears_at_most_a_third_again(stakeholder: str) -> None:
    """The strict count: the questions themselves, whatever stands in front of them."""
    heard: list[frozenset[str]] = []
    for plan in some(PLANS):
        test = played(questioned(plan, stakeholder), STRONG, Past({stakeholder: tuple(heard)}))
        heard.append(frozenset(e.key for e in questions(test)[:FIRST]))
    assert [(a, b) for a, b in combinations(heard, 2) if len(a & b) > MAY_SHARE] == []


@pytest.mark.slow
@pytest.mark.parametrize("text", [STRONG, EMPTY])
@pytest.mark.parametrize("minutes", [5, 30])
def test_every_question_holds_words_of_the_plan_and_none_repeats(text: str, minutes: int) -> None:
    for number, plan in some(list(enumerate(PLANS))):
        test = played(questioned(plan, *IDS[number % 12 :][:3], minutes=minutes), text)
        asked = [e.asked for e in test.exchanges if e.step == "question"]
        assert len(asked) == len(set(asked))
        told = " ".join(test.plan.text.split())
        assert [text for text in asked if not any(words in told for words in quotes(text))] == []
        assert [text for text in asked if text.count("?") != 1 or "{" in text] == []


@pytest.mark.parametrize("text", [STRONG, EMPTY])
def test_no_words_of_a_plan_are_quoted_in_two_questions_running(text: str) -> None:
    for number, plan in some(list(enumerate(PLANS[::4]))):
        test = played(questioned(plan, *IDS[number % 12 :][:3]), text)
        asked = [quotes(e.asked) for e in test.exchanges if e.step == "question"]
        assert [(a, b) for a, b in pairwise(asked) if a & b] == []


def test_the_action_is_named_by_the_first_question_of_each_and_seldom_more_than_every_other_time() -> None:
    test = played(questioned(PLANS[0], "finance", "sales", "hr"), STRONG)
    named = [any(words in PLANS[0].change for words in quotes(e.asked)) for e in questions(test)]
    assert 3 <= sum(named) <= len(named) / 2


def test_the_same_plan_hears_the_same_questions_and_one_more_word_changes_them() -> None:
    again = [e.key for e in questions(played(questioned(PLANS[0], "finance"), STRONG))[:FIRST]]
    assert again == [e.key for e in first_five(0, "finance")]
    other = replace(PLANS[0], change=PLANS[0].change + ", as agreed in Lyon")
    assert [e.key for e in questions(played(questioned(other, "finance"), STRONG))[:FIRST]] != again


@pytest.mark.parametrize("stakeholder", ASKING)
def test_the_hardest_gap_comes_first(stakeholder: str) -> None:
    person = book().stakeholders[stakeholder]
    for number in TRIED:
        plan = PLANS[number]
        holding = conditions(plan, person, book().cues)
        gaps = [gap for gap in HARDEST if gap in holding and gap != "forgets-me"]
        first = person.question(first_five(number, stakeholder)[0].key)
        assert first is not None
        assert gap_of(first) == (gaps[0] if gaps else gap_of(first))
        assert bool(gaps) <= bool(gap_of(first))


def test_the_first_five_questions_are_about_different_concerns() -> None:
    for number in TRIED:
        for name in ASKING:
            assert len({e.concern for e in first_five(number, name)}) == FIRST


def test_a_quotation_is_at_most_fourteen_words_even_of_a_long_story() -> None:
    story = "I ask every regional manager to send the forecast with a written reason for each override over ten percent"
    test = played(questioned(Plan(change=story), "sales"), EMPTY)
    quoted = [piece.split("”")[0] for e in test.exchanges if e.step == "question" for piece in e.asked.split("“")[1:]]
    assert quoted
    assert max(len(words.split()) for words in quoted) <= 14
    assert all(words in story or words in EMPTY for words in quoted)
