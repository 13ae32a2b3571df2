"""Writing a private reflection."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, entities, return_to, said
from bot.services import reflect
from bot.services.desk import Desk
from bot.services.replies import Outcome


def _choice(tracker: Tracker) -> str:
    """What the button carried, if one was pressed."""
    return next(iter(entities(tracker, "choice")), "")


class ActionReflectOpen(ServiceAction):
    """Begin a reflection, or go on with the one that was left."""

    named = "action_reflect_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open it; the slot `return_to` says which dialogue goes on afterwards."""
        return reflect.open_reflection(desk, return_to(tracker), _choice(tracker))


class ValidateReflectForm(ValidateForm):
    """A message while a reflection is being written."""

    named = "validate_reflect_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the message, or the button."""
        return reflect.answer(desk, said(tracker), _choice(tracker))


class AskReflectCapture(ServiceAction):
    """The text, or the next question of a prompt."""

    named = "action_ask_reflect_capture"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask for it, or say that what came is kept."""
        return reflect.ask_capture(desk)


class AskReflectSaved(ServiceAction):
    """Tags, and whether themes may be counted."""

    named = "action_ask_reflect_saved"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask what comes next."""
        return reflect.ask_saved(desk)


class ActionReflectClose(ServiceAction):
    """The finished reflection."""

    named = "action_reflect_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what was kept."""
        return reflect.close(desk)


class ActionReflectNote(ServiceAction):
    """A note to self, or the insight of a conversation."""

    named = "action_reflect_note"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Keep it at once."""
        session = next(iter(entities(tracker, "session")), "")
        return reflect.note(desk, said(tracker), _choice(tracker), session)
