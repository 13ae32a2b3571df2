"""Keeps Rasa's trackers in our own storage: encrypted events, in the transaction of the turn.

Only the present Rasa session is loaded: sessions are short (bot/dialogue/engine.py), so that a
turn costs the same after a year as in the first week. What was loaded, and the tracker that was made
of it, is kept for the next turn of the same person, and used only if the store's newest event is still
the one it ended with: another process may have answered in between, or the turn may have been rolled back.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.overrides import event_classes
from bot.services import onboarding, turn_context
from bot.services.ports import TrackerEvents


class NoTurnUnderWay(RuntimeError):
    """The tracker store was used outside a turn, where there is no transaction to use."""


#: People whose present session is kept in memory, the latest, and for how many seconds after their last turn: what
#: somebody erased through another process must not stay here.
KEPT, SECONDS = 100, 900.0


@dataclass(frozen=True)
class Session:
    """The events of someone's present session as they are stored: `start` is the number of the first.

    `tracker` is what Rasa makes of them, or None where it has not been made yet. Nobody is given it, only copies.
    """

    start: int
    rows: list[dict[str, Any]]
    mark: bytes = b""
    at: float = 0.0
    tracker: DialogueStateTracker | None = None


class EncryptedTrackerStore(TrackerStore):
    """A tracker store that lives in the unit of work of the turn under way."""

    def __init__(self, domain: Domain) -> None:
        """Keep the domain; everything else comes with each turn."""
        super().__init__(domain)
        self._classes = event_classes()
        self._kept: OrderedDict[str, Session] = OrderedDict()
        self._now: dict[str, Session] = {}
        self.saved: DialogueStateTracker | None = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the present session, or None for someone new."""
        known, events = self._kept.get(sender_id), _events()
        if known is None or known.mark != events.mark(sender_id):
            start = events.session_start(sender_id)
            known = Session(start, events.load(sender_id, start))
        if known.tracker is None and known.rows:
            known = replace(known, tracker=self._tracker(sender_id, known.rows))
        self._now = {sender_id: known}
        return known.tracker.copy() if known.tracker else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return the tracker over all sessions, or None."""
        stored = _events().load(conversation_id)
        return self._tracker(conversation_id, stored) if stored else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are new since `retrieve`.

        Raises:
            ConcurrentTurn: another turn of the same person was stored meanwhile.
        """
        known = self._now.get(tracker.sender_id, Session(0, []))
        consented, events = self._consented(), _events()
        new = [_minimised(event, consented) for event in islice(tracker.events, len(known.rows), None)]
        mark = events.append(tracker.sender_id, known.start + len(known.rows), new)
        self._keep(tracker.sender_id, Session(known.start, [*known.rows, *new], mark, 0.0, self._more(known, new)))
        self.saved = tracker

    def _more(self, known: Session, new: list[dict[str, Any]]) -> DialogueStateTracker | None:
        """The tracker of a session with more events, where there is one of it without them."""
        if known.tracker is None:
            return None
        made = known.tracker.copy()
        for event in self._read(new):
            made.update(event, self.domain)
        # Remembered with the tracker, so that the next turn works out only what its own events change.
        made.applied_events()
        return made

    def _keep(self, sender_id: str, known: Session) -> None:
        """Keep what is stored by now, from where the newest session begins."""
        begun = [n for n, row in enumerate(known.rows) if row["event"] == SessionStarted.type_name]
        first = max(begun[-1] - 1, 0) if begun else 0
        kept = Session(known.start + first, known.rows[first:], known.mark, monotonic())
        self._now = {sender_id: known}
        self._kept[sender_id] = kept if first else replace(kept, tracker=known.tracker)
        self._kept.move_to_end(sender_id)
        while len(self._kept) > KEPT or next(iter(self._kept.values())).at < kept.at - SECONDS:
            self._kept.popitem(last=False)

    def forget(self, sender_id: str) -> None:
        """Drop what is in memory of a conversation."""
        self._kept.pop(sender_id, None)
        self._now.pop(sender_id, None)
        self.saved = None

    async def keys(self) -> Iterable[str]:
        """Nobody's list of conversations: nothing needs it."""
        return []

    @staticmethod
    def _consented() -> bool:
        turn = turn_context.current()
        return turn is not None and onboarding.consented(turn.desk)

    def _tracker(self, sender_id: str, stored: list[dict[str, Any]]) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(sender_id, self._read(stored), self.domain.slots, domain=self.domain)

    def _read(self, stored: list[dict[str, Any]]) -> list[Event]:
        return [self._classes[row["event"]]._from_parameters(row) for row in stored]


def _events() -> TrackerEvents:
    turn = turn_context.current()
    if turn is None:
        raise NoTurnUnderWay("The tracker store works only inside a turn.")
    return turn.desk.uow.events


#: Slots whose string values are ids of ours.
_PLAIN_SLOTS = frozenset({"requested_slot", "mentor_topic", "privacy_return", "return_to"})
#: Values of a step's slot that are ours; anything else in one is a copy of what the person typed.
_OUR_VALUES = ("done", "given", None)


#: What was read in a message and is kept with it, because people see it in their copy of everything.
_INFERRED = ("intent", "entities", "signals", "topics")


def _inferred(key: str, value: Any) -> Any:
    """What was inferred, without the pieces of the text that only stand ready to be quoted."""
    return {k: v for k, v in value.items() if k not in ("quotes", "mirror")} if key == "signals" and value else value


def _minimised(event: Event, consented: bool) -> dict[str, Any]:
    """The event without what can be derived: rankings, second and third copies of the text.

    Before consent, nothing that the person typed is kept at all.
    """
    row = dict(event.as_dict())
    if isinstance(event, UserUttered):
        parse = row.get("parse_data") or {}
        row["parse_data"] = {k: _inferred(k, parse[k]) for k in _INFERRED if consented and k in parse}
        row["text"] = row.get("text") if consented else ""
        row["metadata"] = {}
    elif isinstance(event, BotUttered):
        row["metadata"] = {k: v for k, v in (row.get("metadata") or {}).items() if k in ("kind", "ref")}
    elif isinstance(event, SlotSet) and "_" in event.key and isinstance(event.value, str):
        row["value"] = event.value if event.value in _OUR_VALUES or event.key in _PLAIN_SLOTS else None
    return row
