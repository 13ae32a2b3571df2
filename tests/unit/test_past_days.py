"""Days in the past as people name them: every form, every edge of a month, and nothing that is no day."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.past_days import days_meant

NAMES = "January February March April May June July August September October November December".split()
SUNDAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def one(day: date) -> tuple[date, date]:
    return day, day


@given(day=DAYS, name=st.sampled_from([str.lower, str.upper, str.title]), brief=st.booleans())
def test_a_day_and_its_month_in_any_order_with_the_year_is_that_day(day: date, name, brief: bool) -> None:
    month = name(NAMES[day.month - 1][:3] if brief else NAMES[day.month - 1])
    for text in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"on the {day.day}th of {month} {day.year}",
    ):
        assert days_meant(text, SUNDAY) == one(day), text
    assert days_meant(day.isoformat(), SUNDAY) == one(day)


@given(day=DAYS)
def test_a_month_is_its_first_to_its_last_day(day: date) -> None:
    whole = (day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    for text in (f"{NAMES[day.month - 1]} {day.year}", f"in {NAMES[day.month - 1][:3]} {day.year}", f"{day:%Y-%m}"):
        assert days_meant(text, SUNDAY) == whole, text


@given(day=DAYS, today=DAYS)
def test_without_a_year_it_is_the_latest_one_that_is_not_ahead(day: date, today: date) -> None:
    found = days_meant(f"{day.day} {NAMES[day.month - 1]}", today)
    if found is None:
        assert (day.month, day.day) == (2, 29), "not every year has one"
        return
    assert (found[0].month, found[0].day) == (day.month, day.day)
    assert found[0] <= today < found[0] + timedelta(days=366)


def test_a_month_that_has_begun_is_this_year_s_and_one_to_come_is_last_year_s() -> None:
    assert days_meant("November", SUNDAY) == (date(2026, 11, 1), date(2026, 11, 30))
    assert days_meant("December", SUNDAY) == (date(2025, 12, 1), date(2025, 12, 31))
    assert days_meant("22 November", SUNDAY) == one(SUNDAY)
    assert days_meant("23 November", SUNDAY) == one(date(2025, 11, 23))


@pytest.mark.parametrize("name", ["Jun", "June", "Jul", "July", "Mar", "March", "May", "Sept", "Sep", "Apr", "Aug"])
def test_months_that_begin_alike_are_told_apart(name: str) -> None:
    found = days_meant(f"3 {name} 2026", SUNDAY)
    assert found is not None and NAMES[found[0].month - 1].startswith(name[:3])


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today", SUNDAY, SUNDAY),
        ("yesterday", date(2026, 11, 21), date(2026, 11, 21)),
        ("this week", date(2026, 11, 16), SUNDAY),
        ("last week", date(2026, 11, 9), date(2026, 11, 15)),
        ("this month", date(2026, 11, 1), SUNDAY),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("this year", date(2026, 1, 1), SUNDAY),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "from {}", "  {} ?", "Since the {}!"])
def test_spans_up_to_today_are_named_from_their_first_day(frame: str, words: str, first: date, last: date) -> None:
    assert days_meant(frame.format(words), SUNDAY) == (first, last)


@given(today=DAYS)
def test_last_week_is_seven_days_that_end_on_the_sunday_before_this_week_s_monday(today: date) -> None:
    first, last = days_meant("last week", today) or (today, today)
    monday, until = days_meant("this week", today) or (today, today)
    assert (first.weekday(), last.weekday(), (last - first).days) == (0, 6, 6)
    assert (monday, until) == (last + timedelta(days=1), today)


@given(today=DAYS)
def test_last_month_ends_the_day_before_this_one_begins(today: date) -> None:
    first, last = days_meant("last month", today) or (today, today)
    begun, _ = days_meant("this month", today) or (today, today)
    assert (first.day, begun.day) == (1, 1) and last + timedelta(days=1) == begun


def test_the_first_and_the_last_day_of_a_month_exist_and_no_further_one() -> None:
    assert days_meant("1 April 2026", SUNDAY) == one(date(2026, 4, 1))
    assert days_meant("30 April 2026", SUNDAY) == one(date(2026, 4, 30))
    assert days_meant("31 April 2026", SUNDAY) is None
    assert days_meant("0 April 2026", SUNDAY) is None
    assert days_meant("2026-12", SUNDAY) == (date(2026, 12, 1), date(2026, 12, 31))
    assert days_meant("2026-01-01", SUNDAY) == one(date(2026, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-02-30", "29 February 2026", "the pack", "may I", "5", "3 Novembers ago", "soon"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days_meant(text, SUNDAY) is None
