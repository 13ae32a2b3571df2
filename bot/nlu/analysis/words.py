"""A message as words with their places, so that everything found can be given back exactly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from bot.catalogue.cues import canonical

_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")
_STOP = re.compile(r"[.!?;:\n()…\"“”]|\s[-–—]+\s|—")
_EMPTY = ("", "", "")
TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "herr", "frau", "st"})


@dataclass(frozen=True)
class Word:
    """One word.

    Attributes:
        text: as typed.
        key: the form in which words are compared.
        start: where it begins in the message, in characters; `end` is one past its last.
        stop: a full stop, colon, bracket or the like stands before it (or it is the first).
        comma: a comma stands before it.
        tag: spaCy's Penn Treebank tag, e.g. VBD.
        entity: spaCy's entity type, e.g. PERSON, or empty.
        lemma: spaCy's lemma.
    """

    text: str
    key: str
    start: int
    end: int
    stop: bool
    comma: bool
    tag: str
    entity: str
    lemma: str


@dataclass(frozen=True)
class Message:
    """The text and its words."""

    text: str
    words: tuple[Word, ...]

    def between(self, first: int, last: int) -> str:
        """The exact text from word `first` up to, not including, word `last`."""
        end = self.words[last - 1].end
        # The sign belongs to the figure before it: "ours is 52%".
        return self.text[self.words[first].start : end + (self.text[end : end + 1] == "%")]

    def at(self, index: int) -> Word | None:
        """The word at `index`, or None outside the message."""
        return self.words[index] if 0 <= index < len(self.words) else None

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield (first, last) word indexes, last excluded, between full stops."""
        starts = [i for i, word in enumerate(self.words) if word.stop]
        yield from pairwise([*starts, len(self.words)])


def read(doc: Doc) -> Message:
    """Turn spaCy's document into words; spaCy splits "don't" in two and "S&OP" anyhow, we do not."""
    seen = {token.idx: (token.tag_, token.ent_type_, token.lemma_) for token in doc}
    # spaCy builds the text anew at every access.
    text, words, end = doc.text, list[Word](), 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        if words and words[-1].key in TITLES:
            # "Mr. Kapoor" is one name and no end of a sentence.
            between = between.replace(".", "")
        words.append(_word(found, between, not words, seen.get(found.start(), _EMPTY)))
        end = found.end()
    return Message(text, tuple(words))


def _parts_sentences(between: str) -> bool:
    """Whether a full stop or the like stands there; in "9:55", "3.5" and "e.g." nothing is parted."""
    return bool(_STOP.search(between)) and (any(mark.isspace() for mark in between) or "—" in between or "…" in between)


def _word(found: re.Match[str], before: str, first: bool, seen: tuple[str, str, str]) -> Word:
    text, stop = found.group(), first or _parts_sentences(before)
    return Word(text, canonical(text), found.start(), found.end(), stop, before != "," and "," in before, *seen)
