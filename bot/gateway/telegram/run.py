"""`python -m bot telegram`: builds everything and answers until stopped."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from bot import bootstrap
from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.crew import Crew
from bot.gateway.telegram.gateway import Gateway, Part, make_bot
from bot.gateway.telegram.problems import NoToken, OneMachine
from bot.services.ports import Json
from bot.settings import Settings

#: Serves the webhook: is given what takes updates, and the secret that must come with each.
Listen = Callable[[Callable[[Sequence[Json]], Awaitable[None]], str], Coroutine[Any, Any, None]]
#: What runs beside the work, such as a health check, if anything.
Beside = Callable[[], Part] | None


def telegram(now: Settings, progress: Callable[[str], None], listen: Listen, beside: Beside = None) -> None:
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
        hooked = gateway.serve(now.telegram_webhook_url, secret, lambda: listen(gateway.intake.take, secret))
        asyncio.run(_watched(hooked, beside))
    else:
        progress("Answering on Telegram. Ctrl-C stops it; nothing is lost")
        asyncio.run(_watched(gateway.poll(), beside))


def worker(now: Settings, progress: Callable[[str], None], beside: Beside = None) -> None:
    """Take turns until stopped.

    Raises:
        NoToken, BadToken, OneMachine: with what to do.
    """
    if not now.telegram_token:
        raise NoToken
    if not now.database_url.startswith("postgresql"):
        raise OneMachine
    bot = make_bot(now.telegram_token, now.telegram_api_base)
    turns = bootstrap.turns(progress, frozenset({CHANNEL}))
    progress("Taking turns. SIGTERM lets it finish the one under way")
    asyncio.run(_watched(Crew(bot, turns, bootstrap.storage().chats()).run(), beside))


async def _watched(work: Part, beside: Beside) -> None:
    """Do the work; what runs beside it ends with it, and ends it where it fails."""
    tasks = [asyncio.create_task(part) for part in (work, *([beside()] if beside else []))]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


def build(now: Settings, progress: Callable[[str], None]) -> Gateway:
    """Build the gateway, with the real dialogue engine where the turns are taken in this process."""
    make = bootstrap.turns if now.telegram_turns_here else bootstrap.intake
    return Gateway(
        make_bot(now.telegram_token, now.telegram_api_base),
        make(progress, frozenset({CHANNEL})),
        bootstrap.storage().alone(CHANNEL),
        bootstrap.content().commands,
        waiting=lambda: progress("Waiting: another process answers for this bot on the same database"),
        chats=bootstrap.storage().chats(),
        turns_here=now.telegram_turns_here,
    )
