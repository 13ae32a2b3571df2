"""The start of a Rasa session: first contact, or going on where a person was."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions._desk import ONBOARDING, Events, desk_for, left
from bot.services import onboarding
from bot.services.privacy import RETURN

#: Slots that belong to one turn or one session only.
_NOT_CARRIED = frozenset({"requested_slot", "session_started_metadata", "consented"})


class ActionSessionStart(Action):
    """Carries slots and the dialogue under way into the new session; without consent, starts first contact."""

    def name(self) -> str:
        """Return the name by which Rasa starts a session."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Return the events of the new session."""
        with desk_for(tracker) as desk:
            agreed = onboarding.consented(desk)
        slots = {k: v for k, v in tracker.slots.items() if v is not None and k not in _NOT_CARRIED}
        loop, waiting = (tracker.active_loop or {}).get("name"), tracker.get_slot("requested_slot")
        if not agreed:
            # Nothing but the question of consent may wait; what was under way waits for the answer to it.
            slots = {**slots, RETURN: left(tracker), "onboarding_consent": None}
            loop, waiting = ONBOARDING, "onboarding_consent"
        events = [SessionStarted(), *(SlotSet(k, v) for k, v in slots.items()), SlotSet("consented", agreed)]
        if loop:
            events += [ActiveLoop(loop), SlotSet("requested_slot", waiting)]
        return [*events, ActionExecuted("action_listen")]
