"""Passwords as scrypt hashes: slow and memory-hard, so that a stolen table is of little use.

The figures are those of the OWASP password storage cheat sheet: N = 2^15, r = 8, p = 3, which takes 32 MiB.
"""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode

N, R, P = 2**15, 8, 3
SHORTEST, LONGEST = 12, 200
_BYTES = 32
#: OpenSSL refuses more memory than it is allowed; the figures above need a little more than 32 MiB.
_MEMORY = 64 * 1024 * 1024


class BadPassword(ValueError):
    """A password is too short or too long; the message says what it takes."""


def hashed(password: str) -> str:
    """Return `scrypt$N$r$p$salt$hash`.

    Raises:
        BadPassword: it has not 12 to 200 characters.
    """
    if not SHORTEST <= len(password.strip()) <= LONGEST:
        raise BadPassword(f"A password takes {SHORTEST} to {LONGEST} characters.")
    salt = secrets.token_bytes(16)
    figures = "$".join(map(str, (N, R, P)))
    return f"scrypt${figures}${b64encode(salt).decode()}${b64encode(_scrypt(password, salt, N, R, P)).decode()}"


def matches(password: str, stored: str | None) -> bool:
    """Whether a password is the one of a hash. Takes as long where there is no hash, so that time tells nothing."""
    _, n, r, p, salt, wanted = (stored or NOBODY).split("$")
    found = _scrypt(password[: LONGEST + 1], b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, b64decode(wanted)) and stored is not None


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=_BYTES)


#: What is compared where there is no account: the hash of nothing that could be typed.
NOBODY = f"scrypt${N}${R}${P}${b64encode(bytes(16)).decode()}${b64encode(bytes(_BYTES)).decode()}"
