"""What is stored for a person, put together for that person (or a trusted program with the token)."""

from typing import Any

from bot.domain.coaching.phases import step_of
from bot.domain.coaching.session import Session, from_dict
from bot.services import (
    awareness,
    behaviours,
    brief,
    commitments,
    context,
    grow,
    introduce,
    noticed,
    nudges,
    onboarding,
    pressure_test,
    reflections,
    rehearse,
    style,
    tailor,
    team,
)
from bot.services.ports import Json, Person, Record, UnitOfWork

#: Which phase a captured fact belongs to.
PHASE_OF = {
    **dict.fromkeys(("topic", "worth", "goal", "measure", "date"), "goal"),
    "note": "reality",
    **dict.fromkeys(("option", "criteria", "choice"), "options"),
    **dict.fromkeys(
        (
            "action",
            "when",
            "obstacle",
            "if-then",
            "first-sentence",
            "who-knows",
            "confidence",
            "confidence-up",
            "insight",
        ),
        "will",
    ),
    "learning": "review",
}


def overview(uow: UnitOfWork, person: Person) -> Json:
    """Return everything stored for a person: profile, phase, notes by phase and lens, commitments."""
    sessions = uow.records.all(person.id, grow.KIND)
    present = next((s for s in sessions if s.state == grow.OPEN), None)
    themes = noticed.stored(uow, person)
    profile = next(iter(uow.records.all(person.id, onboarding.KIND)), None)
    return {
        "phase": _phase(present),
        "profile": profile.body if profile else {},
        "sessions": [_session(record) | themes.get(record.id, {}) for record in sessions],
        "notes": _session(sessions[0])["notes"] if sessions else {},
        "commitments": [_commitment(record) for record in uow.records.all(person.id, commitments.KIND)],
        "reflections": reflections.stored(uow, person),
        **pressure_test.stored(uow, person),
        "rehearsals": rehearse.stored(uow, person),
        "introductions": introduce.stored(uow, person),
        "briefs": brief.stored(uow, person),
        "awareness": awareness.stored(uow, person),
        "behaviours": behaviours.stored(uow, person),
        "contexts": context.stored(uow, person),
        "team_sessions": team.stored(uow, person),
        "style": style.stored(uow, person),
        "messages": tailor.stored(uow, person),
        "reminders": nudges.stored(uow, person),
    }


def _phase(record: Record | None) -> str | None:
    return step_of(from_dict(record.body)) if record else None


def _session(record: Record) -> Json:
    session = from_dict(record.body)
    return {
        "id": record.id,
        "state": record.state,
        "phase": step_of(session) or "closed",
        "opened_at": record.created_at.isoformat(),
        "notes": notes(session),
    }


def notes(session: Session) -> dict[str, list[Json]]:
    """Return the captured notes by phase: capture, text, and lens, date or value where there is one."""
    by_phase: dict[str, list[Json]] = {}
    for fact in session.facts:
        extra: dict[str, Any] = {"lens": fact.lens, "date": fact.on, "value": fact.value}
        entry = {"capture": fact.capture, "text": fact.text} | {k: v for k, v in extra.items() if v is not None}
        by_phase.setdefault(PHASE_OF.get(fact.capture, "goal"), []).append(entry)
    return by_phase


def _commitment(record: Record) -> Json:
    due = record.due_on.isoformat() if record.due_on else None
    return {"id": record.id, "state": record.state, "due": due, **record.body}
