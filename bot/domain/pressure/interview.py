"""One pressure test: what was asked and what came back. Everything else is worked out from that."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.domain.pressure import plan as plans
from bot.domain.pressure.plan import Plan

STEPS = ("plan", "stakeholders", "question", "summary")
GRADES = ("open", "partly", "answered")
DEFAULT_MINUTES = 15
#: What a choice of stakeholders found besides them: the name of one, by id; a name whose role is not known.
NAMED, UNPLACED = "named:", "unplaced"


@dataclass(frozen=True)
class Length:
    """What a test of one length asks for.

    Attributes:
        parts: parts of the plan that are asked for if they were not told.
        questions: questions per stakeholder. `plans`: if-then plans asked for per stakeholder, at most.
        failures: rounds of the pre-mortem.
    """

    parts: tuple[str, ...]
    questions: int
    plans: int
    failures: int


LENGTHS: dict[int, Length] = {
    5: Length(("who", "measure", "date"), 4, 2, 1),
    15: Length(("aim", "who", "measure", "date", "support", "assumption"), 5, 3, 1),
    30: Length(("aim", "who", "step", "measure", "date", "support", "asset", "assumption"), 6, 4, 2),
}


@dataclass(frozen=True)
class Exchange:
    """One question and what came back. `answer` is None while the bot waits.

    Attributes:
        move: offer, tell, part, pick, ask, follow-up, if-then, failure, or correct.
        key: the part of the plan, or the question's id.
        control: `skip`, `dont_know` or `next`, where the reply was one.
        grade: how an answer to a stakeholder met the point, one of GRADES.
        found: fields of the plan that the answer states.
        picked: stakeholders chosen.
        gap: the weakness of the plan that a question is about.
        lead: which part of the plan stood in front of the question, and in which wording.
    """

    step: str
    move: str
    asked: str
    key: str = ""
    stakeholder: str = ""
    concern: str = ""
    answer: str | None = None
    control: str | None = None
    grade: str = ""
    found: tuple[tuple[str, str], ...] = ()
    picked: tuple[str, ...] = ()
    gap: str = ""
    lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One concern questioned: the question, the follow-up and the if-then plan that belong together."""

    asked: Exchange
    follow_up: Exchange | None = None
    plan: Exchange | None = None

    @property
    def grade(self) -> str:
        """The better of answer and follow-up; open while nothing was said."""
        given = [e.grade for e in (self.asked, self.follow_up) if e and e.grade]
        return max(given, key=GRADES.index, default="open")

    @property
    def said(self) -> str:
        """What the leader said to it last, or an empty string."""
        answers = [e.answer for e in (self.asked, self.follow_up) if e and e.answer and e.control is None]
        return answers[-1] if answers else ""


