"""The page in a real Chromium, against fakes: what it does when things go well, and when they do not."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from tests.fakes.engine import FakeEngine, echo, reply
from tests.web.chat_browser import ENTER, ESCAPE, TAB, Browser, missing, served
from tests.web.chatting import Site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing() or "there")]
HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
#: Where axe-core is, if it is: `npm install axe-core`, then the path of axe.min.js in AXE_CORE.
AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
IDLE = (
    "document.querySelector('#log').getAttribute('aria-busy') === 'false' && !document.querySelector('#send').disabled"
)
REPLIES = "[...document.querySelectorAll('.reply .text')].map((node) => node.textContent)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    window = Browser(tmp_path_factory.mktemp("downloads"))
    yield window
    window.close()


class Held:
    """An engine whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    async def __call__(self, desk: Desk, incoming: Incoming) -> Answered:
        if incoming.text == "slow":
            while not self.free.is_set():
                await asyncio.sleep(0.02)
        return await echo(desk, incoming)


class Losing:
    """An application whose answers to some messages are lost on their way, after everything has been done."""

    def __init__(self, app: ASGIApp, lose: int) -> None:
        self.app, self.lose = app, lose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/chat/turns" or self.lose < 1:
            await self.app(scope, receive, send)
            return

        async def nowhere(_: Any) -> None:
            """The line is cut."""

        await self.app(scope, receive, nowhere)
        self.lose -= 1
        raise ConnectionError("lost on purpose")


def come_in(browser: Browser, address: str, width: int = 1440, **look: Any) -> None:
    """Open the page as somebody new and press Start."""
    browser.look(width, **look)
    browser.get(address)
    browser.forget()
    browser.get(address)
    browser.press("Start")
    browser.wait(f"document.querySelectorAll('.reply').length > 0 && {IDLE}")


def say(browser: Browser, text: str) -> None:
    """Type and send by Enter, and wait for the answer."""
    before = len(browser.run(f"return {REPLIES}"))
    browser.type("#message", text + ENTER)
    browser.wait(f"{REPLIES}.length > {before} && {IDLE}")


def heard(site: Site) -> list[str]:
    """What arrived, without the greeting that the page sends."""
    return [incoming.text for incoming in site.engine.heard][1:]


@pytest.fixture
def site() -> Site:
    return Site(FakeEngine(), per_minute=10_000)


def test_what_is_said_and_answered_is_shown_as_text_and_never_as_markup(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        say(browser, HOSTILE)
        assert f"text: {HOSTILE}" in browser.run(f"return {REPLIES}")
        assert HOSTILE in browser.text(".said")
        assert browser.run("return [document.title, document.querySelectorAll('#log img, #log script').length]") == [
            "Sounding Board",
            0,
        ]
        assert browser.errors() == []


def test_pressing_send_as_fast_as_one_can_sends_once(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        browser.type("#message", "once")
        browser.run("const send = document.querySelector('#send'); for (let n = 0; n < 20; n += 1) send.click();")
        browser.wait(IDLE)
        browser.run(
            "const [b] = document.querySelectorAll('.choices button'); for (let n = 0; n < 20; n += 1) b.click();"
        )
        browser.wait(f"{REPLIES}.length === 3 && {IDLE}")
        assert heard(site) == ["once", "Go on"]


def test_an_answer_that_is_lost_is_asked_for_again_and_counts_once(browser: Browser, site: Site) -> None:
    losing = Losing(site.app, 0)
    with served(losing) as address:
        come_in(browser, address)
        losing.lose = 2
        browser.type("#message", "lost twice" + ENTER)
        browser.wait("!document.querySelector('#notice').hidden")
        assert "counts once" in browser.text("#notice")
        browser.wait(f"{REPLIES}.includes('text: lost twice') && document.querySelector('#notice').hidden")
        assert heard(site) == ["lost twice"]


def test_what_was_written_offline_is_sent_when_the_line_is_back(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        browser.offline()
        browser.type("#message", "from a train" + ENTER)
        browser.wait("document.querySelector('#notice').textContent.includes('offline')")
        assert heard(site) == []
        browser.offline(False)
        browser.wait(f"{REPLIES}.includes('text: from a train')")
        assert heard(site) == ["from a train"]


def test_a_slow_answer_is_announced_and_is_there_after_a_reload(browser: Browser) -> None:
    held = Held()
    site = Site(FakeEngine(held), per_minute=10_000)
    with served(site.app) as address:
        come_in(browser, address)
        browser.type("#message", "slow" + ENTER)
        browser.wait("document.querySelector('.typing') !== null")
        assert browser.run("return document.querySelector('.typing').textContent") == "Sounding Board is thinking"
        browser.reload()
        browser.wait("document.querySelector('.typing') !== null && document.querySelector('.said') !== null")
        held.free.set()
        browser.wait(f"{REPLIES}.includes('text: slow') && {IDLE}")
        assert browser.run("return document.querySelectorAll('.typing').length") == 0
        assert heard(site) == ["slow"]


def test_a_message_that_is_too_long_stays_where_it_was_written(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        browser.run("document.querySelector('#message').value = 'ä'.repeat(16001)")
        browser.click("#send")
        assert "16,001 of 16,000" in browser.text("#notice")
        assert browser.run("return document.querySelector('#message').value.length") == 16_001 and heard(site) == []
        browser.run("document.querySelector('#message').value = '😀'.repeat(16000)")
        browser.click("#send")
        browser.wait(f"{REPLIES}.length === 2 && {IDLE}")
        assert len(heard(site)[0]) == 16_000, "a character counts as one, however it is written"


def test_who_writes_too_fast_is_told_for_how_long_and_loses_nothing(browser: Browser) -> None:
    site = Site(FakeEngine(), paces={"browser": 2})
    with served(site.app) as address:
        come_in(browser, address)
        say(browser, "one")
        browser.type("#message", "too fast" + ENTER)
        browser.wait("!document.querySelector('#notice').hidden")
        assert "seconds" in browser.text("#notice") and heard(site) == ["one"]
        assert browser.run("return document.querySelector('#message').value") == "too fast"
        assert browser.run("return document.querySelectorAll('.said').length") == 1
        assert browser.run("return document.querySelector('#send').disabled") is True


def test_who_is_signed_out_meanwhile_keeps_what_was_written(browser: Browser, site: Site) -> None:
    with served(site.app) as address:
        come_in(browser, address)
        browser.forget()
        browser.type("#message", "my words" + ENTER)
        browser.wait("!document.querySelector('#notice').hidden")
        assert browser.run("return document.querySelector('#message').value") == "my words"
        browser.press("Open this page again")
        assert browser.wait("document.querySelector('.entrance') !== null")


def test_erased_means_that_nothing_is_left_on_the_page_and_a_new_visit_is_new(browser: Browser) -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        if incoming.text == "erase":
            return Answered((reply("Everything is erased.", "privacy.erased"),), "menu")
        return await echo(desk, incoming)

    with served(Site(FakeEngine(script)).app) as address:
        come_in(browser, address)
        say(browser, "a secret")
        browser.type("#message", "erase" + ENTER)
        browser.wait(f"{REPLIES}.includes('Everything is erased.')")
        assert "secret" not in browser.text() and browser.cookies() == []
        assert browser.run("return document.querySelector('#message').disabled") is True
        browser.press("Begin anew")
        assert browser.wait("document.querySelector('.entrance') !== null")


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


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm install axe-core")
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
    browser.run(
        "window.found = null;" + AXE.read_text(encoding="utf-8") + "; axe.run().then((f) => { window.found = f; });"
    )
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
