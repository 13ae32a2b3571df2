"""Rights: what is kept, who sees what, a copy of it, its erasure, and consent withdrawn."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._desk import Events, ReturningAction, ServiceAction, ValidateForm, erase_outside_our_process, left, said
from bot.services import privacy
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionPrivacyInfo(ServiceAction):
    """What is kept."""

    named = "action_privacy_info"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what is kept, why, for how long, and who can see it."""
        return privacy.info(desk)


class ActionPrivacyShared(ServiceAction):
    """What the programme team sees."""

    named = "action_privacy_shared"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say exactly what leaves the conversation."""
        return privacy.shared(desk)


class ActionPrivacyExport(ServiceAction):
    """A copy of everything."""

    named = "action_privacy_export"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Give it as text to read and as JSON."""
        return privacy.export(desk)


class ActionPrivacyWithdraw(ServiceAction):
    """Consent withdrawn."""

    named = "action_privacy_withdraw"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Stop storing and coaching; remember what was under way."""
        return privacy.withdraw(desk, left(tracker))


class ActionPrivacyForget(ServiceAction):
    """Somebody asks to be forgotten."""

    named = "action_privacy_forget"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Remember what was under way, to go back to it if nothing is erased."""
        return privacy.begin_forgetting(left(tracker))


class AskPrivacyConfirm(ServiceAction):
    """The question before an erasure."""

    named = "action_ask_privacy_confirm"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what goes, and ask."""
        return privacy.ask_confirm(desk)


class ValidateForgetForm(ValidateForm):
    """The answer to the question before an erasure."""

    named = "validate_forget_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take a clear yes; everything else is a no."""
        return privacy.take_answer(said(tracker))


class ActionPrivacyAnswered(ReturningAction):
    """What follows from the answer."""

    named = "action_privacy_answered"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that everything is erased (the turn then does it), or that nothing is."""
        return privacy.answered(desk, tracker.get_slot(privacy.CONFIRM) == privacy.ERASE, busy=bool(self.back(tracker)))

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Go back to nothing when everything is erased."""
        if tracker.get_slot(privacy.CONFIRM) == privacy.ERASE:
            events = ServiceAction.run(self, dispatcher, tracker, domain)
            erase_outside_our_process(tracker)
            return events
        return super().run(dispatcher, tracker, domain)
