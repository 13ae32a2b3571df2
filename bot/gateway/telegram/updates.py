"""What an update means to us. Pure: an update in, one of a few plain values out."""

from dataclasses import dataclass

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.services.ports import Json

#: The only updates we ask for.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True)
class Written:
    """Something for the inbox.

    Attributes:
        source: what makes it unique for the chat.
        query: the callback query to answer, where a button was pressed.
    """

    chat: int
    source: str
    payload: Json
    query: str | None = None


@dataclass(frozen=True)
class Group:
    """We are in a group, where nobody can be coached."""

    chat: int


@dataclass(frozen=True)
class Blocked:
    """A person has blocked us, or (`again`) lets us in again."""

    chat: int
    again: bool


Meaning = Written | Group | Blocked | None


def meaning(update: Update) -> Meaning:
    """Return what an update means; None for what is not for us."""
    if update.callback_query is not None:
        return _pressed(update.callback_query, update.update_id)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.edited_message is not None:
        return _edited(update.edited_message, update.update_id)
    return _written(update.message) if update.message is not None else None


def _written(message: Message) -> Meaning:
    if message.chat.type != ChatType.PRIVATE:
        return Group(message.chat.id)
    if message.text:
        sent = int(message.date.timestamp())
        return Written(message.chat.id, _source(message), {"text": message.text, "sent": sent})
    if message.effective_attachment is None:
        return None  # a pinned message, a changed timer: nobody said anything
    # An album comes as several messages; one answer is enough.
    album = f"album:{message.media_group_id}" if message.media_group_id else _source(message)
    return Written(message.chat.id, album, {"intent": "unsupported"})


def _edited(message: Message, update_id: int) -> Meaning:
    if message.chat.type != ChatType.PRIVATE or not message.text:
        return None
    return Written(message.chat.id, f"tg:{update_id}", {"edited": message.text, "of": _source(message)})


def _source(message: Message) -> str:
    """A message keeps its number when it is edited, which its update does not."""
    return f"msg:{message.message_id}"


def _pressed(query: CallbackQuery, update_id: int) -> Meaning:
    """A button belongs to the person who presses it, so the chat is that person's own."""
    chat = query.message.chat if query.message is not None else None
    if not query.data or (chat is not None and chat.type != ChatType.PRIVATE):
        return None
    return Written(query.from_user.id, f"tg:{update_id}", {"button": query.data}, query.id)


def _membership(change: ChatMemberUpdated) -> Meaning:
    gone = change.new_chat_member.status in _GONE
    if change.chat.type != ChatType.PRIVATE:
        return None if gone else Group(change.chat.id)
    return Blocked(change.chat.id, again=not gone)
