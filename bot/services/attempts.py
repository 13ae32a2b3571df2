"""How often somebody may fail to sign in: for each account, for each address, and altogether."""

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from threading import Lock

#: Seconds over which tries are counted.
WINDOW = 15 * 60.0
#: Names and addresses remembered at the same time.
MOST = 10_000
PER_ACCOUNT, PER_ADDRESS, ALTOGETHER = 5, 20, 300


class Attempts:
    """Tries of the last quarter of an hour that did not succeed. Kept in memory: each process counts its own."""

    def __init__(self, limits: Mapping[str, int] | None = None) -> None:
        """Start without tries.

        Args:
            limits: how many tries are allowed for each kind of key; the first part of a key is its kind.
        """
        self._limits = limits or {"account": PER_ACCOUNT, "address": PER_ADDRESS, "all": ALTOGETHER}
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._tries)

    def begin(self, keys: Sequence[str], now: float) -> int:
        """Count a try and return 0, or return for how many seconds it must wait; then it is not counted.

        Counted before anybody knows how it ends: of many tries at the same time, no more than allowed get through.

        Args:
            keys: `kind:value` each, such as `account:anna`.
            now: seconds on a clock that never goes back.
        """
        with self._lock:
            wait = max((self._wait(key, now) for key in keys), default=0)
            if not wait:
                self._count(keys, now)
            return wait

    def succeeded(self, account: str, others: Sequence[str]) -> None:
        """Take a try back that succeeded: of the account all of them, of the other keys this one."""
        with self._lock:
            self._tries.pop(account, None)
            for key in others:
                if tries := self._tries.get(key):
                    tries.pop()

    def _count(self, keys: Sequence[str], now: float) -> None:
        for key in keys:
            self._tries.setdefault(key, deque()).append(now)
            self._tries.move_to_end(key)
        while len(self._tries) > MOST:
            self._tries.popitem(last=False)

    def _wait(self, key: str, now: float) -> int:
        tries = self._tries.get(key, deque())
        while tries and now - tries[0] >= WINDOW:
            tries.popleft()
        most = self._limits[key.partition(":")[0]]
        return 0 if len(tries) < most else int(WINDOW - (now - tries[-most])) + 1
