"""Takes an answer into the conversation: what it establishes, and what a control word changes."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.coaching.aims import begun_anew, stays
from bot.domain.coaching.amounts import sureness
from bot.domain.coaching.complaints import complains, describes, is_content
from bot.domain.coaching.dated import (
    dated,
    day_asked_for,
    with_dates,
    with_day_of_its_own,
)
from bot.domain.coaching.days import only_a_date
from bot.domain.coaching.extras import with_more
from bot.domain.coaching.lengths import seeks_words
from bot.domain.coaching.meant import NAMES_A_WISH, cannot_be, meant
from bot.domain.coaching.options import already_chosen, chosen, chosen_by_place, deed, several
from bot.domain.coaching.phases import TRIES, tries
from bot.domain.coaching.plans import could_be_done, is_done_by_them, is_request, is_step
from bot.domain.coaching.preamble import is_empty, is_hedged, to_the_point, without_opening
from bot.domain.coaching.requests import asks_somebody_else, without_language
from bot.domain.coaching.review import LOOKS
from bot.domain.coaching.session import Exchange, Fact, Session
from bot.domain.coaching.signals import Signals
from bot.domain.coaching.stating import answers_after_all, states_something
from bot.domain.coaching.ways import with_choice, with_offered, with_options

#: So many words may point at an option and say nothing else.
POINTING = 4
#: "First I write my own three on paper": a way of its own, told as what is done.
_BEGINS = re.compile(
    r"\W*(?:(?:first|then|so|ok|well)[ ,]+)*(?:i|we) (?!could|would|might|may|can|should|think|guess|like|prefer|"
    r"choose|pick|am|was|have|do|did|don)\w+ \w+",
    re.I,
)
#: "That he comes": short, and whole.
_THAT_THEY = re.compile(r"\W*that (?:he|she|they|we|i|people|everybody|sales|finance) \w+", re.I)
#: A goal of fewer words ("depends") is asked about again.
LEAST_GOAL = 4
#: What a promise is not made without: an empty answer is met with another question, not taken as a refusal.
INSISTED = frozenset({"obstacle", "if-then", "action", "when"})
#: Signals of a question to the coach, and the captures in whose answers people speak to others.
ASKS_US = frozenset({"asks-advice", "asks-coach", "asks-view"})
SAID_TO_OTHERS = frozenset({"option", "choice", "action", "first-sentence", "obstacle", "if-then"})
#: Captures that one reply cannot fill in passing; everything else may be noted as context.
LONG_ANSWER = 4


@dataclass(frozen=True)
class Reply:
    """What the coachee sent: words, a control (`skip`, `back`, `dont_know`, ...) or both."""

    text: str
    signals: Signals = field(default_factory=Signals)
    control: str | None = None
    today: date = date.min


def absorb(session: Session, reply: Reply) -> Session:
    """Return the session with the pending question answered.

    A control word never becomes a fact. Without a pending question nothing changes.
    """
    pending = session.pending
    if pending is None:
        return session
    if reply.control == "back":
        return step_back(session)
    if ASKS_US & reply.signals.on and pending.captures in SAID_TO_OTHERS and asks_somebody_else(reply.text):
        reply = replace(reply, signals=replace(reply.signals, on=reply.signals.on - ASKS_US - {"question"}))
    if answers_after_all(reply, pending):
        reply = replace(reply, control=None)
    answered = session.with_last_exchange(answer=reply.text, control=reply.control, signals=reply.signals)
    if reply.control == "skip":
        return _declined(answered, pending)
    if reply.control == "dont_know" or not states_something(reply, pending):
        return answered
    return _facts(answered, pending, replace(reply, text=_told(reply, pending)))


def _told(reply: Reply, pending: Exchange) -> str:
    """An answer without what is said of the talk, and from its first telling word on."""
    return to_the_point(without_opening(without_language(reply.text), pending.asked))


def step_back(session: Session) -> Session:
    """Undo the latest answer, so that its question can be asked again."""
    turns = [i for i, e in enumerate(session.exchanges) if e.answer is not None and not e.undone]
    if not turns:
        return session
    target = turns[-1]
    exchanges = tuple(replace(e, undone=True) if i >= target else e for i, e in enumerate(session.exchanges))
    undone = session.exchanges[target]
    reviewed = tuple(
        replace(p, status=None) if p.id == undone.about and undone.move == LOOKS else p for p in session.review
    )
    declined = session.declined - {undone.captures or "", undone.step}
    return replace(session.without_turn(target), exchanges=exchanges, declined=declined, review=reviewed)


def _declined(session: Session, pending: Exchange) -> Session:
    if pending.step == "review":
        reviewed = tuple(
            replace(p, status=p.status or "skipped") if p.id == pending.about else p for p in session.review
        )
        return replace(session, review=reviewed)
    if pending.captures in (None, "note"):
        return session
    return replace(session, declined=session.declined | {pending.captures})


def _facts(session: Session, pending: Exchange, reply: Reply) -> Session:
    turn = len(session.exchanges) - 1
    capture = pending.captures
    passing = pending.step == "options" and capture in (None, "note") and could_be_done(reply.text)
    handed_back = pending.move == "hand-back" and pending.step != "will"
    handed_back = handed_back and (pending.step == "options" or could_be_done(reply.text))
    if capture == "option" or passing or handed_back:
        return with_day_of_its_own(with_options(session, reply, turn), reply, turn)
    if pending.move == "hand-back" and pending.step == "will":
        capture = _asked_before(session)
    if is_empty(reply.text):
        return _nothing_there(session, capture)
    if pending.move == "revisit-goal":
        return _with_goal(session, pending, reply, turn)
    if pending.step == "reality" or capture == "note":
        return _with_note(session, pending, reply, turn)
    if pending.step == "goal" and capture in (None, "goal"):
        return _with_goal(session, pending, reply, turn)
    if capture is None:
        return session
    session = with_dates(_with_capture(session, capture, reply, turn), capture, reply, turn)
    told = with_more(session, capture, reply, turn)
    return told if told.latest("goal") is session.latest("goal") else with_dates(told, "goal", reply, turn)


def _asked_before(session: Session) -> str | None:
    """What was asked for before the question was handed back, where it is still wanted: their own answer fills it."""
    before = session.answered[-2].captures if len(session.answered) > 1 else None
    return before if before and session.latest(before) is None else None


def _with_goal(session: Session, pending: Exchange, reply: Reply, turn: int) -> Session:
    """A goal once said is replaced only by another wish, or where the goal itself was asked about again."""
    if only_a_date(reply.text, reply.signals):
        return session.with_fact(dated(session, "date", reply, turn), replacing=True)  # By when, and not what.
    again = pending.move == "revisit-goal"
    wants = bool(reply.signals.wants) or again
    if session.latest("goal") and (not wants or again and not reply.signals.wants and stays(reply.text)):
        return with_dates(session, "goal", reply, turn)
    if not wants and _no_goal_yet(session, reply):
        return with_offered(session, reply, turn)
    named = pending.move != "hand-back" and not session.latest("goal") and bool(NAMES_A_WISH.match(reply.text))
    if pending.captures == "goal" or wants or named:
        session = begun_anew(session) if again else session
        return with_dates(
            session.with_fact(Fact("goal", reply.text.strip(), turn), replacing=True), "goal", reply, turn
        )
    return with_offered(session, reply, turn)


def _no_goal_yet(session: Session, reply: Reply) -> bool:
    """Whether an answer is too short, tells what is wrong, or that all is well: what is wanted is asked for again."""
    missed = tries(session, "goal")
    reason = re.match(r"\W*because\b", reply.text, re.I) is not None
    wish = NAMES_A_WISH.match(reply.text) is not None
    short = reason or reply.signals.words < LEAST_GOAL and not wish and not _THAT_THEY.match(reply.text)
    unsure = bool({"uncertain", "no-idea"} & reply.signals.on) and not wish and not is_hedged(reply.text)
    return is_content(reply.text) or missed < TRIES - 1 and (short or unsure or complains(reply.text, reply.signals))


def _nothing_there(session: Session, capture: str | None) -> Session:
    """An empty answer declines what was asked, once it was asked before."""
    if capture in INSISTED:
        return session
    if capture and capture != "note" and tries(session, capture) + 1 >= TRIES - 1:
        return replace(session, declined=session.declined | {capture})
    return session


def _with_note(session: Session, pending: Exchange, reply: Reply, turn: int) -> Session:
    lens = pending.lens or next(iter(reply.signals.lenses), None)
    session = session.with_fact(Fact("note", reply.text.strip(), turn, lens=lens))
    jumps = "solution-jump" in reply.signals.on and "problem-talk" not in reply.signals.on
    step = is_step(pending.asked, reply.text) and not describes(reply.text)
    if (jumps or step or is_request(reply.text)) and reply.signals.words >= LONG_ANSWER:
        # A solution met while exploring is kept for later instead of being argued with now.
        return session.with_fact(Fact("option", reply.text.strip(), turn))
    return with_offered(session, reply, turn)


def _with_capture(session: Session, capture: str, reply: Reply, turn: int) -> Session:
    text, capture = reply.text.strip(), meant(session, capture, reply, turn)
    if capture == "choice":
        return _with_choice(session, reply, turn)
    if cannot_be(session, capture, reply, turn):
        return session
    if capture == "confidence":
        value = sureness(text, reply.signals)
        return session if value is None else session.with_fact(Fact(capture, text, turn, value=value), replacing=True)
    if capture in ("when", "date"):
        fact, day = dated(session, capture, reply, turn), day_asked_for(session, reply, turn)
        if capture == "when" and day and _tells_the_plan(session, reply):
            fact = replace(fact, text=day.text)
            session = session.with_fact(Fact("action", text, turn), replacing=True)
        return session.with_fact(fact, replacing=True)
    if capture == "action":
        return _with_action(session, text, turn)
    known = session.latest("if-then")
    if capture == "if-then" and known:
        # The answer to "and if that fails too?" is a second line of defence, not another first one.
        text = f"{known.text.rstrip('.')}; {text}"
    return session.with_fact(Fact(capture, text, turn), replacing=True)


def _with_action(session: Session, text: str, turn: int) -> Session:
    """What will be done; where it only points at an option, that option, and the choice where none was made."""
    options = [fact.text for fact in session.every("option")]
    if several(text) and options:
        # "All of them" is a promise of each.
        return session.with_fact(Fact("action", "; ".join(deed(option) for option in options), turn), replacing=True)
    pointed = _pointed_at(session, text) or _part_of(text, session.words("choice"))
    if not session.latest("choice") and len(options) > 1 and (option := pointed or chosen(text, options)):
        session = session.with_fact(Fact("choice", option, turn))
    if pointed and seeks_words(session) and not could_be_done(pointed):
        session = session.with_fact(Fact("first-sentence", deed(pointed), turn))
    return session.with_fact(Fact("action", deed(pointed) if pointed else text, turn), replacing=True)


def _part_of(text: str, choice: str) -> str:
    """The choice, where a promise only says a word or two of it ("anna" for "call anna at the other site")."""
    said, whole = set(re.findall(r"\w+", text.lower())), set(re.findall(r"\w+", choice.lower()))
    return choice if 0 < len(said) < POINTING - 1 and said < whole else ""


def _tells_the_plan(session: Session, reply: Reply) -> bool:
    """Whether the answer to "when?" says what will be done too, where so far only an option was named."""
    so_far = session.words("action")
    vague = len(so_far.split()) <= POINTING or not (could_be_done(so_far) or is_done_by_them(so_far))
    named = vague or so_far in [deed(fact.text) for fact in session.every("option")]
    return named and could_be_done(reply.text) and reply.signals.words >= LONG_ANSWER


def _pointed_at(session: Session, text: str) -> str | None:
    """The option that a promise only points at: "the first one", "the one with Milan"."""
    options = [fact.text for fact in session.every("option")]
    return chosen_by_place(text, options) or (already_chosen(text, options) if len(text.split()) <= POINTING else None)


def _with_choice(session: Session, reply: Reply, turn: int) -> Session:
    """A choice; one that already says "I will ..." is the action too."""
    session = _with_words_chosen(with_choice(session, reply, turn), turn)
    promised = "will" in reply.signals.on or bool(
        _BEGINS.match(reply.text) and session.words("choice") == reply.text.strip()
    )
    if session.latest("choice") and promised and reply.signals.words >= LONG_ANSWER + 2:
        text = reply.text.strip()
        session = with_dates(session.with_fact(Fact("action", text, turn), replacing=True), "action", reply, turn)
    return session


def _with_words_chosen(session: Session, turn: int) -> Session:
    """A sentence that was chosen by who came for words is what they will say, and what they will do."""
    choice = session.latest("choice")
    if not choice or choice.turn != turn or not seeks_words(session) or could_be_done(choice.text):
        return session
    said = deed(choice.text)
    session = session.with_fact(Fact("first-sentence", said, turn), replacing=True)
    return session.with_fact(Fact("action", said, turn), replacing=True)
