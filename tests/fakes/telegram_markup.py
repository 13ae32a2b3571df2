"""`parse_mode` as Telegram does it: text and entities, or a refusal. Quotations of MarkdownV2 are not imitated."""

import html
from html.parser import HTMLParser
from typing import Any

from tests.fakes.telegram_limits import Refused, bad, units

Entity = dict[str, Any]
TAGS = {
    **{"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"},
    **{"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler"},
    **{"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote"},
}
# Longest first: `__` is looked for before `_`.
MARKS = {"||": "spoiler", "__": "underline", "_": "italic", "*": "bold", "~": "strikethrough"}
OLD_MARKS = {"_": "italic", "*": "bold"}
RESERVED = frozenset("_*[]()~`>#+-=|{}.!")


def parsed(text: str, mode: str | None) -> tuple[str, list[Entity]]:
    """Return what is shown and its entities; offsets count UTF-16 units."""
    if not mode:
        return text, []
    if mode.lower() == "html":
        return _Html().read(text)
    if mode.lower() in ("markdown", "markdownv2"):
        return _Markdown(text, strict=mode.lower() == "markdownv2").read()
    raise bad("unsupported parse_mode")


def _broken(why: str) -> Refused:
    return bad(f"can't parse entities: {why}")


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._shown, self._open, self._done = "", list[tuple[str, Entity]](), list[Entity]()

    def read(self, text: str) -> tuple[str, list[Entity]]:
        self.feed(text)
        self.close()
        if self._open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return self._shown, self._done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {self._offset()}')
        entity: Entity = {"type": TAGS[tag], "offset": units(self._shown)}
        if tag == "a":
            entity["url"] = dict(attrs).get("href") or ""
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            raise _broken(f"Unexpected end tag at byte offset {self._offset()}")
        expected, entity = self._open.pop()
        if tag != expected:
            at = self._offset()
            raise _broken(f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{tag}>"')
        if length := units(self._shown) - entity["offset"]:
            self._done.append({**entity, "length": length})

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise _broken(f'Unsupported start tag "" at byte offset {self._offset()}')
        self._shown += data

    def handle_entityref(self, name: str) -> None:
        known = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
        self._shown += known.get(name, f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._shown += html.unescape(f"&#{name};")

    def _offset(self) -> int:
        line, column = self.getpos()
        before = self.rawdata.split("\n")
        return len("\n".join([*before[: line - 1], before[line - 1][:column]]).encode())


class _Markdown:
    def __init__(self, text: str, strict: bool) -> None:
        self._text, self._strict, self._at, self._shown = text, strict, 0, ""
        self._marks = MARKS if strict else OLD_MARKS
        self._open: list[tuple[str, int, Entity]] = []
        self._done: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._text):
            self._step()
        if self._open:
            raise self._endless(self._open[-1][1])
        return self._shown, self._done

    def _step(self) -> None:
        rest = self._text[self._at :]
        mark = next((mark for mark in self._marks if rest.startswith(mark)), None)
        if rest[0] == "\\" and len(rest) > 1 and (rest[1] in RESERVED or rest[1] == "\\"):
            self._show(rest[1], 2)
        elif rest[0] == "`":
            self._code("```" if rest.startswith("```") else "`")
        elif mark:
            self._mark(mark)
        elif rest[0] == "[":
            self._start("[", "text_link")
        elif rest[0] == "]" and self._open and self._open[-1][0] == "[":
            self._link()
        elif self._strict and rest[0] in RESERVED:
            raise _broken(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._show(rest[0], 1)

    def _show(self, text: str, read: int) -> None:
        self._shown += text
        self._at += read

    def _start(self, mark: str, kind: str) -> None:
        self._open.append((mark, self._at, {"type": kind, "offset": units(self._shown)}))
        self._at += len(mark)

    def _mark(self, mark: str) -> None:
        if not self._open or self._open[-1][0] != mark:
            if any(other == mark for other, _, _ in self._open):
                raise self._endless(self._open[-1][1])
            return self._start(mark, self._marks[mark])
        self._at += len(mark)
        return self._end()

    def _end(self, **more: str) -> None:
        _, _, entity = self._open.pop()
        if length := units(self._shown) - entity["offset"]:
            self._done.append({**entity, "length": length, **more})

    def _code(self, mark: str) -> None:
        end = self._text.find(mark, self._at + len(mark))
        if end < 0:
            raise self._endless(self._at)
        start = self._at
        self._start(mark, "pre" if mark == "```" else "code")
        self._show(self._text[start + len(mark) : end], end + len(mark) - self._at)
        self._end()

    def _link(self) -> None:
        end = self._text.find(")", self._at)
        if not self._text.startswith("](", self._at) or end < 0:
            raise self._endless(self._open[-1][1])
        url = self._text[self._at + 2 : end]
        self._at = end + 1
        self._end(url=url)

    def _endless(self, start: int) -> Refused:
        at = len(self._text[:start].encode())
        kind = next((one["type"] for _, place, one in self._open if place == start), "code") if self._strict else ""
        what = f"{kind.title()} entity at" if self._strict else "the entity starting at"
        return _broken(f"Can't find end of {what} byte offset {at}")
