"""The content the pressure test works from: stakeholders, cues and words, loaded and checked elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.phrases import Phrases
from bot.domain.pressure.stakeholders import Stakeholder

CueLists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class PlanCues:
    """Cue lists that read a plan and an answer (see `content/pressure.yml`).

    Attributes:
        conditions: what the plan touches. `vague`, `concrete`: what makes a change vague, or not.
        steps: steps of the cycle as named. `told`: sentences that hold the change, the aim, the measure.
        concerned_by_step: stakeholder ids by S&OP step.
        needs: words of a question that ask for a date, a number or an owner. `facts`: how an answer gives one.
        evasive: phrases that answer nothing.
    """

    conditions: CueLists
    vague: tuple[str, ...]
    concrete: tuple[str, ...]
    steps: CueLists
    told: CueLists
    needs: CueLists
    facts: CueLists
    evasive: tuple[str, ...]
    concerned_by_step: CueLists = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """Everything the pressure test speaks from, stakeholders by id."""

    stakeholders: Mapping[str, Stakeholder]
    cues: PlanCues
    phrases: Phrases

    @property
    def called(self) -> tuple[str, ...]:
        """Every cue by which a plan names one of the stakeholders."""
        return tuple(cue for person in self.stakeholders.values() for cue in person.called)
