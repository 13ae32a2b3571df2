"""Which phase a conversation is in: the first one that still lacks something it needs."""

import re
from dataclasses import dataclass, replace

from bot.domain.coaching.complaints import is_content
from bot.domain.coaching.lengths import brief, pressing, seeks_words
from bot.domain.coaching.plans import is_talk
from bot.domain.coaching.preamble import wants_to_move_on
from bot.domain.coaching.review import open_learning, unsettled
from bot.domain.coaching.session import LENGTHS, STEPS, Session, once
from bot.domain.coaching.shown import denies, exception_told
from bot.domain.coaching.whom import close_to_home, is_heavy

DEFAULT_MINUTES = 15


@dataclass(frozen=True)
class Plan:
    """What a conversation of one length asks for.

    `notes`, `lenses` and `options` are counts; `probes` is how many questions may only deepen,
    `threads` how often something left open is taken up before a choice;
    `goal`, `choosing`, `will` and `closing` are captures in the order they are asked;
    `turns` is how many answers fit into the time, half a minute to read and write each, a little more for the long.
    """

    goal: tuple[str, ...]
    notes: int
    lenses: int
    options: int
    will: tuple[str, ...]
    closing: tuple[str, ...]
    probes: int
    choosing: tuple[str, ...] = ()
    threads: int = 2
    turns: int = 22


PLANS: dict[int, Plan] = {
    # The promise itself says which way was chosen.
    5: Plan(
        ("topic", "goal"),
        2,
        0,
        3,
        ("action", "when", "first-sentence", "obstacle", "if-then", "confidence"),
        (),
        1,
        threads=0,
        turns=12,
    ),
    15: Plan(
        ("topic", "goal", "measure", "date"),
        4,
        1,
        3,
        ("action", "when", "first-sentence", "obstacle", "if-then", "confidence", "confidence-up"),
        ("insight",),
        5,
    ),
    30: Plan(
        ("topic", "goal", "worth", "measure", "date"),
        6,
        2,
        3,
        (
            "action",
            "when",
            "first-sentence",
            "obstacle",
            "if-then",
            "who-knows",
            "confidence",
            "confidence-up",
        ),
        ("insight",),
        10,
        ("criteria",),
        threads=3,
        turns=40,
    ),
}
#: Within hours there is time for one look at how things are.
WITHIN_HOURS = replace(PLANS[5], notes=1)
#: With so many words an answer tells something.
TELLING_WORDS = 5
THEIR_PART = re.compile(r"\b(?:your (?:own )?part|part do you have|had a hand in it|in that is (?:true|right))\b", re.I)
_TELLING = frozenset({"feeling", "owns-up"})
#: "Something I can do alone, without anybody noticing."
_ALONE = re.compile(
    r"\b(?:without (?:anybody|anyone|telling|them|him|her) ?(?:noticing|knowing|anyone)?|in secret|"
    r"quietly|(?:nobody|no one) (?:needs to|has to|must|should|will) (?:know|notice|see)|just for me)\b",
    re.I,
)
_NO_DATE = re.compile(
    r"\W*(?:no|none|there(?:'?s| is| are)? (?:no|none)|not? (?:date|idea|yet)|whenever|any ?time|does ?n.?t matter)\b",
    re.I,
)
#: A promise of so many words speaks for itself.
WHOLE = 5
#: From this confidence (0 to 10) on nobody is asked what would make it one higher: plans of 7 and more are mostly kept.
SURE = 7
#: How often an option is asked for before fewer than three are accepted, and how often any other fact: what is only
#: useful to know is not asked for as often as what no promise is without.
OPTION_TRIES, FEWER_TRIES = 5, 3
TRIES = 3
_TRIES = {"date": 2, "measure": 2, "worth": 1, "criteria": 1, "who-knows": 1}
#: So many answers are kept free for the choice, the first sentence, one more way and what is taken along.
SPARE = 4
#: What a promise is made of; everything else is left out where the time is used up.
_PROMISE = ("action", "when", "obstacle", "if-then", "confidence")
_LEFT_OUT = frozenset({"measure", "date", "worth", "criteria", "first-sentence", "who-knows", "confidence-up"})


def plan_of(session: Session) -> Plan:
    """Return the plan for the session's length (5, 15 or 30 minutes); the shortest where the day leaves no more."""
    if brief(session):
        return WITHIN_HOURS if pressing(session) else PLANS[5]
    return PLANS[session.minutes if session.minutes in LENGTHS else DEFAULT_MINUTES]


def late(session: Session, spare: int = 0) -> bool:
    """Whether the time is as good as used up: what is left, and `spare` answers more, is kept for the promise."""
    given = sum(1 for e in session.answered if not e.unasked and e.step != "review")
    missing = max(0, 2 - len(session.every("option"))) + sum(not session.latest(name) for name in _PROMISE)
    return given + missing + spare >= plan_of(session).turns


def tries(session: Session, capture: str) -> int:
    """How often a fact was asked for and did not come."""
    got = {fact.turn for fact in session.every(capture)}
    return sum(
        1
        for turn, e in enumerate(session.exchanges)
        if e.captures == capture and e.answer is not None and not e.undone and turn not in got
    )


def lacks(session: Session, capture: str) -> bool:
    """Whether a fact is still wanted: not known, not declined, not asked for too often."""
    if session.latest(capture) or capture in session.declined:
        return False
    if capture == "topic" and session.latest("goal"):
        return False
    if capture in ("measure", "date", "worth") and not _aims(session):
        return False  # A sign and a date of nothing.
    if capture in _LEFT_OUT and late(session) and not (capture == "first-sentence" and seeks_words(session)):
        return False
    if capture == "first-sentence" and not _to_be_said(session):
        return False
    if capture == "who-knows" and _is_nobodys_business(session):
        return False
    if capture == "confidence-up":
        # A figure put right in the summary does not lead back from it.
        confidence, over = session.latest("confidence"), any(e.captures == "insight" for e in session.answered)
        return bool(confidence and (confidence.value or 0) < SURE) and not over and tries(session, capture) < 1
    return tries(session, capture) < _TRIES.get(capture, TRIES)


