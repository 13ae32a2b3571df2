"""Whom the last answer is about, and what a question after it had better leave alone."""

import re

from bot.domain.coaching.session import Session
from bot.domain.coaching.whom import close_to_home, is_gone, is_heavy, not_of_oneself, others_first, own_doing, refuses

#: Who told a feeling in one of so many answers is not yet asked to weigh it.
FELT_LATELY = 2
#: So many letters behind "he said" show of whom it was said.
OF_YOU = 40
#: ... and so many whether a question follows.
ASKED = 60
#: "He would answer: you would have cut my budget."
VOICED = re.compile(r"\b(?:would|'d|will|'ll) (?:probably |just |only )?(?:say|answer|tell|ask|call it)\b", re.I)
#: "He said planning changed it three times": it may be so.
_CLAIMED = re.compile(
    r"\b(?:he|she|they|[A-Z][a-z]+) (?:said|says|thinks|claims|complains|told me|tells me) (?:that )?"
    r"(?:(?!(?:and|but|or|while|when)\b)[\w']+ ){1,4}"
    r"(?:is|are|was|were|has|have|had|cannot|can't|cant|never|always|don't|dont|does|doesn't|too|\w+ed)\b"
)
#: "He came to my wedding": nothing that happens again and again.
_PAST = re.compile(
    r"\b(?:he|she|they|it|who|[A-Z][a-z]+) (?:\w+ly |then |just |once |also )?(?:has |have |had )?"
    r"(?:was|were|came|did|went|said|told|gave|took|sent|made|left|drew|ran|brought|bought|wrote|got|found|lost|kept|put|let|\w{3,}ed)\b"
)


def of_whom(session: Session) -> frozenset[str]:
    """Whom the last answer is about, and what a question after it had better leave alone."""
    last = session.last
    if last is None or last.control:
        return frozenset()
    said = last.answer or ""
    lately = [e for e in session.answered[-FELT_LATELY:] if e.step != "will" and not e.control]
    found = {
        "of-others": not_of_oneself(said),
        "of-oneself": not not_of_oneself(said),
        "others-first": others_first(last),
        "own-doing": own_doing(said),
        "gone": is_gone(said),
        "names-worst": bool(re.search(r"\bworst\b", said, re.I)),
        "past": bool(_PAST.search(said)),
        "refuses": refuses(said),
        "feels-lately": any("feeling" in e.signals.on or is_heavy(e.answer or "") or close_to_home(e) for e in lately),
    }
    return frozenset(name for name, on in found.items() if on)


def claims(text: str) -> bool:
    """Whether somebody's word for how it is is told; what they say of the coachee ("you were kind") is not weighed."""
    found = _CLAIMED.search(text)
    return found is not None and not re.search(r"\byou\b", text[found.start() : found.end() + OF_YOU], re.I)


def voiced(text: str) -> bool:
    """Whether it is told what somebody would say; what they would ask is neither true nor wrong."""
    found = VOICED.search(text)
    return found is not None and "?" not in text[found.end() : found.end() + ASKED]
