"""The coach as the services use it: take an answer in, give the next turn out."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain.coaching.absorb import Reply, absorb, step_back
from bot.domain.coaching.lengths import seeks_words
from bot.domain.coaching.moves import Move, next_move
from bot.domain.coaching.phases import lacking, step_of
from bot.domain.coaching.preamble import is_away
from bot.domain.coaching.questions import Bank
from bot.domain.coaching.reflections import IN_THE_QUESTION, NO_REFLECTION, Frames, reflect
from bot.domain.coaching.requests import strikes
from bot.domain.coaching.review import reviewed
from bot.domain.coaching.selection import Past
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Signals
from bot.domain.coaching.summary import correct
from bot.domain.phrases import Phrases

#: Steps that are announced, with their place among the four phases of GROW.
SIGNPOSTED = ("goal", "reality", "options", "will")

#: How often a turn to another side is announced.
TURNED = 2
#: Signals that are answered in a few words (phrases of the same name) before the next question, so often at most.
ANSWERED, ANSWERED_AT_MOST = ("asks-privacy", "asks-language", "corrects-coach", "doubts-coach", "said-before"), 2

ASKS_FOR_ADVICE = frozenset({"asks-advice", "asks-coach"})
#: After so many answers of at most so many words that gave nothing, they are told how to stop.
FLAGGING, IDLE = 3, 3


#: Words that mean something said before.
_POINTS_BACK = re.compile(r"\b(?:that|this|those|it|them|there|then|so)\b", re.I)
_ABOUT_US = re.compile(r"\b(?:do|are|would|should|did|will) you\b|\byou (?:want|mean|expect|think)\b", re.I)


@dataclass(frozen=True)
class Guide:
    """The content the coach speaks from.

    Attributes:
        bank: the questions.
        reflections: frames by reflection form.
        phrases: short pieces: what follows a control word (`skip`), where a phase begins (`signpost.goal`).
    """

    bank: Bank
    reflections: Frames
    phrases: Phrases


@dataclass(frozen=True)
class Turn:
    """What the coach says next. `text` is complete; `question` is the id in the bank."""

    step: str
    question: str
    text: str


def answer(session: Session, reply: Reply) -> Session:
    """Take one answer in, in whatever step the session waits."""
    if session.pending is None and step_of(session) == "summary":
        return _at_summary(session, reply)
    if reply.control == "back" and strikes(reply.text):
        return struck(session)
    if reply.control != "back":
        session = reviewed(session, reply)
    return absorb(session, reply)


def _at_summary(session: Session, reply: Reply) -> Session:
    """Yes, a correction, or one step back; "change something" sounds like a step back and is a correction."""
    if reply.control == "back" and not re.search(r"\b(?:change|correct|wrong|edit)\b", reply.text, re.I):
        return step_back(session)
    return correct(session, reply) if reply.control in (None, "back") else session


def advance(session: Session, guide: Guide, past: Past) -> Session:
    """Return the session waiting for its next answer; unchanged if it waits already or only the summary is left.

    Where the bank has no question left for what is lacking, the coach does without it.
    """
    while session.pending is None and step_of(session) not in (None, "summary"):
        move = next_move(session, guide.bank, past)
        session = _given_up(session) if move is None else _waiting(session, move, guide)
    return session


def ask(session: Session, phrases: Phrases) -> tuple[Session, Turn | None]:
    """Return what to say now: the whole turn the first time, the question when it is asked again.

    A question that leans on words given back before it ("what does that cost you?") comes again with those words.
    """
    pending = session.pending
    if pending is None:
        return session, None
    text = _asked_again(session, pending, phrases) if pending.shown else pending.said
    return session.with_last_exchange(shown=True), Turn(pending.step, pending.question, text)


def moved_on(session: Session) -> Session:
    """Return the session without a question handed back that was left for something else, such as the mentor's answer.

    "Which answer are you hoping to hear?" has no place behind the answer.
    """
    pending = session.pending
    if pending is None or not pending.shown or pending.move != "hand-back":
        return session
    return session.with_last_exchange(answer="", control="aside")


def _asked_again(session: Session, pending: Exchange, phrases: Phrases) -> str:
    frames = phrases.get("asked-again", ())
    # Two pieces given back at once are kept as one, and are no exact words.
    exact = bool(pending.quoted) and f"“{pending.quoted}”" in pending.said
    # What they came with and what they want is known throughout, and is said where the conversation is taken up.
    known = any(_is_most_of(pending.quoted, said) for said in (session.words("topic"), session.words("goal")))
    leans = exact and not known and pending.quoted not in pending.asked and _POINTS_BACK.search(pending.asked)
    return f"{frames[0].replace('{words}', pending.quoted)} {pending.asked}" if frames and leans else pending.asked


def _is_most_of(words: str, said: str) -> bool:
    return words in said and 2 * len(words) > len(said)


def struck(session: Session) -> Session:
    """Return the session without the words of the latest answer; its question is not asked again."""
    turns = [i for i, e in enumerate(session.exchanges) if e.answer is not None and not e.undone]
    if not turns:
        return session
    target = turns[-1]
    empty = replace(session.exchanges[target], answer="", control="strike", signals=Signals())
    return replace(session.without_turn(target), exchanges=(*session.exchanges[:target], empty))


def _given_up(session: Session) -> Session:
    step = step_of(session) or ""
    reviewed = tuple(replace(p, status=p.status or "skipped") for p in session.review)
    if step == "review":
        return replace(session, review=reviewed, declined=session.declined | {"settling"})
    return replace(session, declined=session.declined | {step, *lacking(session, step)})


def _waiting(session: Session, move: Move, guide: Guide) -> Session:
    lead = _lead(session, move, guide)
    heard = not lead or (session.last is not None and bool(session.last.signals.on & set(ANSWERED)))
    # A question that lays their words out itself needs nothing else before it.
    heard = heard and not _inside(move)
    asks_for = move.question.captures
    reflection = reflect(session, move.step, move.text, guide.reflections, asks_for) if heard else NO_REFLECTION
    # "Then let us come at it from another side" turns already.
    turning = "" if lead else _turning(session, move, guide)
    said = " ".join(part for part in (lead, reflection.text, turning, move.text) if part)
    signpost = _signpost(session, move.step, guide)
    exchange = Exchange(
        step=move.step,
        question=move.question.id,
        move=move.question.move,
        asked=move.text,
        captures=move.question.captures,
        lens=move.question.lens,
        reflection=reflection.form or _inside(move),
        quoted=reflection.quoted,
        about=move.about,
        said=f"{signpost}\n{said}" if signpost else said,
    )
    return replace(session, exchanges=(*session.exchanges, exchange))


def _lead(session: Session, move: Move, guide: Guide) -> str:
    """A few words that answer a control word before the next question; empty otherwise."""
    newest = session.exchanges[-1] if session.exchanges else None
    if newest is None:
        return ""
    control = "back" if newest.undone else newest.control
    if move.question.move == "hand-back" or (control is None and _asks_advice(session, newest)):
        control = "their-view" if "asks-view" in newest.signals.on else "hand-back"
    elif control in (None, "skip", "dont_know"):
        # What was said to the coach itself is answered, once each; then the conversation goes on.
        to_us = next((name for name in ANSWERED if control is None and _first_time(session, name)), None)
        control = to_us or _leaving(session) or control or ("asked-back" if _asked_back(newest) else None)
    frames = guide.phrases.get(control or "", ())
    digest = sha256(f"{session.id}{len(session.exchanges)}".encode()).digest()[0]
    return frames[digest % len(frames)] if frames else ""


def _asks_advice(session: Session, newest: Exchange) -> bool:
    """Whether advice was asked for; who asks how to say something is asked for the words, and needs no refusal."""
    return bool(newest.signals.on & ASKS_FOR_ADVICE) and not seeks_words(session)


def _asked_back(newest: Exchange) -> bool:
    """Whether the answer was nothing but a question about what the coach wants ("do you want me to blame them?")."""
    said = (newest.answer or "").strip()
    alone = said.endswith("?") and len(re.findall(r"[.!?]", said)) == 1 and newest.captures != "first-sentence"
    return alone and bool(_ABOUT_US.search(said))


def _leaving(session: Session) -> str | None:
    """Whether they have to go, or have given nothing for a while: once each they are told how to stop with what is."""
    last, answered = session.last, session.answered
    if last and is_away(last.answer or "") and not any(is_away(e.answer or "") for e in answered[:-1]):
        return "away"
    idle = [_idle(session, exchange) for exchange in answered]
    return "flagging" if all(idle[-FLAGGING:]) and _runs(idle) == 1 and len(idle) >= FLAGGING else None


def _idle(session: Session, exchange: Exchange) -> bool:
    """Whether an answer gave nothing: passed over, or a word or two of which nothing was kept."""
    at = session.place(exchange)
    kept = any(fact.turn == at for fact in session.facts)
    shrugs = exchange.signals.words <= IDLE or "no-idea" in exchange.signals.on
    return exchange.control in ("skip", "dont_know") or (shrugs and not kept)


def _runs(idle: list[bool]) -> int:
    """How often so many in a row were idle up to now."""
    return sum(all(idle[at - FLAGGING : at]) for at in range(FLAGGING, len(idle) + 1))


def _inside(move: Move) -> str:
    """The form of reflection that a question carries in itself: a sentence with their words, then the question."""
    statement = "".join(re.split(r"(?<=[.:]) ", move.text)[:-1])
    return IN_THE_QUESTION.get(move.question.move, f"said-{move.question.move}") if "“" in statement else ""


def _turning(session: Session, move: Move, guide: Guide) -> str:
    """A few words before a question that leaves what was just said for another side of it; twice at most."""
    last, lens = session.last, move.question.lens
    frames = guide.phrases.get("turning", ())
    if not frames or not lens or last is None or last.step != "reality" or lens in last.signals.lenses:
        return ""
    used = [frame for frame in frames if any(frame in e.said for e in session.exchanges)]
    fresh = [frame for frame in frames if frame not in used]
    return fresh[0] if fresh and len(used) < TURNED else ""


def _first_time(session: Session, signal: str) -> bool:
    # What is in the sentence they will say is said to somebody else.
    times = [signal in e.signals.on and e.captures != "first-sentence" for e in session.answered]
    return bool(times) and times[-1] and sum(times) <= ANSWERED_AT_MOST


def _signpost(session: Session, step: str, guide: Guide) -> str:
    standing = [e for e in session.exchanges if not e.undone and not e.unasked]
    entered = not standing or standing[-1].step != step
    if not session.signposts or not entered or step not in SIGNPOSTED:
        return ""
    return next(iter(guide.phrases.get(f"signpost.{step}", ())), "")
