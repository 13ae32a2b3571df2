"""Signed passes: what lets a browser in. Nobody chooses who they are; a pass names somebody at random and is signed."""

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.services.ports import Clock

#: Purpose and text to signature (64 hexadecimal digits), with a key that never leaves the key store.
Sign = Callable[[str, str], str]

#: What a pass is for: it is kept in a cookie, stands in a form on the way in, or in a link to another browser.
COOKIE, FORM, LINK = "chat-cookie", "chat-form", "chat-link"
LIFE = {COOKIE: timedelta(days=180), FORM: timedelta(hours=2), LINK: timedelta(minutes=15)}
#: Signs what a page of ours sends with each message.
PAGE = "chat-page"
WHO_BYTES = 24
_PASS = re.compile(r"([\w-]{32})\.([0-9]{1,12})\.([0-9a-f]{64})", re.A)


@dataclass(frozen=True)
class Passes:
    """Makes passes and reads them. A pass for one purpose is none for another."""

    sign: Sign
    clock: Clock

    def issue(self, purpose: str, who: str) -> str:
        """Return a pass for somebody, valid from now for `LIFE[purpose]`."""
        told = f"{who}.{int(self.clock.now().timestamp())}"
        return f"{told}.{self.sign(purpose, told)}"

    def read(self, purpose: str, text: str) -> str | None:
        """Return whom a pass names; None if it was not made here for this purpose, or is out of date."""
        found = _PASS.fullmatch(text)
        if found is None:
            return None
        who, issued, signature = found.groups()
        age = self.clock.now().timestamp() - int(issued)
        fresh = age < LIFE[purpose].total_seconds()
        genuine = hmac.compare_digest(signature, self.sign(purpose, f"{who}.{issued}"))
        return who if fresh and genuine else None

    def page_token(self, who: str) -> str:
        """Return what a page of theirs sends with each message, and a page of another site cannot know."""
        return self.sign(PAGE, who)

    def from_page(self, who: str, token: str) -> bool:
        """Whether a message comes from a page of theirs."""
        return hmac.compare_digest(token.encode(), self.page_token(who).encode())


def newcomer() -> str:
    """Return a name for somebody new: 32 random characters that mean nothing."""
    return secrets.token_urlsafe(WHO_BYTES)
