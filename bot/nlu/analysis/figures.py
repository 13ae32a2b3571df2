"""Numbers as the coachee wrote them, and a confidence figure from 0 to 10."""

import re
from collections.abc import Sequence

from bot.nlu.analysis.words import Message, Word

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LARGE = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|"
    "seventy|eighty|ninety|hundred|dozen"
)
_UNIT = r"(?:\s?(?:%|percent|per cent|k|m|mn|bn|million|thousand|billion|tonnes|tons|pp)(?![^\W_]))?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_CLOCK = r"(?:[01]?\d|2[0-4])[:.][0-5]\d"
# A range is one figure, "5-7", "10 - 15%"; so is a ratio, "80:20", while "10:30" is an hour and "1:1" a talk.
_NUMBER = re.compile(
    rf"(?<![\w.,/:–-])(?:[+-]\s?)?[€$£]?{_DIGITS}(?:[/:]\d+)?(?:{_UNIT}\s?[–-]\s?[€$£]?{_DIGITS}(?:[/:]\d+)?)?"
    rf"{_UNIT}(?!\w|[.,–-]\d)(?:\s?[€$£])?|\b(?:{'|'.join(_SMALL[2:])}|{_LARGE})\b{_UNIT}",
    re.IGNORECASE,
)
# Hours, hours to hours, talks between two, years and seasons.
_NO_QUANTITY = re.compile(
    rf"(?:\d\d?\s?[–-]\s?)?{_CLOCK.replace('[:.]', ':')}(?:\s?[–-]\s?\d\d?(?::\d\d)?)?|1:1|24/7|"
    r"(?:19|20)\d\d(?:\s?[–/-]\s?\d\d(?:\d\d)?)?"
)
# After these a figure is a name, not a quantity: "slide 4", "line 2"; but "every week 84 slides".
_NAMED = re.compile(
    r"(?<!every )(?<!each )(?<!per )(?<!this )(?<!last )\b(?:slides?|lines?|weeks?|pages?|phase|version|level|stage|"
    r"step|room|quarter|fy|iso|no|nr|number|rev|option|point|item|working day|workday|wd)\.?\s*$",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|past|quarter to|minutes? to|until|till)\s+$", re.IGNORECASE)
# "Ends 10.30": so written, an hour only after what hours stand with.
_DOTTED = re.compile(
    r"(?:\b(?:at|until|till|from|(?:end|start|begin|open|close|finish|stop)(?:s|ed|ing)?)|\d[.:]\d\d\s*(?:-|–|to|and|until))\s+$",
    re.IGNORECASE,
)
_HOURS = frozenset({*_SMALL[1:], "eleven", "twelve", *map(str, range(1, 25))})
_HOUR = re.compile(
    r"\s*(?:am|pm|o'clock|h|hrs|sharp)\b|:\d\d|\s+past\b|\s*(?:to|until|till|and|-|–)\s*\d\d?:\d\d", re.IGNORECASE
)
_NOUNS, _ADJECTIVES = frozenset({"NN", "NNS"}), frozenset({"JJ", "VBG", "NN"})

