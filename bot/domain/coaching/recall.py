"""What the conversation can play back: phrases for placeholders, open threads, contradictions."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.coaching.session import Exchange, Fact, Session

#: A fact longer than this many words is played back by its best phrase only.
QUOTABLE = 14
#: A thread is old enough to be picked up again after this many further answers.
THREAD_AGE = 2


_ABSOLUTE = re.compile(
    r"\b(?:never|always|nobody|no one|everyone|everybody|every time|nothing|all of them|none)\b", re.I
)
_EXCEPTION = re.compile(
    r"\b(?:once|that time|did (?:come|show|say|help|agree|join|ask|send|work)|except|one time|"
    r"last (?:year|month|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|spring|summer|"
    r"autumn|week))\b"
)
_PRONOUN = re.compile(r"\b(?:he|she|they)\b")


@dataclass(frozen=True)
class Pair:
    """Two statements of one conversation that do not go together."""

    earlier: str
    now: str


def known(session: Session, names: frozenset[str]) -> dict[str, str]:
    """Return the words for those placeholders of `names` that can be filled now."""
    values = {name: _value(session, name) for name in names}
    return {name: value for name, value in values.items() if value}


def _value(session: Session, name: str) -> str:
    if name in _FROM_FACTS:
        return phrase_of(session, session.latest(name))
    reader = _READERS.get(name)
    return reader(session) if reader else ""


def phrase_of(session: Session, fact: Fact | None) -> str:
    """Return a fact as a phrase of at most 14 words, exactly as it was said, or an empty string."""
    if fact is None:
        return ""
    text = fact.text.strip().rstrip(".!;,")
    if len(text.split()) <= QUOTABLE and not set('\n“”"?') & set(text):
        return text
    quotes = session.exchanges[fact.turn].signals.quotes if 0 <= fact.turn < len(session.exchanges) else ()
    return next((quote for quote in quotes if quote in fact.text), "")


def threads(session: Session) -> list[str]:
    """Return phrases the coachee brought up that nobody came back to, most telling first."""
    said = list(session.answered)
    old = said[: max(0, len(said) - THREAD_AGE)]
    used = " ".join(e.asked for e in session.exchanges).lower()
    loose = [phrase for e in old if e.control is None for phrase in _loose(e)]
    return [phrase for phrase in dict.fromkeys(loose) if phrase.lower() not in used]


def _loose(exchange: Exchange) -> list[str]:
    """Phrases beside the point of an answer: figures of speech, and all but its best quote."""
    signals = exchange.signals
    return [p for p in (signals.metaphor, *signals.quotes[1:]) if p and len(p.split()) >= 2]


def contradiction(session: Session) -> Pair | None:
    """Return an absolute statement and a later exception to it, about the same people.

    "He never comes" and, minutes later, "last April he did come": same person or pronoun, an absolute
    before, an exception or something that went well now.
    """
    last = session.last
    if last is None or last.control or not last.signals.quotes or not _is_exception(last):
        return None
    now = _subjects(last)
    for e in session.answered[:-1]:
        quote = _absolute_quote(e)
        if quote and now & _subjects(e) and e.control is None:
            return Pair(quote, last.signals.quotes[0])
    return None


def _is_exception(exchange: Exchange) -> bool:
    words = (exchange.answer or "").lower()
    return "absolute" not in exchange.signals.on and bool(exchange.signals.positive or _EXCEPTION.search(words))


def _subjects(exchange: Exchange) -> set[str]:
    named = {m.id or m.text.lower() for m in exchange.signals.people}
    return named | set(_PRONOUN.findall((exchange.answer or "").lower()))


def _absolute_quote(exchange: Exchange) -> str:
    """The coachee's phrase with the absolute in it, or an empty string."""
    if "absolute" not in exchange.signals.on:
        return ""
    pieces = (piece.strip(" ,.;:!") for piece in re.split(r"[.;:!?\n]|, (?=and|but|so)", exchange.answer or ""))
    telling = (p for p in pieces if _ABSOLUTE.search(p) and 3 <= len(p.split()) <= QUOTABLE and "“" not in p)
    return next(telling, "")


def _quote(session: Session) -> str:
    return next(iter(session.last.signals.quotes), "") if session.last and not session.last.control else ""


def _word(session: Session) -> str:
    return (session.last.signals.feeling or "") if session.last else ""


def _metaphor(session: Session) -> str:
    return (session.last.signals.metaphor or "") if session.last else ""


def _person(session: Session) -> str:
    recent = reversed(session.answered[-3:])
    return next((m.text for e in recent for m in e.signals.people if m.kind != "function"), "")


def _earlier(session: Session) -> str:
    pair = contradiction(session)
    return pair.earlier if pair else next(iter(threads(session)), "")


def _now(session: Session) -> str:
    pair = contradiction(session)
    return pair.now if pair else ""


def _number(session: Session) -> str:
    confidence = session.latest("confidence")
    return str(confidence.value) if confidence and confidence.value is not None else ""


def _date(session: Session) -> str:
    fact = session.latest("when") or session.latest("date")
    return re.sub(r"^(?:by|on|at|before)\s+", "", phrase_of(session, fact), flags=re.I)


def _promise(session: Session) -> str:
    waiting = [p for p in session.review if p.status is None] or list(session.review[-1:])
    return waiting[0].action if waiting and len(waiting[0].action.split()) <= QUOTABLE * 2 else ""


_FROM_FACTS = frozenset({"topic", "goal", "measure", "action", "option", "choice", "obstacle"})
_READERS: dict[str, Callable[[Session], str]] = {
    "quote": _quote,
    "word": _word,
    "metaphor": _metaphor,
    "person": _person,
    "earlier": _earlier,
    "now": _now,
    "number": _number,
    "date": _date,
    "promise": _promise,
    "minutes": lambda session: str(session.minutes),
}
