"""The durable turn: what arrived is stored first, and what follows from it is stored in one transaction.

No message is lost, no effect doubled: a crash leaves the message pending, and it is handled again
from the start, because nothing of a half turn was committed.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.services import safety
from bot.services.desk import Content, Desk
from bot.services.dialogue import Answered, DialogueEngine, Incoming, TurnFailed
from bot.services.normalise import command_of, looks_like_command, without_payload
from bot.services.ports import Clock, InboxItem, Json, Person, UnitOfWork, UnitOfWorkFactory
from bot.services.safety import Safety

LONGEST = 16_000
ATTEMPTS = 3
BUTTON_LIFE = timedelta(days=30)
#: Seconds between the attempts at one turn.
BACKOFF = (0.05, 0.3)

log = structlog.get_logger()


class Refused(ValueError):
    """A message that is not taken. `phrase` names the text that says what to do (content/phrases.yml)."""

    phrase = "refused.empty"
    seconds = 0


class BadMessage(Refused):
    """The message has no text."""


class BadButton(Refused):
    """The button is unknown, expired or somebody else's."""

    phrase = "refused.button"


class TooLong(Refused):
    """The text is longer than 16,000 characters."""

    phrase = "refused.long"


class Flood(Refused):
    """Too many messages from one person; `seconds` says when the next one is welcome."""

    phrase = "refused.flood"

    def __init__(self, seconds: int) -> None:
        """Keep the seconds."""
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True)
class Command:
    """What a typed command means: an intent, or the words after it, or another intent for those words."""

    intent: str
    words: bool = False
    with_words: str = ""


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
            item = self._receive(channel, user, payload, source_id)
            return await self._finish(item)

    async def recover(self) -> list[tuple[InboxItem, Turn]]:
        """Answer what was received but not finished before the process ended, oldest first."""
        async with self._lock:
            with self.unit_of_work() as uow:
                waiting = uow.inbox.pending()
            return [(item, await self._finish(item)) for item in waiting]

    def refusal(self, refused: Refused) -> str:
        """Return the text that says what to do about a refused message."""
        return self.content.phrases.say(refused.phrase, seconds=str(refused.seconds))

    def _slow_down(self, channel: str, user: str) -> None:
        now = self.clock.now().timestamp()
        times = self._arrivals.setdefault((channel, user), deque(maxlen=self.per_minute))
        if len(times) == self.per_minute and now - times[0] < 60:
            raise Flood(max(1, round(60 - (now - times[0]))))
        times.append(now)

    def _receive(self, channel: str, user: str, payload: Json, source_id: str) -> InboxItem:
        with self.unit_of_work() as uow:
            person = uow.people.by_identity(channel, user) or uow.people.register(channel, user)
            if "button" in payload and uow.buttons.redeem(person.id, payload["button"], self.clock.now()) is None:
                raise BadButton
            item = uow.inbox.receive(person, channel, source_id, payload, self.clock.now())
            uow.commit()
        self.probe("after_inbox_commit")
        return item

    async def _finish(self, item: InboxItem) -> Turn:
        while item.state == "pending":
            try:
                return await self._attempt(item)
            except Exception as error:
                failed = str(error) if isinstance(error, TurnFailed) else type(error).__name__
                log.error("turn_failed", item=item.id, attempt=item.attempts + 1, failed=failed)
                item = await self._failed(item)
                await asyncio.sleep(BACKOFF[min(item.attempts, len(BACKOFF)) - 1] if item.attempts else 0)
        return self._stored(item)

    async def _attempt(self, item: InboxItem) -> Turn:
        with self.unit_of_work() as uow:
            desk = Desk(uow, self._person(uow, item), self.content, self.clock, item.source_id)
            incoming = self._incoming(desk, item)
            self.probe("before_dialogue")
            answered = await self._answered(desk, incoming)
            self.probe("after_dialogue")
            turn = self._keep(uow, item, answered)
            self.probe("before_commit")
            uow.commit()
        self.probe("after_commit")
        return turn

    async def _answered(self, desk: Desk, incoming: Incoming) -> Answered:
        """The safety screen stands before everything that could swallow a message; then the dialogue engine."""
        help_first = safety.supported(desk, self.safety, incoming.text) if incoming.text else None
        if help_first:
            return Answered((help_first,), await self.engine.standing(desk))
        if safety.resting(desk):
            safety.resume(desk)
            incoming = replace(incoming, intent="go_on")
        return await self.engine.respond(desk, incoming)

    def _keep(self, uow: UnitOfWork, item: InboxItem, answered: Answered) -> Turn:
        replies = tuple(self._with_tokens(uow, item, reply) for reply in answered.replies)
        rows = [{"reply": reply, "step": answered.step} for reply in replies]
        uow.outbox.add(item, rows, self.clock.now())
        uow.inbox.done(item.id, self.clock.now())
        return _turn(item, answered.step, replies)

    @staticmethod
    def _person(uow: UnitOfWork, item: InboxItem) -> Person:
        # Read again: consent may have been given since the message arrived.
        return uow.people.by_sender(item.person.sender) or item.person

    def _incoming(self, desk: Desk, item: InboxItem) -> Incoming:
        message_id = f"{item.channel}:{item.id}"
        if "button" in item.payload:
            pressed = desk.uow.buttons.redeem(desk.person.id, item.payload["button"], self.clock.now())
            payload, title = pressed or ("/nlu_fallback", "")
            if payload.startswith("/"):
                intent, *carried = payload[1:].split()
                pairs = (item.partition("=") for item in carried)
                return Incoming(title, message_id, intent, tuple((kind, value) for kind, _, value in pairs))
            return Incoming(payload, message_id)
        return self._typed(str(item.payload["text"]), message_id)

    def _typed(self, text: str, message_id: str) -> Incoming:
        command = command_of(text)
        meaning = self.commands.get(command[0]) if command else None
        if command and meaning:
            if meaning.words and command[1]:
                return Incoming(without_payload(command[1]), message_id)
            if meaning.with_words and without_payload(command[1]):
                return Incoming(without_payload(command[1]), message_id, meaning.with_words)
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

    async def _failed(self, item: InboxItem) -> InboxItem:
        """Count the attempt; after the third, set the message aside and apologise once."""
        with self.unit_of_work() as uow:
            begun = uow.inbox.begin(item.id)
            item = replace(begun, state="dead" if begun.attempts >= ATTEMPTS else "pending")
            if item.state == "dead":
                desk = Desk(uow, self._person(uow, item), self.content, self.clock)
                row = {"reply": self.apology, "step": await self.engine.standing(desk)}
                uow.outbox.add(item, [row], self.clock.now())
                uow.inbox.dead(item.id, self.clock.now())
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
