"""The conversation in a terminal: wrapped text, buttons as numbered choices."""

import shutil
import textwrap
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.services.ports import Json
from bot.services.turns import Refused, Turn, Turns

CHANNEL = "terminal"
USER = "local"
WIDEST, NARROWEST = 88, 18
QUIT = frozenset({"/quit", "/exit", "quit", "exit"})


@dataclass
class Terminal:
    """One person at one terminal."""

    turns: Turns
    read: Callable[[str], str] = input
    write: Callable[[str], None] = print
    _choices: list[Json] = field(default_factory=list)

    async def run(self) -> None:
        """Greet, then answer line by line until the person leaves (Ctrl-D, /quit)."""
        for _, turn in await self.turns.recover(CHANNEL):
            self._show(turn)
        self._show(await self._say("/start"))
        while (line := self._line()) is not None:
            if line.strip():
                await self._answer(line)
        self.write("\nUntil next time. Everything is kept.")

    def _line(self) -> str | None:
        try:
            # Not in a thread: Ctrl-C would reach the main thread only, and the reader would go on waiting for a line.
            line = self.read("\nyou › ")
        except (EOFError, KeyboardInterrupt):
            return None
        return None if line.strip().lower() in QUIT else line

    async def _answer(self, line: str) -> None:
        try:
            self._show(await self._say(line))
        except Refused as refused:
            self.write(self.turns.refusal(refused))

    async def _say(self, line: str) -> Turn:
        payload = self._pressed(line) or {"text": _readable(line)}
        return await self.turns.take(CHANNEL, USER, payload, uuid.uuid4().hex)

    def _pressed(self, line: str) -> Json | None:
        """A bare number that is on offer presses that button."""
        text = line.strip()
        if text.isdecimal() and 1 <= int(text) <= len(self._choices):
            return {"button": self._choices[int(text) - 1]["value"]}
        return None

    def _show(self, turn: Turn) -> None:
        self._choices = []
        for reply in turn.replies:
            self.write("\n" + wrapped(reply["text"]))
            self._choices += reply.get("buttons") or []
        if self._choices:
            self.write("\n" + wrapped("   ".join(f"[{n}] {b['title']}" for n, b in enumerate(self._choices, 1))))


def _readable(line: str) -> str:
    """Replace bytes that the terminal sent in another encoding: they come as half characters nobody can store."""
    return line.encode("utf-8", "replace").decode("utf-8")


def wrapped(text: str) -> str:
    """Wrap each line of a text to the terminal, 18 to 88 columns."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns - 2))
    lines = (textwrap.wrap(line, width) or [""] for line in text.splitlines())
    return "\n".join(piece for line in lines for piece in line)
