"""Occasions for a question that only deepens: what has to be so for each kind of it, and how often it may come."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.coaching.absolutes import absolute
from bot.domain.coaching.aims import LATELY, other_matter
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.lengths import seeks_words
from bot.domain.coaching.phases import lacking, moved, plan_of, step_of
from bot.domain.coaching.plans import could_be_done, reluctant, shifts, weak_plan
from bot.domain.coaching.session import Session
from bot.domain.coaching.shown import ENOUGH_TOLD, exception_told
from bot.domain.coaching.threads import raised_twice, threads
from bot.domain.coaching.whom import about_oneself, close_to_home, is_heavy, own_doing

_ANY = frozenset({"opening", "goal", "reality", "options", "will", "closing"})
#: Somebody who asks for advice and tells so much besides is asked about that, and handed the answer back in passing.
TELLS_BESIDES = 8
_GOING_ON = frozenset({"reality", "options"})
#: "Never happened with me" tells of no rule.
_NO_EXPERIENCE = re.compile(r"\bnever (?:happened|had (?:one|it|that)|been|did (?:one|it)|seen (?:one|it))\b", re.I)
_CLAUSES = re.compile(r"(?<=[,.!?;\n])\s+")


@dataclass(frozen=True)
class Probe:
    """A question that only deepens: asked when `when` holds, in these steps, at most `most` times a session.

    Where the bank has questions made for one of the signals `made_for`, only those are asked.
    """

    move: str
    steps: frozenset[str]
    most: int
    when: Callable[[Session], bool]
    free: bool = False
    made_for: frozenset[str] = frozenset()


def _on(*signals: str) -> Callable[[Session], bool]:
    return lambda s: bool(
        s.last and not s.last.control and s.last.captures != "first-sentence" and s.last.signals.on & set(signals)
    )


def _on_but(signal: str) -> Callable[[Session], bool]:
    """Whether a signal is on and nothing was said of one's own part, beside which it would pass that over."""
    return lambda s: (
        _on(signal)(s)
        and not _on("owns-up")(s)
        and not (s.last and (close_to_home(s.last) or own_doing(s.last.answer or "")))
    )


def _absolute(session: Session) -> bool:
    """Whether something was said without exception; what is told on the way deeper is not weighed word by word."""
    last = session.last
    return bool(
        last
        and not _NO_EXPERIENCE.search(last.answer or "")
        and last.move != "follow"
        and absolute(last.answer or "")
        and _on("absolute")(session)
        and not _on("exception", "owns-up", "own-act", "cause")(session)
    )


def _felt(session: Session) -> bool:
    """Whether a feeling was told that is there; "it scares me less than I thought" tells of one that goes."""
    said = (session.last.answer or "") if session.last else ""
    after = said.partition(session.last.signals.feeling or "\n")[2] if session.last else ""
    could = session.last is not None and session.last.step == "options" and could_be_done(said)
    return _on("feeling")(session) and not could and not exception_told(session) and not _GOES.match(after)


_GOES = re.compile(r"\w*(?: \w+)?,? (?:less|no longer|no more|not any ?more|a little less)\b", re.I)


def _time_for_a_thread(session: Session) -> bool:
    """Late in Reality, or with the options laid out, before one is chosen; not while something is being told."""
    last, plan = session.last, plan_of(session)
    tells = _on("feeling", "owns-up")(session) or (last and last.step == "reality" and about_oneself(last))
    if last is None or tells or moved(session):
        return False  # What is told just now goes before what was left earlier.
    if len(session.every("note")) < min(ENOUGH_TOLD, plan.notes) or _threads_taken_up(session) >= plan.threads:
        return False
    laid_out = last.step == "options" and lacking(session, "options") != ["option"]
    return (step_of(session) == "reality" or laid_out) and bool(threads(session, strong=True) or raised_twice(session))


def _threads_taken_up(session: Session) -> int:
    return sum(1 for e in session.exchanges if e.move == "thread" and not e.undone)


