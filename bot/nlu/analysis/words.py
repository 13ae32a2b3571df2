"""A message as words with their places, so that everything found can be given back exactly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from bot.catalogue.cues import canonical
from bot.nlu.analysis.speech import spoken, with_plain_marks

_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")
_STOP = re.compile(r"[.!?;:\n()…\"“”]|\s[-–—]+\s|—")
_EMPTY = ("", "", "")
TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "herr", "frau", "st"})
#: Words that are written short: a full stop after them ends no sentence.
_SHORTENED = frozenset("vs approx incl excl ca resp".split())
#: ... and after these where no capital follows: "15 min. before", but "15 min. Then".
_MAY_BE_SHORTENED = frozenset("avg min max dept est qty inc ltd fig ref etc".split())
#: ... nor after these before a figure: "no. 1", "nr. 4".
_NUMBERING = frozenset({"no", "nr", "num", "pos", "line", "p", "art", "sku"})
#: "e.g.", "U.S.": letters with a full stop after each.
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
#: The sign belongs to the figure: "52%", "12 %", "40 €"; "€1.4m", "+15".
_SIGN_AFTER = re.compile(r"\s?(?:%|‰|€|£)(?!\w)")
_SIGN_BEFORE = re.compile(r"(?<![\w.,])[€$£~+-]+(?=\d)")
_LONGEST_SIGN = 3
#: A laugh is a sentence of its own: "use the number we agree, haha" ends before it.
_LAUGH = re.compile(r"(?:ha){2,}h?|(?:he){2,}|lo+l|rofl|lmao", re.I)


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
        spoken: it stands between quotation marks.
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
    spoken: bool = False


@dataclass(frozen=True)
class Message:
    """The text and its words."""

    text: str
    words: tuple[Word, ...]

    def between(self, first: int, last: int) -> str:
        """The exact text from word `first` up to, not including, word `last`."""
        return self.text[self.start_of(first) : self.end_of(last - 1)]

    def end_of(self, at: int) -> int:
        """Where the word at `at` ends, with the sign of a figure: "ours is 52 %"."""
        word = self.words[at]
        sign = _SIGN_AFTER.match(self.text, word.end) if word.text[-1:].isdigit() else None
        return sign.end() if sign else word.end

    def start_of(self, at: int) -> int:
        """Where the word at `at` begins, with the sign of a figure: "€1.4m"."""
        start = self.words[at].start
        begun = max(0, start - _LONGEST_SIGN)
        sign = _SIGN_BEFORE.search(self.text, begun, start + 1) if self.text[start].isdigit() else None
        return sign.start() if sign else start

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
    text, words, end = with_plain_marks(doc.text), list[Word](), 0
    said, marks = spoken(text), 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        if words and _is_short_for(text, words[-1], found):
            # "Mr. Kapoor" is one name and no end of a sentence.
            between = between.replace(".", "")
        begins = not words or bool(_LAUGH.fullmatch(words[-1].text))
        while marks < len(said) and said[marks][1] < found.start():
            marks += 1
        in_marks = marks < len(said) and said[marks][0] < found.start()
        words.append(_word(found, between, begins, seen.get(found.start(), _EMPTY), in_marks))
        end = found.end()
    return Message(text, tuple(words))


def _is_short_for(text: str, word: Word, following: re.Match[str]) -> bool:
    """Whether the full stop after `word` only shortens it."""
    if word.key in TITLES | _SHORTENED:
        return True
    if word.key in _MAY_BE_SHORTENED:
        return not following.group()[0].isupper()
    if word.key in _NUMBERING:
        return following.group()[0].isdigit()
    # "In the U.S. Then ..." could be two sentences; a small letter after it goes on.
    goes_on = not following.group()[0].isupper()
    return len(word.text) == 1 and goes_on and bool(_INITIALS.search(text, max(0, word.end - 8), word.end + 1))


def _parts_sentences(between: str) -> bool:
    """Whether a full stop or the like stands there; in "9:55", "3.5" and "e.g." nothing is parted."""
    return bool(_STOP.search(between)) and (any(mark.isspace() for mark in between) or "—" in between or "…" in between)


def _word(found: re.Match[str], before: str, first: bool, seen: tuple[str, str, str], in_marks: bool) -> Word:
    text, stop = found.group(), first or _parts_sentences(before) or bool(_LAUGH.fullmatch(found.group()))
    return Word(
        text, canonical(text), found.start(), found.end(), stop, before != "," and "," in before, *seen, in_marks
    )
