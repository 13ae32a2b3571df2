"""What one message of a coachee shows: the facts a coaching rule may act on.

Everything quoted is an exact piece of the message, so that it can be shown back between quotation
marks. Nothing here judges or scores a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

MentionKind = Literal["role", "name", "function"]
Precision = Literal["day", "week", "month", "quarter", "cycle"]

_STATES = frozenset(
    {
        "vague",
        "uncertain",
        "absolute",
        "blame",
        "feeling",
        "people",
        "number",
        "date",
        "solution-jump",
        "will",
        "try",
        "should",
        "confidence",
        "metaphor",
        "very-short",
        "very-long",
        "asks-advice",
        "no-idea",
        "problem-talk",
        "positive",
        "conflict",
        "question",
        "story",
    }
)

#: How something is told: they only choose which question goes on from it. They have no labelled sentences.
HOW_TOLD = frozenset(
    "asks-coach parked own-act other-act cause cannot told change joke doubts-coach corrects-coach asks-privacy "
    "said-before asks-why asks-view asks-language exception owns-up".split()
)
SIGNAL_NAMES: frozenset[str] = _STATES | HOW_TOLD


@dataclass(frozen=True)
class Mention:
    """Someone the coachee named.

    Attributes:
        text: already addressed to the coachee: "your plant manager", "the CFO", "Anna".
        id: the stakeholder id, or None for a name we cannot place.
    """

    text: str
    id: str | None
    kind: MentionKind


@dataclass(frozen=True)
class DateMention:
    """A time for a plan.

    Attributes:
        text: verbatim, e.g. "before the March demand review".
        on: ISO date of the last day that still fits the words; None if a calendar cannot tell ("in spring").
        precision: how exact the words were.
    """

    text: str
    on: str | None
    precision: Precision


@dataclass(frozen=True)
class Signals:
    """All signals of one message. `on` holds names from SIGNAL_NAMES; `themes` are (id, score 0..1), best first.

    `quotes` are exact; `mirror` is the most telling clause in the second person, the one piece that is not exact.
    `odd` is a clause about everyday things that may be a picture and may be none.
    `parked` is what was asked in passing or set aside ("that is another story"), exact, without its question mark.
    """

    words: int = 0
    on: frozenset[str] = frozenset()
    people: tuple[Mention, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    confidence: int | None = None
    themes: tuple[tuple[str, float], ...] = ()
    lenses: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    contrast: tuple[str, str] | None = None
    metaphor: str | None = None
    odd: str | None = None
    feeling: str | None = None
    wants: str | None = None
    mirror: str | None = None
    parked: tuple[str, ...] = ()
    negative: bool = False
    positive: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it: sets become sorted lists, tuples lists."""
        return {key: _listed(value) for key, value in vars(self).items()} | {"on": sorted(self.on)}

    def found(self) -> dict[str, Any]:
        """As `to_dict`, without what was not found: a conversation keeps its messages' signals, and most are few."""
        nothing = self.__dataclass_fields__
        few = {key: _listed(value) for key, value in vars(self).items() if value != nothing[key].default}
        return few | {"on": sorted(self.on)}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Signals":
        """The inverse of `to_dict`; keys that are missing take their defaults.

        Raises:
            TypeError: a mention or a date lacks one of its keys.
        """
        known = {key: value for key, value in raw.items() if key in cls.__dataclass_fields__}
        return cls(**{key: _READERS.get(key, _as_is)(value) for key, value in known.items()})


def _as_is(value: Any) -> Any:
    return value


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    return dict(vars(value)) if isinstance(value, (Mention, DateMention)) else value


def _pair(value: list[str] | None) -> tuple[str, ...] | None:
    return tuple(value) if value else None


_READERS: dict[str, Callable[[Any], Any]] = {
    "on": frozenset,
    "people": lambda rows: tuple(Mention(**row) for row in rows),
    "numbers": tuple,
    "dates": lambda rows: tuple(DateMention(**row) for row in rows),
    "themes": lambda rows: tuple((name, float(score)) for name, score in rows),
    "lenses": tuple,
    "quotes": tuple,
    "parked": tuple,
    "contrast": _pair,
}
