"""How the tests of the web chat call: browsers of several people on one application."""

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from html import unescape
from typing import Any

import httpx
from starlette.testclient import TestClient

from bot import bootstrap
from bot.domain.releases.rules import FLOOR
from bot.services import programmes
from bot.services.turns import Turns
from bot.web.app import make_app
from bot.web.chat.given import Chat
from bot.web.chat.passes import COOKIE
from bot.web.chat.site import chat_routes
from tests.fakes.engine import NOON, FakeClock, FakeEngine, fake_turns

HOME = "http://127.0.0.1:8080"
AWAY = "https://coach.example.org"


def sign(purpose: str, text: str, key: bytes = b"of this key store") -> str:
    """As a key store signs."""
    return hmac.new(key, f"{purpose} {text}".encode(), sha256).hexdigest()


class Site:
    """The application with its fakes, and browsers that come to it."""

    def __init__(self, engine: FakeEngine | None = None, home: bool = True, ready: bool = True, **changes: Any) -> None:
        self.clock = FakeClock()
        self.engine = engine or FakeEngine()
        self.turns: Turns = fake_turns(self.engine, clock=self.clock, **changes)
        self.chat = Chat(self.turns.unit_of_work, sign, self.clock, bootstrap.web_words(), home)
        self.app = make_app(lambda: self.turns, "" if home else "a token", pages=chat_routes(self.chat))
        if ready:
            self.app.state.shared.turns = self.turns
            self.app.state.shared.health.ping = lambda: None

    def browser(self, base: str = HOME, peer: str = "127.0.0.1") -> "Browser":
        """A browser without cookies."""
        return Browser(self, base, peer)

    def code(self, uses: int = 1) -> str:
        """A new code of a new programme."""
        with self.turns.unit_of_work() as uow:
            programme = programmes.create(uow, "Europe", (), NOON.date(), FLOOR, NOON)
            code = programmes.invite(uow, programme, "other", uses, 14, self.clock.now())
            uow.commit()
        return code

    def pass_by(self, **delta: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**delta)


class Browser(TestClient):
    """One browser; `who` and `token` are what the page it was shown last gave it."""

    def __init__(self, site: Site, base: str, peer: str) -> None:
        super().__init__(site.app, base_url=base, client=(peer, 50_000), follow_redirects=False)
        self.origin = base

    def enter(self, code: str | None = None, **headers: str) -> httpx.Response:
        """Press the button on the way in."""
        ticket = field(self.get("/").text, "ticket")
        form = {"ticket": ticket} | ({} if code is None else {"code": code})
        return self.post("/enter", data=form, headers={"Origin": self.origin, **headers})

    def page_token(self) -> str:
        """What the page sends with each message."""
        found = re.search(r'data-token="([0-9a-f]*)"', self.get("/").text)
        return found[1] if found else ""

    def say(self, text: str = "", source: str = "", token: str | None = None, **more: Any) -> httpx.Response:
        """Send a message as the page's script does."""
        body = more.pop("body", None) or {
            "id": source or f"id of {text}",
            **(more.pop("payload", None) or {"text": text}),
        }
        headers = {"Origin": self.origin, "X-Page-Token": self.page_token() if token is None else token}
        return self.post("/chat/turns", json=body, headers={**headers, **more.pop("headers", {})})

    def so_far(self) -> dict[str, Any]:
        """The conversation so far."""
        answer = self.get("/chat/conversation")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    @property
    def cookie(self) -> str:
        """The pass that this browser keeps."""
        return self.cookies.get(COOKIE) or self.cookies.get(f"__Host-{COOKIE}") or ""


@contextmanager
def inside(site: Site | None = None) -> Iterator[Browser]:
    """A browser that has come in."""
    browser = (site or Site()).browser()
    assert browser.enter().status_code == 303
    yield browser


def heard(site: Site) -> list[str]:
    """What arrived, without the greeting that the page sends."""
    return [incoming.text for incoming in site.engine.heard][1:]


def field(page: str, name: str) -> str:
    """The value of a field of a page's form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


__all__ = ["AWAY", "HOME", "Browser", "Site", "field", "heard", "inside", "sign"]
