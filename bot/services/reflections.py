"""The reflections of a person as they are stored: found, changed, shown to a program, corrected by their channel."""

from dataclasses import replace

from bot.domain import reflection as rules
from bot.domain.reflection import Piece, Reflection, from_dict, to_dict
from bot.services import onboarding, programmes
from bot.services.desk import Desk
from bot.services.ports import Json, Person, Record, UnitOfWork

KIND, OPEN, KEPT = "reflection", "open", "kept"
#: Themes noticed in the notes of a coaching conversation (bot/services/noticed.py).
NOTICED = "coaching_themes"
#: Where the profile keeps whether themes of new reflections may be counted.
SHARE = "share_themes"


def written(desk: Desk, query: str = "") -> list[Record]:
    """Return the records of all reflections that have a text and answer a search, newest first."""
    records = [record for record in desk.every(KIND) if record.body["text"]]
    return [r for r in records if not query or _matches(desk, r, query)]


def _matches(desk: Desk, record: Record, query: str) -> bool:
    return rules.matches(from_dict(record.body), record.created_at.date(), query, desk.today)


def by_id(desk: Desk, reflection_id: str) -> Record | None:
    """Return the record of one reflection of this person, or None."""
    record = desk.uow.records.get(desk.person.id, reflection_id)
    return record if record and record.kind == KIND else None


def save(desk: Desk, record: Record, reflection: Reflection, state: str | None = None) -> Record:
    """Store a changed reflection; its state stays unless one is given."""
    return desk.save(record, body=to_dict(reflection), state=state or record.state)


def keep(desk: Desk, text: str, source: str = "", record_id: str = "") -> Record:
    """Store a text as a finished reflection, counted or not as the person has decided for all."""
    blank = Reflection(stage=rules.DONE, shared=shares(desk) is True)
    kept = replace(rules.added(blank, Piece(text, source), desk.content.themes), stage=rules.DONE)
    return desk.create(KIND, KEPT, to_dict(kept), record_id=record_id)


def delete(desk: Desk, reflection_id: str) -> None:
    """Delete one reflection."""
    if by_id(desk, reflection_id):
        desk.uow.records.delete(desk.person.id, reflection_id)


def shares(desk: Desk) -> bool | None:
    """Return whether themes of new reflections may be counted; None where the person was never asked."""
    decided = onboarding.profile(desk).get(SHARE)
    return decided if isinstance(decided, bool) else None


def undecided(desk: Desk) -> bool:
    """Return whether somebody who is in a programme has yet to say if their themes may be counted for it.

    Who is in none is not asked: there is nobody to count for. Once they join, they are.
    """
    return shares(desk) is None and programmes.of(desk.uow, desk.person) is not None


def decide(desk: Desk, share: bool) -> None:
    """Keep whether themes of new reflections may be counted."""
    onboarding.keep(desk, **{SHARE: share})


def withdraw_all(desk: Desk) -> int:
    """Take every reflection, and all notes of conversations, out of the count; return how many were in it."""
    counted = [record for kind in (KIND, NOTICED) for record in desk.every(kind) if record.body["shared"]]
    for record in counted:
        desk.save(record, body=record.body | {"shared": False})
    return len(counted)


def rewrite(desk: Desk, record: Record, pieces: tuple[Piece, ...]) -> Record:
    """Give a reflection another text; its tags and themes follow."""
    at = desk.now.isoformat()
    return save(desk, record, rules.rewritten(from_dict(record.body), pieces, at, desk.content.themes))


def update_from_edit(desk: Desk, source_id: str, text: str) -> bool:
    """Take the new text of a message that its channel says was edited.

    Args:
        source_id: the id under which the message was taken (`Turns.take`).
        text: the whole message as it reads now.

    Returns:
        Whether the message was part of a reflection. If not, or if nothing is left of it, nothing is changed.
    """
    for record in desk.every(KIND):
        pieces = from_dict(record.body).pieces
        if source_id and any(piece.source == source_id for piece in pieces):
            now = rules.note_in(text) or text.strip()
            if now:
                rewrite(desk, record, tuple(replace(p, text=now) if p.source == source_id else p for p in pieces))
            return bool(now)
    return False


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the reflections kept for a person, newest first, with their tags, themes and what may be counted."""
    return [_shown(record) for record in uow.records.all(person.id, KIND) if record.body["text"]]


def _shown(record: Record) -> Json:
    shown = {key: record.body.get(key) for key in ("text", "prompt", "tags", "themes", "shared", "edited_at")}
    counted = list(rules.counted(from_dict(record.body)))
    return {"id": record.id, "written_at": record.created_at.isoformat(), **shown, "counted": counted}
