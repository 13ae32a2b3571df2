"""SQLite databases for tests, migrated once a run and then copied: the revisions have tests of their own."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.storage.engine import make_engine
from bot.storage.migrate import Which, upgrade

BOTH: tuple[Which, ...] = ("main", "keys")


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """Both databases with every table and no row; the folder goes when the run ends."""
    folder = tempfile.TemporaryDirectory(prefix="coach-databases-")
    for which in BOTH:
        engine = make_engine(f"sqlite:///{folder.name}/{which}")
        upgrade(engine, which)
        engine.dispose()
    return folder


def migrated(main: Path, keys: Path) -> None:
    """Put a migrated database in each of the two files."""
    for which, file in zip(BOTH, (main, keys), strict=True):
        shutil.copy(Path(_made().name) / which, file)
