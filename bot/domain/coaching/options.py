"""Options as the coachee lists them, and which one a choice means."""

import re
from difflib import SequenceMatcher

_NUMBERED = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-*•])\s+")
_BETWEEN = re.compile(r"\s*(?:;|\n+|,?\s+or\s+(?:else\s+)?(?=(?:i|we|just|maybe|perhaps|ask|get|let|have|do)\b))\s*", re.I)
_LEAD = re.compile(r"^(?:and|or|then|also|maybe|perhaps)\s+(?=\w+\s+\w)", re.I)
_ORDINALS = {
    "first": 0, "1": 0, "one": 0, "1st": 0, "second": 1, "2": 1, "two": 1, "2nd": 1,
    "third": 2, "3": 2, "three": 2, "3rd": 2, "fourth": 3, "4": 3, "four": 3, "4th": 3, "5": 4, "fifth": 4,
}  # fmt: skip
#: A choice must share at least this much of an option's wording to mean it.
ALIKE = 0.5


def split_options(text: str) -> list[str]:
    """Return the options in one reply: one, unless they are numbered, on lines, or joined by `;` or "or I ..."."""
    marked = [part.strip() for part in _NUMBERED.split(text) if part.strip()]
    parts = marked if len(marked) > 1 else _BETWEEN.split(text.strip())
    cleaned = [_LEAD.sub("", part.strip(" ,.;")) for part in parts]
    kept = [part for part in cleaned if len(part) > 1]
    return kept or [text.strip()]


def chosen(text: str, options: list[str]) -> str:
    """Return the option a reply chooses, or the reply itself if it names none.

    Understands a number or ordinal ("the second one", "2", "the last") and a repeated wording.
    """
    words = re.findall(r"[\w']+", text.lower())
    if options and len(words) <= 5:
        if "last" in words:
            return options[-1]
        index = next((_ORDINALS[word] for word in words if word in _ORDINALS), None)
        if index is not None and index < len(options):
            return options[index]
    return max(options, key=lambda option: _share(text, option), default=text) if _best(text, options) else text


def _best(text: str, options: list[str]) -> bool:
    return any(_share(text, option) >= ALIKE for option in options)


def _share(text: str, option: str) -> float:
    said, known = set(re.findall(r"\w{3,}", text.lower())), set(re.findall(r"\w{3,}", option.lower()))
    if not said or not known:
        return 0.0
    overlap = len(said & known) / min(len(said), len(known))
    return max(overlap, SequenceMatcher(None, text.lower(), option.lower()).ratio())
