"""Measures the theme tagger on the labelled texts: `python -m benchmarks.themes.run [--misses | --fit | --near]`.

There are three sets: `labelled.yml`, whose author wrote the examples and cues of the first tagger, and `second.yml`
and `third.yml`, each written before its author had seen any of them. Half of the first two is held, all of the third.

Without an option: micro-F1 and the F1 of each theme on all halves. Fails if a held half misses what is wanted.
--misses: with the texts of the tuned halves that are tagged wrongly; those of the held halves are never shown.
--fit: fits the weights of the evidence to the tuned halves, and prints them with the five-fold F1 by threshold.
--near: how near the examples come to the held texts.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml
from numpy.typing import NDArray

# Before anything serves: a serving process has a stand-in for it.
from sklearn.linear_model import LogisticRegression

from bot import bootstrap
from bot.catalogue.cues import THEMES
from bot.services.programme_ports import ThemeTagger

if TYPE_CHECKING:  # Importing it takes the dialogue engine along, for which a test that reads the texts need not wait.
    from bot.nlu.themes import Tagger

LABELLED, SECOND, THIRD = (Path(__file__).with_name(name) for name in ("labelled.yml", "second.yml", "third.yml"))
SETS = {"first": LABELLED, "second": SECOND, "third": THIRD}
#: Weights are fitted as if no example came nearer to a text of the second set than this (cosine): many of those added
#: later were written with its tuned half in view. No example added then comes nearer than this to its held half.
NEAREST = 0.55
#: A text of the second set counts so often: no cue was ever made in view of it.
TWICE = 2.0
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


def rows(path: Path = LABELLED) -> list[Row]:
    """Return all labelled texts of a set."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))["texts"]
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
    """Print the figures; return 1 if a held half misses what is wanted."""
    tagger = bootstrap.theme_tagger()
    tagger.tag("The first call loads the encoder.")
    times: list[float] = []
    failed = [_report(tagger, name, rows(path), times, misses) for name, path in SETS.items()]
    print(f"a text, encoding and all: median {np.median(times):.0f} ms, 95 % {np.percentile(times, 95):.0f} ms")
    return int(any(failed))


def _report(tagger: ThemeTagger, name: str, read: Sequence[Row], times: list[float], misses: bool) -> bool:
    """Print the table of one set; return whether its held half misses what is wanted."""
    found = [_tagged(tagger, row.text, times) for row in read]
    pairs = [[(r.themes, f) for r, f in zip(read, found, strict=True) if r.held == held] for held in (False, True)]
    print(f"{name + ' set':28} | {'tuned half':^21} | {'held half':^21}\n{'':28}" + " |  prec   rec    F1    n" * 2)
    print(f"{'all (micro)':28}" + "".join(f" | {tally(half).line()}" for half in pairs))
    for theme in THEMES:
        print(f"{theme:28}" + "".join(f" | {tally(half, [theme]).line()}" for half in pairs))
    empty = [[bool(given) for wanted, given in half if not wanted] for half in pairs]
    print("texts without a theme that were given one: " + ", ".join(f"{sum(e)} of {len(e)}" for e in empty) + "\n")
    for row, tags in zip(read, found, strict=True) if misses else ():
        if not row.held and tags != row.themes:
            print(f"  missed {sorted(row.themes - tags)} extra {sorted(tags - row.themes)}: {row.text}")
    worst = min(tally(pairs[1], [theme]).f1 for theme in THEMES)
    return tally(pairs[1]).f1 < WANTED_MICRO or worst < WANTED_EACH


def _tagged(tagger: ThemeTagger, text: str, times: list[float]) -> frozenset[str]:
    began = time.perf_counter()
    found = tagger.tag(text)
    times.append(1000 * (time.perf_counter() - began))
    return frozenset(tagged.id for tagged in found)


def fit() -> int:
    """Fit the weights of the evidence on the tuned halves; print them, and what five folds say of them."""
    tuned, second = ([row for row in rows(path) if not row.held] for path in (LABELLED, SECOND))
    tagger, both = _unseen([row.text for row in second]), [*tuned, *second]
    evidence = np.array([tagger.evidence(row.text) for row in both])
    wanted = np.array([[theme in row.themes for theme in THEMES] for row in both])
    weight = np.repeat([1.0] * len(tuned) + [TWICE] * len(second), len(THEMES)).reshape(wanted.shape)
    of_second = np.arange(len(both)) >= len(tuned)

    def learn(part: NDArray[np.bool_]) -> LogisticRegression:
        given = evidence[part].reshape(-1, evidence.shape[-1])
        return LogisticRegression(C=10, max_iter=3000).fit(given, wanted[part].ravel(), weight[part].ravel())

    for seed in range(_SEEDS):
        fold, likely = np.random.default_rng(seed).permutation(len(both)) % _FOLDS, np.zeros(wanted.shape)
        for n in range(_FOLDS):
            flat = evidence[fold == n].reshape(-1, evidence.shape[-1])
            likely[fold == n] = learn(fold != n).predict_proba(flat)[:, 1].reshape(-1, len(THEMES))
        for name, part in (("first", ~of_second), ("second", of_second)):
            by = (f"{at:.2f} {_f1((likely >= at)[part], wanted[part]):.3f}" for at in np.arange(0.25, 0.45, 0.04))
            print(f"folds {seed}, {name}: " + ", ".join(by))
    model = learn(np.ones(len(both), dtype=bool))
    weights, constant = tuple(round(float(w), 2) for w in model.coef_[0]), round(float(model.intercept_[0]), 2)
    print("WEIGHTS =", weights, "CONSTANT =", constant)
    return 0


def _unseen(texts: Sequence[str]) -> "Tagger":
    """A tagger that has learnt from no example that comes near one of these texts."""
    from bot.nlu import retrieval
    from bot.nlu.themes import MIX, Tagger, passages
    from bot.nlu.topics import encoded

    lessons = bootstrap.content().lessons
    found = passages(lessons)
    vectors = encoded(found)
    far = np.flatnonzero((vectors @ _pieces(texts).T).max(axis=1) <= NEAREST)
    some = [found[n] for n in far]
    return Tagger(lessons, retrieval.fit(some, vectors[far], len(lessons.themes) + 1, MIX))


def _pieces(texts: Sequence[str]) -> NDArray[np.float32]:
    from bot.nlu.encoder import shared_encoder
    from bot.nlu.themes import pieces

    return shared_encoder().encode([text[part.start : part.end] for text in texts for part in pieces(text)])


def near() -> int:
    """Print how many examples come near a held text of each set."""
    from bot.nlu.themes import passages
    from bot.nlu.topics import encoded

    vectors = encoded(passages(bootstrap.content().lessons))
    for name, path in SETS.items():
        cosine = (vectors @ _pieces([row.text for row in rows(path) if row.held]).T).max(axis=1)
        by = (f"above {at:.2f}: {int((cosine > at).sum())}" for at in (0.5, NEAREST, 0.6, 0.7, 0.8))
        print(f"{name} set, {len(vectors)} examples: " + ", ".join(by))
    return 0


def _f1(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float(2 * (found & wanted).sum() / (found.sum() + wanted.sum()))


def main() -> int:
    """Measure, or fit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", action="store_true", help="show the wrong texts of the tuned halves")
    options.add_argument("--fit", action="store_true", help="fit weights and threshold to the tuned halves")
    options.add_argument("--near", action="store_true", help="how near the examples come to the held texts")
    chosen = options.parse_args()
    return fit() if chosen.fit else near() if chosen.near else report(chosen.misses)


if __name__ == "__main__":
    sys.exit(main())
