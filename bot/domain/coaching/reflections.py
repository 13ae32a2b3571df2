"""The short reflection before a question: the coachee's exact words in a frame that fits any phrase.

Simple forms give words back; complex ones add meaning by what they put together (a contrast, a
feeling, what is wanted, something from earlier). Frames come from `content/coaching/reflections.yml`.
Motivational interviewing counts one reflection to one question as fair (MITI 4.2.1); coachees tire
of a quotation in every turn, so two in a row are followed by a bare question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.threads import threads

COMPLEX = frozenset({"contrast", "feeling", "wants", "callback", "gather", "chosen"})
SIMPLE = frozenset({"quote", "echo", "parked", "metaphor"})
#: Answers of fewer words are not given back: that would be parroting.
LEAST_WORDS = 4
#: A quotation has at least so many words, and does not begin with a word that hangs in the air.
LEAST_QUOTED, MOST_QUOTED = 3, 14
_OPENS = frozenset("and but so because that or when if then while though although since where who which".split())
_HANGING = frozenset(
    "before after by in on at for with to from until since during about over under as of than then so".split()
)
#: How many reflections may follow each other.
IN_A_ROW = 2

Frames = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Reflection:
    """One reflection: its form, the finished sentence, and the words it quotes."""

    form: str
    text: str
    quoted: str


NO_REFLECTION = Reflection("", "", "")


def reflect(session: Session, step: str, question: str, frames: Frames) -> Reflection:
    """Return the reflection to stand before `question`, or `NO_REFLECTION`.

    None after a control word or a very short answer, after two in a row (a complex one may be the
    third), or when the question itself quotes the coachee.

    Args:
        step: the step the question belongs to; a new one is entered with what was gathered so far.
    """
    last = session.last
    if last is None or last.control or "“" in question or _in_a_row(session) > IN_A_ROW:
        return NO_REFLECTION
    said, tired = _said(session), _in_a_row(session) == IN_A_ROW
    for form, values in (*_gathered(session, last, step), *_candidates(session, last)):
        quoted = " ".join(values.values())
        if tired and form not in COMPLEX:
            continue
        if form != _previous_form(session) and form in frames and not any(v in said for v in values.values()):
            return Reflection(form, _framed(session, frames[form], values), quoted)
    return NO_REFLECTION


def _gathered(session: Session, last: Exchange, step: str) -> Iterator[tuple[str, dict[str, str]]]:
    """On the way into options and will: the wish, and what stands before it or was chosen."""
    if step == last.step or step not in ("options", "will"):
        return
    goal = phrase_of(session, session.latest("goal"))
    other = session.latest("choice") if step == "will" else session.latest("note")
    two = phrase_of(session, other)
    if goal and two and goal != two:
        yield ("chosen" if step == "will" else "gather"), {"one": goal, "two": two}


def _candidates(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    signals = last.signals
    if signals.contrast:
        yield "contrast", {"left": signals.contrast[0], "right": signals.contrast[1]}
    if signals.feeling and len(signals.feeling.split()) <= 6:
        yield "feeling", {"feeling": signals.feeling}
    if last.step == "goal" and signals.wants:
        yield "wants", {"wants": signals.wants}
    if last.step == "reality" and "solution-jump" in signals.on and signals.quotes:
        yield "parked", {"quote": signals.quotes[0]}
    if signals.words >= LEAST_WORDS:
        yield from _given_back(session, last)
    yield from _from_before(session, last)


def telling_phrases(exchange: Exchange) -> list[str]:
    """Return the phrases of an answer that can be given back: whole clauses of 3 to 14 words, word for word.

    The analysis names the most telling ones; one that begins in the middle of a clause is left out.
    """
    answer = exchange.answer or ""
    named = [quote for quote in exchange.signals.quotes if _whole(quote, answer)]
    clauses = [clause.strip(" ,;:-") for clause in re.split(r"[.;!?\n]|, | - | but ", answer)]
    whole = [clause for clause in named + clauses if LEAST_QUOTED <= len(clause.split()) <= MOST_QUOTED]
    kept = [clause for clause in whole if clause.split()[0].lower() not in _HANGING and not set('“”"') & set(clause)]
    return list(dict.fromkeys(kept))


def _whole(quote: str, answer: str) -> bool:
    """Whether a quotation begins where a clause begins."""
    before = answer[: max(0, answer.find(quote))].rstrip()
    return not before or before[-1] in ".,;:!?-–—(" or before.split()[-1].lower() in _OPENS


def _given_back(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    telling = telling_phrases(last)
    for quote in telling[:1]:
        forms = ("quote", "echo") if len(session.exchanges) % 2 else ("echo", "quote")
        for form in forms:
            yield form, {"quote": quote}


def _from_before(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """When the last words are too few to give back, something from earlier may be worth setting beside them."""
    if last.step in ("reality", "options", "will"):
        for earlier in threads(session)[:1]:
            yield "callback", {"earlier": earlier}


def _framed(session: Session, frames: tuple[str, ...], values: Mapping[str, str]) -> str:
    turn = len(session.exchanges)
    digest = sha256(f"{session.id}{turn}".encode()).digest()[0]
    text = frames[digest % len(frames)]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _in_a_row(session: Session) -> int:
    count = 0
    for exchange in reversed([e for e in session.exchanges if not e.undone]):
        if not exchange.reflection:
            break
        count += 1
    return count


def _previous_form(session: Session) -> str:
    standing = [e for e in session.exchanges if not e.undone]
    return standing[-1].reflection if standing else ""


def _said(session: Session) -> str:
    """Everything the coach already gave back; the same words are not quoted twice."""
    return " | ".join(e.quoted for e in session.exchanges) + " | ".join(e.asked for e in session.exchanges)
