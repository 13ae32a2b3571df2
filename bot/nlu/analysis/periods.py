"""Calendar arithmetic for planning dates: weeks that end on Friday, months, quarters, cycles."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from bot.domain.coaching.signals import Precision

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FRIDAY = 4


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included; without dates where a calendar cannot tell."""

    start: date | None
    end: date | None
    precision: Precision


def one_day(day: date) -> Period:
    """A single day."""
    return Period(day, day, "day")


def month_number(name: str) -> int:
    """1 to 12 for "January", "jan" or "Sept"."""
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def month_of(day: date) -> Period:
    """The month a day lies in."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), "month")


def months_after(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_of(day: date) -> Period:
    """The calendar quarter a day lies in."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, months_after(first, 3) - timedelta(days=1), "quarter")


def half_of(day: date) -> Period:
    """The half-year a day lies in."""
    first = date(day.year, 1 if day.month <= 6 else 7, 1)
    return Period(first, months_after(first, 6) - timedelta(days=1), "quarter")


def year_of(day: date) -> Period:
    """The year a day lies in; no unit is coarser than a quarter."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), "quarter")


def week_of(day: date) -> Period:
    """The working week of a day, Monday to Friday; at the weekend, the week to come."""
    monday = day - timedelta(days=day.weekday())
    if day.weekday() > _FRIDAY:
        monday += timedelta(days=7)
    return Period(monday, monday + timedelta(days=_FRIDAY), "week")


def week_after(day: date) -> Period:
    """The working week that begins on the next Monday."""
    return week_of(day + timedelta(days=7 - day.weekday()))


def part_of_month(month: Period, part: str) -> Period:
    """The beginning (to the first Friday), middle (to the 15th) or end of a month."""
    if month.start is None or month.end is None:
        return month
    if part == "middle":
        return Period(month.start.replace(day=11), month.start.replace(day=15), "week")
    if part == "end":
        return Period(month.end, month.end, "day")
    return nth_week(month.start, int(part))


def nth_week(first: date, n: int) -> Period:
    """The n-th seven days of a month, as a working week: it ends on the last Friday within them."""
    last = first + timedelta(days=7 * n - 1)
    friday = last - timedelta(days=(last.weekday() - _FRIDAY) % 7)
    return Period(max(first, friday - timedelta(days=_FRIDAY)), friday, "week")


def next_weekday(day: date, weekday: int, following_week: bool) -> Period:
    """The next such weekday after `day`; with `following_week`, the one in the week that begins next Monday."""
    if following_week:
        return one_day(day + timedelta(days=7 - day.weekday() + weekday))
    return one_day(day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1))


def next_day_of_month(day: date, number: int) -> Period:
    """The next date with that number: the 30th, the 14th."""
    for count in range(3):
        month = month_of(months_after(day.replace(day=1), count)).end
        if month and number <= month.day and (found := month.replace(day=number)) > day:
            return one_day(found)
    raise ValueError(f"no month has a day {number}")


def holiday(name: str, today: date) -> Period:
    """The next Christmas, Easter or New Year."""
    for year in (today.year, today.year + 1):
        day = _holiday_in(name.lower(), year)
        if day >= today:
            return one_day(day)
    raise ValueError(f"no holiday called {name}")


def _holiday_in(name: str, year: int) -> date:
    if name == "easter":
        day: date = easter(year)
        return day
    return date(year, 12, 25) if name in ("christmas", "xmas") else date(year, 1, 1)


def upcoming(period: Period, today: date) -> Period:
    """The same period a year later if it is over; Q1 said in November is next year's."""
    if period.end is None or period.start is None or period.end >= today:
        return period
    return Period(months_after(period.start, 12), _same_end_next_year(period.end), period.precision)


def _same_end_next_year(end: date) -> date:
    """29 February has no next year; a month's end stays a month's end."""
    last = end.day == monthrange(end.year, end.month)[1]
    moved = months_after(end, 12)
    return moved.replace(day=monthrange(moved.year, moved.month)[1]) if last else moved
