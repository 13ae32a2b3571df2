"""What keeps the fast tests fast: texts are parsed once, and `make check` tries a share of the examples."""

import pickle
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import settings

#: The profile of `make check`: `--hypothesis-profile few`.
FEW = "few"
_SHARE, _LEAST, _STEP = 5, 5, 3
#: Examples of a test that says nothing of them.
USUAL = 100
T = TypeVar("T")


def share(examples: int) -> int:
    """As many of a test's examples as `make check` has time for."""
    return max(_LEAST, examples // _SHARE)


def examples(count: int, **more: Any) -> settings:
    """So many examples of a test, or a share of them; more is passed on to Hypothesis."""
    few = settings.get_current_profile_name() == FEW
    return settings(max_examples=share(count) if few else count, **more)


def some(everything: Sequence[T]) -> Sequence[T]:
    """All of it, or every third for `make check`: for what is proved for each of many alike."""
    return everything[:: _STEP if settings.get_current_profile_name() == FEW else 1]


def remembered(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what reads each text once. Every caller gets values of its own, which it may spoil."""
    kept = lru_cache(maxsize=400)(lambda text: pickle.dumps(read(text), pickle.HIGHEST_PROTOCOL))
    return lambda text: pickle.loads(kept(text))
