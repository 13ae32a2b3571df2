"""Deals a stakeholder's questions out to plans, so that two different plans hardly ever hear the same ones.

The questions stand in a table: a column for each concern, as many rows in each as a prime number says. A hand is one
straight line through the table, so many rows down with each column to the right. Two lines cross once at most (the
arithmetic is modulo the prime): two plans with different hands share one question at most, whatever the plans say.
A place in the table holds a question that always fits, and often one that waits for something in the plan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.pressure.stakeholders import Question, Stakeholder

#: Ids of the questions that can be asked about a plan.
Fitting = Collection[str]
#: Sizes of the table, the first for which there are questions enough. 31 rows make 961 hands.
_PRIMES = (31, 29, 23, 19, 17, 13, 11, 7, 5, 3, 2)
ROWS = _PRIMES[0]


@dataclass(frozen=True)
class Place:
    """One place in the table: what is asked there if it fits, and what is asked if not."""

    special: Question | None
    always: Question | None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its questions."""
        return frozenset(q.id for q in (self.special, self.always) if q)

    def question(self, fitting: Fitting) -> Question | None:
        """Return the question asked here."""
        if self.special and self.special.id in fitting:
            return self.special
        return self.always if self.always and self.always.id in fitting else None


@dataclass(frozen=True)
class Hand:
    """One place for each concern; `name` tells the hands of a stakeholder apart."""

    name: str
    places: tuple[Place, ...]

    def questions(self, fitting: Fitting) -> list[Question]:
        """Return the questions asked from it."""
        return [q for place in self.places if (q := place.question(fitting))]


def hands(person: Stakeholder) -> tuple[Hand, ...]:
    """Return the hands of a stakeholder."""
    return _hands(tuple(concern.id for concern in person.concerns), person.questions)


@lru_cache(maxsize=64)
def _hands(concerns: tuple[str, ...], questions: tuple[Question, ...]) -> tuple[Hand, ...]:
    columns = [_column([q for q in questions if q.concern == concern]) for concern in concerns]
    rows = next((p for p in _PRIMES if p <= min(map(len, columns))), 1)
    return tuple(
        Hand(f"{start}-{step}", tuple(c[(start + step * n) % rows] for n, c in enumerate(columns)))
        for start in range(rows)
        for step in range(rows)
    )


def _column(mine: list[Question]) -> list[Place]:
    """The places of one concern: special questions from the top, those that always fit from the bottom."""
    always = [q for q in mine if not q.when and not q.needs][:ROWS]
    special = [q for q in mine if q.when or q.needs][:ROWS]
    length = max(len(always), len(special))
    pairs = zip(_filled(special, length), reversed(_filled(always, length)), strict=True)
    return [Place(*pair) for pair in pairs]


def _filled(questions: list[Question], length: int) -> list[Question | None]:
    return [*questions, *[None] * (length - len(questions))]
