"""When to write first."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, entities, said
from bot.services import reminders
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionRemindersOpen(ServiceAction):
    """Begin to ask about reminders, or take "none"."""

    named = "action_reminders_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what holds now."""
        return reminders.open_reminders(desk, said(tracker))


class ValidateRemindersForm(ValidateForm):
    """An answer about reminders."""

    named = "validate_reminders_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take it."""
        return reminders.answer(desk, said(tracker))


class AskReminders(ServiceAction):
    """The next question about reminders."""

    named = "action_ask_commitments_update"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask it."""
        return reminders.ask(desk)


class ActionRemindersPause(ServiceAction):
    """Leave the questions about reminders."""

    named = "action_reminders_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that what was answered holds."""
        return reminders.pause(desk)


class ActionRemindersRestart(ServiceAction):
    """Ask everything again."""

    named = "action_reminders_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Go back to the first question."""
        return reminders.restart(desk)


class ActionRemindersClose(ServiceAction):
    """Everything is known."""

    named = "action_reminders_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what holds."""
        return reminders.close(desk)


class ActionRemindersSnooze(ServiceAction):
    """A reminder is put off, by button."""

    named = "action_reminders_snooze"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Put it off by the days that the button carries."""
        promise, days = (next(iter(entities(tracker, kind)), "") for kind in ("promise", "days"))
        return reminders.snooze(desk, promise, days)
