"""The page in a real Chromium, against fakes: what it does when things go well, and when they do not."""

import asyncio
import threading
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from tests.browser.serving import served
from tests.browser.webdriver import ENTER, Browser, missing
from tests.fakes.engine import FakeEngine, echo, reply
from tests.web.chat_browser import IDLE, REPLIES, come_in, say
from tests.web.chatting import Site, heard

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing() or "there")]
HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


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
