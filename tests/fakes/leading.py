"""A programme in memory, with leaders who write reflections, for tests of services and commands."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from secrets import token_hex

from bot.catalogue.themes import load_themes
from bot.domain.releases.rules import FLOOR, Rules
from bot.services import programmes
from bot.services.desk import Desk
from bot.services.ports import Person, Programme, Record, UnitOfWork
from tests.fakes.mentors import CONTENT, Office, words

LAUNCH = date(2026, 9, 7)
START = datetime(2026, 9, 7, tzinfo=timezone.utc)
THEMES = load_themes(CONTENT, {path.stem for path in (CONTENT / "mentoring").glob("*.yml")})
IDS = tuple(THEMES)
WEEK = timedelta(weeks=1)


def office() -> Office:
    """An empty database with the real words and themes."""
    return Office(content=replace(words(), barriers=THEMES))


@dataclass
class Class:
    """A launched programme and its leaders."""

    uow: UnitOfWork
    levels: tuple[str, ...] = ()
    rules: Rules = FLOOR
    people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.programme: Programme = programmes.create(self.uow, "North Star", self.levels, LAUNCH, self.rules, START)

    def join(self, count: int, at: datetime = START, level: str = "") -> list[Person]:
        """Let leaders join with one code."""
        level = level or (self.levels[0] if self.levels else "other")
        code = programmes.invite(self.uow, self.programme, level, count, 14, at)
        new = [self.uow.people.register("web", token_hex(8)) for _ in range(count)]
        assert all(programmes.join(self.uow, person, code, at) for person in new)
        self.people += new
        return new

    def write(self, person: Person, themes: tuple[str, ...], week: float = 1, shared: bool = True) -> Record:
        """Store a reflection of a week, from 0, after the launch."""
        at = START + week * WEEK
        body = {"text": "private words", "themes": [{"id": t, "because": "private words"} for t in themes]}
        record = Record(token_hex(8), person.id, "reflection", "kept", at, at, {**body, "shared": shared})
        self.uow.records.put(record)
        return record


def launched(desk: Desk, levels: tuple[str, ...] = (), rules: Rules = FLOOR) -> Class:
    """Launch a programme in the database of a desk."""
    return Class(desk.uow, levels, rules)
