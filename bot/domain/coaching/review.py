"""The review of earlier promises: done, partly, not yet, or no longer wanted."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.coaching.session import PastPromise, Session

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

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
#: Said of a promise that is to be settled: it goes.
_LET_GO = re.compile(
    r"\b(?:drop|let (?:it|that|this) go|leave it|cross it off|take it off|forget (?:it|about)|no longer|"
    r"not (?:worth|needed)|"
    r"let'?s drop|scrap|bury)\b",
    re.I,
)
_AGAIN = re.compile(r"\b(?:i|we)(?:'ll| will| am going to|'m going to| are going to)\b", re.I)
#: Moves that look at what became of a promise, and the one that settles what becomes of it now.
LOOKS, SETTLES = "review", "commit"
_SLIPPED = re.compile(
    r"\b(?:forgot(?:ten)?|slipped (?:my|our) mind|(?:no|not enough|ran out of) time|too busy|"
    r"did(?:n'?t| not) get (?:to|round))\b",
    re.I,
)
_PLAIN_YES = re.compile(r"\W*(?:yes|yep|yeah|done|i did|did it)\b")


#: So many characters say how it went.
READ = 600
#: "Said the number", "I rang him": it was begun with what was done.
_DID = re.compile(
    r"\W*(?:(?:well|ok|so|yes|yeah)\W+)?(?:(?:i|we) )?(?:just )?(?:said|told|asked|rang|called|wrote|sent|showed|spoke|"
    r"talked|met|gave|brought|booked|invited|dialled|presented|texted|went) "
    r"(?!no\b|nothing\b|nobody\b|(?:it |that )?off\b)"
)
_CLAUSE = re.compile(r"[.,;!?\n]+\s*|\s+(?:and|but)\s+")
#: A part of it that they did not do, or in which nobody was reached; "he said no" is what became of what was done.
_MISSED = re.compile(
    r"(?:(?:i|we) )?(?:just |then |still )?(?:did ?n'?t|did not|have ?n'?t|could ?n'?t|could not|never|not\b)|"
    r"(?:but )?(?:he|she|they|nobody|no one) (?:was ?n'?t|were ?n'?t|did ?n'?t|never) "
    r"(?:there|in|answer|pick|reply|come|turn|show)"
)


def status_of(text: str) -> str:
    """Return done, partly, not-yet or dropped; partly where the words do not say."""
    lowered = text.lower()
    if _PLAIN_YES.match(lowered) and not re.search(r"\b(?:but|part|half|almost)", lowered):
        return "done"
    if _DID.match(lowered) and not re.search(r"\b(?:drop|part|half|almost)", lowered):
        rest = _CLAUSE.split(lowered[:READ])[1:]
        return "partly" if any(_MISSED.match(clause) for clause in rest) else "done"
    return next((status for status, words in _STATUS if re.search(words, lowered)), "partly")


def reviewed(session: Session, reply: "Reply") -> Session:
    """Return the session with the promise under review given its status."""
    pending = session.pending
    # "Let it go" is heard as a skip too; where a promise is settled it says what becomes of it.
    if pending is None or pending.step != "review" or (reply.control and pending.move != SETTLES):
        return session
    if pending.move == SETTLES and _LET_GO.search(reply.text):
        let_go = (replace(p, status="dropped") if p.id == pending.about else p for p in session.review)
        return replace(session, review=tuple(let_go))
    if pending.move != LOOKS:
        return session
    return replace(session, review=tuple(_with_status(p, pending.about, reply.text) for p in session.review))


def _with_status(promise: PastPromise, promise_id: str, text: str) -> PastPromise:
    return replace(promise, status=status_of(text)) if promise.id == promise_id else promise


def promises_again(text: str) -> bool:
    """Whether an answer says what will be done; "he was ill on Monday" does not."""
    return bool(_AGAIN.search(text))


def open_learning(session: Session) -> bool:
    """Whether it was just told how a promise went, and nothing was asked about that yet."""
    last = session.last
    return bool(last and last.step == "review" and last.move == LOOKS and last.control is None)


def slipped(session: Session) -> bool:
    """Whether a promise was forgotten, or there was no time for it: no risk was weighed, and none is asked about."""
    return session.last is not None and bool(_SLIPPED.search(session.last.answer or ""))


def unsettled(session: Session) -> bool:
    """Whether a promise that was not kept was looked at, and nobody knows what becomes of it now.

    Who says with it when it will be done has settled it.
    """
    last = session.last
    if last is None or last.step != "review" or last.control or last.move in (LOOKS, SETTLES):
        return False
    again = promises_again(last.answer or "") and any(mention.on for mention in last.signals.dates)
    status = next((p.status for p in session.review if p.id == last.about), None)
    return status in ("not-yet", "partly") and not again and "settling" not in session.declined


def under_review(session: Session) -> str:
    """Return the id of the promise that the next question of the review is about, or an empty string."""
    if session.last and session.last.about and (open_learning(session) or unsettled(session)):
        return session.last.about
    waiting = [p.id for p in session.review if p.status is None] or [p.id for p in session.review[-1:]]
    return next(iter(waiting), "")
