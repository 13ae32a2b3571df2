"""Open threads: what the coachee brought up and nobody came back to.

A thread is a phrase of theirs: a question they asked and nobody answered, a figure of speech, someone
or something that came up more than once. The most telling comes first.
"""

import re

from bot.domain.coaching.session import Exchange, Session

#: A thread is old enough to be picked up again after this many further answers.
AGE = 3
#: Words of a phrase, least and most.
LEAST, MOST = 3, 14
#: Points: asked and unanswered, an image, about someone, each other answer in which one of its words comes back.
ASKED, IMAGE, ABOUT_SOMEONE, AGAIN = 3.0, 2.5, 0.5, 1.0
#: A phrase with fewer points is only a phrase.
ENOUGH = 1.0
#: Asked of the coach, and answered or handed back at once.
TO_THE_COACH = frozenset("asks-advice asks-coach asks-privacy doubts-coach corrects-coach asks-why".split())
SAID_OVER = 5
#: Worth a question of its own, not only a mention: asked, set aside, or an image.
STRONG = 2.5


def threads(session: Session, strong: bool = False, asked: bool = False) -> list[str]:
    """Return the open threads, most telling first; `strong` leaves only what was asked, set aside, or a picture.

    Phrases the coach already gave back are not open. With `asked` only questions and asides are returned.
    """
    said = list(session.answered)
    old = [e for e in said[: max(0, len(said) - AGE)] if e.control is None]
    returned = " ".join(f"{e.asked} {e.quoted}" for e in session.exchanges).lower()
    least = ASKED if asked else STRONG if strong else 0.0
    found = [(bonus, _points(phrase, e, said) + bonus, phrase) for e in old for phrase, bonus in _phrases(e)]
    telling = [(points, phrase) for bonus, points, phrase in found if bonus >= least]
    open_ones = sorted((s for s in telling if s[0] >= ENOUGH and s[1].lower() not in returned), key=lambda s: -s[0])
    return list(dict.fromkeys(phrase for _, phrase in open_ones))


def _phrases(exchange: Exchange) -> list[tuple[str, float]]:
    signals = exchange.signals
    said = exchange.answer or ""
    asks_back = bool(signals.on & TO_THE_COACH) or exchange.captures == "first-sentence" or _asks_back(exchange)
    asked = () if asks_back else signals.parked or _questions(said)
    found = [(question, ASKED) for question in asked]
    if signals.metaphor and len(signals.metaphor.split()) > 1:
        # One word alone ("circus") says too little minutes later.
        found.append((signals.metaphor, IMAGE))
    found += [(quote, 0.0) for quote in signals.quotes[1:] if len(quote.split()) >= LEAST]
    return found


def _asks_back(exchange: Exchange) -> bool:
    """Whether the answer begins with a question about the coach's own ("Why do I need a number?")."""
    first = re.match(r"[^.!?\n]+\?", (exchange.answer or "").strip())
    words = set(re.findall(r"\w{5,}", exchange.asked.lower()))
    return first is not None and bool(words & set(re.findall(r"\w{5,}", first.group(0).lower())))


def _questions(text: str) -> list[str]:
    """Questions inside a longer answer, word for word, without their mark."""
    pieces = re.findall(r"[^.!?\n]+\?", text)
    whole = text.strip()
    # A short question in front is the coach's, said over before it is answered.
    said_over = pieces[0] if pieces and whole.startswith(pieces[0]) and len(pieces[0].split()) <= SAID_OVER else None
    kept = [piece.strip(" ?,") for piece in pieces if piece.strip() != whole and piece is not said_over]
    return [piece for piece in kept if LEAST < len(piece.split()) <= MOST and not set('“”"') & set(piece)]


def _points(phrase: str, exchange: Exchange, said: list[Exchange]) -> float:
    words = set(re.findall(r"\w{5,}", phrase.lower()))
    again = sum(1 for other in said if other is not exchange and words & set(re.findall(r"\w{5,}", _text(other))))
    named = any(person.text.lower() in phrase.lower() for person in exchange.signals.people)
    return AGAIN * min(again, 2) + ABOUT_SOMEONE * named


def _text(exchange: Exchange) -> str:
    return (exchange.answer or "").lower()
