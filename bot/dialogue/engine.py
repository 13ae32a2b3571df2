"""Hosts the Rasa agent in our own process. No Rasa port is opened, nothing is sent anywhere."""

from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import overrides
from bot.dialogue.endpoint import InProcessEndpoint
from bot.dialogue.tracker_store import EncryptedTrackerStore
from bot.services import turn_context
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming, TurnFailed
from bot.services.ports import Json

MENU = "menu"
#: A session that has this many events ends when no dialogue is under way (about 15 turns).
LONG_SESSION = 120
_KEPT = ("kind", "ref", "score", "criteria", "picture", "document")


class SessionAwareProcessor(MessageProcessor):
    """Starts a new Rasa session when a dialogue has ended, so that old events are not read again.

    Overrides `_has_session_expired`, for which Rasa offers only a time limit (checked against 3.6.21).
    """

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        idle = tracker.active_loop_name is None and len(tracker.events) > LONG_SESSION
        return bool(idle or super()._has_session_expired(tracker))


class _Collector(OutputChannel):
    """Takes the replies of one turn, whole, with their kind and ref."""

    def __init__(self) -> None:
        self.replies: list[Json] = []

    @classmethod
    def name(cls) -> str:
        return "sounding-board"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply: text, buttons as (title, payload), image, kind and ref."""
        meta = {**(message.get("metadata") or {}), **{k: message[k] for k in _KEPT if k in message}}
        buttons = [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
        reply = {"text": message.get("text") or "", "buttons": buttons, "image": message.get("image")}
        self.replies.append({"kind": None, "ref": None, **reply, **{k: meta[k] for k in _KEPT if k in meta}})


class RasaEngine:
    """Implements `services.dialogue.DialogueEngine` with a trained Rasa model."""

    def __init__(self, model: Path, domain: Domain) -> None:
        """Load the model; about a second.

        Args:
            model: the archive that `rasa train` made.
            domain: the declared domain with the present replies: they may be newer than the model.
        """
        overrides.apply()
        self._store = store = EncryptedTrackerStore(domain)
        self._agent = Agent(domain=domain, generator=None, tracker_store=store, action_endpoint=InProcessEndpoint())
        # The agent wraps its store in one that fails over to memory; failures must surface instead.
        self._agent.tracker_store = store
        processor = SessionAwareProcessor(
            model_path=model,
            tracker_store=store,
            lock_store=self._agent.lock_store,
            action_endpoint=self._agent.action_endpoint,
            generator=self._agent.nlg,
        )
        store.domain = processor.domain
        self._agent.processor = processor
        self._forms = _form_by_slot(processor.domain)

    async def respond(self, desk: Desk, incoming: Incoming) -> Answered:
        """Handle one message inside the desk's transaction (see `DialogueEngine`)."""
        collector = _Collector()
        with turn_context.under_way(desk) as turn:
            await self._agent.handle_message(_user_message(desk, incoming, collector))
        if turn.failures:
            raise TurnFailed("; ".join(turn.failures))
        if not collector.replies:
            raise TurnFailed("no reply")
        return Answered(tuple(collector.replies), _step(self._store.saved))

    async def standing(self, desk: Desk) -> str:
        """Return the step in which the bot waits for the desk's person."""
        with turn_context.under_way(desk):
            return _step(await self._store.retrieve(desk.person.sender))

    async def understand(self, text: str, step: str | None = None) -> Json:
        """Parse a text as typed at a step, such as `grow.goal`; None means the menu."""
        processor = self._agent.processor
        assert processor is not None
        return dict(await processor.parse_message(UserMessage(text, sender_id="explain"), self._waiting(step)))

    def _waiting(self, step: str | None) -> DialogueStateTracker:
        """A tracker of someone whom the bot waits for in a step."""
        slot = (step or MENU).replace(".", "_")
        form = self._forms.get(slot)
        if step not in (None, MENU) and form is None:
            raise ValueError(f"Nothing waits in a step called '{step}'. Steps: {', '.join(sorted(self.steps()))}.")
        events = [ActionExecuted(form), ActiveLoop(form), SlotSet(REQUESTED_SLOT, slot)] if form else []
        listen = ActionExecuted("action_listen")
        processor = self._agent.processor
        assert processor is not None
        return DialogueStateTracker.from_events("explain", [*events, listen], processor.domain.slots)

    def steps(self) -> list[str]:
        """All steps in which the bot may wait, with `menu`."""
        return [MENU, *(slot.replace("_", ".", 1) for slot in self._forms)]


def _form_by_slot(domain: Domain) -> dict[str, str]:
    return {slot: form for form in domain.form_names for slot in domain.required_slots_for_form(form)}


def _step(tracker: DialogueStateTracker | None) -> str:
    """The step the bot waits in: the requested slot, its first "_" read as ".", or the menu."""
    slot = tracker.get_slot(REQUESTED_SLOT) if tracker and tracker.active_loop_name else None
    return str(slot).replace("_", ".", 1) if slot else MENU


def _user_message(desk: Desk, incoming: Incoming, collector: _Collector) -> UserMessage:
    parse_data = None
    if incoming.intent:
        entities = [{"entity": kind, "value": value} for kind, value in incoming.entities]
        intent = {"name": incoming.intent, "confidence": 1.0}
        parse_data = {"text": incoming.text, "intent": intent, "entities": entities}
    return UserMessage(
        text=incoming.text,
        output_channel=collector,
        sender_id=desk.person.sender,
        parse_data=parse_data,
        input_channel=collector.name(),
        message_id=incoming.message_id,
        # "By Friday" means the Friday after the turn's day, whatever the machine's clock says by then.
        metadata={"today": desk.today.isoformat()},
    )
