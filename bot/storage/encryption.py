"""The envelope around every person's words: AES-256-GCM, bound to the place it is stored in.

Layout: one version byte, 12 random bytes (nonce), ciphertext with its 16-byte tag.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.errors import Tampered

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
#: Made once: `json.dumps` makes one for every value that is not written in its own way.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Place:
    """Where a ciphertext belongs; it opens nowhere else."""

    table: str
    column: str
    row: str
    person: str

    def __str__(self) -> str:
        """Only table and column: fit for an error message or a log."""
        return f"{self.table}.{self.column}"


def seal(key: bytes, place: Place, plain: bytes) -> bytes:
    """Encrypt `plain` with a 32-byte key, bound to `place`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, plain, _bound_to(place, VERSION))


def unseal(key: bytes, place: Place, sealed: bytes) -> bytes:
    """Decrypt what `seal` made. Raises Tampered if it is not from this key and place, whole and unchanged."""
    if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[0] != VERSION:
        raise Tampered(f"{place}: not an envelope this version can open")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, _bound_to(place, sealed[0]))
    except InvalidTag:
        raise Tampered(f"{place}: changed, or written for another row, column, person or key") from None


def _bound_to(place: Place, version: int) -> bytes:
    """The associated data; each part carries its length, so no two places ever read the same."""
    parts = (place.table, place.column, place.row, place.person, str(version))
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def written(value: Any) -> bytes:
    """Return a JSON value as it is encrypted."""
    # "surrogatepass": half an emoji from a broken client must not cost the message.
    return _JSON.encode(value).encode("utf-8", "surrogatepass")


def as_read(plain: bytes) -> Any:
    """Return what was written, as it reads: lists for tuples, text for the keys."""
    return json.loads(plain.decode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Vault:
    """Seals and opens JSON values with the key of the person whose place it is.

    Attributes:
        key_of: person id to 32-byte key; raises KeyMissing or PersonErased.
    """

    key_of: Callable[[str], bytes]

    def seal(self, place: Place, value: Any) -> bytes:
        """Encrypt any JSON value."""
        return self.seal_written(place, written(value))

    def seal_written(self, place: Place, plain: bytes) -> bytes:
        """Encrypt a JSON value that is `written` already."""
        return seal(self.key_of(place.person), place, plain)

    def open(self, place: Place, sealed: bytes) -> Any:
        """Decrypt a JSON value. Raises Tampered, KeyMissing or PersonErased."""
        return as_read(unseal(self.key_of(place.person), place, sealed))
