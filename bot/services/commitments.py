"""Promises: made at the end of a conversation, looked at again at the start of the next."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.coaching.days import typed_day
from bot.domain.coaching.plans import is_promise_anew
from bot.domain.coaching.review import SETTLES, promises_again
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Signals
from bot.domain.sop_calendar import CycleDay, on_calendar, read_calendar
from bot.services import contacts, memory
from bot.services.desk import Desk
from bot.services.ports import Record
from bot.services.replies import Button, Outcome, Say
from bot.services.wording import spoken

KIND = "promise"
OPEN = "open"
#: At most this many promises are looked at before a new conversation.
REVIEWED = 2
_STATES = {"done": "done", "dropped": "dropped", "not-yet": OPEN}
_KEPT = ("when", "obstacle", "if-then", "who-knows", "first-sentence", "goal", "measure", "choice")


def make(desk: Desk, session: Session) -> Record | None:
    """Store the promise a conversation ended with; None where there was no action."""
    action = session.words("action")
    if not action:
        return None
    confidence = session.latest("confidence")
    body: dict[str, Any] = {"action": action, "session": session.id, "history": []}
    body |= {name.replace("-", "_"): session.words(name) for name in _KEPT if session.words(name)}
    body["confidence"] = confidence.value if confidence else None
    return desk.create(KIND, OPEN, body, due_on=_due(session), record_id=f"promise-{session.id}")


def take_on(desk: Desk, source: str, action: str, when: str, on: date) -> Record:
    """Store a promise made outside a coaching conversation; it is looked at again like any other.

    Args:
        source: id of the record it comes from; one promise for each.
        when: the day in the leader's words.
    """
    body: dict[str, Any] = {"action": action, "session": source, "when": when, "history": [], "confidence": None}
    return desk.create(KIND, OPEN, body, due_on=on, record_id=f"promise-{source}")


def _due(session: Session) -> date | None:
    when = session.latest("when")
    return date.fromisoformat(when.on) if when and when.on else None


def due(desk: Desk) -> list[Record]:
    """Return open promises to look at now: the soonest due first, at most two."""
    waiting = desk.every(KIND, (OPEN,))
    return sorted(waiting, key=lambda p: (p.due_on or date.max, p.created_at))[:REVIEWED]


def after_review(desk: Desk, session: Session, signals: Signals) -> None:
    """Write what the answer just given in a review established into its promise: status, learning, a new date or step.

    A day told later, for the new goal, leaves the old promise alone.
    """
    last = session.last
    if last is None or last.step != "review":
        return
    status = next((past.status for past in session.review if past.id == last.about), None)
    record = desk.uow.records.get(desk.person.id, last.about) if status not in (None, "skipped") else None
    if record:
        body = {**record.body, "status": status}
        if learning := _learning(session, record.id):
            body["learning"] = learning
        _update(desk, record, body, last, signals)


def _update(desk: Desk, record: Record, body: dict[str, Any], last: Exchange, signals: Signals) -> None:
    """Keep a promise as the last answer leaves it: a missed one may have a new day or, once settled, a new step."""
    status, said = body["status"], last.answer or ""
    missed, settling = status in ("partly", "not-yet"), last.move == SETTLES
    if missed and settling and (step := is_promise_anew(said)):
        body |= {"action": step, "history": [*record.body.get("history", []), record.body["action"]]}
    moved = _moved_to(desk, said, signals, settling) if missed else None
    due_on, state = moved or record.due_on, _STATES.get(status, OPEN)
    if (body, due_on, state) != (record.body, record.due_on, record.state):
        desk.save(record, body=body, due_on=due_on, state=state)


def _moved_to(desk: Desk, said: str, signals: Signals, settling: bool) -> date | None:
    """The new day of a promise; in a look back only where it is promised: "she was ill on Monday" tells of the past."""
    named = next((d.on for d in signals.dates if d.on), None) if settling or promises_again(said) else None
    typed = typed_day(said, desk.today) if settling and not named else None
    on = named or (typed.on if typed else None)
    return date.fromisoformat(on) if on else None


def _learning(session: Session, promise_id: str) -> str:
    asked = ("learning", "double-loop")
    about = [e for e in session.answered if e.about == promise_id and e.move in asked and e.control is None]
    return about[-1].answer or "" if about else ""


def listed(desk: Desk) -> Outcome:
    """Show the promises: the open ones by date, then the latest kept."""
    records = desk.every(KIND)
    if not records:
        return Outcome((Say("utter_commitments_none", "commitments.list"),))
    waiting = sorted((r for r in records if r.state == OPEN), key=lambda r: (r.due_on or date.max, r.created_at))
    past = [r for r in records if r.state != OPEN][:5]
    lines = "\n".join(_line(desk, r) for r in waiting + past)
    if not waiting:
        return Outcome((Say("utter_commitments_list", "commitments.list", None, {"lines": lines}),))
    values = {"lines": lines, "first": waiting[0].body["action"].rstrip(" .")}
    say = Say("utter_commitments_open", "commitments.list", waiting[0].id, values, _choices(desk, waiting[0]))
    return Outcome((say,))


def _choices(desk: Desk, record: Record) -> tuple[Button, ...]:
    """Buttons that say how one promise went; they carry its id, so that a later list changes nothing."""
    went = tuple(
        Button(desk.phrases.say(f"promise.button.{status}"), f"/commitments_update status={status} promise={record.id}")
        for status in ("done", "not-yet", "dropped")
    )
    reachable = contacts.address(desk.uow, desk.person.id) is not None
    return (*went, Button(desk.phrases.say("reminder.button.settings"), "/reminders")) if reachable else went


def update(desk: Desk, status: str, promise_id: str) -> Outcome:
    """Take how a promise went, outside a coaching conversation.

    Args:
        status: done, not-yet or dropped.
        promise_id: which promise; an unknown one changes nothing.
    """
    record = desk.uow.records.get(desk.person.id, promise_id)
    if record is None or status not in _STATES:
        return listed(desk)
    desk.save(record, body={**record.body, "status": status}, state=_STATES[status])
    name = f"utter_commitments_{status.replace('-', '_')}"
    return Outcome((Say(name, "commitments.update", promise_id, {"action": record.body["action"]}),))


def _line(desk: Desk, record: Record) -> str:
    dated = ".dated" if record.state == OPEN and record.due_on else ""
    return desk.phrases.say(
        f"promise.{record.state}{dated}", action=record.body["action"].rstrip(" ."), date=spoken(record.due_on)
    )


def progress(desk: Desk) -> Outcome:
    """Show how it went: promises kept, and confidence over time, in words."""
    records = sorted(desk.every(KIND), key=lambda r: r.created_at)
    if not records:
        return Outcome((Say("utter_progress_none", "commitments.list"),))
    kept = sum(1 for r in records if r.state == "done")
    lines = "\n".join(_progress_line(desk, r) for r in records[-8:])
    values = {"kept": str(kept), "made": str(len(records)), "lines": lines}
    return Outcome((Say("utter_progress", "commitments.list", values=values, picture=_picture(desk, records)),))


def _picture(desk: Desk, records: list[Record]) -> dict[str, Any] | None:
    """Confidence over time and what became of each promise; None with fewer than two figures."""
    rated = [r for r in records if r.body.get("confidence") is not None][-8:]
    if len(rated) < 2:
        return None
    points = [
        {"date": f"{r.created_at.day} {r.created_at:%b}", "confidence": r.body["confidence"], "state": r.state}
        for r in rated
    ]
    labels = {state: desk.phrases.say(f"picture.{state}") for state in ("done", OPEN, "dropped")}
    title, axis = desk.phrases.say("picture.progress"), desk.phrases.say("picture.confidence")
    return {"kind": "progress", "title": title, "axis": axis, "labels": labels, "points": points}


def _progress_line(desk: Desk, record: Record) -> str:
    confidence = record.body.get("confidence")
    key = f"progress.{record.state}" + ("" if confidence is None else ".confidence")
    made = spoken(record.created_at.date())
    return desk.phrases.say(key, date=made, action=record.body["action"], confidence=str(confidence))


def calendar(desk: Desk, text: str) -> Outcome:
    """Keep the days of the leader's S&OP cycle, so that "before the March demand review" is a date."""
    days = read_calendar(text)
    if not days:
        return Outcome((Say("utter_calendar_how", "commitments.update"),))
    memory.keep_calendar(desk, {**memory.calendar(desk), **days})
    lines = "\n".join(_cycle_line(desk, step, day) for step, day in memory.calendar(desk).items())
    return Outcome((Say("utter_calendar_kept", "commitments.update", values={"lines": lines}),))


def _cycle_line(desk: Desk, step: str, day: CycleDay) -> str:
    key = "calendar.working" if day.working else "calendar.day"
    return desk.phrases.say(key, step=desk.phrases.say(f"step.{step}"), day=str(day.day))


def on_cycle(desk: Desk, signals: Signals) -> Signals:
    """Return the signals with dates that name a review moved to where the leader's calendar has it."""
    days = memory.calendar(desk)
    if not days:
        return signals
    dates = (replace(d, on=_moved(d.text, d.on, days)) if d.on else d for d in signals.dates)
    return replace(signals, dates=tuple(dates))


def _moved(words: str, on: str, days: dict[str, CycleDay]) -> str:
    return on_calendar(words, date.fromisoformat(on), days).isoformat()
