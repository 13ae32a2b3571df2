"""A scripted coachee: what this person says to whatever the coach asks, each thing once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.domain.coaching.questions import Question

FOLDER = Path(__file__).with_name("personas")
#: Phases an answer can be counted in, for what a person says in passing.
PHASES = ("goal", "reality", "options", "will")


class BadPersona(ValueError):
    """A persona file lacks something; the message names the file and the key."""


@dataclass(frozen=True)
class Trace:
    """Something planted in the talk, and regular expressions by which the coach's return to it is known."""

    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Persona:
    """One coachee as the YAML file tells it.

    Attributes:
        pools: answers by key: a capture (`goal`), a lens or move for context questions (`note.tried`,
            `note.culture`), a move for questions that only deepen (`probe.clean`), `review.*` for the next visit.
        plants: said after the answer, at the n-th answer of a phase (`reality 2`).
        asides: said instead of the answer, at the n-th answer of a phase: "I don't know", a question back.
        traces: `thread`, `parked`, `absolute`, `example`, `image`: how a return to them is recognised.
    """

    id: str
    temper: str
    minutes: int
    pools: Mapping[str, tuple[str, ...]]
    plants: Mapping[str, str]
    asides: Mapping[str, str]
    traces: Mapping[str, Trace]
    summary: tuple[str, ...] = ("yes",)
    days_away: int = 16


def load(folder: Path = FOLDER) -> list[Persona]:
    """Read every persona file, in the order of their names.

    Raises:
        BadPersona: a file lacks a key.
    """
    return [_read(path) for path in sorted(folder.glob("*.yml"))]


def _read(path: Path) -> Persona:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return Persona(
            id=path.stem,
            temper=raw["temper"],
            minutes=int(raw["minutes"]),
            pools=dict(_flat(raw["answers"])),
            plants=raw["plants"],
            asides=raw.get("asides") or {},
            traces={name: Trace(tuple(words)) for name, words in raw["traces"].items()},
            summary=tuple(raw.get("summary") or ("yes",)),
        )
    except KeyError as error:
        raise BadPersona(f"{path.name}: the key {error} is missing.") from error


def _flat(answers: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in answers.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", tuple(str(text) for text in value)


@dataclass
class Voice:
    """A persona in one run of conversations: remembers what was said already."""

    persona: Persona
    used: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    ran_dry: int = 0

    def says(self, question: Question | None, phase: str) -> str:
        """Return what the person says to a question in a phase (`goal`, `reality`, ...)."""
        at = f"{phase} {self.counts.get(phase, 0) + 1}"
        aside = self.persona.asides.get(at)
        if aside and at not in self.used:
            self.used.add(at)
            return aside
        self.counts[phase] = self.counts.get(phase, 0) + 1
        said = self._answer(question, phase)
        planted = self.persona.plants.get(at)
        if not planted:
            return said
        return f"{said} {planted}" if said.endswith((".", "?", "!", ")")) else f"{said}. {planted}"

    def _answer(self, question: Question | None, phase: str) -> str:
        for key in _keys(question, phase):
            text = next((t for t in self.persona.pools.get(key, ()) if t not in self.used), None)
            if text:
                self.used.add(text)
                return text
        return self._whatever(question)

    def _whatever(self, question: Question | None) -> str:
        """The pools for this question are empty: say the last thing again, as people do, and count it."""
        self.ran_dry += 1
        capture = (question.captures if question else None) or "probe.any"
        pool = self.persona.pools.get(capture) or self.persona.pools["probe.any"]
        return pool[-1]


def _keys(question: Question | None, phase: str) -> list[str]:
    """Where to look for an answer, the most fitting pool first."""
    move = question.move if question else ""
    capture = (question.captures if question else None) or ""
    lens = (question.lens if question else None) or ""
    if phase == "review":
        return _review_keys(question, move, capture)
    if capture and capture != "note":
        return [capture]
    notes = [f"note.{move}", f"note.{lens}", "note.any"] if phase == "reality" else []
    probes = [f"probe.{move}", f"note.{move}", "probe.any", "note.any"]
    return [*notes, *probes] if capture == "note" else [*probes[:2], *notes, *probes[2:]]


def _review_keys(question: Question | None, move: str, capture: str) -> list[str]:
    open_question = move == "review" and not (question and question.when.status)
    if capture in ("action", "when"):
        return [f"review.{capture}"]
    return ["review.status", "learning"] if open_question else ["learning", "review.status"]
