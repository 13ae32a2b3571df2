"""Puts the parts of the gateway together and runs them until the process is told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.gateway.telegram.clock import Ticker
from bot.gateway.telegram.intake import Intake
from bot.gateway.telegram.pace import Pace
from bot.gateway.telegram.poller import LONG_POLL, Poller
from bot.gateway.telegram.problems import BadToken, LockLost
from bot.gateway.telegram.rows import Rows
from bot.gateway.telegram.sender import Sender
from bot.gateway.telegram.updates import ALLOWED
from bot.gateway.telegram.worker import Chats, OnlyUs, Worker
from bot.services.meaning import Command
from bot.services.turns import Turns
from bot.storage.errors import StorageError

#: Seconds between two looks at the lock, and between two tries to get it.
WATCH, RETRY = 1.0, 1.0
#: Seconds after which rows are found that another process stores all the time.
SOON = 0.1
#: Transactions at the same time in a gateway that takes no turns; well below the pool's 15 connections.
PLACES = 8
#: Calls to Telegram at the same time.
CONNECTIONS = 32

log = structlog.get_logger()
Part = Coroutine[Any, Any, None]


class Lock(Protocol):
    """Held by one process at a time (`bot.storage.alone.Alone`)."""

    def take(self) -> bool:
        """Take it; False while another process holds it."""
        ...

    def held(self) -> bool:
        """Whether it is still ours."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


def make_bot(token: str, base: str, read_timeout: float = 20.0) -> Bot:
    """Return a bot that calls the API at `base`, such as https://api.telegram.org."""
    # Without encryption (a Bot API server of one's own) there are no certificates to load, which takes a while.
    plain = {} if base.startswith("https:") else {"verify": False}
    request = HTTPXRequest(CONNECTIONS, read_timeout, pool_timeout=10.0, httpx_kwargs=plain)
    polling = HTTPXRequest(2, httpx_kwargs=plain)
    return Bot(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=polling)


@dataclass
class Gateway:
    """Everything between Telegram and the turns.

    Attributes:
        lock: makes sure that no second gateway works on the same database.
        waiting: told once when another process holds the lock.
        chats: whose conversation is under way in another process.
        turns_here: False where `python -m bot worker` processes take the turns; this one takes in and sends.
    """

    bot: Bot
    turns: Turns
    lock: Lock
    commands: Mapping[str, Command]
    pace: Pace = field(default_factory=Pace)
    long_poll: int = LONG_POLL
    waiting: Callable[[], None] = lambda: None
    chats: Chats = field(default_factory=OnlyUs)
    turns_here: bool = True

    def __post_init__(self) -> None:
        """Build the parts."""
        self.rows = Rows(self.turns, 1 if self.turns_here else PLACES)
        self.sender = Sender(self.bot, self.rows, self.pace, self.turns.probe)
        self.worker = Worker(self.bot, self.rows, self.sender.has_mail, self.chats)
        if not self.turns_here:
            self.sender.look = SOON
        self.intake = Intake(self.bot, self.rows, self.worker.wake.set)
        self.poller = Poller(self.bot, self.intake, self.long_poll)
        self.ticker = Ticker(self.rows, self.worker.wake.set)

    async def poll(self) -> None:
        """Run with long polling until told to stop.

        Raises:
            BadToken, SecondPoller, LockLost: with what to do.
        """
        await self._run(self._polling)

    async def serve(self, address: str, secret: str, listen: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run with a webhook until told to stop.

        Args:
            address: where Telegram is to send updates, https.
            secret: what Telegram has to send with each of them.
            listen: serves that address, handing the updates to `intake.take`, until cancelled.
        """

        async def hooked() -> None:
            listening = asyncio.create_task(listen())
            await self._webhook(address, secret)
            await listening

        await self._run(hooked)

    async def _polling(self) -> None:
        await self._webhook("", "")
        await self.poller.run()

    async def _run(self, listen: Callable[[], Coroutine[Any, Any, None]]) -> None:
        stop = asyncio.Event()
        on_signal(stop)
        async with self._alone(stop), ready(self.bot, self._show_commands):
            if not stop.is_set():
                await self._work(listen, stop)

    async def _work(self, listen: Callable[[], Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
        """Run all parts; when one fails or we are told to stop, end the others in an orderly way."""
        lasting = [self.sender.run(stop), *([self.worker.run(stop)] if self.turns_here else [])]
        try:
            upkeep = self.turns.upkeep.every_day(self.rows.place)
            await together(lasting, [listen(), self.ticker.run(), self._watch(), upkeep], stop)
        finally:
            await self.intake.settled()

    @asynccontextmanager
    async def _alone(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """Wait for the lock, however long another process holds it."""
        told = False
        while not stop.is_set() and not (taken := await self._take()):
            if taken is False and not told:
                self.waiting()
                told = True
            await asyncio.sleep(RETRY)
        try:
            yield
        finally:
            self.lock.release()

    async def _show_commands(self) -> None:
        """Fill the menu beside the text field."""
        shown = [BotCommand(name, command.about) for name, command in self.commands.items() if command.about]
        await self.bot.set_my_commands(shown)

    async def _webhook(self, address: str, secret: str) -> None:
        """Tell Telegram where updates go; without an address they wait to be fetched. Nothing is dropped."""
        while True:
            try:
                if address:
                    await self.bot.set_webhook(address, allowed_updates=list(ALLOWED), secret_token=secret)
                else:
                    await self.bot.delete_webhook(drop_pending_updates=False)
                return
            except InvalidToken:
                raise BadToken from None
            except TelegramError as error:
                log.warning("not_reachable", failed=type(error).__name__)
                await asyncio.sleep(RETRY)

    async def _watch(self) -> None:
        """End when the lock is lost to another process; take it again where only the connection was lost."""
        while await self._still_alone():
            await asyncio.sleep(WATCH)
        raise LockLost

    async def _still_alone(self) -> bool:
        if await asyncio.to_thread(self.lock.held):
            return True
        while (taken := await self._take()) is None:
            await asyncio.sleep(RETRY)
        return taken

    async def _take(self) -> bool | None:
        """Take the lock; False if another process holds it, None while the database cannot be asked."""
        try:
            return await asyncio.to_thread(self.lock.take)
        except StorageError as error:
            # Without the database nobody else can have it either.
            log.warning("look_failed", failed=type(error).__name__)
            return None


@asynccontextmanager
async def ready(bot: Bot, greet: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Open a bot's connections for the length of the block; Telegram need not be reachable yet.

    Raises:
        BadToken: Telegram does not know the token.
    """
    try:
        await bot.initialize()
        await greet()
    except InvalidToken:
        raise BadToken from None
    except TelegramError as error:
        log.warning("not_reachable", failed=type(error).__name__)
    try:
        yield
    finally:
        await bot.shutdown()


async def together(lasting: list[Part], other: list[Part], stop: asyncio.Event) -> None:
    """Run all parts until told to stop or one of them ends; `lasting` ones finish what they are at, the others end.

    Raises what the part raised that ended first.
    """
    staying = [asyncio.create_task(part) for part in lasting]
    leaving = [asyncio.create_task(part) for part in (*other, _until(stop))]
    done, _ = await asyncio.wait([*staying, *leaving], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    for task in leaving:
        task.cancel()
    await asyncio.gather(*staying, *leaving, return_exceptions=True)
    for task in done:
        task.result()


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


def on_signal(stop: asyncio.Event) -> None:
    """Have SIGTERM and SIGINT set an event instead of ending the process where it stands."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
