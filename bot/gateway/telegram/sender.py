"""Sends replies from their rows: strictly in order for each person, side by side for different people.

A row is marked as being sent, and that is committed, before Telegram is called. So after a crash it is known which
messages may have arrived: those are sent once more, and nothing else is.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.failures import Failure, Verdict, failure
from bot.gateway.telegram.formatting import Part, keyboard, parts
from bot.gateway.telegram.pace import Pace
from bot.gateway.telegram.problems import BadToken
from bot.gateway.telegram.rows import Rows
from bot.services import contacts
from bot.services.ports import Delivery, UnitOfWork
from bot.storage.errors import KeyMissing, StorageError, UnknownItem

#: Seconds to wait after the first, second, ... failure of one message; the last holds from then on.
BACKOFF = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
#: A message that may have arrived so often has arrived.
MOST_DOUBTS = 5
#: Seconds after which rows that somebody else stored are found.
LOOK = 2.0
_PLAIN = LinkPreviewOptions(is_disabled=True)

log = structlog.get_logger()


@dataclass(frozen=True)
class Parcel:
    """A reply that is marked as being sent: where to, and the messages of it that have not arrived."""

    delivery: Delivery
    chat: str
    parts: list[Part]


@dataclass
class Sender:
    """The loop. One task for each person to whom something is to be sent."""

    bot: Bot
    rows: Rows
    pace: Pace = field(default_factory=Pace)
    probe: Callable[[str], None] = lambda point: None
    look: float = LOOK
    rejected: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _people: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)
    #: When to try a reply again, on a clock that nobody sets.
    _waits: dict[int, float] = field(default_factory=dict)

    def has_mail(self, person_id: str) -> None:
        """Begin to send a person what there is."""
        if person_id in self._people:
            self._again.add(person_id)  # its task may have looked just before
        elif not self.stopping.is_set():
            task = asyncio.create_task(self._serve(person_id))
            self._people[person_id] = task
            task.add_done_callback(lambda done: self._served(person_id, done))

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is being sent is finished, the rest stays in its rows.

        Raises:
            BadToken: Telegram does not know the token.
        """
        await self._stored(lambda uow: log.info("recovered", count=uow.deliveries.interrupted(CHANNEL)))
        while not stop.is_set():
            try:
                for person_id in await self.rows.do(lambda uow: uow.deliveries.people(CHANNEL)):
                    if person_id not in self._people:  # whoever is being served is served to the end
                        self.has_mail(person_id)
            except StorageError as error:
                log.warning("look_failed", failed=type(error).__name__)
            await self._pause(stop)
        self.stopping.set()
        await asyncio.gather(*self._people.values(), return_exceptions=True)

    async def _pause(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (stop, self.rejected)]
        await asyncio.wait(waits, timeout=self.look, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if self.rejected.is_set():
            raise BadToken

    def _served(self, person_id: str, task: "asyncio.Task[None]") -> None:
        self._people.pop(person_id, None)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, BadToken):
            self.rejected.set()
            self.stopping.set()
        elif error is not None:
            log.error("send_failed", failed=type(error).__name__)
        elif person_id in self._again:
            self.has_mail(person_id)
        self._again.discard(person_id)

    async def _serve(self, person_id: str) -> None:
        """Send a person everything there is, in order; end when there is nothing, or nothing for now."""
        while not self.stopping.is_set():
            delivery = await self.rows.do(lambda uow: uow.deliveries.head(person_id, CHANNEL))
            if delivery is None:
                return
            wait = self._until(delivery)
            if wait > LOOK:
                return  # the next look finds it again
            await asyncio.sleep(wait)
            parcel = await self.rows.do(lambda uow, head=delivery: self._packed(uow, head))  # type: ignore[misc]
            if parcel is not None:
                await self._send(parcel)

    def _until(self, delivery: Delivery) -> float:
        if delivery.not_before is None:
            return 0.0
        # The stored time counts once, after a start, and never for longer than the longest wait: clocks are set.
        left = (delivery.not_before - self._now()).total_seconds()
        until = self._waits.setdefault(delivery.id, time.monotonic() + min(max(0.0, left), BACKOFF[-1]))
        return max(0.0, until - time.monotonic())

    def _now(self) -> datetime:
        return self.rows.turns.clock.now()

    def _packed(self, uow: UnitOfWork, delivery: Delivery) -> Parcel | None:
        """Mark a reply as being sent; None where there is nobody to send it to, or nothing left to send."""
        self.probe("before_mark_sending")
        try:
            chat = contacts.address(uow, delivery.person_id)
            if chat is None:
                uow.deliveries.give_up(delivery.person_id, CHANNEL)
                return None
            left = parts(uow.deliveries.reply(delivery)["reply"])[delivery.parts :]
        except (UnknownItem, KeyMissing):
            uow.deliveries.dead(delivery.id)  # erased meanwhile
            return None
        if not left:
            uow.deliveries.sent(delivery.id, self._now())
            return None
        # Marked already: the database lost our commit's answer. Nothing was sent then, and nobody else sends.
        uow.deliveries.begin(delivery.id)
        return Parcel(delivery, chat, left)

    async def _send(self, parcel: Parcel) -> None:
        self.probe("after_mark_sending")
        delivery = parcel.delivery
        for n, part in enumerate(parcel.parts, delivery.parts + 1):
            await asyncio.sleep(self.pace.reserve(parcel.chat))
            try:
                await self._call(int(parcel.chat), part)
            except TelegramError as error:
                await self._failed(parcel, failure(error))
                return
            except Exception as error:
                log.error("send_failed", failed=type(error).__name__)
                await self._failed(parcel, Failure(Verdict.REFUSED))
                return
            self.probe("after_api_accept")
            if n < delivery.parts + len(parcel.parts):
                await self._stored(lambda uow, done=n: uow.deliveries.arrived(delivery.id, done))  # type: ignore[misc]
        self._waits.pop(delivery.id, None)
        await self._stored(lambda uow: uow.deliveries.sent(delivery.id, self._now()))
        self.rows.turns.meter.sent(CHANNEL, "sent")

    async def _stored(self, work: Callable[[UnitOfWork], None]) -> None:
        """Note that something arrived. It must not be forgotten: a locked database is tried again until it opens."""
        while True:
            try:
                return await self.rows.do(work)
            except StorageError as error:
                log.warning("note_failed", failed=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _call(self, chat: int, part: Part) -> None:
        buttons = keyboard(part.buttons)
        if part.data is None:
            await self.bot.send_message(chat, part.text, reply_markup=buttons, link_preview_options=_PLAIN)
        elif part.name:
            await self.bot.send_document(
                chat, part.data, filename=part.name, caption=part.text or None, reply_markup=buttons
            )
        else:
            await self.bot.send_photo(chat, part.data, caption=part.text or None, reply_markup=buttons)

    async def _failed(self, parcel: Parcel, failed: Failure) -> None:
        delivery, verdict = parcel.delivery, failed.verdict
        log.warning("send_failed", failed=verdict.name, attempt=delivery.attempts + 1)
        self.rows.turns.meter.sent(CHANNEL, verdict.name.lower())
        if verdict is Verdict.WAIT:
            self.pace.hold(parcel.chat, failed.seconds)
        elif verdict is Verdict.TOKEN:
            await self._stored(lambda uow: uow.deliveries.again(delivery.id, self._now(), counted=False))
            raise BadToken from None
        await self._stored(lambda uow: self._settle(uow, delivery, failed))

    def _settle(self, uow: UnitOfWork, delivery: Delivery, failed: Failure) -> None:
        """Store what becomes of a message that was not sent."""
        clock, deliveries = self.rows.turns.clock, uow.deliveries
        self._waits.pop(delivery.id, None)
        if failed.verdict is Verdict.BLOCKED:
            contacts.gone(uow, delivery.person_id, CHANNEL, clock)
        elif failed.verdict is Verdict.REFUSED or delivery.doubts >= MOST_DOUBTS:
            deliveries.dead(delivery.id)
        else:
            told = failed.verdict is Verdict.WAIT
            wait = failed.seconds if told else BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)]
            self._waits[delivery.id] = time.monotonic() + wait
            doubtful = failed.verdict is Verdict.DOUBT
            deliveries.again(delivery.id, clock.now() + timedelta(seconds=wait), doubtful, counted=not told)
