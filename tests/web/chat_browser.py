"""A small WebDriver client: drives a real headless Chromium through chromedriver, with the standard library alone.

The protocol is W3C WebDriver (https://www.w3.org/TR/webdriver2/); what it lacks goes through Chromium's own commands.
"""

import base64
import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 20.0  # seconds
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"

#: What is true of the page when nothing is on its way, and the texts of all replies, in JavaScript.
IDLE = (
    "document.querySelector('#log')?.getAttribute('aria-busy') === 'false' && !document.querySelector('#send').disabled"
)
REPLIES = "[...document.querySelectorAll('.reply .text')].map((node) => node.textContent)"


def missing() -> str:
    """Say what is not installed, or nothing."""
    absent = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(absent)} not installed (Debian: chromium, chromium-driver)" if absent else ""


class Browser:
    """One Chromium window with cookies of its own. `errors` is what its console complained of."""

    def __init__(self, downloads: Path) -> None:
        self._port = _free_port()
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._driver = subprocess.Popen(["chromedriver", f"--port={self._port}"], **quiet)
        self._until(self._answers)
        options = {
            "binary": shutil.which("chromium"),
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
            "prefs": {"download.default_directory": str(downloads), "download.prompt_for_download": False},
        }
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{made['sessionId']}"
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))

    def close(self) -> None:
        """End the browser."""
        try:
            self._call("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait(10)

    # --- the window

    def look(self, width: int, height: int = 900, dark: bool = False, touch: bool = False) -> None:
        """Be a screen of so many CSS pixels, light or dark."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch
        )
        self.command("Emulation.setTouchEmulationEnabled", enabled=touch)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", media="screen", features=[scheme])

    def offline(self, wanted: bool = True) -> None:
        """Cut the connection, or mend it."""
        self.command("Network.enable")
        self.command(
            "Network.emulateNetworkConditions", offline=wanted, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def command(self, name: str, **params: Any) -> Any:
        """Send a command of Chromium's own."""
        return self._send("POST", "/goog/cdp/execute", {"cmd": name, "params": params})

    def get(self, url: str) -> None:
        """Open an address."""
        self._send("POST", "/url", {"url": url})

    def reload(self) -> None:
        """Load the page again."""
        self._send("POST", "/refresh", {})

    def address(self) -> str:
        """The present address."""
        return str(self._send("GET", "/url"))

    def cookies(self) -> list[dict[str, Any]]:
        """The cookies of the page."""
        return list(self._send("GET", "/cookie"))

    def forget(self) -> None:
        """Delete all cookies."""
        self._send("DELETE", "/cookie")

    def picture(self, path: Path) -> None:
        """Save what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self._send("GET", "/screenshot")))

    def errors(self) -> list[str]:
        """What the console complained of since the last call."""
        entries = self._send("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    # --- the page

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a JavaScript function and return its result."""
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, condition: str, *arguments: Any, patience: float = PATIENCE) -> Any:
        """Wait for a JavaScript expression to be true, and return it."""
        return self._until(lambda: self.run(f"return {condition}", *arguments), patience, condition)

    def click(self, css: str) -> None:
        """Click what a selector finds, once it is there."""
        self._click("css selector", css)

    def press(self, title: str) -> None:
        """Click the last button or link with this text."""
        path = f'(//*[self::button or self::a][normalize-space(.)="{title}"])[last()]'
        self._click("xpath", path)

    def type(self, css: str, text: str) -> None:
        """Type into what a selector finds."""
        self._send("POST", f"/element/{self._element('css selector', css)}/value", {"text": text})

    def keys(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._send("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def text(self, css: str = "body") -> str:
        """The visible text of what a selector finds."""
        return str(self._send("GET", f"/element/{self._element('css selector', css)}/text"))

    def _click(self, using: str, value: str) -> None:
        def clicked() -> bool:
            self._send("POST", f"/element/{self._element(using, value)}/click", {})
            return True

        self._until(clicked, what=value)

    def _element(self, using: str, value: str) -> str:
        def found() -> str:
            matches = self._send("POST", "/elements", {"using": using, "value": value})
            return matches[0][ELEMENT] if matches else ""

        return str(self._until(found, what=value))

    # --- the wire

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        return self._call(method, self._session + path, body)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        call = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(call, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {json.load(error)['value']['message']}") from None

    def _answers(self) -> bool:
        try:
            return bool(self._call("GET", "/status")["ready"])
        except OSError:
            return False

    @staticmethod
    def _until(condition: Callable[[], Any], patience: float = PATIENCE, what: str = "chromedriver") -> Any:
        end, why = time.monotonic() + patience, ""
        while True:
            try:
                if result := condition():
                    return result
            except AssertionError as error:
                # A page that is just being replaced answers with errors.
                why = f" ({error})"
            if time.monotonic() > end:
                raise AssertionError(f"after {patience:.0f} s still not there: {what}{why}")
            time.sleep(0.05)


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


@contextmanager
def served(app: Any, port: int = 0) -> Iterator[str]:
    """Serve an application from a thread and give its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port or _free_port(), ws="none", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{config.port}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
