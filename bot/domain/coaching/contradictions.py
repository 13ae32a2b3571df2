"""Two statements of one conversation that do not go together, to be laid side by side without blame."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.coaching.session import Exchange, Session

LEAST, MOST = 3, 14
_ABSOLUTE = re.compile(
    r"\b(?:never|always|nobody|no one|noone|everyone|everybody|every time|every single|nothing|"
    r"none of them|not once)\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|without)\b|n't\b", re.I)
#: Something that happened, which an absolute rules out.
_HAPPENED = re.compile(
    r"\b(?:once|that time|one time|last (?:year|month|week|spring|summer|autumn|winter|quarter|"
    r"january|february|march|"
    r"april|may|june|july|august|september|october|november|december)|"
    r"did|came|come round|held|kept|stayed|agreed|helped|"
    r"asked|warned|supported|backed|defended|listened|said yes|gave|sent|showed|joined|worked|shared|offered|thanked|"
    r"prepared|turned up|stood up)\b",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b")


@dataclass(frozen=True)
class Pair:
    """What was said earlier, and what was said now; both word for word."""

    earlier: str
    now: str


def contradiction(session: Session) -> Pair | None:
    """Return an absolute statement and a later exception to it about the same people, or None.

    "Pavel never listens" and, minutes later, "in April Pavel held the plan".
    """
    last = session.last
    if last is None or last.control or "absolute" in last.signals.on:
        return None
    now = _piece(last.answer or "", _is_exception)
    if not now:
        return None
    for earlier in session.answered[:-1]:
        said = (
            _piece(earlier.answer or "", lambda piece: bool(_ABSOLUTE.search(piece))) if earlier.control is None else ""
        )
        if said and _same_people(earlier, last, said, now) and said not in _laid_out(session):
            return Pair(said, now)
    return None


def _is_exception(piece: str) -> bool:
    return bool(_HAPPENED.search(piece)) and not _NOT.search(piece)


def _piece(text: str, wanted: Callable[[str], bool]) -> str:
    """The first clause of a text that is wanted and short enough to be quoted."""
    clauses = (c.strip(" ,;:") for c in re.split(r"[.;:!?\n]|, (?=(?:and|but|so|because)\b)", text))
    fitting = (c for c in clauses if LEAST <= len(c.split()) <= MOST and not set('“”"') & set(c) and wanted(c))
    return re.sub(r"^(?:and|but|so|because|well|ok|yes|no)\s+", "", next(fitting, ""), flags=re.I)


def _same_people(earlier: Exchange, last: Exchange, said: str, now: str) -> bool:
    before, after = _people(earlier, said), _people(last, now)
    return bool(before & after) or bool(_PRONOUN.search(said.lower()) and _PRONOUN.search(now.lower()))


def _people(exchange: Exchange, piece: str) -> set[str]:
    lowered = piece.lower()
    return {m.id or m.text.lower() for m in exchange.signals.people if m.text.lower().split()[-1] in lowered}


def _laid_out(session: Session) -> str:
    return " ".join(e.asked for e in session.exchanges if e.move == "contradiction")
