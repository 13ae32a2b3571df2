"""`python -m bot telegram`: builds everything and answers until stopped."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from bot import bootstrap
from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.gateway import Gateway, make_bot
from bot.gateway.telegram.problems import NoToken
from bot.services.ports import Json
from bot.settings import Settings

#: Serves the webhook: is given what takes updates, and the secret that must come with each.
Listen = Callable[[Callable[[Sequence[Json]], Awaitable[None]], str], Coroutine[Any, Any, None]]


def telegram(now: Settings, progress: Callable[[str], None], listen: Listen) -> None:
    """Answer on Telegram until stopped.

    Args:
        progress: told what takes time.
        listen: serves the webhook, where that is the mode.

    Raises:
        NoToken, BadToken, SecondPoller, LockLost: with what to do.
    """
    if not now.telegram_token:
        raise NoToken
    gateway = build(now, progress)
    if now.telegram_mode == "webhook":
        secret = secrets.token_urlsafe(32)
        asyncio.run(
            gateway.serve(now.telegram_webhook_url, secret, lambda: listen(gateway.intake.take, secret)),
        )
    else:
        progress("Answering on Telegram. Ctrl-C stops it; nothing is lost")
        asyncio.run(gateway.poll())


def build(now: Settings, progress: Callable[[str], None]) -> Gateway:
    """Build the gateway with the real dialogue engine."""
    return Gateway(
        make_bot(now.telegram_token, now.telegram_api_base),
        bootstrap.turns(progress, frozenset({CHANNEL})),
        bootstrap.storage().alone(CHANNEL),
        bootstrap.content().commands,
        waiting=lambda: progress("Waiting: another process answers for this bot on the same database"),
    )
