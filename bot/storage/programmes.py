"""Programmes, rosters and invite codes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.domain.releases import rules
from bot.services.ports import Invite, Member, Programme, Record
from bot.storage.conflicts import savepoint
from bot.storage.encryption import Vault
from bot.storage.masterkey import KeyedHashes
from bot.storage.records import opened
from bot.storage.tables import invites, members, programmes, records

#: So much of the keyed hash of a code is its public name.
ID_LENGTH = 16
_public_id = sa.func.substr(invites.c.code_hash, 1, ID_LENGTH)


@dataclass(frozen=True)
class SqlProgrammes:
    """Implements `ports.Programmes`."""

    connection: Connection
    vault: Vault
    hashes: KeyedHashes
    #: Writes what other repositories of the transaction still hold back.
    write: Callable[[], None]

    def add(self, programme: Programme) -> None:
        """Store a new programme. Raises Duplicate if its id is taken."""
        plain = {"levels": json.dumps(programme.levels), "rules": json.dumps(rules.to_dict(programme.rules))}
        with savepoint(self.connection):
            self.connection.execute(sa.insert(programmes).values(**{**vars(programme), **plain}))

    def get(self, programme_id: str) -> Programme | None:
        """Return a programme, or None."""
        row = self.connection.execute(sa.select(programmes).where(programmes.c.id == programme_id)).first()
        return None if row is None else to_programme(row)

    def all(self) -> list[Programme]:
        """Return all programmes, the first launched first."""
        query = sa.select(programmes).order_by(programmes.c.launched_on, programmes.c.id)
        return [to_programme(row) for row in self.connection.execute(query)]

    def invite(self, code: str, programme_id: str, level: str, uses: int, expires_at: datetime) -> None:
        """Make a code valid for so many people, until it expires."""
        row = {"code_hash": self.hashes.invite(code), "programme_id": programme_id, "level": level}
        self.connection.execute(sa.insert(invites).values(**row, uses_left=uses, expires_at=expires_at))

    def invites(self, programme_id: str, at: datetime) -> list[Invite]:
        """Return the codes that are valid at a moment, the first to expire first; used up or not is not told."""
        valid = (invites.c.programme_id == programme_id) & (invites.c.expires_at > at)
        rows = self.connection.execute(sa.select(invites).where(valid).order_by(invites.c.expires_at, _public_id))
        return [Invite(row.code_hash[:ID_LENGTH], row.level, row.expires_at) for row in rows]

    def withdraw(self, programme_id: str, invite_id: str) -> None:
        """Make a code invalid; does nothing if the programme has none with this id."""
        mine = (invites.c.programme_id == programme_id) & (_public_id == invite_id)
        self.connection.execute(sa.delete(invites).where(mine))

    def redeem(self, code: str, at: datetime) -> tuple[str, str] | None:
        """Use a code once; return programme and level, or None if it is unknown, expired or used up."""
        row = self.connection.execute(sa.select(invites).where(_valid(self.hashes.invite(code), at))).first()
        # The condition stands in the update as well: of two people with the last use, one gets it.
        used = sa.update(invites).where(_valid(self.hashes.invite(code), at)).values(uses_left=invites.c.uses_left - 1)
        if row is None or not self.connection.execute(used).rowcount:
            return None
        return str(row.programme_id), str(row.level)

    def join(self, member: Member) -> None:
        """Put someone on a roster; who was on it before is on it again, with the token they had."""
        known = _is(member.programme_id, member.person_id)
        again = {"level": member.level, "joined_at": member.joined_at, "left_at": None}
        if not self.connection.execute(sa.update(members).where(known).values(**again)).rowcount:
            with savepoint(self.connection):
                self.connection.execute(sa.insert(members).values(**asdict(member)))

    def leave(self, person_id: str, at: datetime) -> None:
        """Take someone off every roster they are on; does nothing if there is none."""
        here = (members.c.person_id == person_id) & members.c.left_at.is_(None)
        self.connection.execute(sa.update(members).where(here).values(left_at=at))

    def membership(self, person_id: str) -> Member | None:
        """Return the roster place that someone has now, or None."""
        here = (members.c.person_id == person_id) & members.c.left_at.is_(None)
        row = self.connection.execute(sa.select(members).where(here)).first()
        return None if row is None else Member(**row._mapping)

    def roster(self, programme_id: str, at: datetime) -> list[Member]:
        """Return everybody who had joined and not left at a moment."""
        there = (members.c.programme_id == programme_id) & (members.c.joined_at < at)
        there &= members.c.left_at.is_(None) | (members.c.left_at >= at)
        rows = self.connection.execute(sa.select(members).where(there).order_by(members.c.token))
        return [Member(**row._mapping) for row in rows]

    def written(self, person_id: str, kinds: Sequence[str], start: datetime, end: datetime) -> list[Record]:
        """Return someone's records of some kinds, made from `start` to before `end`, oldest first."""
        self.write()
        mine = (records.c.person_id == person_id) & records.c.kind.in_(kinds)
        then = (records.c.created_at >= start) & (records.c.created_at < end)
        query = sa.select(records).where(mine & then).order_by(records.c.created_at, records.c.id)
        return [opened(row, self.vault) for row in self.connection.execute(query)]


def to_programme(row: Any) -> Programme:
    """Make a Programme of a row that has the columns of `programmes`."""
    told = {"levels": tuple(json.loads(row.levels)), "rules": rules.from_dict(json.loads(row.rules))}
    return Programme(**{**row._mapping, **told})


def _is(programme_id: str, person_id: str) -> Any:
    return (members.c.programme_id == programme_id) & (members.c.person_id == person_id)


def _valid(code_hash: str, at: datetime) -> Any:
    return (invites.c.code_hash == code_hash) & (invites.c.uses_left > 0) & (invites.c.expires_at > at)
