"""Whether a reply states something: it may only ask, shrug, or speak of the talk itself."""

import re
from typing import TYPE_CHECKING

from bot.domain.coaching.aims import is_aim
from bot.domain.coaching.complaints import is_content
from bot.domain.coaching.days import typed_day, typed_month
from bot.domain.coaching.plans import could_be_done
from bot.domain.coaching.preamble import is_away, is_empty, to_the_point
from bot.domain.coaching.requests import only_asks, without_language
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.threads import ORDINARY

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: Said of the talk itself; in so many words there is something else in it too.
TO_THE_COACH, LONG_ENOUGH = frozenset({"asks-privacy", "corrects-coach", "doubts-coach"}), 15
#: With more words a topic that asks says what it is about; so many behind a shrug are an answer.
ON_ITS_OWN, BEHIND_A_SHRUG = 6, 4
#: "Like I said" in so few words says nothing else.
ONLY_THAT = 5
#: So many characters of an answer are looked at for a question thrown back.
LONGEST_ECHO = 200
#: Asked of the coach about the coach ("is that what people usually tell you?"): no topic.
_OF_THE_COACH = re.compile(
    r"^(?!.*\b(?:i|we|my|our|me|us)\b).*\b(?:you(?:r|rs)?\b(?! (?:know|see)\b)|(?:other |most )?people\b|others\b)",
    re.I | re.S,
)
#: "Nothing special, all fine" names no topic; "all fine but ..." may.
_NOTHING = re.compile(
    r"\W*(?:nothing|not much|no topic|all|everything(?:'s)?|it'?s all)\b(?!.*\b(?:but|except|only)\b)", re.I
)
#: "My manager said give it a go": who sent them, and not what for.
_SENT_ONLY = re.compile(
    r"\b(?:give it a (?:go|try)|try (?:it|this)(?: out)?|have a go|told to (?:do|use) this)\b", re.I
)


#: "Not sure what 'this' is", "different from what?": the question was not understood.
_PUZZLED = re.compile(
    r"\b(?:not sure|don'?t (?:know|understand|get|see)|do not (?:know|understand|get|see)|unclear|no idea) "
    r"(?:what (?:you mean|that means|you(?:'re| are) asking|"
    r"\W?this\W? (?:is|means)|the question)|the question|your question)\b|"
    r"^\W*(?:what|which \w+) do you mean\b|^\W*what does that (?:even )?mean\b",
    re.I,
)
#: "When what has worked?": an interrogative in the middle or at the end of a few words.
_ECHO = re.compile(r"\W*(?:(?:\w+ ){1,4}(?:what|which|who|whom)\b(?: \w+){0,3}|(?:what|which) \w+)\W*\?", re.I)
#: Another shrug behind the first one.
_SHRUGS = re.compile(
    r"\b(?:no (?:idea|clue)|dunno|idk|not sure|"
    r"(?:don'?t|do not|can'?t|cannot|couldn'?t) (?:know|say|tell|think|remember)|"
    r"(?:hard|difficult) to say|whatever|you tell me|next question)\b",
    re.I,
)
#: A question that throws back a word of the coach's own has a stem in common with it.
_STEM = 4


def is_puzzled(text: str, asked: str) -> bool:
    """Whether an answer only says that the question was not understood; it is then put in other words."""
    if _PUZZLED.search(text[:LONGEST_ECHO]):
        return True
    first = _ECHO.match(text[:LONGEST_ECHO])
    return first is not None and bool(_stems(asked) & _stems(first.group(0)))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w{4,}", text.lower()) if word not in ORDINARY}


def goes_on_telling(session: Session, text: str) -> bool:
    """Whether an answer takes up a thing of the answer before, which told how it is: it is a story and no sign."""
    before = session.answered[-2:-1]
    if not before or before[0].captures not in (None, "note") or before[0].control:
        return False
    return bool(_telling(before[0].answer or "") & _telling(text))


def _telling(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{5,}", text.lower()) if word not in ORDINARY}


def states_something(reply: "Reply", pending: Exchange) -> bool:
    """Whether a reply says anything that could be kept, and does not only ask, shrug or speak of the talk."""
    on = reply.signals.on
    if is_puzzled(reply.text, pending.asked) or pending.captures == "topic" and _is_no_topic(reply):
        return False
    if pending.move == "hand-back" and could_be_done(to_the_point(reply.text)):
        # "No idea. Maybe start small? With two people?" is an idea.
        return True
    if pending.captures in ("date", "when") and (reply.signals.dates or _typed(reply)):
        # "By February?", "Today. Is anyone reading this?": the day stands, whatever is asked beside it.
        return True
    if pending.captures == "first-sentence" and "no-idea" not in on:
        # The sentence they will say may well be a question.
        return bool(reply.text.strip())
    if all(is_away(sentence) for sentence in re.split(r"(?<=[.!?;])\s+", reply.text)) and reply.text:
        return False
    if "asks-view" in on or not without_language(reply.text):
        return False
    if "said-before" in on and reply.signals.words <= ONLY_THAT and not (reply.signals.dates or reply.signals.numbers):
        # "I just said them" adds nothing to what was said; "Wednesday, as I said" names it again.
        return typed_day(reply.text, reply.today) is not None
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


def answers_after_all(reply: "Reply", pending: Exchange) -> bool:
    """Whether what was heard as "I don't know" says something behind the shrug: "dunno, q1?", "idk. march"."""
    if reply.control != "dont_know":
        return False
    if pending.captures in ("date", "when") and (reply.signals.dates or _typed(reply)):
        return True
    rest = to_the_point(reply.text)
    return _goes_on(reply) and not rest.endswith("?") and not _SHRUGS.search(rest)


def _typed(reply: "Reply") -> bool:
    return (typed_day(reply.text, reply.today) or typed_month(reply.text, reply.today)) is not None


def _is_no_topic(reply: "Reply") -> bool:
    """Whether a first answer only asks something about the coach, or says that somebody else wanted them here."""
    one = len(re.findall(r"[.!?](?:\s|$)", reply.text.strip())) <= 1
    asks_us = (
        one
        and "asks-advice" not in reply.signals.on
        and reply.text.rstrip().endswith("?")
        and bool(_OF_THE_COACH.search(reply.text))
    )
    nothing = is_content(reply.text) and _NOTHING.match(reply.text) is not None
    return asks_us or nothing or ("no-idea" in reply.signals.on and bool(_SENT_ONLY.search(reply.text)))


def _on_its_own(reply: "Reply") -> bool:
    """Whether a reply has words enough to say what it is about, whatever else it asks."""
    return reply.signals.words > ON_ITS_OWN


def _goes_on(reply: "Reply") -> bool:
    """Whether something is said behind a shrug: "dunno. end of March"."""
    rest = to_the_point(reply.text)
    if len(rest) == len(reply.text.strip()) or is_empty(rest):
        return False
    figures = reply.signals.dates or reply.signals.numbers or reply.signals.confidence is not None
    return bool(figures) or len(rest.split()) >= BEHIND_A_SHRUG


def _asks_instead(reply: "Reply", pending: Exchange) -> bool:
    """Whether a question stands where something to hold on to was asked for; what one asks oneself is a note."""
    if pending.captures in (None, "note", "option"):
        return False
    # "No idea how to measure that, what would a consultant say": the shrug is no answer either.
    behind = re.split(r"[,.;!?]\s+", reply.text.strip())[-1] if "no-idea" in reply.signals.on else reply.text
    return only_asks(behind)
