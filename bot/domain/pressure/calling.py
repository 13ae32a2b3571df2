"""A voice that is asked for in the middle of a pressure test: "what would the CEO ask?".

While the plan is being told it is kept for the questions; among the questions that stakeholder asks next.
"""

from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.suggestion import mentioned

#: A suggestion says why; this one was asked for.
WHY, MOST = "called", 3


def wanted(reply: Reply) -> bool:
    """Whether a reply asks what somebody else would say."""
    return "asks-view" in reply.signals.on


def called(interview: Interview, text: str, book: Book) -> Interview:
    """Return the test in which the one who was named is heard next; the same test where nobody known is named.

    The question that waits is put aside: it comes again where it is still due.
    """
    who = next(iter(mentioned(text, book)), "")
    if not who:
        return interview
    pending = interview.pending
    among_questions = pending is not None and pending.step == "question"
    exchanges = interview.exchanges[:-1] if among_questions else interview.exchanges
    return replace(interview, called=who, exchanges=exchanges)


def first(who: str, suggested: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the suggestion with the one who was asked for at its head, no longer than it was."""
    if not who:
        return suggested
    mine = next((pair for pair in suggested if pair[0] == who), (who, WHY))
    return (mine, *(pair for pair in suggested if pair[0] != who))[: max(MOST, len(suggested))]


def heard(interview: Interview, exchange: Exchange) -> Interview:
    """Return the test in which nobody is called any more, once their question was put."""
    return replace(interview, called="") if exchange.stakeholder == interview.called else interview
