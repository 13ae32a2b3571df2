"""An in-memory unit of work for tests of services: no SQL, no encryption, the same behaviour.

`tests/storage/test_storage_contract.py` holds it to what the real one does.
"""

import copy
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.services import ports
from bot.services.ports import Clock, InboxItem, Json, Person, Question, Record
from bot.storage.errors import ConcurrentTurn, UnknownItem, UnknownPerson
from bot.storage.events import SESSION_STARTED, is_action_session_start
from bot.storage.utc import as_utc
from tests.fakes.programmes import FakeProgrammes, FakeReleases, FakeTeam
from tests.fakes.reminders import FakeReminders
from tests.fakes.rows import FakeDatabase, State


class FakeUnitOfWork:
    """Implements `ports.UnitOfWork`. Its transaction opens with the first use of a repository.

    `commit` raises ConcurrentTurn if another unit of work committed since then (where SQLite would have waited).
    """

    def __init__(self, database: FakeDatabase, clock: Clock | None = None) -> None:
        """Work on `database`; the clock is accepted to look like the real one."""
        self._database, self._seen, self.committed = database, 0, False
        self._state: State | None = None
        self.people: ports.People = FakePeople(self)
        self.records: ports.Records = FakeRecords(self)
        self.events: ports.TrackerEvents = FakeTrackerEvents(self)
        self.inbox: ports.Inbox = FakeInbox(self)
        self.outbox: ports.Outbox = FakeOutbox(self)
        self.buttons: ports.Buttons = FakeButtons(self)
        self.programmes: ports.Programmes = FakeProgrammes(self)
        self.releases: ports.Releases = FakeReleases(self)
        self.team: ports.Team = FakeTeam(self)
        self.reminders: ports.Reminders = FakeReminders(lambda: self.state)

    def __enter__(self) -> "FakeUnitOfWork":
        """Begin with what is committed."""
        self._state = None
        return self

    def __exit__(self, *exc: object) -> None:
        """Forget what was not committed."""
        self._state = None

    def commit(self) -> None:
        """Make the changes lasting."""
        if self._state is not None and self._seen != self._database.commits:
            raise ConcurrentTurn("another unit of work committed meanwhile")
        self._database.state = self.state
        self._database.commits += 1
        self._state, self.committed = None, True

    @property
    def state(self) -> State:
        """This transaction's own copy of all rows."""
        if self._state is None:
            self._state, self._seen = copy.deepcopy(self._database.state), self._database.commits
        return self._state


@dataclass(frozen=True)
class Repository:
    """A repository reads and writes its unit of work's copy of the rows."""

    uow: FakeUnitOfWork

    @property
    def state(self) -> State:
        """The rows of this transaction."""
        return self.uow.state


class FakePeople(Repository):
    """Implements `ports.People`."""

    def by_identity(self, channel: str, external_id: str) -> Person | None:
        """As the real one."""
        return self.state.people.get(self.state.identities.get((channel, external_id), ""))

    def by_sender(self, sender: str) -> Person | None:
        """As the real one."""
        return next((person for person in self.state.people.values() if person.sender == sender), None)

    def register(self, channel: str, external_id: str) -> Person:
        """As the real one."""
        known = self.by_identity(channel, external_id)
        if known is not None:
            return known
        person = Person(id=secrets.token_hex(16), sender=secrets.token_hex(16))
        self.state.people[person.id] = person
        self.state.identities[channel, external_id] = person.id
        return person

    def consent(self, person_id: str, version: int, at: datetime) -> None:
        """As the real one."""
        as_utc(at)
        self.state.known(person_id)
        self.state.people[person_id] = replace(self.state.people[person_id], consent_version=version)

    def withdraw(self, person_id: str) -> None:
        """As the real one."""
        self.state.known(person_id)
        self.state.people[person_id] = replace(self.state.people[person_id], consent_version=None)

    def about(self, person_id: str) -> Json:
        """As the real one, without times."""
        self.state.known(person_id)
        channels = sorted(channel for (channel, _), owner in self.state.identities.items() if owner == person_id)
        return {"channels": channels, "consent_version": self.state.people[person_id].consent_version}


