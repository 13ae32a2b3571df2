"""Whole conversations in a real Chromium with the real engine, on a phone and on a wide screen."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap
from bot.domain.releases.rules import FLOOR
from bot.services import programmes
from bot.services.ports import Programme, UnitOfWork
from bot.services.turns import Turn
from bot.web.app import make_app
from bot.web.chat.given import Chat
from bot.web.chat.site import chat_routes
from tests.browser.serving import served
from tests.browser.webdriver import Browser, missing
from tests.conversations.stage import ANSWERS, Stage
from tests.fakes.leaders import leaders
from tests.web.chat_browser import IDLE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing() or "there")]
MOST = 70
PHONE, WIDE = 390, 1440


class Page:
    """One person's page. What stands on it is read from the page, where the conversation stands from the server."""

    def __init__(self, browser: Browser, address: str, width: int, path: str = "", button: str = "Start") -> None:
        self.browser, self.address = browser, address
        browser.look(width, 844, touch=width == PHONE)
        browser.get(address)
        browser.forget()
        browser.get(address + path)
        browser.press(button)
        self.settled()

    def settled(self) -> None:
        """Wait until the answer is there."""
        self.browser.wait(f"document.querySelectorAll('.reply').length > 0 && {IDLE}", patience=60)

    def say(self, text: str) -> None:
        self.browser.run("document.querySelector('#message').value = arguments[0]", text)
        self.browser.click("#send")
        self.settled()

    def press(self, title: str) -> None:
        self.browser.press(title)
        self.settled()

    def told(self) -> dict[str, Any]:
        """The conversation so far, as the page gets it."""
        ask = "const x = new XMLHttpRequest(); x.open('GET', '/chat/conversation', false); x.send();"
        return dict(json.loads(self.browser.run(f"{ask} return x.responseText")))

    def turn(self) -> Turn:
        """The last turn, as the conversations' own tests know it."""
        told = self.told()
        replies = tuple(told["turns"][-1]["replies"])
        refs = [reply["ref"] for reply in replies if reply["kind"] == told["step"]]
        return Turn("", told["step"], refs[-1] if refs else None, replies)

    def onboard(self) -> None:
        self.press("I agree")
        for _ in range(4):
            self.press("Skip")
        assert self.turn().step == "menu"

    def phases(self) -> list[str]:
        """The state of each phase as it is shown: done, now or nothing; empty where no phases are shown."""
        states = "p.hidden ? [] : [...p.children].map((item) => item.className)"
        return list(self.browser.run(f"const p = document.querySelector('#phases'); return {states}"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    store, turns = bootstrap.storage(), replace(Stage.shared().turns, paces={})
    chat = Chat(store.unit_of_work, store.sign, turns.clock, bootstrap.web_words(), True)
    app = make_app(lambda: turns, "", pages=chat_routes(chat))
    with served(app) as address:
        yield address


def rows(uow: UnitOfWork) -> int:
    """How many people are stored."""
    return int(uow._connection.exec_driver_sql("SELECT count(*) FROM persons").scalar())  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_coaching_conversation_from_the_first_word_to_a_promise(browser: Browser, address: str, width: int) -> None:
    page, seen = Page(browser, address, width), []
    assert page.told()["turns"][0]["said"] is None
    page.onboard()
    assert page.phases() == []
    page.say("coach me")
    for _ in range(MOST):
        turn = page.turn()
        if turn.step in ("grow.summary", "menu"):
            break
        if page.phases() not in seen:
            seen.append(page.phases())
        page.say(Stage.shared().answer_for(turn, {}))
    assert page.turn().step == "grow.summary"
    assert seen == [
        ["now", "", "", ""],
        ["done", "now", "", ""],
        ["done", "done", "now", ""],
        ["done", "done", "done", "now"],
    ]
    assert page.phases() == ["done"] * 4
    shown = browser.text("#log")
    browser.reload()
    page.settled()
    assert ANSWERS["action"] in browser.text("#log") and browser.text("#log").split()[-40:] == shown.split()[-40:]
    page.press("Yes")
    assert page.turn().step == "menu" and page.phases() == []
    page.say("my promises")
    assert ANSWERS["action"] in browser.text("#log .reply:last-of-type")
    assert browser.errors() == []


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_pressure_test_ends_with_a_picture_and_a_page_to_download(
    browser: Browser, address: str, downloads: Path, width: int
) -> None:
    page, leader = Page(browser, address, width), leaders()[0]
    page.onboard()
    page.say("/pressure")
    for _ in range(MOST):
        turn = page.turn()
        if turn.step in ("pressure.summary", "menu"):
            break
        page.say(leader.answer(turn.step, turn.replies[-1]["text"]))
    for _ in range(4):
        if page.turn().step == "menu":
            break
        page.say("yes")
    widths = browser.run(
        "return [...document.querySelectorAll('#log img')].map((i) => [i.naturalWidth, i.width, innerWidth])"
    )
    assert widths and all(natural > 300 and 100 < wide < window for natural, wide, window in widths)
    assert browser.run("return document.querySelectorAll('.role').length") >= 5
    link = browser.run("return [...document.querySelectorAll('.file')].pop().download")
    assert link.endswith(".pdf")
    browser.press(f"Download {link}")
    assert arrived(downloads, link).startswith(b"%PDF")
    assert browser.errors() == []


def test_the_mentor_looks_different_from_the_coach(browser: Browser, address: str) -> None:
    page = Page(browser, address, WIDE)
    page.onboard()
    page.say("The executive meeting reports and decides nothing")
    page.say("what is a consensus forecast?")
    look = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
    assert browser.run(look, ".reply.mentor") != browser.run(look, ".reply:not(.card)")
    names = "return [...document.querySelectorAll('.reply .who')].slice(-2).map((node) => node.textContent)"
    assert browser.run(names) == ["Mentor · Consensus forecast", "Coach"]


def test_who_comes_by_a_link_is_in_its_programme_once_they_agree(browser: Browser, address: str) -> None:
    now = Stage.shared().clock.now()
    with bootstrap.storage().unit_of_work() as uow:
        programme = programmes.create(uow, "North Star", (), now.date(), FLOOR, now)
        code = programmes.invite(uow, programme, "other", 1, 14, now)
        uow.commit()
    page = Page(browser, address, PHONE, f"/join/{code}", "Enter")
    assert roster(programme, now) == 0
    page.press("I agree")
    assert roster(programme, now) == 1
    for _ in range(3):
        page.press("Skip")
    assert page.turn().step == "menu", "the code is not asked for again"
    page.say("/shared")
    assert "North Star" in browser.text("#log")


def roster(programme: Programme, now: datetime) -> int:
    """How many people are in a programme."""
    with bootstrap.storage().unit_of_work() as uow:
        return len(uow.programmes.roster(programme.id, now + timedelta(seconds=1)))


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_copy_of_everything_and_then_its_erasure(browser: Browser, address: str, downloads: Path, width: int) -> None:
    page = Page(browser, address, width)
    page.onboard()
    page.say("note to self: ask before answering")
    with bootstrap.storage().unit_of_work() as uow:
        before = rows(uow)
    choose(page, width, "A copy of everything")
    for name in ("sounding-board.txt", "sounding-board.json"):
        browser.press(f"Download {name}")
        assert b"ask before answering" in arrived(downloads, name)
    choose(page, width, "Erase everything")
    browser.press("Yes, erase everything")
    browser.wait("document.querySelector('#message').disabled", patience=60)
    assert "ask before answering" not in browser.text() and browser.cookies() == []
    with bootstrap.storage().unit_of_work() as uow:
        assert rows(uow) == before - 1
    browser.press("Begin anew")
    browser.press("Start")
    page.settled()
    assert [turn["said"] for turn in page.told()["turns"]] == [None]


def choose(page: Page, width: int, title: str) -> None:
    """Press an entry of the menu, which is behind a button on a phone."""
    if width == PHONE:
        page.browser.press("Menu")
    page.press(title)


def arrived(downloads: Path, name: str) -> bytes:
    """Wait for a download, take its bytes and remove it."""
    end = time.monotonic() + 20
    while not (file := downloads / name).is_file() or not file.stat().st_size:
        assert time.monotonic() < end, f"{name} did not arrive: {[f.name for f in downloads.iterdir()]}"
        time.sleep(0.05)
    body = file.read_bytes()
    file.unlink()
    return body
