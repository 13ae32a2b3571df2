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
LONGEST = 120  # characters; nobody asks like this in more


def bare_why(text: str) -> bool:
    """Whether a message is "why?" and nothing else."""
    return len(text) <= LONGEST and bool(_WHY.match(text))


def asks_about_others(text: str) -> bool:
    """Whether a message only asks what others do, without a subject of its own."""
    return len(text) <= LONGEST and bool(_OTHERS.match(text))


def of_record(text: str, intent: str) -> bool:
    """Whether what sounds like lack of time (`short_time`) speaks of the minutes of a meeting."""
    return intent == "short_time" and bool(_RECORD.search(text))
