"""Rights: what is kept, who sees what."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction
from bot.services import privacy
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionPrivacyInfo(ServiceAction):
    """What is kept."""

    named = "action_privacy_info"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what is kept, why, and who can see it."""
        return privacy.info(desk)


class ActionPrivacyShared(ServiceAction):
    """What the programme team sees."""

    named = "action_privacy_shared"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say exactly what leaves the conversation."""
        return privacy.shared(desk)
