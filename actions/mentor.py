"""Questions to the mentor, at the menu or in the middle of anything else."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, busy, entities
from bot.services import mentor
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionMentorAnswer(ServiceAction):
    """Answer, follow up, show another function's view, or say that it is not known."""

    named = "action_mentor_answer"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Put the question as the pipeline read it, with the topic in hand."""
        picked, part = (next(iter(entities(tracker, kind)), None) for kind in ("topic", "part"))
        question = mentor.read(tracker.latest_message.get("topics") or {}, picked, part)
        return mentor.answer(desk, question, mentor.Place(tracker.get_slot(mentor.SLOT), busy(tracker)))
