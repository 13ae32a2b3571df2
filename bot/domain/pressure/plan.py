"""The change plan in the leader's own words. What was not said stays empty: nothing is ever filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

#: The parts of a plan, in the order in which they are told.
PARTS = ("change", "aim", "who", "step", "measure", "date", "support", "asset", "assumption")
#: Parts whose absence is named as a gap.
GAPS = ("aim", "who", "measure", "date", "support", "assumption")
STEPS = ("product-review", "demand-review", "supply-review", "reconciliation-review", "executive-meeting")


@dataclass(frozen=True)
class Plan:
    """A change plan. Every field is what the leader said, word for word; empty where nothing was said.

    Attributes:
        step: the id of an S&OP step.
        on: ISO date, where the words of `date` name one.
        told: the plan as it was first told, whole; only read, never shown.
        more: what else was said of it where another part was asked for; only read, never shown.
    """

    change: str = ""
    aim: str = ""
    who: str = ""
    step: str = ""
    measure: str = ""
    date: str = ""
    support: str = ""
    asset: str = ""
    assumption: str = ""
    on: str = ""
    told: str = ""
    more: str = ""

    def words(self, part: str) -> str:
        """Return the words of a part, or an empty string."""
        return str(getattr(self, part))

    def having(self, values: Iterable[tuple[str, str]]) -> "Plan":
        """Return the plan with some fields set; names that are no field of a plan are ignored."""
        known = {field.name for field in fields(self)}
        return replace(self, **{name: value for name, value in values if name in known})

    @property
    def text(self) -> str:
        """Everything said about the plan, for reading only."""
        parts = [self.words(part) for part in PARTS if part != "step"]
        return "\n".join(dict.fromkeys(part for part in (self.told, *parts, self.more) if part))


@dataclass(frozen=True)
class Change:
    """One part of a plan that reads differently than before; `was` is empty if it was not stated."""

    part: str
    was: str
    now: str


def gaps(plan: Plan) -> tuple[str, ...]:
    """Return the parts the plan does not state."""
    return tuple(part for part in GAPS if not plan.words(part).strip())


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return what reads differently in `after`."""
    return tuple(
        Change(part, before.words(part), after.words(part))
        for part in PARTS
        if before.words(part).strip() != after.words(part).strip()
    )


def to_dict(plan: Plan) -> dict[str, str]:
    """Return the plan as JSON values."""
    return asdict(plan)


def from_dict(body: Mapping[str, Any]) -> Plan:
    """Rebuild a plan from `to_dict`; what is missing is empty."""
    return Plan().having((name, str(value)) for name, value in body.items())
