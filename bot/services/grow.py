"""The GROW conversation: open or resume, answer, ask, pause, start over, close."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex
from typing import Any

from bot.domain.coaching import coach, moves, summary
from bot.domain.coaching import session as sessions
from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.phases import step_of
from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.selection import Past
from bot.domain.coaching.session import STEPS, Exchange, PastPromise, Session
from bot.domain.coaching.stating import is_puzzled
from bot.services import commitments, context_carried, memory, noted, noticed, nudges
from bot.services.desk import Desk
from bot.services.ports import Record
from bot.services.replies import Button, Outcome, Say
from bot.services.said import Said as Said  # Where the other dialogues take it from.
from bot.services.wording import spoken

KIND = "session"
OPEN, CLOSED, LEFT = "open", "closed", "left"
#: What a control intent means to the coach. ("back" itself is reserved by Rasa.)
CONTROLS = {"skip": "skip", "go_back": "back", "dont_know": "dont_know"}
SIGNPOSTS = {"signposts off": False, "no signposts": False, "signposts on": True}
#: What is asked for by questions that anything told may answer.
_OPEN_TO_ALL = (None, "topic", "goal", "note")
MINUTES = {"5 minutes": 5, "15 minutes": 15, "30 minutes": 30}


def open_session(desk: Desk, said: Said) -> Outcome:
    """Resume the conversation that was left, or begin one, with `said` as its topic if it tells one."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        return _taken_up(desk, record, said)
    begun, carried = context_carried.carried(desk, _new_session(desk))
    session = _advanced(desk, begun, {})
    first = Say(_opening(desk, session), "grow.goal", values={"goal": _last_goal(desk)})
    if said.intent == "answer" and session.pending and session.pending.captures == "topic":
        session = session.with_last_exchange(unasked=True)
        session = coach.answer(session, Reply(said.text, said.signals, today=desk.today))
        session = _advanced(desk, session, said.near)
    desk.create(KIND, OPEN, sessions.to_dict(session), record_id=session.id)
    # What is carried over is about the topic to come: a review of promises goes first, and nothing stands in between.
    told = () if session.review else carried
    return Outcome((replace(first, kind=f"grow.{_step(session)}"), *told), _slots(session))


def _taken_up(desk: Desk, record: Record, said: Said) -> Outcome:
    """Go on where it stopped. What was told on the way back is no answer to a question out of sight, and not lost."""
    session = sessions.from_dict(record.body)
    if session.pending is None and summary.corrects(session, said.text):
        # "Change the goal" sounds like another conversation, and is about a line of the summary.
        session = coach.answer(session, Reply(said.text, said.signals, today=desk.today))
        _save(desk, record, session)
        return Outcome(slots=_slots(session))
    if said.intent != "answer" or session.pending is None:
        return Outcome((_resumed(session),), _slots(session))
    if session.pending.captures not in _OPEN_TO_ALL:
        session = session.with_last_exchange(captures="note")
    session = coach.answer(session, Reply(said.text, said.signals, today=desk.today))
    session = _advanced(desk, session, said.near)
    _save(desk, record, session)
    return Outcome((_resumed(session, "_with"),), _slots(session))


def _opening(desk: Desk, session: Session) -> str:
    """The first conversation is explained; later ones begin in a line."""
    if session.review:
        return "utter_grow_welcome_back"
    if not memory.sessions(desk):
        return "utter_grow_begin"
    return "utter_grow_begin_recalling" if _last_goal(desk) else "utter_grow_begin_again"


def _last_goal(desk: Desk) -> str:
    record = desk.newest(KIND, (CLOSED,))
    return sessions.from_dict(record.body).words("goal") if record else ""


def answer(desk: Desk, said: Said) -> Outcome:
    """Take one answer, or one control word, into the open conversation."""
    said = replace(said, signals=commitments.on_cycle(desk, said.signals))
    record, session = _current(desk)
    if _step(session) == "summary" and summary.corrects(session, said.text):
        # "Change" and "Goal" sound like control words; here they answer "is that right?" and "which line?".
        said = replace(said, intent="answer")
    minutes, signposts = _minutes(said), SIGNPOSTS.get(said.text.strip().lower().rstrip("."))
    if minutes:
        session = _shortened(desk, replace(session, minutes=minutes))
    elif signposts is not None:
        session = replace(session, signposts=signposts)
        memory.prefer(desk, signposts=signposts)
    elif said.intent == "rephrase" or _puzzled(desk, session, said.text):
        session = _reworded(desk, session, "asks-why" in said.signals.on)
    else:
        control, before = CONTROLS.get(said.intent), session
        session = coach.answer(session, Reply(said.text, said.signals, control, desk.today))
        noticed.foresee(desk, before, session)
        session = _advanced(desk, session, said.near)
        commitments.after_review(desk, session, said.signals)
    _save(desk, record, session)
    return Outcome(slots=_slots(session))


def ask(desk: Desk) -> Outcome:
    """Ask the question that waits; when none is left, show the summary."""
    record, session = _current(desk)
    session, turn = coach.ask(_advanced(desk, coach.moved_on(session), {}), desk.phrases)
    _save(desk, record, session)
    if turn is None:
        return Outcome((_summary(desk, session),))
    memory.remember(desk, turn.question, session.id)
    opening = session.exchanges[-1].captures == "topic"
    name = "utter_grow_opening" if opening else "utter_grow_turn"
    return Outcome((Say(name, f"grow.{turn.step}", turn.question, {"turn": turn.text}),))


