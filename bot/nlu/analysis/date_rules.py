"""Patterns for the times that S&OP leaders name, each with the period it means.

Ours come first because they know cycles, month ends and reviews; `dateparser` reads only the spans
that are written as a date, since it is slow and finds dates where there are none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import dateparser

from bot.domain.coaching.signals import Precision
from bot.nlu.analysis import periods
from bot.nlu.analysis.periods import MONTHS, WEEKDAYS, Period


@dataclass(frozen=True)
class Calendar:
    """What dates are counted from. A cycle is a calendar month unless `cycle_days` says otherwise."""

    today: date
    cycle_days: int | None = None

    def cycles_on(self, count: int) -> date:
        """The day `count` cycles from today."""
        if self.cycle_days:
            return self.today + timedelta(days=self.cycle_days * count)
        return periods.months_after(self.today, count)


Rule = Callable[["re.Match[str]", Calendar], Period | None]

_COUNTS = {
    word: n for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_COUNTS |= {"a": 1, "an": 1, "couple": 2, "few": 3}
_COUNT = rf"(?P<count>\d{{1,3}}|(?:a )?(?:couple|few)(?: of)?|{'|'.join(_COUNTS)})"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
_DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_REVIEW = r"(?:s&op|s&oe|ibp|review|meeting|cycle|round|pre-s&op|pre-meeting|workshop|board|exec\w*|session)"
_STEPS = "product|portfolio|demand|supply|executive|exec|management|reconciliation|monthly|pre-?|s&op|ibp|board|finance"
_STEP = rf"(?:(?:{_STEPS})\s+)*"
_PARTS = {"beginning": "1", "start": "1", "early": "1", "first week": "1", "second week": "2", "third week": "3"}
_PARTS |= {"middle": "middle", "mid": "middle", "end": "end", "late": "end", "last week": "end", "close": "end"}
_PART = rf"(?P<part>{'|'.join(_PARTS)})(?:\s+of|-|\s)(?:\s*the)?\s*"
_PRECISIONS: dict[str, Precision] = {"day": "day", "week": "week", "fortnight": "week", "month": "month"}
_SETTINGS = {"PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "STRICT_PARSING": False}


def _written(match: re.Match[str], calendar: Calendar) -> Period | None:
    """A date in figures or with a month's name; the only work for dateparser."""
    if re.fullmatch(r"20\d\d-\d\d-\d\d", match.group("written")):
        return _iso(match.group("written"))
    base = datetime.combine(calendar.today, time())
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b| of\b", "", match.group("written"))
    found = dateparser.parse(text, languages=["en"], settings={**_SETTINGS, "RELATIVE_BASE": base})
    if found is None:
        return None
    named_year = re.search(r"\d{4}", text)
    day = periods.one_day(found.date())
    return day if named_year else periods.upcoming(day, calendar.today)


def _iso(written: str) -> Period | None:
    # dateparser takes 2027-02-01 for 2 January once told that days come first.
    try:
        return periods.one_day(date.fromisoformat(written))
    except ValueError:
        return None


def _soon(match: re.Match[str], calendar: Calendar) -> Period:
    word = match.group("soon").lower()
    days = (
        2
        if word.startswith("day after")
        else 0
        if word.startswith(("to", "this")) and not word.startswith("tom")
        else 1
    )
    return periods.one_day(calendar.today + timedelta(days=days))


def _month(match: re.Match[str], calendar: Calendar) -> Period:
    period = _month_in_year(match, calendar)
    return period if _year(match) else periods.upcoming(period, calendar.today)


def _month_in_year(match: re.Match[str], calendar: Calendar) -> Period:
    return periods.month_of(date(_year(match) or calendar.today.year, periods.month_number(match.group("month")), 1))


def _year(match: re.Match[str]) -> int | None:
    named = match.groupdict().get("year")
    return int(named) if named else None


def _part_of_month(match: re.Match[str], calendar: Calendar) -> Period:
    part = _PARTS[match.group("part").lower()]
    period = periods.part_of_month(_month_in_year(match, calendar), part)
    if _year(match) or (period.end and period.end >= calendar.today):
        return period
    return periods.part_of_month(periods.month_of(periods.months_after(period.start or calendar.today, 12)), part)


