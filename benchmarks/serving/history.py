"""Does a turn cost the same after years? `python -m benchmarks.serving.history [TURNS]`, 5,000 unless said.

One person talks to the trained model in this process, without a pause. Compared is the CPU time of this thread, medians
of 40 turns: a machine on which others work lengthens every clock, but that one least. Returns 1 if the last turns cost
more than `MOST` times the first ones.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import thread_time

from benchmarks.serving.conversing import conversation, unhurried
from bot import settings
from bot.services.turns import Turns

#: As wanted of turn 5,000 against turn 20.
MOST = 1.2
#: Turns that are taken together.
TOGETHER = 40


async def play(turns: Turns, most: int) -> list[float]:
    """Play so many turns of one person; return the CPU seconds of each but the first, which holds the first contact."""
    spent: list[float] = []
    began = None
    async for _ in conversation(turns, most + 1):
        now = thread_time()
        spent += [now - began] if began is not None else []
        began = thread_time()
    return spent


def main(arguments: list[str]) -> int:
    """Print what turns cost in the beginning, in the middle and in the end, and the ratio."""
    most = int(arguments[0]) if arguments else 5_000
    with tempfile.TemporaryDirectory() as folder:
        settings.use_folder(Path(folder))
        turns = unhurried()
        asyncio.run(play(turns, 10))
        spent = asyncio.run(play(turns, most))
    places = {"first": 0, "after a tenth": most // 10, "in the middle": most // 2, "last": len(spent) - TOGETHER}
    cost = {name: median(spent[at : at + TOGETHER]) * 1000 for name, at in places.items()}
    print(f"CPU of a turn, ms, of {most}: " + ", ".join(f"{name} {value:.1f}" for name, value in cost.items()))
    ratio = cost["last"] / cost["first"]
    print(f"last to first: {ratio:.2f} (wanted at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
