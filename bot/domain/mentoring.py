"""What the mentor knows, and how sure it must be before it speaks. Content comes from `content/mentoring/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FUNCTIONS = ("commercial", "supply-chain", "finance", "product", "general-management")
#: The functions through whose eyes every topic can be seen.
EVERY_TOPIC = FUNCTIONS[:3]
AREAS = ("process", "demand", "supply", "finance", "measures", "leadership")
FOLLOWUPS = ("why", "steps", "example", "barriers", "signs", "perspective", "more")
ANSWER, OFFER, UNKNOWN = "answer", "offer", "unknown"

# Chosen with `python -m benchmarks.mentor.run --dev`: the example questions, each ranked without itself, and 120 near
# questions that no topic answers, none of them learnt. With these, 85 % of the later examples are answered (85 % of
# them rightly at once), and 1 of the 120.
#: Answer when the best topic is the right one with at least this probability,
SURE = 0.3
#: and when the topics together cover the question with at least this one.
COVERED = 0.92
#: Below this the question is not covered. Between the two, the nearest are offered: 1 % of the examples fall below,
#: 93 % of the 120.
PERHAPS = 0.5
#: An offered topic has at least this share of the best one's score; two are always offered.
NEAR, FEWEST, MOST = 0.15, 2, 3


@dataclass(frozen=True)
class Step:
    """One practical step: what to do, who does it, when, and what to bring."""

    do: str
    who: str
    when: str
    bring: str


@dataclass(frozen=True)
class Barrier:
    """Something met in practice, and what helps against it."""

    barrier: str
    helps: str


@dataclass(frozen=True)
class Source:
    """A named work; `url` may be empty."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Topic:
    """One topic. `hard` barriers lie in data, calendar and tools, `soft` ones between people.

    `perspectives` maps function ids to that function's view in its own voice.
    """

    id: str
    title: str
    area: str
    answer: str
    why: str
    how: tuple[Step, ...]
    hard: tuple[Barrier, ...]
    soft: tuple[Barrier, ...]
    signs: tuple[str, ...]
    example: str
    perspectives: Mapping[str, str]
    hand_back: str
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    terms: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that have a view on this topic, in the order of FUNCTIONS."""
        return tuple(function for function in FUNCTIONS if function in self.perspectives)


@dataclass(frozen=True)
class Knowledge:
    """All topics by id, and questions near the field that none of them answers."""

    topics: Mapping[str, Topic]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """A topic and the probability, 0 to 1, that it is the one asked for."""

    id: str
    score: float


@dataclass(frozen=True)
class Ranking:
    """How a question was understood.

    Attributes:
        decision: answer, offer or unknown.
        topics: the nearest topics, best first.
        function: whose view is asked for, a function id, or None.
        followup: one of FOLLOWUPS where the text refers to the topic in hand, else None.
    """

    decision: str
    topics: tuple[Ranked, ...] = ()
    function: str | None = None
    followup: str | None = None

    @property
    def best(self) -> str | None:
        """The id of the nearest topic."""
        return self.topics[0].id if self.topics else None

    def offered(self) -> tuple[str, ...]:
        """Return the two or three nearest topics that are worth offering."""
        near = [t.id for t in self.topics if t.score >= NEAR * self.topics[0].score]
        return tuple(t.id for t in self.topics[: max(FEWEST, min(MOST, len(near)))])

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values, as `explain topic` shows them."""
        topics = [{"id": t.id, "score": t.score} for t in self.topics]
        return {"decision": self.decision, "topics": topics, "function": self.function, "followup": self.followup}


def from_dict(body: Mapping[str, Any]) -> Ranking:
    """Return the ranking that `as_dict` gave; an empty mapping is a question nobody ranked."""
    topics = tuple(Ranked(str(t["id"]), float(t["score"])) for t in body.get("topics") or ())
    return Ranking(str(body.get("decision") or UNKNOWN), topics, body.get("function"), body.get("followup"))


def decide(best: float, covered: float) -> str:
    """Return answer, offer or unknown.

    Args:
        best: probability that the nearest topic is the right one, 0 to 1.
        covered: probability that any topic is, 0 to 1.
    """
    if covered >= COVERED and best >= SURE:
        return ANSWER
    return OFFER if covered >= PERHAPS else UNKNOWN
