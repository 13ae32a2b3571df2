"""Measures the rubric against the labelled replies: agreement, order of pairs, flags and time, for both halves.

Then what two readers make of the same replies, the scorer against the second of them, and pairs written later.
Run: python -m benchmarks.rubric.run [--misses]. The misses of the held half are never shown.
"""

import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.rubric import readers
from bot.catalogue.rubric import load_rubric
from bot.domain.rehearsal.rubric import CRITERIA, Score, Turn
from bot.domain.rehearsal.scoring import score

ROOT = Path(__file__).resolve().parents[2]
REPLIES = ROOT / "benchmarks/rubric/replies.yml"
NEAR = 1


@dataclass
class Half:
    """What was counted in one half of the set; seconds are per reply."""

    near: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    rated: Counter[str] = field(default_factory=Counter)
    pairs: int = 0
    ordered: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    @property
    def agreement(self) -> float:
        """Share of criteria within one point of the label; "not rated" against points is a miss."""
        return sum(self.near.values()) / sum(self.rated.values())

    @property
    def order(self) -> float:
        """Share of pairs whose better reply scores higher; a tie is a miss."""
        return self.ordered / self.pairs


def measure(path: Path = REPLIES) -> dict[bool, Half]:
    """Score every labelled reply; the keys say whether the half was held out."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rubric = load_rubric(ROOT / "content/rubric.yml")
    halves = {True: Half(), False: Half()}
    scores: dict[str, Score] = {}
    for row in data["replies"]:
        about = data["objections"][row["objection"]]
        turn = _turn(about, row["text"])
        began = time.perf_counter()
        scores[row["id"]] = score(rubric, turn)
        halves[about["held"]].seconds.append(time.perf_counter() - began)
        _compare(halves[about["held"]], row, scores[row["id"]])
    held = {row["id"]: data["objections"][row["objection"]]["held"] for row in data["replies"]}
    for better, worse in data["pairs"]:
        _order(halves[held[better]], scores, better, worse)
    return halves


def _turn(objection: dict[str, Any], reply: str) -> Turn:
    return Turn(objection["stakeholder"], objection["text"], reply)


def _compare(half: Half, row: dict[str, Any], got: Score) -> None:
    for name, label in zip(CRITERIA, row["labels"], strict=True):
        points = got.criteria[name].points
        same = points is None if label is None else points is not None and abs(points - label) <= NEAR
        half.rated[name] += 1
        half.near[name] += same
        half.exact += points == label
        if not same:
            half.misses.append(f"{row['id']} {name}: label {label}, got {points}: {got.criteria[name].because}")
    raised, wanted = {flag.name for flag in got.flags}, set(row["flags"])
    half.flags.update({"right": len(raised & wanted), "missed": len(wanted - raised), "wrong": len(raised - wanted)})
    half.misses += [f"{row['id']} flag {name}" for name in sorted(raised ^ wanted)]


def _order(half: Half, scores: dict[str, Score], better: str, worse: str) -> None:
    half.pairs += 1
    half.ordered += scores[better].score > scores[worse].score
    if scores[better].score <= scores[worse].score:
        half.misses.append(f"pair {better} {scores[better].score} <= {worse} {scores[worse].score}")


def report(half: Half) -> str:
    """Return the figures of one half as lines of text."""
    each = ", ".join(f"{name} {half.near[name] / half.rated[name]:.0%}" for name in CRITERIA)
    flags = ", ".join(f"{half.flags[name]} {name}" for name in ("right", "missed", "wrong"))
    return (
        f"  replies {len(half.seconds)}, criteria within one point {half.agreement:.1%} ({each}), "
        f"exact {half.exact / sum(half.rated.values()):.1%}\n"
        f"  pairs in order {half.ordered} of {half.pairs} ({half.order:.1%}), flags: {flags}\n"
        f"  median {statistics.median(half.seconds) * 1000:.2f} ms, longest {max(half.seconds) * 1000:.2f} ms"
    )


def main() -> None:
    """Print both halves, and with --misses what went wrong in the tuned one."""
    halves = measure()
    if "--misses" in sys.argv:
        sys.stdout.write("\n".join(halves[False].misses) + "\n")
    for held, name in ((False, "tuned"), (True, "held")):
        sys.stdout.write(f"{name} half\n{report(halves[held])}\n")
    sys.stdout.write(second_reading(misses="--misses" in sys.argv))


def second_reading(path: Path = REPLIES, *, misses: bool = False) -> str:
    """Return what the second reader and the pairs written later say, as lines of text."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rubric, rows = load_rubric(ROOT / "content/rubric.yml"), data["replies"]
    about = data["objections"]
    scores = {row["id"]: score(rubric, _turn(about[row["objection"]], row["text"])) for row in rows}
    pairs = [
        readers.of_pairs(lambda turn: score(rubric, turn), name, misses=misses)
        for name in ("pairs.yml", "hard_pairs.yml")
    ]
    return (
        f"two readers, {len(rows)} replies\n{readers.of_readers(rows)}\n"
        f"scorer and second reader\n{readers.with_second(rubric, rows, scores)}\n"
        "pairs written later, in order\n" + "\n".join(pairs) + "\n"
    )


if __name__ == "__main__":
    main()
