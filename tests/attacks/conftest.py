"""Dashboards for the attacks: two programmes with releases, and one programme in two worlds."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.releases.calendar import midnight
from bot.domain.releases.rules import FLOOR
from bot.services import passwords, programmes, releases, synthetic
from bot.services.synthetic import Crowd
from tests.attacks.dashboards import NOBODY, ONE, Worlds, named
from tests.fakes.boards import Board, fill


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real figures are tested in tests/unit/test_passwords.py; here they would only take time."""
    monkeypatch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), "1024"))
    monkeypatch.setattr(passwords, "N", 1024)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Two programmes with releases; no test changes it."""
    board = Board(tmp_path_factory.mktemp("filled"))
    fill(board)
    return board


@pytest.fixture
def board(filled: Board, tmp_path: Path, quick_passwords: None) -> Board:
    return filled.copy(tmp_path)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Both worlds with one release; no test changes them."""
    none = Board(tmp_path_factory.mktemp("none"))
    start = (none.clock.at - timedelta(weeks=FLOOR.weeks)).date()
    themes = [theme for theme in none.site.themes if theme not in (ONE, NOBODY)]
    with none.work() as uow:
        twin = programmes.create(uow, "Twin", (), start, FLOOR, none.clock.at)
        people = synthetic.gather(uow, twin, Crowd(24), midnight(start))
        synthetic.write(uow, people, Crowd(24), themes, midnight(start), FLOOR.weeks)
    some = none.copy(tmp_path_factory.mktemp("some"))
    named(some, people[:1], ONE, midnight(start))
    for world in (some, none):
        with world.work() as uow:
            assert releases.make_due(uow, twin, tuple(world.site.themes), world.clock.at)
    return Worlds(some, none, people)


@pytest.fixture
def worlds(twins: Worlds, tmp_path: Path, quick_passwords: None) -> Worlds:
    for name in ("some", "none"):
        (tmp_path / name).mkdir()
    return Worlds(twins.some.copy(tmp_path / "some"), twins.none.copy(tmp_path / "none"), twins.people)
