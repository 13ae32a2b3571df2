"""One clause that somebody said, with what two of them may share: people, names, figures, words."""

import re
from dataclasses import dataclass
from functools import cached_property

#: Letters by which two words count as one: "promotion" and "promotional".
STEM = 5
#: "Didn't", with or without its apostrophe; "front" and "client" deny nothing.
CONTRACTED_NOT = r"n't\b|\b(?:do|does|did|is|was|were|are|has|have|had|ca|wo|would|could|should)nt\b"
#: Capitals that are no names.
_CAPITALS = frozenset(
    "The This That They Then There These Those When What Who How Why And But Our His Her Their For From "
    "Although Though "
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Every Everyone Everybody Nobody Each All Not Yes Last Next Once Since "
    "After Before "
    "With You She Its One Two Three Well Some Because".split()
)
#: What every sentence has.
_COMMON = frozenset(
    "that this with from have what when they them then than there their about every month monthly meeting people which "
    "would could really every always never nobody everybody everyone come comes just also only very much more "
    "most like "
    "make takes take still myself honestly does into over before after during".split()
)


def words(text: str) -> "re.Pattern[str]":
    """Return a pattern that finds any of these words, in any case."""
    return re.compile(rf"\b(?:{text})", re.I)


@dataclass(frozen=True)
class Statement:
    """One clause that can be quoted, with the people named in it and the figures (value, unit)."""

    text: str
    people: frozenset[str]
    figures: frozenset[tuple[str, str]]

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital, so that a name counts that no list knows."""
        return frozenset(re.findall(r"\b[A-Z][^\W\d_A-Z]{2,}", self.text)) - _CAPITALS

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words that mean something."""
        found = (word.lower() for word in re.findall(r"[^\W\d_]{4,}", self.text))
        return frozenset(word.rstrip("s")[:STEM] for word in found if word not in _COMMON)
