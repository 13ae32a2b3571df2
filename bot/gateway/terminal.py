"""The conversation in a terminal: wrapped text, buttons as numbered choices."""

import shutil
import textwrap
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.gateway.documents import Documents
from bot.services.ports import Json
from bot.services.refusals import NotAnswered, Refused
from bot.services.turns import Turn, Turns

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
    documents: Documents | None = None
    _choices: list[Json] = field(default_factory=list)
    _behind: bool = False
    _kept: bool = True

    async def run(self) -> None:
        """Greet, then answer line by line until the person leaves (Ctrl-D, /quit)."""
        with self.turns.unit_of_work() as uow:
            known = uow.people.by_identity(CHANNEL, USER) is not None
        if not known:
            # Erased by the operator, or by a process that was killed right after.
            self._clear_documents()
        await self._catch_up()
        await self._answer("/start")
        while (line := self._line()) is not None:
            if line.strip():
                await self._answer(line)
        self.write("\nUntil next time. Everything is kept." if self._kept else "\nUntil next time. Nothing is kept.")

    def _line(self) -> str | None:
        try:
            # Not in a thread: Ctrl-C would reach the main thread only, and the reader would go on waiting for a line.
            line = self.read("\nyou › ")
        except (EOFError, KeyboardInterrupt):
            return None
        return None if line.strip().lower() in QUIT else line

    async def _answer(self, line: str) -> None:
        try:
            if self._behind:
                await self._catch_up()
            self._show(await self._say(line))
        except Refused as refused:
            self._behind = self._behind or isinstance(refused, NotAnswered)
            if not refused.again:
                self.write(wrapped(self.turns.refusal(refused)))

    async def _catch_up(self) -> None:
        """Show the answers to what was stored and not answered, before a restart or while the database was away."""
        for _, turn in await self.turns.recover(CHANNEL):
            self._show(turn)
        self._behind = False

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
            if self.documents and "document" in reply:
                path = self.documents.save(reply["document"])
                self.write("\n" + self.turns.content.phrases.say("document.saved", path=str(path)))
        self._kept = not turn.last
        if turn.last:
            self._clear_documents()
        if self._choices:
            self.write("\n" + wrapped("   ".join(f"[{n}] {b['title']}" for n, b in enumerate(self._choices, 1))))

    def _clear_documents(self) -> None:
        if self.documents:
            self.documents.clear()


def _readable(line: str) -> str:
    """Replace bytes that the terminal sent in another encoding: they come as half characters nobody can store."""
    return line.encode("utf-8", "replace").decode("utf-8")


def wrapped(text: str) -> str:
    """Wrap each line of a text to the terminal, 18 to 88 columns."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns - 2))
    lines = (textwrap.wrap(line, width) or [""] for line in text.splitlines())
    return "\n".join(piece for line in lines for piece in line)
