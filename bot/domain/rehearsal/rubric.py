"""The rubric as an editor wrote it, and the score of one reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.rehearsal.patterns import Matcher
from bot.domain.rehearsal.text import Lexicon, Span

CRITERIA = ("reflect", "acknowledge", "explore", "interest", "criteria", "next-step")
FLAGS = ("blame", "authority", "but", "empty-promise", "over-long", "dismissive")
CUES = [
    "lead",
    "formula",
    "plain",
    "caving",
    "rhetorical",
    "pressing",
    "proposal",
    "invite",
    "answer",
    "jargon",
    "trial",
    "standard",
    "evidence",
    "reason",
    "action",
    "vague",
    "date",
    "past",
    "idle",
    "tied",
    "agreed",
]
#: What can be said about each criterion, from the most points to none.
REASONS: Mapping[str, tuple[str, ...]] = {
    "reflect": ("full", "part", "touch", "none", "not-rated"),
    "acknowledge": ("reasoned", "plain", "formula", "cancelled", "implied", "caving", "dismissed", "none", "not-rated"),
    "explore": ("first", "after", "two", "stacked", "closed", "rhetorical", "none", "not-rated"),
    "interest": ("tied", "theirs", "passing", "none", "not-rated"),
    "criteria": ("strong", "one", "reason", "slogan", "none", "not-rated"),
    "next-step": ("dated", "action", "vague", "none", "not-rated"),
}
#: The pieces of advice each criterion must have; "best" is for a reply that has nothing left to gain.
ADVICE: Mapping[str, tuple[str, ...]] = {
    "reflect": ("none", "again"),
    "acknowledge": ("none", "again", "but", "caving"),
    "explore": ("none", "again", "stacked"),
    "interest": ("none", "again"),
    "criteria": ("none", "again"),
    "next-step": ("none", "again"),
    "best": ("none", "listening"),
}
MOST = 3


class Similarity(Protocol):
    """How near two texts are in meaning."""

    def __call__(self, one: str, other: str) -> float:
        """Return 0 (nothing in common) to 1 (the same)."""


@dataclass(frozen=True)
class Example:
    """A reply that earns a criterion and one that does not, both to the same objection."""

    stakeholder: str
    objection: str
    good: str
    weak: str


@dataclass(frozen=True)
class Criterion:
    """One of the six: its weight (any positive number), its wordings by reason, and an example to show."""

    name: str
    weight: float
    title: str
    example: Example
    because: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class FlagRule:
    """A named deduction, in points of 100."""

    name: str
    deduct: int
    because: str
    matcher: Matcher


@dataclass(frozen=True)
class PersonaRules:
    """When the persona moves, and how each state reads.

    Attributes:
        softens: from this score on it opens by one step.
        hardens: below this score it closes by one step.
        start: first state by difficulty 1 (mild) to 3 (hard).
        states: what each state from -2 to 2 looks like.
    """

    softens: int
    hardens: int
    hardening_flags: frozenset[str]
    blocking_flags: frozenset[str]
    start: Mapping[int, int]
    exchanges: int
    states: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class Rubric:
    """Everything that is content: built once from the file, used for every reply.

    Attributes:
        open_words: words that begin an open question.
        currency: what each stakeholder answers for; the key "any" goes for everybody.
        longest: words a reply may have before it is flagged over-long.
    """

    criteria: Mapping[str, Criterion]
    flags: Mapping[str, FlagRule]
    cues: Mapping[str, Matcher]
    lexicon: Lexicon
    open_words: frozenset[str]
    currency: Mapping[str, tuple[str, ...]]
    advice: Mapping[str, Mapping[str, tuple[str, ...]]]
    persona: PersonaRules
    longest: int = 120


@dataclass(frozen=True)
class Turn:
    """What is scored.

    Attributes:
        stakeholder: id; one that the rubric does not know is read with the words that go for everybody.
        currency: words and phrases of this person's interest, beside those of the rubric.
        earned: criteria already shown about this objection, which need not be shown again.
    """

    stakeholder: str
    objection: str
    reply: str
    currency: tuple[str, ...] = ()
    earned: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mark:
    """Points for one criterion, the reason by name, and the piece of the reply that decided."""

    points: int | None
    reason: str
    where: Span | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flagged:
    """A flag that was raised, its deduction and why, in words to show."""

    name: str
    deduct: int
    because: str


@dataclass(frozen=True)
class Judgement:
    """One criterion as it is shown: 0 to 3 points, or None for not rated."""

    points: int | None
    because: str


@dataclass(frozen=True)
class Score:
    """The score of a reply: 0 to 100 whole points, the six criteria, flags and one piece of advice."""

    score: int
    criteria: Mapping[str, Judgement]
    flags: tuple[Flagged, ...]
    try_this: str

    def to_dict(self) -> dict[str, object]:
        """As `explain score` prints it."""
        rows = {name: {"points": row.points, "because": row.because} for name, row in self.criteria.items()}
        return {
            "score": self.score,
            "criteria": rows,
            "flags": [flag.name for flag in self.flags],
            "try_this": self.try_this,
        }
