"""Is the memory of a serving process flat? `python -m benchmarks.serving.memory [TURNS]`, 10,000 unless said.

Plays coaching conversations of ever new people in this process, through the trained model, and prints what the process
holds after each tenth. Returns 1 if the last tenth ends more than `GROWTH` above the first.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.serving.conversing import conversation, unhurried
from bot import settings
from bot.services.turns import Turns

#: How much more may be held at the end than after the first tenth.
GROWTH = 0.05
TENTHS = 10
#: Turns of one person.
CONVERSATION = 40


def resident() -> float:
    """Return what this process holds, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


async def play(turns: Turns, most: int) -> list[float]:
    """Play so many turns and return what was held after each tenth, in MB."""
    held: list[float] = []
    taken = 0
    while len(held) < TENTHS:
        async for _ in conversation(turns, CONVERSATION):
            taken += 1
            if taken % -(-most // TENTHS) == 0 and len(held) < TENTHS:
                held.append(resident())
    return held


def main(arguments: list[str]) -> int:
    """Print what was held, and whether it is flat."""
    most = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory() as folder:
        settings.use_folder(Path(folder))
        held = asyncio.run(play(unhurried(), most))
    print(f"MB held after each tenth of {most} turns: " + ", ".join(f"{one:.0f}" for one in held))
    grown = held[-1] / held[0] - 1
    print(f"grown by {grown:.1%} since the first tenth (wanted at most {GROWTH:.0%})")
    return int(grown > GROWTH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
