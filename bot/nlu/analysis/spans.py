"""Pieces of a message that can be put between quotation marks: whole clauses, nothing left hanging."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue.cues import Cues
from bot.nlu.analysis.words import Message, Word

_VERBS = ("VB", "MD")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"PRP", "DT", "EX", "NNP", "NN", "NNS", "PRP$"})
_JOINING = frozenset({"and", "or"})
# After these the next clause completes the last one: "he told me | that ...".
_COMPLETING = frozenset({"that", "whether", "if", "how", "what", "why"})
_EMPTY_NOUNS = frozenset(
    "feeling fact reason idea sense thing problem impression point question truth way time".split()
)
_REPORTING = frozenset(
    "tell told tells say said says ask asked asks hear heard think thought believe admit admitted show showed".split()
)
_NEGATIONS = frozenset("not never no nobody dont doesnt didnt cant cannot wont isnt arent wasnt without hardly".split())
_SUPPOSED = frozenset({"if", "unless", "whether", "suppose", "instead", "than", "imagine"})
_FORBIDDEN = frozenset('"“”„«»\n{}')


@dataclass(frozen=True)
class Span:
    """Words `first` up to, not including, `last`."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


class Cutter:
    """Cuts the sentences of one message into quotable spans."""

    def __init__(self, message: Message, cues: Cues) -> None:
        self._message = message
        self._words = message.words
        self._lists = cues.words

    def spans(self, longest: int) -> Iterator[Span]:
        """All quotable spans of at most `longest` words, sentence by sentence."""
        for first, last in self._message.sentences():
            if not self._is_question(last):
                yield from self._in_sentence(first, last, longest)

    def _in_sentence(self, first: int, last: int, longest: int) -> Iterator[Span]:
        edges = [first, *(i for i in range(first + 1, last) if self.is_edge(i)), last]
        for n, start in enumerate(edges[:-1]):
            for end in edges[n + 1 :]:
                span = self.trimmed(Span(start, end))
                if span and len(span) <= longest and self.stands(span, first):
                    yield span

    def is_edge(self, at: int) -> bool:
        """Whether a clause may end before the word at `at`."""
        word = self._words[at]
        if word.stop or word.comma:
            return True
        if word.key not in self._lists["cut_before"]:
            return False
        if word.key in _JOINING:
            return self._joins_clauses(at)
        # "that meeting" and "so much" are no new clause.
        return not (word.key == "that" and word.tag == "DT") and not (
            word.key == "so" and self._tag(at + 1) in ("JJ", "RB")
        )

    def _joins_clauses(self, at: int) -> bool:
        """ "and" between clauses, not in "sales and marketing": a verb follows, or a subject and then a verb."""
        tags = [self._tag(at + step) for step in (1, 2, 3)]
        if tags[0] in _FINITE:
            return True
        return tags[0] in ("PRP", "EX", "DT", "NN", "NNS", "NNP") and (tags[1] in _FINITE or tags[2] in _FINITE)

    def trimmed(self, span: Span) -> Span | None:
        """Without conjunctions and fillers at the front; None if nothing is left or something is left hanging."""
        first = span.first
        while first < span.last and self._words[first].key in self._lists["no_start"] | self._lists["fillers"]:
            first += 1
        rest = Span(first, span.last)
        return None if first >= span.last or self._hangs(rest) else rest

    def _hangs(self, span: Span) -> bool:
        last = self._words[span.last - 1]
        if last.key in self._lists["dangling_words"] or last.tag in ("IN", "DT", "PRP$", "MD", "TO", "CC", "WDT", "WP"):
            return True
        after = self._message.at(span.last)
        if after is None or after.stop or after.comma or after.key not in _COMPLETING:
            return False
        reported = any(word.key in _REPORTING for word in self.words(span))
        return reported or not last.tag.startswith("NN") or last.key in _EMPTY_NOUNS

    def stands(self, span: Span, sentence: int) -> bool:
        """Whether the piece means alone what it meant in its sentence, and can be shown in quotation marks."""
        text = self.text(span)
        if _FORBIDDEN & set(text) or text.count("(") != text.count(")"):
            return False
        before = [word.key for word in self._words[sentence : span.first]]
        since_comma = self._since_comma(span.first, sentence)
        return not _SUPPOSED & set(before) and not _NEGATIONS & set(since_comma) and self._has_substance(span)

    def _since_comma(self, at: int, sentence: int) -> list[str]:
        start = at
        while start > sentence and not self._words[start].comma and self._words[start - 1].key not in ("but", "and"):
            start -= 1
        return [word.key for word in self._words[start:at]]

    def _has_substance(self, span: Span) -> bool:
        return any(word.tag.startswith(("NN", "VB", "JJ")) and len(word.key) > 2 for word in self.words(span))

    def has_verb(self, span: Span) -> bool:
        """Whether a verb is in it."""
        return any(word.tag.startswith(_VERBS) for word in self.words(span))

    def is_clause(self, span: Span) -> bool:
        """Whether it has a subject and then a finite verb."""
        tags = [word.tag for word in self.words(span)]
        subject = next((i for i, tag in enumerate(tags) if tag in _SUBJECTS), len(tags))
        return any(tag in _FINITE for tag in tags[subject + 1 :])

    def text(self, span: Span) -> str:
        """The exact words."""
        return self._message.between(span.first, span.last)

    def words(self, span: Span) -> Sequence[Word]:
        """The words themselves."""
        return self._words[span.first : span.last]

    def _tag(self, at: int) -> str:
        word = self._message.at(at)
        return word.tag if word and not word.stop else ""

    def _is_question(self, last: int) -> bool:
        end = self._words[last].start if last < len(self._words) else len(self._message.text)
        return "?" in self._message.text[self._words[last - 1].end : end]
