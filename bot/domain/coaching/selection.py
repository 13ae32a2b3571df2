"""Chooses one question for a need: never one asked before in the session, the freshest and most fitting first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.questions import Bank, Question
from bot.domain.coaching.recall import known
from bot.domain.coaching.session import PLAIN, Session

#: Points for each way a question fits what was just said.
FITS_SIGNAL, FITS_THEME, FITS_PERSON, FITS_PLACE = 4.0, 4.0, 3.0, 6.0
#: For a question as near as can be to what was said; for quoting again what was quoted just before.
NEAR, WORN, INSTEAD = 5.0, 4.0, 8.0
#: Moves that come only where something calls for them, never merely to fill a gap.
ON_OCCASION = frozenset({"weak-point", "reluctant", "contradiction", "thread"})
#: Moves that would pass over a feeling.
COLD = frozenset({"stakes", "measure", "scale", "facts", "date"})
#: Placeholders for what the coachee has just named; a question that takes it up shows that it was heard.
JUST_NAMED, ANCHORED = frozenset({"person", "figure", "left", "recurring"}), 2.0
#: What is seldom shown is taken up when it is.
SELDOM, RARE = frozenset({"other-voice", "exception-told", "absent-self"}), 3.0
#: An answer of fewer words in which somebody is named is about that person.
ABOUT_A_PERSON = 40
#: Notes after which a coachee who did nothing in the story is asked about it.
ENOUGH_TOLD = 3
#: Placeholders that hold the coachee's own words.
VERBATIM = frozenset({"goal", "topic", "measure", "action", "option", "choice", "obstacle"})
LENS_TOUCHED, LENS_OPEN, FOLLOWS, SPECIFIC = 3.0, 1.5, 2.0, 1.0
WORTH, SAME_MOVE, USED_MOVE, RECENT, LENGTH = 0.7, 3.0, 1.0, 4.0, 0.06
#: Average words of an answer under which the coachee counts as terse.
TERSE = 6


@dataclass(frozen=True)
class Need:
    """What the next question is for. None means that it does not matter; `made_for` are signals it must name."""

    phases: frozenset[str]
    captures: frozenset[str | None] | None = None
    moves: frozenset[str] | None = None
    made_for: frozenset[str] | None = None


@dataclass(frozen=True)
class Past:
    """What bears on the choice besides the session.

    Attributes:
        used: for questions of earlier sessions, how many sessions ago they were last asked (1 = the last one).
        near: how near questions are to what was just said, 0 to 1; questions not named are far.
    """

    used: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, float] = field(default_factory=dict)


def select(bank: Bank, session: Session, need: Need, past: Past) -> Question | None:
    """Return the best question for a need, or None if every one was asked."""
    asked, shown = session.asked_ids(), over_the_session(session)
    fitting = [q for q in bank if q.id not in asked and serves(q, need) and allowed(q, session, shown)]
    follow_ups = _follow_ups(bank, session)
    return max(
        fitting,
        key=lambda q: (_score(q, session, past) + FOLLOWS * (q.id in follow_ups), _tie(q, session)),
        default=None,
    )


def serves(question: Question, need: Need) -> bool:
    """Whether a question is of the phase, capture and move that are needed."""
    return (
        bool(question.phases & need.phases)
        and (need.captures is None or question.captures in need.captures)
        and (need.moves is None or question.move in need.moves)
        and (question.move not in ON_OCCASION or (need.moves is not None and question.move in need.moves))
        and (need.made_for is None or bool(question.when.signals & need.made_for))
    )


def allowed(question: Question, session: Session, shown: frozenset[str]) -> bool:
    """Whether every condition of a question holds for what was just said; `shown` is what the session shows."""
    when, last = question.when, session.last
    signals = last.signals if last and last.control is None else None
    on = (signals.on if signals else frozenset()) | shown
    themes = {theme for theme, _ in signals.themes} if signals else set()
    people = {m.id for m in signals.people} if signals else set()
    return (
        (not when.signals or bool(when.signals & on))
        and not when.unless & on
        and (not when.themes or bool(when.themes & themes))
        and (not when.people or bool(when.people & people))
        and (not when.status or session.last_status in when.status)
        and (not when.minutes or session.minutes in when.minutes)
        and (not when.after or bool(last and last.control is None and last.captures in when.after))
        and when.needs <= known(session, when.needs).keys()
    )


def over_the_session(session: Session) -> frozenset[str]:
    """Signals that only the whole session shows.

    `contradiction`; `repetition` of a phrase of four words; `absent-self` where only others act in what was told;
    `other-voice` where it was told what somebody would say; `exception-told` after the question for an exception;
    `obstacle-named` right after an obstacle was told.
    """
    last = session.last
    obstacle = session.latest("obstacle")
    earlier = [e.answer or "" for e in session.answered[:-1]]
    found = {
        "contradiction": contradiction(session) is not None,
        "repetition": bool(last and last.control is None and _repeats(last.answer or "", earlier)),
        "absent-self": _absent(session),
        "other-voice": bool(last and last.control is None and VOICED.search(last.answer or "")),
        "exception-told": bool(
            last and last.control is None and last.move == "exception" and not _NONE.match(last.answer or "")
        ),
        "obstacle-named": bool(
            obstacle and last and last.captures == "obstacle" and obstacle.text in (last.answer or "")
        ),
    }
    return frozenset(name for name, on in found.items() if on)


def _absent(session: Session) -> bool:
    """Whether others act in several answers about how things are and the coachee in none of them."""
    told = [e for e in session.statements() if e.step == "reality" and e.signals.words > TERSE]
    others = sum("other-act" in e.signals.on for e in told)
    return (
        len(told) >= ENOUGH_TOLD
        and others >= ENOUGH_TOLD - 1
        and not any(_OF_ONESELF.search(e.answer or "") for e in told)
    )


#: "He would answer: you would have cut my budget."
VOICED = re.compile(r"\b(?:would|'d|will|'ll) (?:probably |just |only )?(?:say|answer|tell|ask|call it)\b", re.I)
_NONE = re.compile(r"^\W*(?:no|not|never|nobody|none|nothing|i (?:don'?t|do not|can'?t))\b|^\W*\w*\W*$", re.I)
_OF_ONESELF = re.compile(r"\b(?:i|me|my|myself|i'm|i've|im|ive)\b", re.I)


def _repeats(text: str, earlier: list[str]) -> bool:
    words = re.findall(r"[\w']+", text.lower())
    before = " | ".join(" ".join(re.findall(r"[\w']+", answer.lower())) for answer in earlier)
    return any(" ".join(words[i : i + 4]) in before for i in range(len(words) - 3))


def _score(question: Question, session: Session, past: Past) -> float:
    when = question.when
    points = WORTH * question.worth
    points += (
        FITS_SIGNAL * _answers_signal(question, session)
        + FITS_THEME * bool(when.themes)
        + FITS_PERSON * bool(when.people)
    )
    points += RARE * bool(when.signals & SELDOM)
    points += SPECIFIC * bool(when.needs) + _lens_points(question, session) + _flow_points(question, session)
    points += FITS_PLACE * bool(when.after) + ANCHORED * _takes_up(question, session)
    points += NEAR * _near(question, session, past) - _worn(question, session)
    points -= RECENT / past.used[question.id] if question.id in past.used else 0.0
    return points - (LENGTH * len(question.text[0].split()) if terse(session) else 0.0)


def _near(question: Question, session: Session, past: Past) -> float:
    """How near a question is to what was said, 0 to 1; a date or a figure is near to nothing that matters."""
    last = session.last
    return 0.0 if last and last.captures in PLAIN else past.near.get(question.id, 0.0)


def _takes_up(question: Question, session: Session) -> bool:
    """Whether a question names who or what the coachee has just named."""
    named = question.when.needs & JUST_NAMED
    if "figure" in named:
        # A figure is worth taking up only where nothing more telling was said.
        return not (session.last and session.last.signals.mirror)
    if named != {"person"}:
        return bool(named)
    if question.phases & {"options", "will"}:
        # By now the person is the one the conversation, or the promise, is about.
        return True
    last = session.last
    return bool(last and last.signals.people and last.signals.words <= ABOUT_A_PERSON)


def _answers_signal(question: Question, session: Session) -> float:
    """1 for a question made for what was just said; where a feeling was told, only one that hears it."""
    felt = bool(session.last and "feeling" in session.last.signals.on)
    if felt and question.move in COLD:
        return -1.0
    return float(bool(question.when.signals) and (not felt or "feeling" in question.when.signals))


def _worn(question: Question, session: Session) -> float:
    """Points lost because the same words of the coachee were quoted in one of the last questions."""
    recent = " ".join(e.asked for e in [e for e in session.exchanges if not e.undone][-3:])
    quoted = known(session, question.when.needs & VERBATIM).values()
    again = WORN * sum(1 for words in quoted if words in recent)
    # A reflection does it better, where there is something to reflect.
    heard = session.last.signals if session.last and session.last.control is None else None
    fresh = heard and (heard.quotes or heard.mirror)
    return again + (INSTEAD if quoted and fresh else 0.0)


def _lens_points(question: Question, session: Session) -> float:
    if question.lens is None:
        return 0.0
    covered = {note.lens for note in session.every("note")}
    if question.lens in covered:
        return 0.0
    touched = session.last.signals.lenses if session.last else ()
    return LENS_TOUCHED if question.lens in touched else LENS_OPEN


def _flow_points(question: Question, session: Session) -> float:
    exchanges = [e for e in session.exchanges if not e.undone]
    if not exchanges:
        return 0.0
    if question.move == "follow":
        # To stay with something takes more than one question of the kind.
        return 0.0
    used_before = any(e.move == question.move for e in exchanges)
    return -SAME_MOVE * (exchanges[-1].move == question.move) - USED_MOVE * used_before


def _follow_ups(bank: Bank, session: Session) -> tuple[str, ...]:
    last = session.last
    previous = bank.get(last.question) if last else None
    return previous.follow_ups if previous else ()


def terse(session: Session) -> bool:
    """Whether the coachee answers in few words."""
    words = [e.signals.words for e in session.statements()]
    return len(words) >= 3 and sum(words) / len(words) < TERSE


def _tie(question: Question, session: Session) -> str:
    return sha256(f"{session.id}{question.id}".encode()).hexdigest()
