"""What a message is tailored by, loaded and checked elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.pressure.stakeholders import Stakeholder

#: The four choices of a wording: the pair of preferences that decides each, and its ways, in the order of the letters.
WAYS: dict[str, tuple[str, tuple[str, str]]] = {
    "lead": ("information", ("steps", "picture")),
    "evidence": ("decision", ("figures", "story")),
    "channel": ("energy", ("spoken", "written")),
    "ask": ("closure", ("settled", "open")),
}
#: What may be typed in place of a button.
CHOICES = ("other", "words", "ask", "prefers", "enough", "unsure", "done")
OPENINGS = ("yours", "spoken", "written")


@dataclass(frozen=True)
class Role:
    """How one stakeholder is talked to.

    Attributes:
        words: how many words the message has, before preferences change it.
        usual: the way of each of WAYS, until more is known of the person.
        texts: for each of WAYS both of its texts, by way.
        openings: frames for `yours` (the leader's sentence), and for the ask, `spoken` and `written`.
    """

    id: str
    words: int
    usual: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    leave_out: str
    openings: Mapping[str, str]


@dataclass(frozen=True)
class Letter:
    """What a preference of the other person adds: a factor on the length, what else to leave out, its plain name."""

    times: float
    leave_out: str
    plain: str


@dataclass(frozen=True, eq=False)
class TailorBook:
    """The content of tailoring.

    Attributes:
        functions: the stakeholder whose role stands in for others of a function.
        overlooks: for two letters of a pair, own and theirs, what the own one overlooks.
        knows: by letter, words that say somebody prefers it.
    """

    book: Book
    roles: Mapping[str, Role]
    functions: Mapping[str, str]
    letters: Mapping[str, Letter]
    overlooks: Mapping[str, str]
    knows: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, frozenset[str]]
    phrases: Phrases

    def person(self, stakeholder: str) -> Stakeholder:
        """Return a stakeholder; one that was removed since it was chosen is replaced by the first there is."""
        people = self.book.stakeholders
        return people.get(stakeholder) or next(iter(people.values()))

    def role(self, stakeholder: str) -> Role:
        """Return how a stakeholder is talked to: their own role, or the one that stands for their function."""
        own = self.roles.get(stakeholder)
        return own or self.roles[self.functions[self.person(stakeholder).function]]
