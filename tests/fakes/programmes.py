"""In-memory programmes and releases for the fake unit of work; tests/storage holds them to what the real ones do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.services.ports import Account, Invite, Member, Programme, Record, StoredRelease
from bot.storage.errors import Duplicate
from bot.storage.utc import as_utc


@dataclass
class Rows:
    """All rows of programmes. Invites are (programme, level, uses left, expires at) by code."""

    programmes: dict[str, Programme] = field(default_factory=dict)
    members: dict[tuple[str, str], Member] = field(default_factory=dict)
    invites: dict[str, tuple[str, str, int, datetime]] = field(default_factory=dict)
    releases: dict[tuple[str, int], StoredRelease] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)

    def without(self, person_id: str) -> "Rows":
        """Return the rows without a person's."""
        return replace(self, members={key: row for key, row in self.members.items() if key[1] != person_id})


@dataclass(frozen=True)
class FakeProgrammes:
    """Implements `ports.Programmes`."""

    uow: Any

    @property
    def rows(self) -> Rows:
        return self.uow.state.programmes

    def add(self, programme: Programme) -> None:
        if programme.id in self.rows.programmes:
            raise Duplicate("a row with this key exists already")
        self.rows.programmes[programme.id] = programme

    def get(self, programme_id: str) -> Programme | None:
        return self.rows.programmes.get(programme_id)

    def all(self) -> list[Programme]:
        return sorted(self.rows.programmes.values(), key=lambda one: (one.launched_on, one.id))

    def invite(self, code: str, programme_id: str, level: str, uses: int, expires_at: datetime) -> None:
        self.rows.invites[code] = (programme_id, level, uses, as_utc(expires_at))

    def invites(self, programme_id: str, at: datetime) -> list[Invite]:
        mine = [(code, row) for code, row in self.rows.invites.items() if row[0] == programme_id]
        valid = [Invite(_name(code), row[1], row[3]) for code, row in mine if row[3] > as_utc(at)]
        return sorted(valid, key=lambda one: (one.expires_at, one.id))

    def withdraw(self, programme_id: str, invite_id: str) -> None:
        kept = {
            code: row for code, row in self.rows.invites.items() if (row[0], _name(code)) != (programme_id, invite_id)
        }
        self.rows.invites = kept

    def redeem(self, code: str, at: datetime) -> tuple[str, str] | None:
        programme_id, level, uses, expires_at = self.rows.invites.get(code, ("", "", 0, as_utc(at)))
        if uses < 1 or expires_at <= as_utc(at):
            return None
        self.rows.invites[code] = (programme_id, level, uses - 1, expires_at)
        return programme_id, level

    def join(self, member: Member) -> None:
        self.uow.state.known(member.person_id)
        key = (member.programme_id, member.person_id)
        known = self.rows.members.get(key)
        self.rows.members[key] = replace(member, token=known.token) if known else member

    def leave(self, person_id: str, at: datetime) -> None:
        for key, row in self.rows.members.items():
            if key[1] == person_id and row.left_at is None:
                self.rows.members[key] = replace(row, left_at=as_utc(at))

    def membership(self, person_id: str) -> Member | None:
        mine = (row for key, row in self.rows.members.items() if key[1] == person_id and row.left_at is None)
        return next(mine, None)

    def roster(self, programme_id: str, at: datetime) -> list[Member]:
        there = [
            row
            for key, row in self.rows.members.items()
            if key[0] == programme_id and row.joined_at < at and (row.left_at is None or row.left_at >= at)
        ]
        return sorted(there, key=lambda row: row.token)

    def written(self, person_id: str, kinds: Sequence[str], start: datetime, end: datetime) -> list[Record]:
        mine = [record for kind in kinds for record in self.uow.records.all(person_id, kind)]
        return sorted((r for r in mine if start <= r.created_at < end), key=lambda r: (r.created_at, r.id))


@dataclass(frozen=True)
class FakeReleases:
    """Implements `ports.Releases`."""

    uow: Any

    @property
    def rows(self) -> dict[tuple[str, int], StoredRelease]:
        return self.uow.state.programmes.releases

    def add(self, release: StoredRelease) -> None:
        if (release.programme_id, release.number) in self.rows:
            raise Duplicate("a row with this key exists already")
        self.rows[release.programme_id, release.number] = release

    def get(self, programme_id: str, number: int) -> StoredRelease | None:
        return self.rows.get((programme_id, number))

    def all(self, programme_id: str) -> list[StoredRelease]:
        return [row for key, row in sorted(self.rows.items()) if key[0] == programme_id]


def _name(code: str) -> str:
    return sha256(code.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class FakeTeam:
    """Implements `ports.Team`."""

    uow: Any

    @property
    def rows(self) -> Rows:
        return self.uow.state.programmes

    def add(self, account: Account) -> None:
        if self.named(account.name):
            raise Duplicate("a row with this key exists already")
        self.rows.accounts[account.id] = account

    def named(self, name: str) -> Account | None:
        return next((one for one in self.rows.accounts.values() if one.name == name), None)

    def of(self, programme_id: str) -> list[Account]:
        mine = (one for one in self.rows.accounts.values() if one.programme_id == programme_id)
        return sorted(mine, key=lambda one: one.name)

    def set_password(self, account_id: str, password: str) -> None:
        self.rows.accounts[account_id] = replace(self.rows.accounts[account_id], password=password)

    def remove(self, account_id: str) -> None:
        self.end_all(account_id)
        self.rows.accounts.pop(account_id, None)

    def keep(self, digest: str, account_id: str, kind: str, expires_at: datetime) -> None:
        self.rows.tokens[digest] = (account_id, kind, as_utc(expires_at))

    def holder(self, digest: str, kind: str, at: datetime) -> Account | None:
        account_id, known, expires_at = self.rows.tokens.get(digest, ("", "", as_utc(at)))
        return self.rows.accounts.get(account_id) if known == kind and expires_at > as_utc(at) else None

    def end(self, digest: str, kind: str) -> bool:
        there = digest in self.rows.tokens and self.rows.tokens[digest][1] == kind
        return there and self.rows.tokens.pop(digest) is not None

    def end_all(self, account_id: str) -> None:
        self.rows.tokens = {key: row for key, row in self.rows.tokens.items() if row[0] != account_id}

    def end_expired(self, at: datetime) -> None:
        self.rows.tokens = {key: row for key, row in self.rows.tokens.items() if row[2] > as_utc(at)}
