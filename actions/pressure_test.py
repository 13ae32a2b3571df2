"""The pressure test of a plan."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, said
from bot.services import pressure_test
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionPressureOpen(ServiceAction):
    """Begin a test, or go on with the one that was left."""

    named = "action_pressure_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open the test and set the steps that are behind it."""
        return pressure_test.open_test(desk, desk.content.pressure, said(tracker))


class ValidatePressureForm(ValidateForm):
    """An answer in whatever step of the test waits."""

    named = "validate_pressure_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the answer; the slots it returns decide the next step."""
        return pressure_test.answer(desk, desk.content.pressure, said(tracker))


class AskPlan(ServiceAction):
    """Which plan, and what it does not say yet."""

    named = "action_ask_pressure_plan"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return pressure_test.ask(desk, desk.content.pressure, "plan")


class AskStakeholders(ServiceAction):
    """Who shall question the plan."""

    named = "action_ask_pressure_stakeholders"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Suggest three, with the reason for each."""
        return pressure_test.ask(desk, desk.content.pressure, "stakeholders")


class AskQuestion(ServiceAction):
    """One question in a stakeholder's voice, a follow-up, an if-then plan, or the pre-mortem."""

    named = "action_ask_pressure_question"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask the next question of this step."""
        return pressure_test.ask(desk, desk.content.pressure, "question")


class AskSummary(ServiceAction):
    """Coverage, gaps, risks and if-then plans, to confirm or correct."""

    named = "action_ask_pressure_summary"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Show the summary, or ask what to correct."""
        return pressure_test.ask(desk, desk.content.pressure, "summary")


class ActionPressurePause(ServiceAction):
    """Leave the test; it can be resumed."""

    named = "action_pressure_pause"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that everything is kept."""
        return pressure_test.pause(desk)


class ActionPressureRestart(ServiceAction):
    """Set the test aside and begin another."""

    named = "action_pressure_restart"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open a new test and empty every step."""
        return pressure_test.restart(desk, desk.content.pressure)


class ActionPressureClose(ServiceAction):
    """Store the new version of the plan and close."""

    named = "action_pressure_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Close the test and say which version was stored."""
        return pressure_test.close(desk, desk.content.pressure)
