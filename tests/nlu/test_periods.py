"""Calendar arithmetic for planning dates: what a week, a month, a quarter and "the next one" are, at every edge."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.analysis import periods
from bot.nlu.analysis.periods import MONTHS, Period

DAYS = st.dates(date(2023, 1, 1), date(2040, 12, 31))
SUNDAY, MONDAY, FRIDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 27)


def days(period: Period) -> tuple[date, date]:
    assert period.start is not None and period.end is not None
    return period.start, period.end


@pytest.mark.parametrize(("name", "number"), [("January", 1), ("jan", 1), ("Sept", 9), ("sept.", 9), ("MAY", 5)])
def test_a_month_is_known_by_its_name_or_the_beginning_of_it(name: str, number: int) -> None:
    assert periods.month_number(name) == number


def test_every_month_has_its_own_number() -> None:
    assert [periods.month_number(month) for month in MONTHS] == list(range(1, 13))


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_counted_over_years_and_end_on_a_day_that_there_is(day: date, count: int, later: date) -> None:
    assert periods.months_after(day, count) == later


@given(day=DAYS)
def test_a_day_lies_in_its_own_month_quarter_half_and_year(day: date) -> None:
    for of, fewest, most in (
        (periods.month_of, 28, 31),
        (periods.quarter_of, 90, 92),
        (periods.half_of, 181, 184),
        (periods.year_of, 365, 366),
    ):
        start, end = days(of(day))
        assert start <= day <= end
        assert fewest <= (end - start).days + 1 <= most
        assert start.day == 1 and (end + timedelta(days=1)).day == 1
        assert of(end + timedelta(days=1)).start == end + timedelta(days=1), "the next one begins the day after"


@given(day=DAYS)
def test_a_working_week_is_monday_to_friday_and_at_the_weekend_the_one_to_come(day: date) -> None:
    start, end = days(periods.week_of(day))
    assert (start.weekday(), end.weekday(), (end - start).days) == (0, 4, 4)
    assert (start <= day <= end) == (day.weekday() < 5)
    assert timedelta(0) <= end - day <= timedelta(days=6)


@given(day=DAYS)
def test_next_week_is_the_one_that_begins_on_the_next_monday(day: date) -> None:
    start, end = days(periods.week_after(day))
    assert start > day and (start - day).days <= 7
    assert end - start == timedelta(days=4)


def test_said_on_a_sunday_this_week_and_next_week_are_the_same() -> None:
    assert periods.week_of(SUNDAY) == periods.week_after(SUNDAY) == Period(MONDAY, FRIDAY, "week")


@pytest.mark.parametrize(
    ("part", "start", "end", "precision"),
    [
        ("middle", 11, 15, "week"),
        ("end", 31, 31, "day"),
        ("1", 1, 1, "week"),
        ("2", 4, 8, "week"),
        ("3", 11, 15, "week"),
    ],
)
def test_a_part_of_january_2027_which_begins_on_a_friday(part: str, start: int, end: int, precision: str) -> None:
    month = periods.month_of(date(2027, 1, 20))
    found = periods.part_of_month(month, part)
    assert found == Period(date(2027, 1, start), date(2027, 1, end), precision)


def test_a_month_without_dates_has_no_parts() -> None:
    unknown = Period(None, None, "month")
    assert periods.part_of_month(unknown, "middle") is unknown


@given(day=DAYS, n=st.integers(1, 4))
def test_the_nth_week_of_a_month_ends_on_a_friday_within_its_seven_days(day: date, n: int) -> None:
    first = day.replace(day=1)
    start, end = days(periods.nth_week(first, n))
    assert end.weekday() == 4
    assert first + timedelta(days=7 * (n - 1)) <= end < first + timedelta(days=7 * n)
    assert start >= first and 0 <= (end - start).days <= 4


@pytest.mark.parametrize(
    ("today", "weekday", "following", "found"),
    [
        (MONDAY, 4, False, FRIDAY),
        (MONDAY, 0, False, date(2026, 11, 30)),
        (SUNDAY, 0, False, MONDAY),
        (FRIDAY, 4, False, date(2026, 12, 4)),
        (MONDAY, 4, True, date(2026, 12, 4)),
        (SUNDAY, 4, True, FRIDAY),
    ],
)
def test_a_weekday_is_the_next_one_after_today_never_today(
    today: date, weekday: int, following: bool, found: date
) -> None:
    assert periods.next_weekday(today, weekday, following) == periods.one_day(found)


@given(day=DAYS, number=st.integers(1, 31))
def test_the_next_date_with_a_number_is_ahead_and_the_first_there_is(day: date, number: int) -> None:
    found, _ = days(periods.next_day_of_month(day, number))
    assert found > day and found.day == number
    between = (day + timedelta(days=n) for n in range(1, (found - day).days))
    assert not [other for other in between if other.day == number]


@pytest.mark.parametrize("number", [0, 32])
def test_there_is_no_date_with_a_number_that_no_month_has(number: int) -> None:
    with pytest.raises(ValueError):
        periods.next_day_of_month(SUNDAY, number)


@pytest.mark.parametrize(
    ("name", "today", "day"),
    [
        ("Christmas", date(2026, 11, 22), date(2026, 12, 25)),
        ("xmas", date(2026, 12, 25), date(2026, 12, 25)),
        ("xmas", date(2026, 12, 26), date(2027, 12, 25)),
        ("new year", date(2026, 11, 22), date(2027, 1, 1)),
        ("new year", date(2027, 1, 1), date(2027, 1, 1)),
        ("Easter", date(2026, 11, 22), date(2027, 3, 28)),
        ("easter", date(2026, 4, 6), date(2027, 3, 28)),
        ("easter", date(2026, 4, 5), date(2026, 4, 5)),
    ],
)
def test_a_holiday_is_the_next_one_and_may_be_today(name: str, today: date, day: date) -> None:
    assert periods.holiday(name, today) == periods.one_day(day)


def test_what_is_over_is_meant_for_next_year_and_what_is_under_way_for_this() -> None:
    spring = Period(date(2026, 1, 1), date(2026, 3, 31), "quarter")
    assert periods.upcoming(spring, SUNDAY) == Period(date(2027, 1, 1), date(2027, 3, 31), "quarter")
    assert periods.upcoming(spring, date(2026, 3, 31)) == spring
    assert periods.upcoming(spring, date(2026, 4, 1)) != spring
    unknown = Period(None, None, "quarter")
    assert periods.upcoming(unknown, SUNDAY) is unknown


@pytest.mark.parametrize(
    ("end", "moved"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2027, 6, 30)),
        (date(2026, 6, 15), date(2027, 6, 15)),
    ],
)
def test_the_end_of_a_month_stays_the_end_of_a_month_a_year_later(end: date, moved: date) -> None:
    month = Period(end.replace(day=1), end, "month")
    assert periods.upcoming(month, end + timedelta(days=1)).end == moved
