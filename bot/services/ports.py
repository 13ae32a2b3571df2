"""The interfaces the services need; storage implements them, tests fake them.

Every method that takes or returns a person's words deals in plain text: encryption
happens behind these interfaces and nowhere else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.services.programme_ports import Account as Account
from bot.services.programme_ports import Invite as Invite
from bot.services.programme_ports import Member as Member
from bot.services.programme_ports import Programme as Programme
from bot.services.programme_ports import Programmes as Programmes
from bot.services.programme_ports import Releases as Releases
from bot.services.programme_ports import ReleaseSource as ReleaseSource
from bot.services.programme_ports import SessionSource as SessionSource
from bot.services.programme_ports import StoredRelease as StoredRelease
from bot.services.programme_ports import Team as Team

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Someone who talks to Sounding Board. `id` and `sender` are random and mean nothing."""

    id: str
    sender: str
    consent_version: int | None = None


@dataclass(frozen=True)
class Record:
    """One encrypted aggregate of one person, such as a coaching session or a promise.

    Attributes:
        kind: what it is, e.g. `session`, `promise`, `profile`.
        state: a short machine word used to find it again, e.g. `open`.
        due_on: the date it falls due, if it has one; the only plain fact beside the state.
        body: everything a person said; encrypted at rest.
    """

    id: str
    person_id: str
    kind: str
    state: str
    created_at: datetime
    updated_at: datetime
    body: Json = field(default_factory=dict)
    due_on: date | None = None


@dataclass(frozen=True)
class Retention:
    """For how many days things are kept: reflections since their last change, messages word for word."""

    reflections_days: int = 365
    events_days: int = 30


@dataclass(frozen=True)
class InboxItem:
    """A message as it arrived. `attempts` counts the times its turn was begun."""

    id: int
    person: Person
    channel: str
    source_id: str
    payload: Json
    state: str
    attempts: int


@dataclass(frozen=True)
class Delivery:
    """A reply on its way. `id` is that of its outbox row.

    Attributes:
        parts: how many of the messages it is made of have arrived.
        attempts: how often sending it failed for certain.
        doubts: how often it is not known whether a message of it arrived.
        not_before: when to try again; None means now.
    """

    id: int
    person_id: str
    state: str
    parts: int = 0
    attempts: int = 0
    doubts: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True)
class Reminder:
    """A time at which to speak to a person first.

    Attributes:
        kind: `promise`, `snooze`, `conversation` or `reflect`.
        key: unique for the person: what it is about, and for which day.
        zone: IANA name of the person's time zone when it was planned.
        id: 0 until it is stored.
    """

    person_id: str
    kind: str
    key: str
    due_at: datetime
    zone: str
    state: str = "waiting"
    id: int = 0


class People(Protocol):
    """Who we know, by channel identity (kept only as a keyed hash) or by sender id."""

    def by_identity(self, channel: str, external_id: str) -> Person | None: ...

    def by_sender(self, sender: str) -> Person | None: ...

    def by_id(self, person_id: str) -> Person | None: ...

    def register(self, channel: str, external_id: str) -> Person: ...

    def consent(self, person_id: str, version: int, at: datetime) -> None: ...

    def withdraw(self, person_id: str) -> None: ...

    def about(self, person_id: str) -> Json: ...


#: What `Records.all` can be asked of a person: a kind, states (None means any) and how many (None means all).
Question = tuple[str, tuple[str, ...] | None, int | None]


class Records(Protocol):
    """Encrypted aggregates. `put` inserts or replaces; `all` returns newest first.

    `ahead` says what will be asked, so that it can be read at once.
    """

    def ahead(self, person_id: str, questions: Sequence[Question]) -> None: ...

    def get(self, person_id: str, record_id: str) -> Record | None: ...

    def all(
        self, person_id: str, kind: str, states: Sequence[str] | None = None, limit: int | None = None
    ) -> list[Record]: ...

    def everything(self, person_id: str) -> list[Record]: ...

    def put(self, record: Record) -> None: ...

    def delete(self, person_id: str, record_id: str) -> None: ...