def _to_be_said(session: Session) -> bool:
    """Whether a first sentence belongs to the promise: they came for it, or to keep it means to speak to somebody.

    A short promise ("on Monday, then") is read with what was chosen. In a brief talk only who came for words is asked.
    """
    if seeks_words(session):
        return True
    action = "" if brief(session) else session.words("action")
    if not action:
        return False
    return is_talk(action if len(action.split()) >= WHOLE else f"{session.words('choice')} {action}")


def _aims(session: Session) -> bool:
    """Whether there is a goal, or one that was only passed over and may have its sign and its date all the same."""
    skipped = any(e.captures == "goal" and e.control == "skip" and not e.undone for e in session.exchanges)
    return skipped or session.latest("goal") is not None


def _is_nobodys_business(session: Session) -> bool:
    """Whether they want to do it without anybody noticing, so that nobody is to be told."""
    return bool(_ALONE.search(" ".join(session.words(name) for name in ("criteria", "choice", "action"))))


def lacking(session: Session, step: str) -> list[str]:
    """Return the captures a step still needs, in the order they are asked."""
    plan = plan_of(session)
    if step == "review":
        waits = any(p.status is None for p in session.review) or open_learning(session) or unsettled(session)
        return ["review"] if waits else []
    if step == "goal":
        return [c for c in plan.goal if lacks(session, c)]
    if step == "reality":
        return ["note"] if _wants_notes(session, plan) else []
    if step == "options":
        return _options_lacking(session, plan)
    if step == "will":
        return [c for c in (*plan.will, *plan.closing) if lacks(session, c)]
    return [] if session.confirmed else ["summary"]


@once
def step_of(session: Session) -> str | None:
    """Return the step the conversation stands in, or None when all are complete."""
    return next((step for step in STEPS if lacking(session, step)), None)


def _wants_notes(session: Session, plan: Plan) -> bool:
    if "reality" in session.declined:
        return False
    notes = session.every("note")
    asked = sum(1 for e in session.answered if e.step == "reality")
    if asked >= plan.notes + 4:
        return False
    if notes and not moved(session) and late(session, SPARE if plan.closing else 0):
        return False
    if len(notes) >= plan.notes - 1 and _names_ways(session) and not moved(session):
        return False  # Who names ways is ready for them.
    lenses = {note.lens for note in notes if note.lens}
    wanting = len(notes) < plan.notes or (len(lenses) < plan.lenses and asked < plan.notes + 2)
    return wanting or (moved(session) and asked < plan.notes + 2)


def _names_ways(session: Session) -> bool:
    """Whether the answer just given in Reality named something that could be done."""
    last = session.last
    if last is None or last.step != "reality":
        return False
    at = session.place(last)
    return any(fact.turn == at for fact in session.every("option"))


def moved(session: Session) -> bool:
    """Whether something was told just now that nobody is taken on to options over.

    A feeling, one's own part, or a time when it was otherwise.
    """
    last = session.last
    if last is not None and wants_to_move_on(last.answer or ""):
        return False
    telling = last is not None and last.step == "reality" and not last.control and _TELLING & last.signals.on
    two = session.answered[-2:]
    goes_on = len(two) > 1 and two[1].move == "follow" and two[1].step == "reality" and "owns-up" in two[0].signals.on
    close = last is not None and last.step == "reality" and (close_to_home(last) or is_heavy(last.answer or ""))
    return bool(telling) or close or goes_on or _told_when_asked(session) or exception_told(session)


def _told_when_asked(session: Session) -> bool:
    """Whether something left earlier, or their own part, was asked for and told; a "nothing" closes it."""
    last = session.last
    if last is None or last.step != "reality" or last.control or denies(last):
        return False
    asked = last.move == "thread" or bool(THEIR_PART.search(last.asked))
    return asked and last.signals.words >= TELLING_WORDS


def _options_lacking(session: Session, plan: Plan) -> list[str]:
    if "options" in session.declined:
        return []
    options = session.every("option")
    most = FEWER_TRIES if brief(session) or late(session) else OPTION_TRIES
    more = len(options) < plan.options and "option" not in session.declined and tries(session, "option") < most
    if more:
        return ["option"]
    if len(options) < 2 or brief(session):
        return []
    if _overtaken(session):
        return ["choice"]
    return [c for c in (*plan.choosing, "choice") if lacks(session, c)] if lacks(session, "choice") else []


def _overtaken(session: Session) -> bool:
    """Whether another option was named after the choice, so that the choice was not among all there is."""
    choice, options = session.latest("choice"), session.every("option")
    asked = any(e.captures == "choice" and not e.undone for e in session.exchanges)
    return bool(choice and options and not asked and choice.turn < options[-1].turn and not session.latest("action"))


def probes_left(session: Session) -> int:
    """How many questions may still be asked only to deepen."""
    used = sum(1 for e in session.exchanges if e.captures is None and not e.undone and e.step != "review")
    return 0 if late(session) else plan_of(session).probes - used


def told_early(session: Session, least: int) -> bool:
    """Whether how it is was told, in so many words, where a day was asked for: then nobody asks how things stand."""
    last = session.last
    if last is None or last.captures != "date" or last.control or session.latest("date"):
        return False
    no_date = is_content(last.answer or "") or _NO_DATE.match(last.answer or "")
    return last.signals.words >= least and not last.signals.wants and not no_date
