"""What is wrong, told where something wanted was asked for: a complaint is no goal, and no sign that it is reached."""

import re

from bot.domain.coaching.days import NAMED_MONTHS
from bot.domain.coaching.signals import Signals

#: Words by which people say how it should be, or that it would be over: "nobody has to chase anybody any more".
_WISHED = re.compile(
    r"\b(?:want|wants|wish|would|should|could|will|must|needs? to|have to|has to|like to|love to|so that|goal|"
    r"any ?more|no longer|by the time|instead|rather than|finally|again|without|fewer|less|more|once|able to|"
    r"not have|to have|"
    r"to be|to get|to see|to know|(?:below|under|above|over|at least|at most|within|more than|less than) \d+|"
    r"(?:is|are) (?:correct|right|reliable|on time))\b|'(?:d|ll)\b|"
    r"^\W*(?:to|tha?t|no|zero|an?|one|when|if|once)\b|[.!?;] zero\b",
    re.I,
)
#: Describes how things are; nobody does anything in it.
_DESCRIBES = re.compile(
    r"^\W*(?:i (?:don'?t|do not) (?:care|mind|want|like|believe)|i want|i (?:did|was|had|went|saw|told|said|knew|"
    r"sent|wrote|gave|took|kept|lie|am|have an?|have no|feel|know|"
    r"(?!need)\w{3,}ed)|that (?:i|we|he|they) (?:would|will) have to|that (?:i|he|she|they|we|there|it) (?:had|"
    r"was|were|is|are|am|have|has|never|always)|"
    r"i \w+(?: \w+){0,3} (?:also|too|as well)(?= *(?:$|[.!]))|"
    r"because|every(?:body|one)?|nobody|no one|each|he|she|they|it|it'?s|there|that'?s|this is|these|those|"
    r"(?:my|our|the) [\w ]{2,25}? (?:is|are|was|were|has|had|says|said|thinks|wants|does|doesn'?t|"
    r"never|always|loves|hates)|"
    r"we (?:had|have|were|are|used)|last (?:year|month|week|time)|fear|sales (?:is|are|has|have|do)|"
    r"finance (?:is|has))\b",
    re.I,
)
#: "I round it up. Always."
_HABIT = re.compile(r"^\W*i [\w' ]{2,40}[.,]? (?:always|usually|every (?:month|time|week))\b", re.I)
#: "Because of the bonus", "at the moment", "too late": nobody tells a sign of success like this.
_TODAY = re.compile(
    r"\b(?:because|cause of|cos|due to|currently|right now|at the moment|these days|so far|as usual|up to now|"
    r"keeps? \w+ing|too (?:many|much|late|often|few|long)|(?:has|have|had) always|used to)\b|"
    r"(?:^|[.!?] )(?:he|she|they|it|we|i|that) (?:was|were|had|did)\b",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:always|never|again|late|too|keeps?|still|every (?:month|time|week|cycle)|decides? (?:nothing|anything)|"
    r"is (?:a mess|missing|wrong))\b",
    re.I,
)
#: "I sleep on Sundays", "somebody else shouts": told so, it may be how it will be.
_HOPED = re.compile(r"\b(?:i|we|nobody|no one|somebody|someone|anybody)\b", re.I)
#: The first sentence; a bare word or two in front of it ("Well. It was ...") is none.
_FIRST = re.compile(r"(?:\W*\w+\W+){0,2}[^.!?\n]*")
_COMPLAINT = frozenset({"problem-talk", "blame"})
#: "Last month the forecast was 30% too high": what happened then is no sign of what is wanted.
_THEN = re.compile(
    rf"\W*(?:(?:ok(?:ay)?|well|so|but|and)\b\W*)*(?:(?:back )?in (?:{NAMED_MONTHS}|spring|summer|autumn|winter)|"
    r"once|one time|last (?:week|month|year|quarter|cycle|time|review|meeting)|yesterday|this morning|"
    r"(?:two|three|a few) \w+ ago)\b"
    r"[^.!?\n]{0,60}\b(?:was|were|did|had|came|said|told|sent|got|lost|found|heard|rang|learnt|went|made|took|"
    r"\w{3,}ed)\b",
    re.I,
)


#: "I run the cycle, it's fine": nobody wants anything else.
_CONTENT = re.compile(
    r"\b(?:it'?s|its|it is|that'?s|all|everything(?:'s| is)?|runs?|works?|goes|going) (?:all |quite |pretty |really )?"
    r"(?:fine|good|ok|okay|well|alright)\b|"
    r"\b(?:no|not an?y?|nothing) (?:real |big )?(?:problem|wrong|issue|complaint)s?\b",
    re.I,
)


def is_content(text: str) -> bool:
    """Whether an answer says that all is well as it is, where something wanted was asked for."""
    return bool(_CONTENT.search(text)) and not _WISHED.search(text)


def complains(text: str, signals: Signals) -> bool:
    """Whether an answer only tells what is wrong ("nobody decides anything in the meeting")."""
    return bool(_COMPLAINT & signals.on) and not signals.wants and not _WISHED.search(text)


def complains_of_today(text: str, signals: Signals) -> bool:
    """Whether an answer tells of what goes wrong again and again; asked for a sign, "nobody rings me" is one."""
    hoped = _HOPED.search(text) and not _AGAIN.search(text) and "blame" not in signals.on
    return complains(text, signals) and not hoped


def describes(text: str) -> bool:
    """Whether a reply describes how things are, where something to do was asked for."""
    if re.match(r"\W*that (?:there|it|he|she|they) (?:is|are|was|were)\b", text, re.I):
        return True  # "That there is somebody I can think aloud with" names a wish, and nothing to do.
    return bool(_DESCRIBES.match(text) or _HABIT.match(text)) and not re.search(
        r"\b(?:i|we)(?:'ll| will| could| can| would)\b", text, re.I
    )


def tells_the_present(text: str) -> bool:
    """Whether an answer says how it is and why ("they overstate because of their bonus"), and no wish.

    What is said first counts: "below 5 percent. At the moment 9" names the sign and then the present.
    """
    return bool(_TODAY.search(_FIRST.match(text.strip()).group(0))) and not _WISHED.search(text)  # type: ignore[union-attr]


def tells_what_happened(text: str) -> bool:
    """Whether an answer tells of something that happened once ("in June he rang me himself"), and of nothing to do."""
    return bool(_THEN.match(text)) and not _WISHED.search(text)


def tells_how_it_is(text: str) -> bool:
    """Whether an answer says how it is or how it went, where a sign of what is wanted was asked for."""
    return tells_the_present(text) or tells_what_happened(text)
