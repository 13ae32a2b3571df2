"""Where a conversation stands when a text is typed: what is waited for, and who has just spoken."""

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def waiting_slot(tracker: DialogueStateTracker | None) -> str | None:
    """Return the slot that a form waits for, or None where no form does."""
    if tracker is None or tracker.active_loop_name is None:
        return None
    slot = tracker.get_slot(REQUESTED_SLOT)
    return str(slot) if slot else None


def mentor_spoke(tracker: DialogueStateTracker | None) -> bool:
    """Whether the mentor answered in the last turn, so that "why?" means its topic."""
    for event in reversed(tracker.events if tracker else []):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and str(event.metadata.get("kind", "")).startswith("mentor."):
            return True
    return False
