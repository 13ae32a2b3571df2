"""Two readers of the same replies, and pairs put in order by hand: how far they agree, and the scorer with each.

Run with the rest: python -m benchmarks.rubric.run.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from bot.domain.rehearsal.rubric import CRITERIA, Rubric, Score, Turn

HERE = Path(__file__).resolve().parent
NEAR = 1
#: So many points of 100 two replies must lie apart by a reader's labels before the scorer is asked for their order.
APART = 15
Labels = list[int | None]
Scorer = Callable[[Turn], Score]


def near(one: int | None, other: int | None) -> bool:
    """Whether two ratings are within one point; "not rated" agrees only with itself."""
    return one is other if one is None or other is None else abs(one - other) <= NEAR


def kappa(pairs: list[tuple[int | None, int | None]]) -> float:
    """Return Cohen's kappa of exact agreement, from -1 to 1; "not rated" is a rating like the others."""
    total = len(pairs)
    same = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[key] * second[key] for key in first) / total**2
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def of_readers(rows: list[dict[str, Any]]) -> str:
    """Return agreement of the two readers as lines of text, with every rating more than one point apart."""
    lines, far = [], []
    for place, name in enumerate(CRITERIA):
        pairs = [(row["labels"][place], row["second"][place]) for row in rows]
        within = sum(near(*pair) for pair in pairs) / len(pairs)
        exact = sum(one == other for one, other in pairs) / len(pairs)
        lines.append(f"  {name}: within one point {within:.1%}, exact {exact:.1%}, kappa {kappa(pairs):.2f}")
        far += [
            f"  {row['id']} {name}: {row['labels'][place]}, {row['second'][place]}"
            for row in rows
            if not _near(row, place)
        ]
    return "\n".join([*lines, f"  more than one point apart, or rated by one only ({len(far)}):", *far])


def _near(row: dict[str, Any], place: int) -> bool:
    return near(row["labels"][place], row["second"][place])


def with_second(rubric: Rubric, rows: list[dict[str, Any]], scores: dict[str, Score]) -> str:
    """Return how the scorer agrees with the second reader: criteria, and the order of replies to one objection."""
    rated = [
        (row["second"][i], scores[row["id"]].criteria[name].points) for row in rows for i, name in enumerate(CRITERIA)
    ]
    within = sum(near(*pair) for pair in rated) / len(rated)
    order = [scores[better].score > scores[worse].score for better, worse in _apart(rubric, rows)]
    return (
        f"  criteria within one point {within:.1%} of {len(rated)}\n"
        f"  pairs at least {APART} points apart by these labels, in order {sum(order)} of {len(order)} "
        f"({sum(order) / len(order):.1%})"
    )


def _apart(rubric: Rubric, rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(rows, 2):
        gap = _worth(rubric, one) - _worth(rubric, other)
        if one["objection"] == other["objection"] and abs(gap) >= APART:
            yield (one["id"], other["id"]) if gap > 0 else (other["id"], one["id"])


def _worth(rubric: Rubric, row: dict[str, Any]) -> float:
    """What the labels alone come to, in points of 100, less the deductions of the flags."""
    rated = [
        (rubric.criteria[name].weight, points)
        for name, points in zip(CRITERIA, row["second"], strict=True)
        if points is not None
    ]
    mean = 100 * sum(weight * points for weight, points in rated) / (3 * sum(weight for weight, _ in rated))
    return mean - sum(rubric.flags[name].deduct for name in row["flags"])


def of_pairs(scorer: Scorer, name: str, *, misses: bool = False) -> str:
    """Return how many pairs of a file come out in order, for the open and the held half; a tie is a miss."""
    data = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    right: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    wrong = []
    for row in data["objections"]:
        score = {
            text: scorer(Turn(row["stakeholder"], row["text"], text)).score for text in (*row["better"], *row["worse"])
        }
        for better, worse in ((better, worse) for better in row["better"] for worse in row["worse"]):
            total[row["held"]] += 1
            right[row["held"]] += score[better] > score[worse]
            if score[better] <= score[worse] and misses and not row["held"]:
                wrong.append(f"    {score[better]} {better}\n    {score[worse]} {worse}")
    halves = ", ".join(f"{word} {right[held]} of {total[held]}" for held, word in ((False, "open"), (True, "held")))
    return "\n".join([f"  {name}: {halves}", *wrong])
