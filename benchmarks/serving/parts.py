"""Where a coaching turn's time goes: `python -m benchmarks.serving.parts [FILE.png]`.

Plays coaching conversations in this process and times what a turn is made of: each part counts what is spent in it and
in nothing inside it that has a name of its own. With a file name, draws the shares as one bar each.
"""

import asyncio
import inspect
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.serving.conversing import conversation, unhurried
from bot import settings
from bot.services.turns import Turns
from bot.storage.buttons import SqlButtons
from bot.storage.events import SqlTrackerEvents
from bot.storage.inbox import SqlInbox
from bot.storage.outbox import SqlOutbox
from bot.storage.people import SqlPeople
from bot.storage.records import SqlRecords
from bot.storage.unit_of_work import SqlUnitOfWork

REPOSITORIES = (SqlButtons, SqlInbox, SqlOutbox, SqlPeople, SqlRecords, SqlTrackerEvents)
STORAGE = "storage, with encryption"
TURNS, CONVERSATIONS = 20, 10


class Clock:
    """Adds up time by part; what runs inside another part is taken off it."""

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self.spent: Counter[str] = Counter()
        self._inside: list[list[Any]] = []

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Time a method of a class or an object from now on."""
        method = getattr(owner, name)
        setattr(
            owner, name, self._later(method, part) if inspect.iscoroutinefunction(method) else self._now(method, part)
        )

    def _now(self, method: Callable[..., Any], part: str) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            self._enter(part)
            try:
                return method(*arguments, **named)
            finally:
                self._leave()

        return timed

    def _later(self, method: Callable[..., Any], part: str) -> Callable[..., Any]:
        async def timed(*arguments: Any, **named: Any) -> Any:
            self._enter(part)
            try:
                return await method(*arguments, **named)
            finally:
                self._leave()

        return timed

    def _enter(self, part: str) -> None:
        self._inside.append([part, time.perf_counter(), 0.0])

    def _leave(self) -> None:
        part, began, within = self._inside.pop()
        whole = time.perf_counter() - began
        self.spent[part] += whole - within
        if self._inside:
            self._inside[-1][2] += whole


def watched(clock: Clock) -> Any:
    """Build the application with its parts watched."""
    from bot.dialogue.endpoint import InProcessEndpoint

    turns = unhurried()
    processor = turns.engine._agent.processor
    clock.watch(processor, "_parse_message_with_graph", "understanding: spaCy, encoder, classifier, signals, topics")
    clock.watch(processor, "_predict_next_with_tracker", "policies")
    clock.watch(InProcessEndpoint, "request", "actions: the coach")
    for kind in REPOSITORIES:
        for name in [n for n, f in vars(kind).items() if inspect.isfunction(f) and not n.startswith("_")]:
            clock.watch(kind, name, STORAGE)
    clock.watch(SqlUnitOfWork, "commit", STORAGE)
    clock.watch(Turns, "take", "the rest: trackers, forms, safety, the turn itself")
    return turns


async def play(turns: Turns, clock: Clock) -> int:
    """Play the conversations; return how many turns were counted. The first conversation warms up."""
    counted = 0
    for number in range(CONVERSATIONS + 1):
        async for _ in conversation(turns, TURNS):
            counted += number > 0
        if not number:
            clock.spent.clear()
    return counted


def main(arguments: list[str]) -> int:
    """Print milliseconds and share of each part; draw them if a file is named."""
    with tempfile.TemporaryDirectory() as folder:
        settings.use_folder(Path(folder))
        clock = Clock()
        turns = watched(clock)
        counted = asyncio.run(play(turns, clock))
    whole = sum(clock.spent.values())
    rows = [(part, spent / counted * 1000, spent / whole) for part, spent in clock.spent.most_common()]
    for part, milliseconds, share in rows:
        print(f"{part:62s} {milliseconds:6.1f} ms  {share:4.0%}")
    print(f"{'a turn':62s} {whole / counted * 1000:6.1f} ms")
    if arguments:
        draw(rows, Path(arguments[0]))
    return 0


def draw(rows: list[tuple[str, float, float]], path: Path) -> None:
    """Write the shares as a picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 0.6 * len(rows) + 1.2), dpi=110, layout="constrained")
    axes = figure.subplots()
    names = [f"{part}, {milliseconds:.0f} ms" for part, milliseconds, _ in reversed(rows)]
    axes.barh(names, [share * 100 for *_, share in reversed(rows)], color="#2F6F8F")
    axes.set_xlabel("% of a coaching turn")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
