"""Promises made, and how they went."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, carried, said
from bot.services import commitments
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionCommitmentsList(ServiceAction):
    """Show the promises."""

    named = "action_commitments_list"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """List open promises by date, then the latest others."""
        return commitments.listed(desk)


class ActionCommitmentsUpdate(ServiceAction):
    """How one promise went, by button."""

    named = "action_commitments_update"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Store the status that the button carries."""
        status, promise = (carried(tracker, kind) for kind in ("status", "promise"))
        return commitments.update(desk, status, promise)


class ActionProgress(ServiceAction):
    """Show how it went over time."""

    named = "action_progress"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Count promises kept and show confidence over time."""
        return commitments.progress(desk)


class ActionCalendar(ServiceAction):
    """The days of the leader's S&OP cycle."""

    named = "action_calendar"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Keep the days that the message names."""
        return commitments.calendar(desk, said(tracker).text)
