"""Days in an answer: whether it says when, whether it is nothing but a day, whether a goal can be due then."""

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.coaching.signals import DateMention, Signals

NAMED_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: What a date may be told by, where no calendar date is in the words ("once the pack is out").
_TEMPORAL = re.compile(
    r"\b(?:after|before|once|when|as soon as|today|tonight|tomorrow|now|next|this|in|at|on|by|until|every|each|first|"
    rf"immediately|straight away|right away|soon|cycle|month|week|quarter|year|day|asap|{NAMED_MONTHS}|{_WEEKDAY})\b",
    re.I,
)
#: "About forty a month" says how often.
_HOW_OFTEN = re.compile(r"\b(?:a|per) (?:day|week|month|quarter|year|cycle)\b", re.I)
_VAGUELY = re.compile(r"\b(?:in|at|on|this|now|each|every|first|day)\b", re.I)
_SHORT = 8
_MONTH = re.compile(rf"\b({NAMED_MONTHS})\b", re.I)
_MONTHS = ("", *(name[:3] for name in NAMED_MONTHS.split("|")))
_ORDINAL = re.compile(r"\b([12]?\d|3[01])(?:st|nd|rd|th)\b", re.I)
#: Words around a day that say no more than the day.
_DAYS = re.compile(
    rf"\b(?:{NAMED_MONTHS}|{_WEEKDAY}|\d{{1,2}}(?:st|nd|rd|th)|it'?s|it is|so|the|one|then|no|sorry|i mean|"
    r"i said|said|make it|make that|that|rather|better|at|on|in|of|by|well|ok(?:ay)?|actually|this|next|is|and|yes)\b",
    re.I,
)
#: What makes a day the last one for a goal.
_LIMIT = re.compile(r"\d|^(?:by|before|until|till|within|in|end)\b", re.I)


def says_when(text: str) -> bool:
    """Whether a text tells a time in words, with or without a date of the calendar.

    In a longer one "in", "this" and "now" say nothing of the kind.
    """
    bare = _HOW_OFTEN.sub("", text)
    return bool(_TEMPORAL.search(bare if len(text.split()) <= _SHORT else _VAGUELY.sub("", bare)))


def only_a_date(text: str, signals: Signals) -> bool:
    """Whether a reply is a date and nothing else; "it's November, so the December one, 10th" is."""
    dated = " ".join(d.text for d in signals.dates)
    if dated and signals.words <= len(dated.split()) + 1:
        return True
    rest = text.lower()
    for mention in signals.dates:
        rest = rest.replace(mention.text.lower(), " ")
    return bool((dated or _ORDINAL.search(rest)) and not set(re.findall(r"[a-z']+|\d+\w*", _DAYS.sub(" ", rest))))


def in_its_month(text: str, mention: DateMention, today: date) -> DateMention:
    """Return a bare "the 19th" as the day of the month named beside it ("the January meeting, on the 19th")."""
    day, months = _ORDINAL.search(mention.text), {m.lower() for m in _MONTH.findall(text)}
    if not day or len(months) != 1 or _MONTH.search(mention.text):
        return mention
    month = _MONTHS.index(next(iter(months))[:3])
    year = today.year + ((month, int(day.group(1))) < (today.month, today.day))
    last = calendar.monthrange(year, month)[1]
    return replace(mention, on=date(year, month, min(int(day.group(1)), last)).isoformat(), precision="day")


def the_same_day(mention: DateMention, known: str | None) -> str | None:
    """Return the ISO date of a bare "the 19th": that of a date known already, where it is the 19th too."""
    day = _ORDINAL.search(mention.text)
    bare = day is not None and not _MONTH.search(mention.text)
    return known if bare and day and known and date.fromisoformat(known).day == int(day.group(1)) else mention.on


def bare_day(text: str, today: date) -> DateMention | None:
    """Return "10th" in "the December one, 10th", which no calendar finds by itself, or None."""
    day = _ORDINAL.search(text)
    if day is None or not _MONTH.search(text):
        return None
    later = [m for m in _MONTH.findall(text) if m[:3].lower() != f"{today:%b}".lower()]
    found = DateMention(day.group(0), None, "day")
    named = in_its_month(" ".join(later) or text, found, today)
    return named if named.on else None


