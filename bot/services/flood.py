"""How fast one person may write: a token bucket each, and no more of them than memory should hold."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

MINUTE = 60.0
#: People whose pace is known at the same time; who has written nothing for a minute is not among them.
MOST_PEOPLE = 10_000
_ENOUGH = 1 - 1e-6


@dataclass(frozen=True)
class Bucket:
    """One person's tokens at a time in seconds; `told` once they were asked to wait."""

    tokens: float
    at: float
    told: bool = False


@dataclass(frozen=True)
class Wait:
    """Seconds until the next message is welcome, 1 to 60; `again` if the person was told already."""

    seconds: int
    again: bool


class Pace:
    """Lets each person send `per_minute` messages at once, and as many again in the minute that refills them."""

    def __init__(self, per_minute: int) -> None:
        """Start with full buckets.

        Args:
            per_minute: at least 1.
        """
        self._most = float(per_minute)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many people's pace is known."""
        return len(self._buckets)

    def take(self, who: str, now: float) -> Wait | None:
        """Count one message of a person, or say how long they should wait; a message refused costs nothing.

        Args:
            now: seconds on any clock; one that is set back refills nothing.
        """
        bucket = self._buckets.get(who, Bucket(self._most, now))
        share = self._most / MINUTE
        tokens = min(self._most, bucket.tokens + max(0.0, now - bucket.at) * share)
        wait = None if tokens >= _ENOUGH else Wait(max(1, ceil((1 - tokens) / share - 1e-6)), bucket.told)
        self._buckets[who] = Bucket(tokens if wait else tokens - 1, now, told=wait is not None)
        self._buckets.move_to_end(who)
        self._drop(now)
        return wait

    def forget(self, who: str) -> None:
        """Know nothing of a person any more."""
        self._buckets.pop(who, None)

    def _drop(self, now: float) -> None:
        """Drop full buckets, which say nothing, and beyond the limit those used longest ago."""
        while self._buckets:
            oldest = next(iter(self._buckets.values()))
            if now - oldest.at < MINUTE and len(self._buckets) <= MOST_PEOPLE:
                return
            self._buckets.popitem(last=False)
