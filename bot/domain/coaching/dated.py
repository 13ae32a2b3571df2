"""Takes the days of an answer into the conversation: the goal's, the promise's, and one told beside something else."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain.coaching.amounts import measured
from bot.domain.coaching.days import (
    bare_day,
    in_cycles,
    in_its_month,
    is_a_day,
    is_a_limit,
    only_a_date,
    says_when,
    the_same_day,
    typed_day,
    typed_month,
    waits_for_others,
)
from bot.domain.coaching.lengths import hour_named, seeks_words
from bot.domain.coaching.noting import coarseness
from bot.domain.coaching.phases import tries
from bot.domain.coaching.plans import could_be_done
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.signals import DateMention

if TYPE_CHECKING:
    from bot.domain.coaching.absorb import Reply

#: "I have to tell him on Wednesday": what has to be done on a day has that day for its limit.
_BOUND = re.compile(r"\b(?:have to|has to|need to|needs to|must|got to|due)\b", re.I)
#: "Ok well then what comes next", "next question": said of the talk and of no day.
_OF_THE_TALK = re.compile(
    r"\b(?:what(?:'?s| is| comes) next|next question|next one please|comes? next|move on|go on)\b", re.I
)
#: "Last month, four days late" tells how it went.
_NO_PLAN = re.compile(
    r"\b(?:last|past|previous) (?:week|month|year|quarter|cycle|time|day)\b|"
    r"\b(?:\d+|two|three|four|five|ten|some) (?:days?|weeks?|hours?|months?) (?:late|early|ago|behind|before)\b",
    re.I,
)
#: "Close this and dial", "ring him now": nobody asks on which day.
_NOW = re.compile(
    r"^(?:close|leave|stop) this\b|\b(?:right now|straight away|right away|immediately|right after this)\b|"
    r"\bnow(?=[ ]*(?:$|[.,;!\n]))",
    re.I,
)
#: A day with so few words around it is a day.
OPENING = 8
#: A reply of so few words that names a day is the day.
FEW = 6


def due_date(reply: "Reply") -> DateMention | None:
    """Return the date a reply means: one written with a figure goes before a bare weekday."""
    named = sorted(reply.signals.dates, key=coarseness)
    dated = [in_its_month(reply.text, d, reply.today) for d in named if d.on]
    found = next((d for d in dated if re.search(r"\d", d.text)), dated[0] if dated else None)
    return found or bare_day(reply.text, reply.today)


def day_asked_for(session: Session, reply: "Reply", turn: int) -> DateMention | None:
    """Return the day in an answer to "when?": there it may be typed as people type, or counted in cycles."""
    asked = session.exchanges[turn].asked if 0 <= turn < len(session.exchanges) else ""
    counted = in_cycles(reply.text, reply.today) if "cycles" in asked else None
    # "The one in January, but I give it to her on Monday": the day says when, the month says which.
    days = [in_its_month(reply.text, d, reply.today) for d in reply.signals.dates if d.on and d.precision == "day"]
    sole = days[0] if len(days) == 1 and len(reply.signals.dates) > 1 else None
    typed = typed_day(reply.text, reply.today) or _at_once(reply) or counted or typed_month(reply.text, reply.today)
    named = sole or due_date(reply) or typed
    return _from_then_on(named, reply.text) if named else None


def _at_once(reply: "Reply") -> DateMention | None:
    """Today, where a few words say that it is done now."""
    now = _NOW.search(reply.text) if reply.signals.words <= OPENING else None
    return DateMention(now.group(0), reply.today.isoformat(), "day") if now else None


def _from_then_on(named: DateMention, text: str) -> DateMention:
    """What is "not before March" begins where "before March" ends."""
    if not (
        named.on and re.search(rf"\bnot {re.escape(named.text)}", text, re.I) and re.match("before", named.text, re.I)
    ):
        return named
    return replace(named, text=f"not {named.text}", on=(date.fromisoformat(named.on) + timedelta(days=1)).isoformat())


def no_day(session: Session, capture: str, reply: "Reply", turn: int) -> bool:
    """Whether an answer to "when?" names none; one that waits for somebody else is asked about once more."""
    if day_asked_for(session, reply, turn):
        return False
    if waits_for_others(reply.text) and tries(session, capture) <= 1:
        return True
    return not (reply.signals.dates or says_when(_NO_PLAN.sub("that that", _OF_THE_TALK.sub("that", reply.text))))


def opens_with_day(reply: "Reply") -> bool:
    """Whether a few words begin with a day and only say which: "end of January, when the first one is"."""
    first = next((mention.text.lower() for mention in reply.signals.dates if mention.on), None)
    if first is None or reply.signals.words > OPENING or not reply.text.lower().startswith(first):
        return False
    rest = reply.text[len(first) :].strip(" .,;:-")
    return not (could_be_done(rest) or re.match(r"(?:i|we)\b", rest, re.I))


def dated(session: Session, capture: str, reply: "Reply", turn: int) -> Fact:
    """Return a day as it was said; where nothing else was said, without "I said" and the like."""
    day, goal = day_asked_for(session, reply, turn), session.latest("date")
    on = the_same_day(day, goal.on if goal and capture == "when" else None) if day else None
    alone = day in reply.signals.dates and only_a_date(reply.text, reply.signals)
    said_before = len(reply.text.partition(day.text)[0].split()) if day and alone else 0
    typed = day is not None and not reply.signals.dates and reply.signals.words <= FEW
    # "Weds 8am call" says more than the day.
    typed = typed and day is not None and not reply.text.lower().startswith(day.text.lower())
    return Fact(capture, day.text if day and (said_before > 1 or typed) else reply.text.strip(), turn, on=on)


def with_day_of_its_own(session: Session, reply: "Reply", turn: int) -> Session:
    """Return the session with a day that was told alone where something to do was asked for; it is no option."""
    day = due_date(reply) or typed_day(reply.text, reply.today)
    if day is None or session.latest("when") or not is_a_day(reply.text, reply.signals, reply.today):
        return session
    return session.with_fact(Fact("when", day.text, turn, on=day.on))


def with_dates(session: Session, capture: str, reply: "Reply", turn: int) -> Session:
    """Return the session with what needs no asking: the date or number in a goal, the day of an action."""
    if capture in ("goal", "measure") and not session.latest("date") and (aimed := _aimed_at(reply)):
        session = session.with_fact(Fact("date", aimed.text, turn, on=aimed.on))
    if capture == "action" and not session.latest("when") and session.latest("action"):
        session = _with_when(session, reply, turn)
    if capture == "goal" and measured(reply.text, reply.signals) and not session.latest("measure"):
        session = session.with_fact(Fact("measure", reply.text.strip(), turn))
    return session


def _aimed_at(reply: "Reply") -> DateMention | None:
    """The day a goal is due: a limit ("by Friday"), or the day of what has to be done."""
    bound = bool(_BOUND.search(reply.text))
    ahead = [d for d in reply.signals.dates if d.on and d.on != reply.today.isoformat()]
    limits, day = [d for d in ahead if is_a_limit(d) or bound], due_date(reply)
    return day if day in limits else next(iter(limits), None)


def _with_when(session: Session, reply: "Reply", turn: int) -> Session:
    """The day an action names; where all of it is a matter of hours, the hour that was named."""
    day = due_date(reply)
    if day and day.precision == "cycle" and re.search(r"\bnext\b", day.text, re.I):
        return session  # "Before the next meeting" is a day only they know: it is asked for.
    if day and day.precision in ("day", "week", "cycle"):
        goal = session.latest("date")
        return session.with_fact(Fact("when", day.text, turn, on=the_same_day(day, goal.on if goal else None)))
    if now := _NOW.search(f"{reply.text}\n{session.words('choice')}"):
        return session.with_fact(Fact("when", now.group(0), turn, on=reply.today.isoformat()))
    hour, goal = hour_named(session), session.latest("date")
    if hour:
        return session.with_fact(Fact("when", hour, turn, on=reply.today.isoformat()))
    # What is said on Wednesday is said then.
    return (
        session.with_fact(replace(goal, capture="when", turn=turn))
        if goal and goal.on and seeks_words(session)
        else session
    )
