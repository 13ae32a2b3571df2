"""Who may see a programme's dashboard: accounts, links that sign somebody in once, passwords, sessions.

An account belongs to one programme, and everything that the dashboard shows is found through it: no address names a
programme. A token is 256 random bits; only its SHA-256 is stored.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.services import passwords
from bot.services.ports import Account, Programme, SessionSource, UnitOfWork

LINK, SESSION = "link", "session"
LINK_LIFE, SESSION_LIFE = timedelta(hours=24), timedelta(hours=12)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class BadAccount(ValueError):
    """An account cannot be made or found; the message says what to give instead."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, and the programme they may see."""

    account: Account
    programme: Programme


def account_for(uow: UnitOfWork, name: str, programme: Programme | None, now: datetime) -> Account:
    """Return the account of a name; it is made if there is none and a programme is given.

    Raises:
        BadAccount: the name cannot be used, is not known, or belongs to another programme.
    """
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise BadAccount("A name takes small letters, digits and . _ @ -, 64 at most, such as anna.meyer.")
    known = uow.team.named(name)
    if known and programme and known.programme_id != programme.id:
        raise BadAccount(f"{name} sees another programme. Choose another name, or remove that account first.")
    if known:
        return known
    if programme is None:
        raise BadAccount(f"Nobody is called {name}. Say which programme they may see: --programme ID.")
    account = Account(f"team-{secrets.token_hex(8)}", programme.id, name, None, now)
    uow.team.add(account)
    return account


def link(uow: UnitOfWork, account: Account, now: datetime) -> str:
    """Return the token of a new link, good once within 24 hours. It is told this once."""
    return _new(uow, account, LINK, now + LINK_LIFE, now)


def opens(source: SessionSource, token: str, now: datetime) -> bool:
    """Whether a link's token would still sign somebody in; looking does not use it up."""
    return source.holder(digest(token), LINK, now) is not None


def use_link(uow: UnitOfWork, token: str, now: datetime) -> str | None:
    """Use a link up and return the token of a new session, or None."""
    account = uow.team.holder(digest(token), LINK, now)
    if account is None or not uow.team.end(digest(token), LINK):
        return None
    return start_session(uow, account, now)


def fits(account: Account | None, password: str) -> bool:
    """Whether this is the account's password. It takes as long where there is no account or no password."""
    return passwords.matches(password, account.password if account else None)


def set_password(uow: UnitOfWork, account: Account, password: str) -> None:
    """Give an account a password and end all its sessions and links.

    Raises:
        bot.services.passwords.BadPassword: it is too short or too long.
    """
    uow.team.set_password(account.id, passwords.hashed(password))
    uow.team.end_all(account.id)


def start_session(uow: UnitOfWork, account: Account, now: datetime) -> str:
    """Return the token of a new session, good for 12 hours."""
    return _new(uow, account, SESSION, now + SESSION_LIFE, now)


def visitor(source: SessionSource, token: str, now: datetime) -> Visitor | None:
    """Return who holds a session, or None."""
    found = source.holder(digest(token), SESSION, now)
    return Visitor(*found) if found else None


def end_session(uow: UnitOfWork, token: str) -> None:
    """End a session; does nothing if there is none."""
    uow.team.end(digest(token), SESSION)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _new(uow: UnitOfWork, account: Account, kind: str, until: datetime, now: datetime) -> str:
    uow.team.end_expired(now)
    token = secrets.token_urlsafe(32)
    uow.team.keep(digest(token), account.id, kind, until)
    return token
