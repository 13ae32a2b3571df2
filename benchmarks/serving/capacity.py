"""How many processes, how much storage, what breaks first: `python -m benchmarks.serving.capacity`.

A calculation, not a measurement. It takes what was measured of one turn (options; the defaults are the figures of
docs/evaluation.md) and what a programme does in a week, and works out the busiest hour with the formula of Erlang C:
turns arrive at random and wait for one of so many equal processes, each of which takes one at a time.
"""

import argparse
import math
from dataclasses import dataclass

LEADERS = (200, 1_000, 10_000, 100_000, 1_000_000)
#: Messages a second that Telegram lets one bot send to all of its chats (core.telegram.org/bots/faq, read 2026).
TELEGRAM = 30.0
#: Short transactions a second that one PostgreSQL on ordinary disks takes with ease; each turn commits twice.
COMMITS = 2_000.0
WEEKS_A_YEAR = 46

COLUMNS = (
    *("leaders", "turns/s at the peak", "processes", "95 % wait at most s", "memory GB", "commits/s"),
    *("GB kept a year", "EUR a month", "what gives way first"),
)


@dataclass(frozen=True)
class Turn:
    """What one turn costs: seconds of one process, replies sent, bytes kept."""

    seconds: float
    replies: float
    kept: float


@dataclass(frozen=True)
class Week:
    """What one leader does: turns in a working week, and the share of the week's turns in its busiest hour."""

    turns: float
    peak: float


@dataclass(frozen=True)
class Plan:
    """What so many leaders need in the busiest hour, and in a year."""

    leaders: int
    a_second: float
    processes: int
    waiting: float
    commits: float
    telegram: float
    gigabytes: float


def waits(load: float, processes: int) -> float:
    """Return the probability that a turn waits for a process (Erlang C; Gross et al., Fundamentals of Queueing Theory).

    Args:
        load: turns a second times seconds a turn; below `processes`, or everybody waits for ever.
    """
    if load >= processes:
        return 1.0
    blocked = 1.0
    for n in range(1, processes + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / processes * (1 - blocked))


def longest(load: float, processes: int, seconds: float, share: float = 0.95) -> float:
    """Return how long all but 5 % of the turns wait at most before they begin, in seconds."""
    if load >= processes:
        return math.inf
    late = waits(load, processes) / (1 - share)
    return max(0.0, math.log(late) * seconds / (processes - load)) if late > 1 else 0.0


def plan(leaders: int, turn: Turn, week: Week, patience: float) -> Plan:
    """Return the fewest processes with which 95 % of the turns of the busiest hour begin within `patience` seconds."""
    a_second = leaders * week.turns * week.peak / 3600
    load = a_second * turn.seconds
    processes = max(2, math.ceil(load))
    while longest(load, processes, turn.seconds) > patience:
        processes += 1
    wait = longest(load, processes, turn.seconds)
    kept = leaders * week.turns * WEEKS_A_YEAR * turn.kept / 1e9
    return Plan(leaders, a_second, processes, wait, a_second * 2, a_second * turn.replies, kept)


def first_to_break(made: Plan) -> str:
    """Return what a deployment of this size meets before anything else."""
    if made.commits > COMMITS:
        return "one database: split by person"
    if made.telegram > TELEGRAM:
        return f"one bot sends {TELEGRAM:.0f} messages a second: {math.ceil(made.telegram / TELEGRAM)} bots, or the web"
    return "nothing at this size" if made.processes <= 2 else "processor time: add workers"


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turn-ms", type=float, default=42.0, help="time of one process for one turn")
    parser.add_argument("--replies", type=float, default=1.1, help="replies a turn")
    parser.add_argument("--bytes", type=float, default=8_800.0, help="bytes kept of a turn, indexes included")
    parser.add_argument("--memory-mb", type=float, default=475.0, help="memory of one process")
    parser.add_argument("--turns-a-week", type=float, default=40.0, help="turns of one leader in a week")
    parser.add_argument("--peak", type=float, default=0.06, help="share of a week's turns in its busiest hour")
    parser.add_argument("--patience", type=float, default=0.5, help="seconds that 95 %% of the turns may wait")
    parser.add_argument("--core-eur", type=float, default=25.0, help="price of a core with its memory for a month")
    given = parser.parse_args(arguments)
    turn, week = Turn(given.turn_ms / 1000, given.replies, given.bytes), Week(given.turns_a_week, given.peak)
    print("| " + " | ".join(COLUMNS) + " |")
    print("| --- " * len(COLUMNS) + "|")
    for leaders in LEADERS:
        made = plan(leaders, turn, week, given.patience)
        memory, cost = made.processes * given.memory_mb / 1000, made.processes * given.core_eur
        cells = (f"{made.leaders:,}", f"{made.a_second:.2f}", made.processes, f"{made.waiting:.2f}", f"{memory:.1f}")
        more = (f"{made.commits:.0f}", f"{made.gigabytes:.1f}", f"{cost:,.0f}", first_to_break(made))
        print("| " + " | ".join(map(str, (*cells, *more))) + " |")


if __name__ == "__main__":
    main()
