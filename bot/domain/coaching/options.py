"""Options as the coachee lists them, and which one a choice means."""

import re
from difflib import SequenceMatcher

_NUMBERED = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-*•])\s+")
_BETWEEN = re.compile(
    r"\s*(?:;|\n+|,?\s+or\s+(?:else\s+)?(?=(?:i|we|just|maybe|perhaps|ask|get|let|have|do)\b))\s*", re.I
)
_LEAD = re.compile(r"^(?:and|or|then|also|maybe|perhaps)\s+(?=\w+\s+\w)", re.I)
_ORDINALS = {
    "first": 0, "1": 0, "one": 0, "1st": 0, "second": 1, "2": 1, "two": 1, "2nd": 1,
    "third": 2, "3": 2, "three": 2, "3rd": 2, "fourth": 3, "4": 3, "four": 3, "4th": 3, "5": 4, "fifth": 4,
}  # fmt: skip
#: The whole reply points: "the second one", "option 2", "I would take the last".
_POINTS = re.compile(
    r"^(?:i(?:'d| would|'ll| will)? (?:choose|take|go (?:with|for)|pick|start with) )?(?:probably |maybe )?(?:the )?"
    r"(?:option |number |no\.? ?|#)?"
    r"(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|[1-5]|one|two|three|four|five)"
    r"(?: one| option)?(?:,? (?:only|i think|please|probably|for sure))?\W*$",
    re.I,
)
#: Words that tell no option from another.
_COMMON = frozenset(
    "the and for with him her them this that will would could ask have has get one two not but you our".split()
)
#: From so many options on, one said once more is the one that is meant.
ENOUGH = 2
#: A choice must share at least this much of an option's wording to mean it.
ALIKE = 0.5
_STEM = 5


def split_options(text: str) -> list[str]:
    """Return the options in one reply: one, unless they are numbered, on lines, or joined by `;` or "or I ..."."""
    marked = [part.strip() for part in _NUMBERED.split(text) if part.strip()]
    parts = marked if len(marked) > 1 else _BETWEEN.split(text.strip())
    cleaned = [_LEAD.sub("", part.strip(" ,.;")) for part in parts]
    kept = [part for part in cleaned if len(part) > 1]
    return kept or [text.strip()]


def chosen(text: str, options: list[str]) -> str | None:
    """Return the option a reply chooses, or None if it names none.

    Understands a number or ordinal ("the second one", "2", "the last") and a repeated wording.
    """
    by_place = chosen_by_place(text, options)
    if by_place:
        return by_place
    best = max(options, key=lambda option: (_share(text, option) >= ALIKE, _common(text, option)), default=None)
    return best if best and _share(text, best) >= ALIKE else None


def chosen_by_place(text: str, options: list[str]) -> str | None:
    """Return the option that a short reply points at ("the second one", "2", "the last"), or None."""
    match = _POINTS.match(text.strip())
    if not match or not options:
        return None
    word = match.group(1).lower()
    index = len(options) - 1 if word == "last" else _ORDINALS[word]
    return options[index] if index < len(options) else None


def already_chosen(text: str, options: list[str]) -> str | None:
    """Return the option that was chosen where another one was asked for: pointed at, or said once more."""
    first = re.split(r"[.!;,]\s", text.strip(), maxsplit=1)[0]
    pointed = chosen_by_place(text, options) or chosen_by_place(first, options)
    if pointed or len(options) < ENOUGH:
        return pointed
    said = _content(first)
    again = (option for option in options if len(said) > 1 and said <= _content(option))
    return next(again, None)


def _share(text: str, option: str) -> float:
    """How much of the shorter wording both have, 0 to 1; one word in common is not enough."""
    said, known = (_content(words) for words in (text, option))
    if len(said & known) < min(2, len(known)):
        return 0.0
    overlap = len(said & known) / max(1, min(len(said), len(known)))
    return max(overlap, SequenceMatcher(None, text.lower(), option.lower()).ratio())


def _common(one: str, two: str) -> int:
    """How many words both have, endings aside: "Fridays" and "Friday" are one."""
    first, second = ({word[:_STEM] for word in _content(text)} for text in (one, two))
    return len(first & second)


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower())) - _COMMON
