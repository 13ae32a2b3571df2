"""The interfaces of programmes and their releases, beside those in `ports`, which hands them on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from bot.domain.releases.rules import Rules
from bot.domain.tagging import Tagged

if TYPE_CHECKING:
    from bot.services.ports import Record


@dataclass(frozen=True)
class Programme:
    """A programme of leaders, as it was launched; nothing of it ever changes. `levels` may be empty."""

    id: str
    name: str
    launched_on: date
    levels: tuple[str, ...]
    rules: Rules
    created_at: datetime


@dataclass(frozen=True)
class Member:
    """A person's place on a programme's roster. `token` is random and stands for the person in release histories."""

    programme_id: str
    person_id: str
    level: str
    token: str
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class StoredRelease:
    """A release as published: its canonical JSON and the SHA-256 of that."""

    programme_id: str
    number: int
    released_at: datetime
    body: bytes
    digest: str


@dataclass(frozen=True)
class Account:
    """Somebody of a programme's team who may see its dashboard. `password` is a hash, or None: links only."""

    id: str
    programme_id: str
    name: str
    password: str | None
    created_at: datetime


@dataclass(frozen=True)
class Invite:
    """A code that was given out: what may be shown of it. `id` is not the code; how often it was used is not told."""

    id: str
    level: str
    expires_at: datetime


class Programmes(Protocol):
    """Programmes, their rosters and their invite codes (kept only as keyed hashes)."""

    def add(self, programme: Programme) -> None: ...

    def get(self, programme_id: str) -> Programme | None: ...

    def all(self) -> list[Programme]: ...

    def invite(self, code: str, programme_id: str, level: str, uses: int, expires_at: datetime) -> None: ...

    def invites(self, programme_id: str, at: datetime) -> list[Invite]: ...

    def withdraw(self, programme_id: str, invite_id: str) -> None: ...

    def redeem(self, code: str, at: datetime) -> tuple[str, str] | None: ...

    def join(self, member: Member) -> None: ...

    def leave(self, person_id: str, at: datetime) -> None: ...

    def membership(self, person_id: str) -> Member | None: ...

    def roster(self, programme_id: str, at: datetime) -> list[Member]: ...

    def written(self, person_id: str, kinds: Sequence[str], start: datetime, end: datetime) -> list["Record"]: ...


class Releases(Protocol):
    """Published releases. They are added and read, never changed."""

    def add(self, release: StoredRelease) -> None: ...

    def get(self, programme_id: str, number: int) -> StoredRelease | None: ...

    def all(self, programme_id: str) -> list[StoredRelease]: ...


class Team(Protocol):
    """Who may see a programme's dashboard; one-time links and sessions (only digests of their tokens are kept)."""

    def add(self, account: Account) -> None: ...

    def named(self, name: str) -> Account | None: ...

    def of(self, programme_id: str) -> list[Account]: ...

    def set_password(self, account_id: str, password: str) -> None: ...

    def remove(self, account_id: str) -> None: ...

    def keep(self, digest: str, account_id: str, kind: str, expires_at: datetime) -> None: ...

    def holder(self, digest: str, kind: str, at: datetime) -> Account | None: ...

    def end(self, digest: str, kind: str) -> bool: ...

    def end_all(self, account_id: str) -> None: ...

    def end_expired(self, at: datetime) -> None: ...


class ReleaseSource(Protocol):
    """A connection that reads programmes and releases, and can read nothing else."""

    def programmes(self) -> list[Programme]: ...

    def releases(self, programme_id: str) -> list[StoredRelease]: ...


class SessionSource(Protocol):
    """A connection that reads who holds a session or a link, and can read nothing else."""

    def holder(self, digest: str, kind: str, at: datetime) -> tuple[Account, Programme] | None: ...


class ThemeTagger(Protocol):
    """Finds barrier themes in what someone wrote, with the words that led to each; likeliest first, three at most.

    `begin` says that a text will be asked for in a later turn.
    """

    def begin(self, text: str) -> None: ...

    def tag(self, text: str) -> tuple[Tagged, ...]: ...
