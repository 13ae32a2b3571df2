"""The persona of a rehearsal: a state from hard to open that moves by what the leader says, and shows why."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.rehearsal.rubric import PersonaRules, Score

HARDEST = -2
OPENEST = 2
Line = Literal["harder", "softer", "again"]


@dataclass(frozen=True)
class Step:
    """One move of the state.

    Attributes:
        move: -1, 0 or 1: where it wanted to go, also where the scale ends and `after` stays at `before`.
        because: "score", or the names of the flags that decided.
    """

    before: int
    after: int
    move: int
    score: int
    because: tuple[str, ...]

    @property
    def line(self) -> Line:
        """Which of its lines the persona says next."""
        return "softer" if self.move > 0 else "harder" if self.move < 0 else "again"


@dataclass(frozen=True)
class Persona:
    """How the persona stands: the state, -2 (hard) to 2 (open), and every move that led to it."""

    state: int
    steps: tuple[Step, ...] = ()


def begin(rules: PersonaRules, difficulty: int) -> Persona:
    """Return the persona before the first reply; `difficulty` is 1 (mild) to 3 (hard).

    Raises:
        KeyError: a difficulty the rules do not know.
    """
    return Persona(rules.start[difficulty])


def react(persona: Persona, result: Score, rules: PersonaRules) -> Persona:
    """Return the persona after a reply: at most one step, by the score and the flags."""
    move, because = _move(result, rules)
    after = min(OPENEST, max(HARDEST, persona.state + move))
    return Persona(after, (*persona.steps, Step(persona.state, after, move, result.score, because)))


def finished(persona: Persona, rules: PersonaRules) -> bool:
    """Whether the objection is done with: the persona is open, or the exchanges are used up."""
    return persona.state == OPENEST or len(persona.steps) >= rules.exchanges


def _move(result: Score, rules: PersonaRules) -> tuple[int, tuple[str, ...]]:
    names = [flag.name for flag in result.flags]
    hardening = tuple(name for name in names if name in rules.hardening_flags)
    if hardening or result.score < rules.hardens:
        return -1, hardening or ("score",)
    blocking = tuple(name for name in names if name in rules.blocking_flags)
    if blocking or result.score < rules.softens:
        return 0, blocking or ("score",)
    return 1, ("score",)
