"""First contact: consent, then a few optional facts."""

from rasa_sdk import Tracker

from actions._desk import ReturningAction, ServiceAction, ValidateForm, entities, said
from bot.services import onboarding
from bot.services.desk import Desk
from bot.services.replies import Outcome


class AskConsent(ServiceAction):
    """What this is, and the question of consent."""

    named = "action_ask_onboarding_consent"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask; shorter when it was asked before."""
        return onboarding.ask_consent(desk, tracker.get_slot("onboarding_asked"))


class AskProfile(ServiceAction):
    """The next optional fact."""

    named = "action_ask_onboarding_profile"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask for the first fact neither known nor skipped."""
        return onboarding.ask_profile(desk)


class ValidateOnboardingForm(ValidateForm):
    """Consent, or one fact."""

    named = "validate_onboarding_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the answer of the step that waits."""
        step, asked = str(tracker.get_slot("requested_slot")), tracker.get_slot("onboarding_asked")
        return onboarding.answer(desk, step, said(tracker), entities(tracker, "function"), asked)


class ActionOnboardingDone(ReturningAction):
    """The end of first contact, or of agreeing again."""

    named = "action_onboarding_done"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Thank and go on."""
        return onboarding.done(desk)