class FakeRecords(Repository):
    """Implements `ports.Records`."""

    def get(self, person_id: str, record_id: str) -> Record | None:
        """As the real one."""
        record, body = self.state.records.get(record_id, (None, ""))
        return replace(record, body=json.loads(body)) if record and record.person_id == person_id else None

    def all(
        self, person_id: str, kind: str, states: Sequence[str] | None = None, limit: int | None = None
    ) -> list[Record]:
        """As the real one."""
        mine = [self.get(person_id, record_id) for record_id in self.state.records]
        found = [r for r in mine if r and r.kind == kind and (states is None or r.state in states)]
        return sorted(found, key=lambda r: (r.created_at, r.updated_at, r.id), reverse=True)[:limit]

    def ahead(self, person_id: str, questions: Sequence[Question]) -> None:
        """Nothing: here no question costs a way to the database."""

    def everything(self, person_id: str) -> list[Record]:
        """As the real one."""
        kinds = sorted({record.kind for record, _ in self.state.records.values() if record.person_id == person_id})
        return [record for kind in kinds for record in self.all(person_id, kind)]

    def put(self, record: Record) -> None:
        """As the real one."""
        self.state.known(record.person_id)
        there = self.state.records.get(record.id)
        if there and there[0].person_id != record.person_id:
            raise ConcurrentTurn("a record with this id exists already and cannot be replaced")
        created_at, updated_at = as_utc(record.created_at), as_utc(record.updated_at)
        stored = replace(record, body={}, created_at=created_at, updated_at=updated_at)
        self.state.records[record.id] = (stored, json.dumps(record.body))

    def delete(self, person_id: str, record_id: str) -> None:
        """As the real one."""
        if self.get(person_id, record_id):
            del self.state.records[record_id]


class FakeTrackerEvents(Repository):
    """Implements `ports.TrackerEvents`."""

    def count(self, sender: str) -> int:
        """As the real one."""
        return max((seq for owner, seq in self.state.events if owner == sender), default=-1) + 1

    def mark(self, sender: str) -> bytes:
        """As the real one, which has ciphertext to tell two equal events apart; here their number does."""
        last = self.count(sender) - 1
        return f"{last} {self.state.events[sender, last]}".encode() if last >= 0 else b""

    def load(self, sender: str, start: int = 0) -> list[Json]:
        """As the real one."""
        mine = sorted(seq for owner, seq in self.state.events if owner == sender and seq >= start)
        return [json.loads(self.state.events[sender, seq]) for seq in mine]

    def session_start(self, sender: str) -> int:
        """As the real one."""
        numbered = {seq: json.loads(row) for (owner, seq), row in self.state.events.items() if owner == sender}
        seq = max((seq for seq, event in numbered.items() if event.get("event") == SESSION_STARTED), default=0)
        return seq - 1 if seq and is_action_session_start(numbered.get(seq - 1)) else seq

    def append(self, sender: str, first_seq: int, events: Iterable[Json]) -> bytes:
        """As the real one."""
        if not any(person.sender == sender for person in self.state.people.values()):
            raise UnknownPerson("nobody with this sender id is registered")
        rows = {(sender, seq): json.dumps(event) for seq, event in enumerate(events, first_seq)}
        if rows.keys() & self.state.events.keys():
            raise ConcurrentTurn("another turn of this conversation was stored first")
        self.state.events.update(rows)
        return self.mark(sender)