class TrackerEvents(Protocol):
    """The dialogue engine's events, one row each, numbered per sender from 0."""

    def count(self, sender: str) -> int: ...

    def mark(self, sender: str) -> bytes: ...

    def load(self, sender: str, start: int = 0) -> list[Json]: ...

    def session_start(self, sender: str) -> int: ...

    def append(self, sender: str, first_seq: int, events: Iterable[Json]) -> bytes: ...


class Inbox(Protocol):
    """Messages that arrived. `receive` is idempotent on (channel, source_id).

    `heads` lists the first message that waits of each person (item id, person id), if its id is above `after`, without
    those that are under way.
    `hold` keeps a person's other turns waiting until the transaction ends, and returns the item's state and the person
    as they now are.
    """

    def receive(self, person: Person, channel: str, source_id: str, payload: Json, at: datetime) -> InboxItem: ...

    def begin(self, item_id: int) -> InboxItem: ...

    def pending(
        self, person_id: str | None = None, channel: str | None = None, before: int | None = None
    ) -> list[InboxItem]: ...

    def heads(self, channel: str, most: int = 100, after: int = 0) -> list[tuple[int, str]]: ...

    def hold(self, item_id: int, person_id: str) -> tuple[str, Person]: ...

    def done(self, item: InboxItem, at: datetime) -> None: ...

    def dead(self, item: InboxItem, at: datetime) -> None: ...


class Outbox(Protocol):
    """Replies, stored in the same transaction as the turn that caused them."""

    def add(self, item: InboxItem, replies: Sequence[Mapping[str, Any]], at: datetime) -> None: ...

    def replies(self, item_id: int) -> list[Json]: ...

    def unsent(self, person_id: str) -> list[tuple[int, Json]]: ...

    def newest(self, person_id: str, most: int) -> list[tuple[int, Json]]: ...

    def sent(self, row_ids: Iterable[int], at: datetime) -> None: ...


class Deliveries(Protocol):
    """Replies to be sent to people who do not wait for them, strictly in order for each person."""

    def add(self, item: InboxItem) -> None: ...

    def people(self, channel: str) -> list[str]: ...

    def head(self, person_id: str, channel: str) -> Delivery | None: ...

    def reply(self, delivery: Delivery) -> Json: ...

    def begin(self, delivery_id: int) -> bool: ...

    def arrived(self, delivery_id: int, parts: int) -> None: ...

    def sent(self, delivery_id: int, at: datetime) -> None: ...

    def again(self, delivery_id: int, not_before: datetime, doubtful: bool = False, counted: bool = True) -> None: ...

    def dead(self, delivery_id: int) -> None: ...

    def give_up(self, person_id: str, channel: str) -> int: ...

    def interrupted(self, channel: str) -> int: ...


class Reminders(Protocol):
    """Times to speak first. `put` is idempotent on (person, key); a time that has been used is never due again."""

    def of(self, person_id: str) -> list[Reminder]: ...

    def get(self, person_id: str, reminder_id: int) -> Reminder | None: ...

    def put(self, reminder: Reminder) -> None: ...

    def due(self, now: datetime) -> list[Reminder]: ...

    def settle(self, reminder_ids: Iterable[int], state: str) -> None: ...

    def cancel(self, person_id: str) -> int: ...


class Buttons(Protocol):
    """Opaque tokens for buttons: bound to one person, expiring, random."""

    def issue(self, person_id: str, payload: str, title: str, expires_at: datetime) -> str: ...

    def redeem(self, person_id: str, token: str, now: datetime) -> tuple[str, str] | None: ...


class UnitOfWork(Protocol):
    """One database transaction. Leaving the `with` block without `commit` rolls back."""

    people: People
    records: Records
    events: TrackerEvents
    inbox: Inbox
    outbox: Outbox
    deliveries: Deliveries
    reminders: Reminders
    buttons: Buttons
    programmes: Programmes
    releases: Releases
    team: Team

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(self, *exc: object) -> None: ...

    def commit(self) -> None: ...


UnitOfWorkFactory = Callable[[], AbstractContextManager[UnitOfWork]]


class Clock(Protocol):
    """Where the time comes from. Always aware, always UTC."""

    def now(self) -> datetime: ...
