"""Ours beside three plain Rasa bots: `python -m benchmarks.serving.run [--long 5000] [--quick]`.

Everything is made, trained, started and measured in one run on this machine, the bots one after the other: latency of
one user, 8 and 64 users at once, cost against the length of one person's history, memory, cold start, training, model.
Loopback only. Returns 1 if one of the ratios that must hold does not.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import bots
from benchmarks.serving.running import Running, percentile, started, talk

#: A conversation of the single user: so many turns, then a new person.
CONVERSATION = 20
PEERS_LONG = 500
PORT = 18450


@dataclass(frozen=True)
class Figures:
    """What was measured of one bot; times in milliseconds, memory in MB, rates in turns a second."""

    p50: float
    p95: float
    p99: float
    eight: float
    crowd: float
    early: float
    middle: float
    late: float
    memory: float
    grown: float
    cold: float
    training: float
    model: float


def rate(running: Running, users: int, turns: int) -> float:
    """Turns a second of so many users at once, first contact not counted: the slowest user's turns end the count."""
    seconds = asyncio.run(talk(running.bot, users, turns))
    return users * turns / max(sum(each) for each in seconds)


def measure(bot: bots.Bot, quick: bool, long: int) -> Figures:
    """Start a bot and measure it."""
    with started(bot) as running:
        asyncio.run(talk(bot, 1, 10))
        single = [s for _ in range(2 if quick else 10) for s in asyncio.run(talk(bot, 1, CONVERSATION))[0]]
        memory = running.memory()
        eight, crowd = rate(running, 8, 10 if quick else 50), rate(running, 64, 3 if quick else 10)
        length = (60 if quick else long) if bot.ours else (60 if quick else PEERS_LONG)
        history = asyncio.run(talk(bot, 1, length))[0]
        return Figures(
            *(percentile(single, share) for share in (0.5, 0.95, 0.99)),
            eight,
            crowd,
            *(percentile(part, 0.5) for part in (history[:40], history[480:520] or history[-20:], history[-40:])),
            memory / 2**20,
            running.memory() / 2**20,
            running.cold_start,
            bot.training_seconds,
            bot.model_bytes / 2**20,
        )


def two_servers(quick: bool) -> float:
    """Turns a second of 8 users with two serving processes of ours on one PostgreSQL."""
    with bots.postgres() as urls, tempfile.TemporaryDirectory() as folder:
        bot = bots.ours(Path(folder) / "ours", PORT + 20, servers=2, databases=urls)
        with started(bot) as running:
            asyncio.run(talk(bot, 2, 10))
            return rate(running, 8, 10 if quick else 50)


def main() -> int:
    """Print the table, the ratios and what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the turns: to try the benchmark itself")
    parser.add_argument("--long", type=int, default=5000, help="turns of one person of ours (default 5000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-serving-") as folder:
        made = (
            bots.floor(Path(folder) / "floor", PORT, with_action=False),
            bots.floor(Path(folder) / "action", PORT + 2, with_action=True),
            bots.rasa_init(Path(folder) / "init", PORT + 4),
            bots.ours(Path(folder) / "ours", PORT + 6),
        )
        found = {}
        for bot in made:
            began = time.monotonic()
            found[bot.name] = measure(bot, options.quick, options.long)
            print(f"  {bot.name}: measured in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return report(found, two_servers(options.quick))


def report(found: dict[str, Figures], two: float) -> int:
    """Print what was found; return 1 if a ratio does not hold."""
    names = ("p50 ms", "p95", "p99", "8 users/s", "64 users/s", "turns 1-40 ms", "481-520", "last 40", "MB", "MB after")
    print("| bot | " + " | ".join((*names, "cold s", "train s", "model MB")) + " |")
    for name, f in found.items():
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in vars(f).values()) + " |")
    floor, action, init, mine = found.values()
    held = (
        ("p50 / floor + HTTP action", mine.p50 / action.p50, "<=", 0.8),
        ("p50 / rasa init", mine.p50 / init.p50, "<=", 0.7),
        ("p95 / own p50", mine.p95 / mine.p50, "<=", 2.0),
        ("8 users, one server / rasa init", mine.eight / init.eight, ">=", 2.0),
        ("8 users, two servers on PostgreSQL / rasa init", two / init.eight, ">=", 3.4),
        ("late turn / early turn of one person", mine.late / mine.early, "<=", 1.2),
        ("memory / floor", mine.memory / floor.memory, "<=", 0.85),
        ("cold start / floor", mine.cold / floor.cold, "<=", 0.6),
    )
    missed = 0
    for what, value, sign, wanted in held:
        good = value <= wanted if sign == "<=" else value >= wanted
        missed += not good
        print(f"{what}: {value:.2f} (wanted {sign} {wanted}){'' if good else '  MISSED'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
