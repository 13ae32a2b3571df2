"""What Telegram refuses, and in which words: lengths, entities, keyboards, commands, flood.

Limits are those of core.telegram.org/bots/api; words are those that bots report from the real server.
"""

import math
import re
import time
from collections.abc import Callable
from typing import Any

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_ALERT = 4096, 1024, 200  # UTF-16 units
LONGEST_DATA = 64  # bytes
MOST_BUTTONS = 100
LARGEST_PHOTO, LARGEST_DOCUMENT, LARGEST_DOWNLOAD = 10_000_000, 50_000_000, 20_000_000  # bytes
# "Avoid sending more than one message per second in a chat, short bursts are allowed; no more than about 30 a second".
CHAT_RATE, CHAT_BURST, OVERALL_RATE = 1.0, 3, 30.0
ENTITIES = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote"
    " expandable_blockquote code pre text_link text_mention custom_emoji".split()
)
CHAT_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note".split()
)
BUTTON_ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """Return the length as Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_text(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and entities of a message as Telegram stores them; refuse an empty or a long text."""
    kept, entities = trimmed(text, checked_entities(text, entities))
    if not kept:
        raise bad("text must be non-empty")
    if units(kept) > LONGEST_TEXT:
        raise bad("message is too long")
    return kept, entities


def checked_caption(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return a caption, which may be empty, and its entities; refuse a long one."""
    kept, entities = trimmed(text, checked_entities(text, entities))
    if units(kept) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return kept, entities


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Take off white space at the ends, at the front only where no entity counts from there."""
    kept = text.rstrip() if entities else text.strip()
    end = units(kept)
    cut = [{**one, "length": min(one["length"], end - one["offset"])} for one in entities if one["offset"] < end]
    return kept, cut


def checked_entities(text: str, entities: Any) -> list[dict[str, Any]]:
    """Return entities by offset, empty ones left out; refuse what is out of range, in half a symbol or crossing."""
    if not isinstance(entities, list):
        raise bad("can't parse entities: expected an Array")
    kept = sorted((_checked_entity(text, one) for one in entities), key=lambda one: (one["offset"], -one["length"]))
    kept = [one for one in kept if one["length"]]
    for first, second in zip(kept, kept[1:], strict=False):
        if second["offset"] < first["offset"] + first["length"] < second["offset"] + second["length"]:
            raise _beyond(second)
    return kept


def _checked_entity(text: str, one: Any) -> dict[str, Any]:
    if not isinstance(one, dict) or one.get("type") not in ENTITIES:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    for name in ("offset", "length"):
        if not isinstance(one.get(name), int) or one[name] < 0:
            raise bad(f"receive an entity with incorrect {name} {one.get(name)}")
    if one["type"] == "text_link" and not one.get("url"):
        raise bad("can't parse MessageEntity: Can't find field \"url\"")
    start, end = one["offset"], one["offset"] + one["length"]
    if start > units(text):
        raise bad(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > units(text):
        raise _beyond(one)
    if _inside_a_symbol(text, start):
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
    if _inside_a_symbol(text, end):
        raise bad(f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at byte offset {end}")
    return dict(one)


def _beyond(one: dict[str, Any]) -> Refused:
    start, end = one["offset"], one["offset"] + one["length"]
    return bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")


def _inside_a_symbol(text: str, at: int) -> bool:
    unit = text.encode("utf-16-le", "surrogatepass")[2 * at : 2 * at + 2]
    return bool(unit) and 0xDC00 <= int.from_bytes(unit, "little") <= 0xDFFF


def checked_markup(markup: Any) -> dict[str, Any] | None:
    """Return the inline keyboard a message shows; other keyboards are accepted and not part of a message."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not {"keyboard", "remove_keyboard", "force_reply"} & markup.keys():
            raise bad("can't parse reply keyboard markup JSON object")
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('can\'t parse inline keyboard: field "inline_keyboard" must be an Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    kept = [[_checked_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _checked_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if not any(name in button for name in BUTTON_ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "url" in button and "." not in button["url"] and not button["url"].startswith("tg://"):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return dict(button)


def checked_commands(commands: Any) -> list[dict[str, str]]:
    """Return a bot's commands; refuse names and descriptions that Telegram refuses."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(one.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(str(one.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands]


class Flood:
    """Token buckets: one for each chat, one for all. Refuses with 429 and whole seconds to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[int | None, tuple[float, float]] = {}

    def check(self, chat: int) -> None:
        """Count one message to a chat, or refuse it, which counts nothing."""
        now = self._clock()
        left = [
            (None, self._left(None, OVERALL_RATE, OVERALL_RATE, now)),
            (chat, self._left(chat, CHAT_RATE, CHAT_BURST, now)),
        ]
        waits = [(1 - have) / rate for (_, have), rate in zip(left, (OVERALL_RATE, CHAT_RATE), strict=True) if have < 1]
        if waits:
            seconds = max(1, math.ceil(max(waits)))
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for key, have in left:
            self._buckets[key] = (have - 1, now)

    def _left(self, key: int | None, rate: float, most: float, now: float) -> float:
        have, since = self._buckets.get(key, (most, now))
        return min(most, have + (now - since) * rate)
