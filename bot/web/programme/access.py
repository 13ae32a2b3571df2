"""Who is asking: sessions in cookies, and the token that every form must bring back.

A form's token is derived from the visitor's own cookie, which another site can neither read nor set. Before somebody
is signed in they have a cookie of their own for that, so that nobody can be signed in as somebody else unawares.
"""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from bot.services import accounts
from bot.services.accounts import Visitor
from bot.web.programme.site import Site

SESSION, VISIT = "board_session", "board_visit"
#: Longest form, in bytes, and most fields of one.
LONGEST, FIELDS = 16_000, 20


@dataclass(frozen=True)
class Ask:
    """One request.

    Attributes:
        form: the fields of a form, each once; empty if none was sent.
        token: of the session, or of the visit of somebody who is not signed in.
        visitor: who is signed in, or None.
    """

    site: Site
    request: Request
    form: dict[str, str]
    token: str
    visitor: Visitor | None

    @property
    def signed_in(self) -> Visitor:
        """The visitor, on pages that nobody else reaches."""
        assert self.visitor is not None
        return self.visitor

    @property
    def form_token(self) -> str:
        """What a form of this visitor must carry."""
        return hmac.new(self.token.encode(), b"form", sha256).hexdigest()

    @property
    def form_is_ours(self) -> bool:
        """Whether the form was filled in on a page of ours, by this visitor."""
        elsewhere = self.request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
        given = self.form.get("token", "")
        return not elsewhere and hmac.compare_digest(given.encode("utf-8", "replace"), self.form_token.encode())

    @property
    def number(self) -> int:
        """The number of the release that the address names, or 0."""
        return whole(self.request.path_params["number"])

    @property
    def address(self) -> str:
        """The address that the request came from."""
        return self.request.client.host if self.request.client else "unknown"


def whole(text: str) -> int:
    """Return a whole number from 0 to 99,999 as typed, or 0. Starlette's own reading breaks on 5,000 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def identify(site: Site, request: Request, form: dict[str, str]) -> Ask:
    """Find out who is asking. Raises StorageError."""
    session = request.cookies.get(_name(site, request, SESSION), "")
    visitor = accounts.visitor(site.sessions, session, site.clock.now()) if session else None
    visit = request.cookies.get(_name(site, request, VISIT), "")
    token = session if visitor else visit if len(visit) >= 32 else secrets.token_urlsafe(32)
    return Ask(site, request, form, token, visitor)


def remember(ask: Ask, response: Response) -> None:
    """Give a visitor who is not signed in the cookie that their forms are bound to."""
    if ask.visitor is None and ask.request.cookies.get(_name(ask.site, ask.request, VISIT)) != ask.token:
        _set(ask, response, VISIT, ask.token, None)


def let_in(ask: Ask, response: Response, session: str) -> None:
    """Give the cookie of a new session, and forget the visit before it."""
    _set(ask, response, SESSION, session, int(accounts.SESSION_LIFE.total_seconds()))
    _set(ask, response, VISIT, "", 0)


def let_out(ask: Ask, response: Response) -> None:
    """Take the session's cookie away."""
    _set(ask, response, SESSION, "", 0)


def _set(ask: Ask, response: Response, name: str, value: str, seconds: int | None) -> None:
    same: Literal["lax", "strict"] = "lax" if name == SESSION else "strict"
    full, secure = _name(ask.site, ask.request, name), _secure(ask.site, ask.request)
    response.set_cookie(full, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite=same)


def _name(site: Site, request: Request, name: str) -> str:
    """The prefix has browsers refuse a cookie that was not set by this very host over https."""
    return f"__Host-{name}" if _secure(site, request) else name


def _secure(site: Site, request: Request) -> bool:
    """Cookies need https, unless the browser sits on this machine and speaks to it directly."""
    if site.https or request.url.scheme == "https":
        return True
    host = request.url.hostname or ""
    try:
        return not (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return True
