"""The methods of the Bot API that the fake knows: each takes the parameters of a call and returns its `result`."""

import io
import time
from collections.abc import Callable
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.fakes import telegram_limits as limits
from tests.fakes.telegram_limits import Flood, bad
from tests.fakes.telegram_markup import parsed
from tests.fakes.telegram_params import Params, Upload
from tests.fakes.telegram_updates import Updates
from tests.fakes.telegram_world import Chat, Message, World

DELETABLE = 48 * 3600  # seconds after which a bot can no longer delete a message


class Methods:
    """Everything but `getUpdates`, which waits. Names as in the Bot API; any case, as there."""

    def __init__(self, world: World, updates: Updates, flood: Flood | None) -> None:
        self._world, self._updates, self.flood = world, updates, flood
        self._methods: dict[str, Callable[[Params], Any]] = {
            **{"getme": lambda params: world.bot, "sendmessage": self._send_message, "sendphoto": self._send_photo},
            **{"senddocument": self._send_document, "sendchataction": self._send_chat_action},
            **{"editmessagetext": self._edit_text, "editmessagereplymarkup": self._edit_markup},
            **{"deletemessage": self._delete_message, "answercallbackquery": self._answer_callback_query},
            **{"leavechat": self._leave_chat, "getfile": self._get_file, "getchat": self._get_chat},
            **{"setmycommands": self._set_commands, "getmycommands": self._get_commands},
            **{"deletemycommands": self._delete_commands, "setwebhook": self._set_webhook},
            **{"deletewebhook": self._delete_webhook, "getwebhookinfo": self._webhook_info},
        }

    def get(self, name: str) -> Callable[[Params], Any] | None:
        """Return a method by its name."""
        return self._methods.get(name.lower())

    def _writable(self, params: Params) -> Chat:
        chat = self._world.chat(params.values.get("chat_id"))
        if refusal := chat.refusal():
            raise refusal
        return chat

    def _post(self, params: Params, chat: Chat, **content: Any) -> Message:
        markup = limits.checked_markup(params.json("reply_markup"))
        reply = self._replied(params, chat)
        if self.flood:
            self.flood.check(chat.shown["id"])
        return self._world.post(chat, self._world.sender(), **content, reply_markup=markup, reply_to_message=reply)

    def _replied(self, params: Params, chat: Chat) -> Message | None:
        asked = params.json("reply_parameters") or {"message_id": params.integer("reply_to_message_id")}
        number = asked.get("message_id")
        if number in chat.messages and number not in chat.deleted:
            return {name: value for name, value in chat.messages[number].items() if name != "reply_to_message"}
        if number and not asked.get("allow_sending_without_reply") and not params.flag("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return None

    def _send_message(self, params: Params) -> Message:
        chat = self._writable(params)
        text, entities = _text(params, chat)
        return self._post(params, chat, text=text, entities=entities)

    def _send_photo(self, params: Params) -> Message:
        chat = self._writable(params)
        caption, entities = _caption(params)
        if upload := params.upload("photo"):
            width, height = _measured(upload)
            file = self._world.add_file(upload.name, upload.mime, upload.content, "photos")
            photo = [{**file, "width": width, "height": height}]
        else:
            photo = self._known(params.text("photo"), chat, "photo")
        return self._post(params, chat, photo=photo, caption=caption, caption_entities=entities)

    def _send_document(self, params: Params) -> Message:
        chat = self._writable(params)
        caption, entities = _caption(params)
        if upload := params.upload("document"):
            if not upload.content:
                raise bad("file must be non-empty")
            if len(upload.content) > limits.LARGEST_DOCUMENT:
                raise limits.Refused(413, "Request Entity Too Large")
            file = self._world.add_file(upload.name, upload.mime, upload.content, "documents")
            document = {**file, "file_name": upload.name, "mime_type": upload.mime}
        else:
            document = self._known(params.text("document"), chat, "document")
        return self._post(params, chat, document=document, caption=caption, caption_entities=entities)

    def _known(self, file_id: str | None, chat: Chat, kind: str) -> Any:
        """Return what was sent under a file id before, in any chat."""
        if not file_id:
            raise bad(f"there is no {kind} in the request")
        for message in (message for other in self._world.chats.values() for message in other.messages.values()):
            sizes = message.get(kind) or []
            if any(one["file_id"] == file_id for one in (sizes if isinstance(sizes, list) else [sizes])):
                return sizes
        raise bad("wrong file identifier/HTTP URL specified")

    def _send_chat_action(self, params: Params) -> bool:
        self._writable(params)
        if params.text("action") not in limits.CHAT_ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    def _own(self, params: Params, what: str) -> tuple[Chat, Message]:
        chat = self._writable(params)
        number = params.integer("message_id")
        if number not in chat.messages or number in chat.deleted:
            raise bad(f"message to {what} not found")
        return chat, chat.messages[number]

    def _edit(self, params: Params, **changes: Any) -> Message:
        chat, message = self._own(params, "edit")
        if message["from"]["id"] != self._world.bot["id"]:
            raise bad("message can't be edited")
        markup = limits.checked_markup(params.json("reply_markup"))
        after = {name: value for name, value in message.items() if name not in ("reply_markup", "edit_date", *changes)}
        after |= {name: value for name, value in {**changes, "reply_markup": markup}.items() if value not in (None, [])}
        if after == {name: value for name, value in message.items() if name != "edit_date"}:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        if self.flood:
            self.flood.check(chat.shown["id"])
        return self._world.keep(after | {"edit_date": self._world.clock.now()})

    def _edit_text(self, params: Params) -> Message:
        chat, message = self._own(params, "edit")
        text, entities = _text(params, chat)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._edit(params, text=text, entities=entities)

    def _edit_markup(self, params: Params) -> Message:
        return self._edit(params)

    def _delete_message(self, params: Params) -> bool:
        chat, message = self._own(params, "delete")
        if self._world.clock.now() - message["date"] > DELETABLE:
            raise bad("message can't be deleted")
        chat.deleted.add(message["message_id"])
        self._world.bell.ring()
        return True

    def _answer_callback_query(self, params: Params) -> bool:
        query = self._world.queries.get(params.text("callback_query_id") or "")
        if limits.units(params.text("text") or "") > limits.LONGEST_ALERT:
            raise bad("MESSAGE_TOO_LONG")
        if not query or query.answer is not None or time.monotonic() - query.asked > self._world.query_seconds:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        query.answer = {"text": params.text("text") or "", "show_alert": params.flag("show_alert")}
        self._world.bell.ring()
        return True

    def _leave_chat(self, params: Params) -> bool:
        chat = self._writable(params)
        if chat.private:
            raise bad("chat member status can't be changed in private chats")
        before, chat.status = chat.status, "left"
        self._updates.add("my_chat_member", member_change(self._world, chat, self._world.sender(), before))
        return True

    def _get_chat(self, params: Params) -> dict[str, Any]:
        shown = self._world.chat(params.values.get("chat_id")).shown
        accepted = {"unlimited_gifts": True, "limited_gifts": True, "unique_gifts": True, "premium_subscription": True}
        more = {"accent_color_id": 0, "max_reaction_count": 11}
        return {**shown, **more, "accepted_gift_types": accepted | {"gifts_from_channels": True}}

    def _get_file(self, params: Params) -> dict[str, Any]:
        file_id = params.text("file_id") or ""
        if not (file := self._world.files.get(file_id)):
            raise bad("invalid file_id")
        if len(file.content) > limits.LARGEST_DOWNLOAD:
            raise bad("file is too big")
        unique = "u" + file_id.split("-")[1]
        size = len(file.content)
        return {"file_id": file_id, "file_unique_id": unique, "file_size": size, "file_path": file.path}

    def _set_commands(self, params: Params) -> bool:
        self._world.commands[_scope(params)] = limits.checked_commands(params.json("commands"))
        return True

    def _get_commands(self, params: Params) -> list[dict[str, str]]:
        return self._world.commands.get(_scope(params), [])

    def _delete_commands(self, params: Params) -> bool:
        self._world.commands.pop(_scope(params), None)
        return True

    def _set_webhook(self, params: Params) -> bool:
        connections = params.integer("max_connections") or 40
        self._updates.set_webhook(params.text("url") or "", params.text("secret_token") or "", connections)
        if (allowed := params.json("allowed_updates")) is not None:
            self._updates.allowed = allowed or None
        if params.flag("drop_pending_updates"):
            self._updates.queue.clear()
        return True

    def _delete_webhook(self, params: Params) -> bool:
        return self._set_webhook(Params({"drop_pending_updates": params.flag("drop_pending_updates")}))

    def _webhook_info(self, params: Params) -> dict[str, Any]:
        return self._updates.webhook.info(len(self._updates.queue), self._updates.allowed)


def member_change(world: World, chat: Chat, by: dict[str, Any], before: str) -> dict[str, Any]:
    """Return a ChatMemberUpdated about the bot."""

    def member(status: str) -> dict[str, Any]:
        return {"user": world.sender(), "status": status} | ({"until_date": 0} if status == "kicked" else {})

    head = {"chat": chat.shown, "from": by, "date": world.clock.now()}
    return {**head, "old_chat_member": member(before), "new_chat_member": member(chat.status)}


def _text(params: Params, chat: Chat) -> tuple[str, list[dict[str, Any]]]:
    if not (text := params.text("text")):
        raise bad("message text is empty")
    shown, entities = _marked(params, text, "entities")
    return limits.checked_text(shown, entities)


def _caption(params: Params) -> tuple[str, list[dict[str, Any]]]:
    shown, entities = _marked(params, params.text("caption") or "", "caption_entities")
    kept, entities = limits.checked_caption(shown, entities)
    return kept, entities


def _marked(params: Params, text: str, name: str) -> tuple[str, list[dict[str, Any]]]:
    shown, entities = parsed(text, params.text("parse_mode"))
    # As in the Bot API: a parse mode counts more than a list of entities.
    return shown, entities if params.text("parse_mode") else params.json(name) or []


def _measured(upload: Upload) -> tuple[int, int]:
    if len(upload.content) > limits.LARGEST_PHOTO:
        raise bad(f"file of size {len(upload.content)} bytes is too big for a photo")
    try:
        with Image.open(io.BytesIO(upload.content)) as image:
            image.load()
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _scope(params: Params) -> str:
    scope = params.json("scope") or {"type": "default"}
    return f"{scope.get('type')}/{scope.get('chat_id', '')}/{params.text('language_code') or ''}"
