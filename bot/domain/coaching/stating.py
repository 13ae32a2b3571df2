"""Whether a reply states something: it may only ask, shrug, or speak of the talk itself."""

import re
from typing import TYPE_CHECKING

from bot.domain.coaching.aims import is_aim
from bot.domain.coaching.preamble import is_away, is_empty, to_the_point
from bot.domain.coaching.requests import only_asks, without_language
from bot.domain.coaching.session import Exchange

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: Said of the talk itself; in so many words there is something else in it too.
TO_THE_COACH, LONG_ENOUGH = frozenset({"asks-privacy", "corrects-coach", "doubts-coach"}), 15
#: With more words a topic that asks says what it is about; so many behind a shrug are an answer.
ON_ITS_OWN, BEHIND_A_SHRUG = 6, 4


def states_something(reply: "Reply", pending: Exchange) -> bool:
    """Whether a reply says anything that could be kept, and does not only ask, shrug or speak of the talk."""
    on = reply.signals.on
    if pending.captures == "first-sentence" and "no-idea" not in on:
        # The sentence they will say may well be a question.
        return bool(reply.text.strip())
    if all(is_away(sentence) for sentence in re.split(r"(?<=[.!?;])\s+", reply.text)) and reply.text:
        return False
    if "asks-view" in on or not without_language(reply.text):
        return False
    if on & TO_THE_COACH and reply.signals.words < LONG_ENOUGH:
        return False
    if pending.step == "goal" and (is_aim(reply.text) or pending.captures == "topic" and _on_its_own(reply)):
        # "Sales never delivers a forecast, what would you do?" asks, and says what it is about.
        return True
    asks = (
        "asks-advice" in on
        or _asks_instead(reply, pending)
        or ("question" in on and reply.signals.words < 20 and reply.text.rstrip().endswith("?"))
    )
    shrugs = "no-idea" in on and not _goes_on(reply)
    return bool(reply.text.strip()) and not asks and not shrugs or reply.signals.words > 25


def _on_its_own(reply: "Reply") -> bool:
    """Whether a reply has words enough to say what it is about, whatever else it asks."""
    return reply.signals.words > ON_ITS_OWN


def _goes_on(reply: "Reply") -> bool:
    """Whether something is said behind a shrug: "dunno. end of March"."""
    rest = to_the_point(reply.text)
    if len(rest) == len(reply.text.strip()) or is_empty(rest):
        return False
    return bool(reply.signals.dates) or reply.signals.confidence is not None or len(rest.split()) >= BEHIND_A_SHRUG


def _asks_instead(reply: "Reply", pending: Exchange) -> bool:
    """Whether a question stands where something to hold on to was asked for; what one asks oneself is a note."""
    if pending.captures in (None, "note", "option"):
        return False
    # "No idea how to measure that, what would a consultant say": the shrug is no answer either.
    behind = re.split(r"[,.;!?]\s+", reply.text.strip())[-1] if "no-idea" in reply.signals.on else reply.text
    return only_asks(behind)
