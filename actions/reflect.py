"""Writing a private reflection."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, carried, return_to, said
from bot.services import reflect
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionReflectOpen(ServiceAction):
    """Begin a reflection, or go on with the one that was left."""

    named = "action_reflect_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open it; the slot `return_to` says which dialogue goes on afterwards."""
        return reflect.open_reflection(desk, return_to(tracker), carried(tracker, "choice"))


class ValidateReflectForm(ValidateForm):
    """A message while a reflection is being written."""

    named = "validate_reflect_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the message, or the button."""
        return reflect.answer(desk, said(tracker), carried(tracker, "choice"))


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
        return reflect.note(desk, said(tracker), carried(tracker, "choice"), carried(tracker, "session"))
