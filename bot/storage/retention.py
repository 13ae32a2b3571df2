"""Lets go of what is kept no longer, by age alone: nothing has to be read for it but the dialogue's own events."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock, Json, Retention
from bot.storage.encryption import Vault
from bot.storage.engine import connect
from bot.storage.erasure import scrub
from bot.storage.errors import KeyMissing
from bot.storage.events import place
from bot.storage.inbox import DEAD, DONE
from bot.storage.keystore import KeyStore
from bot.storage.tables import buttons, inbox, persons, records, tracker_events

REFLECTION = "reflection"
SPOKEN = ("user", "bot")


@dataclass(frozen=True)
class Sweeper:
    """Applies a `Retention` to the main database; `Upkeep.sweep`."""

    engine: Engine
    keys: KeyStore
    clock: Clock

    def __call__(self, days: Retention) -> dict[str, int]:
        """Delete in one transaction and return how many of what; then clean the file of it (SQLite).

        Raises Unavailable, or EraseIncomplete if only the cleaning failed.
        """
        now = self.clock.now()
        old = now - timedelta(days=days.events_days)
        with connect(self.engine) as connection:
            gone = {
                "reflections": _reflections(connection, now - timedelta(days=days.reflections_days)),
                "events": _earlier_sessions(connection, old),
                "words": _words(connection, Vault(self.keys.get), old),
                # Replies go with the message that they answer.
                "messages": _messages(connection, old),
                "buttons": connection.execute(sa.delete(buttons).where(buttons.c.expires_at <= now)).rowcount,
            }
            connection.commit()
        if any(gone.values()) and self.engine.dialect.name == "sqlite":
            scrub(self.engine)
        return gone


def _reflections(connection: Connection, before: datetime) -> int:
    old = (records.c.kind == REFLECTION) & (records.c.updated_at <= before)
    return int(connection.execute(sa.delete(records).where(old)).rowcount)


def _messages(connection: Connection, before: datetime) -> int:
    """Answered messages, and those set aside because they could not be."""
    old = inbox.c.state.in_((DONE, DEAD)) & (inbox.c.done_at <= before)
    return int(connection.execute(sa.delete(inbox).where(old)).rowcount)


def _earlier_sessions(connection: Connection, before: datetime) -> int:
    """Events of the dialogue engine's finished sessions; the present one holds where the person stands."""
    newer = tracker_events.alias()
    starts = sa.select(sa.func.max(newer.c.seq)).where(newer.c.sender == tracker_events.c.sender, newer.c.session_start)
    # A session begins with the action that starts it, one before its `session_started`.
    old = (tracker_events.c.at <= before) & (tracker_events.c.seq < starts.scalar_subquery() - 1)
    return int(connection.execute(sa.delete(tracker_events).where(old)).rowcount)


def _words(connection: Connection, vault: Vault, before: datetime) -> int:
    """Old words in a present session: the event stays, what was said in it goes."""
    old = sa.select(tracker_events, persons.c.id).join(persons, persons.c.sender == tracker_events.c.sender)
    emptied = 0
    for row in connection.execute(old.where(tracker_events.c.at <= before)).all():
        where = place(row.sender, row.seq, row.id)
        try:
            event = vault.open(where, row.data)
        except KeyMissing:
            continue  # erased, or a lost key: there is nothing to read
        if (bare := _without_words(event)) != event:
            this = (tracker_events.c.sender == row.sender) & (tracker_events.c.seq == row.seq)
            connection.execute(sa.update(tracker_events).where(this).values(data=vault.seal(where, bare)))
            emptied += 1
    return emptied


def _without_words(event: Json) -> Json:
    if event.get("event") not in SPOKEN:
        return event
    emptied: dict[str, Any] = {**event, "text": ""}
    if event["event"] == "user":
        emptied["parse_data"] = {k: v for k, v in (event.get("parse_data") or {}).items() if k == "intent"}
    else:
        emptied["data"] = {}
    return emptied
