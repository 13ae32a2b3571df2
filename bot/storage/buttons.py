"""Opaque tokens for buttons. Only their SHA-256 is stored, so the table opens no button."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.storage.conflicts import ending
from bot.storage.encryption import Place, Vault
from bot.storage.tables import buttons

# 32 characters once written; Telegram allows 64 bytes.
TOKEN_BYTES = 24
_INSERT = sa.insert(buttons)


@dataclass(frozen=True)
class SqlButtons:
    """Implements `ports.Buttons`."""

    connection: Connection
    vault: Vault

    def issue(self, person_id: str, payload: str, title: str, expires_at: datetime) -> str:
        """Return a new token of 32 URL-safe characters. Raises UnknownPerson or PersonErased."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        hashed = _hash(token)
        data = self.vault.seal(place(person_id, hashed), {"payload": payload, "title": title})
        row = {"token": hashed, "person_id": person_id, "data": data, "expires_at": expires_at}
        with ending():
            self.connection.execute(_INSERT, row)
        return token

    def redeem(self, person_id: str, token: str, now: datetime) -> tuple[str, str] | None:
        """Return (payload, title), as often as asked until it expires; None for anybody else's or a made-up token.

        Also deletes the person's expired buttons.
        """
        mine = buttons.c.person_id == person_id
        self.connection.execute(sa.delete(buttons).where(mine, buttons.c.expires_at <= now))
        hashed = _hash(token)
        data = self.connection.execute(sa.select(buttons.c.data).where(mine, buttons.c.token == hashed)).scalar()
        if data is None:
            return None
        button = self.vault.open(place(person_id, hashed), data)
        return button["payload"], button["title"]


def _hash(token: str) -> str:
    # Tokens are random, so a plain hash cannot be guessed backwards.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def place(person_id: str, hashed: str) -> Place:
    """Return where the ciphertext belongs."""
    return Place("buttons", "data", hashed, person_id)
