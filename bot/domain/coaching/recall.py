"""What the conversation can play back: the coachee's phrases for the placeholders of a question."""

import re
from collections.abc import Callable

from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.session import Exchange, Fact, Session
from bot.domain.coaching.threads import threads

#: A fact longer than this many words is played back by its best phrase only.
QUOTABLE = 14
#: A picture of so many answers ago may look different by now.
LONG_AGO = 8


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
    if len(text.split()) <= QUOTABLE and not set('\n“”"?') & set(text) and not re.search(r"[.;!]\s", text):
        return text
    quotes = session.exchanges[fact.turn].signals.quotes if 0 <= fact.turn < len(session.exchanges) else ()
    return next((quote for quote in quotes if quote in fact.text), "")


def _quote(session: Session) -> str:
    return next(iter(session.last.signals.quotes), "") if session.last and not session.last.control else ""


def _word(session: Session) -> str:
    return (session.last.signals.feeling or "") if session.last else ""


def _metaphor(session: Session) -> str:
    return (session.last.signals.metaphor or "") if session.last else ""


def _person(session: Session) -> str:
    """Whom the promise is about, once there is one; otherwise who was named in the last answers."""
    promised = session.latest("action") or session.latest("choice")
    recent = [*_exchange_of(session, promised), *reversed(session.answered[-3:])]
    return next((m.text for e in recent for m in e.signals.people if m.kind != "function"), "")


def _image(session: Session) -> str:
    """The first picture the coachee used, once it has had time to change."""
    return next((e.signals.metaphor for e in session.answered[:-LONG_AGO] if e.signals.metaphor), "")


def _exchange_of(session: Session, fact: Fact | None) -> list[Exchange]:
    return [session.exchanges[fact.turn]] if fact and 0 <= fact.turn < len(session.exchanges) else []


def _earlier(session: Session) -> str:
    pair = contradiction(session)
    return pair.earlier if pair else next(iter(threads(session, strong=True)), "")


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
    "image": _image,
    "person": _person,
    "earlier": _earlier,
    "now": _now,
    "number": _number,
    "date": _date,
    "promise": _promise,
    "minutes": lambda session: str(session.minutes),
}
