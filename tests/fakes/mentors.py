"""Human mentors for tests, and the desk of a leader who looks for one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from bot.domain.coaching.coach import Guide
from bot.domain.coaching.questions import Bank
from bot.domain.coaching.signals import Signals
from bot.domain.introductions import Mentor
from bot.domain.phrases import Phrases
from bot.services import mentors
from bot.services.desk import Content, Desk
from bot.services.grow import Said
from bot.services.mentors import Application
from bot.services.ports import UnitOfWork
from bot.services.replies import Say
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
ANN = Application(
    "Ann Meyer", ("finance",), ("consensus-forecast", "incentives"), ("en", "de"), 1, "ann@example.org", True
)
BEN = Application("Ben Okafor", ("commercial", "product"), ("sales-attendance",), ("en",), 2, "ext. 4411", True)
CARLA = Application("Carla Ruiz", ("supply-chain",), ("rough-cut-capacity",), ("es", "en"), 1, "room 2.14", True)
ALL = (ANN, BEN, CARLA)
Factory = Callable[[], AbstractContextManager[UnitOfWork]]


def register(factory: Factory, now: datetime, applications: tuple[Application, ...] = ALL) -> list[Mentor]:
    """Register mentors and return them in the order given."""
    with factory() as uow:
        made = [mentors.add(uow, one, one.expertise, now) for one in applications]
        uow.commit()
    return made


def clear(factory: Factory) -> None:
    """Empty the register."""
    with factory() as uow:
        for mentor in mentors.everyone(uow):
            mentors.remove(uow, mentor.id)
        uow.commit()


def prepare(factory: Factory, given: str, now: datetime) -> None:
    """Set the register for a conversation test: with the three above where `given` names mentors, else empty."""
    clear(factory)
    if "mentors" in given:
        register(factory, now)


class MovingClock:
    """A clock that is one second later each time it is read."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@cache
def read(name: str) -> Any:
    """Return a file of content/."""
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


@cache
def words() -> Content:
    """The real words, without the coach's questions."""
    files = ("phrases.yml", "introduce.yml", "brief.yml", "shared.yml")
    phrases = {key: tuple(value) for name in files for key, value in read(name).items()}
    # Whatever else there is: neither dialogue may need it.
    unused: dict[str, Any] = dict.fromkeys(one.name for one in fields(Content))
    return Content(**{**unused, "guide": Guide(Bank([]), {}, Phrases(phrases)), "consent_version": 1})


@dataclass
class Office:
    """One in-memory database, with leaders who come and go."""

    database: FakeDatabase = field(default_factory=FakeDatabase)
    clock: MovingClock = field(default_factory=MovingClock)
    content: Content = field(default_factory=words)

    @property
    def factory(self) -> Factory:
        return partial(FakeUnitOfWork, self.database, self.clock)

    def desk(self, who: str = "leader", **profile: Any) -> Desk:
        """Return the desk of a leader; a profile given is stored."""
        uow = FakeUnitOfWork(self.database, self.clock)
        desk = Desk(uow, uow.people.register("web", who), self.content, self.clock)
        if profile:
            desk.create("profile", "kept", profile)
        return desk


def said(text: str, intent: str = "answer") -> Said:
    """One message, as the engine understood it."""
    return Said(text, intent, Signals())


def rendered(say: Say, stem: str) -> str:
    """Return the text of a reply; a placeholder without a value fails."""
    text = str(read(f"responses/{stem}.yml")["responses"][say.response][0]["text"])
    return text.format(**say.values)
