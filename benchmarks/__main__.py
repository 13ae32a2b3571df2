"""Runs every measurement, one after the other: `make bench`, or `python -m benchmarks gate signals` for some."""

import subprocess
import sys
from time import perf_counter

#: What is measured, in the order of cost.
ALL = (
    *("rubric", "awareness", "safety", "releases", "signals", "recall", "pressure", "themes", "gate", "mentor"),
    *("coaching", "intents", "hostile", "dashboard", "telegram", "workers", "serving"),
)


def main(wanted: list[str]) -> int:
    """Run the measurements named, or all; return 1 if one of them missed what it must hold."""
    unknown = set(wanted) - set(ALL)
    if unknown:
        print(f"There is no measurement called {sorted(unknown)[0]!r}. There are: {', '.join(ALL)}.")
        return 2
    missed = []
    for name in wanted or ALL:
        print(f"\n== {name}", flush=True)
        started = perf_counter()
        if subprocess.run([sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}.run"], check=False).returncode:
            missed.append(name)
        print(f"   ({perf_counter() - started:.0f} s)", flush=True)
    print("\nMissed: " + ", ".join(missed) if missed else "\nEvery measurement held what it must.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
