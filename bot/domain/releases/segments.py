"""The one segmentation of a programme: which levels are groups of their own, decided once.

Groups are fixed at the first release at which two of them have enough leaders, and then stay. A group that came and
went with the number of its leaders would tell of one joiner or leaver, and the difference between two ways of
grouping the same people is a set that nobody meant to publish.
"""

from collections import Counter
from collections.abc import Iterable

OTHER = "other"


def groups(levels: Iterable[str], fewest: int) -> tuple[str, ...]:
    """Return the groups for a roster, or nothing if there would not be two of at least `fewest` leaders.

    Args:
        levels: the level of every leader on the roster.

    Smaller levels are merged into "other"; if that is too small as well, the smallest group joins it.
    """
    sizes = Counter(levels)
    rest = sizes.pop(OTHER, 0) + sum(size for size in sizes.values() if size < fewest)
    large = sorted((size, level) for level, size in sizes.items() if size >= fewest)
    while 0 < rest < fewest and large:
        rest += large.pop(0)[0]
    found = [level for _, level in large] + ([OTHER] if rest >= fewest else [])
    return tuple(sorted(found)) if len(found) > 1 else ()


def group_of(level: str, found: tuple[str, ...]) -> str:
    """Return the group that a level belongs to."""
    return level if level in found else OTHER
