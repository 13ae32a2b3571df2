"""What an answer is: what was asked for, something else, or nothing that could stand for it."""

import re
from typing import TYPE_CHECKING

from bot.domain.coaching.amounts import measured
from bot.domain.coaching.complaints import complains_of_today, describes, tells_how_it_is
from bot.domain.coaching.dated import day_asked_for, due_date, no_day, opens_with_day
from bot.domain.coaching.days import only_a_date
from bot.domain.coaching.options import chosen_by_place
from bot.domain.coaching.phases import TRIES, tries
from bot.domain.coaching.session import Session
from bot.domain.coaching.stating import goes_on_telling

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: "That they agree on one number", "to be home by six": a wish, whatever was asked.
NAMES_A_WISH = re.compile(r"\W*(?:(?:tha?t|to|so that) \w+ \w+ \w+|(?:fewer|less|no more|zero) \w+ \w+)", re.I)
#: Where a day alone belongs that was said to something else.
_DATED = {"measure": "date", **dict.fromkeys(("action", "obstacle", "if-then", "first-sentence", "who-knows"), "when")}
#: What nobody says by agreeing.
_IN_WORDS = frozenset({"insight", "measure", "obstacle", "if-then", "first-sentence", "action"})
#: Agrees, and says nothing that somebody takes with them.
_ASSENTS = re.compile(r"\W*(?:(?:ok(?:ay)?|yes|yeah|sure|fine|good|right|thanks|thank you|great)\b\W*){1,3}$", re.I)


def meant(session: Session, capture: str, reply: "Reply", turn: int) -> str:
    """What an answer is: a day alone is no obstacle, and a figure alone corrects the confidence given before.

    A sign told where the day was asked for is the sign ("60 minutes and one decision").
    """
    if capture in _DATED and (only_a_date(reply.text, reply.signals) or capture == "measure" and opens_with_day(reply)):
        return _DATED[capture]
    if capture == "criteria" and chosen_by_place(reply.text, [fact.text for fact in session.every("option")]):
        return "choice"
    if capture == "date" and not session.latest("measure") and not day_asked_for(session, reply, turn):
        return "measure" if measured(reply.text, reply.signals) else capture
    figure = (
        capture in ("confidence-up", "if-then", "obstacle")
        and reply.signals.confidence is not None
        and reply.signals.words <= 2
    )
    return "confidence" if figure else capture


def cannot_be(session: Session, capture: str, reply: "Reply", turn: int) -> bool:
    """Whether an answer cannot stand as what was asked for; it is asked for again, and then taken as it is."""
    if capture in _IN_WORDS and _ASSENTS.match(reply.text):
        return True
    if capture == "date" and NAMES_A_WISH.match(reply.text) and not due_date(reply):
        return True
    if capture in ("when", "date"):
        return no_day(session, capture, reply, turn)
    fails = {
        "action": lambda: describes(reply.text),
        "measure": lambda: (
            complains_of_today(reply.text, reply.signals)
            or tells_how_it_is(reply.text)
            or goes_on_telling(session, reply.text)
        ),
    }
    return capture in fails and tries(session, capture) < TRIES - 1 and fails[capture]()
