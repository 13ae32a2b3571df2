"""Days in the past as people name them when they look for something they wrote."""

import re
from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|" + (
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_LEAD = r"^\W*(?:(?:from|on|in|of|since|the)\s+)*"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?\W*$"
_ISO = re.compile(_LEAD + r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d?)(?:-(?P<day>\d\d?))?\W*$", re.I)
_NAMED = (
    re.compile(_LEAD + rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}", re.I),
    re.compile(_LEAD + rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?{_YEAR}", re.I),
    re.compile(_LEAD + rf"{_MONTH}{_YEAR}", re.I),
)
_RELATIVE = re.compile(_LEAD + r"(today|yesterday|this week|last week|this month|last month|this year)\W*$", re.I)


def days_meant(text: str, today: date) -> Days | None:
    """Return the first and last day a text names ("today", "last week", "3 November", "2026-11"), or None.

    A day or month without a year is the latest one that is not in the future.
    """
    if relative := _RELATIVE.match(text):
        return _relative(relative[1].lower(), today)
    if iso := _ISO.match(text):
        return _within(int(iso["year"]), int(iso["number"]), iso["day"])
    named = next((found for pattern in _NAMED if (found := pattern.match(text))), None)
    return _of_month(named.groupdict(), today) if named else None


def _relative(words: str, today: date) -> Days:
    monday, first = today - timedelta(today.weekday()), today.replace(day=1)
    before = first - timedelta(1)
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(1), today - timedelta(1)),
        "this week": (monday, today),
        "last week": (monday - timedelta(7), monday - timedelta(1)),
        "this month": (first, today),
        "last month": (before.replace(day=1), before),
        "this year": (today.replace(month=1, day=1), today),
    }[words]


def _of_month(named: dict[str, str | None], today: date) -> Days | None:
    month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith((named["month"] or "").lower()[:3]))
    if named["year"]:
        return _within(int(named["year"]), month, named.get("day"))
    days = _within(today.year, month, named.get("day"))
    return _within(today.year - 1, month, named.get("day")) if days and days[0] > today else days


def _within(year: int, month: int, day: str | None) -> Days | None:
    """A month, or a day of it; None where there is no such day."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, int(day)),) * 2 if 1 <= int(day) <= last else None
