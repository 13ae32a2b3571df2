"""How much time there is: what was agreed, and what the day itself leaves; and whether words are what is looked for."""

import re

from bot.domain.coaching.session import Session, once

#: So much of an answer is read for the hour it names.
READ = 600
SHORTEST, LONGEST = 5, 30
#: "At 14h", "in an hour", "this afternoon": what it is about happens within hours.
_WITHIN_HOURS = re.compile(
    r"\b(?:at|by|before|until|till) \d{1,2}(?:[:.]\d{2})? ?(?:h|am|pm|hrs|o'?clock)\b|"
    # "Demand review at two": an hour where nothing is counted behind it.
    r"\b(?:at|by|before|until|till|through) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)"
    r"(?= o'?clock|[.,;!?]| sharp|$)|"
    r"\bin (?:an|half an|one|two|three|four|five|a few|a couple of|\d{1,2}) (?:hours?|hrs?)\b|"
    r"\bin (?:\d{1,2}|ten|fifteen|twenty|thirty|forty) min(?:ute)?s?\b|"
    r"\b(?:this (?:afternoon|evening)|later today|still today|tonight|due today|(?:is|it'?s) today)\b",
    re.I,
)
_NOT_NOW = re.compile(
    r"\b(?:every|each|always|usually|normally|often|last|yesterday|ago|used to|was|were|went|had|did|on day)\b", re.I
)
#: What they came for is something to say.
_WORDS = re.compile(
    r"\b(?:right|first|exact|opening|better) (?:sentence|words|wording|phrase)\b|\bopening line\b|"
    # "The line stops at ten", "everybody knows that sentence": a sentence that is there is not looked for.
    r"\b(?:need|want|like|find|looking for|leave with|prepare|get|have) (?:to (?:have|find|get|leave with) )?"
    r"(?:the|a|an|one) (?:\w+ )?(?:sentence|words|wording|phrase)\b|"
    r"\bhow (?:do|can|could|should|shall|to)(?: i)? (?:say|tell|put|word|phrase|break) |"
    r"\bwhat (?:do|can|could|should|shall)(?: i)? (?:say|tell)\b|\b(?:have|need|want|got) to tell\b|"
    r"\b(?:practi[sc]e|rehearse)\b",
    re.I,
)


@once
def pressing(session: Session) -> bool:
    """Whether what the conversation is about happens within hours: there is a day, and no time for a long talk."""
    return any(e.step == "goal" and not e.control and within_hours(e.answer or "") for e in session.answered)


def hour_named(session: Session) -> str:
    """Return the words for the hour that the goal hangs on ("at 14h"), or an empty string."""
    told = (e.answer or "" for e in session.answered if e.step == "goal" and not e.control)
    found = (match for text in told for one in _sentences(text) if (match := _hour(one)))
    return next((match.group(0) for match in found), "")


def within_hours(text: str) -> bool:
    """Whether a text names an hour of this day that lies ahead."""
    return any(_hour(one) for one in _sentences(text))


def _hour(sentence: str) -> re.Match[str] | None:
    return None if _NOT_NOW.search(sentence) else _WITHIN_HOURS.search(sentence)


def _sentences(text: str) -> list[str]:
    return re.split(r"[!?;\n]|\. ", text[:READ])


def brief(session: Session) -> bool:
    """Whether there is time for the shortest conversation only: it was asked for, or the day leaves no more."""
    return session.minutes == SHORTEST or (session.minutes < LONGEST and pressing(session))


def seeks_words(session: Session) -> bool:
    """Whether what they came for is something to say: the sentence belongs to what they leave with."""
    return bool(_WORDS.search(f"{session.words('topic')[:READ]} {session.words('goal')[:READ]}"))
