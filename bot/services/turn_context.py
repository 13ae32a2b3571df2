"""The turn under way: where in-process actions find their desk, and where failures are noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from bot.services.desk import Desk


@dataclass
class TurnUnderWay:
    """One turn: its desk, and the names of what failed in it (never a person's words)."""

    desk: Desk
    failures: list[str] = field(default_factory=list)


_TURN: ContextVar[TurnUnderWay | None] = ContextVar("turn", default=None)


def current() -> TurnUnderWay | None:
    """Return the turn under way in this context, or None outside our own process."""
    return _TURN.get()


def note(what: str, error: Exception) -> None:
    """Note a failure in the turn under way, by the names of the action and of the error; only the first counts."""
    turn = _TURN.get()
    if turn is not None and not turn.failures:
        turn.failures.append(f"{what}: {type(error).__name__}")


@contextmanager
def under_way(desk: Desk) -> Iterator[TurnUnderWay]:
    """Make a turn current for the length of the block."""
    turn = TurnUnderWay(desk)
    token = _TURN.set(turn)
    try:
        yield turn
    finally:
        _TURN.reset(token)
