"""Whatever is sent to any route: an answer, never a failure of ours, and never a way in."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.web.chat.passes import COOKIE
from tests.fakes.engine import FakeEngine
from tests.speed import examples
from tests.web.chatting import AWAY, HOME, Browser, Site, inside

PATHS = (
    *("/", "/enter", "/pass", "/join/", "/join/ABCD-EFGH-JKMN", "/pass/x", "/chat/conversation", "/chat/turns"),
    *(
        "/chat/pass",
        "/chat/leave",
        "/static/chat.js",
        "/static/",
        "/static/x",
        "/healthz",
        "/api/turns",
        "/api/conversations/x",
    ),
)
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
ANYTHING = st.text(max_size=80)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANYTHING,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("id", "text", "button", "user")), inner)
    ),
    max_leaves=8,
)
BODIES = st.one_of(
    st.binary(max_size=300),
    JSON.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
    st.builds(
        lambda text, source: json.dumps({"text": text, "id": source}).encode("utf-8", "surrogatepass"),
        ANYTHING,
        ANYTHING,
    ),
    st.builds(lambda code: f"ticket={code}&code={code}&pass={code}".encode("utf-8", "surrogatepass"), ANYTHING),
)
VALUES = st.binary(max_size=60).filter(lambda raw: not set(raw) & set(b"\r\n\0"))
HEADERS = st.dictionaries(
    st.sampled_from(
        ("Origin", "Content-Type", "Host", "Cookie", "Sec-Fetch-Site", "X-Forwarded-For", "X-Page-Token", "Forwarded")
    ),
    VALUES | st.sampled_from((HOME.encode(), b"null", b"application/json", f"{COOKIE}=x".encode(), b"127.0.0.1:8080")),
    max_size=4,
)
CALLS = st.tuples(
    st.sampled_from(METHODS), st.sampled_from(PATHS) | ANYTHING.map(lambda text: f"/{text}"), BODIES, HEADERS
)
SLOW_MACHINE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
FEW, MANY = (examples(count, suppress_health_check=SLOW_MACHINE) for count in (60, 2_000))
Call = tuple[str, str, bytes, dict[str, Any]]


@dataclass
class Target:
    """One application for all calls: whoever comes, and somebody who is in."""

    site: Site
    cookie: str
    token: str

    def stranger(self, call: Call) -> None:
        """Send a call without a pass: it is answered, and neither heard nor let in."""
        self.site.pass_by(minutes=1)
        browser, heard = self.site.browser(AWAY), len(self.site.engine.heard)
        _send(browser, call)
        assert len(self.site.engine.heard) == heard and not browser.cookie

    def visitor(self, call: Call) -> None:
        """Send a call with a good pass, as it is and as a page of ours would."""
        method, path, body, headers = call
        known = {"X-Page-Token": self.token, "Origin": HOME}
        for sent in ({**known, **headers}, known):
            browser = self.site.browser()
            browser.cookies.set(COOKIE, self.cookie)
            _send(browser, (method, path, body, sent))


@pytest.fixture(scope="module")
def target() -> Target:
    """An application at home, and a pass that lasts: time passes by the minute, so that nobody is too fast."""
    site = Site(FakeEngine(), per_minute=100_000)
    with inside(site) as browser:
        return Target(site, browser.cookie, browser.page_token())


def _send(browser: Browser, call: Call) -> None:
    method, path, body, headers = call
    plain = path if path.isascii() and path.isprintable() else quote(path, errors="surrogatepass")
    answer = browser.request(method, "/" + plain.lstrip("/"), content=body, headers=headers)
    assert answer.status_code < 500, answer.text
    assert "content-security-policy" in answer.headers


@FEW
@given(call=CALLS)
def test_a_stranger_gets_an_answer_and_never_in(target: Target, call: Call) -> None:
    target.stranger(call)


@FEW
@given(call=CALLS)
def test_who_is_in_gets_an_answer_to_whatever_is_sent(target: Target, call: Call) -> None:
    target.visitor(call)


@pytest.mark.slow
@MANY
@given(call=CALLS)
def test_two_thousand_calls_of_strangers(target: Target, call: Call) -> None:
    target.stranger(call)


@pytest.mark.slow
@MANY
@given(call=CALLS)
def test_two_thousand_calls_of_somebody_who_is_in(target: Target, call: Call) -> None:
    target.visitor(call)
