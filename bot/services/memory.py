"""What is remembered of a person between conversations: questions used, the usual length."""

from typing import Any

from bot.domain.coaching.session import Session
from bot.domain.sop_calendar import CycleDay
from bot.services.desk import Desk

KIND = "memory"
#: Question use is forgotten after this many sessions.
HORIZON = 12


def _body(desk: Desk) -> dict[str, Any]:
    record = desk.newest(KIND)
    return dict(record.body) if record else {"sessions": 0, "asked": {}, "minutes": 15}


def _store(desk: Desk, body: dict[str, Any]) -> None:
    record = desk.newest(KIND)
    if record:
        desk.save(record, body=body)
    else:
        desk.create(KIND, "kept", body)


def used(desk: Desk) -> dict[str, int]:
    """Return for each question asked in earlier sessions how many sessions ago that was (1 = the last)."""
    body = _body(desk)
    return {q: body["sessions"] - n + 1 for q, n in body["asked"].items() if n <= body["sessions"]}


def remember(desk: Desk, question: str, session_id: str) -> None:
    """Note that a question was asked in the present session."""
    body = _body(desk)
    now = body["sessions"] + 1
    if body["asked"].get(question) != now:
        kept = {q: n for q, n in body["asked"].items() if now - n < HORIZON}
        _store(desk, {**body, "asked": {**kept, question: now}})


def session_ended(desk: Desk, session: Session) -> None:
    """Close the count of the present session and keep its length as the person's usual one."""
    body = _body(desk)
    _store(desk, {**body, "sessions": body["sessions"] + 1, "minutes": session.minutes})


def minutes(desk: Desk) -> int:
    """Return the usual length of a conversation: 5, 15 or 30."""
    return int(_body(desk)["minutes"])


def sessions(desk: Desk) -> int:
    """Return how many conversations were brought to an end."""
    return int(_body(desk)["sessions"])


def prefer(desk: Desk, **preferences: bool) -> None:
    """Keep a preference for later conversations, such as `signposts`."""
    _store(desk, {**_body(desk), **preferences})


def signposts(desk: Desk) -> bool:
    """Return whether phases are announced."""
    return bool(_body(desk).get("signposts", True))


def calendar(desk: Desk) -> dict[str, CycleDay]:
    """Return the days of the leader's S&OP cycle by step; empty until they were told."""
    return {step: CycleDay(int(day), bool(working)) for step, (day, working) in _body(desk).get("calendar", {}).items()}


def keep_calendar(desk: Desk, days: dict[str, CycleDay]) -> None:
    """Keep the days of the cycle."""
    _store(desk, {**_body(desk), "calendar": {step: [d.day, d.working] for step, d in days.items()}})


def lately_named(desk: Desk) -> tuple[str, ...]:
    """Ids of the stakeholders named in the coaching conversation under way, the latest first, each once."""
    record = desk.newest("session", ("open",))
    exchanges = record.body["exchanges"] if record else ()
    named = (person["id"] for e in reversed(exchanges) for person in reversed(e["signals"].get("people", ())))
    return tuple(dict.fromkeys(one for one in named if one))
