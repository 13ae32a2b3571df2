"""Measures how often two plans hear the same questions from a stakeholder, by the questions' ids.

Run: python -m benchmarks.pressure.run [number of random plans, 400]. At most a third of the first five may be shared:
one question. It must hold for the twelve plans, and for all but one in a hundred pairs of random plans.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import yaml

from bot.catalogue.stakeholders import load_book
from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import flow
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import Plan, from_dict
from bot.domain.pressure.stakeholders import Question

ROOT = Path(__file__).resolve().parents[2]
PLANS = Path(__file__).with_name("plans.yml")
FIRST, MAY_SHARE = 5, 5 // 3
#: Share of pairs of random plans that may share more.
MOST = 0.01
#: How likely a random plan states a part; the change is always there.
STATED = 0.6
#: An answer that settles a question, so that the next one follows.
STRONG = "The controller signs, the number is two million by 14 March"


def twelve() -> tuple[Plan, ...]:
    """Return the twelve whole plans."""
    return tuple(map(from_dict, yaml.safe_load(PLANS.read_text(encoding="utf-8"))["plans"]))


def at_random(count: int, seed: int = 20261122) -> tuple[Plan, ...]:
    """Return different plans put together from the parts, always the same ones."""
    parts, chance = yaml.safe_load(PLANS.read_text(encoding="utf-8"))["parts"], random.Random(seed)  # noqa: S311
    found: dict[Plan, None] = {}
    while len(found) < count:
        stated = {p: chance.choice(words) for p, words in parts.items() if p == "change" or chance.random() < STATED}
        found[from_dict(stated)] = None
    return tuple(found)


def begun(plan: Plan, *picked: str, minutes: int = 15) -> Interview:
    """Return a test of a complete telling of the plan, about to ask its first question."""
    test = Interview("t", date(2026, 11, 22), minutes=minutes, base=plan)
    asked = [Exchange("plan", "offer", "", key="offer", answer="yes")]
    asked += [Exchange("plan", "part", "", key=part, answer="none") for part in test.length.parts]
    return replace(test, exchanges=(*asked, Exchange("stakeholders", "pick", "", answer="yes", picked=picked)))


def first_five(plan: Plan, stakeholder: str, book: Book) -> tuple[Question, ...]:
    """Return what a stakeholder asks first about a plan whose leader answers well."""
    test, person = begun(plan, stakeholder), book.stakeholders[stakeholder]
    asked: list[Question] = []
    while len(asked) < FIRST:
        test, exchange = flow.ask(test, book)
        question = person.question(exchange.key) if exchange and exchange.move == "ask" else None
        asked += [question] if question else []
        test = flow.answer(test, Reply(STRONG), book)
    return tuple(asked)


@dataclass(frozen=True)
class Sharing:
    """What was counted over all pairs of plans and all stakeholders.

    Attributes:
        over: pairs that share more than one question. `shared`: questions shared by all pairs together.
        written: share of the questions that were written for the stakeholder, 0 to 1.
        fitting: share that hang on what the plan says or lacks, 0 to 1.
    """

    pairs: int
    over: int
    shared: int
    written: float
    fitting: float

    @property
    def excess(self) -> float:
        """Share of pairs that share more than one question."""
        return self.over / self.pairs


def measure(plans: Sequence[Plan], book: Book) -> Sharing:
    """Ask every stakeholder about every plan and compare each two plans."""
    asked = {name: [first_five(plan, name, book) for plan in plans] for name in book.stakeholders}
    ids = [[{q.id for q in five} for five in fives] for fives in asked.values()]
    shared = [len(a & b) for sets in ids for a, b in combinations(sets, 2)]
    every = [q for fives in asked.values() for five in fives for q in five]
    return Sharing(
        len(shared),
        sum(count > MAY_SHARE for count in shared),
        sum(shared),
        sum(not q.frame for q in every) / len(every),
        sum(bool(q.when or q.needs) for q in every) / len(every),
    )


def report(name: str, seen: Sharing) -> str:
    """Return the figures as a line of text."""
    return (
        f"{name}: {seen.pairs} pairs, {seen.over} share more than one of five ({seen.excess:.2%}), "
        f"{seen.shared / seen.pairs:.2f} on average; {seen.written:.0%} written for the stakeholder, "
        f"{seen.fitting:.0%} about what the plan says or lacks"
    )


def main() -> int:
    """Print both measurements; return 1 if one of them is over."""
    book = load_book(ROOT / "content")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    known, others = measure(twelve(), book), measure(at_random(count), book)
    print(report("the twelve plans", known))
    print(report(f"{count} random plans", others))
    return int(known.over > 0 or others.excess > MOST)


if __name__ == "__main__":
    sys.exit(main())
