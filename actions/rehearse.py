"""The rehearsal of objections."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, said
from bot.services import rehearse
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionRehearseOpen(ServiceAction):
    """Begin a rehearsal, or go on with the one that was left."""

    named = "action_rehearse_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open the rehearsal and set the steps that are behind it."""
        return rehearse.open_rehearsal(desk, desk.content.rehearsal, said(tracker))


class ValidateRehearseForm(ValidateForm):
    """A choice, or an answer to the persona, in whatever step waits."""

    named = "validate_rehearse_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take what was typed; the slots it returns decide the next step."""
        return rehearse.answer(desk, desk.content.rehearsal, said(tracker))


class AskRehearseStakeholder(ServiceAction):
    """Who objects."""

    named = "action_ask_rehearse_stakeholder"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Suggest people, or show all."""
        return rehearse.ask(desk, desk.content.rehearsal, "stakeholder")


class AskRehearseObjection(ServiceAction):
    """Which objection, then the persona's line in role."""

    named = "action_ask_rehearse_objection"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Offer three objections, or let the persona speak."""
        return rehearse.ask(desk, desk.content.rehearsal, "objection")


class AskRehearseFeedback(ServiceAction):
    """The persona's reaction, and the feedback."""

    named = "action_ask_rehearse_feedback"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Let the persona react, then say what the answer earned."""
        return rehearse.ask(desk, desk.content.rehearsal, "feedback")


class AskRehearseSummary(ServiceAction):
    """Attempts compared, and how it went over time."""

    named = "action_ask_rehearse_summary"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Show the summary and ask for the sentence to take along."""
        return rehearse.ask(desk, desk.content.rehearsal, "summary")


class ActionRehearsePause(ServiceAction):
    """Leave the rehearsal; it can be resumed."""

    named = "action_rehearse_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that everything is kept."""
        return rehearse.pause(desk)


class ActionRehearseRestart(ServiceAction):
    """Put the rehearsal aside and begin another."""

    named = "action_rehearse_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open a new rehearsal and empty every step."""
        return rehearse.restart(desk)


class ActionRehearseClose(ServiceAction):
    """End after the summary."""

    named = "action_rehearse_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Close the rehearsal and say what was kept."""
        return rehearse.close(desk)