@dataclass(frozen=True)
class Interview:
    """A pressure test so far. Frozen: every rule returns a new one.

    Attributes:
        base: the plan that was there before; `source` says where it came from, `session:<id>` or `plan:<id>`.
        own: the leader's own function, if known.
        enough: the leader has heard enough questions.
        correcting: the part being corrected at the summary; "?" while it is not known which.
        shown: the summary has been shown.
        called: the stakeholder whose voice was asked for and has not been heard since, or an empty string.
    """

    id: str
    opened_on: date
    minutes: int = DEFAULT_MINUTES
    base: Plan = Plan()
    source: str = ""
    own: str | None = None
    suggested: tuple[tuple[str, str], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    enough: bool = False
    confirmed: bool = False
    correcting: str | None = None
    shown: bool = False
    called: str = ""

    @property
    def length(self) -> Length:
        """What the chosen length asks for."""
        return LENGTHS.get(self.minutes, LENGTHS[DEFAULT_MINUTES])

    @property
    def pending(self) -> Exchange | None:
        """The question the bot waits on, if any."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last and last.answer is None else None

    @property
    def answered(self) -> tuple[Exchange, ...]:
        """Exchanges with an answer."""
        return tuple(e for e in self.exchanges if e.answer is not None)

    @property
    def plan(self) -> Plan:
        """The plan as it stands now."""
        return self._plan(STEPS)

    @property
    def tested(self) -> Plan:
        """The plan as it was when the questions began."""
        return self._plan(("plan",))

    @property
    def picked(self) -> tuple[str, ...]:
        """The chosen stakeholders, in order."""
        return next((e.picked for e in reversed(self.exchanges) if e.picked), ())

    @property
    def named(self) -> dict[str, str]:
        """The own names of chosen people, by stakeholder: "Jürgen" for the plant manager."""
        picks = (pair for e in self.exchanges if e.move == "pick" for pair in e.found)
        return {key.removeprefix(NAMED): name for key, name in picks if key.startswith(NAMED)}

    @property
    def unplaced(self) -> str:
        """A name just given for whom to ask, without a role; empty if there is none."""
        last = next((e for e in reversed(self.answered)), None)
        return dict(last.found).get(UNPLACED, "") if last and last.move == "pick" else ""

    @property
    def kept(self) -> Plan:
        """The plan the test started from; empty if another one was told instead."""
        return Plan() if self._refused else self.base

    @property
    def again(self) -> bool:
        """Whether a plan that was tested before is tested again."""
        return self.source.startswith("plan:") and bool(self.kept.change)

    @property
    def before(self) -> Plan:
        """The plan that the present one is compared with: its last version, or as it was when the questions began."""
        return self.kept if self.again else self.tested

    @property
    def _refused(self) -> bool:
        return any(e.move == "offer" and e.control == "other" for e in self.exchanges)

    def _plan(self, steps: tuple[str, ...]) -> Plan:
        stated = [pair for e in self.exchanges if e.step in steps for pair in e.found]
        return self.kept.having(stated)

    def points(self, stakeholder: str | None = None) -> tuple[Point, ...]:
        """Return what was questioned, in order; of one stakeholder, or (None) of all."""
        found: list[Point] = []
        for e in self.exchanges:
            if e.move == "ask" and e.answer is not None:
                found.append(Point(e))
            elif e.move == "follow-up" and e.answer is not None:
                found[-1] = replace(found[-1], follow_up=e)
            elif e.move == "if-then" and e.stakeholder:
                found[-1] = replace(found[-1], plan=e)
        return tuple(p for p in found if stakeholder in (None, p.asked.stakeholder))

    def asked_texts(self) -> frozenset[str]:
        """Return every question asked so far, word for word."""
        return frozenset(e.asked for e in self.exchanges)

    def with_exchange(self, exchange: Exchange) -> "Interview":
        """Return the test waiting for the answer to one more question."""
        return replace(self, exchanges=(*self.exchanges, exchange))

    def with_last(self, **values: Any) -> "Interview":
        """Return the test with its newest exchange changed."""
        return replace(self, exchanges=(*self.exchanges[:-1], replace(self.exchanges[-1], **values)))

    def step_back(self) -> "Interview":
        """Forget the latest answer and what followed from it; its question waits again, word for word."""
        turns = [i for i, e in enumerate(self.exchanges) if e.answer is not None]
        if not turns:
            return self
        again = self.exchanges[turns[-1]]
        waiting = replace(again, answer=None, control=None, grade="", found=(), picked=())
        return replace(
            self, exchanges=(*self.exchanges[: turns[-1]], waiting), enough=False, correcting=None, shown=False
        )


def to_dict(interview: Interview) -> dict[str, Any]:
    """Return the test as JSON values."""
    return asdict(interview) | {"opened_on": interview.opened_on.isoformat()}


def from_dict(body: Mapping[str, Any]) -> Interview:
    """Rebuild a test from `to_dict`."""
    return Interview(
        **{
            **body,
            "opened_on": date.fromisoformat(body["opened_on"]),
            "base": plans.from_dict(body["base"]),
            "suggested": _pairs(body["suggested"]),
            "exchanges": tuple(_exchange(e) for e in body["exchanges"]),
        }
    )


def _exchange(body: Mapping[str, Any]) -> Exchange:
    lists = {"found": _pairs(body["found"]), "picked": tuple(body["picked"]), "lead": tuple(body["lead"])}
    return Exchange(**{**body, **lists})


def _pairs(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in rows)
