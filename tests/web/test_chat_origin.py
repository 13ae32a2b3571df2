"""Who may send a form, and who is at home: told by headers that a browser sets and a page cannot."""

import pytest
from starlette.requests import Request

from bot.web.chat.origin import FORWARDED, at_home, from_own_page, is_secure

OURS = "https://coach.example.org"


def request(peer: str | None = "127.0.0.1", scheme: str = "http", **headers: str) -> Request:
    """A request with these headers; underscores stand for hyphens."""
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    client = (peer, 50_000) if peer is not None else None
    return Request(
        {"type": "http", "scheme": scheme, "path": "/", "headers": raw, "client": client, "query_string": b""}
    )


@pytest.mark.parametrize("origin", [OURS, "http://127.0.0.1:8080", "https://127.0.0.1:8080"])
def test_a_page_under_the_public_address_or_under_the_name_asked_for_is_ours(origin: str) -> None:
    assert from_own_page(request(origin=origin, host="127.0.0.1:8080"), OURS)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "https://coach.example.org.evil.org",
        "https://coach.example.org:8443",
        "http://127.0.0.1:9090",
        "http://127.0.0.1",
        "null",
        "",
        "https://[broken",
    ],
)
def test_no_other_page_is_ours(origin: str) -> None:
    assert not from_own_page(request(origin=origin, host="127.0.0.1:8080"), OURS)


def test_an_empty_host_and_no_public_address_make_no_page_ours() -> None:
    assert not from_own_page(request(origin="null", host=""), "")
    assert not from_own_page(request(origin=""), "")


@pytest.mark.parametrize(
    ("site", "own"), [("same-origin", True), ("same-site", False), ("cross-site", False), ("none", False)]
)
def test_without_an_origin_the_browsers_own_word_counts(site: str, own: bool) -> None:
    assert from_own_page(request(sec_fetch_site=site, host="127.0.0.1"), OURS) is own


def test_without_an_origin_and_without_a_word_of_the_browser_nothing_is_ours() -> None:
    assert not from_own_page(request(host="127.0.0.1"), OURS)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "127.0.0.1", "localhost:8080", "[::1]:8080"])
def test_a_browser_on_this_machine_is_at_home(host: str) -> None:
    assert at_home(request("127.0.0.1", host=host))
    assert at_home(request("::1", host=host))


@pytest.mark.parametrize("host", ["coach.example.org", "192.168.1.5:8080", "", "[::1", "127.0.0.1.evil.org"])
def test_a_name_that_is_not_this_machines_own_is_not_home_wherever_it_leads(host: str) -> None:
    assert not at_home(request("127.0.0.1", host=host))


@pytest.mark.parametrize("peer", ["192.168.1.5", "10.0.0.1", "::ffff:10.0.0.1", None])
def test_another_machine_that_says_localhost_is_not_at_home(peer: str | None) -> None:
    assert not at_home(request(peer, host="localhost"))


@pytest.mark.parametrize("name", FORWARDED)
def test_behind_a_proxy_nobody_is_at_home(name: str) -> None:
    assert not at_home(request("127.0.0.1", host="localhost", **{name.replace("-", "_"): "x"}))


@pytest.mark.parametrize(
    ("scheme", "address", "secure"),
    [("https", "", True), ("http", OURS, True), ("http", "", False), ("http", "http://coach.example.org", False)],
)
def test_a_connection_is_secure_by_its_own_scheme_or_the_public_one(scheme: str, address: str, secure: bool) -> None:
    assert is_secure(request(scheme=scheme, host="x"), address) is secure
