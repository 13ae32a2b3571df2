"""A copy of everything that is stored about a person: for programs as JSON, for people as text.

It walks all records, whatever their kind, so that what is added later cannot be left out.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any

from bot.domain.coaching.session import from_dict
from bot.domain.phrases import Phrases
from bot.services import grow
from bot.services.conversations import notes, overview
from bot.services.ports import Json, Person, Record, UnitOfWork

#: How far each level of a list stands in.
INDENT = "  "


def everything(uow: UnitOfWork, person: Person, at: datetime) -> Json:
    """Return all that is stored about a person as JSON values, with what was inferred; times are ISO 8601, UTC."""
    return {
        "exported_at": at.isoformat(timespec="seconds"),
        "person": uow.people.about(person.id),
        "programme": _programme(uow, person),
        "overview": overview(uow, person),
        "records": [_record(record) for record in uow.records.everything(person.id)],
        "messages": list(_messages(uow.events.load(person.sender))),
    }


def _programme(uow: UnitOfWork, person: Person) -> Json | None:
    membership = uow.programmes.membership(person.id)
    return None if membership is None else {key: str(value) for key, value in asdict(membership).items()}


def _record(record: Record) -> Json:
    due = record.due_on.isoformat() if record.due_on else None
    times = {"created_at": record.created_at.isoformat(), "updated_at": record.updated_at.isoformat(), "due_on": due}
    return {"kind": record.kind, "id": record.id, "state": record.state, **times, "body": record.body}


def _messages(events: list[Json]) -> Iterator[Json]:
    """What was said, as far as it is still kept, and what was read in it."""
    for event in events:
        if event.get("event") not in ("user", "bot") or not event.get("text"):
            continue
        said = {"at": event.get("timestamp"), "from": event["event"], "text": event["text"]}
        parsed = event.get("parse_data") or {}
        yield said | ({"understood": parsed} if parsed else {})


def as_json(whole: Json) -> str:
    """Return what `everything` found, as JSON for programs."""
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_text(whole: Json, phrases: Phrases) -> str:
    """Return what `everything` found as a text to read: records by kind, then the messages."""
    about = whole["person"]
    lines = [phrases.say("export.title"), "", phrases.say("export.inferred"), ""]
    lines += [phrases.say("export.exported", at=_day(whole["exported_at"])), *_lines(about, 0)]
    for kind in dict.fromkeys(record["kind"] for record in whole["records"]):
        same = [record for record in whole["records"] if record["kind"] == kind]
        lines += ["", "", _title(kind, phrases)]
        for record in same:
            lines += ["", *_one(record, phrases)]
    lines += ["", "", phrases.say("export.messages"), ""]
    lines += [_said(message, phrases) for message in whole["messages"]]
    return "\n".join(lines) + "\n"


def _title(kind: str, phrases: Phrases) -> str:
    title = phrases.say(f"kept.{kind}") if f"kept.{kind}" in phrases else kind.replace("_", " ")
    return title[:1].upper() + title[1:]


def _one(record: Json, phrases: Phrases) -> list[str]:
    body = record["body"]
    if record["kind"] == grow.KIND:
        session = from_dict(body)
        body = {"notes": notes(session), "answers": [e.answer for e in session.exchanges if e.answer]}
    dated = phrases.say("export.dated", at=_day(record["created_at"]), state=record["state"])
    due = [phrases.say("export.due", on=record["due_on"])] if record["due_on"] else []
    return [dated, *due, *_lines(body, 1)]


def _lines(value: Any, depth: int) -> Iterator[str]:
    """A JSON value as an indented list; what is empty is left out."""
    pad = INDENT * depth
    named = value.items() if isinstance(value, dict) else (("-", entry) for entry in value)
    for key, entry in named:
        name = "-" if key == "-" else str(key).replace("_", " ") + ":"
        if isinstance(entry, dict | list):
            if entry:
                yield pad + name
                yield from _lines(entry, depth + 1)
        elif entry not in (None, ""):
            yield f"{pad}{name} {entry}".replace("\n", "\n" + pad + INDENT)


def _said(message: Json, phrases: Phrases) -> str:
    at = message["at"]
    when = datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%d %H:%M") if isinstance(at, int | float) else ""
    return f"{when} {phrases.say('export.from.' + message['from'])}: {message['text']}"


def _day(iso: str) -> str:
    return iso[:10]
