"""Keeps Rasa's trackers in our own storage: encrypted events, in the transaction of the turn.

Only the present Rasa session is loaded: sessions are short (bot/dialogue/engine.py), so that a
turn costs the same after a year as in the first week.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.services import onboarding, turn_context
from bot.services.ports import TrackerEvents


class NoTurnUnderWay(RuntimeError):
    """The tracker store was used outside a turn, where there is no transaction to use."""


def event_classes() -> dict[str, type[Event]]:
    """Return Rasa's event classes by type name. Rasa itself walks all of them for every stored event."""
    return {cls.type_name: cls for cls in all_subclasses(Event) if getattr(cls, "type_name", None)}


class EncryptedTrackerStore(TrackerStore):
    """A tracker store that lives in the unit of work of the turn under way."""

    def __init__(self, domain: Domain) -> None:
        """Keep the domain; everything else comes with each turn."""
        super().__init__(domain)
        self._classes = event_classes()
        self._stored: dict[str, tuple[int, int]] = {}
        self.saved: DialogueStateTracker | None = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the present session, or None for someone new."""
        events = _events()
        start = events.session_start(sender_id)
        stored = events.load(sender_id, start)
        self._stored[sender_id] = (start, len(stored))
        return self._tracker(sender_id, stored) if stored else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return the tracker over all sessions, or None."""
        stored = _events().load(conversation_id)
        return self._tracker(conversation_id, stored) if stored else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are new since `retrieve`.

        Raises:
            ConcurrentTurn: another turn of the same person was stored meanwhile.
        """
        start, known = self._stored.get(tracker.sender_id, (0, 0))
        consented = self._consented()
        new = [_minimised(event, consented) for event in islice(tracker.events, known, None)]
        _events().append(tracker.sender_id, start + known, new)
        self._stored[tracker.sender_id] = (start, known + len(new))
        self.saved = tracker

    def forget(self, sender_id: str) -> None:
        """Drop what is in memory of a conversation."""
        self._stored.pop(sender_id, None)
        self.saved = None

    async def keys(self) -> Iterable[str]:
        """Nobody's list of conversations: nothing needs it."""
        return []

    @staticmethod
    def _consented() -> bool:
        turn = turn_context.current()
        return turn is not None and onboarding.consented(turn.desk)

    def _tracker(self, sender_id: str, stored: list[dict[str, Any]]) -> DialogueStateTracker:
        events = [self._classes[row["event"]]._from_parameters(row) for row in stored]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)


def _events() -> TrackerEvents:
    turn = turn_context.current()
    if turn is None:
        raise NoTurnUnderWay("The tracker store works only inside a turn.")
    return turn.desk.uow.events


#: Slots whose string values are ids of ours.
_PLAIN_SLOTS = frozenset({"requested_slot", "mentor_topic", "privacy_return", "return_to"})
#: Values of a step's slot that are ours; anything else in one is a copy of what the person typed.
_OUR_VALUES = ("done", "given", None)


def _minimised(event: Event, consented: bool) -> dict[str, Any]:
    """The event without what can be derived: rankings, second and third copies of the text.

    Before consent, nothing that the person typed is kept at all.
    """
    row = dict(event.as_dict())
    if isinstance(event, UserUttered):
        parse = row.get("parse_data") or {}
        row["parse_data"] = {
            k: parse[k] for k in ("intent", "entities", "signals", "topics") if consented and k in parse
        }
        row["text"] = row.get("text") if consented else ""
        row["metadata"] = {}
    elif isinstance(event, BotUttered):
        row["metadata"] = {k: v for k, v in (row.get("metadata") or {}).items() if k in ("kind", "ref")}
    elif isinstance(event, SlotSet) and "_" in event.key and isinstance(event.value, str):
        row["value"] = event.value if event.value in _OUR_VALUES or event.key in _PLAIN_SLOTS else None
    return row
