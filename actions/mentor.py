"""Questions to the mentor, at the menu or in the middle of anything else."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, busy, entities, under_way
from bot.services import mentor, pressure_test, rehearse
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionMentorAnswer(ServiceAction):
    """Answer, follow up, show another function's view, or say that it is not known."""

    named = "action_mentor_answer"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Put the question as the pipeline read it, with the topic in hand."""
        picked, part = (next(iter(entities(tracker, kind)), None) for kind in ("topic", "part"))
        question = mentor.read(tracker.latest_message.get("topics") or {}, picked, part)
        in_hand = tracker.get_slot(mentor.SLOT)
        behind = _behind(desk, under_way(tracker), in_hand) if question.followup and not picked else None
        return behind or mentor.answer(desk, question, mentor.Place(in_hand, busy(tracker)))


def _behind(desk: Desk, form: str | None, in_hand: str | None) -> Outcome | None:
    """What stands behind the line just heard, if "how do I answer that?" is asked where somebody else speaks."""
    if form == "rehearse_form":
        return rehearse.behind(desk, desk.content.rehearsal)
    return pressure_test.behind(desk, desk.content.pressure) if form == "pressure_form" and not in_hand else None
