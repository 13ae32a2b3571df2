"""What people do in the fake Telegram, as updates: they write, press, edit, send files, add the bot to a group."""

import base64
import re
import time
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_limits import bad, units
from tests.fakes.telegram_methods import member_change
from tests.fakes.telegram_updates import Update, Updates
from tests.fakes.telegram_world import Chat, Message, Query, World

COMMAND = re.compile(r"(?:(?<=\s)|^)/\w{1,64}(?:@\w+)?")
#: What Telegram says about files besides their id.
FILES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3, "mime_type": "audio/ogg"}),
    "video_note": ("note.mp4", "video/mp4", {"duration": 3, "length": 240}),
    "sticker": (
        *("sticker.webp", "image/webp"),
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    ),
}


class People:
    """Turns a description (`what`, `user`, maybe `chat`, and what else it needs) into an update."""

    def __init__(self, world: World, updates: Updates) -> None:
        self._world, self._updates = world, updates
        self._kinds: dict[str, Callable[[Chat, dict[str, Any]], Update | None]] = {
            **{"text": self._text, "edited": self._edited, "callback": self._callback, "photo": self._photo},
            **{"document": self._document, "location": self._location, "added": self._status("member")},
            **{"blocked": self._status("kicked"), "unblocked": self._status("member"), "removed": self._status("left")},
            **{kind: self._file(kind) for kind in FILES},
        }

    def does(self, what: dict[str, Any]) -> dict[str, Any]:
        """Let it happen; return the update and what can be referred to later."""
        if what.get("what") == "raw":
            (kind,) = what["update"]
            return {"update": self._updates.add(kind, what["update"][kind])}
        if what.get("what") not in self._kinds:
            raise bad(f"people do these: {' '.join([*self._kinds, 'raw'])}")
        chat = self._world.open_chat(what.get("chat") or {"type": "private", **_named(what["user"])})
        if chat.status != "member" and what["what"] not in ("added", "unblocked"):
            raise bad("the bot is not in this chat or is blocked there: unblock it or add it first")
        return {"update": self._kinds[what["what"]](chat, what)}

    def _message(self, chat: Chat, what: dict[str, Any], **content: Any) -> Update | None:
        more: dict[str, Any] = {
            name: what[name] for name in ("reply_to_message", "media_group_id", "forward_origin") if name in what
        }
        if caption := what.get("caption"):
            more |= {"caption": caption, "caption_entities": _commands(caption)}
        message = self._world.post(chat, what["user"], **content, **more)
        if "date" in what:
            chat.messages[message["message_id"]]["date"] = message["date"] = what["date"]
        return self._updates.add("message", message)

    def _text(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        text = what["text"]
        if not 1 <= units(text) <= 4096:
            raise bad("a person's app sends 1 to 4096 UTF-16 units at once and splits what is longer")
        return self._message(chat, what, text=text, entities=what.get("entities") or _commands(text))

    def _edited(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        before = _found(chat, what["message_id"])
        if before["from"]["id"] != what["user"]["id"]:
            raise bad("people can edit only what they have written")
        name, marks = ("text", "entities") if "text" in before else ("caption", "caption_entities")
        after = {key: value for key, value in before.items() if key not in (name, marks)}
        after |= {name: what["text"], "edit_date": self._world.clock.now()}
        if commands := _commands(what["text"]):
            after[marks] = commands
        return self._updates.add("edited_message", self._world.keep(after))

    def _callback(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        message = _found(chat, what["message_id"])
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        known = {button.get("callback_data") for row in rows for button in row}
        if what["data"] not in known and not what.get("forged"):
            raise bad("this message has no such button")
        number = str(4_000_000_000 + len(self._world.queries))
        self._world.queries[number] = Query(time.monotonic())
        instance = str(chat.shown["id"] * 7919)
        query = {"id": number, "from": what["user"], "chat_instance": instance, "data": what["data"]}
        return self._updates.add("callback_query", {**query, "message": message})

    def _photo(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        file = self._world.add_file("photo.jpg", "image/jpeg", _content(what), "photos")
        return self._message(chat, what, photo=[{**file, "width": 640, "height": 480}])

    def _document(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        name, mime = what.get("name", "plan.pdf"), what.get("mime", "application/pdf")
        file = self._world.add_file(name, mime, _content(what), "documents")
        return self._message(chat, what, document={**file, "file_name": name, "mime_type": mime})

    def _location(self, chat: Chat, what: dict[str, Any]) -> Update | None:
        return self._message(chat, what, location={"latitude": 52.37, "longitude": 4.9})

    def _file(self, kind: str) -> Callable[[Chat, dict[str, Any]], Update | None]:
        name, mime, more = FILES[kind]

        def send(chat: Chat, what: dict[str, Any]) -> Update | None:
            file = self._world.add_file(name, mime, _content(what), kind)
            return self._message(chat, what, **{kind: {**file, **more}})

        return send

    def _status(self, status: str) -> Callable[[Chat, dict[str, Any]], Update | None]:
        def change(chat: Chat, what: dict[str, Any]) -> Update | None:
            before = "left" if what["what"] == "added" else chat.status
            chat.status = status
            return self._updates.add("my_chat_member", member_change(self._world, chat, what["user"], before))

        return change


def _named(user: dict[str, Any]) -> dict[str, Any]:
    return {name: user[name] for name in ("id", "first_name", "last_name", "username") if name in user}


def _found(chat: Chat, number: int) -> Message:
    if number not in chat.messages:
        raise bad("there is no such message in this chat")
    return chat.messages[number]


def _commands(text: str) -> list[dict[str, Any]]:
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in COMMAND.finditer(text)
    ]


def _content(what: dict[str, Any]) -> bytes:
    return base64.b64decode(what.get("content", "AAECAw=="))
