"""The next move: `(session so far, question bank) -> one question`, perhaps with one reflection before it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.coaching.absolutes import absolute
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.phases import lacking, moved, plan_of, probes_left, step_of, told_early, tries
from bot.domain.coaching.plans import could_be_done, reluctant, shifts, weak_plan
from bot.domain.coaching.preamble import wants_to_move_on
from bot.domain.coaching.questions import Bank, Question
from bot.domain.coaching.recall import known
from bot.domain.coaching.selection import Need, Past, select, terse
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.shown import ENOUGH_TOLD, exception_told
from bot.domain.coaching.threads import raised_twice, threads
from bot.domain.coaching.whom import SPEAKS_OF_ONESELF, about_oneself, close_to_home, is_heavy

#: Phases of the question bank that serve one step of the conversation.
PHASES_OF = {
    "review": frozenset({"review"}),
    "goal": frozenset({"opening", "goal"}),
    "reality": frozenset({"reality"}),
    "options": frozenset({"options"}),
    "will": frozenset({"will", "closing"}),
}
_ANY = frozenset({"opening", "goal", "reality", "options", "will", "closing"})
#: An answer of so many words is followed up, so many times in a row.
LEAST_TO_FOLLOW, LEAST_OF_THE_TERSE, FOLLOWED = 4, 3, 4
#: With fewer notes than this in the plan there is no time to ask when it was otherwise.
LEAST_FOR_AN_EXCEPTION = 4
#: Another matter that came up so many answers ago may be the one that counts.
LATELY = 3


@dataclass(frozen=True)
class Move:
    """What the coach does next: the chosen question, filled in, and the step it belongs to."""

    step: str
    question: Question
    text: str
    about: str = ""


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
    return lambda s: _on(signal)(s) and not _on("owns-up")(s) and not (s.last and close_to_home(s.last))


def _absolute(session: Session) -> bool:
    """Whether something was said without exception; what is told on the way deeper is not weighed word by word."""
    last = session.last
    return bool(
        last
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


def _told_late(session: Session) -> bool:
    """Whether something came out apart from Reality that nobody should pass over."""
    last = session.last
    return last is not None and not last.control and (_on("owns-up")(session) or is_heavy(last.answer or ""))


def _promises_half(session: Session) -> bool:
    """Whether what was chosen or promised just now is half a no."""
    last = session.last
    return bool(last and last.captures in ("choice", "action", "when") and reluctant(session))


PROBES = (
    Probe("hand-back", _ANY, 2, _on("asks-advice", "asks-coach", "asks-view"), free=True),
    Probe(
        "contradiction", frozenset({"reality", "options", "will"}), 1, lambda s: contradiction(s) is not None, free=True
    ),
    Probe("weak-point", frozenset({"will"}), 1, weak_plan, free=True),
    Probe("reluctant", frozenset({"options", "will"}), 1, _promises_half, free=True),
    Probe("revisit-goal", frozenset({"reality", "options"}), 1, _goal_shifts, free=True),
    Probe("follow", frozenset({"goal", "options"}), 1, _told_late, made_for=frozenset({"heavy-news", "owns-up"})),
    Probe("clarify", frozenset({"goal"}), 2, _on("vague"), made_for=frozenset({"vague"})),
    Probe("clean", frozenset({"goal", "reality"}), 1, _on_but("metaphor"), made_for=frozenset({"metaphor"})),
    Probe("feeling", frozenset({"goal", "reality", "options"}), 2, _felt, made_for=frozenset({"feeling"})),
    Probe("challenge", frozenset({"reality"}), 1, _absolute, made_for=frozenset({"absolute"})),
    Probe("perspective", frozenset({"reality", "options"}), 2, _on_but("blame"), made_for=frozenset({"blame"})),
    Probe("thread", frozenset({"reality", "options"}), 3, _time_for_a_thread, free=True),
    Probe("thread", frozenset({"will"}), 3, _before_the_end, free=True),
)


def next_move(session: Session, bank: Bank, past: Past) -> Move | None:
    """Return the next move, or None when nothing is left to ask before the summary."""
    step = step_of(session)
    if step in (None, "summary"):
        return None
    for need in _needs(session, step, bank):
        question = select(bank, session, need, past)
        if question:
            return Move(step, question, _filled(question, session, past.used), _about(session, question, step))
    return None


def _kin(move: str) -> frozenset[str]:
    """Moves that do the same work: an absolute is questioned by its exception, blame by staying with it."""
    return frozenset({move}) | {"challenge": {"exception"}, "perspective": {"follow"}}.get(move, set())


def _needs(session: Session, step: str, bank: Bank) -> Iterator[Need]:
    for probe in PROBES:
        if _due(probe, session, step):
            phases = PHASES_OF[step] | (PHASES_OF["goal"] if probe.move == "revisit-goal" else frozenset())
            made = any(q.when.signals & probe.made_for and q.move in _kin(probe.move) for q in bank)
            moves = _kin(probe.move) if made else frozenset({probe.move})
            yield Need(phases, moves=moves, made_for=probe.made_for if made else None)
    yield from _required(session, step)


def _due(probe: Probe, session: Session, step: str) -> bool:
    last = session.last
    if last is None or step not in probe.steps or not probe.when(session):
        return False
    if step != last.step and not probe.free:
        # A new phase begins with its own question.
        return False
    times = sum(1 for e in session.exchanges if e.move in _kin(probe.move) - {"follow"} and not e.undone)
    # What was handed back went on from their own question, and dug for nothing.
    just_probed = last.captures is None and last.step == step and last.move != "hand-back"
    if last.move == probe.move:
        return False
    return times < probe.most and (probe.free or (probes_left(session) > 0 and not just_probed))


def _required(session: Session, step: str) -> Iterator[Need]:
    phases = PHASES_OF[step]
    if step == "review":
        yield from _review_needs(session)
    elif step == "reality":
        if not any(e.step == "reality" and not e.undone for e in session.exchanges):
            if told_early(session, LEAST_TO_FOLLOW):
                yield Need(phases, moves=frozenset({"follow"}))
            yield Need(phases, moves=frozenset({"open"}))
        if _stays(session) and not _exception_missing(session):
            yield Need(phases, moves=frozenset({"follow"}))
        if _exception_missing(session):
            yield Need(phases, captures=frozenset({"note"}), moves=frozenset({"exception"}))
        yield Need(phases, captures=frozenset({"note"}))
        yield Need(phases)
    else:
        for capture in lacking(session, step):
            yield from _capture_needs(session, phases, capture)


def _exception_missing(session: Session) -> bool:
    """Whether the view is about to turn to options, and nobody asked or told when it was otherwise."""
    plan, last = plan_of(session), session.last
    told = any(e.move == "exception" or "exception" in e.signals.on for e in session.answered)
    if last is None or told or plan.notes < LEAST_FOR_AN_EXCEPTION or SPEAKS_OF_ONESELF.search(last.answer or ""):
        # What somebody says of themselves is not left for another time and another place.
        return False
    if "other-act" not in last.signals.on or "feeling" in last.signals.on:
        return False
    return len(session.every("note")) == plan.notes - 1


def _stays(session: Session) -> bool:
    """Whether to stay with what was just said: a rich answer is followed up once or twice before the view widens."""
    here = [e for e in session.exchanges if e.step == "reality" and not e.undone]
    least = LEAST_OF_THE_TERSE if terse(session) else LEAST_TO_FOLLOW
    if not here or here[-1].control or here[-1].signals.words < least or wants_to_move_on(here[-1].answer or ""):
        return False
    return not all(e.move == "follow" for e in here[-FOLLOWED:]) or len(here) < FOLLOWED


def _capture_needs(session: Session, phases: frozenset[str], capture: str) -> Iterator[Need]:
    if capture == "option":
        fresh = not session.every("option") and not tries(session, "option")
        if fresh:
            yield Need(phases, frozenset({"option"}), frozenset({"option"}), made_for=frozenset({"first-option"}))
        yield Need(phases, frozenset({"option"}), frozenset({"option"} if fresh else {"what-else"}))
    if capture == "obstacle" and tries(session, "obstacle"):
        # Nobody who sees no obstacle is asked for one again in the same way.
        yield Need(phases, moves=frozenset({"premortem"}))
    yield Need(phases, frozenset({capture}))


def _review_needs(session: Session) -> Iterator[Need]:
    asked = session.last
    if any(p.status is None for p in session.review) and not (asked and _open_learning(asked)):
        yield Need(frozenset({"review"}), moves=frozenset({"review"}))
    yield Need(frozenset({"review"}), moves=frozenset({"double-loop", "learning"}))


def _open_learning(exchange: Exchange) -> bool:
    return exchange.step == "review" and exchange.move == "review" and exchange.control is None


def _about(session: Session, question: Question, step: str) -> str:
    """The promise that a question of the review is about: the next one, or, to learn from it, the one just told of."""
    if step != "review":
        return ""
    waiting = (p.id for p in session.review if p.status is None)
    told_of = (e.about for e in reversed(session.answered) if e.about)
    return next(waiting if question.move == "review" else told_of, "")


def _filled(question: Question, session: Session, used: Mapping[str, int]) -> str:
    """Choose a wording (the next one each time it comes back, the shortest for the terse) and fill it in."""
    wordings = question.text
    if terse(session):
        chosen = min(wordings, key=len)
    else:
        first = sha256(f"{session.id}{question.id}".encode()).digest()[0]
        chosen = wordings[(used.get(question.id, 0) + first) % len(wordings)]
    return _with(chosen, known(session, question.when.needs))


def another_wording(session: Session, bank: Bank) -> str:
    """Return the pending question in other words; the same words where it has only one wording."""
    pending = session.pending
    question = bank.get(pending.question) if pending else None
    if pending is None or question is None:
        return pending.asked if pending else ""
    values = known(session, question.when.needs)
    texts = [_with(text, values) for text in question.text]
    others = [text for text in texts if text not in pending.asked]
    return others[0] if others else texts[0]


def _with(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
