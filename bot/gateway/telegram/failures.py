"""What an error of the Bot API means for the message that met it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Verdict(Enum):
    """What to do with the message."""

    WAIT = "Telegram says when"
    AGAIN = "it certainly did not arrive"
    DOUBT = "it may have arrived"
    REFUSED = "it will never be taken"
    BLOCKED = "the person cannot be reached any more"
    TOKEN = "the token is not valid"


@dataclass(frozen=True)
class Failure:
    """A verdict; `seconds` where Telegram says how long to wait."""

    verdict: Verdict
    seconds: float = 0.0


#: Errors of the connection that come before anything was sent.
_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
#: In this order: the first that fits. BadRequest is a NetworkError to the library.
_KINDS: tuple[tuple[type[TelegramError], Verdict], ...] = (
    (Forbidden, Verdict.BLOCKED),
    (InvalidToken, Verdict.TOKEN),
    (EndPointNotFound, Verdict.TOKEN),
    (BadRequest, Verdict.REFUSED),
    (ChatMigrated, Verdict.REFUSED),
    (Conflict, Verdict.AGAIN),
)


def failure(error: TelegramError) -> Failure:
    """Judge an error of the Bot API."""
    if isinstance(error, RetryAfter):
        return Failure(Verdict.WAIT, seconds(error))
    known = next((verdict for kind, verdict in _KINDS if isinstance(error, kind)), None)
    return Failure(known or _of_the_network(error))


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram wants us to wait, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _of_the_network(error: TelegramError) -> Verdict:
    """An answer with an error status means that nothing was done; a lost connection means that we do not know."""
    cause = error.__cause__
    if isinstance(error, NetworkError) and (cause is None or type(cause).__name__ in _UNSENT):
        return Verdict.AGAIN
    return Verdict.DOUBT
