"""For tests: the fake Bot API as a process that is started and ended, and people who use the bot through it.

Everything here blocks; a test whose bot runs in the same event loop calls it with `asyncio.to_thread`.
"""

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from tests.fakes.telegram_api import TOKEN
from tests.fakes.telegram_log import Entry, read

ROOT = Path(__file__).resolve().parents[2]
FIRST_PERSON = 10_001
SECONDS = 10.0  # how long one waits for a message unless told


@dataclass(frozen=True)
class Shown:
    """A message as a person sees it now; `raw` is the Message object, `earlier` what it was before edits."""

    raw: dict[str, Any]
    earlier: tuple[dict[str, Any], ...] = ()
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a picture or file."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def by_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"])

    @property
    def buttons(self) -> dict[str, str]:
        """Titles of the buttons and what pressing sends."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button.get("callback_data", "") for row in rows for button in row}

    @property
    def file_id(self) -> str | None:
        """The picture's or document's."""
        sizes = self.raw.get("photo") or [self.raw.get("document", {})]
        found = sizes[-1].get("file_id")
        return str(found) if found else None


class FakeTelegram:
    """The server process. Its log can be read also after the process has been killed."""

    def __init__(self, log: Path, flood: bool = True, token: str = TOKEN) -> None:
        self.log_path, self.token, self._flood = log, token, flood
        self._numbers = count(FIRST_PERSON)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """What stands before `/bot<token>`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def bot_addresses(self) -> dict[str, str]:
        """What python-telegram-bot's Bot takes."""
        return {"token": self.token, "base_url": f"{self.url}/bot", "base_file_url": f"{self.url}/file/bot"}

    def start(self) -> "FakeTelegram":
        """Start it, on the port it had before if it was started before."""
        command = [sys.executable, "-m", "tests.fakes.telegram_api", "--with-parent", "--log", str(self.log_path)]
        command += ["--port", str(self.port), "--token", self.token, *([] if self._flood else ["--no-flood"])]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe)
        assert self._process.stdout
        ready = self._process.stdout.readline().decode().split()
        assert ready[:1] == ["READY"], "the fake Bot API did not start; what it says stands above"
        self.port = int(ready[1].rpartition(":")[2])
        # Nothing is encrypted; loading certificates would take a third of a second.
        self._client = httpx.Client(base_url=self.url, timeout=90, verify=False)
        return self

    def kill(self) -> None:
        """End it at once (SIGKILL); there is nothing that it would have to save."""
        if self._process:
            self._client.close()
            self._process.kill()
            self._process.communicate()
            self._process = None

    def person(self, name: str = "Ann", language: str = "en", **more: Any) -> "Person":
        """Return somebody new, who has not written to the bot yet."""
        user = {"id": next(self._numbers), "is_bot": False, "first_name": name, "language_code": language}
        return Person(self, user | more)

    def script(self, method: str, fault: str, times: int = 1, **more: Any) -> None:
        """Let the next calls of a method (any: `*`) go wrong.

        `fault` is a status (`429`, `409`, `403`, `400`, `500`, `502`, ...), `hang` or `disconnect`, which have no
        effect, or `hang_after`, `disconnect_after`, `slow`, which have it. More: `retry_after`, `chat_id`, `skip` (so
        many calls are let through first), `seconds` (of `slow`), `description`.
        """
        self.tell("script", method=method, fault=fault, times=times, **more)

    def unscript(self) -> list[dict[str, Any]]:
        """Forget what is scripted and return what had not happened yet."""
        return list(self.tell("unscript")["left"])

    def settings(self, **values: Any) -> None:
        """Set `flood` (bool), `clock_offset` (seconds), `date` (Unix seconds or None), `query_seconds`."""
        self.tell("settings", **values)

    def duplicate(self, update_id: int) -> None:
        """Deliver an update once more."""
        self.tell("duplicate", update_id=update_id)

    @contextmanager
    def held(self, order: str = "kept", seed: int = 0) -> Iterator[None]:
        """Deliver what happens inside together at the end: `kept`, `reversed` or `shuffled`."""
        self.tell("hold")
        yield
        self.tell("release", order=order, seed=seed)

    def call(self, method: str, seconds: float = 90, **params: Any) -> Any:
        """Call a method of the Bot API with JSON, as another bot process would, and return the whole answer."""
        return self._client.post(f"/bot{self.token}/{method}", json=params, timeout=seconds).json()

    def tell(self, path: str, /, *several: Any, **body: Any) -> Any:
        """Ask for something under `/_test/`; an AssertionError says why it cannot be."""
        answer = self._client.post(f"/_test/{path}", json=list(several) if several else body)
        assert answer.status_code == 200, answer.json()["error"]
        return answer.json()

    def ask(self, path: str, **query: Any) -> Any:
        """Read something under `/_test/`."""
        return self._client.get(f"/_test{path}", params=query).raise_for_status().json()

    def file(self, file_id: str) -> bytes:
        """Return what was sent under a file id."""
        return self._client.get(f"/_test/files/{file_id}").raise_for_status().content

    def pending(self, empty_within: float | None = None) -> list[int]:
        """Return the numbers of unconfirmed updates; wait so many seconds for there to be none."""
        return list(self.ask("/pending", **({"empty": 1, "seconds": empty_within} if empty_within else {})))

    def log(self) -> list[Entry]:
        """Return every entry so far, from the file."""
        return read(self.log_path)

    def calls(self, *methods: str, delivered: bool | None = None) -> list[Entry]:
        """Return the calls of these methods (none named: of all), those with or without effect if asked for."""
        calls = [one for one in self.log() if one["kind"] == "call" and (not methods or one["method"] in methods)]
        return [one for one in calls if delivered is None or one["delivered"] == delivered]


