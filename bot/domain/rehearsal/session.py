"""One rehearsal: who objected to what, what the leader answered, what it earned. Everything else follows from that."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.domain.rehearsal.persona import Persona, Step
from bot.domain.rehearsal.rubric import Flagged, Judgement, Score

STEPS = ("stakeholder", "objection", "feedback", "summary")


@dataclass(frozen=True)
class Attempt:
    """One answer to one line of the persona.

    Attributes:
        step: how it moved the persona.
        earned: lasting criteria shown by now about this objection.
        said: what the persona says to it, whole; `line`: the point in it, which the next answer is measured by.
    """

    reply: str
    score: Score
    step: Step
    earned: frozenset[str]
    said: str
    line: str


@dataclass(frozen=True)
class Exchange:
    """A line of the persona and the leader's attempts at answering it; the last one counts for what follows."""

    line: str
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True)
class Round:
    """One objection.

    Attributes:
        name: the person's own name, if the leader gave one.
        objection: id, empty for one of the leader's own.
        difficulty: 1 mild, 2 firm, 3 hard.
        retrying: the last line is to be answered again.
    """

    stakeholder: str
    name: str
    objection: str
    difficulty: int
    exchanges: tuple[Exchange, ...]
    retrying: bool = False

    @property
    def waits(self) -> bool:
        """Whether a line stands unanswered."""
        return self.retrying or not self.exchanges[-1].attempts

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All answers, in the order they were given to each line."""
        return tuple(attempt for exchange in self.exchanges for attempt in exchange.attempts)

    @property
    def last(self) -> Attempt:
        """The newest answer."""
        return self.attempts[-1]

    @property
    def best(self) -> int:
        """The highest score of this objection."""
        return max(attempt.score.score for attempt in self.attempts)

    def persona(self, start: int, before: int) -> Persona:
        """Return the persona after the first `before` exchanges, from its state at the start."""
        steps = tuple(e.attempts[-1].step for e in self.exchanges[:before] if e.attempts)
        return Persona(steps[-1].after if steps else start, steps)


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal of one or more objections.

    Attributes:
        asked_name: a name whose role is being asked for. `everyone`: all people are shown.
        difficulty: what was asked for, 0 for a mix. `offered`, `seen`: ids of objections.
        unclear: the last text could not be used.
        playing: the last round is in hand. `shown`: its feedback was shown. `introduced`: who was announced.
        helped: the line for which a hint was given last.
        ending: at the summary. `ended`: after it.
        takeaway: the sentence the leader takes along.
    """

    id: str
    on: date
    stakeholder: str = ""
    name: str = ""
    asked_name: str = ""
    everyone: bool = False
    difficulty: int = 0
    offered: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    unclear: bool = False
    rounds: tuple[Round, ...] = ()
    playing: bool = False
    shown: bool = False
    introduced: tuple[str, ...] = ()
    helped: str = ""
    ending: bool = False
    ended: bool = False
    takeaway: str = ""

    @property
    def step(self) -> str | None:
        """Where it stands: one of STEPS, or None when it has ended."""
        if self.ended:
            return None
        if self.ending:
            return "summary"
        if not self.stakeholder:
            return "stakeholder"
        return "feedback" if self.playing and not self.round.waits else "objection"

    @property
    def round(self) -> Round:
        """The objection in hand."""
        return self.rounds[-1]

    @property
    def answered(self) -> tuple[Round, ...]:
        """The objections that got an answer."""
        return tuple(r for r in self.rounds if r.attempts)

    def with_round(self, changed: Round) -> "Rehearsal":
        """Return the rehearsal with the objection in hand changed."""
        return replace(self, rounds=(*self.rounds[:-1], changed), shown=False)


def to_dict(rehearsal: Rehearsal) -> dict[str, Any]:
    """Return the rehearsal as JSON values."""
    body = asdict(rehearsal) | {"on": rehearsal.on.isoformat()}
    for one in (a for r in body["rounds"] for e in r["exchanges"] for a in e["attempts"]):
        one["earned"] = sorted(one["earned"])
    return body


def from_dict(body: Mapping[str, Any]) -> Rehearsal:
    """Return a rehearsal from what `to_dict` made, also after JSON."""
    lists = {key: tuple(body[key]) for key in ("offered", "seen", "introduced")}
    rounds = tuple(_round(r) for r in body["rounds"])
    return Rehearsal(**{**body, **lists, "on": date.fromisoformat(body["on"]), "rounds": rounds})


def _round(body: Mapping[str, Any]) -> Round:
    exchanges = (Exchange(e["line"], tuple(_attempt(a) for a in e["attempts"])) for e in body["exchanges"])
    return Round(**{**body, "exchanges": tuple(exchanges)})


def _attempt(body: Mapping[str, Any]) -> Attempt:
    step = Step(**{**body["step"], "because": tuple(body["step"]["because"])})
    return Attempt(**{**body, "score": _score(body["score"]), "step": step, "earned": frozenset(body["earned"])})


def _score(body: Mapping[str, Any]) -> Score:
    criteria = {name: Judgement(**row) for name, row in body["criteria"].items()}
    return Score(**{**body, "criteria": criteria, "flags": tuple(Flagged(**flag) for flag in body["flags"])})
