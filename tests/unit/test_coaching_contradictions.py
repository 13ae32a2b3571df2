"""Two statements are laid side by side only when they are about the same thing and cannot both be the whole story."""

import pytest

from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Signals
from tests.unit.coaching import TODAY


def talk(*said: str, numbers: tuple[str, ...] = ()) -> Session:
    """A conversation of these answers; `numbers` are found in whichever holds them."""
    exchanges = tuple(
        Exchange("reality", f"q{n}", "lens", "What else?", "note", answer=text, signals=_read(text, numbers))
        for n, text in enumerate(said)
    )
    return Session("s1", TODAY, exchanges=exchanges)


def _read(text: str, numbers: tuple[str, ...]) -> Signals:
    return Signals(words=len(text.split()), numbers=tuple(n for n in numbers if n in text))


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("Pavel never listens", "In June Pavel held the plan for three weeks"),
        ("Logistics never shares its costs with us", "In May logistics shared the costs of both sites with us"),
        ("Nobody backs me in there", "In August Fatima defended my scenario"),
        ("I want Henrik to own the demand number", "I correct Henrik's demand number myself every month"),
        ("My boss supports me in this", "My boss cancelled the last three reviews"),
        ("I trust my planners", "I check every planner's file before it goes out"),
        ("I have no influence on the plant schedule", "The plant schedule changed because I asked"),
        ("Every decision is taken in the executive meeting", "The real decision is taken by phone before"),
    ],
)
def test_what_does_not_go_together_is_found_word_for_word(earlier: str, now: str) -> None:
    pair = contradiction(talk(earlier, "It has been like that for a while", now))
    assert pair is not None
    assert (pair.earlier, pair.now) == (earlier, now)


def test_two_figures_for_one_thing_are_found() -> None:
    said = ("The consensus call costs us two days", "Honestly the consensus call eats six days")
    pair = contradiction(talk(*said, numbers=("two days", "six days")))
    assert pair is not None
    assert (pair.earlier, pair.now) == said


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("Pavel never listens", "Pavel came late again last month"),
        ("Pavel never listens", "In June Hana held the plan for three weeks"),
        ("He never comes to the review", "He said he would come in January"),
        ("My boss supports me in this", "My boss asked for a page on it"),
        ("My boss supports me in this", "The finance director cancelled the last three reviews"),
        ("I want Henrik to own the demand number", "Henrik has no authority over the demand number"),
        ("I trust my planners", "My planners check every file before it goes out"),
        ("I never get an answer from the regions", "I asked the regions for a date last week"),
    ],
)
def test_what_may_both_be_true_is_left_alone(earlier: str, now: str) -> None:
    assert contradiction(talk(earlier, now)) is None


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("Forecast accuracy was 55 percent two years ago", "Forecast accuracy is 80 percent"),
        ("Stock cover is 62 days", "I want stock cover at 50 days"),
    ],
)
def test_a_change_over_time_and_a_target_are_no_contradiction(earlier: str, now: str) -> None:
    assert contradiction(talk(earlier, now, numbers=("55 percent", "80 percent", "62 days", "50 days"))) is None


def test_a_pair_that_was_laid_out_is_not_laid_out_again() -> None:
    session = talk("Pavel never listens", "In June Pavel held the plan for three weeks")
    laid = Exchange("reality", "c1", "contradiction", "“Pavel never listens” and “now”?", answer="Pavel held it in May")
    again = Session("s1", TODAY, exchanges=(*session.exchanges, laid))
    assert contradiction(again) is None
