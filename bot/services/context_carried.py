"""What other dialogues take from the fit map of a programme: a plan to be tested, and notes to begin with."""

from dataclasses import replace

from bot.domain import context as maps
from bot.domain.coaching.phases import plan_of
from bot.domain.coaching.session import Fact, Session
from bot.domain.context import FitMap, from_dict
from bot.domain.pressure.plan import Plan
from bot.services.desk import Desk
from bot.services.ports import Record
from bot.services.replies import Say

#: Where the map is kept (bot/services/context.py), and its state once the leader has accepted it.
KIND, DONE, REF = "context", "done", "context"


def plan(desk: Desk) -> tuple[Record, Plan] | None:
    """Return the newest map with what it begins with, as a plan to be tested; None where it names no quick win."""
    record = desk.newest(KIND, (DONE,))
    drawn = from_dict(record.body) if record else FitMap()
    if record is None or not drawn.said("wins"):
        return None
    return record, Plan(change=drawn.said("wins"), aim=drawn.said("target"), support=drawn.said("win-over"))


def carried(desk: Desk, session: Session) -> tuple[Session, tuple[Say, ...]]:
    """Return a new coaching conversation with what does not fit as its first notes, and the reply that says so.

    At most half of the notes that a conversation of its length asks for: the rest is asked. The shortest asks all.
    """
    record = desk.newest(KIND, (DONE,))
    drawn = from_dict(record.body) if record else FitMap()
    length = plan_of(session)
    lenses = maps.clashing(drawn)[: length.notes // 2 if length.lenses else 0]
    if not lenses:
        return session, ()
    notes = tuple(Fact("note", drawn.said(lens), lens=lens) for lens in lenses)
    say = desk.content.context.phrases.say
    names = say("and").join(desk.content.context.lens(lens).name.lower() for lens in lenses)
    words = say("carried", lenses=names)
    return replace(session, facts=(*session.facts, *notes)), (
        Say("utter_context_carried", "grow.goal", REF, {"words": words}),
    )
