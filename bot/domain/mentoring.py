"""What the mentor knows: topics of practical S&OP know-how. Content comes from `content/mentoring/`."""

from collections.abc import Mapping
from dataclasses import dataclass

FUNCTIONS = ("commercial", "supply-chain", "finance", "product", "general-management")
AREAS = ("process", "demand", "supply", "finance", "measures", "leadership")
#: What a follow-up question on the topic in hand may ask for.
FOLLOW_UPS = ("why", "steps", "example", "barriers", "signs", "perspective", "more")


@dataclass(frozen=True)
class Step:
    """One thing a person does: what, who, when, and what to bring."""

    do: str
    who: str
    when: str
    bring: str


@dataclass(frozen=True)
class Barrier:
    """What gets in the way in practice, and what helps."""

    barrier: str
    helps: str


@dataclass(frozen=True)
class Topic:
    """One topic of the knowledge base.

    Attributes:
        answer: 60 to 120 words a busy leader can use.
        why: 30 to 80 words.
        perspectives: function id to the view of that function's mentor, in its own voice.
        hand_back: one open question that takes the topic back to the leader's own place.
        questions: how different people ask for it; what retrieval learns from.
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
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    questions: tuple[str, ...]
