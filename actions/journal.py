"""Reading one's reflections."""

from rasa_sdk import Tracker

from actions._desk import ServiceAction, ValidateForm, carried, return_to, said
from bot.services import journal
from bot.services.desk import Desk
from bot.services.journal import Pressed
from bot.services.replies import Outcome


def _pressed(tracker: Tracker) -> Pressed:
    """What the button carried, if one was pressed."""
    return Pressed(*(carried(tracker, kind) for kind in ("choice", "reflection", "theme")))


class ActionJournalOpen(ServiceAction):
    """Open the journal, or do what a button under a reflection says."""

    named = "action_journal_open"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Open it; the slot `journal_ready` says whether there is anything to browse."""
        return journal.open_journal(desk, return_to(tracker), _pressed(tracker))


class ValidateJournalForm(ValidateForm):
    """A line while the journal is open, or the new text of an entry."""

    named = "validate_journal_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Take the line, or the button."""
        return journal.answer(desk, said(tracker), tracker.get_slot(journal.VIEW), _pressed(tracker))


class AskJournalList(ServiceAction):
    """The page, the entry, or the question whether to delete it."""

    named = "action_ask_reflect_list"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Show it."""
        return journal.ask(desk, tracker.get_slot(journal.VIEW))


class AskJournalText(ServiceAction):
    """The new text of an entry."""

    named = "action_ask_journal_form_reflect_capture"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Ask for it."""
        return journal.ask_text(desk, tracker.get_slot(journal.VIEW))


class ActionJournalClose(ServiceAction):
    """The journal is closed."""

    named = "action_journal_close"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        """Say so."""
        return journal.close(desk)
