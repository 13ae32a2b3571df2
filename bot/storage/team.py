"""Accounts of programme teams, their one-time links and sessions."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Account, Programme
from bot.storage.conflicts import savepoint
from bot.storage.engine import connect
from bot.storage.programmes import to_programme
from bot.storage.releases import read_only
from bot.storage.tables import programmes, team_accounts, team_tokens

READABLE = frozenset({"programmes", "team_accounts", "team_tokens"})


@dataclass(frozen=True)
class SqlTeam:
    """Implements `ports.Team`."""

    connection: Connection

    def add(self, account: Account) -> None:
        """Store a new account. Raises Duplicate if its name is taken."""
        with savepoint(self.connection):
            self.connection.execute(sa.insert(team_accounts).values(**asdict(account)))

    def named(self, name: str) -> Account | None:
        """Return the account of a name, or None."""
        return self._one(sa.select(team_accounts).where(team_accounts.c.name == name))

    def of(self, programme_id: str) -> list[Account]:
        """Return the accounts of a programme, by name."""
        query = sa.select(team_accounts).where(team_accounts.c.programme_id == programme_id)
        return [Account(**row._mapping) for row in self.connection.execute(query.order_by(team_accounts.c.name))]

    def set_password(self, account_id: str, password: str) -> None:
        """Replace the password's hash."""
        one = team_accounts.c.id == account_id
        self.connection.execute(sa.update(team_accounts).where(one).values(password=password))

    def remove(self, account_id: str) -> None:
        """Remove an account with its links and sessions."""
        self.end_all(account_id)
        self.connection.execute(sa.delete(team_accounts).where(team_accounts.c.id == account_id))

    def keep(self, digest: str, account_id: str, kind: str, expires_at: datetime) -> None:
        """Store the digest of a link's or a session's token."""
        row = {"digest": digest, "account_id": account_id, "kind": kind, "expires_at": expires_at}
        self.connection.execute(sa.insert(team_tokens).values(**row))

    def holder(self, digest: str, kind: str, at: datetime) -> Account | None:
        """Return whose token this is; None if it is unknown, of another kind or expired."""
        joined = sa.select(team_accounts).join(team_tokens, team_tokens.c.account_id == team_accounts.c.id)
        return self._one(joined.where(_token(digest, kind) & (team_tokens.c.expires_at > at)))

    def end(self, digest: str, kind: str) -> bool:
        """Remove a token; whether it was there. Of two who use a link at once, one is told True."""
        return bool(self.connection.execute(sa.delete(team_tokens).where(_token(digest, kind))).rowcount)

    def end_all(self, account_id: str) -> None:
        """Remove every link and session of an account."""
        self.connection.execute(sa.delete(team_tokens).where(team_tokens.c.account_id == account_id))

    def end_expired(self, at: datetime) -> None:
        """Remove every token whose time is over."""
        self.connection.execute(sa.delete(team_tokens).where(team_tokens.c.expires_at <= at))

    def _one(self, query: Any) -> Account | None:
        row = self.connection.execute(query).first()
        return None if row is None else Account(**row._mapping)


@dataclass(frozen=True)
class TeamReader:
    """Says who holds a session, over a connection that only reads: a page never waits for a conversation's turn."""

    engine: Engine

    @classmethod
    def open(cls, url: str) -> "TeamReader":
        """Return a reader of the database at an SQLAlchemy address; opens no connection yet."""
        return cls(read_only(url, READABLE))

    def holder(self, digest: str, kind: str, at: datetime) -> tuple[Account, Programme] | None:
        """Return the account that a token belongs to, with its programme; None if there is none."""
        with connect(self.engine) as connection:
            account = SqlTeam(connection).holder(digest, kind, at)
            mine = sa.select(programmes).where(programmes.c.id == (account.programme_id if account else ""))
            row = connection.execute(mine).first()
        return (account, to_programme(row)) if account and row else None


def _token(digest: str, kind: str) -> Any:
    return (team_tokens.c.digest == digest) & (team_tokens.c.kind == kind)
