"""Takes what could be done into the conversation: as options, and one of them as the choice."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.coaching.complaints import describes, tells_what_happened
from bot.domain.coaching.days import is_a_day
from bot.domain.coaching.listed import JOKE, offered, split_list, split_options
from bot.domain.coaching.options import (
    ENOUGH,
    already_chosen,
    chosen,
    combines,
    several,
)
from bot.domain.coaching.phases import TRIES, tries
from bot.domain.coaching.plans import could_be_done
from bot.domain.coaching.preamble import is_away, is_empty, no_more, takes_back
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.whom import is_close, names_only

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: Said where another way was asked for: the choice is made.
_CHOOSES = re.compile(
    r"\W*(?:(?:ok|so|well|no|then)\W+)*i(?:'d|'ll| would| will)? (?:choose|pick|go with|go for|take) \w+ \w+", re.I
)
#: "He says no": so few words tell what happens and choose nothing.
TELLS = 4
_SENTENCES = re.compile(r"(?<=[.!?;])\s+")
#: Asked what others would do; "they would put it on one page" answers that, and describes nothing.
_OF_OTHERS = re.compile(r"\bwould (?!you\b|it\b|that\b|be\b)|designed this|\bsound\b", re.I)
#: Asked for several at once, people put commas between them.
_ASKS_FOR_A_LIST = re.compile(r"\b(?:three|several|a few)\b", re.I)


def with_options(session: Session, reply: "Reply", turn: int) -> Session:
    """Return the session with what an answer names as options; a day, a joke or a complaint is none."""
    reply = replace(reply, text=" ".join(s for s in _SENTENCES.split(reply.text) if not is_away(s)))
    if is_empty(reply.text) or not reply.text:
        return _no_further(session, reply)
    if is_a_day(reply.text, reply.signals, reply.today):
        return session
    if _CHOOSES.match(reply.text) and session.every("option"):
        return replace(with_choice(session, reply, turn), declined=session.declined | {"option"})
    asked = session.exchanges[turn].asked if 0 <= turn < len(session.exchanges) else ""
    if _is_no_option(session, reply, turn):
        return session
    if several(reply.text) and len(session.every("option")) >= ENOUGH:
        # Enough to choose from, then; which comes first is asked next.
        return replace(session, declined=session.declined | {"option"})
    how_it_is = describes(reply.text) or tells_what_happened(reply.text)
    if how_it_is and not _OF_OTHERS.search(asked) and tries(session, "option") < TRIES:
        return session
    pointed = already_chosen(reply.text, [fact.text for fact in session.every("option")])
    if pointed:
        # Who chooses a second time does not want another option.
        more = session.declined | {"option"} if session.latest("choice") else session.declined
        return replace(session.with_fact(Fact("choice", pointed, turn), replacing=True), declined=more)
    if takes_back(session.exchanges[turn].answer or ""):
        session = session.without_turn(turn - 1)
    named = _from_the_option_on(reply.text)
    return _noted(session, split_list(named) if _ASKS_FOR_A_LIST.search(asked) else split_options(named), turn)


def with_offered(session: Session, reply: "Reply", turn: int) -> Session:
    """Return the session with the ways that were laid out before anybody asked for them ("we could X or Y")."""
    return _noted(session, offered(reply.text), turn)


def _noted(session: Session, texts: list[str], turn: int) -> Session:
    known = {fact.text.lower() for fact in session.every("option")}
    for text in texts:
        if text.lower() not in known:
            session = session.with_fact(Fact("option", text, turn))
    return session


def _no_further(session: Session, reply: "Reply") -> Session:
    """Who says in so many words that that is all is not asked on, where there is something to choose from."""
    enough = len(session.every("option")) >= ENOUGH
    ends = no_more(reply.text) or tries(session, "option") >= ENOUGH
    return replace(session, declined=session.declined | {"option"}) if enough and ends else session


def _is_no_option(session: Session, reply: "Reply", turn: int) -> bool:
    """Whether an answer is a joke, only names who it is about, or tells what it does to them; that much is let go."""
    joke = "joke" in reply.signals.on and reply.signals.words <= JOKE
    felt = ("feeling" in reply.signals.on or is_close(reply.text)) and not could_be_done(reply.text)
    again = tries(session, "option") < TRIES
    return joke or (again and (felt or names_only(session.exchanges[turn])))


def _from_the_option_on(text: str) -> str:
    """Leave out the sentences before the first one in which something is done: "I am Ravi! Ok. I could call him."""
    pieces = re.split(r"(?<=[.!?])\s+", text.strip())
    begins = next((at for at, piece in enumerate(pieces) if could_be_done(piece)), 0)
    return " ".join(pieces[begins:])


def with_choice(session: Session, reply: "Reply", turn: int) -> Session:
    """Return the session with the option that was chosen, or the way that was named in its place.

    Asked once more which comes first, where all were chosen at once or none; after that it is left open.
    """
    text = reply.text.strip()
    options = [fact.text for fact in session.every("option")]
    option = None if combines(text, options) else chosen(text, options)
    several_at_once = option is None and several(text) and len(options) >= ENOUGH
    if several_at_once or (option is None and _chooses_nothing(text)):
        again = tries(session, "choice") >= ENOUGH
        return replace(session, declined=session.declined | {"choice"}) if again else session
    return session.with_fact(Fact("choice", option or text, turn), replacing=True)


def _chooses_nothing(text: str) -> bool:
    """Whether a reply where a choice was asked for only tells what others do ("he says no")."""
    return describes(text) and not could_be_done(text) and len(text.split()) <= TELLS