class FakeInbox(Repository):
    """Implements `ports.Inbox`."""

    def receive(self, person: Person, channel: str, source_id: str, payload: Json, at: datetime) -> InboxItem:
        """As the real one."""
        as_utc(at)
        self.state.known(person.id)
        for item, _ in self.state.inbox.values():
            if (item.channel, item.source_id, item.person.id) == (channel, source_id, person.id):
                return self._item(item.id)
        item = InboxItem(self.state.next_id(), person, channel, source_id, {}, "pending", 0)
        self.state.inbox[item.id] = (item, json.dumps(payload))
        return self._item(item.id)

    def begin(self, item_id: int) -> InboxItem:
        """As the real one."""
        item = self._item(item_id)
        self._change(item_id, attempts=item.attempts + 1)
        return self._item(item_id)

    def hold(self, item_id: int, person_id: str) -> tuple[str, Person]:
        """As the real one, for one process."""
        item = self._item(item_id)
        return item.state, item.person

    def pending(
        self, person_id: str | None = None, channel: str | None = None, before: int | None = None
    ) -> list[InboxItem]:
        """As the real one."""
        earlier = [n for n in sorted(self.state.inbox) if before is None or n < before]
        items = [item for n in earlier if (item := self._item(n)).state == "pending"]
        return [i for i in items if person_id in (None, i.person.id) and channel in (None, i.channel)]

    def done(self, item: InboxItem, at: datetime) -> None:
        """As the real one."""
        as_utc(at)
        if item.id in self.state.inbox:
            self.state.inbox[item.id] = (replace(self.state.inbox[item.id][0], state="done"), "{}")

    def dead(self, item: InboxItem, at: datetime) -> None:
        as_utc(at)
        self._change(item.id, state="dead")

    def _item(self, item_id: int) -> InboxItem:
        if item_id not in self.state.inbox:
            raise UnknownItem("there is no such inbox row")
        item, payload = self.state.inbox[item_id]
        return replace(item, person=self.state.people[item.person.id], payload=json.loads(payload))

    def _change(self, item_id: int, **values: Any) -> None:
        if item_id in self.state.inbox:
            item, payload = self.state.inbox[item_id]
            self.state.inbox[item_id] = (replace(item, **values), payload)


class FakeOutbox(Repository):
    """Implements `ports.Outbox`. Its rows are (row id, person id, JSON, sent)."""

    def add(self, item: InboxItem, replies: Sequence[Mapping[str, Any]], at: datetime) -> None:
        as_utc(at)
        self.state.known(item.person.id)
        if replies and (item.id, 0) in self.state.outbox:
            raise ConcurrentTurn("this message has been answered already")
        for n, reply in enumerate(replies):
            row = (self.state.next_id(), item.person.id, json.dumps(dict(reply)), False)
            self.state.outbox[item.id, n] = row

    def replies(self, item_id: int) -> list[Json]:
        return [json.loads(row[2]) for (owner, _), row in sorted(self.state.outbox.items()) if owner == item_id]

    def unsent(self, person_id: str) -> list[tuple[int, Json]]:
        rows = sorted(row for row in self.state.outbox.values() if row[1] == person_id and not row[3])
        return [(row[0], json.loads(row[2])) for row in rows]

    def newest(self, person_id: str, most: int) -> list[tuple[int, Json]]:
        rows = sorted((row[0], key[0], row[2]) for key, row in self.state.outbox.items() if row[1] == person_id)
        return [(item_id, json.loads(text)) for _, item_id, text in rows[-most:]]

    def sent(self, row_ids: Iterable[int], at: datetime) -> None:
        as_utc(at)
        ids, rows = set(row_ids), self.state.outbox
        rows.update({key: (*row[:3], True) for key, row in rows.items() if row[0] in ids})


class FakeButtons(Repository):
    """Implements `ports.Buttons`. Its rows are (person id, payload, title, expires at)."""

    def issue(self, person_id: str, payload: str, title: str, expires_at: datetime) -> str:
        self.state.known(person_id)
        token = secrets.token_urlsafe(24)
        self.state.buttons[token] = (person_id, payload, title, as_utc(expires_at))
        return token

    def redeem(self, person_id: str, token: str, now: datetime) -> tuple[str, str] | None:
        owner, payload, title, expires_at = self.state.buttons.get(token, ("", "", "", as_utc(now)))
        return (payload, title) if owner == person_id and expires_at > as_utc(now) else None
