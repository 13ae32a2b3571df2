"""Hostile conversations through the real engine: `python -m benchmarks.hostile.run [turns [seed]]`, 20,000 unless said.

The same seed gives the same conversations. Returns 1 if a single turn did not hold what it must.
"""

import os
import sys
import tempfile
from itertools import count
from time import perf_counter, process_time

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.hostile.inputs import Act, talks
from benchmarks.hostile.play import Player, Stage, Tally
from bot import bootstrap

TURNS, LENGTH, SEED = 20_000, 40, 20261122
#: Seconds of CPU that a turn may cost, whatever was typed.
LONGEST_TURN = 2.0
_COUNTED = ("turns", "refused", "exceptions", "silent turns", "payload executions", "invalid states", "other")


def play(turns: int, first: int = SEED) -> Tally:
    """Play conversations of 40 acts until at least so many turns were taken, with the seeds `first` and up."""
    tally, stage = Tally(), Stage(bootstrap.turns())
    for run in count(first):
        missing = turns - tally.counts["turns"]
        if missing <= 0:
            return tally
        _some(stage, tally, -(-missing // LENGTH), run)
    return tally


def _some(stage: Stage, tally: Tally, conversations: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=conversations,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(talks(LENGTH))
    def played(acts: list[Act]) -> None:
        Player(stage, tally).play(acts)

    played()


def figures(tally: Tally) -> dict[str, int]:
    """The counts by what they mean."""
    problems = {key: n for key, n in tally.counts.items() if key not in ("turns", "refused")}
    found = {
        "turns": tally.counts["turns"],
        "refused": tally.counts["refused"],
        "exceptions": sum(n for key, n in problems.items() if key.startswith("exception")),
        "silent turns": problems.get("silent", 0),
        "payload executions": problems.get("payload executed", 0),
        "invalid states": problems.get("invalid state", 0),
    }
    return {**found, "other": len(tally.broken) - sum(list(found.values())[2:])}


def main(arguments: list[str]) -> int:
    """Play, and print the counts, the steps reached, the slowest turns and the first of what did not hold."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        os.environ["COACH_VAR_DIR"] = folder
        began, worked = perf_counter(), process_time()
        tally = play(*map(int, arguments or (TURNS,)))
        spent = f"{perf_counter() - began:.0f} s, {process_time() - worked:.0f} s of CPU"
    counted = figures(tally)
    print(f"seed {arguments[1] if len(arguments) > 1 else SEED}, {spent}")
    for name in _COUNTED:
        print(f"  {name:20} {counted[name]}")
    print("  turns that ended in each step:", dict(tally.steps.most_common()))
    for seconds, what in tally.slowest:
        print(f"  slowest: {seconds:.2f} s of CPU, {what!r}")
    for problem, act in dict(tally.broken).items():
        print(f"  BROKEN {problem}: {act!r}")
    return 1 if tally.broken or tally.slowest[0][0] > LONGEST_TURN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
