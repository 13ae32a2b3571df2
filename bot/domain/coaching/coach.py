"""The coach as the services use it: take an answer in, give the next turn out."""

from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain.coaching.absorb import Reply, absorb
from bot.domain.coaching.moves import Move, next_move
from bot.domain.coaching.phases import step_of
from bot.domain.coaching.questions import Bank
from bot.domain.coaching.reflections import NO_REFLECTION, Frames, reflect
from bot.domain.coaching.review import reviewed
from bot.domain.coaching.selection import Past
from bot.domain.coaching.session import STEPS, Exchange, Session
from bot.domain.coaching.summary import correct
from bot.domain.phrases import Phrases

#: Steps that are announced, with their place among the four phases of GROW.
SIGNPOSTED = ("goal", "reality", "options", "will")


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
        return correct(session, reply) if reply.control is None else session
    if reply.control != "back":
        session = reviewed(session, reply)
    return absorb(session, reply)


def ask(session: Session, guide: Guide, past: Past) -> tuple[Session, Turn | None]:
    """Return the next turn and the session that waits for its answer.

    A question already waiting is asked again word for word. None when only the summary is left.
    """
    pending = session.pending
    if pending:
        return session, Turn(pending.step, pending.question, pending.asked)
    move = next_move(session, guide.bank, past)
    return (session, None) if move is None else _turn(session, move, guide)


def _turn(session: Session, move: Move, guide: Guide) -> tuple[Session, Turn]:
    lead = _lead(session, move, guide)
    reflection = NO_REFLECTION if lead else reflect(session, move.text, guide.reflections)
    said = " ".join(part for part in (lead, reflection.text, move.text) if part)
    exchange = Exchange(
        step=move.step,
        question=move.question.id,
        move=move.question.move,
        asked=move.text,
        captures=move.question.captures,
        lens=move.question.lens,
        reflection=reflection.form,
        quoted=reflection.quoted,
        about=move.about,
    )
    signpost = _signpost(session, move.step, guide)
    asked = replace(session, exchanges=(*session.exchanges, exchange), reached=_furthest(session, move.step))
    return asked, Turn(move.step, move.question.id, f"{signpost}\n{said}" if signpost else said)


def _lead(session: Session, move: Move, guide: Guide) -> str:
    """A few words that answer a control word before the next question; empty otherwise."""
    newest = session.exchanges[-1] if session.exchanges else None
    if newest is None:
        return ""
    control = "back" if newest.undone else newest.control
    frames = guide.phrases.get(control or "", ())
    digest = sha256(f"{session.id}{len(session.exchanges)}".encode()).digest()[0]
    return frames[digest % len(frames)] if frames else ""


def _signpost(session: Session, step: str, guide: Guide) -> str:
    standing = [e for e in session.exchanges if not e.undone]
    entered = not standing or standing[-1].step != step
    if not session.signposts or not entered or step not in SIGNPOSTED:
        return ""
    return next(iter(guide.phrases.get(f"signpost.{step}", ())), "")


def _furthest(session: Session, step: str) -> str:
    return max(session.reached, step, key=STEPS.index)
