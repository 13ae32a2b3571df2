"""Reads what people answer when they are asked about reminders. None means: not understood, ask again."""

import re

from bot.domain.reminders import DAY_BEFORE, OFF, ON_THE_DAY

_NO = re.compile(r"\b(?:no|none|never|off|nope|stop|not|don'?t|nothing|neither)\b", re.I)
_YES = re.compile(r"\b(?:yes|yeah|yep|sure|please|ok|okay|friday|good|gladly|do)\b", re.I)
_BEFORE = re.compile(r"\b(?:before|both|earlier|eve|ahead|in advance)\b", re.I)
_DAY = re.compile(r"\b(?:day|date|due|morning|yes|yeah|sure|ok|okay|then|it)\b", re.I)
_EVERY = (
    (4, re.compile(r"\b(?:month|monthly|four weeks|4 weeks|once a month)\b", re.I)),
    (2, re.compile(r"\b(?:two|2|second|other|fortnight\w*|twice a month|biweekly)\b", re.I)),
    (3, re.compile(r"\b(?:three|3|third)\b", re.I)),
    (1, re.compile(r"\b(?:week|weekly|every week|once a week)\b", re.I)),
)
_HOUR = re.compile(r"\b(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|o'?clock)?\b", re.I)
_WORDS = {"morning": 9, "noon": 12, "midday": 12, "lunch": 12, "afternoon": 15, "evening": 18}
_QUIET = re.compile(r"\b(?:quiet|silent|not between|nothing between)\D*(\d{1,2})(?::\d\d)?\D+(\d{1,2})(?::\d\d)?", re.I)


def all_off(text: str) -> bool:
    """Whether a text says that no reminder at all is wanted."""
    named = re.search(r"\b(?:remind\w*|nudge\w*|write|message\w*)\b", text, re.I)
    no_more = re.search(r"\b(?:stop|off|no more|any ?more|don'?t remind|do not remind|no reminders?)\b", text, re.I)
    return bool(named and no_more)


def promises_in(text: str) -> str | None:
    """Return `before`, `day` or `off`."""
    if _BEFORE.search(text):
        return DAY_BEFORE
    if _NO.search(text):
        return OFF
    return ON_THE_DAY if _DAY.search(text) else None


def weeks_in(text: str) -> int | None:
    """Return the weeks between two conversations, 0 for no reminder."""
    found = next((weeks for weeks, pattern in _EVERY if pattern.search(text)), None)
    return found if found is not None else 0 if _NO.search(text) else None


def yes_in(text: str) -> bool | None:
    """Return whether a text agrees."""
    return False if _NO.search(text) else True if _YES.search(text) else None


def hour_in(text: str) -> int | None:
    """Return the hour of the day that a text names, 0 to 23; minutes are dropped."""
    found = _HOUR.search(text)
    if not found:
        return next((hour for word, hour in _WORDS.items() if re.search(rf"\b{word}\b", text, re.I)), None)
    hour, half = int(found[1]), (found[3] or "").lower()
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour if hour <= 23 else None


def quiet_in(text: str) -> tuple[int, int] | None:
    """Return (from, to) of quiet hours, 0 to 23, such as "quiet from 18 to 9"."""
    found = _QUIET.search(text)
    hours = (int(found[1]) % 24, int(found[2]) % 24) if found else None
    return hours if hours and hours[0] != hours[1] else None


def weekends_in(text: str) -> bool | None:
    """Return whether weekends are welcome; None where a text does not say."""
    if not re.search(r"\bweek-?ends?\b", text, re.I):
        return None
    return not _NO.search(text)
