"""What a person asks of us in the middle of something: to go back to the coaching, to practise, to word a mail.

Free of Rasa.
"""

import re

from bot.domain.coaching.requests import strikes

#: Nobody asks for one of these in more characters.
LONGEST = 160
_BEFORE = (
    r"(?:^|[.!?;,]\s+)\W*"
    r"(?:(?:ok(?:ay)?|so|and|but|well|please|actually|hey|hm+|now|wait|maybe|thanks|yes|no|then)\b\W*)*"
)
_WE = (
    r"(?:(?:can|could|may|shall|should) (?:we|i|you)|let(?:'?s| us| me)|i(?:'d| would)? (?:want|like) to|please|"
    r"help me(?: to)?)"
)
_BACK = re.compile(
    rf"{_BEFORE}(?:{_WE} )?(?:please |just |now )?(?:(?:go|get|come|bring me|take me|switch) )?(?:back|return) to "
    r"(?:(?:the|our|my|this|that) )?(?:coach(?:ing)?(?: (?:session|conversation|talk|part|questions?|thing))?|"
    r"(?:conversation|talk|session)(?: (?:with you|we had|from before|before))?|where we (?:were|stopped|left off)|us)"
    r"(?: (?:please|now|then|again))*\W*$",
    re.I,
)
_PRACTISE = r"(?:practi[sc]e|rehearse|role-?play|try (?:it|this|that|my \w+) out|try out)"
#: Asked of us, or where the practising is to be done here.
_REHEARSE = re.compile(
    rf"{_BEFORE}(?:(?:can|could|may|shall|might) (?:we|i)|let(?:'?s| us| me)|(?:can|could|will|would) you (?:please )?"
    rf"(?:help me(?: to)?|let me)|help me(?: to)?) (?:please |quickly |first |just |maybe )*{_PRACTISE}\b"
    r"(?![^.!?]{0,60}\b(?:tomorrow|tonight|next week|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
    re.I,
)
_WISH_TO = re.compile(rf"{_BEFORE}i(?:'d| would)? (?:want|like|need) to (?:first |just )?{_PRACTISE}\b", re.I)
_HERE = re.compile(
    r"\b(?:here|with you|right now|now)\b|\b(?:can|could|shall|may) (?:we|i|you)(?: do (?:that|it|this))?\W*$", re.I
)
_LETTER = r"(?:e-?mails?|mails?|messages?|notes?|letters?|invitations?|invites?|opening lines?)"
_TAILOR = re.compile(
    rf"{_BEFORE}(?:(?:please )?help me(?: to)?|(?:can|could|will|would) you(?: please)?(?: help me(?: to)?)?|"
    rf"(?:can|could|shall) we|let'?s|let us) (?:please |quickly |first |just |maybe )*"
    rf"(?:write|draft|word|phrase|formulate|compose|put together|prepare)\b[^.!?]{{0,40}}\b{_LETTER}\b|"
    rf"{_BEFORE}(?:please )?help me (?:to )?(?:(?:find|with|choose) the (?:right |best )?(?:words|wording)|"
    r"(?:say|word|phrase|put|formulate) (?:it|this|that)(?! (?:in|on|into|to the) (?:my|our|the) ))|"
    rf"{_BEFORE}(?:write|draft) me (?:the|a|an|that|this) (?:\w+ )?{_LETTER}\b",
    re.I,
)
_ONWARD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yeah|please|well|so|and)\b\W*)*(?:let'?s |let us |can we |i want to |i'?d like to )?"
    r"(?:go on|continue|carry on|keep going|move on|resume|pick (?:it|this|that) up(?: again)?)"
    r"(?: (?:with (?:it|that|this|the (?:conversation|coaching)|our \w+)|please|now|then|here|there))*\W*$",
    re.I,
)


def goes_back(text: str) -> bool:
    """Whether somebody asks to go back to the coaching conversation, from wherever they are."""
    return len(text) <= LONGEST and bool(_BACK.search(text.strip()))


def goes_on(text: str) -> bool:
    """Whether a message says no more than that they want to go on: typed at the menu, with what was left open."""
    return len(text) <= LONGEST and bool(_ONWARD.match(text))


def of_us(text: str) -> str | None:
    """Return the intent of what is asked of us while the coach waits: `rehearse`, `tailor` or `go_back`; else None.

    "Can we practise that?" asks us; "I will practise it with Ann on Tuesday" is a plan, and an answer.
    """
    if len(text) > LONGEST:
        return None
    if strikes(text):
        return "go_back"
    if _TAILOR.search(text):
        return "tailor"
    return "rehearse" if _REHEARSE.search(text) or (_WISH_TO.search(text) and _HERE.search(text)) else None
