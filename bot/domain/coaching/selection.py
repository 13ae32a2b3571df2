"""Chooses one question for a need: never one asked before in the session, the freshest and most fitting first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.domain.coaching.phases import THEIR_PART
from bot.domain.coaching.preamble import wants_to_move_on
from bot.domain.coaching.questions import Bank, Question
from bot.domain.coaching.recall import known
from bot.domain.coaching.session import PLAIN, Session
from bot.domain.coaching.shown import TERSE, over_the_session
from bot.domain.coaching.whom import about_oneself, leaves_undone, own_doing

#: Points for each way a question fits what was just said.
FITS_SIGNAL, FITS_THEME, FITS_PERSON, FITS_PLACE = 4.0, 4.0, 3.0, 6.0
#: For a question as near as can be to what was said; for quoting again what was quoted just before.
NEAR, WORN, INSTEAD = 5.0, 4.0, 8.0
#: Moves that come only where something calls for them, never merely to fill a gap.
ON_OCCASION = frozenset({"weak-point", "reluctant", "contradiction", "thread"})
#: "What would Rui say?" is about Rui, and about nobody who was named earlier.
SAME_BREATH = frozenset({"asks-view"})
#: Moves that would pass over a feeling.
COLD = frozenset({"stakes", "measure", "scale", "facts", "date"})
#: Placeholders for what the coachee has just named; a question that takes it up shows that it was heard.
JUST_NAMED, ANCHORED = frozenset({"person", "figure", "left", "recurring"}), 2.0
#: What is seldom shown is taken up when it is.
SELDOM = frozenset(
    "other-voice other-claim exception-told exception-followed absent-self owns-up chose-several chose-early "
    "close-to-home heavy-news pressing seeks-words no-topic other-matter waits-for newcomer told-at-length "
    "brief unchosen unchosen-words".split()
)
RARE = 5.0
#: While the goal is being found, a person is asked about only where one was just named.
EARLY = frozenset({"opening", "goal"})
#: Said of oneself; while it stands, nobody is asked about the others.
OF_ONESELF = frozenset({"own-act", "owns-up"})
OF_OTHERS = frozenset({"other-act", "people", "blame"})
#: Who has just told what they do themselves is not asked where they have a hand in it.
TOLD_OF_ONESELF = frozenset({"own-act", "owns-up", "own-deed", "own-doing", "carries", "undone", "feels-lately"})
#: An answer of fewer words in which somebody is named is about that person.
ABOUT_A_PERSON, ABOUT_AT_ONCE = 40, 15
#: Placeholders that hold the coachee's own words.
VERBATIM = frozenset({"goal", "topic", "measure", "action", "option", "choice", "obstacle"})
LENS_TOUCHED, LENS_OPEN, FOLLOWS, SPECIFIC = 3.0, 0.5, 2.0, 1.0
TWICE = 30.0
WORTH, SAME_MOVE, USED_MOVE, RECENT, LENGTH = 0.7, 3.0, 1.0, 4.0, 0.06


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
    of_phases = bank.of_phases(need.phases)
    fitting = [q for q in of_phases if serves(q, need) and q.id not in asked and allowed(q, session, shown)]
    follow_ups = _follow_ups(bank, session)
    return max(
        fitting,
        key=lambda q: (_score(q, session, past) + FOLLOWS * (q.id in follow_ups), _tie(q, session)),
        default=None,
    )


def serves(question: Question, need: Need) -> bool:
    """Whether a question of the right phase is of the capture and move that are needed."""
    return (
        (need.captures is None or question.captures in need.captures)
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
    people_named = signals.people if signals else ()
    people = {m.id for m in people_named}
    return (
        (not when.signals or bool(when.signals & on))
        and not when.unless & on
        and (not when.themes or bool(when.themes & themes))
        and (not when.people or bool(when.people & people))
        and (not when.status or session.last_status in when.status)
        and (not when.minutes or session.minutes in when.minutes)
        and (not when.after or bool(last and last.control is None and last.captures in when.after))
        and (question.phases - EARLY or "person" not in when.needs or _is_about_somebody(session))
        and ("person" not in when.needs or not when.signals & SAME_BREATH or bool(people_named))
        and not (question.move == "follow" and last and wants_to_move_on(last.answer or ""))
        and not (TOLD_OF_ONESELF & on and any(THEIR_PART.search(text) for text in question.text))
        and when.needs <= known(session, when.needs).keys()
    )


def _is_about_somebody(session: Session) -> bool:
    """Whether somebody was just named in so few words that it can only be about them."""
    heard = session.last.signals if session.last and session.last.control is None else None
    return bool(heard and heard.people) and (heard.words if heard else 0) <= ABOUT_AT_ONCE


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
    if _turns_away(question, session):
        return False
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


def _turns_away(question: Question, session: Session) -> bool:
    """Whether a question goes to the others where the coachee has just spoken of what they do themselves."""
    last = session.last
    if last is None or last.control or "reality" not in question.phases:
        return False
    to_others = bool(question.when.signals) and question.when.signals <= OF_OTHERS or "person" in question.when.needs
    own = OF_ONESELF & last.signals.on or leaves_undone(last) or own_doing(last.answer or "")
    return to_others and (bool(own) or about_oneself(last))


def _answers_signal(question: Question, session: Session) -> float:
    """1 for a question made for what was just said; where a feeling was told, only one that hears it."""
    felt = bool(session.last and "feeling" in session.last.signals.on)
    if felt and question.move in COLD:
        return -1.0
    if _turns_away(question, session):
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
    if exchanges[-1].reflection == f"said-{question.move}" and any("“" in text for text in question.text):
        # The same words in the same way twice in a row: whatever else speaks for it.
        return -TWICE
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