def pause(desk: Desk) -> Outcome:
    """Leave the conversation where it is: what is noted is shown, with the question that waits; nothing is lost."""
    record = desk.newest(KIND, (OPEN,))
    lines = noted.to_take_along(desk, sessions.from_dict(record.body)) if record else ""
    name = "utter_grow_paused_noted" if lines else "utter_grow_paused"
    return Outcome((Say(name, "grow.summary", record.id if record else None, {"lines": lines}),), _empty())


def restart(desk: Desk) -> Outcome:
    """Set the open conversation aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    session = _advanced(desk, _new_session(desk), {})
    desk.create(KIND, OPEN, sessions.to_dict(session), record_id=session.id)
    return Outcome((Say("utter_grow_restarted", "grow.goal"),), _slots(session))


def close(desk: Desk) -> Outcome:
    """Store the promise of a confirmed conversation and say when it will be asked about."""
    record, session = _current(desk)
    desk.save(record, state=CLOSED)
    promise = commitments.make(desk, session)
    memory.session_ended(desk, session)
    keep, seen = _keep_insight(desk, session), noticed.notice(desk, session)
    if promise is None:
        return Outcome((Say("utter_grow_closed", "grow.summary", session.id, buttons=keep), *seen), _empty())
    name = "utter_grow_promised" if promise.due_on else "utter_grow_promised_undated"
    values = {"action": promise.body["action"].rstrip(". "), "date": spoken(promise.due_on)}
    return Outcome((Say(name, "grow.summary", session.id, values, keep), *seen, *nudges.offer(desk)), _empty())


def _keep_insight(desk: Desk, session: Session) -> tuple[Button, ...]:
    """A button that keeps what the person takes with them as a reflection, where they said something."""
    if not session.words("insight"):
        return ()
    return (Button(desk.phrases.say("reflect.button.insight"), f"/note choice=insight session={session.id}"),)


def _current(desk: Desk) -> tuple[Record, Session]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        session = _new_session(desk)
        record = desk.create(KIND, OPEN, sessions.to_dict(session), record_id=session.id)
    return record, sessions.from_dict(record.body)


def _advanced(desk: Desk, session: Session, near: Mapping[str, float]) -> Session:
    """Let the coach choose the next question, knowing earlier conversations and what was just said."""
    return coach.advance(session, desk.content.guide, Past(memory.used(desk), near))


def _save(desk: Desk, record: Record, session: Session) -> None:
    desk.save(record, body=sessions.to_dict(session))


def _new_session(desk: Desk) -> Session:
    due = [
        PastPromise(p.id, p.body["action"], p.due_on.isoformat() if p.due_on else None) for p in commitments.due(desk)
    ]
    return Session(
        token_hex(8), desk.today, minutes=memory.minutes(desk), review=tuple(due), signposts=memory.signposts(desk)
    )


def _step(session: Session) -> str:
    return step_of(session) or "summary"


def _slots(session: Session) -> dict[str, Any]:
    """Every step before the present one is filled, the others wait."""
    now = STEPS.index(_step(session)) if not session.confirmed else len(STEPS)
    return {f"grow_{step}": ("done" if i < now else None) for i, step in enumerate(STEPS)}


def _empty() -> dict[str, Any]:
    return {f"grow_{step}": None for step in STEPS}


def _minutes(said: Said) -> int | None:
    asked = MINUTES.get(said.text.strip().lower().rstrip("."))
    return 5 if asked is None and said.intent == "short_time" else asked


def _shortened(desk: Desk, session: Session) -> Session:
    """Say that the length was understood, then put the question that waits again."""
    pending = session.pending
    if pending is None:
        return session
    lead = desk.phrases.say("minutes", minutes=str(session.minutes))
    return session.with_last_exchange(said=f"{lead} {pending.asked}", shown=False)


def _reworded(desk: Desk, session: Session, why: bool) -> Session:
    """The question that waits in other words; first what it is for, where that was asked."""
    if session.pending is None:
        return session
    asked = moves.another_wording(session, desk.content.guide.bank)
    lead = _purpose(desk, session.pending) if why else desk.phrases.say("rephrase")
    return session.with_last_exchange(asked=asked, said=f"{lead} {asked}", shown=False)


def _puzzled(desk: Desk, session: Session, text: str) -> bool:
    """Whether the question that waits was not understood, and was not put in other words already."""
    waiting = session.pending
    if waiting is None or not is_puzzled(text, waiting.asked):
        return False
    return bool(session.latest("topic")) and not waiting.said.startswith(desk.phrases.say("rephrase"))


def _purpose(desk: Desk, waiting: Exchange) -> str:
    """What a question is for, in a sentence: by what it asks for, by its move, else by its phase."""
    names = (waiting.captures if waiting.captures != "note" else None, waiting.move, waiting.step)
    known = (key for name in names if name and (key := f"why.{name}") in desk.phrases)
    return desk.phrases.say(next(known, "why.goal"))


def _resumed(session: Session, taken: str = "") -> Say:
    goal, topic = session.latest("goal"), session.words("topic")
    topic = (phrase_of(session, goal) or goal.text) if goal else topic
    name = f"utter_grow_resumed{taken}" if topic else "utter_grow_resumed_empty"
    return Say(name, f"grow.{_step(session)}", session.id, {"topic": topic})


def _summary(desk: Desk, session: Session) -> Say:
    if session.correcting in summary.LINES:
        return Say("utter_grow_correct_line", "grow.summary", session.id)
    if session.correcting:
        return Say("utter_grow_which_line", "grow.summary", session.id)
    shown, left_open = summary.lines(session), summary.left_open(session)
    told = [noted.line(desk, session, name, words) for name, words in shown]
    lines = "\n".join([*told, *([desk.phrases.say("summary.open", words=left_open)] if shown and left_open else [])])
    return Say(
        "utter_grow_summary" if lines else "utter_grow_summary_empty", "grow.summary", session.id, {"lines": lines}
    )
