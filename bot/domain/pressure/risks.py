"""Risks: what the plan has no good answer to yet, each with the if-then plan in the leader's own words."""

from dataclasses import dataclass
from itertools import zip_longest

from bot.domain.coaching.preamble import is_empty
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview, Point
from bot.domain.pressure.quoting import quotable
from bot.domain.pressure.reading import says_something


@dataclass(frozen=True)
class Risk:
    """One named risk.

    Attributes:
        key: the question it came from, or `failure-<n>`.
        name: the concern's name; for a failure imagined in the pre-mortem, the leader's words.
        stakeholder: whose concern it is; empty for the pre-mortem.
        state: `partly` or `open`.
        plan: the if-then plan, word for word; empty if there is none.
    """

    key: str
    name: str
    stakeholder: str
    concern: str
    state: str
    said: str
    plan: str


def risks(interview: Interview, book: Book) -> tuple[Risk, ...]:
    """Return the risks in the order they came up."""
    points = [p for p in interview.points() if p.asked.stakeholder in book.stakeholders]
    weak = [_of_point(p, book) for p in points if p.grade != "answered"]
    corrected = {name: words for e in interview.exchanges for name, words in e.found}
    return tuple(
        Risk(r.key, r.name, r.stakeholder, r.concern, r.state, r.said, corrected.get(f"risk:{r.key}", r.plan))
        for r in (*weak, *_failures(interview, book))
    )


def _of_point(point: Point, book: Book) -> Risk:
    asked = point.asked
    name = book.stakeholders[asked.stakeholder].concern(asked.concern).name
    return Risk(asked.key, name, asked.stakeholder, asked.concern, point.grade, point.said, _plan(point.plan, book))


def _failures(interview: Interview, book: Book) -> list[Risk]:
    found: list[Risk] = []
    for exchange, following in zip_longest(interview.exchanges, interview.exchanges[1:]):
        if exchange.move == "failure" and says_something(exchange, book.cues):
            plan = _plan(following, book) if following and following.move == "if-then" else ""
            name = quotable(_words(exchange))
            found.append(Risk(f"failure-{len(found) + 1}", name, "", "", "open", _words(exchange), plan))
    return found


def _plan(exchange: Exchange | None, book: Book) -> str:
    """The if-then plan in the leader's words; an evasion ("it depends") is none."""
    return _words(exchange) if exchange and says_something(exchange, book.cues) else ""


def _words(exchange: Exchange | None) -> str:
    """What the leader said to it; empty for a control word or nothing of substance."""
    if exchange is None or exchange.answer is None or exchange.control or is_empty(exchange.answer):
        return ""
    return exchange.answer.strip()
