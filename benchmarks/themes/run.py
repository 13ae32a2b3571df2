"""Measures the theme tagger on the labelled texts: `python -m benchmarks.themes.run [--misses | --fit]`.

Without an option: micro-F1 and the F1 of each theme on both halves. Fails if the held half misses what is wanted.
--misses: with the texts of the tuned half that are tagged wrongly; those of the held half are never shown.
--fit: fits the weights of the evidence to the tuned half, and prints them with the five-fold F1 by threshold.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

# Before anything serves: a serving process has a stand-in for it.
from sklearn.linear_model import LogisticRegression

from bot import bootstrap
from bot.catalogue.cues import THEMES

LABELLED = Path(__file__).with_name("labelled.yml")
WANTED_MICRO, WANTED_EACH = 0.80, 0.60
_FOLDS, _SEEDS = 5, 4


@dataclass(frozen=True)
class Row:
    """A labelled text."""

    text: str
    themes: frozenset[str]
    held: bool


@dataclass(frozen=True)
class Tally:
    """Counts of one theme, or of all."""

    right: int
    extra: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 0 where there is nothing."""
        whole = 2 * self.right + self.extra + self.missed
        return 2 * self.right / whole if whole else 0.0

    def line(self) -> str:
        """Precision, recall, F1 and how many were wanted, as fixed columns."""
        found, wanted = self.right + self.extra, self.right + self.missed
        return f"{self.right / max(found, 1):5.2f} {self.right / max(wanted, 1):5.2f} {self.f1:5.3f} {wanted:4d}"


def rows() -> list[Row]:
    """Return all labelled texts."""
    raw = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))["texts"]
    return [Row(row["text"], frozenset(row["themes"]), bool(row.get("held"))) for row in raw]


def tally(pairs: Iterable[tuple[frozenset[str], frozenset[str]]], themes: Sequence[str] = THEMES) -> Tally:
    """Count over (wanted, found) sets, of the themes given."""
    right = extra = missed = 0
    some = frozenset(themes)
    for wanted, found in pairs:
        right += len(wanted & found & some)
        extra += len((found - wanted) & some)
        missed += len((wanted - found) & some)
    return Tally(right, extra, missed)


def report(misses: bool) -> int:
    """Print the figures; return 1 if the held half misses what is wanted."""
    tagger, read = bootstrap.theme_tagger(), rows()
    tagger.tag("The first call loads the encoder.")
    found, times = [], []
    for row in read:
        began = time.perf_counter()
        found.append(frozenset(tagged.id for tagged in tagger.tag(row.text)))
        times.append(1000 * (time.perf_counter() - began))
    halves = {
        name: [(r.themes, f) for r, f in zip(read, found, strict=True) if r.held == held] for name, held in _HALVES
    }
    print(f"{'':28}" + "".join(f" | {name:^21}" for name in halves) + "\n" + " " * 28 + " |  prec   rec    F1    n" * 2)
    print(f"{'all (micro)':28}" + "".join(f" | {tally(pairs).line()}" for pairs in halves.values()))
    for theme in THEMES:
        print(f"{theme:28}" + "".join(f" | {tally(pairs, [theme]).line()}" for pairs in halves.values()))
    for name, pairs in halves.items():
        empty = [found for wanted, found in pairs if not wanted]
        print(f"texts without a theme, {name}: {sum(map(bool, empty))} of {len(empty)} tagged")
    print(f"a text, encoding and all: median {np.median(times):.0f} ms, 95 % {np.percentile(times, 95):.0f} ms")
    for row, tags in zip(read, found, strict=True) if misses else ():
        if not row.held and tags != row.themes:
            print(f"  missed {sorted(row.themes - tags)} extra {sorted(tags - row.themes)}: {row.text}")
    worst = min(tally(halves["held"], [theme]).f1 for theme in THEMES)
    return int(tally(halves["held"]).f1 < WANTED_MICRO or worst < WANTED_EACH)


_HALVES = (("tuned", False), ("held", True))


def fit() -> int:
    """Fit the weights of the evidence on the tuned half; print them, and what five folds say of them."""
    tagger, tuned = bootstrap.theme_tagger(), [row for row in rows() if not row.held]
    from bot.nlu.themes import Tagger

    assert isinstance(tagger, Tagger)
    evidence = np.array([tagger.evidence(row.text) for row in tuned])
    wanted = np.array([[theme in row.themes for theme in THEMES] for row in tuned])

    def learn(part: NDArray[np.bool_]) -> LogisticRegression:
        given = evidence[part].reshape(-1, evidence.shape[-1])
        return LogisticRegression(C=10, max_iter=2000).fit(given, wanted[part].ravel())

    for seed in range(_SEEDS):
        fold, likely = np.random.default_rng(seed).permutation(len(tuned)) % _FOLDS, np.zeros(wanted.shape)
        for n in range(_FOLDS):
            flat = evidence[fold == n].reshape(-1, evidence.shape[-1])
            likely[fold == n] = learn(fold != n).predict_proba(flat)[:, 1].reshape(-1, len(THEMES))
        print(
            f"folds {seed}: "
            + ", ".join(f"{at:.2f} {_f1(likely >= at, wanted):.3f}" for at in np.arange(0.2, 0.5, 0.05))
        )
    model = learn(np.ones(len(tuned), dtype=bool))
    print(
        "WEIGHTS =",
        tuple(round(float(w), 2) for w in model.coef_[0]),
        "CONSTANT =",
        round(float(model.intercept_[0]), 2),
    )
    return 0


def _f1(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float(2 * (found & wanted).sum() / (found.sum() + wanted.sum()))


def main() -> int:
    """Measure, or fit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", action="store_true", help="show the wrong texts of the tuned half")
    options.add_argument("--fit", action="store_true", help="fit weights and threshold to the tuned half")
    chosen = options.parse_args()
    return fit() if chosen.fit else report(chosen.misses)


if __name__ == "__main__":
    sys.exit(main())
