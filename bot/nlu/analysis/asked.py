"""Whole messages that ask the coach something: a bare "why?", and "what do others do?"."""

import re

_WHY = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so|hm+|sorry)\b\W*)*why(?: (?:is )?(?:that|this|so|now|the question))?\W*$",
    re.I,
)
_OTHERS = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so|hm+|sorry|well)\b\W*)*(?:what|how) (?:(?:do|does|would|did|have) )?(?:the |most )?"
    r"(?:others?|other (?:companies|people|firms|planners|leaders|teams)|companies|people|every(?:body|one) else) "
    r"(?:usually |normally |typically )?(?:do|done|handle|solve|manage)(?: (?:it|this|that|here|there|then|about "
    r"(?:it|this|that)|in (?:this|that|such a) (?:case|situation)))?\W*$",
    re.I,
)
_RECORD = re.compile(r"\b(?:in|into|of|from|on) (?:the|our|their|its|meeting) minutes\b|\bminuted\b", re.I)
_STANDING = re.compile(
    r"\b(?:recap\w*|re-cap|summar\w+|sum|so far|where|how far|status|noted|remind|overview|list|"
    r"what (?:do|did|have|are|is|was|has)|whats|show|again|read|until now|up to now|"
    r"back to me|wrote|written|got)\b",
    re.I,
)
LONGEST = 120  # characters; nobody asks like this in more


def bare_why(text: str) -> bool:
    """Whether a message is "why?" and nothing else."""
    return len(text) <= LONGEST and bool(_WHY.match(text))


def asks_about_others(text: str) -> bool:
    """Whether a message only asks what others do, without a subject of its own."""
    return len(text) <= LONGEST and bool(_OTHERS.match(text))


def misheard(text: str, intent: str) -> bool:
    """Whether a control word was only heard: the minutes of a meeting are no hurry, "stand there" asks for no recap."""
    if intent == "recap":
        return not _STANDING.search(text)
    return intent == "short_time" and bool(_RECORD.search(text))
