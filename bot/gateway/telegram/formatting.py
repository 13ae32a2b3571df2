"""From a reply to the messages Telegram takes. Text is always plain: what a person wrote is never read as markup."""

import base64
from dataclasses import dataclass

import regex
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.services.ports import Json

#: In UTF-16 units, as Telegram counts. Well below the limit, where clients begin to cut as well.
LONGEST_TEXT, LONGEST_CAPTION = MessageLimit.MAX_TEXT_LENGTH - 96, int(MessageLimit.CAPTION_LENGTH)
#: Where a long text is cut, best first: between paragraphs, lines, sentences, words, and what a reader sees as letters.
_CUTS = (r"\n\s*\n", r"\n", r"(?<=[.!?…])\s+", r"\s+")
_LETTER = regex.compile(r"\X")
#: Buttons stand beside each other while their titles fit a phone.
_ROW, _ROW_BUTTONS = 32, 3


@dataclass(frozen=True)
class Part:
    """One message. `data` is a picture, or a document called `name`; `text` is then its caption."""

    text: str = ""
    data: bytes | None = None
    name: str = ""
    buttons: tuple[Json, ...] = ()


def parts(reply: Json) -> list[Part]:
    """Return the messages that show a reply, in order; the same reply always gives the same messages.

    The buttons stand under the last one. A picture or document carries the text if that fits a caption.
    """
    text, files = readable(str(reply.get("text") or "")).strip(), _files(reply)
    if files and units(text) <= LONGEST_CAPTION:
        shown = [*files[:-1], Part(text, files[-1].data, files[-1].name)]
    else:
        shown = [*files, *(Part(piece) for piece in split(text))]
    if not shown:
        return []
    last = shown[-1]
    return [*shown[:-1], Part(last.text, last.data, last.name, tuple(reply.get("buttons") or ()))]


def keyboard(buttons: tuple[Json, ...]) -> InlineKeyboardMarkup | None:
    """Return the buttons in rows; each carries its opaque value."""
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for button in buttons:
        title = readable(button["title"])
        width += len(title)
        if not rows or len(rows[-1]) == _ROW_BUTTONS or width > _ROW:
            rows.append([])
            width = len(title)
        rows[-1].append(InlineKeyboardButton(title, callback_data=button["value"]))
    return InlineKeyboardMarkup(rows) if rows else None


def split(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Cut a text into pieces of at most `longest` UTF-16 units, where a reader would; nothing but blanks is lost."""
    pieces, rest = [], text.strip()
    while units(rest) > longest:
        cut = _cut(rest, longest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def readable(text: str) -> str:
    """Replace half characters, which no message can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cut(text: str, longest: int) -> int:
    """Return the place of the best cut within the first `longest` units; a cut in the first half is not worth it."""
    end = _fitting(text, longest)
    for pattern in _CUTS:
        places = [found.start() for found in regex.finditer(pattern, text[: end + 1]) if found.start() <= end]
        if places and places[-1] > end // 2:
            return int(places[-1])
    return _whole_letters(text, end)


def _fitting(text: str, longest: int) -> int:
    """Return how many characters fit; those outside the basic plane count twice."""
    used = 0
    for n, char in enumerate(text):
        used += 2 if ord(char) > 0xFFFF else 1
        if used > longest:
            return n
    return len(text)


def _whole_letters(text: str, end: int) -> int:
    """Return the last end of a letter (with its accents, its skin tone) at or before `end`."""
    ends = [found.end() for found in _LETTER.finditer(text[: end + 64]) if found.end() <= end]
    return ends[-1] if ends else end


def _files(reply: Json) -> list[Part]:
    found = [Part(data=_bytes(reply["image"]))] if reply.get("image") else []
    if document := reply.get("document"):
        found.append(Part(data=_bytes(document["data"]), name=document["name"]))
    return found


def _bytes(data_uri: str) -> bytes:
    return base64.b64decode(data_uri.partition(",")[2])
