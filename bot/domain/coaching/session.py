"""One coaching conversation: what was asked, what was said, what it established."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from bot.domain.coaching.signals import Signals

Told = TypeVar("Told")

LENGTHS = (5, 15, 30)
#: Captures whose answers are dates, figures and names, or a sentence of its own: nothing stands between the lines.
PLAIN = frozenset({"date", "when", "confidence", "first-sentence", "who-knows"})
STEPS = ("review", "goal", "reality", "options", "will", "summary")


@dataclass(frozen=True)
class Fact:
    """Something the coachee said that the conversation keeps, word for word.

    Attributes:
        capture: what it is, one of `questions.CAPTURES`.
        text: the coachee's own words.
        turn: index of the exchange it came from; -1 if it came before the first.
        lens: the context lens of a note.
        on: ISO date, where the words name one.
        value: 0 to 10, for confidence.
    """

    capture: str
    text: str
    turn: int = -1
    lens: str | None = None
    on: str | None = None
    value: int | None = None


@dataclass(frozen=True)
class Exchange:
    """One question and what came back. `answer` is None while the coach waits.

    `said` is the whole turn, with signpost and reflection; `shown` whether it went out: when asked again,
    the question alone (`asked`) is enough. `unasked` marks the question that a person answered before it
    was put, by saying what is on their mind.
    """

    step: str
    question: str
    move: str
    asked: str
    captures: str | None = None
    lens: str | None = None
    reflection: str = ""
    quoted: str = ""
    answer: str | None = None
    control: str | None = None
    signals: Signals = field(default_factory=Signals)
    undone: bool = False
    about: str = ""
    unasked: bool = False
    said: str = ""
    shown: bool = False

    @cached_property
    def stored(self) -> dict[str, Any]:
        """The exchange as JSON values; as it was read, where it was."""
        return {**{name: getattr(self, name) for name in _OF_EXCHANGE}, "signals": self.signals.found()}

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Exchange":
        """Rebuild an exchange from `stored`."""
        made = cls(**{**body, "signals": Signals.from_dict(body["signals"])})
        # A session is read and stored twice a turn, and nothing but its last exchange is another by then.
        vars(made)["stored"] = body
        return made


@dataclass(frozen=True)
class PastPromise:
    """A promise of an earlier conversation, as the review needs it."""

    id: str
    action: str
    due: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Session:
    """A coaching conversation so far. Frozen: every rule returns a new one."""

    id: str
    opened_on: date
    minutes: int = 15
    exchanges: tuple[Exchange, ...] = ()
    facts: tuple[Fact, ...] = ()
    declined: frozenset[str] = frozenset()
    review: tuple[PastPromise, ...] = ()
    signposts: bool = True
    confirmed: bool = False
    correcting: str | None = None

    @property
    def pending(self) -> Exchange | None:
        """The question the coach waits on, if any."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last and last.answer is None and not last.undone else None

    @cached_property
    def told(self) -> dict[Any, Any]:
        """What rules have said of this session: see `once`."""
        return {}

    @cached_property
    def answered(self) -> tuple[Exchange, ...]:
        """Exchanges with an answer that still stands."""
        return tuple(e for e in self.exchanges if e.answer is not None and not e.undone)

    def place(self, exchange: Exchange) -> int:
        """Index of one of the exchanges; found by what it is, which costs nothing, and not by all that was said in it.

        Raises StopIteration where it is none of this session's.
        """
        return next(at for at, one in enumerate(self.exchanges) if one is exchange)

    @cached_property
    def last(self) -> Exchange | None:
        """The latest answered exchange."""
        return next((e for e in reversed(self.exchanges) if e.answer is not None and not e.undone), None)

    @property
    def last_status(self) -> str | None:
        """How the promise reviewed last went: done, partly, not-yet, dropped or skipped."""
        return next((p.status for p in reversed(self.review) if p.status), None)

    def every(self, capture: str) -> list[Fact]:
        """All facts of one kind, oldest first."""
        return [fact for fact in self.facts if fact.capture == capture]

    def latest(self, capture: str) -> Fact | None:
        """The newest fact of one kind."""
        return next((fact for fact in reversed(self.facts) if fact.capture == capture), None)

    def words(self, capture: str) -> str:
        """The newest fact's words, or an empty string."""
        fact = self.latest(capture)
        return fact.text if fact else ""

    def asked_ids(self) -> set[str]:
        """Ids of all questions asked so far, undone ones included."""
        return {exchange.question for exchange in self.exchanges}

    def statements(self) -> Iterator[Exchange]:
        """Answered exchanges in which the coachee said something of substance."""
        return (e for e in self.answered if e.control is None and e.answer)

    def with_fact(self, fact: Fact, replacing: bool = False) -> "Session":
        """Add a fact; `replacing` drops earlier ones of its kind."""
        kept = tuple(f for f in self.facts if not (replacing and f.capture == fact.capture))
        return replace(self, facts=(*kept, fact))

    def without_turn(self, turn: int) -> "Session":
        """Drop what one exchange established."""
        return replace(self, facts=tuple(f for f in self.facts if f.turn != turn))

    def only(self, kept: Callable[[Fact], bool]) -> "Session":
        """Keep the facts for which `kept` holds."""
        return replace(self, facts=tuple(f for f in self.facts if kept(f)))

    def with_last_exchange(self, **changes: Any) -> "Session":
        """Change the newest exchange."""
        return replace(self, exchanges=(*self.exchanges[:-1], replace(self.exchanges[-1], **changes)))


_KEPT, _OF_EXCHANGE = (tuple(one.name for one in fields(kind)) for kind in (Session, Exchange))


def once(rule: Callable[[Session], Told]) -> Callable[[Session], Told]:
    """Have a rule read a session once, however often it is asked: a session never changes, and a turn asks it often."""

    @wraps(rule)
    def remembered(session: Session) -> Told:
        if rule not in session.told:
            session.told[rule] = rule(session)
        found: Told = session.told[rule]
        return found

    return remembered


def to_dict(session: Session) -> dict[str, Any]:
    """Return the session as JSON values."""
    # Not `asdict`, which copies every word of the conversation one by one.
    return {
        **{name: getattr(session, name) for name in _KEPT},
        "exchanges": [exchange.stored for exchange in session.exchanges],
        "facts": [dict(vars(fact)) for fact in session.facts],
        "review": [dict(vars(promise)) for promise in session.review],
        "opened_on": session.opened_on.isoformat(),
        "declined": sorted(session.declined),
    }


def from_dict(body: dict[str, Any]) -> Session:
    """Rebuild a session from `to_dict`."""
    return Session(
        **{
            **body,
            "opened_on": date.fromisoformat(body["opened_on"]),
            "exchanges": tuple(Exchange.read(e) for e in body["exchanges"]),
            "facts": tuple(Fact(**f) for f in body["facts"]),
            "declined": frozenset(body["declined"]),
            "review": tuple(PastPromise(**p) for p in body["review"]),
        }
    )
