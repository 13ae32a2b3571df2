"""What every use case works with: one person, one transaction, the content, the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from bot.domain.awareness import Situation
from bot.domain.behaviours import Behaviour
from bot.domain.coaching.coach import Guide
from bot.domain.context import ContextBook
from bot.domain.mentoring import Topic
from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.reflection import ThemeReader
from bot.domain.rehearsal.playbook import Playbook
from bot.domain.style.book import StyleBook
from bot.domain.tailoring.book import TailorBook
from bot.domain.team.book import TeamBook
from bot.domain.themes import Theme
from bot.services.ports import Clock, Json, Person, Record, Retention, UnitOfWork


def _not_awaited(text: str) -> None:
    """Whoever reads themes at once need not know what comes."""


@dataclass(frozen=True)
class Content:
    """Everything loaded from `content/`, checked.

    `themes` finds the barrier themes of a text by it; `foresee_themes` says which text it will be asked about.
    """

    guide: Guide
    consent_version: int
    topics: Mapping[str, Topic]
    pressure: Book
    rehearsal: Playbook
    style: StyleBook
    tailor: TailorBook
    themes: ThemeReader
    foresee_themes: Callable[[str], None] = _not_awaited
    retention: Retention = Retention()
    barriers: Mapping[str, Theme] = field(default_factory=dict)
    awareness: Mapping[str, Situation] = field(default_factory=dict)
    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)
    team: TeamBook = field(default_factory=TeamBook)
    context: ContextBook = field(default_factory=ContextBook)

    @property
    def phrases(self) -> Phrases:
        """Short pieces that replies are put together from."""
        return self.guide.phrases


@dataclass(frozen=True)
class Desk:
    """One person's place in one turn. Services read and write through it.

    `source` is the id their channel gave the message, as `Turns.take` took it; empty outside a turn.
    """

    uow: UnitOfWork
    person: Person
    content: Content
    clock: Clock
    source: str = ""

    @property
    def phrases(self) -> Phrases:
        """Short pieces that replies are put together from."""
        return self.content.phrases

    @property
    def now(self) -> datetime:
        """The current time, UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The current date, UTC."""
        return self.now.date()

    def newest(self, kind: str, states: tuple[str, ...] | None = None) -> Record | None:
        """Return the person's newest record of a kind, or None."""
        return next(iter(self.uow.records.all(self.person.id, kind, states, limit=1)), None)

    def every(self, kind: str, states: tuple[str, ...] | None = None) -> list[Record]:
        """Return all records of a kind, newest first."""
        return self.uow.records.all(self.person.id, kind, states)

    def create(self, kind: str, state: str, body: Json, due_on: date | None = None, record_id: str = "") -> Record:
        """Store a new record and return it."""
        now = self.now
        record = Record(record_id or token_hex(8), self.person.id, kind, state, now, now, body, due_on)
        self.uow.records.put(record)
        return record

    def save(self, record: Record, **changes: Any) -> Record:
        """Store a changed record and return it."""
        changed = replace(record, updated_at=self.now, **changes)
        self.uow.records.put(changed)
        return changed