def _month_review(match: re.Match[str], calendar: Calendar) -> Period:
    month = _month(match, calendar)
    return Period(month.start, month.end, "cycle")


def _next_review(match: re.Match[str], calendar: Calendar) -> Period:
    # "Before the next review" and "at the next review" both fall due within one cycle.
    day = calendar.cycles_on(1)
    return Period(day + timedelta(days=1), day, "cycle")


def _quarter(match: re.Match[str], calendar: Calendar) -> Period:
    year, number = _year(match) or calendar.today.year, int(match.group("number"))
    halves = match.group("kind").lower() == "h"
    of = periods.half_of if halves else periods.quarter_of
    period = of(date(year, (6 if halves else 3) * (min(number, 2) if halves else number), 1))
    return period if _year(match) else periods.upcoming(period, calendar.today)


def _unit(match: re.Match[str], calendar: Calendar) -> Period | None:
    """This or next week, month, quarter, year, cycle; with a part of it if one is named."""
    named = match.groupdict()
    period = _whole_unit(named["unit"].lower(), (named.get("which") or "this").lower(), calendar)
    part = _PARTS.get((named.get("part") or "").lower(), "")
    if period.precision == "month" and part:
        return periods.part_of_month(period, part)
    if part == "end" and period.end:
        return periods.one_day(period.end)
    return None if part else period


def _whole_unit(unit: str, which: str, calendar: Calendar) -> Period:
    today, later = calendar.today, which in ("next", "following")
    if unit == "week":
        return periods.week_after(today) if later else periods.week_of(today)
    if unit == "cycle":
        return _next_cycle(calendar) if later else Period(today, periods.month_of(today).end, "cycle")
    of, months = {
        "month": (periods.month_of, 1),
        "quarter": (periods.quarter_of, 3),
        "year": (periods.year_of, 12),
    }[unit]
    return of(periods.months_after(today, months if later else 0))


def _next_cycle(calendar: Calendar) -> Period:
    return Period(calendar.cycles_on(1), calendar.cycles_on(1), "cycle")


def _after_count(match: re.Match[str], calendar: Calendar) -> Period:
    word = re.sub(r"^a (?=couple|few)| of$", "", match.group("count").lower())
    count = int(word) if word.isdigit() else _COUNTS[word]
    unit = match.group("unit").lower().rstrip("s")
    if unit == "cycle":
        return Period(calendar.today, calendar.cycles_on(count), "cycle")
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
    end = (
        calendar.today + timedelta(days=days * count) if days else periods.months_after(calendar.today, months * count)
    )
    return Period(calendar.today, end, _PRECISIONS.get(unit, "quarter"))


def _weekday(match: re.Match[str], calendar: Calendar) -> Period:
    number = WEEKDAYS.index(match.group("weekday").lower())
    return periods.next_weekday(calendar.today, number, (match.group("which") or "").lower() == "next")


def _weekday_of_week(match: re.Match[str], calendar: Calendar) -> Period:
    """A day of a week that is named beside it: "Wednesday next week", "tuesday in two weeks"."""
    named = match.groupdict()
    which = (named["which"] or "").lower()
    count = (named.get("count") or "").lower()
    weeks = (
        0 if which == "this" else 2 if named.get("after") else int(count) if count.isdigit() else _COUNTS.get(count, 1)
    )
    monday = calendar.today - timedelta(days=calendar.today.weekday())
    return periods.one_day(monday + timedelta(days=7 * weeks + _day_of_week(named["dow"])))


def _week_from(match: re.Match[str], calendar: Calendar) -> Period:
    """Seven days after the next such day: "Thursday week", "a week on Thursday", "Friday after next"."""
    dow = match.group("dow").lower()
    if dow in ("today", "tomorrow"):
        return periods.one_day(calendar.today + timedelta(days=7 + (dow == "tomorrow")))
    ahead = (_day_of_week(dow) - calendar.today.weekday()) % 7
    return periods.one_day(calendar.today + timedelta(days=7 + ahead))


