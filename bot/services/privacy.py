"""What is kept and who can see it, in the person's own case."""

from bot.services import shared as programme_view
from bot.services.desk import Desk
from bot.services.replies import Outcome, Say


def info(desk: Desk) -> Outcome:
    """Say what is kept, why, and who can see it."""
    return Outcome((Say("utter_privacy_info", "privacy.info"),))


def shared(desk: Desk) -> Outcome:
    """Say exactly what the programme team sees."""
    return programme_view.outcome(desk)
