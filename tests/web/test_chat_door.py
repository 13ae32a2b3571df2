"""Who comes in by a browser, and how: never by choosing who they are."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot import bootstrap
from bot.services import entrance, onboarding, programmes
from bot.services.desk import Desk
from bot.web.app import make_app
from bot.web.chat import door
from bot.web.chat.passes import COOKIE, Passes
from bot.web.chat.site import chat_pages
from tests.fakes.engine import fake_turns
from tests.web.chatting import AWAY, HOME, Site, field, inside, sign

# --- at home


def test_on_this_machine_without_configuration_one_press_is_enough() -> None:
    browser = Site().browser()
    assert "Start" in browser.get("/").text and 'name="code"' not in browser.get("/").text
    answer = browser.enter()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'id="composer"' in browser.get("/").text


def test_looking_at_the_page_stores_nobody() -> None:
    site = Site()
    for path in ("/", "/join/ABCD-EFGH-JKMN", "/pass/x"):
        site.browser().get(path)
    with site.turns.unit_of_work() as uow:
        assert not uow.state.people  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("base", "peer", "headers"),
    [
        ("http://board.example", "127.0.0.1", {}),
        ("http://127.0.0.1.example:8080", "127.0.0.1", {}),
        (HOME, "192.168.1.9", {}),
        (HOME, "127.0.0.1", {"X-Forwarded-For": "10.0.0.1"}),
        (HOME, "127.0.0.1", {"Forwarded": "for=10.0.0.1"}),
        (HOME, "127.0.0.1", {"Via": "1.1 proxy"}),
    ],
    ids=["another name leads here", "a name that looks like it", "another machine", "proxy", "proxy 2", "proxy 3"],
)
def test_nobody_but_this_machine_comes_in_without_a_code(base: str, peer: str, headers: dict[str, str]) -> None:
    browser = Site().browser(base, peer)
    assert 'name="code"' in browser.get("/", headers=headers).text
    ticket = field(browser.get("/", headers=headers).text, "ticket")
    answer = browser.post("/enter", data={"ticket": ticket}, headers={"Origin": base, **headers})
    assert answer.status_code == 400 and not browser.cookie


def test_with_a_token_configured_a_code_is_needed_on_this_machine_too() -> None:
    browser = Site(home=False).browser()
    assert (
        browser.enter().status_code
        == browser.enter("").status_code
        == browser.enter("ABCD-EFGH-JKMN").status_code
        == 400
    )
    assert not browser.cookie


# --- codes


def test_a_code_lets_in_as_many_as_it_was_made_for() -> None:
    site = Site(home=False)
    code = site.code(uses=2)
    assert [site.browser(AWAY).enter(code).status_code for _ in range(3)] == [303, 303, 400]


@pytest.mark.parametrize("shape", ["{}", " {} ", "my code is {}", "{}."])
def test_a_code_is_found_in_what_was_typed(shape: str) -> None:
    site = Site(home=False)
    assert site.browser(AWAY).enter(shape.format(site.code().lower())).status_code == 303


def test_an_old_code_lets_nobody_in_and_what_was_typed_is_still_there() -> None:
    site = Site(home=False)
    code = site.code()
    site.pass_by(days=15)
    answer = site.browser(AWAY).enter(code)
    assert answer.status_code == 400 and code in answer.text and 'role="alert"' in answer.text


def test_programs_that_follow_an_invite_link_use_nothing_up() -> None:
    site = Site(home=False)
    code = site.code()
    for _ in range(5):
        assert code in site.browser(AWAY).get(f"/join/{code}").text
    assert site.browser(AWAY).enter(code).status_code == 303


def test_pressing_twice_uses_a_code_once_and_is_one_person() -> None:
    site = Site(home=False)
    first, second = site.browser(AWAY), site.browser(AWAY)
    form = {"ticket": field(first.get("/").text, "ticket"), "code": site.code()}
    answers = [each.post("/enter", data=form, headers={"Origin": AWAY}) for each in (first, second)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert first.cookie.split(".")[0] == second.cookie.split(".")[0]


def test_the_place_of_a_code_is_held_until_the_person_agrees() -> None:
    site = Site(home=False)
    browser = site.browser(AWAY)
    browser.enter(site.code())
    who = Passes(sign, site.clock).read(COOKIE, browser.cookie) or ""
    with site.turns.unit_of_work() as uow:
        person = entrance.known(uow, who)
        assert person and programmes.of(uow, person) is None
        desk = Desk(uow, person, site.turns.content, site.clock)
        assert onboarding.accept_invitation(desk) == "Europe"
        assert programmes.of(uow, person) is not None
        assert onboarding.accept_invitation(desk) is None


def test_who_is_in_already_joins_with_a_link_by_saying_so() -> None:
    with inside() as browser:
        assert 'data-first="/start ABCDEFGHJKMN"' in browser.get("/join/abcd-efgh-jkmn").text
        assert 'data-first=""' in browser.get("/join/no code at all").text


# --- pace, other sites


def test_trying_codes_is_slowed_down_for_each_address_and_the_text_says_for_how_long() -> None:
    site = Site(home=False)
    answers = [site.browser(AWAY, "10.0.0.1").enter("ABCD-EFGH-JKMN") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [400] * 30 + [429]
    assert re.search(r"wait \d+ seconds", answers[-1].text) and int(answers[-1].headers["Retry-After"]) > 0
    assert site.browser(AWAY, "10.0.0.2").enter(site.code()).status_code == 303
    site.pass_by(seconds=10)
    assert site.browser(AWAY, "10.0.0.1").enter(site.code()).status_code == 303


def test_trying_codes_from_everywhere_is_slowed_down_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "FROM_ALL", 30)
    site = Site(home=False)
    statuses = {site.browser(AWAY, f"10.0.0.{n}").enter("ABCD-EFGH-JKMN").status_code for n in range(31)}
    assert statuses == {400, 429}


@pytest.mark.parametrize(
    "origin", [None, "", "null", "https://evil.example", "http://127.0.0.1:9999", "http://[", HOME + ".evil"]
)
def test_another_site_cannot_send_the_form(origin: str | None) -> None:
    site = Site()
    browser = site.browser()
    headers = {} if origin is None else {"Origin": origin}
    answer = browser.post("/enter", data={"ticket": field(browser.get("/").text, "ticket")}, headers=headers)
    assert answer.status_code == 403 and not browser.cookie


@pytest.mark.parametrize("body", [b"", b"ticket=", b"ticket=%ff", b"ticket=x&" * 2000, b"\xff" * 100, b"a&" * 1900])
def test_a_form_that_is_not_ours_lets_nobody_in(body: bytes) -> None:
    browser = Site().browser()
    headers = {"Origin": HOME, "Content-Type": "application/x-www-form-urlencoded"}
    assert browser.post("/enter", content=body, headers=headers).status_code == 403
    assert browser.post("/pass", content=body, headers=headers).status_code == 400


# --- this installation


@pytest.mark.parametrize(
    ("host", "token", "asks"),
    [("127.0.0.1", "", False), ("localhost", "", False), ("127.0.0.1", "a token", True), ("0.0.0.0", "a token", True)],  # noqa: S104
)
def test_only_an_installation_that_nobody_else_can_reach_is_open(
    monkeypatch: pytest.MonkeyPatch, host: str, token: str, asks: bool
) -> None:
    settings = replace(bootstrap.config(), http_host=host, api_token=token)
    monkeypatch.setattr(bootstrap, "config", lambda: settings)
    app = make_app(fake_turns, token, pages=chat_pages())
    page = TestClient(app, base_url=HOME, client=("127.0.0.1", 50_000)).get("/").text
    assert ('name="code"' in page) == asks
