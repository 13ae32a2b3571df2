"""The first of each kind in a sequence."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


def first_of_each(items: Iterable[T], kind: Callable[[T], Hashable]) -> tuple[T, ...]:
    """Return the first item of each kind, in the order of the items."""
    found: dict[Hashable, T] = {}
    for item in items:
        found.setdefault(kind(item), item)
    return tuple(found.values())
