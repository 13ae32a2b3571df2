"""An aim put as a question: "can we reach 70 % by summer" says where somebody wants to get to."""

import re

_AIM = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|hmm|yes)\b\W*)*(?:can|could|might|shall|will) (?:we|i|they) "
    r"(?:\w+ ){0,2}?(?:reach|get|hit|achieve|make|have|cut|bring|come|go|reduce|halve|raise|improve|lift|be|move|win)\b"
    r"(?P<what>[^?!\n]{3,200})",
    re.I,
)
_FIGURE = re.compile(r"\d|\b(?:half|double|zero)\b", re.I)
_TERM = re.compile(
    r"\b(?:by|before|until|within|in) (?:the |next |this |end |q[1-4]|\d|summer|autumn|winter|spring|christmas|easter|"
    r"january|february|march|april|may\b|june|july|august|september|october|november|december|year|two|three|six)",
    re.I,
)
_FROM_US = re.compile(r"\b(?:examples?|tips?|questions?|advice|templates?|steps?|minutes|break|options)\b", re.I)


def is_aim(text: str) -> bool:
    """Whether a question names a figure or a date that somebody wants to reach, and asks nothing of us."""
    found = _AIM.match(text)
    what = found.group("what") if found else ""
    return bool(what and not _FROM_US.search(what) and (_FIGURE.search(what) or _TERM.search(what)))
