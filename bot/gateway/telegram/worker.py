"""Takes turns: one chat after the other, one message of each at a time, so that nobody waits for a talkative one.

Any number of processes may do this on one PostgreSQL: a chat belongs to one of them for the length of a turn.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.failures import Verdict, failure
from bot.gateway.telegram.formatting import units
from bot.gateway.telegram.rows import Rows
from bot.services import contacts
from bot.services.ports import InboxItem, UnitOfWork
from bot.services.turns import Turn

#: Telegram's clients cut a long paste into messages of about 4,096 units; one this long may have a sequel,
CUT = 3_900
#: which was sent within so many seconds of it, and for which we wait so long.
GAP, PATIENCE = 2.0, 1.2
#: From so many waiting messages of one person on, all are read as one.
FLOOD = 20
#: Seconds until a slow turn shows that we are typing, and after which Telegram stops showing it.
SLOW, TYPING = 0.8, 4.0
#: Seconds after which rows that somebody else stored are found.
LOOK = 2.0
#: Seconds after each failure of a last word but the last, and the longest that others wait for one.
FAREWELL, LONGEST_FAREWELL = (0.5, 2.0), 5.0
PENDING = "pending"

log = structlog.get_logger()


class Chats(Protocol):
    """Makes sure that no two processes take turns of one person at the same time (`bot.storage.chats.Chats`)."""

    def take(self, person_id: str) -> bool:
        """Take a person's conversation; False while another process has it."""
        ...

    def free(self) -> None:
        """Let go of it."""
        ...


class OnlyUs:
    """Implements `Chats` where there is no other process."""

    def take(self, person_id: str) -> bool:
        """Nobody else can have it."""
        return True

    def free(self) -> None:
        """Nobody waits for it."""


@dataclass
class Worker:
    """The loop. `answered` is told whose turn was taken; `look`: seconds after which others' rows are found."""

    bot: Bot
    rows: Rows
    answered: Callable[[str], None]
    chats: Chats = field(default_factory=OnlyUs)
    look: float = LOOK
    patience: float = PATIENCE
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Take turns until told to stop; the turn under way is finished."""
        while not stop.is_set():
            self.wake.clear()
            try:
                taken = await self.round(stop)
            except Exception as error:
                # Whatever it was, the message is still there; a gateway that ends here would answer nobody.
                log.error("round_failed", failed=type(error).__name__)
                taken = 0
                await asyncio.sleep(0.5)
            if not taken:
                await _first(self.wake.wait(), stop.wait(), timeout=self.look if taken is not None else 0.2)

    async def round(self, stop: asyncio.Event) -> int | None:
        """Take one turn for everybody who waits; return how many, None if all wait for the rest of a paste."""
        taken, patient, last = 0, False, 0
        # Further down only where nothing could be done above: rows that nobody can read must not keep the rest waiting.
        while not taken and (heads := await self._heads(last)) and not stop.is_set():
            for last, person_id in heads:
                if stop.is_set():
                    break
                async with self._chat(person_id) as ours:
                    ready = await self._turn(last, person_id) if ours else False
                taken, patient = taken + bool(ready), patient or ready is None
        return None if patient and not taken else taken

    async def _heads(self, after: int) -> list[tuple[int, str]]:
        return await self.rows.do(lambda uow: uow.inbox.heads(CHANNEL, after=after))

    @asynccontextmanager
    async def _chat(self, person_id: str) -> AsyncIterator[bool]:
        """Have a conversation to ourselves for the length of the block; False where another process has it."""
        try:
            yield await asyncio.to_thread(self.chats.take, person_id)
        finally:
            await asyncio.to_thread(self.chats.free)

    async def _turn(self, head: int, person_id: str) -> bool | None:
        """Take a person's next turn, if that is still the message `head`; None while it may not be whole yet."""

        def look(uow: UnitOfWork) -> tuple[list[InboxItem], str | None]:
            if uow.inbox.hold(head, person_id)[0] != PENDING:
                return [], None  # another process was faster: others wait longer than this person's next message
            items = uow.inbox.pending(person_id, CHANNEL)
            return items, contacts.address(uow, person_id) if items else None

        items, chat = await self.rows.do(look)
        if not items:
            return False
        message = together(items, time.time(), self.patience)
        if not message:
            return None
        turn = await _while_typing(self._typing(chat), self.rows.turn(message[0], message[1:]))
        if turn.last:
            await self._farewell(chat, turn)
        self.answered(person_id)
        return True

    async def _farewell(self, chat: str | None, turn: Turn) -> None:
        """Send the last words to somebody who is erased: they stand in no row, so nobody else can send them."""
        for reply in turn.replies if chat else ():
            await self._say_once(int(chat or 0), reply["text"])

    async def _say_once(self, chat: int, text: str) -> None:
        """Send a text that is stored nowhere; try again only where it certainly did not arrive."""
        for wait in (*FAREWELL, None):
            try:
                await self.bot.send_message(chat, text)
                return
            except TelegramError as error:
                # The erasure is done, whether or not they are told.
                log.error("send_failed", failed=type(error).__name__)
                failed = failure(error)
                if wait is None or failed.verdict not in (Verdict.WAIT, Verdict.AGAIN):
                    return
            await asyncio.sleep(min(max(wait, failed.seconds), LONGEST_FAREWELL))

    async def _typing(self, chat: str | None) -> None:
        """After a while show that an answer is being written, and go on showing it."""
        await asyncio.sleep(SLOW)
        while chat:
            try:
                await self.bot.send_chat_action(int(chat), ChatAction.TYPING)
            except TelegramError:
                return  # a courtesy, nothing more
            await asyncio.sleep(TYPING)


def together(items: Sequence[InboxItem], now: float, patience: float = PATIENCE) -> list[InboxItem]:
    """Return the messages to be read as one, from the first that waits; none while more of a paste may come.

    Args:
        items: what waits of one person, in order.
        now: seconds since the epoch.
        patience: seconds to wait for the rest of a paste.
    """
    found = [items[0]]
    flood = len(items) >= FLOOD
    for after in items[1:]:
        if not (_is_text(after) and _is_text(found[-1]) and (flood or _cut(found[-1], after))):
            break
        found.append(after)
    last = found[-1]
    # A clock that was set back makes the wait negative: better a paste in two than a message nobody answers.
    waiting = 0 <= now - float(last.payload.get("here", 0)) <= patience
    return [] if waiting and len(found) == len(items) and _may_go_on(last) else found


def _is_text(item: InboxItem) -> bool:
    text = str(item.payload.get("text", ""))
    return bool(text) and not text.startswith("/")


def _may_go_on(item: InboxItem) -> bool:
    return _is_text(item) and units(str(item.payload["text"])) >= CUT


def _cut(before: InboxItem, after: InboxItem) -> bool:
    near = abs(int(after.payload.get("sent", 0)) - int(before.payload.get("sent", 0))) <= GAP
    return near and _may_go_on(before)


async def _while_typing(typing: Coroutine[Any, Any, None], turn: Coroutine[Any, Any, Turn]) -> Turn:
    shown = asyncio.create_task(typing)
    try:
        return await turn
    finally:
        shown.cancel()


async def _first(*waits: Coroutine[Any, Any, Any], timeout: float) -> None:
    """Wait for the first of several things, or for the time to pass."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
