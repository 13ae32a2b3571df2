"""What the questions about preferences are asked and answered from, loaded and checked elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.phrases import Phrases
from bot.domain.style.preferences import LETTERS

#: What may be typed in place of an answer, and what is asked on the page of preferences.
CHOICES = ("first", "second", "both", "begin", "keep", "delete", "edit")


@dataclass(frozen=True)
class Side:
    """One side of a pair.

    Attributes:
        plain: what leaning to it means, a sentence to the leader.
        title: for a button.
        names: words that mean it, as people who know such tools say them.
    """

    letter: str
    plain: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One pair: its name, the question between its sides, and what an open one is told as."""

    id: str
    name: str
    question: str
    open: str
    sides: tuple[Side, Side]

    def side(self, letter: str) -> Side:
        """Return the side with a letter of this pair."""
        return self.sides[LETTERS[self.id].index(letter)]


@dataclass(frozen=True)
class Question:
    """One everyday situation with two ways to go about it: the titles of its buttons, in the order of the letters."""

    id: str
    pair: str
    text: str
    options: tuple[str, str]


@dataclass(frozen=True, eq=False)
class StyleBook:
    """The content of the dialogue about preferences.

    Attributes:
        choices: for each of CHOICES the texts that mean it, in plain form.
    """

    pairs: Mapping[str, Pair]
    questions: tuple[Question, ...]
    choices: Mapping[str, frozenset[str]]
    phrases: Phrases

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The words that mean a letter, by letter."""
        return {side.letter: side.names for pair in self.pairs.values() for side in pair.sides}

    def question(self, question_id: str) -> Question | None:
        """Return a question, or None for one that was removed."""
        return next((one for one in self.questions if one.id == question_id), None)
