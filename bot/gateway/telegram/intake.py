"""Takes updates in: stored and committed first, then answered where Telegram wants an answer at once."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.rows import Rows
from bot.gateway.telegram.updates import Blocked, Group, Meaning, Written, meaning
from bot.services import contacts
from bot.services.ports import Json, UnitOfWork
from bot.services.refusals import BadButton
from bot.storage.errors import Lost

#: Seconds in which a group is told only once that we leave it.
ONCE = 60.0
#: Seconds to wait before a message is stored once more whose connection was lost.
PAUSES = (0.05, 0.2)

log = structlog.get_logger()


@dataclass
class Intake:
    """Stores updates. `arrived` is called when there is work."""

    bot: Bot
    rows: Rows
    arrived: Callable[[], None]
    #: What arrived first is stored first, also where a webhook brings several at once.
    _order: asyncio.Lock = field(default_factory=asyncio.Lock)
    _left: dict[int, float] = field(default_factory=dict)
    _answers: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, updates: Sequence[Json]) -> None:
        """Store updates as they came from Telegram; when this returns they are committed and may be confirmed.

        Raises:
            bot.storage.errors.StorageError: nothing may be confirmed; taking the same updates again is harmless.
        """
        meanings = [self._read(update) for update in updates]
        written = [found for found in meanings if isinstance(found, Written)]
        async with self._order:
            refused = await self.rows.alone(lambda: self._store(written)) if written else set()
        for found in written:
            if found.query is not None:
                self._soon(self._answer_query(found.query, found.source in refused))
        if written:
            self.arrived()
        for other in meanings:
            await self._others(other)

    async def settled(self) -> None:
        """Wait for the answers that are still on their way."""
        await asyncio.gather(*self._answers)

    def _read(self, update: Json) -> Meaning:
        try:
            return meaning(Update.de_json(update, self.bot))
        except Exception as error:
            # One update that nobody can read must not keep the others out for ever.
            log.error("update_unreadable", failed=type(error).__name__)
            return None

    def _store(self, written: Iterable[Written]) -> set[str]:
        """Store what was written, each in a transaction of its own; return the sources of dead buttons."""
        refused = set()
        for found in written:
            try:
                self._received(found)
            except BadButton:
                refused.add(found.source)
        return refused

    def _received(self, found: Written) -> None:
        """Store one. After a lost connection it is tried again here: to fetch all of a batch again takes longer."""
        for pause in PAUSES:
            try:
                self.rows.turns.receive(CHANNEL, str(found.chat), _stamped(found.payload), found.source)
                return
            except Lost:
                time.sleep(pause)
        self.rows.turns.receive(CHANNEL, str(found.chat), _stamped(found.payload), found.source)

    async def _others(self, found: Meaning) -> None:
        if isinstance(found, Group):
            await self._leave(found.chat)
        elif isinstance(found, Blocked):
            await self._blocked(found)

    async def _blocked(self, found: Blocked) -> None:
        def change(uow: UnitOfWork) -> None:
            person = uow.people.by_identity(CHANNEL, str(found.chat))
            if person is not None and found.again:
                contacts.reach(uow, person, CHANNEL, str(found.chat), self.rows.turns.clock)
            elif person is not None:
                contacts.gone(uow, person.id, CHANNEL, self.rows.turns.clock)

        await self.rows.do(change)

    async def _leave(self, chat: int) -> None:
        """Say once why, then go; a group that has put us out already needs neither."""
        now = time.monotonic()
        self._left = {c: at for c, at in self._left.items() if now - at < ONCE}
        try:
            if chat not in self._left:
                self._left[chat] = now
                await self.bot.send_message(chat, self.rows.turns.content.phrases.say("telegram.group"))
            await self.bot.leave_chat(chat)
        except TelegramError as error:
            log.info("group_not_left", failed=type(error).__name__)

    async def _answer_query(self, query: str, refused: bool) -> None:
        """Stop the button's spinner; say so where the button is dead."""
        text = self.rows.turns.refusal(BadButton()) if refused else None
        try:
            await self.bot.answer_callback_query(query, text=text, show_alert=refused)
        except TelegramError as error:
            # Too old, or lost on the way: the press itself is stored.
            log.info("query_not_answered", failed=type(error).__name__)

    def _soon(self, answer: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(answer)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


def _stamped(payload: Json) -> Json:
    """Note when it reached us: parts of one paste come at short intervals."""
    return {**payload, "here": time.time()}
