"""What lets a browser in: signed, for one purpose, for a time; in a cookie, or in a link to another browser."""

from http.cookies import SimpleCookie

import httpx
import pytest

from bot.services import entrance
from bot.web.chat.passes import COOKIE, FORM, LIFE, LINK, Passes, newcomer
from tests.web.chatting import AWAY, HOME, Browser, Site, inside, sign

FORGED = ("", "x", "ann", "a" * 32, f"{'a' * 32}.0.{'0' * 64}", f"{'a' * 32}.99999999999.{'f' * 64}", "é", "." * 40_000)


def set_cookie(answer: httpx.Response) -> dict[str, str]:
    """The attributes of the pass that an answer gives."""
    ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
    return {key: str(value) for key, value in morsel.items() if value != ""} | {"name": name}


# --- passes


@pytest.mark.parametrize("value", FORGED, ids=lambda value: value[:12] or "empty")
def test_a_forged_pass_opens_nothing(value: str) -> None:
    browser = Site().browser()
    answer = browser.get("/chat/conversation", headers={"Cookie": f"{COOKIE}={value}".encode()})  # type: ignore[dict-item]
    assert answer.status_code == 401


def test_every_change_of_a_pass_makes_it_worthless() -> None:
    with inside() as browser:
        good = browser.cookie
        for place in range(0, len(good), 5):
            bad = good[:place] + ("b" if good[place] != "b" else "c") + good[place + 1 :]
            assert Passes(sign, Site().clock).read(COOKIE, bad) is None


def test_a_pass_signed_with_another_key_or_for_another_purpose_is_none() -> None:
    clock, who = Site().clock, newcomer()
    passes, others = Passes(sign, clock), Passes(lambda purpose, text: sign(purpose, text, b"another key"), clock)
    assert passes.read(COOKIE, others.issue(COOKIE, who)) is None
    for purpose in (COOKIE, FORM, LINK):
        assert [p for p in (COOKIE, FORM, LINK) if passes.read(p, passes.issue(purpose, who)) == who] == [purpose]


@pytest.mark.parametrize("purpose", [COOKIE, FORM, LINK])
def test_a_pass_ends(purpose: str) -> None:
    clock = Site().clock
    passes = Passes(sign, clock)
    made = passes.issue(purpose, who := newcomer())
    clock.pass_by(seconds=LIFE[purpose].total_seconds() - 1)
    assert passes.read(purpose, made) == who
    clock.pass_by(seconds=1)
    assert passes.read(purpose, made) is None


def test_a_good_pass_of_somebody_who_never_came_in_opens_nothing() -> None:
    site = Site()
    browser = site.browser()
    browser.cookies.set(COOKIE, Passes(sign, site.clock).issue(COOKIE, newcomer()))
    assert browser.get("/chat/conversation").status_code == 401
    assert "Start" in browser.get("/").text


def test_no_script_reads_the_pass_and_no_other_site_sends_it_along() -> None:
    for base, secure in ((HOME, False), (AWAY, True)):
        site = Site(home=False)
        attributes = set_cookie(site.browser(base).enter(site.code()))
        assert (attributes["httponly"], attributes["samesite"], attributes["path"]) == ("True", "lax", "/")
        assert ("secure" in attributes, attributes["name"]) == (secure, f"__Host-{COOKIE}" if secure else COOKIE)
        assert int(attributes["max-age"]) == LIFE[COOKIE].total_seconds()


def test_a_visit_renews_the_pass() -> None:
    site = Site()
    with inside(site) as browser:
        for _ in range(4):
            site.pass_by(days=100)
            assert 'id="composer"' in browser.get("/").text
        site.pass_by(days=181)
        assert 'id="composer"' not in browser.get("/").text


# --- another browser


def test_a_link_opens_the_same_conversation_in_another_browser() -> None:
    site = Site()
    with inside(site) as first:
        first.say("hello")
        link = made(first)
        second = site.browser()
        assert second.get(link).status_code == 200 and not second.cookie, "following it changes nothing"
        assert open_link(second, link).status_code == 303
        assert second.so_far() == first.so_far()


def test_a_link_ends_after_a_quarter_of_an_hour_and_with_the_person() -> None:
    site = Site()
    with inside(site) as browser:
        link = made(browser)
        site.pass_by(minutes=16)
        assert open_link(site.browser(), link).status_code == 400
        link = made(browser)
        with site.turns.unit_of_work() as uow:
            person = uow.people.by_identity(entrance.CHANNEL, browser.cookie.split(".")[0])
        assert person
        site.turns.upkeep.forget(person.id)
        assert open_link(site.browser(), link).status_code == 400


def test_another_site_cannot_open_a_link_for_somebody() -> None:
    site = Site()
    with inside(site) as browser:
        link = made(browser)
        stranger = site.browser()
        for origin in ("https://evil.example", "null"):
            answer = stranger.post("/pass", data={"pass": link.rpartition("/")[2]}, headers={"Origin": origin})
            assert answer.status_code == 400 and not stranger.cookie


def made(browser: Browser) -> str:
    """A link for another browser."""
    headers = {"Origin": HOME, "X-Page-Token": browser.page_token()}
    answer = browser.post("/chat/pass", json={}, headers=headers)
    assert answer.status_code == 200 and answer.json()["minutes"] == 15
    return str(answer.json()["link"])


def open_link(browser: Browser, link: str) -> httpx.Response:
    """Press the button on the page that a link leads to."""
    return browser.post("/pass", data={"pass": link.rpartition("/")[2]}, headers={"Origin": HOME})
