"""Messages that arrived: each is stored once, before anything is done with it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
import structlog
from sqlalchemy.dialects import postgresql  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import InboxItem, Json, Person
from bot.storage.chats import lock_key
from bot.storage.conflicts import ending, spelt, unless_there
from bot.storage.encryption import Place, Vault
from bot.storage.errors import KeyMissing, PersonErased, Tampered, UnknownItem
from bot.storage.masterkey import KeyedHashes
from bot.storage.people import to_person
from bot.storage.tables import inbox, persons

log = structlog.get_logger()

PENDING, DONE, DEAD = "pending", "done", "dead"
ITEMS = sa.select(inbox, persons.c.sender, persons.c.consent_version).join(persons, persons.c.id == inbox.c.person_id)
# What every turn runs is put together once: SQLAlchemy takes longer to make a statement than SQLite to run it.
_ID = inbox.c.id == sa.bindparam("item")
_BY_ID, _CHANGE = ITEMS.where(_ID), sa.update(inbox).where(_ID)
_COUNT = _CHANGE.values(attempts=inbox.c.attempts + 1)
_BY_SOURCE = ITEMS.where(inbox.c.channel == sa.bindparam("via"), inbox.c.source_id == sa.bindparam("source"))
_EARLIER = ITEMS.where(
    inbox.c.state == PENDING, inbox.c.person_id == sa.bindparam("owner"), inbox.c.id < sa.bindparam("before")
).order_by(inbox.c.id)
_HELD = sa.select(inbox.c.state, persons).join(persons, persons.c.id == inbox.c.person_id).where(_ID)
#: PostgreSQL sees the row as it is once the lock is there: each of the two statements looks anew.
_LOCKED = spelt(_HELD.with_for_update(of=inbox), postgresql.dialect, "SELECT pg_advisory_xact_lock(:key); ")
_OTHER = inbox.alias()
#: How many messages of the same person wait; of an insert, before its own row is there.
_WAITING = (
    sa.select(sa.func.count())
    .select_from(_OTHER)
    .where(_OTHER.c.person_id == sa.bindparam("person_id"), _OTHER.c.state == PENDING)
    .scalar_subquery()
)


@dataclass(frozen=True)
class SqlInbox:
    """Implements `ports.Inbox`."""

    connection: Connection
    vault: Vault
    hashes: KeyedHashes
    #: Person by sender, of those who were found in this transaction.
    senders: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    #: Messages stored in this transaction before which nothing of the same person waited.
    _first: set[int] = field(default_factory=set, repr=False, compare=False)

    def receive(self, person: Person, channel: str, source_id: str, payload: Json, at: datetime) -> InboxItem:
        """Store a message, or return the one this person already sent with this id (with its first payload).

        Raises UnknownPerson or PersonErased.
        """
        source_hash = self.hashes.source(channel, person.id, source_id)
        with ending():
            item = self._insert(person, channel, source_hash, {"source_id": source_id, "payload": payload}, at)
        return item or self._one(_BY_SOURCE, via=channel, source=source_hash)

    def begin(self, item_id: int) -> InboxItem:
        """Count one more attempt and return the item as it now is, whatever its state. Raises UnknownItem."""
        self.connection.execute(_COUNT, {"item": item_id})
        return self._one(_BY_ID, item=item_id)

    def pending(
        self, person_id: str | None = None, channel: str | None = None, before: int | None = None
    ) -> list[InboxItem]:
        """Return what waits, of one person or of all, on one channel or on all, in the order of arrival.

        Args:
            before: only what arrived before the item with this id.

        Rows of somebody whose key is destroyed are left out: the erasure has yet to delete them. So are rows that
        cannot be read (changed, or the key is not there): one of them must not keep everybody else waiting.
        """
        if before in self._first:
            return []
        if person_id is not None and before is not None and channel is None:
            rows = self.connection.execute(_EARLIER, {"owner": person_id, "before": before}).all()
        else:
            rows = self.connection.execute(_pending(person_id, channel, before)).all()
        return [item for row in rows if (item := self._if_readable(row)) is not None]

    def heads(self, channel: str, most: int = 100, after: int = 0) -> list[tuple[int, str]]:
        """Return the first waiting message of each person on a channel as (item id, person id), the oldest first.

        In PostgreSQL those whose turn is under way are left out: their transaction holds the row (see `hold`).
        """
        earlier = inbox.alias()
        sooner = sa.select(earlier.c.id).where(
            (earlier.c.person_id == inbox.c.person_id)
            & (earlier.c.state == PENDING)
            & (earlier.c.channel == channel)
            & (earlier.c.id < inbox.c.id)
        )
        mine = (inbox.c.state == PENDING) & (inbox.c.channel == channel) & ~sa.exists(sooner)
        query = (
            sa.select(inbox.c.id, inbox.c.person_id).where(mine, inbox.c.id > after).order_by(inbox.c.id).limit(most)
        )
        return [(row.id, row.person_id) for row in self.connection.execute(query.with_for_update(skip_locked=True))]

    def hold(self, item_id: int, person_id: str) -> tuple[str, Person]:
        """Keep everybody else from this person's messages until the transaction ends.

        Returns the item's state and its person, both as they are now.

        Waits for a turn of the person that is under way in another process. SQLite has one writer, so there nothing
        is to be done. Raises UnknownItem.
        """
        if self.connection.dialect.name == "postgresql":
            held = self.connection.execute(_LOCKED, {"item": item_id, "key": lock_key(f"turn/{person_id}")})
        else:
            held = self.connection.execute(_HELD, {"item": item_id})
        row = held.first()
        if row is None:
            raise UnknownItem("there is no such inbox row")
        self.senders[row.sender] = row.id
        return str(row.state), to_person(row)

    def done(self, item: InboxItem, at: datetime) -> None:
        """Mark as answered and empty the payload: what it said lives on only where the turn kept it.

        Does nothing if the row was erased meanwhile. Raises PersonErased where the person's key is destroyed.
        """
        where = place(item.person.id, item.channel, self.hashes.source(item.channel, item.person.id, item.source_id))
        emptied = self.vault.seal(where, {"source_id": item.source_id, "payload": {}})
        self.connection.execute(_CHANGE, {"item": item.id, "state": DONE, "done_at": at, "payload": emptied})

    def dead(self, item: InboxItem, at: datetime) -> None:
        """Set aside for good; does nothing if the row was erased meanwhile."""
        self.connection.execute(_CHANGE, {"item": item.id, "state": DEAD, "done_at": at})

    def _insert(self, person: Person, channel: str, source_hash: str, envelope: Json, at: datetime) -> InboxItem | None:
        """None if the message is there already."""
        payload = self.vault.seal(place(person.id, channel, source_hash), envelope)
        row: Json = {"person_id": person.id, "channel": channel, "source_id": source_hash, "payload": payload}
        row |= {"state": PENDING, "attempts": 0, "received_at": at}
        stored = unless_there(self.connection, inbox, row, _WAITING)
        if stored is None:
            return None
        item_id, earlier = stored
        if earlier == 0:
            self._first.add(item_id)
        return InboxItem(item_id, person, channel, envelope["source_id"], envelope["payload"], PENDING, 0)

    def _one(self, query: Any, **wanted: Any) -> InboxItem:
        row = self.connection.execute(query, wanted).first()
        if row is None:
            raise UnknownItem("there is no such inbox row")
        return self._opened(row)

    def _if_readable(self, row: Any) -> InboxItem | None:
        try:
            return self._opened(row)
        except PersonErased:
            return None
        except (KeyMissing, Tampered) as error:
            log.error("unreadable", item=row.id, failed=type(error).__name__)
            return None

    def _opened(self, row: Any) -> InboxItem:
        person = Person(row.person_id, row.sender, row.consent_version)
        envelope = self.vault.open(place(row.person_id, row.channel, row.source_id), row.payload)
        source_id, payload = envelope["source_id"], envelope["payload"]
        return InboxItem(row.id, person, row.channel, source_id, payload, row.state, row.attempts)


def _pending(person_id: str | None, channel: str | None, before: int | None) -> Any:
    query = ITEMS.where(inbox.c.state == PENDING)
    if person_id is not None:
        query = query.where(inbox.c.person_id == person_id)
    if channel is not None:
        query = query.where(inbox.c.channel == channel)
    if before is not None:
        query = query.where(inbox.c.id < before)
    return query.order_by(inbox.c.id)


def place(person_id: str, channel: str, source_hash: str) -> Place:
    """Return where the ciphertext belongs."""
    return Place("inbox", "payload", f"{channel}:{source_hash}", person_id)
