"""The master key and everything derived from it."""

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.encryption import KEY_BYTES
from bot.storage.errors import BadMasterKey


def derive(secret: bytes, purpose: str) -> bytes:
    """Return a 32-byte sub-key of `secret` for one purpose (HKDF-SHA256)."""
    info = f"sounding-board/{purpose}/1".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


@dataclass(frozen=True)
class MasterKey:
    """32 random bytes that open the key store; kept in a file or a vault, never in a database."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse anything that is not 32 bytes."""
        if len(self.secret) != KEY_BYTES:
            raise BadMasterKey("the master key must be 32 bytes, written as base64 or hexadecimal")

    @classmethod
    def from_text(cls, text: str) -> "MasterKey":
        """Read base64 (either alphabet) or 64 hexadecimal digits. Raises BadMasterKey."""
        text = text.strip()
        if re.fullmatch(r"[0-9a-fA-F]{64}", text):
            return cls(bytes.fromhex(text))
        try:
            return cls(
                base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
            )
        except (binascii.Error, ValueError):
            raise BadMasterKey("the master key must be 32 bytes, written as base64 or hexadecimal") from None

    @classmethod
    def generate(cls) -> "MasterKey":
        """Return a new random key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def to_text(self) -> str:
        """Return the key as base64, as `from_text` reads it."""
        return base64.urlsafe_b64encode(self.secret).decode()

    @property
    def kek_id(self) -> str:
        """A short public name for this key (16 hexadecimal digits) that reveals nothing about it."""
        return derive(self.secret, "kek-id")[:8].hex()

    @property
    def kek(self) -> bytes:
        """The key that wraps person keys."""
        return derive(self.secret, "kek")

    @property
    def hash_root(self) -> bytes:
        """The secret from which keyed hashes are derived when a key store is first made."""
        return derive(self.secret, "hash-root")


class KeyedHashes:
    """HMAC-SHA256 with one sub-key per purpose, as 64 hexadecimal digits."""

    def __init__(self, root: bytes) -> None:
        """Derive the sub-keys from a 32-byte root."""
        self._identity, self._source, self._person = (derive(root, name) for name in ("identity", "source", "person"))
        self._invite, self._signing = derive(root, "invite"), derive(root, "signing")

    def identity(self, channel: str, external_id: str) -> str:
        """Hash who someone is on a channel."""
        return _hmac(self._identity, channel, external_id)

    def source(self, channel: str, person_id: str, source_id: str) -> str:
        """Hash a message id. The person is part of it: two people may choose the same id."""
        return _hmac(self._source, channel, person_id, source_id)

    def person(self, person_id: str) -> str:
        """Hash a person id for the erasure ledger."""
        return _hmac(self._person, person_id)

    def invite(self, code: str) -> str:
        """Hash an invite code."""
        return _hmac(self._invite, code)

    def signature(self, purpose: str, text: str) -> str:
        """Sign what is given out and has to come back unchanged, such as a cookie; each purpose signs apart."""
        return _hmac(self._signing, purpose, text)


def _hmac(key: bytes, *parts: str) -> str:
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
    return hmac.new(key, message, sha256).hexdigest()
