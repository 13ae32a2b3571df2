"""The short reflection before a question: the coachee's exact words in a frame that fits any phrase.

Simple forms give words back; complex ones add meaning by what they put together (a contrast, a
feeling, what is wanted, something from earlier). Frames come from `content/coaching/reflections.yml`.
Motivational interviewing counts one reflection to one question as fair (MITI 4.2.1); coachees tire
of a quotation in every turn, so there are never three bare ones in a row, nor five of any form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.coaching.giving_back import all_ways, candidates
from bot.domain.coaching.session import Session
from bot.domain.coaching.setting_beside import JOINED
from bot.domain.coaching.telling import OF_ONESELF

#: Questions that lay the coachee's words out before they ask, by their move.
IN_THE_QUESTION = {"contradiction": "both-sides", "thread": "returned", "clean": "picture", "feeling": "named"}
COMPLEX = frozenset(
    {
        "contrast",
        "either",
        "feeling",
        "wants",
        "callback",
        "gather",
        "chosen",
        "against",
        "beside",
        "owned",
        "felt",
        "linked",
        "so-far",
        "pictured",
        "kept",
        "short-of",
        "two",
        "again",
        *JOINED.values(),
        *IN_THE_QUESTION.values(),
    }
)
SIMPLE = frozenset(
    {
        *("quote", "echo", "parked", "metaphor", "mirror", "hearing", "listed", "aloud", "day", "figure", "all-ways"),
        *("sign", "counted", "raised", "last-words"),
    }
)
#: After so many reflections in a row none follows that only quotes; after one more only those that add something.
IN_A_ROW = 2
#: Forms with nothing but a quotation: two at most follow each other.
QUOTING = frozenset({"quote", "echo", "parked", "metaphor", "listed", "counted", "sign", "last-words"})
#: Forms without quotation marks: where a new phase begins with earlier words, what was just said is still heard.
UNQUOTED = frozenset({"mirror", "hearing"})
#: Forms that only note a day or a figure.
NOTED = frozenset({"day", "figure"})
#: Forms that tell how things hang together would wear out.
ONCE = frozenset({"against", "gather", "chosen", "so-far", "pictured", "kept", "short-of", *JOINED.values()})
#: So few words can be heard twice.
FEW = 6
#: How often each of these may come in one conversation.
MOST_TIMES = {**dict.fromkeys(ONCE, 1), "two": 2, "linked": 2, "last-words": 3}
#: What must not be passed over, however much was given back before it.
ALWAYS = frozenset({"owned", "aloud"})


_POINTS_BACK = re.compile(r"\b(?:that|it|this|there|then|they|those|them)\b", re.I)


_ASKS_OF_A_CLAIM = re.compile(r"\b(?:in that is (?:right|true)|of that is so)\b", re.I)
#: "You said that of yourself" stands behind nothing but what was said of oneself.
_ASKS_OF_ONESELF = re.compile(r"\b(?:said that of yourself|that one is about you)\b", re.I)
_CLAIMS = re.compile(r"\b(?:say|says|said|think|thinks|claim|claims|told|tells|complain|complains|'d|would)\b", re.I)


Frames = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Reflection:
    """One reflection: its form, the finished sentence, and the words it quotes."""

    form: str
    text: str
    quoted: str


NO_REFLECTION = Reflection("", "", "")


def reflect(session: Session, step: str, question: str, frames: Frames, captures: str | None = None) -> Reflection:
    """Return the reflection to stand before `question`, or `NO_REFLECTION`.

    None after a control word or a very short answer, after four in a row (the third is never a bare
    quotation, the fourth adds something), or when the question itself quotes the coachee; where a new phase
    begins with such a question, only what was just said may stand before it, in the second person.

    Args:
        step: the step the question belongs to; a new one is entered with what was gathered so far.
        question: its text.
        frames: the wordings of each form.
        captures: what the question asks for; before a choice everything is laid out that there is to choose from.
    """
    last = session.last
    # In a brief talk the promise is the choice.
    choosing = captures == "choice" or captures == "action" and session.latest("choice") is None
    ways = all_ways(session) if choosing and "“" not in question else ""
    if ways and "all-ways" in frames and last is not None:
        return Reflection("all-ways", _framed(session, frames["all-ways"], {"ways": ways}), ways)
    quotes = "“" in question
    if last is None or last.control or (quotes and step == last.step):
        return NO_REFLECTION
    said, row = _said(session), _in_a_row(session)
    fitting = (one for one in candidates(session, last, step) if one[0] in UNQUOTED or not quotes)
    for form, values in fitting:
        quoted = " ".join(values.values())
        if form not in ALWAYS and not _still_fits(form, row):
            continue
        if _asks_of_something_else(form, quoted, question):
            continue
        if form in NOTED and any(value in question for value in values.values()):
            continue
        times = sum(e.reflection == form for e in session.exchanges if not e.undone)
        if times >= MOST_TIMES.get(form, times + 1):
            continue
        if form != _previous_form(session) and form in frames and _is_fresh(form, list(values.values()), said):
            return Reflection(form, _framed(session, frames[form], values), quoted)
    return NO_REFLECTION


def _asks_of_something_else(form: str, quoted: str, question: str) -> bool:
    """Whether a question that points at what was said would point at the wrong words behind this reflection.

    "That" behind something said long ago; "what in that is right?" behind anything but what somebody claims; "you said
    that of yourself" behind anything but that.
    """
    if form == "callback" and _POINTS_BACK.search(question):
        return True
    if _ASKS_OF_A_CLAIM.search(question) and not _CLAIMS.search(quoted):
        return True
    of_oneself = form == "owned" or OF_ONESELF.match(quoted) or "you" in quoted
    return bool(_ASKS_OF_ONESELF.search(question)) and not of_oneself


def _still_fits(form: str, row: int) -> bool:
    """Whether a form may come after so many reflections in a row."""
    return row < IN_A_ROW or (row == IN_A_ROW and form not in QUOTING) or (row == IN_A_ROW + 1 and form in COMPLEX)


def _is_fresh(form: str, values: list[str], said: str) -> bool:
    """Whether the words were not given back before; a few that the newest is set beside may have been, once."""
    beside = [value for value in values[:-1] if form in JOINED.values() and len(value.split()) <= FEW]
    return form in NOTED or (
        all(said.count(value.lower()) <= 1 for value in beside)
        and not any(value.lower() in said for value in values[len(beside) :])
    )


def _framed(session: Session, frames: tuple[str, ...], values: Mapping[str, str]) -> str:
    turn = len(session.exchanges)
    digest = sha256(f"{session.id}{turn}".encode()).digest()[0]
    turned = [*frames[digest % len(frames) :], *frames[: digest % len(frames)]]
    text = min(turned, key=lambda frame: _heard_before(session, frame))
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text[0].upper() + text[1:]


def _heard_before(session: Session, frame: str) -> int:
    """How often the coachee has read this frame; one without words of its own counts with every short echo."""
    words = max(re.split(r"\{\w+\}|[“”]", frame), key=len).strip(" .,")
    if not words:
        return sum(
            1 for e in session.exchanges if e.reflection and e.said.startswith(e.quoted[:1].upper() + e.quoted[1:])
        )
    return sum(1 for e in session.exchanges if e.reflection and words.lower() in e.said.lower())


def _in_a_row(session: Session) -> int:
    """How many reflections stand one after the other up to now; a day or a figure noted is none and parts none."""
    count = 0
    for exchange in reversed([e for e in session.exchanges if not e.undone and e.reflection not in NOTED]):
        if not exchange.reflection:
            break
        count += 1
    return count


def _previous_form(session: Session) -> str:
    standing = [e for e in session.exchanges if not e.undone]
    return standing[-1].reflection if standing else ""


def _said(session: Session) -> str:
    """Everything the coach already gave back; the same words are not quoted twice."""
    return " | ".join(f"{e.quoted} | {e.asked}" for e in session.exchanges).lower()
