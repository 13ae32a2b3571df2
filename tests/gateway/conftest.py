"""The fake Telegram, and a stage with a gateway process, on each database."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.fakes.telegram_person import FakeTelegram
from tests.gateway.telegram_stage import Nursery, Stage
from tests.storage.conftest import postgres_server  # noqa: F401 - a fixture


@pytest.fixture
def telegram(tmp_path: Path) -> Iterator[FakeTelegram]:
    """A fake Telegram that lets everything through at any speed."""
    fake = FakeTelegram(tmp_path / "telegram.jsonl", flood=False).start()
    yield fake
    fake.kill()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Makes gateway processes quickly."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(params=["sqlite"])
def stage(request: pytest.FixtureRequest, telegram: FakeTelegram, nursery: Nursery, tmp_path: Path) -> Iterator[Stage]:
    """A stage with databases of its own; parametrise with `stage` indirectly for PostgreSQL."""
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_server")
        names = (f"tg_{uuid4().hex[:12]}", f"tg_{uuid4().hex[:12]}")
        urls = tuple(address(name) for name in names)
    else:
        urls = (f"sqlite:///{tmp_path / 'main.db'}", f"sqlite:///{tmp_path / 'keys.db'}")
    made = Stage(telegram, *urls, tmp_path / "errors.txt", nursery)
    yield made
    made.engine.dispose()