class Person:
    """Somebody with a Telegram app. What they do returns the number of the update, None if the bot does not want it."""

    def __init__(self, telegram: FakeTelegram, user: dict[str, Any], chat: dict[str, Any] | None = None) -> None:
        self.telegram, self.user, self._chat = telegram, user, chat
        self.chat_id: int = chat["id"] if chat else user["id"]

    def does(self, what: str, **more: Any) -> int | None:
        """Do one of the things in `telegram_injections`."""
        more |= {"chat": self._chat} if self._chat else {}
        update = self.telegram.tell("people", what=what, user=self.user, **more)["update"]
        return update["update_id"] if update else None

    def writes(self, text: str, **more: Any) -> int | None:
        return self.does("text", text=text, **more)

    def writes_at_once(self, *texts: str) -> list[int]:
        """Send several messages without a pause, as an app does with a long paste."""
        chat = {"chat": self._chat} if self._chat else {}
        done = self.telegram.tell(
            "people", *({"what": "text", "user": self.user, "text": text, **chat} for text in texts)
        )
        return [one["update"]["update_id"] for one in done]

    def presses(self, title: str, message: Shown | None = None) -> int | None:
        """Press a button of a message, of the latest that has such a one unless told."""
        having = [message] if message else [one for one in reversed(self.messages()) if title in one.buttons]
        assert having and title in having[0].buttons, f"there is no button {title!r}"
        return self.does("callback", message_id=having[0].id, data=having[0].buttons[title])

    def forges(self, data: str, message: Shown) -> int | None:
        """Send what no button of the message sends, as a changed app could."""
        return self.does("callback", message_id=message.id, data=data, forged=True)

    def edits(self, message: Shown, text: str) -> int | None:
        return self.does("edited", message_id=message.id, text=text)

    def sends_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "") -> int | None:
        return self.does("photo", content=base64.b64encode(content).decode(), caption=caption)

    def sends_document(self, content: bytes = b"%PDF-", name: str = "plan.pdf", caption: str = "") -> int | None:
        return self.does("document", content=base64.b64encode(content).decode(), name=name, caption=caption)

    def sends_voice(self) -> int | None:
        return self.does("voice")

    def sends_sticker(self) -> int | None:
        return self.does("sticker")

    def sends_location(self) -> int | None:
        return self.does("location")

    def joins_group(self, title: str = "S&OP team", chat_id: int = -100_1) -> "Person":
        """Add the bot to a group and return the same person writing there."""
        there = Person(self.telegram, self.user, {"id": chat_id, "type": "group", "title": title})
        there.does("added")
        return there

    def blocks(self) -> int | None:
        return self.does("blocked")

    def unblocks(self) -> int | None:
        return self.does("unblocked")

    def transcript(self, least: int = 0, seconds: float = SECONDS) -> list[Shown]:
        """Return every message of the chat, deleted ones too, once the bot has sent so many or the time is over."""
        found = self.telegram.ask(f"/chats/{self.chat_id}", least=least, seconds=seconds)
        return [Shown(one["message"], tuple(one["earlier"]), one["deleted"]) for one in found]

    def messages(self) -> list[Shown]:
        """Return what the bot has sent and not deleted, in order."""
        return [one for one in self.transcript() if one.by_bot and not one.deleted]

    def own(self) -> list[Shown]:
        """Return what the person has sent, in order."""
        return [one for one in self.transcript() if not one.by_bot]

    def waits_for(self, messages: int, seconds: float = SECONDS) -> list[Shown]:
        """Return what the bot has sent once there are so many messages in all; fail if there are not in time."""
        found = [one for one in self.transcript(messages, seconds) if one.by_bot]
        assert len(found) >= messages, f"{len(found)} messages instead of {messages} within {seconds} seconds"
        return found

    def answer(self, update_id: int, seconds: float = SECONDS) -> dict[str, Any] | None:
        """Return how the bot answered a pressed button (`text`, `show_alert`), None if it has not in time."""
        pressed = next(
            one["update"] for one in self.telegram.log() if one.get("update", {}).get("update_id") == update_id
        )
        answer = self.telegram.ask(f"/answers/{pressed['callback_query']['id']}", seconds=seconds)
        return dict(answer) if answer else None
