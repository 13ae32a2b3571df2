"""The last answers to people who were erased, kept in memory for a caller who lost one.

An erased person's call cannot be looked up any more: sent again, it would be the first message of a stranger.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 100


@dataclass
class Farewells(Generic[T]):
    """Answers by the hash of their call; none holds a word of the person. The oldest go first, all with the process."""

    _answers: dict[str, T] = field(default_factory=dict)

    def get(self, *call: str) -> T | None:
        """Return the answer to a call, if it was a last one."""
        return self._answers.get(_hash(call))

    def keep(self, answer: T, *call: str) -> None:
        """Remember an answer."""
        self._answers = dict([*self._answers.items(), (_hash(call), answer)][-MOST:])


def _hash(call: tuple[str, ...]) -> str:
    return sha256(repr(call).encode("utf-8", "surrogatepass")).hexdigest()
