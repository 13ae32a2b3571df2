"""A browser for tests: Debian's Chromium, driven over WebDriver by a client of our own."""

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
WAIT = 20  # seconds


def missing() -> str:
    """Return what is not installed, or nothing."""
    return "" if _chromium() and shutil.which("chromedriver") else "Chromium and chromedriver (Debian: chromium-driver)"


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass
class Browser:
    """One window. Addresses are those of the W3C's WebDriver."""

    address: str

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send a command and return its value; what the browser refuses is an AssertionError with its reason."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT * 3) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def go(self, url: str) -> None:
        self.call("POST", "/url", {"url": url})

    @property
    def url(self) -> str:
        return str(self.call("GET", "/url"))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page; it is not bound by the page's rules on scripts."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script: str, *arguments: Any) -> Any:
        """Run a script whose last argument is a function that takes the outcome."""
        return self.call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def find(self, css: str) -> str:
        return str(self.call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT])

    def click(self, css: str) -> None:
        self.call("POST", f"/element/{self.find(css)}/click", {})

    def follow(self, css: str) -> None:
        """Click what leads to another page, and wait for that page."""
        with self.leaving():
            self.click(css)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Wait, after what stands in the block, for another page: a form is sent a moment after the click."""
        before = self.run("return performance.timeOrigin")
        yield
        until = time.monotonic() + WAIT
        while not self._arrived(before):
            assert time.monotonic() < until, "no other page came"
            time.sleep(0.02)

    def _arrived(self, before: float) -> bool:
        here = "return document.readyState === 'complete' && performance.timeOrigin !== arguments[0]"
        try:
            return bool(self.run(here, before))
        except AssertionError:
            return False  # The page went away while it was asked.

    def type(self, css: str, text: str) -> None:
        self.call("POST", f"/element/{self.find(css)}/value", {"text": text})

    def press(self, key: str) -> None:
        """Press and let go of one key."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def text(self, css: str = "main") -> str:
        return str(self.call("GET", f"/element/{self.find(css)}/text"))

    def complaints(self) -> list[str]:
        """Return what the browser complained of since it was last asked: broken rules, missing files, errors."""
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]

    def see(self, width: int, height: int, dark: bool = False) -> None:
        """Set the size of the page in CSS pixels, and whether the person prefers dark colours."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.cdp("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.cdp("Emulation.setEmulatedMedia", {"features": [scheme]})

    def cdp(self, command: str, parameters: dict[str, Any]) -> Any:
        """Send a command of Chromium's own protocol."""
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def picture(self, path: Path) -> None:
        """Store a picture of the whole page."""
        shot = self.cdp("Page.captureScreenshot", {"captureBeyondViewport": True, "format": "png"})
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own, which ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        window = _session(f"http://127.0.0.1:{port}")
        try:
            yield window
        finally:
            window.call("DELETE", "")
    finally:
        driver.terminate()
        driver.wait(WAIT)


def _session(driver: str) -> Browser:
    chrome = {"args": list(OPTIONS), "binary": _chromium()}
    wanted = {"goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}
    asked = {"capabilities": {"alwaysMatch": {"browserName": "chrome", **wanted}}}
    until = time.monotonic() + WAIT
    while True:
        try:
            made = Browser(driver).call("POST", "/session", asked)
            return Browser(f"{driver}/session/{made['sessionId']}")
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
