"""An introduction to a human mentor."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, entities, said
from bot.services import introduce
from bot.services.desk import Desk
from bot.services.introduction_stages import Pressed
from bot.services.replies import Outcome


def _pressed(tracker: Tracker) -> Pressed:
    """What the button carried, if one was pressed."""
    mentor, wish = (next(iter(entities(tracker, kind)), "") for kind in ("mentor", "choice"))
    return Pressed(mentor, wish)


def _topic(tracker: Tracker) -> str:
    """The mentor topic the leader asked about last."""
    return str(tracker.get_slot("mentor_topic") or "")


class ActionIntroduceOpen(ServiceAction):
    """Begin an introduction, or go on with the one that was left."""

    named = "action_introduce_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open it; the slot `introduce_ready` says whether there is anybody to be introduced to."""
        return introduce.open_introduction(desk, said(tracker), _topic(tracker), _pressed(tracker))


class ValidateIntroduceForm(ValidateForm):
    """A reply while an introduction is under way."""

    named = "validate_introduce_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the reply, or the button."""
        return introduce.answer(desk, said(tracker), _pressed(tracker))


class AskIntroduce(ServiceAction):
    """Whom, with which words, and may I show the contact."""

    named = "action_ask_introduce_form_mentor_introduce"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask what comes next."""
        return introduce.ask(desk, _topic(tracker))


class ActionIntroducePause(ServiceAction):
    """Leave the introduction; it can be resumed."""

    named = "action_introduce_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that nothing was shown and no place taken."""
        return introduce.pause(desk)


class ActionIntroduceRestart(ServiceAction):
    """Set the introduction aside and begin another."""

    named = "action_introduce_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Begin again from the question of whom."""
        return introduce.restart(desk, said(tracker), _topic(tracker))


class ActionIntroduceClose(ServiceAction):
    """How the introduction ended."""

    named = "action_introduce_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """After consent, show the contact and the text to copy."""
        return introduce.close(desk)
