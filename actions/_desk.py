"""What every action needs: a desk for the person, what they said, and a way to utter an outcome."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import bootstrap
from bot.domain.coaching.signals import Signals
from bot.services import turn_context
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.privacy import RETURN
from bot.services.replies import Outcome

#: Forms that interrupt others and are never gone back to.
ONBOARDING = "onboarding_form"
INTERLUDES = (ONBOARDING, "forget_form")
Events = list[dict[str, Any]]
Call = Callable[[Desk, Tracker], Outcome]


@contextmanager
def desk_for(tracker: Tracker) -> Iterator[Desk]:
    """Yield the desk of the turn under way; in Rasa's own action server, one with a transaction of its own."""
    turn = turn_context.current()
    if turn is not None:
        yield turn.desk
        return
    with bootstrap.storage().unit_of_work() as uow:
        person = _met(uow, tracker.sender_id)
        yield Desk(uow, person, bootstrap.content().board, bootstrap.clock())
        uow.commit()


def _met(uow: Any, sender: str) -> Any:
    known = uow.people.by_sender(sender) or uow.people.by_identity("rasa", sender)
    return known or uow.people.register("rasa", sender)


def said(tracker: Tracker) -> Said:
    """Return the last message as the services take it."""
    message = tracker.latest_message
    intent = (message.get("intent") or {}).get("name") or ""
    return Said(
        message.get("text") or "",
        intent,
        Signals.from_dict(message.get("signals") or {}),
        message.get("relevance") or {},
    )


class ServiceAction(Action, ABC):
    """An action that is one service call: desk and tracker in, outcome out."""

    named: ClassVar[str]

    def name(self) -> str:
        """Return the name used in data and domain."""
        return self.named

    @abstractmethod
    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Call the service."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Call the service, utter its replies, return its slots as events."""
        with desk_for(tracker) as desk:
            return _utter(dispatcher, self.serve(desk, tracker))


class ValidateForm(ServiceAction, ABC):
    """Takes an answer into the waiting step of a form; without an answer in this turn it changes nothing."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Serve only when the requested slot was filled by this message."""
        if tracker.get_slot("requested_slot") not in tracker.slots_to_validate():
            return []
        return super().run(dispatcher, tracker, domain)


class ReturningAction(ServiceAction, ABC):
    """Ends a dialogue about rights or consent and goes back to the one that was left for it, whichever that was."""

    @staticmethod
    def back(tracker: Tracker) -> str | None:
        """Return the form to go back to, if there is one: without consent, the question for it."""
        return tracker.get_slot(RETURN) if tracker.get_slot("consented") else ONBOARDING

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Serve, then let the form that was left ask its question again."""
        events, form = super().run(dispatcher, tracker, domain), self.back(tracker)
        kept = tracker.get_slot(RETURN) if form == ONBOARDING else None
        return [*events, SlotSet(RETURN, kept), FollowupAction(form)] if form else events


def form_actions(
    dialogue: str, opened: Call, answered: Call, asked: Mapping[str, Call], paused: Call, restarted: Call, closed: Call
) -> tuple[type[ServiceAction], ...]:
    """Make the actions of a dialogue that is a form; keep them in the module, or Rasa does not find them.

    Args:
        dialogue: its stem; the actions are `action_<stem>_open`, `_pause`, `_restart`, `_close` and
            `validate_<stem>_form`.
        asked: what asks for each slot, by its name: `action_ask_<slot>`.
    """
    calls = {"open": opened, "pause": paused, "restart": restarted, "close": closed}
    named = {f"action_{dialogue}_{name}": call for name, call in calls.items()}
    named |= {f"action_ask_{slot}": call for slot, call in asked.items()}
    made = [_made(name, call) for name, call in named.items()]
    return (*made, _made(f"validate_{dialogue}_form", answered, validates=True))


def _made(named: str, call: Call, validates: bool = False) -> type[ServiceAction]:
    """A class, because Rasa registers actions by their classes; shown by the action's name in a traceback."""

    def serve(self: ServiceAction, desk: Desk, tracker: Tracker) -> Outcome:
        return call(desk, tracker)

    kind = ValidateForm if validates else ServiceAction
    return type(named, (kind,), {"named": named, "serve": serve, "__module__": __name__})


def _utter(dispatcher: CollectingDispatcher, outcome: Outcome) -> Events:
    for say in outcome.say:
        buttons = [{"title": b.title, "payload": b.payload} for b in say.buttons]
        about = {"kind": say.kind, "ref": say.ref, "picture": say.picture}
        dispatcher.utter_message(response=say.response, buttons=buttons, **about, **say.values)
    return [SlotSet(name, value) for name, value in outcome.slots.items()]


def entities(tracker: Tracker, kind: str) -> tuple[str, ...]:
    """Return the values of one kind of entity in the last message, in order, each once."""
    found = (e["value"] for e in tracker.latest_message.get("entities") or [] if e.get("entity") == kind)
    return tuple(dict.fromkeys(str(value) for value in found))


def carried(tracker: Tracker, kind: str) -> str:
    """Return what a button carried of one kind, or an empty text."""
    return next(iter(entities(tracker, kind)), "")


def under_way(tracker: Tracker) -> str | None:
    """Return the form of the dialogue that is under way."""
    return (tracker.active_loop or {}).get("name")


def busy(tracker: Tracker) -> bool:
    """Whether a dialogue is under way."""
    return bool(under_way(tracker))


def left(tracker: Tracker) -> str | None:
    """Return the dialogue that a question about rights interrupts, to go back to it afterwards."""
    form = under_way(tracker)
    return tracker.get_slot(RETURN) if form in INTERLUDES else form


def erase_outside_our_process(tracker: Tracker) -> None:
    """Keep the promise of an erasure in Rasa's own action server; in our process the turn does it."""
    if turn_context.current() is None:
        with bootstrap.storage().unit_of_work() as uow:
            person = _met(uow, tracker.sender_id)
        bootstrap.upkeep().forget(person.id)


def return_to(tracker: Tracker) -> str:
    """Return the dialogue that goes on after a reflection or the journal: the one in the middle of which it began.

    A value of the slot `return_to`: the stem of its form, or `menu`.
    """
    form = str((tracker.active_loop or {}).get("name") or "")
    if form in ("reflect_form", "journal_form"):
        return str(tracker.get_slot("return_to") or "menu")
    return form.removesuffix("_form") or "menu"
