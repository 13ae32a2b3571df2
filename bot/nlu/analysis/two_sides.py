"""Two sides that somebody weighs: "on the one hand ...", "part of me ...", "if I should ... or ..."."""

import re

_LEAST, _MOST = 3, 14
#: What opens the first side, what opens the second. The sides are shown without these words, or with them where they
#: are part of the sentence ("half of me wants to go").
_WEIGHED = (
    (r"on (?:the )?one (?:hand|side),?", r"on the other(?: hand| side)?,?"),
    (
        r"(?P<keep>(?:a |one )?(?:part|half) of me)",
        r"(?P<kept>(?:another |the other |a |one )?(?:part|half)(?: of me)?)",
    ),
    (
        r"(?P<keep>(?:some ?days|one day|in the morning|on monday) i)",
        r"(?P<kept>(?:other ?days|the next(?: day)?|in the evening|on tuesday) i)",
    ),
)
#: "I don't know if I should say something or just accept it".
_WHETHER = re.compile(
    r"\b(?:whether|if) (?:i should |to |i )(?P<left>[a-z][^.!?;,\n]{5,70}?),? or (?:whether |if )?(?:i should |"
    r"to |just |i )?"
    r"(?P<right>[a-z][^.!?;\n]{5,80})",
    re.I,
)
_BETWEEN = r"(?:[,;.]|\s[-–]|\s)+(?:(?:and|but|then|yet)[ ,]+)*"
_PATTERNS = tuple(
    re.compile(rf"\b{first}\s+(?P<left>[^.!?;\n]{{8,110}}?){_BETWEEN}\b{second}\s+(?P<right>[^.!?;\n]{{5,110}})", re.I)
    for first, second in _WEIGHED
)
_SUBJECT = re.compile(r"(?:i|we|he|she|it|they|there|sales|finance|my|our|his|her|the|it's|i'm|i'd|i'll)\b", re.I)
_MARKS = frozenset('“”"()')


def two_sides(text: str) -> tuple[str, str] | None:
    """Return both sides word for word, or None where one is not whole or too long to be heard."""
    for pattern in _PATTERNS:
        if found := pattern.search(text):
            left, right = (_side(text, found, *names) for names in (("keep", "left"), ("kept", "right")))
            if all(_LEAST <= len(side.split()) <= _MOST and not _MARKS & set(side) for side in (left, right)):
                return left, right
    found = _WHETHER.search(text)
    sides = (found["left"].strip(), found["right"].strip(" ,")) if found else ("", "")
    whole = all(_LEAST - 1 <= len(side.split()) <= _MOST and not _MARKS & set(side) for side in sides)
    return sides if whole else None


def _side(text: str, found: "re.Match[str]", opening: str, side: str) -> str:
    """One side, with its opening where that is its subject; empty where it has none."""
    named = found.groupdict().get(opening)
    begins = found.start(opening) if named else found.start(side)
    words = text[begins : found.end(side)].strip(" ,;-–")
    return words if named or _SUBJECT.match(words) else ""
