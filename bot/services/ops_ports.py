"""What operating the service needs of the outside: counting, erasing, and knowing a lost connection for what it is."""

from typing import Protocol


class ConnectionLost(Exception):
    """The database went away in the middle of a transaction: whether it was committed has to be looked up."""


class Meter(Protocol):
    """Counts what happens, by kind: never who, never what was said.

    `turn`: how a message ended (`answered`, `set_aside`, `repeated`) and after how many seconds; `failed`: an attempt
    that was rolled back; `sent`: what became of an attempt to send a reply.
    """

    def turn(self, channel: str, outcome: str, seconds: float) -> None: ...

    def failed(self, channel: str) -> None: ...

    def sent(self, channel: str, outcome: str) -> None: ...


class ErasureUnfinished(Exception):
    """The person's key is destroyed and their words are unreadable; leftover rows go at the next tidying."""


class Erasures(Protocol):
    """Erases people, and finishes what a crash or a restored backup left of them. Never inside a unit of work."""

    def erase(self, person_id: str) -> None: ...

    def replay_ledger(self) -> int: ...

    def scrub(self) -> None: ...