def _before_the_end(session: Session) -> bool:
    """Whether only the last word is left to say, and a question of the coachee's stands unanswered."""
    left = plan_of(session).closing or ("confidence",)
    return lacking(session, "will") == list(left) and bool(threads(session, asked=True))


def _goal_shifts(session: Session) -> bool:
    """Whether what was said lately sounds as if the goal were another one; not while something is being told."""
    last = session.last
    if last is None or last.control or not session.latest("goal") or moved(session):
        return False
    return any(shifts(e.answer or "") for e in session.answered[-LATELY:] if e.step != "goal")


def _turns_to_another(session: Session) -> bool:
    """Whether another matter than the goal was brought up; what it does to them is asked first, if it is heavy."""
    since, last = other_matter(session), session.last
    asked = any(e.move == "revisit-goal" and not e.undone for e in session.exchanges[(since or 0) :])
    heavy = last is not None and is_heavy(last.answer or "")
    return since is not None and bool(session.latest("goal")) and not asked and not heavy


def _contradicts(session: Session) -> bool:
    """Whether two statements do not go together; a sentence to be said to somebody is no statement."""
    to_be_said = session.last is not None and session.last.captures == "option" and seeks_words(session)
    return not to_be_said and contradiction(session) is not None


def _only_asks(session: Session) -> bool:
    """Whether advice is asked for and little else is said; what is told beside it is more telling than the request."""
    last = session.last
    if last is None or not _on("asks-advice", "asks-coach", "asks-view")(session):
        return False
    besides = (clause for clause in _CLAUSES.split(last.answer or "") if not clause.rstrip().endswith("?"))
    return last.step == "will" or sum(len(clause.split()) for clause in besides) < TELLS_BESIDES


def _told_late(session: Session) -> bool:
    """Whether something came out apart from Reality that nobody should pass over."""
    last = session.last
    if last is None or last.control or any(f.turn == len(session.exchanges) - 1 for f in session.every("option")):
        return False  # What was named as a way is no confession: "let him do it without me".
    return _on("owns-up")(session) or is_heavy(last.answer or "") or (last.step == "goal" and close_to_home(last))


def _promises_half(session: Session) -> bool:
    """Whether what was chosen or promised just now is half a no."""
    last = session.last
    return bool(last and last.captures in ("choice", "action", "when") and reluctant(session))


PROBES = (
    Probe("hand-back", _ANY, 2, _only_asks, free=True),
    Probe("contradiction", frozenset({"reality", "options", "will"}), 1, _contradicts, free=True),
    Probe("weak-point", frozenset({"will"}), 1, weak_plan, free=True),
    Probe("reluctant", frozenset({"options", "will"}), 1, _promises_half, free=True),
    Probe("revisit-goal", _GOING_ON, 2, _turns_to_another, free=True, made_for=frozenset({"other-matter"})),
    Probe("revisit-goal", frozenset({"reality", "options"}), 1, _goal_shifts, free=True),
    Probe(
        "follow",
        frozenset({"goal", "options"}),
        1,
        _told_late,
        made_for=frozenset({"heavy-news", "owns-up", "close-to-home"}),
    ),
    Probe("clarify", frozenset({"goal"}), 2, _on("vague"), made_for=frozenset({"vague"})),
    Probe("clean", frozenset({"goal", "reality"}), 1, _on_but("metaphor"), made_for=frozenset({"metaphor"})),
    Probe("feeling", frozenset({"goal", "reality", "options"}), 2, _felt, made_for=frozenset({"feeling"})),
    Probe("challenge", frozenset({"reality"}), 1, _absolute, made_for=frozenset({"absolute"})),
    Probe("perspective", frozenset({"reality", "options"}), 2, _on_but("blame"), made_for=frozenset({"blame"})),
    Probe("thread", frozenset({"reality", "options"}), 3, _time_for_a_thread, free=True),
    Probe("thread", frozenset({"will"}), 3, _before_the_end, free=True),
)
