"""How often somebody may fail to sign in: for each account, for each address, and altogether."""

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence

#: Seconds over which failures are counted.
WINDOW = 15 * 60.0
#: Names and addresses remembered at the same time.
MOST = 10_000
PER_ACCOUNT, PER_ADDRESS, ALTOGETHER = 5, 20, 300


class Attempts:
    """Failures of the last quarter of an hour. Kept in memory: each process counts its own."""

    def __init__(self, limits: Mapping[str, int] | None = None) -> None:
        """Start without failures.

        Args:
            limits: how many failures are allowed for each kind of key; the first part of a key is its kind.
        """
        self._limits = limits or {"account": PER_ACCOUNT, "address": PER_ADDRESS, "all": ALTOGETHER}
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, keys: Sequence[str], now: float) -> int:
        """Return for how many seconds somebody must wait before trying again; 0 if they need not.

        Args:
            keys: `kind:value` each, such as `account:anna`.
            now: seconds on a clock that never goes back.
        """
        waits = [self._wait(key, now) for key in keys]
        return max(waits, default=0)

    def failed(self, keys: Sequence[str], now: float) -> None:
        """Count a failure, or a try whose outcome is not known yet."""
        for key in keys:
            self._failures.setdefault(key, deque()).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > MOST:
            self._failures.popitem(last=False)

    def forget(self, key: str) -> None:
        """Count nothing for a key any more, because they signed in."""
        self._failures.pop(key, None)

    def _wait(self, key: str, now: float) -> int:
        failures = self._failures.get(key, deque())
        while failures and now - failures[0] >= WINDOW:
            failures.popleft()
        most = self._limits[key.partition(":")[0]]
        return 0 if len(failures) < most else int(WINDOW - (now - failures[-most])) + 1
