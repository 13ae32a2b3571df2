"""Puts together the fixed words for somebody who may need help: what is said, and whom to call in which country."""

from collections.abc import Mapping
from dataclasses import dataclass

# Whom to show: those for people who are hurt or threatened come first where somebody does it to them.
HURT_AT_HOME = "violence"
HURT_ELSEWHERE = "harassment"


@dataclass(frozen=True)
class Helpline:
    """Somebody to call. `number` may also be a web address or the text to send; empty if there is none."""

    name: str
    number: str


@dataclass(frozen=True)
class Help:
    """Whom to call in one country. `violence` is empty where `lines` serve for that too."""

    emergency: str
    lines: tuple[Helpline, ...]
    violence: tuple[Helpline, ...] = ()


@dataclass(frozen=True)
class SupportWords:
    """The content of `content/safety/support.yml`.

    Attributes:
        owner: who answers for the wording.
        review: ISO date by which wording and numbers were last checked.
        resume: the word that takes the exercise up again.
        opening: first paragraph of the first reply.
        about: category -> second paragraph, with {emergency} and {lines}.
        closing: last paragraph of the first reply.
        again: the shorter text for the turns that follow.
        beside: what is said where the exercise goes on.
        help: the text for /help.
        international: for countries that are not listed.
        countries: ISO 3166 two-letter code -> help there.
    """

    owner: str
    review: str
    resume: str
    opening: str
    about: Mapping[str, str]
    closing: str
    again: str
    beside: str
    help: str
    international: Help
    countries: Mapping[str, Help]

    def first(self, category: str, country: str | None = None) -> str:
        """Return the reply when the screen finds something.

        Args:
            category: one of the screen's categories.
            country: two-letter code, in any case; None or an unknown one gives the international text.
        """
        return "\n\n".join((self.opening, self._filled(self.about[category], category, country), self._closing()))

    def following(self, category: str, country: str | None = None) -> str:
        """Return the shorter text for the turns after the first reply, until the person goes on."""
        return self._filled(self.again, category, country)

    def where_to_turn(self, category: str, country: str | None = None) -> str:
        """Return what is said before the exercise goes on: who can help with a hard conflict."""
        return self._filled(self.beside, category, country)

    def in_help(self, country: str | None = None) -> str:
        """Return the lines that /help always shows."""
        return self._filled(self.help, "", country)

    def resumes(self, text: str) -> bool:
        """Whether the person asks to go on with the exercise."""
        return text.strip().strip("\"'“”.!").casefold() == self.resume.casefold()

    def _closing(self) -> str:
        return self.closing.replace("{resume}", self.resume)

    def _filled(self, text: str, category: str, country: str | None) -> str:
        local = self.countries.get((country or "").strip().upper(), self.international)
        lines = _lines(local, category)
        listed = "\n".join(f"- {line.name}: {line.number}" if line.number else f"- {line.name}" for line in lines)
        filled = {"{emergency}": local.emergency, "{lines}": listed, "{resume}": self.resume}
        for mark, words in filled.items():
            text = text.replace(mark, words)
        return text


def _lines(local: Help, category: str) -> tuple[Helpline, ...]:
    if category == HURT_ELSEWHERE:
        return tuple(dict.fromkeys((*local.violence, *local.lines)))
    return (local.violence or local.lines) if category == HURT_AT_HOME else local.lines
