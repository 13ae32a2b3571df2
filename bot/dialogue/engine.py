"""Hosts the Rasa agent in our own process. No Rasa port is opened, nothing is sent anywhere."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from threadpoolctl import threadpool_limits

from bot.dialogue import overrides
from bot.dialogue.endpoint import InProcessEndpoint
from bot.dialogue.tracker_store import EncryptedTrackerStore
from bot.domain.normalise import for_reading, visible
from bot.nlu.encoder import shared_encoder
from bot.services import onboarding, turn_context
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming, TurnFailed
from bot.services.ports import Json

MENU = "menu"
#: A session that has this many events ends when no dialogue is under way (about 15 turns).
LONG_SESSION = 120
#: The forms in which somebody may be who has not agreed.
NEED_NO_CONSENT = ("onboarding_form", "forget_form")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KEPT = ("kind", "ref", "score", "criteria", "picture", "document")


class SessionAwareProcessor(MessageProcessor):
    """Starts a new Rasa session when a dialogue has ended, so that old events are not read again.

    Also where consent to the text in force is missing: a session without it begins with the question for it.
    Overrides `_has_session_expired`, for which Rasa offers only a time limit (checked against 3.6.21, as is the rest).
    """

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        idle = tracker.active_loop_name is None and len(tracker.events) > LONG_SESSION
        return bool(idle or _consent_is_due(tracker) or super()._has_session_expired(tracker))

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Do nothing: Rasa makes an empty domain for each message, to warn of intents the model cannot give."""

    def _parse_message_with_graph(
        self, message: UserMessage, tracker: DialogueStateTracker, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """Understand a message by what can be read of it in bounded time; what was typed is what is kept."""
        typed, message.text = message.text or "", for_reading(message.text or "")
        try:
            parsed = super()._parse_message_with_graph(message, tracker, only_output_properties)
        finally:
            message.text = typed
        return {**parsed, "text": typed}

    async def _run_action(self, action: Action, *others: Any, **named: Any) -> bool:
        """Run an action; note its failure, which Rasa would only log, so that no turn is kept half done."""
        run = action.run

        async def noted(*arguments: Any) -> Any:
            try:
                return await run(*arguments)
            except ActionExecutionRejection:
                raise
            except Exception as error:
                turn_context.note(action.name(), error)
                raise

        action.run = noted
        return bool(await super()._run_action(action, *others, **named))


def _consent_is_due(tracker: DialogueStateTracker) -> bool:
    """Whether the person has not agreed to the text in force and is not being asked; rights need no consent."""
    turn = turn_context.current()
    asked = tracker.active_loop_name in NEED_NO_CONSENT
    return turn is not None and not asked and not onboarding.consented(turn.desk)


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


class _Words(TemplatedNaturalLanguageGenerator):
    """Rasa's replies by name, with their placeholders filled.

    A name or a value that does not exist makes the turn fail: Rasa would leave the one out and show the other's braces.
    """

    async def generate(self, utter_action: str, *others: Any, **values: Any) -> dict[str, Any] | None:
        """Return the reply with this name."""
        draft: dict[str, Any] | None = await super().generate(utter_action, *others, **values)
        if not draft:
            turn_context.note(utter_action, LookupError())
        return draft

    def _fill_response(
        self, response: dict[str, Any], filled_slots: dict[str, Any] | None = None, **values: Any
    ) -> dict[str, Any]:
        """Fill each placeholder once. Rasa's own way reads the filled text again, and so changes braces people type."""
        values = {**(filled_slots or {}), **values}
        return {key: _filled(part, values) for key, part in response.items()}


def _filled(part: Any, values: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_filled(one, values) for one in part]
    if isinstance(part, dict):
        return {key: _filled(one, values) for key, one in part.items()}
    return _PLACEHOLDER.sub(lambda found: _value(found, values), part) if isinstance(part, str) else part


def _value(found: re.Match[str], values: dict[str, Any]) -> str:
    if values.get(found[1]) is None:
        turn_context.note(f"placeholder {found[1]}", LookupError())
    return str(values.get(found[1], ""))


class RasaEngine:
    """Implements `services.dialogue.DialogueEngine` with a trained Rasa model."""

    def __init__(self, model: Path, declared: Mapping[str, Any]) -> None:
        """Load the model; about a second.

        Args:
            model: the archive that `rasa train` made.
            declared: the values of domain.yml with the present replies: they may be newer than the model.
        """
        domain = Domain.from_dict(dict(declared))
        overrides.apply()
        # One turn is one sentence: more threads for a small matrix only wait for one another, and burn what other
        # processes of the machine could use (measured: 144 ms of CPU a turn instead of 86).
        threadpool_limits(limits=1)
        self._store = store = EncryptedTrackerStore(domain)
        words = _Words(domain.responses)
        self._agent = Agent(domain=domain, generator=words, tracker_store=store, action_endpoint=InProcessEndpoint())
        # The agent wraps its store in one that fails over to memory; failures must surface instead.
        self._agent.tracker_store = store
        processor = SessionAwareProcessor(
            model_path=model,
            tracker_store=store,
            lock_store=self._agent.lock_store,
            action_endpoint=self._agent.action_endpoint,
            generator=self._agent.nlg,
            on_circuit_break=_broken_circuit,
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

    def foresee(self, text: str) -> None:
        """Begin with the sentence vector, which takes a tenth of a turn and another core."""
        shared_encoder().begin(visible(for_reading(text)))

    def forget(self, sender: str) -> None:
        """Drop what is in memory of somebody's conversation."""
        self._store.forget(sender)

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


def _broken_circuit(*_: Any) -> None:
    turn_context.note("too many actions", RecursionError())


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
