"""Who comes in by a browser, and how: never by choosing who they are."""

import re
from http.cookies import SimpleCookie

import httpx
import pytest

from bot.services import entrance, onboarding, programmes
from bot.services.desk import Desk
from bot.web.chat.passes import COOKIE, FORM, LIFE, LINK, Passes, newcomer
from tests.web.chatting import AWAY, HOME, Browser, Site, field, inside, sign

FORGED = ("", "x", "ann", "a" * 32, f"{'a' * 32}.0.{'0' * 64}", f"{'a' * 32}.99999999999.{'f' * 64}", "é", "." * 40_000)


def set_cookie(answer: httpx.Response) -> dict[str, str]:
    """The attributes of the pass that an answer gives."""
    morsel = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    return {name: str(value) for name, value in morsel.items() if value != ""} | {"value": morsel.value}


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
        assert ("secure" in attributes) == secure
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


# --- pace, other sites


def test_trying_codes_is_slowed_down_for_each_address_and_the_text_says_for_how_long() -> None:
    site = Site(home=False)
    answers = [site.browser(AWAY, "10.0.0.1").enter("ABCD-EFGH-JKMN") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [400] * 10 + [429]
    assert re.search(r"wait \d+ seconds", answers[-1].text) and int(answers[-1].headers["Retry-After"]) > 0
    assert site.browser(AWAY, "10.0.0.2").enter(site.code()).status_code == 303
    site.pass_by(seconds=10)
    assert site.browser(AWAY, "10.0.0.1").enter(site.code()).status_code == 303


def test_trying_codes_from_everywhere_is_slowed_down_too() -> None:
    site = Site(home=False)
    statuses = {site.browser(AWAY, f"10.0.0.{n}").enter("ABCD-EFGH-JKMN").status_code for n in range(101)}
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
