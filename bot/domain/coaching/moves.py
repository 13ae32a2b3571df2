"""The next move: `(session so far, question bank) -> one question`, perhaps with one reflection before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.coaching.lengths import brief, seeks_words
from bot.domain.coaching.occasions import PROBES, Probe
from bot.domain.coaching.phases import lacking, plan_of, probes_left, step_of, told_early, tries
from bot.domain.coaching.preamble import wants_to_move_on
from bot.domain.coaching.questions import Bank, Question
from bot.domain.coaching.recall import known
from bot.domain.coaching.review import LOOKS, SETTLES, open_learning, slipped, under_review, unsettled
from bot.domain.coaching.selection import Need, Past, select, terse
from bot.domain.coaching.session import Session
from bot.domain.coaching.whom import SPEAKS_OF_ONESELF

#: Phases of the question bank that serve one step of the conversation.
PHASES_OF = {
    "review": frozenset({"review"}),
    "goal": frozenset({"opening", "goal"}),
    "reality": frozenset({"reality"}),
    "options": frozenset({"options"}),
    "will": frozenset({"will", "closing"}),
}
#: An answer of so many words is followed up, so many times in a row.
LEAST_TO_FOLLOW, LEAST_OF_THE_TERSE, FOLLOWED = 4, 3, 4
#: With fewer notes than this in the plan there is no time to ask when it was otherwise.
LEAST_FOR_AN_EXCEPTION = 4


@dataclass(frozen=True)
class Move:
    """What the coach does next: the chosen question, filled in, and the step it belongs to."""

    step: str
    question: Question
    text: str
    about: str = ""


def next_move(session: Session, bank: Bank, past: Past) -> Move | None:
    """Return the next move, or None when nothing is left to ask before the summary."""
    step = step_of(session)
    if step in (None, "summary"):
        return None
    for need in _needs(session, step, bank):
        question = select(bank, session, need, past)
        if question:
            return Move(
                step, question, _filled(question, session, past.used), under_review(session) if step == "review" else ""
            )
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
            for made in _first_options(session):
                yield Need(phases, frozenset({"option"}), frozenset({"option"}), made_for=frozenset({made}))
        if session.every("option"):
            yield Need(phases, frozenset({"option"}), frozenset({"what-else"}))
        else:
            # "One more" asks for more than nothing; "and what would you ask of them?" does not.
            yield Need(phases, frozenset({"option"}), made_for=frozenset({"names-only"}))
            yield Need(phases, frozenset({"option"}), frozenset({"option"}))
    if capture == "obstacle" and tries(session, "obstacle"):
        # Nobody who sees no obstacle is asked for one again in the same way.
        yield Need(phases, moves=frozenset({"premortem"}))
    yield Need(phases, frozenset({capture}))


def _first_options(session: Session) -> list[str]:
    """What the first question for options is made for: words to say, several at once, or the first that comes."""
    wanted = {"seeks-words": seeks_words(session), "brief": brief(session), "first-option": True}
    return [name for name, holds in wanted.items() if holds]


def _review_needs(session: Session) -> Iterator[Need]:
    phases = frozenset({"review"})
    if unsettled(session):
        yield Need(phases, moves=frozenset({SETTLES}))
    elif open_learning(session):
        if slipped(session):
            # Nothing is assumed by who only forgot.
            yield Need(phases, moves=frozenset({"learning"}))
        yield Need(phases, moves=frozenset({"double-loop", "learning"}))
    if any(p.status is None for p in session.review):
        yield Need(phases, moves=frozenset({LOOKS}))


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
