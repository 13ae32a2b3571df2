"""Somebody at the web chat in a browser: they come in, and say something."""

from typing import Any

from tests.browser.webdriver import ENTER, Browser

#: What is true of the page when nothing is on its way, and the texts of all replies, in JavaScript.
IDLE = (
    "document.querySelector('#log')?.getAttribute('aria-busy') === 'false' && !document.querySelector('#send').disabled"
)
REPLIES = "[...document.querySelectorAll('.reply .text')].map((node) => node.textContent)"


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
