"""The GROW conversation."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, said
from bot.services import grow
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionGrowOpen(ServiceAction):
    """Begin a conversation, or go on with the one that was left."""

    named = "action_grow_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open the session and set the steps that are behind it."""
        return grow.open_session(desk, said(tracker))


class ValidateGrowForm(ValidateForm):
    """An answer in whatever step of the conversation waits."""

    named = "validate_grow_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the answer; the slots it returns decide the next step."""
        return grow.answer(desk, said(tracker))


class AskReview(ServiceAction):
    """What became of the last promises."""

    named = "action_ask_grow_review"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return grow.ask(desk)


class AskGoal(ServiceAction):
    """Topic, goal, measure, date."""

    named = "action_ask_grow_goal"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return grow.ask(desk)


class AskReality(ServiceAction):
    """How things stand, through the lenses."""

    named = "action_ask_grow_reality"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return grow.ask(desk)


class AskOptions(ServiceAction):
    """At least three options, then a choice."""

    named = "action_ask_grow_options"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return grow.ask(desk)


class AskWill(ServiceAction):
    """Action, date, obstacle, if-then plan, confidence."""

    named = "action_ask_grow_will"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return grow.ask(desk)


class AskSummary(ServiceAction):
    """The summary, to confirm or correct."""

    named = "action_ask_grow_summary"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Show the summary, or ask what to correct."""
        return grow.ask(desk)


class ActionGrowPause(ServiceAction):
    """Leave the conversation; it can be resumed."""

    named = "action_grow_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that everything is kept."""
        return grow.pause(desk)


class ActionGrowRestart(ServiceAction):
    """Set the conversation aside and begin another."""

    named = "action_grow_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open a new session and empty every step."""
        return grow.restart(desk)


class ActionGrowClose(ServiceAction):
    """Store the promise and close."""

    named = "action_grow_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Close the session and say when the promise will be asked about."""
        return grow.close(desk)
