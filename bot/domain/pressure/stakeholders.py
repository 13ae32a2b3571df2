"""Those a plan has to convince: what they care about, what they ask, what they say against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FUNCTIONS = ("commercial", "supply-chain", "finance", "product", "general-management")
REASONS = ("self-interest", "mistrust", "different-assessment", "low-tolerance")
#: Placeholders in questions. Only {change} is always there.
PLACEHOLDERS = ("change", "aim", "measure", "support", "assumption", "asset", "who", "date", "step")


@dataclass(frozen=True)
class Concern:
    """One point a stakeholder must be answered on: a column of the readiness picture.

    Attributes:
        good_answer: what a good answer would contain.
        signs: cues that show that an answer touches it.
    """

    id: str
    name: str
    good_answer: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One pressing question. `when` holds plan conditions, `needs` the placeholders besides {change}.

    Attributes:
        frame: the wording it was made from, for many stakeholders; empty for one written for this stakeholder.
    """

    id: str
    concern: str
    text: str
    follow_up: str
    when: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    frame: str = ""


@dataclass(frozen=True)
class Objection:
    """What a stakeholder says against the plan, and next: `harder` when argued with, `softer` when heard.

    Attributes:
        difficulty: 1 mild, 2 firm, 3 hard.
    """

    id: str
    reason: str
    concern: str
    difficulty: int
    text: str
    harder: str
    softer: str


@dataclass(frozen=True)
class Stakeholder:
    """One stakeholder. `power` and `interest` are 1 to 5, typical values that a leader may move.

    Attributes:
        name: as said in a sentence; `title`: as the leader would refer to the person.
        currency: words of their interest.
        called: cues by which a plan names them.
        affected_by: plan conditions that concern them, named or not.
    """

    id: str
    name: str
    title: str
    function: str
    measured_on: tuple[str, ...]
    fears: tuple[str, ...]
    talks: str
    currency: tuple[str, ...]
    power: int
    interest: int
    resistance: Mapping[str, str]
    concerns: tuple[Concern, ...]
    questions: tuple[Question, ...]
    objections: tuple[Objection, ...]
    called: tuple[str, ...] = ()
    affected_by: frozenset[str] = field(default_factory=frozenset)

    def concern(self, concern_id: str) -> Concern:
        """Return a concern; one that an editor has removed since it was asked about keeps its id as its name."""
        return next((c for c in self.concerns if c.id == concern_id), Concern(concern_id, concern_id, "", ()))

    def question(self, question_id: str) -> Question | None:
        """Return a question, or None if it was removed since it was asked."""
        return next((q for q in self.questions if q.id == question_id), None)
