"""When to write first."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, carried, form_actions, said
from bot.services import reminders
from bot.services.desk import Desk
from bot.services.replies import Outcome

ACTIONS = form_actions(
    "reminders",
    opened=lambda desk, tracker: reminders.open_reminders(desk, said(tracker)),
    answered=lambda desk, tracker: reminders.answer(desk, said(tracker)),
    asked={"commitments_update": lambda desk, _: reminders.ask(desk)},
    paused=lambda desk, _: reminders.pause(desk),
    restarted=lambda desk, _: reminders.restart(desk),
    closed=lambda desk, _: reminders.close(desk),
)


class ActionRemindersSnooze(ServiceAction):
    """A reminder is put off, by button."""

    named = "action_reminders_snooze"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Put it off by the days that the button carries."""
        return reminders.snooze(desk, *(carried(tracker, kind) for kind in ("promise", "days")))
