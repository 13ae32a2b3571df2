"""The review of earlier promises: done, partly, not yet, or no longer wanted."""

import re
from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.session import PastPromise, Session

_STATUS = (
    ("dropped", r"\b(?:drop(?:ped)?(?: it)?|no longer|not relevant|forget (?:it|about)|gave up|given up|"
        r"overtaken|cancel+ed)\b"),
    ("partly", r"\b(?:part(?:ly|ially|s)?|half|some(?:what)? of|started|began|almost|nearly|in progress|"
        r"kind of|sort of|mostly|some progress)\b"),
    ("not-yet", r"\b(?:no|not|nope|never|didn'?t|haven'?t|hasn'?t|couldn'?t|wasn'?t|failed|missed|postponed|"
        r"slipped|forgot)\b"),
    ("done", r"\b(?:done|yes|yep|yeah|did(?: it)?|finished|completed?|kept|happened|sent|told|spoke|called|"
        r"went|it worked|agreed|met)\b"),
)  # fmt: skip
_PLAIN_YES = re.compile(r"\W*(?:yes|yep|yeah|done|i did|did it)\b")


def status_of(text: str) -> str:
    """Return done, partly, not-yet or dropped; partly where the words do not say."""
    lowered = text.lower()
    if _PLAIN_YES.match(lowered) and not re.search(r"\b(?:but|part|half|almost)", lowered):
        return "done"
    return next((status for status, words in _STATUS if re.search(words, lowered)), "partly")


def reviewed(session: Session, reply: Reply) -> Session:
    """Return the session with the promise under review given its status."""
    pending = session.pending
    if pending is None or pending.move != "review" or reply.control:
        return session
    return replace(session, review=tuple(_with_status(p, pending.about, reply.text) for p in session.review))


def _with_status(promise: PastPromise, promise_id: str, text: str) -> PastPromise:
    return replace(promise, status=status_of(text)) if promise.id == promise_id else promise
