"""The dialogue engine's events, encrypted one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock, Json
from bot.storage.conflicts import insert_all
from bot.storage.encryption import Place, Vault
from bot.storage.errors import ConcurrentTurn, Duplicate, UnknownPerson
from bot.storage.tables import persons, tracker_events

# What every turn runs is put together once: SQLAlchemy takes longer to make a statement than SQLite to run it.
_MINE = tracker_events.c.sender == sa.bindparam("of")
_MARK = sa.select(tracker_events.c.data).where(_MINE).order_by(tracker_events.c.seq.desc()).limit(1)
_PERSON = sa.select(persons.c.id).where(persons.c.sender == sa.bindparam("of"))

SESSION_STARTED = "session_started"
ACTION_SESSION_START = "action_session_start"


@dataclass(frozen=True)
class SqlTrackerEvents:
    """Implements `ports.TrackerEvents`."""

    connection: Connection
    vault: Vault
    clock: Clock
    #: Person by sender, of those who were looked up in this transaction.
    known: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def count(self, sender: str) -> int:
        """Return how many events were ever appended, which is the next free number; 0 for an unknown sender."""
        newest: int | None = self.connection.execute(_newest(tracker_events.c.sender == sender)).scalar()
        return 0 if newest is None else newest + 1

    def mark(self, sender: str) -> bytes:
        """Return what changes with every event that is appended: the newest one's ciphertext; empty if none."""
        found: bytes | None = self.connection.execute(_MARK, {"of": sender}).scalar()
        return found or b""

    def load(self, sender: str, start: int = 0) -> list[Json]:
        """Return the events numbered `start` and up, in order."""
        person_id = self._person_id(sender)
        wanted = (tracker_events.c.sender == sender) & (tracker_events.c.seq >= start)
        rows = self.connection.execute(sa.select(tracker_events).where(wanted).order_by(tracker_events.c.seq))
        return [self.vault.open(place(sender, row.seq, str(person_id)), row.data) for row in rows]

    def session_start(self, sender: str) -> int:
        """Return the number of the first event of the newest session (its `action_session_start`); 0 if none."""
        starts = (tracker_events.c.sender == sender) & tracker_events.c.session_start.is_(True)
        seq: int = self.connection.execute(_newest(starts)).scalar() or 0
        return seq - 1 if seq and is_action_session_start(self._event(sender, seq - 1)) else seq

    def append(self, sender: str, first_seq: int, events: Iterable[Json]) -> bytes:
        """Store events as `first_seq`, `first_seq + 1`, and so on; return the mark they leave (see `mark`).

        Raises ConcurrentTurn if a number is taken (nothing is stored then), UnknownPerson, PersonErased.
        """
        person_id = self._person_id(sender)
        if person_id is None:
            raise UnknownPerson("nobody with this sender id is registered")
        rows = [self._row(sender, seq, person_id, event) for seq, event in enumerate(events, first_seq)]
        try:
            insert_all(self.connection, tracker_events, rows)
        except Duplicate:
            raise ConcurrentTurn("another turn of this conversation was stored first") from None
        return rows[-1]["data"] if rows else self.mark(sender)

    def _row(self, sender: str, seq: int, person_id: str, event: Json) -> dict[str, Any]:
        return {
            "sender": sender,
            "seq": seq,
            "session_start": event.get("event") == SESSION_STARTED,
            "data": self.vault.seal(place(sender, seq, person_id), event),
            "at": self._time_of(event),
        }

    def _time_of(self, event: Json) -> datetime:
        at = event.get("timestamp")
        return datetime.fromtimestamp(at, timezone.utc) if isinstance(at, int | float) else self.clock.now()

    def _event(self, sender: str, seq: int) -> Json | None:
        one = (tracker_events.c.sender == sender) & (tracker_events.c.seq == seq)
        data = self.connection.execute(sa.select(tracker_events.c.data).where(one)).scalar()
        return None if data is None else self.vault.open(place(sender, seq, str(self._person_id(sender))), data)

    def _person_id(self, sender: str) -> str | None:
        if sender in self.known:
            return self.known[sender]
        found: str | None = self.connection.execute(_PERSON, {"of": sender}).scalar()
        return found


def is_action_session_start(event: Json | None) -> bool:
    """Tell whether this is the action with which a session begins."""
    return event is not None and event.get("event") == "action" and event.get("name") == ACTION_SESSION_START


def _newest(condition: Any) -> Any:
    return sa.select(sa.func.max(tracker_events.c.seq)).where(condition)


def place(sender: str, seq: int, person_id: str) -> Place:
    """Return where an event's ciphertext belongs."""
    return Place("tracker_events", "data", f"{sender}:{seq}", person_id)
