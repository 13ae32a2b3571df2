"""The page in a real Chromium: whoever comes, with whatever screen, keyboard or ears, can use it."""

import time

import pytest

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.settings import ROOT
from tests.browser.serving import served
from tests.browser.webdriver import ENTER, ESCAPE, TAB, Browser, axe_source, missing
from tests.fakes.engine import FakeEngine, reply
from tests.web.chat_browser import IDLE, REPLIES, come_in, say
from tests.web.chatting import Site, heard

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing() or "there")]
AXE = axe_source()
#: Where pictures of the chat are left, for somebody to look at.
PICTURES = ROOT / "results" / "chat"
#: What is said, and what the engine of the pictures answers.
TALK = {
    "hello": [
        reply("This is a coaching conversation. I ask, you find the answers.", "grow.goal"),
        reply(
            "What would you like to have settled by the end of this quarter?", "grow.goal", buttons={"5 minutes": "5"}
        ),
    ],
    "why do they not come": [
        reply(
            "Three reasons come up most often:\n\n• the date moves\n• nothing is decided\n• nobody asks them",
            "mentor.answer",
        ),
        reply("Back to your question. Who would have to come first?", "grow.reality", buttons={"Skip": "/skip"}),
    ],
    "pressure": [
        reply("What does it cost me if the plan is wrong in the first month?", "pressure.question", "finance"),
        reply("Your answer names no figure yet.", "rehearse.feedback") | {"score": 40},
        reply("This sounds heavy. You need not carry it alone.", "safety.support", buttons={"Go on": "/coach"}),
    ],
}


@pytest.fixture
def site() -> Site:
    return Site(FakeEngine(), per_minute=10_000)


def test_everything_can_be_reached_and_used_from_the_keyboard(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address, 390, height=844)
        browser.run("document.activeElement.blur()")
        browser.keys(TAB)
        assert browser.run("return document.activeElement.className") == "skip"
        browser.keys(TAB, ENTER)
        assert browser.run("return document.querySelector('#menu').classList.contains('open')")
        assert browser.run("return document.activeElement.id") == "menu-close"
        browser.keys(ESCAPE)
        assert browser.run("return [document.activeElement.id, document.querySelector('main').inert]") == [
            "menu-open",
            False,
        ]
        browser.run("document.querySelector('.choices button').focus()")
        browser.keys(ENTER)
        browser.wait(f"{REPLIES}.length === 2 && {IDLE}")
        assert heard(site) == ["Go on"]
        assert browser.run("return document.activeElement.id") == "message", "the focus is not lost with the button"


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_cut_off_and_everything_can_be_hit_with_a_finger(browser: Browser, site: Site, width: int) -> None:
    with served(site.app) as address:
        come_in(browser, address, width, height=844)
        say(browser, "a" * 300)
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.run("const log = document.querySelector('#log'); return log.scrollWidth <= log.clientWidth")
        small = "[...document.querySelectorAll('button')].filter((b) => b.offsetParent && b.offsetHeight < 40).length"
        assert browser.run(f"return {small}") == 0
        assert browser.run("return document.querySelector('#send').getBoundingClientRect().bottom <= innerHeight")


def test_a_person_with_a_link_comes_in_with_its_code_and_another_browser_by_a_link_of_theirs(browser: Browser) -> None:
    site = Site(FakeEngine(), home=False)
    with served(site.app) as address:
        browser.look(390, 844)
        browser.get(address)
        browser.forget()
        browser.get(f"{address}/join/{site.code()}")
        browser.press("Enter")
        browser.wait(IDLE)
        say(browser, "hello")
        browser.press("Menu")
        browser.press("Go on in another browser")
        link = browser.wait("document.querySelector('#notice input')?.value")
        browser.forget()
        browser.get(link)
        browser.press("Open my conversation")
        browser.wait(IDLE)
        assert "text: hello" in browser.run(f"return {REPLIES}") and browser.address() == f"{address}/"


def test_who_is_in_already_is_asked_before_a_link_changes_their_programme(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        browser.get(f"{address}/join/{site.code()}")
        browser.wait(f"!document.querySelector('#notice').hidden && {IDLE}")
        assert "one programme" in browser.text("#notice") and heard(site) == []
        browser.press("Join")
        browser.wait(f"{REPLIES}.length === 2 && {IDLE}")
        assert heard(site) == ["start"] and browser.address() == f"{address}/"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_says_more_than_fits_and_each_leaves_a_picture(
    browser: Browser, site: Site, width: int, dark: bool
) -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        return Answered(tuple(TALK.get(incoming.text, TALK["hello"])), "grow.reality")

    site.engine.script = script
    PICTURES.mkdir(parents=True, exist_ok=True)

    def seen(name: str) -> None:
        browser.picture(PICTURES / f"{name}-{width}{'-dark' if dark else ''}.png")
        assert browser.run("return document.documentElement.scrollWidth") <= width

    with served(site.app) as address:
        browser.look(width, 844, dark=dark, touch=width < 500)
        browser.get(address)
        browser.forget()
        browser.get(address)
        seen("entrance")
        come_in(browser, address, width, height=844, dark=dark, touch=width < 500)
        for number, said in enumerate(TALK, 1):
            before = len(browser.run(f"return {REPLIES}"))
            browser.type("#message", said)
            browser.click("#send")  # On a phone Enter begins a new line.
            browser.wait(f"{REPLIES}.length > {before} && {IDLE}")
            seen(f"{number}-{said.split()[0]}")
        if width < 500:
            browser.press("Menu")
            seen("menu")


@pytest.mark.skipif(not AXE, reason="axe-core is not installed: npm install --global axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_serious(browser: Browser, site: Site, width: int, dark: bool) -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        kinds = ("grow.goal", "mentor.answer", "pressure.question", "safety.support", "rehearse.feedback")
        said = tuple(reply(f"Words of {kind}.", kind, buttons={"Go on": "/coach"}) | {"score": 40} for kind in kinds)
        return Answered(said, "grow.reality")

    site.engine.script = script
    with served(site.app) as address:
        browser.look(width, dark=dark)
        browser.get(address)
        browser.forget()
        browser.get(address)
        assert _findings(browser) == []
        come_in(browser, address, width, dark=dark)
        browser.type("#message", "hello" + ENTER)
        browser.wait(IDLE)
        assert _findings(browser) == []


def _findings(browser: Browser) -> list[str]:
    browser.run("window.found = null;" + AXE + "; axe.run().then((f) => { window.found = f; });")
    passed, found = browser.wait("window.found && [window.found.passes.length, window.found.violations]")
    assert passed > 10, "axe looked at the page"
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]


def test_the_page_is_there_within_a_second_on_a_busy_machine(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        came = time.monotonic()
        come_in(browser, address)
        assert time.monotonic() - came < 10
        timing = browser.run("return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        assert timing < 2_000
