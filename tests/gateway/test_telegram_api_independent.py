"""The routes that the fake Bot API shares with an independent imitation of it: both are told the same and compared.

Optional: needs Node and the npm package telegram-test-api 4 where Node finds it, here or along NODE_PATH. Where the
package answers other than the real server (nothing instead of true, milliseconds as date), that is not compared.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol

import httpx
import pytest

from tests.fakes.telegram_person import ROOT, FakeTelegram, Person

PACKAGE = "telegram-test-api"
SERVER = """
const TelegramServer = require('telegram-test-api');
new TelegramServer({port: Number(process.argv[1]), host: '127.0.0.1'}).start();
process.stdin.on('close', () => process.exit()).resume();
"""
TOKEN = "4242424:independent"
KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "t:1"}, {"text": "No", "callback_data": "t:2"}]]}
#: What the package adds to a user's message, or says otherwise than the Bot API.
ITS_OWN = {"botToken", "date", "chat_id", "title"}


class Server(Protocol):
    """Either of the two: a person acts, the bot calls."""

    chat: int

    def writes(self, text: str) -> None: ...

    def presses(self, message: dict[str, Any], data: str) -> None: ...

    def call(self, method: str, **params: Any) -> dict[str, Any]: ...


class Ours:
    """The fake of this project."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.ann: Person = telegram.person("TestName", username="testUserName")
        self.chat, self.call = self.ann.chat_id, telegram.call

    def writes(self, text: str) -> None:
        self.ann.writes(text)

    def presses(self, message: dict[str, Any], data: str) -> None:
        self.ann.does("callback", message_id=message["message_id"], data=data)


class Theirs:
    """The package, through the same HTTP calls that its own client makes."""

    chat = 10_001

    def __init__(self, port: int) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", verify=False, timeout=10)
        self._user = {"id": self.chat, "is_bot": False, "first_name": "TestName", "username": "testUserName"}

    def _head(self) -> dict[str, Any]:
        chat = {"id": self.chat, "type": "private", "first_name": "TestName", "username": "testUserName"}
        return {"botToken": TOKEN, "date": int(time.time()), "from": self._user, "chat": chat}

    def writes(self, text: str) -> None:
        command = {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]} if text.startswith("/") else {}
        route = "/sendCommand" if command else "/sendMessage"
        assert self._client.post(route, json={**self._head(), "text": text, **command}).json()["ok"]

    def presses(self, message: dict[str, Any], data: str) -> None:
        query = {"botToken": TOKEN, "from": self._user, "message": message, "data": data}
        assert self._client.post("/sendCallback", json=query).json()["ok"]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method."""
        return dict(self._client.post(f"/bot{TOKEN}/{method}", json=params).json())


def played(server: Server) -> dict[str, Any]:
    """Let the same things happen and return what the bot got each time."""
    got: dict[str, Any] = {"getMe": server.call("getMe")}
    server.writes("hello")
    got["a text"] = server.call("getUpdates")
    server.writes("/start now")
    offset = got["a text"]["result"][-1]["update_id"] + 1
    got["a command"] = server.call("getUpdates", offset=offset)
    got["sendMessage"] = server.call("sendMessage", chat_id=server.chat, text="Shall we?", reply_markup=KEYBOARD)
    sent = got["sendMessage"]["result"]
    server.presses(sent, "t:1")
    got["a press"] = server.call("getUpdates", offset=got["a command"]["result"][-1]["update_id"] + 1)
    query = got["a press"]["result"][-1]["callback_query"]
    got["answerCallbackQuery"] = server.call("answerCallbackQuery", callback_query_id=query["id"])
    where = {"chat_id": server.chat, "message_id": sent["message_id"]}
    got["editMessageReplyMarkup"] = server.call("editMessageReplyMarkup", **where)
    got["editMessageText"] = server.call("editMessageText", **where, text="Decided.")
    got["deleteMessage"] = server.call("deleteMessage", **where)
    got["deleteMessage twice"] = server.call("deleteMessage", **where)
    got["deleteMessage of nothing"] = server.call("deleteMessage", chat_id=server.chat, message_id=999_999)
    got["setWebhook"] = server.call("setWebhook", url="http://127.0.0.1:9/hook")
    got["deleteWebhook"] = server.call("deleteWebhook")
    got["nothing new"] = server.call("getUpdates", offset=got["a press"]["result"][-1]["update_id"] + 1)
    return got


@pytest.fixture(scope="module")
def ours(package: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    telegram = FakeTelegram(tmp_path_factory.mktemp("telegram") / "log.jsonl").start()
    yield played(Ours(telegram))
    telegram.kill()


@pytest.fixture(scope="module")
def package() -> None:
    """Skip where Node or the package is not there."""
    node = shutil.which("node")
    if not node:
        pytest.skip("optional: there is no Node here to run the independent server")
    found = subprocess.run([node, "-e", f"require.resolve('{PACKAGE}')"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"optional: `npm install {PACKAGE}` somewhere and set NODE_PATH to its node_modules to compare")


@pytest.fixture(scope="module")
def theirs(package: None) -> Iterator[dict[str, Any]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(["node", "-e", SERVER, str(port)], cwd=ROOT, stdin=subprocess.PIPE)
    until = time.monotonic() + 20
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    yield played(Theirs(port))
    server.kill()
    server.communicate()


def differences(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Return where ours lacks a field of theirs or holds another type; numbers and texts may be others."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        fields = [name for name in theirs if name not in ITS_OWN and theirs[name] is not None]
        return [found for name in fields for found in differences(ours.get(name), theirs[name], f"{at}/{name}")]
    if isinstance(theirs, list) and isinstance(ours, list):
        if len(ours) != len(theirs):
            return [f"{at}: {len(ours)} instead of {len(theirs)}"]
        return [
            found for n, pair in enumerate(zip(ours, theirs, strict=True)) for found in differences(*pair, f"{at}/{n}")
        ]
    return [] if type(ours) is type(theirs) else [f"{at}: {type(ours).__name__} instead of {type(theirs).__name__}"]


STEPS = (
    *("getMe", "a text", "a command", "sendMessage", "a press", "answerCallbackQuery", "editMessageReplyMarkup"),
    *("editMessageText", "deleteMessage", "deleteMessage twice", "deleteMessage of nothing", "setWebhook"),
    *("deleteWebhook", "nothing new"),
)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_both_give_the_bot_the_same(step: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert set(ours) == set(theirs) == set(STEPS)
    assert ours[step]["ok"] == theirs[step]["ok"]
    assert ours[step].get("error_code") == theirs[step].get("error_code")
    assert differences(ours[step], theirs[step]) == []


@pytest.mark.slow
def test_both_repeat_what_was_said_and_shown(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    def said(got: dict[str, Any]) -> list[Any]:
        text, command, press = (got[name]["result"][0] for name in ("a text", "a command", "a press"))
        sent = got["sendMessage"]["result"]
        return [
            *(text["message"]["text"], command["message"]["text"], command["message"]["entities"]),
            *(press["callback_query"]["data"], press["callback_query"]["message"]["text"]),
            *(sent["text"], sent["reply_markup"], sent["chat"]["id"]),
        ]

    assert said(ours) == said(theirs)
    assert said(ours)[0] == "hello"


def test_differences_are_found() -> None:
    assert differences({"a": [1]}, {"a": [1], "date": 5, "b": None}) == []
    assert differences({}, {"a": 1}) == ["/a: NoneType instead of int"]
    assert differences({"a": [{"b": "x"}]}, {"a": [{"b": 1}]}) == ["/a/0/b: str instead of int"]
    assert differences([], [1]) == [": 0 instead of 1"]
