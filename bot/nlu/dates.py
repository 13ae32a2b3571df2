"""Finds the times a plan names, such as "before the March demand review" or "in two cycles".

Plans lie ahead: a time that is over, or that the words put in the past or call a habit ("last
Thursday", "every first Monday"), is not a date here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from bot.domain.coaching.signals import DateMention
from bot.nlu.analysis.date_rules import MAYBE, RULES, Calendar, Rule
from bot.nlu.analysis.periods import Period

# Weekdays and months tell of habits and of the past as often as of plans.
_BARE = frozenset({"_weekday", "_month", "_month_review", "_unit"})
_LIMITS = frozenset({"by", "before", "until", "till"})
# What before a time makes it past or a habit.
_NOT_AHEAD = re.compile(
    r"\b(?:last|past|since|every|each|previous|first|second|third|fourth|per|most|same)\s*$",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(r"\b(?:by|in|of|before|until|till|mid|early|late|end)[\s-]+(?:the\s+)?$", re.IGNORECASE)
_AFTER_VERB = re.compile(r"\s+(?:be|have|not|need|take|want|get|help|come|well|i|we|they)\b", re.IGNORECASE)
# "The Friday pricing call" names a call.
_DAY_AS_NAME = re.compile(
    r"\s+(?!morning|afternoon|evening|night|at|in|and|or|i|we|with|when|so|then|he|she|before|after|to)[a-z]", re.I
)
_HABIT = re.compile(
    r"\b(?:always|usually|(?:every|each) (?:year|month|week|time|cycle|quarter)|normally|used to|as usual)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A date with its place in the text, in characters. `bare` if only the verb could tell that it lies ahead."""

    start: int
    end: int
    mention: DateMention
    bare: bool


LONGEST_ALONE = 40  # characters
_HEDGE = (
    r"(?:maybe|perhaps|probably|possibly|around|about|roughly|say|like|ok|well|er+m?|um+|by|in|within|on|the|"
    r"some ?time in|let'?s say|i'?d say|hopefully|i (?:think|guess|hope)|give me)"
)
_AFTERWARDS = (
    r"(?:or so|or something|ish|at the latest|latest|then|maybe|perhaps|probably|hopefully|please|"
    r"i (?:think|guess|hope|suppose)|i'?d say|not sure)"
)
_UNITS = {"wk": "week", "wks": "weeks", "mth": "month", "mths": "months"}
_SHORT = re.compile(
    rf"\W*(?:{_HEDGE}\W+)*(?:(?:(?P<part>early|mid|late|end of)[\s-]+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:\s+(?P<day_after>\d{1,2})(?:st|nd|rd|th)?)?"
    r"(?:,?\s+(?P<year>20\d\d))?"
    r"|(?P<many>an?|one|two|three|four|five|six|eight|ten|twelve|\d{1,2})\s+"
    rf"(?P<unit>days?|weeks?|wks?|months?|mths?|quarters?|cycles?))(?:\W*\b{_AFTERWARDS})*\W*",
    re.IGNORECASE,
)
#: Times of one wording that are read in a message: nobody plans by more, and hundreds cost seconds.
MOST = 40


def find_dates(text: str, today: date, cycle_days: int | None = None) -> list[Found]:
    """All times named for a plan, in the order of the text; the longest wording wins.

    Args:
        text: a message.
        today: what relative times are counted from.
        cycle_days: length of a planning cycle; None means a calendar month.
    """
    calendar = Calendar(today, cycle_days)
    return _within(text, calendar) or _alone(text, calendar)


def _within(text: str, calendar: Calendar) -> list[Found]:
    if not MAYBE.search(text):
        return []
    found = [item for pattern, rule in RULES for item in islice(_apply(pattern, rule, text, calendar), MOST)]
    return _without_overlaps(found)


def _alone(text: str, calendar: Calendar) -> list[Found]:
    """A time that is the whole answer, as in "march or so", "15 may" or "two weeks, I guess"."""
    said = _SHORT.fullmatch(text.strip()) if len(text) <= LONGEST_ALONE else None
    if not said:
        return []
    named = said.groupdict()
    if named["month"]:
        day = named["day"] or named["day_after"] or ""
        spelt = f"by {named['part'] or ''} {day} {named['month'].capitalize()} {named['year'] or ''}"
    else:
        spelt = f"in {named['many']} {_UNITS.get(named['unit'].lower(), named['unit'])}"
    mention = next((found.mention for found in _within(" ".join(spelt.split()), calendar)), None)
    return [Found(0, len(text), replace(mention, text=text.strip()), False)] if mention else []


def parse_date(text: str, today: date, cycle_days: int | None = None) -> DateMention | None:
    """The first time named in a text; one that a calendar can tell goes before one it cannot."""
    mentions = [item.mention for item in find_dates(text, today, cycle_days)]
    return next((mention for mention in mentions if mention.on), mentions[0] if mentions else None)


def _apply(pattern: re.Pattern[str], rule: Rule, text: str, calendar: Calendar) -> Iterator[Found]:
    for match in pattern.finditer(text):
        period = rule(match, calendar) if _is_ahead(text, match) else None
        mention = _mention(match, period, calendar.today) if period else None
        if mention:
            start = match.end() - len(match.group().lstrip())
            yield Found(start, match.end(), mention, rule.__name__ in _BARE and _prep(match) not in _LIMITS)


def _is_ahead(text: str, match: re.Match[str]) -> bool:
    named = match.groupdict()
    if _NOT_AHEAD.search(text, max(0, match.start() - 12), match.start()) or not _is_a_month(match):
        return False
    if named.get("weekday") and _DAY_AS_NAME.match(text, match.end()):
        return False
    return not ("month" in named or named.get("weekday")) or not _HABIT.search(text)


def _is_a_month(match: re.Match[str]) -> bool:
    """Without a capital "may" and "march" are months only after words like "by" or "end of"; mostly they are verbs."""
    month = match.groupdict().get("month")
    if not month or month.lower() not in ("may", "march", "mar") or month[0].isupper():
        return True
    # "by end of march" in lower case is a month all the same; "we may be late" is not.
    before, after = match.string[: match.start("month")], match.string[match.end("month") :]
    return bool(_BEFORE_MONTH.search(before)) and not _AFTER_VERB.match(after)


def _prep(match: re.Match[str]) -> str:
    return (match.groupdict().get("prep") or "").lower()


def _mention(match: re.Match[str], period: Period, today: date) -> DateMention | None:
    before = _prep(match) == "before" and period.start
    on = before - timedelta(days=1) if before else period.end
    if on is not None and on < today:
        return None
    return DateMention(match.group().strip(), on.isoformat() if on else None, period.precision)


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start - item.end, item.start)):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
