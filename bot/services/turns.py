"""The durable turn: what arrived is stored first, and what follows from it is stored in one transaction.

No message is lost, no effect doubled: a crash leaves the message pending, and it is handled again
from the start, because nothing of a half turn was committed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from time import perf_counter

import structlog

from bot.services import arrivals, asides, grow, meaning, memory, nudges, privacy, safety, told
from bot.services.desk import Content, Desk
from bot.services.dialogue import Answered, DialogueEngine, Incoming, TurnFailed
from bot.services.farewells import Farewells
from bot.services.flood import Pace
from bot.services.meaning import Command
from bot.services.ops_ports import ConnectionLost, Meter
from bot.services.outgoing import outgoing
from bot.services.ports import Clock, InboxItem, Json, UnitOfWork, UnitOfWorkFactory
from bot.services.refusals import Flood, NotAnswered, NotStored, Refused, check
from bot.services.safety import Safety
from bot.services.told import Turn as Turn
from bot.services.upkeep import Upkeep

#: What nearly every turn asks of a person's records.
EVERY_TURN = ((safety.KIND, (safety.PAUSED,), 1), (grow.KIND, (grow.OPEN,), 1), (memory.KIND, None, 1))
ATTEMPTS = 3
#: Seconds between the attempts at one turn.
BACKOFF = (0.05, 0.3)
#: A lost connection is nobody's fault so often; after that it may be the message that makes the database fail.
MOST_LOST = 8

log = structlog.get_logger()


def _no_probe(point: str) -> None:
    """Production has no named kill points; tests put one here."""


@dataclass
class Turns:
    """Receives messages and answers them. One turn at a time in a process."""

    unit_of_work: UnitOfWorkFactory
    engine: DialogueEngine
    content: Content
    safety: Safety
    commands: Mapping[str, Command]
    apology: Json
    clock: Clock
    draw: Callable[[Json], str]
    upkeep: Upkeep
    probe: Callable[[str], None] = _no_probe
    per_minute: int = 600
    #: Channels with another limit than `per_minute`.
    paces: Mapping[str, int] = field(default_factory=dict)
    #: Channels on which nobody waits for the answer: it is sent, row by row, when it is ready.
    pushed: frozenset[str] = frozenset()
    meter: Meter = field(default_factory=told.Unmetered)

    def __post_init__(self) -> None:
        """Prepare the lock: SQLite has one writer, and a Rasa agent one thread."""
        self._lock = asyncio.Lock()
        self._paces: dict[str, Pace] = {}
        self._farewells: Farewells[Turn] = Farewells()

    async def take(self, channel: str, user: str, payload: Json, source_id: str) -> Turn:
        """Store a message, answer it, and return the turn; the same `source_id` again returns the first answer.

        Args:
            payload: `{"text": str}` or `{"button": str}`.

        Raises:
            BadMessage: empty text.
            BadButton: a button that is unknown, expired or somebody else's.
            TooLong: more than 16,000 characters.
            Flood: more messages of one person in a minute than their channel allows.
            NotStored: the database cannot be used; nothing happened.
            NotAnswered: the message is kept, but the database cannot be used for its answer.
        """
        check(payload)
        self._slow_down(channel, user)
        self._foresee(payload)
        async with self._lock:
            if told := self._farewells.get(channel, user, source_id):
                return told
            item, earlier = self._received(channel, user, payload, source_id)
            try:
                if await self._erased_by(earlier, item):
                    # An erasure that had been waiting: this message is the first of a stranger.
                    item, _ = self._received(channel, user, payload, source_id)
                turn = await self.finish(item)
            except Exception as error:
                log.error("turn_failed", item=item.id, failed=type(error).__name__)
                raise NotAnswered from None
            if turn.last:
                self._paces[channel].forget(user)
                self._farewells.keep(turn, channel, user, source_id)
            return turn

    def _foresee(self, payload: Json) -> None:
        text = payload.get("text", "")
        if text and not text.startswith("/"):
            self.engine.foresee(text)

    async def recover(self, channel: str | None = None) -> list[tuple[InboxItem, Turn]]:
        """Answer what was received, on a channel or on all, but not finished before the process ended, oldest first."""
        async with self._lock:
            with self.unit_of_work() as uow:
                waiting = uow.inbox.pending(channel=channel)
            return await self._finish_all(waiting)

    async def every_day(self) -> None:
        """Let go of what is kept no longer, once a day between two turns, for ever."""
        await self.upkeep.every_day(self._lock)

    def _person_is_there(self, item: InboxItem) -> bool:
        with self.unit_of_work() as uow:
            return uow.people.by_sender(item.person.sender) is not None

    def refusal(self, refused: Refused) -> str:
        """Return the text that says what to do about a refused message."""
        return self.content.phrases.say(refused.phrase, seconds=str(refused.seconds))

    def _slow_down(self, channel: str, user: str) -> None:
        pace = self._paces.setdefault(channel, Pace(self.paces.get(channel, self.per_minute)))
        if wait := pace.take(user, self.clock.now().timestamp()):
            raise Flood(wait.seconds, wait.again)

    def _received(self, channel: str, user: str, payload: Json, source_id: str) -> tuple[InboxItem, list[InboxItem]]:
        """Store a message; return it and what its person sent earlier that could not be answered then."""
        try:
            with self._arrival(channel, user, payload, source_id) as (uow, item):
                earlier = uow.inbox.pending(item.person.id, before=item.id)
            self.probe("after_inbox_commit")
            return item, earlier
        except Refused:
            raise
        except Exception as error:
            log.error("not_stored", failed=type(error).__name__)
            raise NotStored from None

    def receive(self, channel: str, user: str, payload: Json, source_id: str) -> InboxItem:
        """Store a message, once; from here on it cannot be lost. For channels that answer later, with `finish`.

        Args:
            payload: as in `take`, and what only a channel itself may say: `{"intent": str}` for what is no text,
                `{"edited": str, "of": source_id}` for a message whose text was changed after it was sent.

        Raises:
            BadButton: a button that is unknown, expired or somebody else's.
        """
        with self._arrival(channel, user, payload, source_id) as (_, item):
            pass
        self.probe("after_inbox_commit")
        return item

    def _arrival(
        self, channel: str, user: str, payload: Json, source_id: str
    ) -> AbstractContextManager[tuple[UnitOfWork, InboxItem]]:
        if self.upkeep.unfinished:
            self.upkeep.tidy()
        return arrivals.stored(self.unit_of_work, self.clock, self.pushed, channel, user, payload, source_id)

    async def _erased_by(self, earlier: list[InboxItem], item: InboxItem) -> bool:
        """Answer what had waited; return whether the person is gone since."""
        await self._finish_all(earlier)
        return bool(earlier) and not self._person_is_there(item)

    async def _finish_all(self, items: list[InboxItem]) -> list[tuple[InboxItem, Turn]]:
        """Answer each; behind one that cannot even be set aside, only messages of the same person wait."""
        finished: list[tuple[InboxItem, Turn]] = []
        stuck: set[str] = set()
        for item in items:
            if item.person.id not in stuck and self._person_is_there(item):
                try:
                    finished.append((item, await self.finish(item)))
                except Exception as error:
                    log.error("turn_failed", item=item.id, failed=type(error).__name__)
                    stuck.add(item.person.id)
        return finished

    async def finish(self, item: InboxItem, more: Sequence[InboxItem] = ()) -> Turn:
        """Answer a message that was received; one that was answered gets its first answer again.

        Args:
            more: further parts of the same message, which a channel had to cut; they are answered with it.
        """
        began, lost = perf_counter(), 0
        while item.state == "pending":
            try:
                turn = await self._attempt(item, more)
                self.meter.turn(item.channel, "answered", perf_counter() - began)
                return turn
            except Exception as error:
                failed = str(error) if isinstance(error, TurnFailed) else type(error).__name__
                log.error("turn_failed", item=item.id, attempt=item.attempts + 1, failed=failed)
                self.meter.failed(item.channel)
                blameless = isinstance(error, ConnectionLost) and lost < MOST_LOST
                lost += blameless
                item = await self._failed(item, more, counted=not blameless)
                await asyncio.sleep(BACKOFF[min(item.attempts, len(BACKOFF)) - 1] if item.attempts else 0)
        self.meter.turn(item.channel, "set_aside" if item.state == "dead" else "repeated", perf_counter() - began)
        with self.unit_of_work() as uow:
            return told.again(uow, item)

    async def _attempt(self, item: InboxItem, more: Sequence[InboxItem]) -> Turn:
        if not more:
            self._foresee(item.payload)
        with self.unit_of_work() as uow:
            state, person = uow.inbox.hold(item.id, item.person.id)  # consent may have been given since it arrived
            if state != "pending":
                return told.again(uow, item)  # by another process, or by us before the connection broke
            uow.records.ahead(person.id, EVERY_TURN)
            desk = Desk(uow, person, self.content, self.clock, item.source_id)
            self.probe("before_dialogue")
            beside = asides.answer(desk, item, more)
            if beside is not None:
                answered = Answered(beside, await self.engine.standing(desk))
            else:
                answered = await self._answered(desk, meaning.read(self.commands, desk, item, more))
            self.probe("after_dialogue")
            if not privacy.erases(answered.replies):
                turn = self._keep(desk, item, more, answered)
                self.probe("before_commit")
                uow.commit()
                self.probe("after_commit")
                return turn
        return self._forget(item, answered.replies)

    def _forget(self, item: InboxItem, replies: tuple[Json, ...]) -> Turn:
        """Erase the person. Nothing of this turn is committed: killed before the key is destroyed, it happens again."""
        self.probe("before_erasure")
        self.upkeep.forget(item.person.id)
        self.engine.forget(item.person.sender)
        self.probe("after_erasure")
        return Turn(str(item.id), "onboarding.consent", None, tuple({**r, "buttons": []} for r in replies), last=True)

    async def _answered(self, desk: Desk, incoming: Incoming) -> Answered:
        """The safety screen stands before everything that could swallow a message; then the dialogue engine."""
        right = incoming.intent in privacy.INTENTS  # granted at any time
        help_first, beside = safety.heard(desk, self.safety, "" if right else incoming.text)
        if help_first:
            return Answered((help_first,), await self.engine.standing(desk))
        if safety.resting(desk):
            safety.resume(desk)
            incoming = incoming if right else replace(incoming, intent="go_on")
        answered = await self.engine.respond(desk, incoming)
        return replace(answered, replies=(*beside, *answered.replies))

    def _keep(self, desk: Desk, item: InboxItem, more: Sequence[InboxItem], answered: Answered) -> Turn:
        replies = tuple(outgoing(desk, reply, self.draw) for reply in answered.replies)
        rows = [{"reply": reply, "step": answered.step} for reply in replies]
        self._put(desk.uow, item, rows)
        if item.channel in self.pushed:
            nudges.refresh(desk)
        for part in (item, *more):
            desk.uow.inbox.done(part, self.clock.now())
        return told.turn(item, answered.step, replies)

    def _put(self, uow: UnitOfWork, item: InboxItem, rows: list[Json]) -> None:
        uow.outbox.add(item, rows, self.clock.now())
        if item.channel in self.pushed:
            uow.deliveries.add(item)

    async def _failed(self, item: InboxItem, more: Sequence[InboxItem] = (), counted: bool = True) -> InboxItem:
        """Count the attempt; after the third, set the message aside and apologise once.

        Args:
            counted: False where it was not the message's fault.
        """
        with self.unit_of_work() as uow:
            if not counted:
                return replace(item, state=uow.inbox.hold(item.id, item.person.id)[0])
            begun = uow.inbox.begin(item.id)
            if begun.state != "pending":
                # Another process has finished it meanwhile.
                return begun
            item = replace(begun, state="dead" if begun.attempts >= ATTEMPTS else "pending")
            if item.state == "dead":
                row = {"reply": self.apology, "step": await self._standing(uow, item)}
                self._put(uow, item, [row])
                for part in (item, *more):
                    uow.inbox.dead(part, self.clock.now())
            uow.commit()
        return item

    async def _standing(self, uow: UnitOfWork, item: InboxItem) -> str:
        try:
            return await self.engine.standing(Desk(uow, item.person, self.content, self.clock))
        except Exception as error:
            # What made the turn fail may be the conversation itself. The apology must not fail on it too.
            log.error("turn_failed", item=item.id, failed=type(error).__name__)
            return "menu"
