"""A conversation that was played: what was said, and what the product stored of it."""

from dataclasses import dataclass

from benchmarks.coaching.persona import Persona
from bot.domain.coaching.session import Session


@dataclass(frozen=True)
class Bubble:
    """One message of the coach."""

    kind: str
    ref: str
    text: str


@dataclass(frozen=True)
class Spoken:
    """One turn: what the coachee said, what came back, and the step in which the coach then waits."""

    said: str
    bubbles: tuple[Bubble, ...]
    step: str


@dataclass(frozen=True)
class Played:
    """One conversation as it was spoken and as it was stored."""

    persona: Persona
    minutes: int
    turns: tuple[Spoken, ...]
    session: Session
    closed: bool
    visit: int
    ran_dry: int
