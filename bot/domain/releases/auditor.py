"""Finds out what can be had by adding and subtracting shown sets.

Shown are the sets of one theme: everybody's at some releases, and those of some groups. Whoever could see the exact
sets would combine them with the coefficients -1, 0 and 1, over groups and over releases. If any combination is a set
of one to four people, it is isolated. Bands blur every size, so this asks more than an attacker can do.

Exact and quick, because groups do not overlap: once the coefficients of the totals are chosen, each group is a sum of
its own, and the sizes that the groups can reach add up independently.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

SIGNS = (-1, 0, 1)


@dataclass(frozen=True)
class Shown:
    """The sets of one theme at one release.

    Attributes:
        sets: marks by group, for all groups.
        total: whether the union of all groups is shown.
        groups: the groups that are shown by themselves.
    """

    sets: Mapping[str, frozenset[str]]
    total: bool
    groups: frozenset[str]


def isolates(series: Sequence[Shown], fewest: int) -> bool:
    """Whether some combination of the shown sets is a set of 1 to `fewest` - 1 people."""
    names = sorted({group for shown in series for group in shown.sets})
    patterns = {name: _patterns(name, series) for name in names}
    free = {name: [SIGNS if name in shown.groups else (0,) for shown in series] for name in names}
    for totals in product(*(SIGNS if shown.total else (0,) for shown in series)):
        reached = {0}
        for name in names:
            sizes = _sizes(patterns[name], totals, free[name], fewest)
            reached = {a + b for a in reached for b in sizes if a + b < fewest}
        if reached - {0}:
            return True
    return False


def _patterns(name: str, series: Sequence[Shown]) -> Counter[tuple[bool, ...]]:
    """How many people of a group are in which of its sets over time."""
    sets = [shown.sets.get(name, frozenset()) for shown in series]
    return Counter(tuple(mark in marks for marks in sets) for mark in frozenset().union(*sets))


def _sizes(
    patterns: Counter[tuple[bool, ...]], totals: Sequence[int], free: Sequence[Iterable[int]], fewest: int
) -> set[int]:
    """The sizes below `fewest` of all combinations that are a set: everybody counted once or not at all."""
    sizes = set()
    for own in product(*free):
        weights = [a + b for a, b in zip(totals, own, strict=True)]
        size = _size(patterns, weights)
        if size is not None and size < fewest:
            sizes.add(size)
    return sizes


def _size(patterns: Counter[tuple[bool, ...]], weights: Sequence[int]) -> int | None:
    size = 0
    for pattern, people in patterns.items():
        times = sum(weight for weight, inside in zip(weights, pattern, strict=True) if inside)
        if times not in (0, 1):
            return None
        size += times * people
    return size