#: Days as they are typed where a day was asked for; what a calendar reads in running text is narrower.
_TYPED = re.compile(
    r"(?<!last )(?<!every )(?<!each )\b(?:(?P<today>to-?nite|2nite|tonight|today|tdy)|"
    r"(?P<tomorrow>tmrw|tmr|tmw|tomorow|tomorro|tommorow|tommorrow|2morrow|2moro|tomorrow)|"
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday|nsday)?|thu(?:r|rs|rsday|rday)?|fri(?:day)?|saturday|sunday)|"
    rf"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)? (?:of )?(?P<month>{NAMED_MONTHS})|"
    rf"(?P<month_first>{NAMED_MONTHS}) (?P<day_after>[12]?\d|3[01])(?:st|nd|rd|th)?)\b",
    re.I,
)
#: An hour of the day beside it.
_HOURS = re.compile(
    r"\b(?:noon|midday|morning|afternoon|evening|night|lunch(?:time)?|early|late|after|before|around|first thing|"
    r"\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|o'?clock)?)\b"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CYCLES = re.compile(
    r"\W*(?:maybe |perhaps |say |about |around |in )*(?P<many>\d{1,2}|one|two|three|four|five|six|twelve)\b(?! ?%)",
    re.I,
)
_MANY = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12}
#: "When the new CFO has settled": it waits for somebody else, and comes when it comes.
_WAITS = re.compile(
    r"\b(?:when|once|as soon as|after|until|if|whenever)\b (?!i\b|we\b|i'|we')(?:[\w'-]+ ){1,6}?"
    r"(?:(?:has|have|is|are) (?:\w+ )?(?:back|ready|there|gone|settled|agreed|decided|approved|calmed|signed|time|"
    r"convinced|better)|comes? (?:back|round|to)|settles?|agrees?|approves?|decides?|calms?|says?|leaves?)\b",
    re.I,
)


#: "Idk. march", "the march one, I guess": in so few words a month is a month, and no verb.
_FEW = 6
_A_MONTH = re.compile(
    rf"(?<!last )(?P<month>{NAMED_MONTHS})"
    r"(?: (?:one|then|maybe|perhaps|probably|please|i (?:guess|think|suppose)|or so))* ?(?:[.,;!?)-]|$)",
    re.I,
)


def typed_month(text: str, today: date) -> DateMention | None:
    """Return the month that is all a short answer to "when?" names, due on its last day."""
    found = _A_MONTH.search(text) if len(text.split()) <= _FEW else None
    if found is None:
        return None
    number = _MONTHS.index(found.group("month")[:3].lower())
    year = today.year + (number < today.month)
    return DateMention(
        found.group("month"), date(year, number, calendar.monthrange(year, number)[1]).isoformat(), "month"
    )


def typed_day(text: str, today: date) -> DateMention | None:
    """Return the day named in an answer to "when?", however it is typed ("thurs", "tonite", "the 15 January board")."""
    found = _TYPED.search(text)
    if found is None:
        return None
    named = found.groupdict()
    on = _calendar_day(named, today)
    return DateMention(found.group(0), on.isoformat(), "day") if on else None


def _calendar_day(named: dict[str, str | None], today: date) -> date | None:
    if named["today"] or named["tomorrow"]:
        return today + timedelta(days=1 if named["tomorrow"] else 0)
    if weekday := named["weekday"]:
        return today + timedelta(days=(_WEEKDAYS.index(weekday[:3].lower()) - today.weekday() - 1) % 7 + 1)
    day, month = named["day"] or named["day_after"], named["month"] or named["month_first"]
    month_number = _MONTHS.index((month or "")[:3].lower())
    year = today.year + ((month_number, int(day or 1)) < (today.month, today.day))
    return date(year, month_number, min(int(day or 1), calendar.monthrange(year, month_number)[1]))


def in_cycles(text: str, today: date) -> DateMention | None:
    """Return the end of so many monthly cycles ("3 maybe"), where they were asked for."""
    found = _CYCLES.match(text)
    if found is None:
        return None
    said = found.group("many").lower()
    months = today.month - 1 + (_MANY.get(said) or int(said))
    year, month = today.year + months // 12, months % 12 + 1
    return DateMention(
        found.group(0).strip(), date(year, month, calendar.monthrange(year, month)[1]).isoformat(), "cycle"
    )


def is_a_day(text: str, signals: Signals, today: date) -> bool:
    """Whether a reply is nothing but a day: "thursday", "next tuesday"."""
    if only_a_date(text, signals):
        return True
    typed = _TYPED.search(text)
    rest = _HOURS.sub(" ", _DAYS.sub(" ", text.replace(typed.group(0), " ").lower())) if typed else text
    return typed is not None and not re.search(r"\w", rest) and _calendar_day(typed.groupdict(), today) is not None


def waits_for_others(text: str) -> bool:
    """Whether the time named is when somebody else has done something, which no calendar holds."""
    return bool(_WAITS.search(text)) and not _MONTH.search(text)


def is_a_limit(dated: DateMention) -> bool:
    """Whether a goal can be due then: "by Friday", "in March"; a bare "on Thursday" is a day something happens on."""
    return dated.precision not in ("day", "week") or bool(_LIMIT.search(dated.text))
