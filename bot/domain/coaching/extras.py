"""What an answer tells besides what was asked: a topic that names the wish, an obstacle that brings its own if-then.

What was told is not asked again; people notice a form by the questions they have already answered.
"""

import re
from typing import TYPE_CHECKING

from bot.domain.coaching.session import Fact, Session

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: A wish in a topic: "it should be day 5", "I want ...", "how do I get them to ...".
_WISH = re.compile(
    r"\b(?:should be|must be|needs? to be|has to be|ought to|(?:i|we)(?:'d| would) (?:like|love)|(?:i|we) want|"
    r"my goal|how (?:do|can|could) (?:i|we)|(?:i|we) need to)\b",
    re.I,
)
#: "If he cancels, (then) I ..." and "..., then I ..."
_IF_THEN = re.compile(
    r"\b(?:if|when|in case)\b.{3,80}?(?:,|\bthen\b|\bso\b)\s*(?:then )?(?:i|we|i'?ll|we'?ll)\b|"
    r", ?(?:so )?then (?:i|we|i'?ll|we'?ll)\b",
    re.I,
)
_SAID_ALOUD = re.compile(r"[\"“”]([^\"“”]{8,})[\"“”]")
_WILL_KNOW = re.compile(
    r"\b(?:i (?:have |already |will |'ll )*(?:told|tell|promised|informed)|i'?ll tell) (?:my|the|our|[A-Z])", re.I
)
#: "I tell the manager the rule" is what will be done; "I have told my boss" is who knows of it.
_KNOWS = re.compile(r"\bi(?: have|'ve)? (?:already )?(?:told|promised|informed) (?:my|the|our|[A-Z])", re.I)
_TOLD_BESIDE = ("action", "when")
_RATED = re.compile(r"/ ?10\b|\bout of (?:10|ten)\b|\bconfiden|\bsure\b", re.I)
#: A goal has at least so many words, and so many of them say what is wanted; "I want full trucks" tells of a side.
_LEAST, _LEAST_WANTED = 5, 3
#: So many characters behind "I would like" say what is liked.
_READ = 120


#: "I would like to discuss capacity" names a topic.
OF_THE_TALK = re.compile(
    r"(?:discuss|find out|talk|speak|look (?:at|into)|work on|go (?:over|through)|explore|think about|"
    r"see (?:if|whether|what)|(?:work|figure|sort|find) out (?:what|how|why|whether|if|where)|"
    r"(?:test|try) (?:it|this|you)|"
    r"bring (?:up|(?:an?|the|my|this|up)? ?(?:problem|topic|question|issue|case|matter|story|situation)))\b",
    re.I,
)


def _wishes(reply: "Reply") -> bool:
    """Whether a topic says what is wanted."""
    wanted = reply.signals.wants
    if wanted and OF_THE_TALK.match(wanted):
        return False
    if wanted:
        return len(wanted.split()) >= _LEAST_WANTED
    found = _WISH.search(reply.text)
    return found is not None and not OF_THE_TALK.match(re.sub(r"^\W*(?:to )?", "", reply.text[found.end() :][:_READ]))


def _aloud(session: Session, text: str) -> str:
    """What will be said, between marks; of two words the sentence they come from, where it was chosen."""
    said, chosen = _SAID_ALOUD.search(text), _SAID_ALOUD.search(session.words("choice"))
    short = said is not None and len(said.group(1).split()) < _LEAST_WANTED
    found = chosen if short and chosen else said
    return found.group(1) if found else text


def with_more(session: Session, capture: str, reply: "Reply", turn: int) -> Session:
    """Return the session with what an answer to `capture` tells in passing; nothing known is replaced."""
    text = reply.text.strip()
    found = {
        "goal": capture == "topic" and reply.signals.words >= _LEAST and _wishes(reply),
        "if-then": capture in ("obstacle", "action") and bool(_IF_THEN.search(text)),
        "first-sentence": capture == "action" and bool(_SAID_ALOUD.search(text)),
        "who-knows": bool((_KNOWS if capture == "action" else _WILL_KNOW).search(text)) and capture in _TOLD_BESIDE,
    }
    for name, told in found.items():
        if told and not session.latest(name):
            words = _aloud(session, text) if name == "first-sentence" else text
            session = session.with_fact(Fact(name, words, turn))
    stated = reply.signals.confidence
    if (
        capture in ("action", "if-then")
        and stated is not None
        and _RATED.search(text)
        and not session.latest("confidence")
    ):
        session = session.with_fact(Fact("confidence", text, turn, value=stated))
    return session
