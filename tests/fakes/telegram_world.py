"""What the fake Telegram knows: the clock, chats and their messages, files, pressed buttons."""

import asyncio
import copy
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_limits import Refused, bad

Message = dict[str, Any]
FIRST_MESSAGE = 1000


class Bell:
    """Wakes everyone who waits for something to happen."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return when it rings, at the latest after so many seconds."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._event.wait(), max(0.0, seconds))


@dataclass
class Clock:
    """What time Telegram says it is: the real one, shifted, or a fixed one."""

    offset: float = 0.0
    date: int | None = None

    def now(self) -> int:
        """Return Unix seconds."""
        return self.date if self.date is not None else int(time.time() + self.offset)


@dataclass
class Chat:
    """One chat of the bot. `status` is the bot's own: member, kicked (blocked), left."""

    shown: dict[str, Any]
    status: str = "member"
    messages: dict[int, Message] = field(default_factory=dict)
    earlier: dict[int, list[Message]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    @property
    def private(self) -> bool:
        return bool(self.shown["type"] == "private")

    def refusal(self) -> Refused | None:
        """Return why the bot cannot write here, if it cannot."""
        if self.status == "kicked" and self.private:
            return Refused(403, "Forbidden: bot was blocked by the user")
        if self.status == "kicked":
            return Refused(403, "Forbidden: bot was kicked from the group chat")
        return Refused(403, "Forbidden: bot is not a member of the group chat") if self.status == "left" else None

    def transcript(self) -> list[dict[str, Any]]:
        """Return every message there ever was, in order, with its earlier versions."""
        return [
            {"message": message, "deleted": number in self.deleted, "earlier": self.earlier.get(number, [])}
            for number, message in self.messages.items()
        ]


@dataclass
class Query:
    """A pressed button: when, and how the bot answered, if it did."""

    asked: float
    answer: dict[str, Any] | None = None


@dataclass(frozen=True)
class File:
    """Something sent by either side; a file id of the Bot API leads to it."""

    name: str
    mime: str
    content: bytes
    path: str


class World:
    """All of it. What is in chats are Message objects as the Bot API shows them."""

    def __init__(self, bot_id: int) -> None:
        self.bot = {
            **{"id": bot_id, "is_bot": True, "first_name": "Sounding Board", "username": "sounding_board_test_bot"},
            **{"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False},
        }
        self.clock, self.bell = Clock(), Bell()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.query_seconds = 60.0
        self._next_message = FIRST_MESSAGE

    def sender(self) -> dict[str, Any]:
        """Return the bot as it stands in messages."""
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def chat(self, chat_id: Any) -> Chat:
        """Return a chat in which somebody has written to the bot, by its number."""
        with suppress(TypeError, ValueError):
            if found := self.chats.get(int(chat_id)):
                return found
        raise bad("chat_id is empty" if chat_id in (None, "") else "chat not found")

    def open_chat(self, shown: dict[str, Any]) -> Chat:
        """Return a chat, which exists from now on."""
        return self.chats.setdefault(shown["id"], Chat(shown))

    def post(self, chat: Chat, sender: dict[str, Any], **content: Any) -> Message:
        """Put a new message into a chat."""
        head = {"message_id": self._next_message, "from": sender, "chat": chat.shown, "date": self.clock.now()}
        self._next_message += 1
        return self.keep({**head, **{name: value for name, value in content.items() if value not in (None, [])}})

    def keep(self, message: Message) -> Message:
        """Put a message as it is into its chat, in the place of an earlier version of it."""
        chat, number = self.open_chat(message["chat"]), message["message_id"]
        if number in chat.messages:
            chat.earlier.setdefault(number, []).append(chat.messages[number])
        chat.messages[number] = copy.deepcopy(message)
        self._next_message = max(self._next_message, number + 1)
        self.bell.ring()
        return message

    def add_file(self, name: str, mime: str, content: bytes, kind: str) -> dict[str, Any]:
        """Keep a file and return what every object with a file has."""
        number = len(self.files) + 1
        file_id = f"{kind}-{number:06d}-file-id"
        path = f"{kind}/file_{number}.{name.rpartition('.')[2] if '.' in name else 'bin'}"
        self.files[file_id] = File(name, mime, content, path)
        return {"file_id": file_id, "file_unique_id": f"u{number:06d}", "file_size": len(content)}