_FIGURE = rf"(?P<n>10|\d(?:[.,]\d)?|{'|'.join(_SMALL)})(?:ish)?"
_SECOND = rf"(?:\s*(?:or|to|and|-|,|maybe|perhaps)\s*(?:maybe|even|perhaps)?\s*(?:\d+(?:[.,]\d)?|{'|'.join(_SMALL)}))?"
_HEDGE = (
    r"(?:(?:hmm|well|about|around|maybe|perhaps|probably|roughly|say|like|between|honestly|confidence|only|just|"
    r"i'?d say|i would say|i think|i guess|it'?s|it is|an?|solid|strong|weak|good)[\s,:?.]+)*"
)
_TAIL = r"(?:\s*(?:i think|i guess|i'd say|i would say|now|today|no more|at most|at best|right now|for now|maybe))?"
# A share of a hundred is a figure from 0 to 10 only where it is said of being sure.
_END = r"(?!\s?%)\W*$"
# What counts things is not a confidence: "3 more meetings", "5 sites".
_NOT_COUNTING = r"(?!\s*(?:%|percent|per|more|of|am|pm|\w*s\b|year|week|day|hour|page))(?![\w/])"
_RATING = r"i'?d say|i would say|put it at|put myself at|give it|rate it|i'?m at|i am at"
_CONFIDENCE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\s*{_HEDGE}{_FIGURE}{_SECOND}(?:\s*(?:/|out of)\s*(?:10|ten))?{_TAIL}{_END}",
        rf"(?<![\w/.]){_FIGURE}\s*(?:/\s*10|out of (?:10|ten))(?![\w/]|\s\w+s\b)",
        rf"^\s*{_HEDGE}{_FIGURE}(?:[.,;:]\s+\D|\s+because\b)(?!.*\b2[.)])",
        rf"\b(?:{_RATING})\s+{_HEDGE}{_FIGURE}{_NOT_COUNTING}",
        rf"\b(?:it|that|mine|confidence) (?:would|might|could) be {_HEDGE}{_FIGURE}{_NOT_COUNTING}",
        rf"\bconfiden\w+\s+(?:is|was|at|of|level|would be)?\s*(?:at|is)?\s*{_HEDGE}{_FIGURE}{_NOT_COUNTING}",
    )
)
# "7. No, 6.": what is said last counts.
_CORRECTED = re.compile(
    r"(?:(?<=[.,;!?]\s)|(?<=\d\s))(?:no,|no wait,?|actually,?|make (?:it|that)|let(?:'?s| us) say)\s+", re.I
)
_AT_THE_END = re.compile(rf",\s{_FIGURE}\W*$", re.IGNORECASE)
_PERCENT_SURE = re.compile(
    r"(?<![\d.,-])(\d{1,3})\s?(?:%|percent|per cent)\s(?:sure|confident|certain)|"
    r"\bconfiden\w+\s(?:(?:is|was|at|of|level|would be|about|around)\s){0,3}(\d{1,3})\s?(?:%|percent|per cent)",
    re.IGNORECASE,
)


def confidence(text: str) -> int | None:
    """The figure from 0 to 10 that the text gives for confidence, rounded down, or None.

    A bare figure counts, since that is how the question is answered; a figure that counts things does not.
    """
    if sure := _PERCENT_SURE.search(text):
        return min(10, int(sure.group(1) or sure.group(2)) // 10)
    corrected = _CORRECTED.split(text)[-1] if _CORRECTED.search(text) else ""
    said = [pattern.search(corrected) for pattern in (_CONFIDENCE[0], _AT_THE_END)] if corrected else []
    found = next((match for match in (*said, *(pattern.search(text) for pattern in _CONFIDENCE)) if match), None)
    return _value(found.group("n")) if found else None


def _value(figure: str) -> int:
    return _SMALL.index(figure.lower()) if figure.lower() in _SMALL else int(float(figure.replace(",", ".")))


def numbers(message: Message, taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Quantities, verbatim with what they count: "84 slides", "62%".

    Args:
        message: the message.
        taken: (start, end) in characters of what is already understood as a date.
    """
    found = [match for match in _NUMBER.finditer(message.text) if _is_quantity(message.text, match, taken)]
    worded = ((match, _with_noun(message, match)) for match in found)
    return tuple(dict.fromkeys(text for match, text in worded if not _is_hour(message.text, match, text)))


def _is_hour(text: str, match: re.Match[str], worded: str) -> bool:
    """Whether it is a time of day, as in "called me at seven" or "ends 10.30", and counts nothing."""
    near = max(0, match.start() - 16)
    dotted = re.fullmatch(_CLOCK, worded) and _DOTTED.search(text, near, match.start())
    return bool(dotted or (worded.lower() in _HOURS and _AT.search(text, near, match.start())))


def _is_quantity(text: str, match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    if any(start < match.end() and match.start() < end for start, end in taken):
        return False
    named = _NAMED.search(text, max(0, match.start() - 12), match.start())
    return not (named or _HOUR.match(text, match.end()) or _NO_QUANTITY.fullmatch(match.group()))


def _with_noun(message: Message, match: re.Match[str]) -> str:
    """The figure and the noun it counts, with at most one word between."""
    after = next((i for i, word in enumerate(message.words) if word.start >= match.end()), len(message.words))
    noun = _noun(_follows(message, after), _follows(message, after + 1))
    return message.text[match.start() : noun.end] if noun else match.group()


def _noun(first: Word | None, second: Word | None) -> Word | None:
    if first and second and first.tag in _ADJECTIVES and second.tag in _NOUNS:
        return second
    return first if first and first.tag in _NOUNS else None


def _follows(message: Message, at: int) -> Word | None:
    """The word at `at` unless something parts it from the word before."""
    word = message.at(at)
    return None if word is None or word.stop or word.comma else word
