"""A dashboard over a real database: programmes with releases, accounts, mentors; as many as a test asks for."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path

from bot import settings
from bot.catalogue.dashboard import DashboardWords, load_dashboard
from bot.domain.releases.calendar import midnight, period
from bot.domain.releases.history import ALL, Standing
from bot.domain.releases.release import NONE_BEFORE, Release, digest, to_bytes
from bot.domain.releases.rules import FLOOR
from bot.services import accounts, mentors, programmes, releases, synthetic
from bot.services.ports import Programme, StoredRelease, UnitOfWork
from bot.services.synthetic import Crowd
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.releases import ReleaseReader
from bot.storage.team import TeamReader
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.web.programme.site import Site
from tests.fakes.databases import migrated
from tests.fakes.mentors import ALL as MENTORS

CONTENT = settings.ROOT / "content"
NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
NASTY = '<b onclick="x">"North" & \'Söhne\'</b>'
PASSWORD = "a long enough password"
MOST = Standing("most", 1)
LEVELS = ("europe", "americas", "asia")


@cache
def said() -> DashboardWords:
    """The real words, loaded once."""
    return load_dashboard(CONTENT)


@dataclass
class Hands:
    """A clock that a test turns, in both of its shapes."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def pass_by(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@dataclass
class Board:
    """The database of a dashboard, and the site over it."""

    folder: Path
    clock: Hands = field(default_factory=Hands)

    def __post_init__(self) -> None:
        self.url = f"sqlite:///{self.folder / 'main.db'}"
        file = self.folder / "master.key"
        if not file.exists():
            migrated(self.folder / "main.db", self.folder / "keys.db")
            file.write_text(MasterKey.generate().to_text())
        engine, keys = make_engine(self.url), make_engine(f"sqlite:///{self.folder / 'keys.db'}")
        self.store = KeyStore.open(keys, MasterKey.from_text(file.read_text()), self.clock)
        self.factory = partial(SqlUnitOfWork, engine, self.store, self.clock)
        words = said()
        self.site = Site(
            ReleaseReader.open(self.url),
            TeamReader.open(self.url),
            self.factory,
            self.clock,
            words.wording,
            words.themes,
            words.topics,
            words.functions,
            seconds=self.clock.seconds,
            home="https://board.example",
        )

    def copy(self, folder: Path) -> "Board":
        """Return another board with the same rows."""
        shutil.copy(self.folder / "master.key", folder / "master.key")
        for name in ("main.db", "keys.db"):
            # What was written last stands in a file of its own until the database is closed.
            with sqlite3.connect(self.folder / name) as old, sqlite3.connect(folder / name) as new:
                old.backup(new)
        return Board(folder, Hands(self.clock.at))

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        with self.factory() as uow:
            yield uow
            uow.commit()

    def launch(
        self, name: str, periods: int, leaders: int = 0, levels: Sequence[str] = LEVELS, seed: int = 1
    ) -> Programme:
        """Launch a programme whose last of so many periods has just ended, and make its releases."""
        today: date = self.clock.at.date()
        start = today - timedelta(weeks=periods * FLOOR.weeks)
        crowd, themes = Crowd(leaders, seed=seed), tuple(self.site.themes)
        with self.work() as uow:
            programme = programmes.create(uow, name, tuple(levels), start, FLOOR, self.clock.at)
            people = synthetic.gather(uow, programme, crowd, midnight(start))
            synthetic.write(uow, people, crowd, themes, midnight(start), periods * FLOOR.weeks)
            if periods:
                releases.make_due(uow, programme, themes, self.clock.at)
        return programme

    def publish(
        self,
        programme: Programme,
        shown: Mapping[str, Mapping[str, Standing]],
        groups: Sequence[str] = (),
        participation: Standing = MOST,
    ) -> StoredRelease:
        """Store the next release of a programme, with these values and no others; nobody wrote anything for it."""
        with self.work() as uow:
            before = uow.releases.all(programme.id)
            number = len(before) + 1
            start, end = period(programme.launched_on, programme.rules.weeks, number)
            cells = {
                theme: {group: shown.get(theme, {}).get(group, Standing()) for group in (ALL, *groups)}
                for theme in self.site.themes
            }
            previous = before[-1].digest if before else NONE_BEFORE
            facts = (programme.id, programme.name, number, start, end, programme.rules, tuple(groups))
            body = to_bytes(Release(*facts, participation, cells, previous))
            stored = StoredRelease(programme.id, number, self.clock.at, body, digest(body))
            uow.releases.add(stored)
        return stored

    def account(self, name: str, programme: Programme, password: str = "") -> str:
        """Make an account and return the token of a link for it."""
        with self.work() as uow:
            account = accounts.account_for(uow, name, programme, self.clock.at)
            if password:
                accounts.set_password(uow, account, password)
            return accounts.link(uow, account, self.clock.at)

    def mentors(self) -> None:
        """Register mentors; a leader holds a place with the second."""
        with self.work() as uow:
            made = [mentors.add(uow, one, one.expertise, self.clock.at) for one in MENTORS]
            leader = uow.people.register("demo", "a leader with a mentor")
            assert mentors.take(uow, made[1].id, leader, self.clock.at)


def some(since: int = 1) -> Standing:
    return Standing("some", since)


def fill(board: Board) -> None:
    """Make a programme with three releases in two groups, one whose name is markup, one without a release; mentors."""
    north = board.launch("North Star", 0)
    half = {"forecast-bias": {ALL: Standing("about-half", 1), "europe": some(), "asia": Standing()}}
    early, late = (
        {"master-data": {ALL: some()}},
        {"data-trust": {ALL: some(3)}, "silo-thinking": {ALL: Standing("most", 3)}},
    )
    for more in (early, early, late):
        board.publish(north, half | more, ("asia", "europe"))
    south = board.launch(NASTY, 0, levels=())
    board.publish(south, {"global-vs-local": {ALL: some()}}, participation=Standing())
    board.launch("Newcomers", 0)
    board.mentors()
