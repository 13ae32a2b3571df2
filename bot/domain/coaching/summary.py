"""The summary in the coachee's own words, and corrections to it."""

import re
from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.dated import due_date
from bot.domain.coaching.in_short import in_short
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.threads import threads

#: Lines of the summary, in order, and the words by which a person means one of them.
LINES: dict[str, str] = {
    "goal": r"goal|aim|objective",
    "measure": r"measure|measured|success|metric|how (?:you|i|we)(?:.ll| will)? know",
    "date": r"goal date|target date|deadline",
    "today": r"as it is|how it is|reality|present state",
    "choice": r"choice|chosen|option|what (?:you|i) chose",
    "action": r"action|promise|step|what (?:you|i)(?:.ll| will) do",
    "when": r"when|date|day|due",
    "first-sentence": r"first sentence|opening line",
    "obstacle": r"obstacle|in the way",
    "if-then": r"if-then|if then|plan b|if it does",
    "who-knows": r"who knows|who will know|witness",
    "confidence": r"confidence|confident|score",
    "insight": r"insight|takeaway|learned|learnt|what (?:you|i)(?:.ll| will)? take (?:with|away|along)",
}
_YES = re.compile(
    r"^\W*(?:y|yes|yep|yeah|yup|ok|okay|sure|fine|good|great|perfect|correct|right|exactly|agreed|confirm(?:ed)?|"
    r"that(?:'s| is)? (?:right|it|correct|fine|good)|looks (?:right|good|fine)|all good|spot on|"
    r"done)\b[\s\w,.!']{0,30}$",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:no|nope|not (?:quite|really|right|yet)|wrong|change(?: something)?|correct it|edit)\b\W*$", re.I
)
#: In front of what a line is to say: by its own words, and where there are none.
_SAYS_ANEW = re.compile(
    r"\b(?:(?:should|must|needs to|has to|ought to) (?:be|read|say)|make it|(?:change|put) it to)\b:?", re.I
)
_SAYS = re.compile(r"\bis (?:actually )?|\bto be\b|\bto\b", re.I)
_ONLY_WRONG = re.compile(r"(?:wrong|not right|incorrect|off|not correct|too \w+)", re.I)
#: "Change the goal", "the date is wrong": so few words only say that something is to be changed.
_TO_CHANGE = re.compile(r"\b(?:change|correct|edit|fix|wrong|not right|incorrect)\b", re.I)
_BUT = re.compile(r"\b(?:but|except|only|change|instead|not)\b", re.I)


_MARKS = frozenset('"“”')
#: So many words name a line and say no more.
NAMING, NAMING_MOST = 3, 6
#: So many questions of theirs that nobody took up are named at the end.
LEFT_OPEN = 2


def confirms(text: str) -> bool:
    """Whether a reply accepts the summary as it stands."""
    return bool(_YES.match(text)) and not _BUT.search(text)


def corrects(session: Session, text: str) -> bool:
    """Whether a short reply can only be about the summary: that something is wrong, or, when asked, which line."""
    asked = session.correcting is not None and len(text.split()) <= NAMING
    meant = _TO_CHANGE.search(text) is not None and len(text.split()) <= NAMING_MOST
    return refuses(text) or ((asked or meant) and line_named(text) is not None)


def refuses(text: str) -> bool:
    """Whether a reply only says that something in the summary is to be changed, and not what."""
    return bool(_NO.match(text))


def lines(session: Session) -> list[tuple[str, str]]:
    """Return the summary as (line id, the coachee's words); only what was said, nothing added."""
    found = [(name, words) for name in LINES if (words := in_short(session, name))]
    if session.words("measure") == session.words("goal"):
        # A goal that carries its figure is its own measure; said once is enough.
        found = [(name, words) for name, words in found if name != "measure"]
    if session.words("choice") == session.words("action"):
        found = [(name, words) for name, words in found if name != "choice"]
    if (sentence := session.words("first-sentence")) and sentence == session.words("action"):
        # What will be said is what will be done; said once is enough here too.
        found = [(name, words) for name, words in found if name not in ("choice", "action")]
    confidence = session.latest("confidence")
    return [(n, f"{confidence.value}" if n == "confidence" and confidence else _unmarked(w)) for n, w in found]


def _unmarked(words: str) -> str:
    """Without the quotation marks somebody typed around the whole: the line has its own."""
    inside = words.strip()[1:-1]
    marked = words.strip()[:1] in _MARKS and words.strip()[-1:] in _MARKS
    return inside if marked and not _MARKS & set(inside) else words


def left_open(session: Session) -> str:
    """Return the questions of the coachee's that nobody took up, two at most, each between quotation marks."""
    return ", ".join(f"“{asked}”" for asked in threads(session, asked=True)[:LEFT_OPEN])


def correct(session: Session, reply: Reply) -> Session:
    """Return the session with one line corrected, confirmed, or waiting for the line to correct.

    The line is the one the person was asked to reword, or the one the reply names, or the one its
    content can only belong to (a date, a figure from 0 to 10). Otherwise `correcting` is "?".
    """
    if session.correcting in LINES:
        return _set(replace(session, correcting=None), session.correcting or "", reply)
    if confirms(reply.text):
        return replace(session, confirmed=True, correcting=None)
    named = line_named(reply.text)
    rest = _rest(reply.text)
    if named and rest:
        return _set(replace(session, correcting=None), named, replace(reply, text=rest))
    if named:
        return replace(session, correcting=named)
    return _guessed(session, reply)


def line_named(text: str) -> str | None:
    """Return the line a reply names ("the date is wrong"), the longest name first, or None."""
    found = [
        (len(match.group(0)), name)
        for name, words in LINES.items()
        if (match := re.search(rf"\b(?:{words})\b", text, re.I))
    ]
    return max(found)[1] if found else None


def _rest(text: str) -> str:
    """What follows "should be", "make it", a colon behind the line's name, or else "is" or "to", in a correction."""
    head, colon, tail = text.partition(": ")
    if colon and line_named(head) and len(head.split()) <= NAMING_MOST and not _SAYS_ANEW.search(head):
        return _trimmed(tail)
    found = _SAYS_ANEW.search(text) or _SAYS.search(text)
    rest = _trimmed(text[found.end() :]) if found else ""
    return "" if _ONLY_WRONG.fullmatch(rest) else rest


def _trimmed(text: str) -> str:
    return text.strip(" .:“”\"'")


def _guessed(session: Session, reply: Reply) -> Session:
    if refuses(reply.text):
        return replace(session, correcting="?")
    dated = any(d.on for d in reply.signals.dates)
    if dated and reply.signals.words <= 10:
        return _set(session, "when", reply)
    if reply.signals.confidence is not None and reply.signals.words <= 5:
        return _set(session, "confidence", reply)
    # Asked once which line is meant; after that the summary is simply shown again.
    return replace(session, correcting=None if session.correcting == "?" else "?")


def _set(session: Session, name: str, reply: Reply) -> Session:
    dated = due_date(reply)
    value = reply.signals.confidence if name == "confidence" else None
    if name == "confidence" and value is None:
        return replace(session, correcting=name)
    on = dated.on if dated and name in ("date", "when") else None
    return session.with_fact(
        Fact(name, reply.text.strip(), len(session.exchanges) - 1, on=on, value=value), replacing=True
    )
