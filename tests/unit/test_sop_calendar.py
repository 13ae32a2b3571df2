"""The leader's cycle, and what "before the March demand review" means in it."""

from datetime import date

import pytest

from bot.domain.sop_calendar import CycleDay, on_calendar, read_calendar

CALENDAR = {"demand-review": CycleDay(8), "executive-meeting": CycleDay(16, working=True)}


def test_days_are_read_from_one_sentence() -> None:
    said = "demand review on the 8th, supply review 14, and the executive meeting working day 16"
    assert read_calendar(said) == CALENDAR | {"supply-review": CycleDay(14)}


@pytest.mark.parametrize("said", ["our demand review is a mess", "demand review on the 45th", "the 8th"])
def test_a_text_without_a_day_for_a_review_sets_nothing(said: str) -> None:
    assert read_calendar(said) == {}


@pytest.mark.parametrize(
    ("words", "taken", "meant"),
    [
        ("before the March demand review", date(2027, 3, 31), date(2027, 3, 7)),
        ("at the March demand review", date(2027, 3, 31), date(2027, 3, 8)),
        ("by the December executive meeting", date(2026, 12, 31), date(2026, 12, 22)),
        ("before the March supply review", date(2027, 3, 31), date(2027, 3, 31)),
        ("before the January demand review", date(2026, 12, 31), date(2027, 1, 7)),
        ("by Friday", date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_a_review_is_found_on_the_leaders_calendar(words: str, taken: date, meant: date) -> None:
    assert on_calendar(words, taken, CALENDAR) == meant


def test_a_month_too_short_gives_its_last_day() -> None:
    assert CycleDay(31).in_month(2027, 2) == date(2027, 2, 28)
    assert CycleDay(23, working=True).in_month(2027, 2) == date(2027, 2, 26)
