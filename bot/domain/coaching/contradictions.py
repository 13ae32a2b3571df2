"""Two statements of one conversation that do not go together, to be laid side by side without blame.

Looked for are an absolute and its exception, two figures for one thing, a wish and what the coachee does instead, a
good word for somebody and what that person then did, the official way beside the real one, what somebody says they
never do or do not mind, "all are for it" and one who is not. Both statements must be about the same thing: the same
person, the same deed, or at least two words in common. A pair that is none costs more trust than a pair that is missed,
so what may be a change over time or an intention is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.domain.coaching.clashes import clash
from bot.domain.coaching.session import PLAIN, Exchange, Session, once
from bot.domain.coaching.statements import Statement

LEAST, MOST = 3, 16
#: Each clause is laid beside each earlier one: of a longer answer only so many are.
CLAUSES = 30
_FIGURE = re.compile(r"(?P<value>[€$£]?\d+(?:[.,]\d+)*|[a-z]+)\s*(?P<unit>%|[a-z]+)", re.I)
_BETWEEN = re.compile(
    r"(?<!\d)[.;:!\n]+|[.;:!]+(?=\s)|(?<=\?)|, (?=(?:and|but|so|because|fair play|to be fair|(?:i|you|we|he|she|"
    r"they) \w+)\b)",
    re.I,
)
_JOINED = re.compile(r"\s(?:and|but|so) (?=(?:i|we|he|she|they) )", re.I)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|because|well|ok|yes|no|oh|mind you|to be fair|tho|though|although)\b[ ,]*)+", re.I
)


@dataclass(frozen=True)
class Pair:
    """What was said earlier, and what was said now; both word for word."""

    earlier: str
    now: str


@once
def contradiction(session: Session) -> Pair | None:
    """Return the newest answer's statement that does not go with an earlier one, with that one; or None."""
    last = session.last
    if last is None or last.control or last.captures in PLAIN:
        return None
    laid_out = " ".join(e.asked for e in session.exchanges if e.move == "contradiction")
    earlier = [s for e in session.answered[:-1] if e.control is None for s in _statements(e) if s.text not in laid_out]
    clashing = [(before, now) for now in _statements(last) for before in earlier if clash(before, now)]
    # Of several the two that have most in common, and of these the first.
    found = max(clashing, key=lambda pair: len(pair[0].stems & pair[1].stems), default=None)
    return Pair(found[0].text, found[1].text) if found else None


def _statements(exchange: Exchange) -> Iterator[Statement]:
    """The clauses of an answer that can be quoted: long enough to say something, short enough to be heard."""
    clauses = (piece for clause in _BETWEEN.split(exchange.answer or "")[:CLAUSES] for piece in _pieces(clause))
    for clause in islice(clauses, CLAUSES):
        text = _LEAD.sub("", clause.strip(" ,"))
        if LEAST <= len(text.split()) <= MOST and not set('“”"?') & set(text):
            lowered = text.lower()
            people = {m.id or m.text.lower() for m in exchange.signals.people if m.text.lower().split()[-1] in lowered}
            figures = {f for n in exchange.signals.numbers if n.lower() in lowered and (f := _figure(n))}
            yield Statement(text, frozenset(people), frozenset(figures))


def _pieces(clause: str) -> list[str]:
    """A clause, or where it is too long, what stands on either side of an "and" with a subject of its own."""
    return _JOINED.split(clause) if len(clause.split()) > MOST else [clause]


def _figure(number: str) -> tuple[str, str] | None:
    found = _FIGURE.fullmatch(number.strip().lower())
    return (found["value"], found["unit"].rstrip("s").replace("percent", "%")) if found else None
