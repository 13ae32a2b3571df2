"""A browser for tests: a real headless Chromium, driven through chromedriver with the standard library alone.

The protocol is W3C WebDriver (https://www.w3.org/TR/webdriver2/); what it lacks goes through Chromium's own commands.
"""

import base64
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from tests.browser.serving import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
PATIENCE = 20.0  # seconds
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"


def missing() -> str:
    """Say what is not installed, or nothing."""
    there = {"chromium": _chromium(), "chromedriver": shutil.which("chromedriver")}
    absent = [name for name, path in there.items() if not path]
    return f"{' and '.join(absent)} not installed (Debian: chromium, chromium-driver)" if absent else ""


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def axe_source() -> str:
    """Return the source of axe-core, of this project or of the machine; empty where there is none."""
    folders = [ROOT / "node_modules"]
    if npm := shutil.which("npm"):
        said = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    found = (folder / "axe-core" / "axe.min.js" for folder in folders)
    return next((path.read_text(encoding="utf-8") for path in found if path.is_file()), "")


class Browser:
    """One Chromium window with cookies of its own."""

    def __init__(self, downloads: Path) -> None:
        """Start it; what is downloaded goes to a folder."""
        self._port = free_port()
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._driver = subprocess.Popen(["chromedriver", f"--port={self._port}"], **quiet)
        self._until(self._answers)
        options = {"binary": _chromium(), "args": list(OPTIONS)}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{made['sessionId']}"
        self.downloads(downloads)

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

    def downloads(self, folder: Path) -> None:
        """Put what is downloaded from now on into a folder."""
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

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
        """Delete all cookies, of every page."""
        self.command("Network.clearBrowserCookies")

    def picture(self, path: Path, whole: bool = False) -> None:
        """Save what is seen, or the whole page, as a PNG."""
        shot = self.command("Page.captureScreenshot", captureBeyondViewport=whole, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def complaints(self) -> list[str]:
        """What the browser complained of since it was last asked: broken rules, missing files, errors."""
        return [entry["message"] for entry in self._console()]

    def errors(self) -> list[str]:
        """The worst of these alone."""
        return [entry["message"] for entry in self._console() if entry["level"] == "SEVERE"]

    def _console(self) -> list[dict[str, Any]]:
        return list(self._send("POST", "/se/log", {"type": "browser"}))

    # --- the page

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a JavaScript function and return its result; the page's rules on scripts do not bind it."""
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script: str, *arguments: Any) -> Any:
        """Run one whose last argument is a function that takes the result."""
        return self._send("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def wait(self, condition: str, *arguments: Any, patience: float = PATIENCE) -> Any:
        """Wait for a JavaScript expression to be true, and return it."""
        return self._until(lambda: self.run(f"return {condition}", *arguments), patience, condition)

    def click(self, css: str) -> None:
        """Click what a selector finds, once it is there."""
        self._click("css selector", css)

    def follow(self, css: str) -> None:
        """Click what leads to another page, and wait for that page."""
        with self.leaving():
            self.click(css)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Wait, after what stands in the block, for another page: a form is sent a moment after the click."""
        before = self.run("return performance.timeOrigin")
        yield
        self.wait("document.readyState === 'complete' && performance.timeOrigin !== arguments[0]", before)

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
