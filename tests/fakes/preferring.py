"""A leader in the dialogues about preferences and tailored messages: the form is played as Rasa plays it, in memory."""

from dataclasses import replace
from functools import cache
from typing import Any

from bot.catalogue.style import load_style
from bot.catalogue.tailor import load_tailor
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.style.book import StyleBook
from bot.domain.tailoring.book import TailorBook
from bot.services import style, tailor
from bot.services.desk import Content, Desk
from bot.services.grow import Said
from bot.services.replies import Outcome, Say
from tests.fakes.books import stakeholder_book
from tests.fakes.mentors import CONTENT, Office, rendered, words


@cache
def style_book() -> StyleBook:
    """The real content, loaded once."""
    return load_style(CONTENT)


@cache
def tailor_book() -> TailorBook:
    """The real content, loaded once."""
    return load_tailor(CONTENT, stakeholder_book())


def content() -> Content:
    """The real words of both dialogues."""
    return replace(words(), style=style_book(), tailor=tailor_book())


class Person:
    """One person in one of the two dialogues."""

    def __init__(self, stem: str, desk: Desk | None = None) -> None:
        self.stem = stem
        self.desk = desk or Office(content=content()).desk()
        self.says: tuple[Say, ...] = ()
        self.over = True

    def begin(self, text: str = "", choice: str = "") -> "Person":
        """Ask for the dialogue."""
        opened = style.open_style if self.stem == "style" else tailor.open_tailor
        self._show(opened(self.desk, heard(text, self.stem), choice))
        return self

    def say(self, text: str, intent: str = "answer", date: str = "") -> "Person":
        """Type something where the form waits."""
        assert not self.over, "nothing waits"
        self._show(self._module.answer(self.desk, heard(text, intent, date)))
        return self

    def press(self, title: str) -> "Person":
        """Press a button of the last reply."""
        button = next((b for b in self.says[-1].buttons if b.title == title), None)
        assert button, f"no button {title!r}: {[b.title for b in self.says[-1].buttons]}"
        choice = button.payload.partition("choice=")[2]
        assert choice, f"{title!r} leads elsewhere"
        self._show(self._module.answer(self.desk, heard(title, f"{self.stem}_choose"), choice))
        return self

    def stop(self) -> "Person":
        """Leave in the middle."""
        self.says, self.over = self._module.pause(self.desk).say, True
        return self

    def restart(self) -> "Person":
        """Start over."""
        self._show(self._module.restart(self.desk))
        return self

    @property
    def _module(self) -> Any:
        return style if self.stem == "style" else tailor

    def _show(self, outcome: Outcome) -> None:
        self.over = "done" in outcome.slots.values()
        after = self._module.close(self.desk) if self.over else self._module.ask(self.desk)
        self.says = (*outcome.say, *after.say)

    @property
    def names(self) -> list[str]:
        """The replies of the last turn, by name."""
        return [say.response.removeprefix(f"utter_{self.stem}_") for say in self.says]

    @property
    def text(self) -> str:
        """The replies of the last turn as they are read."""
        return "\n".join(rendered(say, self.stem) for say in self.says)

    @property
    def body(self) -> dict[str, Any]:
        """The newest record as it is stored."""
        record = self.desk.newest(self.stem)
        assert record is not None
        return record.body


def heard(text: str, intent: str, date: str = "") -> Said:
    """A message as the services take it."""
    dates = (DateMention(date, None, "month"),) if date else ()
    return Said(text, intent, Signals(dates=dates))
