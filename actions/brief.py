"""A one-page brief for the leader's sponsor."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, said
from bot.services import brief
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionBriefOpen(ServiceAction):
    """Begin a brief, or go on with the one that was left."""

    named = "action_brief_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open it and name what is missing."""
        return brief.open_brief(desk)


class ValidateBriefForm(ValidateForm):
    """A reply while a brief is being written."""

    named = "validate_brief_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the part that was asked for, or the change to the page."""
        return brief.answer(desk, said(tracker))


class AskBrief(ServiceAction):
    """The next missing part, or the page."""

    named = "action_ask_brief_form_mentor_introduce"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask what comes next."""
        return brief.ask(desk)


class ActionBriefPause(ServiceAction):
    """Leave the brief; it can be resumed."""

    named = "action_brief_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that everything is kept and nothing has left."""
        return brief.pause(desk)


class ActionBriefRestart(ServiceAction):
    """Set the brief aside and begin again."""

    named = "action_brief_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Draw on the source again."""
        return brief.restart(desk)


class ActionBriefClose(ServiceAction):
    """The accepted page."""

    named = "action_brief_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Give it as text and as PDF."""
        return brief.close(desk)
