"""Words and sentences of a short text, with their places, so that everything quoted is an exact piece of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE = re.compile(r"(?:[^.!?;\n]|[.!?;](?=[^\s.!?]))+[.!?;]*", re.DOTALL)
_ENDINGS = [
    "ations",
    "ation",
    "ingly",
    "edly",
    "ments",
    "ment",
    "iness",
    "ness",
    "ings",
    "ing",
    "ers",
    "er",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "al",
    "s",
    "e",
    "y",
]
_SHORT = 3
_APOSTROPHES = str.maketrans("’‘`´", "''''")


@dataclass(frozen=True)
class Span:
    """A piece of a text, from `start` up to and not including `end`, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the exact piece, without spaces at its ends."""
        return text[self.start : self.end].strip()

    def within(self, other: "Span") -> bool:
        """Whether the piece lies inside the other."""
        return other.start <= self.start and self.end <= other.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Word:
    """One word: its stem and its place."""

    stem: str
    span: Span


@dataclass(frozen=True)
class Sentence:
    """One sentence; `asked` means that it ends in a question mark."""

    span: Span
    words: tuple[Word, ...]
    asked: bool


def flat(text: str) -> str:
    """Return the text in lower case with straight apostrophes, every character still at its place."""
    lower = text.lower()
    # A few letters grow when they are made small; then it is done letter by letter.
    same = lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return same.translate(_APOSTROPHES)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Cut a lower-case English word down to what its forms share; good for comparing, not for showing."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            return _single(word.removesuffix(ending))
    return word


def _single(root: str) -> str:
    """Undo the doubling in "planning"; "sell" keeps its two letters only until here, in all its forms."""
    return root[:-1] if root[-1] == root[-2] and len(root) > _SHORT else root


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What counts as a word of substance and which words mean the same.

    Attributes:
        stop: stems that carry no meaning of their own.
        same: stem to the name of its group; stems of one group are taken for one another.
        lemmas: exact word to stem, from outside; without it `stem` is used.
    """

    stop: frozenset[str]
    same: Mapping[str, str]
    lemmas: Mapping[str, str] = field(default_factory=dict)

    def concept(self, word: str) -> str:
        """Return the group of a lower-case word, or its stem, or an empty string for a word without substance."""
        root = self.lemmas.get(word) or stem(word)
        return "" if root in self.stop or word in self.stop else self.same.get(root, root)


def words(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the words of a flat text with their places."""
    for found in _WORD.finditer(text):
        yield found.group(), Span(*found.span())


def sentences(text: str, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Cut a flat text into sentences; words without substance are left out of `words`."""
    found = (Span(*match.span()) for match in _SENTENCE.finditer(text) if _WORD.search(match.group()))
    return tuple(_sentence(text, span, lexicon) for span in found)


def _sentence(text: str, span: Span, lexicon: Lexicon) -> Sentence:
    start = span.start + len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip())
    piece = Span(start, span.end)
    found = ((lexicon.concept(w), Span(p.start + start, p.end + start)) for w, p in words(text[start : span.end]))
    return Sentence(
        piece, tuple(Word(c, p) for c, p in found if c), text[start : span.end].rstrip(".!; ").endswith("?")
    )


@lru_cache(maxsize=4096)
def phrase_concepts(phrase: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the concepts of a phrase from content, remembered; what a person typed is never put here."""
    return concepts(phrase, lexicon)


def concepts(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the concepts of a text of any case."""
    return frozenset(filter(None, (lexicon.concept(word) for word, _ in words(flat(text)))))
