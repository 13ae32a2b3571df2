"""What a message asks of the dialogue: a text, a command, a pressed button, or what a channel itself says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.services import noticed, onboarding
from bot.services.desk import Desk
from bot.services.dialogue import Incoming
from bot.services.ports import InboxItem
from bot.services.typed import command_of, looks_like_command, without_payload


@dataclass(frozen=True)
class Command:
    """What a typed command means: an intent, or the words after it, or another intent for those words.

    Attributes:
        code: the word after it is the code of a programme ("/start acme-2027", as a link to the bot says it).
        about: what a channel's menu of commands says of it; empty where it is not to be shown.
    """

    intent: str
    words: bool = False
    with_words: str = ""
    code: bool = False
    about: str = ""


def read(commands: Mapping[str, Command], desk: Desk, item: InboxItem, more: Sequence[InboxItem] = ()) -> Incoming:
    """Return a message as the dialogue engine takes it. Nothing that was typed ever becomes a payload.

    Args:
        more: further parts of the same message, which a channel had to cut.
    """
    message_id = f"{item.channel}:{item.id}"
    if "intent" in item.payload:
        return Incoming("", message_id, item.payload["intent"])
    if "button" in item.payload:
        return _pressed(desk, item.payload["button"], message_id)
    return _typed(commands, desk, " ".join(str(part.payload["text"]) for part in (item, *more)), message_id)


def _pressed(desk: Desk, token: str, message_id: str) -> Incoming:
    payload, title = desk.uow.buttons.redeem(desk.person.id, token, desk.now) or ("/nlu_fallback", "")
    return _carried(payload, title, message_id) if payload.startswith("/") else Incoming(payload, message_id)


def _carried(payload: str, text: str, message_id: str) -> Incoming:
    intent, *carried = payload[1:].split()
    pairs = (part.partition("=") for part in carried)
    return Incoming(text, message_id, intent, tuple((kind, value) for kind, _, value in pairs))


def _typed(commands: Mapping[str, Command], desk: Desk, text: str, message_id: str) -> Incoming:
    word, rest = command_of(text) or ("", "")
    if meaning := commands.get(word):
        return _commanded(meaning, desk, word, rest, message_id)
    clean = without_payload(text)
    if not clean or (clean != text.strip() and looks_like_command(clean)):
        return Incoming(clean, message_id, "nlu_fallback")
    if meant := noticed.meant(desk, clean):
        return _carried(meant, clean, message_id)
    return Incoming(clean, message_id)


def _commanded(meaning: Command, desk: Desk, word: str, rest: str, message_id: str) -> Incoming:
    if meaning.code and rest:
        onboarding.invite(desk, rest)
    if meaning.words and rest:
        return Incoming(without_payload(rest), message_id)
    if meaning.with_words and without_payload(rest):
        return Incoming(without_payload(rest), message_id, meaning.with_words)
    return Incoming(word, message_id, meaning.intent)
