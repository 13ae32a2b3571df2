"""The durable turn: what arrived is stored first, and what follows from it is stored in one transaction.

No message is lost, no effect doubled: a crash leaves the message pending, and it is handled again
from the start, because nothing of a half turn was committed.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.services import asides, contacts, nudges, onboarding, safety
from bot.services.desk import Content, Desk
from bot.services.dialogue import Answered, DialogueEngine, Incoming, TurnFailed
from bot.services.normalise import command_of, looks_like_command, without_payload
from bot.services.ports import Clock, InboxItem, Json, Person, UnitOfWork, UnitOfWorkFactory
from bot.services.refusals import BadButton as BadButton
from bot.services.refusals import BadMessage as BadMessage
from bot.services.refusals import Flood as Flood
from bot.services.refusals import Refused as Refused
from bot.services.refusals import TooLong as TooLong
from bot.services.safety import Safety

LONGEST = 16_000
ATTEMPTS = 3
BUTTON_LIFE = timedelta(days=30)
#: Seconds between the attempts at one turn.
BACKOFF = (0.05, 0.3)

log = structlog.get_logger()


@dataclass(frozen=True)
class Command:
    """What a typed command means: an intent, or the words after it.

    Attributes:
        code: the word after it is the code of a programme ("/start acme-2027", as a link to the bot says it).
        about: what a channel's menu of commands says of it; empty where it is not to be shown.
    """

    intent: str
    words: bool = False
    code: bool = False
    about: str = ""


@dataclass(frozen=True)
class Turn:
    """A finished turn as a channel shows it. Buttons carry opaque values."""

    id: str
    step: str
    ref: str | None
    replies: tuple[Json, ...]


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
    probe: Callable[[str], None] = _no_probe
    per_minute: int = 600
    #: Channels on which nobody waits for the answer: it is sent, row by row, when it is ready.
    pushed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Prepare the lock: SQLite has one writer, and a Rasa agent one thread."""
        self._lock = asyncio.Lock()
        self._arrivals: dict[tuple[str, str], deque[float]] = {}

    async def take(self, channel: str, user: str, payload: Json, source_id: str) -> Turn:
        """Store a message, answer it, and return the turn; the same `source_id` again returns the first answer.

        Args:
            payload: `{"text": str}` or `{"button": str}`.

        Raises:
            BadMessage: empty text.
            BadButton: a button that is unknown, expired or somebody else's.
            TooLong: more than 16,000 characters.
            Flood: more than `per_minute` messages of one person in a minute.
        """
        _check(payload)
        self._slow_down(channel, user)
        async with self._lock:
            return await self.finish(self.receive(channel, user, payload, source_id))

    async def recover(self, channel: str | None = None) -> list[tuple[InboxItem, Turn]]:
        """Answer what was received, on a channel or on all, but not finished before the process ended, oldest first."""
        async with self._lock:
            with self.unit_of_work() as uow:
                waiting = uow.inbox.pending(channel=channel)
            return [(item, await self.finish(item)) for item in waiting]

    def refusal(self, refused: Refused) -> str:
        """Return the text that says what to do about a refused message."""
        return self.content.phrases.say(refused.phrase, seconds=str(refused.seconds))

    def _slow_down(self, channel: str, user: str) -> None:
        now = self.clock.now().timestamp()
        times = self._arrivals.setdefault((channel, user), deque(maxlen=self.per_minute))
        if len(times) == self.per_minute and now - times[0] < 60:
            raise Flood(max(1, round(60 - (now - times[0]))))
        times.append(now)

    def receive(self, channel: str, user: str, payload: Json, source_id: str) -> InboxItem:
        """Store a message, once; from here on it cannot be lost. For channels that answer later, with `finish`.

        Args:
            payload: as in `take`, and what only a channel itself may say: `{"intent": str}` for what is no text,
                `{"edited": str, "of": source_id}` for a message whose text was changed after it was sent.

        Raises:
            BadButton: a button that is unknown, expired or somebody else's.
        """
        with self.unit_of_work() as uow:
            person = uow.people.by_identity(channel, user) or uow.people.register(channel, user)
            if channel in self.pushed:
                contacts.reach(uow, person, channel, user, self.clock)
            if "button" in payload and uow.buttons.redeem(person.id, payload["button"], self.clock.now()) is None:
                raise BadButton
            item = uow.inbox.receive(person, channel, source_id, payload, self.clock.now())
            uow.commit()
        self.probe("after_inbox_commit")
        return item

    async def finish(self, item: InboxItem, more: Sequence[InboxItem] = ()) -> Turn:
        """Answer a message that was received; one that was answered gets its first answer again.

        Args:
            more: further parts of the same message, which a channel had to cut; they are answered with it.
        """
        while item.state == "pending":
            try:
                return await self._attempt(item, more)
            except Exception as error:
                failed = str(error) if isinstance(error, TurnFailed) else type(error).__name__
                log.error("turn_failed", item=item.id, attempt=item.attempts + 1, failed=failed)
                item = await self._failed(item, more)
                await asyncio.sleep(BACKOFF[min(item.attempts, len(BACKOFF)) - 1] if item.attempts else 0)
        return self._stored(item)

    async def _attempt(self, item: InboxItem, more: Sequence[InboxItem]) -> Turn:
        with self.unit_of_work() as uow:
            desk = Desk(uow, self._person(uow, item), self.content, self.clock)
            self.probe("before_dialogue")
            beside = self._beside(desk, item, more)
            if beside is not None:
                answered = Answered(beside, await self.engine.standing(desk))
            else:
                answered = await self._answered(desk, self._incoming(desk, item, more))
            self.probe("after_dialogue")
            turn = self._keep(uow, item, more, answered)
            if item.channel in self.pushed:
                nudges.refresh(desk)
            self.probe("before_commit")
            uow.commit()
        self.probe("after_commit")
        return turn

    def _beside(self, desk: Desk, item: InboxItem, more: Sequence[InboxItem]) -> tuple[Json, ...] | None:
        """Answer what is no turn of the dialogue, and leaves it where it is."""
        if sum(len(str(part.payload.get("text", ""))) for part in (item, *more)) > LONGEST:
            return (asides.plain(self.refusal(TooLong()), "fallback"),)
        if "edited" in item.payload:
            return (asides.edited(desk, str(item.payload["of"]), str(item.payload["edited"])),)
        if "reminders" in item.payload:
            return nudges.speak(desk, item.payload["reminders"])
        return None

    async def _answered(self, desk: Desk, incoming: Incoming) -> Answered:
        """The safety screen stands before everything that could swallow a message; then the dialogue engine."""
        help_first = safety.supported(desk, self.safety, incoming.text) if incoming.text else None
        if help_first:
            return Answered((help_first,), await self.engine.standing(desk))
        if safety.resting(desk):
            safety.resume(desk)
            incoming = replace(incoming, intent="go_on")
        return await self.engine.respond(desk, incoming)

    def _keep(self, uow: UnitOfWork, item: InboxItem, more: Sequence[InboxItem], answered: Answered) -> Turn:
        replies = tuple(self._with_tokens(uow, item, reply) for reply in answered.replies)
        rows = [{"reply": reply, "step": answered.step} for reply in replies]
        uow.outbox.add(item, rows, self.clock.now())
        if item.channel in self.pushed:
            uow.deliveries.add(item)
        for part in (item, *more):
            uow.inbox.done(part.id, self.clock.now())
        return _turn(item, answered.step, replies)

    @staticmethod
    def _person(uow: UnitOfWork, item: InboxItem) -> Person:
        # Read again: consent may have been given since the message arrived.
        return uow.people.by_sender(item.person.sender) or item.person

    def _incoming(self, desk: Desk, item: InboxItem, more: Sequence[InboxItem] = ()) -> Incoming:
        message_id = f"{item.channel}:{item.id}"
        if "intent" in item.payload:
            return Incoming("", message_id, item.payload["intent"])
        if "button" in item.payload:
            pressed = desk.uow.buttons.redeem(desk.person.id, item.payload["button"], self.clock.now())
            payload, title = pressed or ("/nlu_fallback", "")
            if payload.startswith("/"):
                intent, *carried = payload[1:].split()
                pairs = (item.partition("=") for item in carried)
                return Incoming(title, message_id, intent, tuple((kind, value) for kind, _, value in pairs))
            return Incoming(payload, message_id)
        return self._typed(desk, " ".join(str(part.payload["text"]) for part in (item, *more)), message_id)

    def _typed(self, desk: Desk, text: str, message_id: str) -> Incoming:
        command = command_of(text)
        meaning = self.commands.get(command[0]) if command else None
        if command and meaning:
            if meaning.code and command[1]:
                onboarding.invite(desk, command[1])
            if meaning.words and command[1]:
                return Incoming(without_payload(command[1]), message_id)
            return Incoming(command[0], message_id, meaning.intent)
        clean = without_payload(text)
        if not clean or (clean != text.strip() and looks_like_command(clean)):
            return Incoming(clean, message_id, "nlu_fallback")
        return Incoming(clean, message_id)

    def _with_tokens(self, uow: UnitOfWork, item: InboxItem, reply: Json) -> Json:
        expires = self.clock.now() + BUTTON_LIFE
        buttons = [
            {"title": b["title"], "value": uow.buttons.issue(item.person.id, b["payload"], b["title"], expires)}
            for b in reply.get("buttons") or []
        ]
        picture = reply.get("picture")
        shown = {key: value for key, value in reply.items() if key not in ("picture", "document")}
        if document := reply.get("document"):
            shown["document"] = {k: document[k] for k in ("name", "media_type")} | {"data": self.draw(document["page"])}
        return {**shown, "buttons": buttons, "image": self.draw(picture) if picture else None}

    async def _failed(self, item: InboxItem, more: Sequence[InboxItem]) -> InboxItem:
        """Count the attempt; after the third, set the message aside and apologise once."""
        with self.unit_of_work() as uow:
            begun = uow.inbox.begin(item.id)
            if begun.state != "pending":
                return begun  # another process was faster
            item = replace(begun, state="dead" if begun.attempts >= ATTEMPTS else "pending")
            if item.state == "dead":
                desk = Desk(uow, self._person(uow, item), self.content, self.clock)
                row = {"reply": self.apology, "step": await self.engine.standing(desk)}
                uow.outbox.add(item, [row], self.clock.now())
                if item.channel in self.pushed:
                    uow.deliveries.add(item)
                for part in (item, *more):
                    uow.inbox.dead(part.id, self.clock.now())
            uow.commit()
        return item

    def _stored(self, item: InboxItem) -> Turn:
        with self.unit_of_work() as uow:
            rows = uow.outbox.replies(item.id)
        step = rows[-1]["step"] if rows else "menu"
        return _turn(item, step, tuple(row["reply"] for row in rows))


def _check(payload: Json) -> None:
    text = payload.get("text", payload.get("button"))
    if not isinstance(text, str) or not text.strip():
        raise BadMessage
    if len(text) > LONGEST:
        raise TooLong


def _turn(item: InboxItem, step: str, replies: tuple[Json, ...]) -> Turn:
    """The ref of the step is that of the last reply that belongs to it."""
    refs = [reply.get("ref") for reply in replies if reply.get("kind") == step]
    return Turn(str(item.id), step, refs[-1] if refs else None, replies)
