"""Promises made, and how they went."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction
from bot.services import commitments
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionCommitmentsList(ServiceAction):
    """Show the promises."""

    named = "action_commitments_list"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """List open promises by date, then the latest others."""
        return commitments.listed(desk)


class ActionProgress(ServiceAction):
    """Show how it went over time."""

    named = "action_progress"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Count promises kept and show confidence over time."""
        return commitments.progress(desk)
