"""Questions a coach can ask, and when each one fits. Content comes from `content/coaching/`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

PHASES = ("opening", "goal", "reality", "options", "will", "closing", "review")
LENSES = ("structures", "processes", "systems", "culture", "people")
MOVES = frozenset(
    "open contract clarify measure date lens exception scale perspective challenge clean feeling tried assets facts "
    "what-else option rank commit when obstacle if-then support first-sentence confidence confidence-up premortem "
    "sustain hand-back follow weak-point reluctant thread contradiction revisit-goal insight review learning "
    "double-loop stakes".split()
)
CAPTURES = frozenset(
    "topic worth goal measure date note option criteria choice action when obstacle if-then first-sentence who-knows "
    "confidence confidence-up insight learning".split()
)
PLACEHOLDERS = frozenset(
    "goal topic measure action option choice obstacle promise quote word earlier now metaphor image person date number "
    "minutes felt figure recurring left right exception own twice".split()
)
STATUSES = frozenset({"done", "partly", "not-yet", "dropped"})


@dataclass(frozen=True)
class When:
    """Conditions of a question; an empty set asks nothing, a filled one needs one of its members.

    `needs` and `unless` are the exceptions: every placeholder of the one must be known, no signal of the other be on.
    `after` names what the question answered last was to capture.
    """

    signals: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    minutes: frozenset[int] = frozenset()
    after: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """One question, in one to four wordings. `worth` is 1 (ordinary) to 3 (people remember it)."""

    id: str
    phases: frozenset[str]
    move: str
    text: tuple[str, ...]
    captures: str | None = None
    lens: str | None = None
    when: When = field(default_factory=When)
    follow_ups: tuple[str, ...] = ()
    worth: int = 1


class Bank:
    """All questions, found by id or by what they are for."""

    def __init__(self, questions: Iterable[Question]) -> None:
        """Keep the questions in the order given."""
        self._all = tuple(questions)
        self._by_id = {question.id: question for question in self._all}
        self._of_phases: dict[frozenset[str], tuple[Question, ...]] = {}

    def __iter__(self) -> Iterator[Question]:
        """Iterate over all questions."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def of_phases(self, phases: frozenset[str]) -> tuple[Question, ...]:
        """Return the questions of any of these phases, in the order given; there are a few such sets, kept."""
        if phases not in self._of_phases:
            self._of_phases[phases] = tuple(question for question in self._all if question.phases & phases)
        return self._of_phases[phases]

    def get(self, question_id: str) -> Question | None:
        """Return the question with this id, or None if the bank no longer holds it."""
        return self._by_id.get(question_id)
