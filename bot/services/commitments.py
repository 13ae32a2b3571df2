"""Promises: made at the end of a conversation, looked at again at the start of the next."""

from datetime import date
from typing import Any

from bot.domain.coaching.session import Session
from bot.domain.coaching.signals import Signals
from bot.services.desk import Desk
from bot.services.ports import Record
from bot.services.replies import Outcome, Say
from bot.services.wording import spoken

KIND = "promise"
OPEN = "open"
#: At most this many promises are looked at before a new conversation.
REVIEWED = 2
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


def _due(session: Session) -> date | None:
    when = session.latest("when")
    return date.fromisoformat(when.on) if when and when.on else None


def due(desk: Desk) -> list[Record]:
    """Return open promises to look at now: the soonest due first, at most two."""
    waiting = desk.every(KIND, (OPEN,))
    return sorted(waiting, key=lambda p: (p.due_on or date.max, p.created_at))[:REVIEWED]


def after_review(desk: Desk, session: Session, signals: Signals) -> None:
    """Write what a review established into the promises: status, learning, a new date."""
    for past in session.review:
        record = desk.uow.records.get(desk.person.id, past.id)
        if record is None or past.status in (None, "skipped"):
            continue
        _update(desk, record, past.status or "", _learning(session, past.id), signals)


def _learning(session: Session, promise_id: str) -> str:
    about = [e for e in session.answered if e.about == promise_id and e.move != "review" and e.control is None]
    return about[-1].answer or "" if about else ""


def _update(desk: Desk, record: Record, status: str, learning: str, signals: Signals) -> None:
    body = {**record.body, "status": status}
    if learning:
        body["learning"] = learning
    due_on = record.due_on
    moved = next((d for d in signals.dates if d.on), None)
    if status in ("partly", "not-yet") and moved and moved.on:
        due_on = date.fromisoformat(moved.on)
    state = {"done": "done", "dropped": "dropped"}.get(status, OPEN)
    if (body, due_on, state) != (record.body, record.due_on, record.state):
        desk.save(record, body=body, due_on=due_on, state=state)


def listed(desk: Desk) -> Outcome:
    """Show the promises: the open ones by date, then the latest kept."""
    records = desk.every(KIND)
    if not records:
        return Outcome((Say("utter_commitments_none", "commitments.list"),))
    waiting = sorted((r for r in records if r.state == OPEN), key=lambda r: (r.due_on or date.max, r.created_at))
    past = [r for r in records if r.state != OPEN][:5]
    lines = "\n".join(_line(desk, r) for r in waiting + past)
    ref = waiting[0].id if waiting else None
    return Outcome((Say("utter_commitments_list", "commitments.list", ref, {"lines": lines}),))


def _line(desk: Desk, record: Record) -> str:
    dated = ".dated" if record.state == OPEN and record.due_on else ""
    return desk.phrases.say(f"promise.{record.state}{dated}", action=record.body["action"], date=spoken(record.due_on))


def progress(desk: Desk) -> Outcome:
    """Show how it went: promises kept, and confidence over time, in words."""
    records = sorted(desk.every(KIND), key=lambda r: r.created_at)
    if not records:
        return Outcome((Say("utter_progress_none", "commitments.list"),))
    kept = sum(1 for r in records if r.state == "done")
    lines = "\n".join(_progress_line(desk, r) for r in records[-8:])
    values = {"kept": str(kept), "made": str(len(records)), "lines": lines}
    return Outcome((Say("utter_progress", "commitments.list", values=values),))


def _progress_line(desk: Desk, record: Record) -> str:
    confidence = record.body.get("confidence")
    key = f"progress.{record.state}" + ("" if confidence is None else ".confidence")
    made = spoken(record.created_at.date())
    return desk.phrases.say(key, date=made, action=record.body["action"], confidence=str(confidence))
