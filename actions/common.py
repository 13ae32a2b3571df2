"""Greeting, menu, help, small talk: what can come up anywhere."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, busy, said, under_way
from bot.services import common, recap
from bot.services.desk import Desk
from bot.services.replies import Outcome


class ActionGreet(ServiceAction):
    """Greet."""

    named = "action_greet"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Greet; offer the menu unless a dialogue is under way."""
        return common.greet(desk, busy(tracker))


class ActionGoOn(ServiceAction):
    """The person wants to go on with the exercise."""

    named = "action_go_on"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say so; the menu follows unless a dialogue is under way."""
        return common.go_on(desk, busy(tracker))


class ActionMenu(ServiceAction):
    """Offer what can be done."""

    named = "action_menu"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Show the menu."""
        return common.menu(desk)


class ActionHelp(ServiceAction):
    """Help."""

    named = "action_help"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what one can say here."""
        return common.help_text(desk, under_way(tracker))


class ActionRecap(ServiceAction):
    """Where it stands."""

    named = "action_recap"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say what is noted so far."""
        return recap.so_far(desk, under_way(tracker), said(tracker))


class ActionStop(ServiceAction):
    """Stop or goodbye with nothing under way."""

    named = "action_stop"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say goodbye."""
        return common.nothing_to_stop()


class ActionChitchat(ServiceAction):
    """Small talk."""

    named = "action_chitchat"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Answer by intent."""
        return common.chitchat(said(tracker).intent)


class ActionUnsupported(ServiceAction):
    """Voice, photo, sticker."""

    named = "action_unsupported"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say that only text can be read."""
        return common.unsupported()


class ActionFallback(ServiceAction):
    """Not understood."""

    named = "action_fallback"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say so, and what would be understood."""
        return common.fallback()
