"""An aim put as a question, an aim kept, and another matter that takes the place of the first one."""

import re

from bot.domain.coaching.session import Session

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


#: "What bugs me more right now is ...", "can we talk about something else": the talk is about another matter from here.
_OTHER_MATTER = re.compile(
    r"\bwhat (?:really |actually |also )?(?:bugs|bothers|worries|annoys|gets|eats|troubles|hurts) "
    r"me (?:more|most|now|right now)\b|"
    r"\b(?:can|could|may|let'?s|rather) (?:we |i )?(?:talk|speak) about (?:something|another|a different)\b|"
    r"(?:^|[.!?;] )(?:(?:ok|anyway|actually|oh|so|well)[ ,]{1,3}){0,3}"
    r"(?:never mind|forget) (?:that|it|all that|about|the)\b|"
    r"\bsomething (?:more urgent|more important|worse|bigger|"
    r"else (?:bothers|worries|bugs|happened|came up|is on my mind))\b|"
    r"\b(?:another|different|other) (?:topic|matter|subject|thing) (?:is|bothers|worries|bugs|that|came)\b|"
    r"\bthe (?:topic|real one|thing) (?:now )?is another\b",
    re.I,
)
_STAYS = re.compile(
    r"^\W*(?:no|nope|nah|nothing|none|not really|same|keep|leave it|it(?:'s| is)? (?:fine|ok|still|stands)|still|fine|"
    r"back to|let'?s (?:stay|keep|go back|leave)|it stays|stay)\b",
    re.I,
)
#: Another matter named so many answers ago may be the one that counts; "no, it stands" has no more words.
LATELY, STAYING = 3, 10


def other_matter(session: Session) -> int | None:
    """Return the place of the exchange in which another matter was brought up lately, or None."""
    lately = [e for e in session.answered[-LATELY:] if e.step != "goal" and not e.control]
    told = next((e for e in reversed(lately) if _OTHER_MATTER.search(e.answer or "")), None)
    return None if told is None else session.place(told)


def begun_anew(session: Session) -> Session:
    """Return the session without what belonged to the matter that was left: its sign, its date, how it stands."""
    since = other_matter(session)
    if since is None:
        return session
    left = ("measure", "date", "worth", "note", "option")
    return session.only(lambda fact: fact.capture not in left or fact.turn >= since)


def stays(text: str) -> bool:
    """Whether a short answer to "what would you change in the goal?" says that it stands."""
    return bool(_STAYS.match(text)) and len(text.split()) <= STAYING
