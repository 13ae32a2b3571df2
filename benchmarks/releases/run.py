"""Plays every attack against our rules and a weaker copy, the membership game, and times the releases of a year.

Run: python -m benchmarks.releases.run [--trials 60] [--games 2000]. About two minutes.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.releases.attacks import CASES, UNGUARDED, rate
from benchmarks.releases.membership import accuracy, informed
from bot.catalogue.cues import THEMES
from bot.domain.releases.calendar import midnight
from bot.domain.releases.rules import FLOOR
from bot.services import programmes, releases, synthetic
from bot.services.synthetic import Crowd
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.migrate import upgrade
from bot.storage.unit_of_work import SqlUnitOfWork

#: What must hold: accuracy of the membership attacker; success of an attack; seconds for one release.
MOST_ACCURATE, MOST_SUCCESS, LEAST_WEAKER, MOST_SECONDS = 0.55, 0.0, 0.5, 5.0
LEADERS, WEEKS = 200, 52
NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


class _Clock:
    def now(self) -> datetime:
        return NOW


@contextmanager
def database() -> Iterator[partial[SqlUnitOfWork]]:
    """Yield the units of work of an empty, encrypted SQLite database that goes when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        engines = {which: make_engine(f"sqlite:///{Path(folder) / which}.sqlite") for which in ("main", "keys")}
        upgrade(engines["main"], "main")
        upgrade(engines["keys"], "keys")
        keys = KeyStore.open(engines["keys"], MasterKey.generate(), _Clock())
        yield partial(SqlUnitOfWork, engines["main"], keys, _Clock())
        for engine in engines.values():
            engine.dispose()


def year() -> tuple[int, list[float], float]:
    """Make the 13 releases of 200 leaders who wrote every week; return reflections, seconds of each, of the audit."""
    crowd, launch = Crowd(LEADERS, diligence=1.0), NOW.date() - timedelta(weeks=WEEKS)
    levels = ("europe", "americas", "asia", "africa")
    with database() as new_uow, new_uow() as uow:
        programme = programmes.create(uow, "Measured", levels, launch, FLOOR, NOW)
        people = synthetic.gather(uow, programme, crowd, midnight(launch))
        written = synthetic.write(uow, people, crowd, THEMES, midnight(launch), WEEKS)
        uow.commit()
        seconds = []
        for number in range(1, WEEKS // FLOOR.weeks + 1):
            began = perf_counter()
            releases.make_due(uow, programme, THEMES, midnight(releases.due_on(programme, number)))
            uow.commit()
            seconds.append(perf_counter() - began)
        began = perf_counter()
        releases.audit(uow, programme, THEMES)
        return written, seconds, perf_counter() - began


def main() -> int:
    """Print the table and the figures; return 1 if one of them missed what it must hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--games", type=int, default=2000)
    options = parser.parse_args()
    held = True
    print(f"  {'attack':32} ours  weaker rules   ({options.trials} trials each)")
    for case in CASES:
        ours, weaker = (rate(case.attack, rules, options.trials) for rules in (FLOOR, case.weaker))
        held &= ours <= MOST_SUCCESS and weaker >= LEAST_WEAKER
        print(f"  {case.name:32} {ours:4.0%}  {weaker:6.0%}", flush=True)
    won = accuracy(FLOOR, options.games, options.games)
    weaker = accuracy(UNGUARDED, options.games // 10, options.games // 4)
    held &= won <= MOST_ACCURATE < weaker
    print(f"  membership game, {options.games} worlds: {won:.1%}; without the rules {weaker:.1%}")
    knowing = informed(FLOOR, options.games // 4)
    print(f"  beyond what is promised, an attacker who knows what everybody else named: {knowing:.1%}")
    written, seconds, audited = year()
    held &= max(seconds) <= MOST_SECONDS
    print(f"  {LEADERS} leaders, {WEEKS} weeks, {written} reflections: {len(seconds)} releases,", end=" ")
    print(f"mean {sum(seconds) / len(seconds):.2f} s, slowest {max(seconds):.2f} s; audit of all {audited:.1f} s")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