def _calendar_week(match: re.Match[str], calendar: Calendar) -> Period | None:
    """The working week of a number, as planners count them (ISO 8601); the next one of that number."""
    number, year = int(match.group("week")), calendar.today.isocalendar().year
    if not 1 <= number <= 52:
        return None
    weeks = (periods.week_of(date.fromisocalendar(in_year, number, 1)) for in_year in (year, year + 1))
    return next(week for week in weeks if week.end and week.end >= calendar.today)


def _day_of_week(name: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))


def _numbered(match: re.Match[str], calendar: Calendar) -> Period | None:
    number = int(match.group("day"))
    return periods.next_day_of_month(calendar.today, number) if 1 <= number <= 31 else None


def _holiday(match: re.Match[str], calendar: Calendar) -> Period:
    day = periods.holiday(match.group("holiday"), calendar.today)
    if day.start and match.group("holiday").lower() == "new year" and (match.group("prep") or "").lower() == "in":
        return periods.month_of(day.start)
    return day


def _season(match: re.Match[str], calendar: Calendar) -> Period:
    return Period(None, None, "quarter")


_BEFORE = "by|before|until|till|on|in|at|after|from|for|towards|around|within|during|not before"
_PREP = rf"(?:\b(?P<prep>{_BEFORE})\s+)?(?:the\s+)?"
# A month's name alone is too often a verb or a name.
_NEEDED = r"\b(?P<prep>by|before|until|till|in|after|from|towards|around|for|during|of|this|next|mid|early|late)\s+"
_ALONE = r"(?P<alone>^\s*)(?=\S+\W*$)"
_SOON = r"day after tomorrow|today|tonight|this afternoon|this morning|this evening|tomorrow|tomorow|tmrw|tmr"
_THIS = r"(?P<which>this|next|following)\s+"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DOW = r"(?P<dow>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|saturday|sunday)"
# "Wednesday next week", "the Friday of the week after next".
_OF_WEEK = r"(?:the\s+)?(?P<which>this|next|following|coming)\s+week|(?:the\s+)?week\s+(?P<after>after\s+next)"
_UNITS = r"(?P<unit>(?:day|week|fortnight|month|cycle|quarter)s?)"
_DUE = r"(?:^\s*|\b(?P<prep>by|before|until|till|at|towards)\s+)(?:the\s+)?"
_NOT_DUE = r"(?!\s+(?:panic|rush|stress|is|was|closing))"
_NOT_A_PLAN = r"(?!\s+(?:plan|target|number|budget|forecast|result|figure))"
_OF_IT = r"\s+(?:of|less|more|fewer|majority|shorter|smaller|bigger|larger)\b"
_AFTER_THE_DAY = r"(?=\s*(?:$|[.,;!?)]|(?:at|in|with|and|for|of this|of next|so|when|i|we)\b))"
_PATTERNS: tuple[tuple[str, Rule], ...] = (
    (rf"{_PREP}\b{_DOW},?\s+(?:(?:of|in)\s+)?(?:{_OF_WEEK})\b", _weekday_of_week),
    (rf"{_PREP}\b(?:{_OF_WEEK}),?\s+(?:on\s+(?:the\s+)?)?{_DOW}\b", _weekday_of_week),
    (rf"{_PREP}\b{_DOW}\s+(?P<which>)in\s+{_COUNT}\s+weeks\b", _weekday_of_week),
    (rf"{_PREP}\b(?P<dow>{'|'.join(WEEKDAYS)}|tomorrow|today)\s+(?:week\b(?!\s*\d)|after\s+next\b)", _week_from),
    (rf"\b(?:a\s+)?week\s+on\s+{_DOW}\b", _week_from),
    (r"\ba\s+week\s+(?P<dow>today|tomorrow)\b", _week_from),
    # The weeks of a cycle are counted to five.
    (rf"{_PREP}\b(?:(?:kw|cw|wk|calendar week)\s?|week\s(?=[6-9]\b|\d\d\b))(?P<week>\d{{1,2}})\b", _calendar_week),
    (rf"{_PREP}\b(?P<soon>{_SOON})\b(?!['’]s)", _soon),
    (rf"{_PREP}\b(?P<written>20\d\d-\d\d-\d\d|[0-3]?\d[/.][01]?\d[/.](?:20)?\d\d)\b", _written),
    # 7/10 is a confidence figure, 15/10 a day, 1/3 of it a part, and 24/7 always.
    (
        rf"{_PREP}(?<![\w/.])(?P<written>[0-3]?\d/(?!10\b)[01]?\d|[12]\d/10|[0-3]?\d\.[01]?\d\.)(?<!24/7)(?![\d/]|{_OF_IT})",
        _written,
    ),
    (rf"{_PREP}\b(?P<written>{_DAY_NUMBER}(?:\s+of)?\s+{_MONTH}{_YEAR})\b", _written),
    (rf"{_PREP}\b(?P<written>{_MONTH}\s+{_DAY_NUMBER}(?!\d){_YEAR})\b", _written),
    (rf"{_PREP}\b{_PART}{_MONTH}{_YEAR}\b", _part_of_month),
    (rf"{_PREP}\b{_PART}(?P<kind>[qh])(?P<number>[1-4]){_YEAR}\b", _quarter),
    (rf"{_PREP}\b{_PART}(?:{_THIS})?(?P<unit>week|month|quarter|year|cycle)\b", _unit),
    (rf"{_DUE}(?:{_THIS})?(?P<unit>month|quarter|year)[\s-]+(?P<part>end)\b{_NOT_DUE}", _unit),
    (rf"{_PREP}\b{_MONTH}\s+{_STEP}{_REVIEW}\b", _month_review),
    (rf"{_PREP}\bnext\s+{_STEP}(?:review|meeting|s&op|ibp|exec)\b", _next_review),
    (rf"{_PREP}\b{_THIS}(?:s&op\s+)?(?P<unit>week|month|quarter|year|cycle)\b(?!['’]s)", _unit),
    (rf"\b(?P<prep>in|within)\s+(?:the\s+next\s+|about\s+)?{_COUNT}\s+(?:more\s+)?{_UNITS}\b", _after_count),
    (rf"\b(?P<prep>within|over)\s+the\s+next\s+{_COUNT}\s+{_UNITS}\b", _after_count),
    (rf"(?P<prep>)\b{_COUNT}\s+{_UNITS}\s+from\s+(?:now|today)\b", _after_count),
    (rf"{_PREP}\b(?:(?P<which>this|next|coming)\s+)?{_WEEKDAY}\b(?:\s+(?:morning|afternoon|evening|night))?", _weekday),
    (rf"(?:\b(?P<prep>by|before|until|till|on|after)\s+)?\bthe\s+{_DAY_NUMBER}(?<=[a-z]){_AFTER_THE_DAY}", _numbered),
    (rf"{_PREP}\b(?P<kind>[qh])(?P<number>[1-4]){_YEAR}\b{_NOT_A_PLAN}", _quarter),
    (rf"{_PREP}\b(?P<holiday>christmas|xmas|easter|new year)\b", _holiday),
    (rf"(?:{_NEEDED}(?:the\s+)?|{_ALONE}){_MONTH}{_YEAR}(?=\W|$)(?!\s*['’])", _month),
    (rf"{_NEEDED}(?:the\s+|late\s+|early\s+)?(?P<season>spring|summer|autumn|winter)\b", _season),
)
RULES = tuple((re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in _PATTERNS)
# Nothing is tried unless one of these is in the text.
MAYBE = re.compile(
    rf"\d|{'|'.join(MONTHS)}|{'|'.join(WEEKDAYS)}|tomor|tmr|today|tonight|this (?:afternoon|morning|evening)|"
    r"week|fortnight|month|quarter|year|cycle|review|meeting|s&op|days|christmas|xmas|easter|spring|summer|autumn|winter|"
    r"\b(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
