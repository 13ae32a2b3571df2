"""Pieces of a message that can be put between quotation marks: whole clauses, nothing left hanging."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.catalogue.cues import Cues
from bot.nlu.analysis.openings import after_quotation, half_quoted, hedge, hedged, joined_on, opening, wondered
from bot.nlu.analysis.words import Message, Word

_VERBS = ("VB", "MD")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: "I've", "he's", "theyre": subject and verb in one word.
_CONTRACTED = re.compile(
    r"(?:i|we|you|he|she|it|they|there|that|who)['’](?:m|ve|re|ll|d|s)|im|ive|theyre|theyve|weve", re.I
)
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
_BE = frozenset("is are was were be been being am".split())
_AM = _BE | frozenset("im hes shes it's theyre we're".split())
_HAVE = frozenset("has have had does did do".split())
_TIMES = frozenset({"before", "after"})
_TIME = frozenset({"since", "until"})
_SUBORDINATING = frozenset("when while where because until before after since whenever".split())
_CONDITIONS = frozenset({"if", "unless"})
_RELATIVE = frozenset({"that", "who", "which"})
_POINTING = frozenset("one ones those person people thing things something someone somebody".split())
_NEVER_FIRST = frozenset({"as", "than"})
_OPENING_WORDS = 2
_NEAR = 5
#: So many words at most may fall away at the front of a piece before it counts as long.
_TRIMMED = 20
#: Nothing is missing after these where the sentence ends: "the night before", "I still have a job after".
_AT_THE_END = frozenset({"before", "after", "too"})
_PAUSES = frozenset({"and", "but", "so", "because"})
_NEGATIONS = frozenset("not never no nobody none neither nor without hardly few little less".split())
_NEGATIONS |= frozenset("dont doesnt didnt cant cannot wont isnt arent wasnt".split())
_SUPPOSED = frozenset({"if", "unless", "whether", "suppose", "instead", "than", "imagine"})
_FORBIDDEN = frozenset('"“”„«»\n{}')


def _is_finite(word: Word) -> bool:
    return word.tag in _FINITE or bool(_CONTRACTED.fullmatch(word.text))


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


def _near_pairs(edges: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """All two edges at most so far apart: without a limit, a message of one endless sentence has too many."""
    return ((start, end) for n, start in enumerate(edges) for end in edges[n + 1 : bisect(edges, start + most)])


class Cutter:
    """Cuts the sentences of one message into quotable spans."""

    def __init__(self, message: Message, cues: Cues) -> None:
        self._message = message
        self._words = message.words
        self._lists = cues.words

    @property
    def message(self) -> Message:
        """The message that is cut."""
        return self._message

    def spans(self, longest: int) -> Iterator[Span]:
        """All quotable spans of at most `longest` words, sentence by sentence."""
        for first, last in self._message.sentences():
            if not self.is_question(last):
                yield from self._in_sentence(first, last, longest)

    def _in_sentence(self, first: int, last: int, longest: int) -> Iterator[Span]:
        edges = [first, *(i for i in range(first + 1, last) if self.is_edge(i)), last]
        predicates = [i for i in range(first + 1, last) if self._begins_predicate(i)]
        next_edge = ((start, edges[bisect(edges, start)]) for start in predicates)
        for start, end in chain(_near_pairs(edges, longest + _TRIMMED), next_edge):
            span = self.trimmed(Span(start, end))
            if span and len(span) <= longest and self.stands(span, first):
                yield span

    def _begins_predicate(self, at: int) -> bool:
        """Whether words such as "lets us down every cycle" may begin here: a predicate without its subject."""
        word, before = self._words[at], self._words[at - 1]
        if before.key in _AM:
            return word.tag in ("VBN", "VBG") and word.key not in _BE
        return word.tag in ("VBZ", "VBD") and word.key not in _BE | _HAVE and before.tag in ("NN", "NNS", "NNP")

    def is_edge(self, at: int) -> bool:
        """Whether a clause may end before the word at `at`."""
        word = self._words[at]
        if word.stop or wondered(self._message, at):
            return True
        if word.comma:
            # "My plants build what they want | , for the absorption": what follows only adds to it.
            return self._begins_clause(at) or (word.tag == "IN" and self._is_clause_before(at))
        if word.key not in self._lists["cut_before"]:
            return False
        if word.key in _JOINING:
            return self._joins_clauses(at)
        if word.key in _TIMES and self._tag(at + 1) in ("IN", ""):
            return False
        # "that meeting" and "so much" are no new clause.
        return not (word.key == "that" and word.tag == "DT") and not (
            word.key == "so" and self._tag(at + 1) in ("JJ", "RB")
        )

    def _begins_clause(self, at: int) -> bool:
        """After a comma: a finite verb follows before the next one. "Brazil, small plant, curious team" stays whole."""
        end = next((i for i in range(at + 1, len(self._words)) if self._words[i].stop or self._words[i].comma), None)
        return any(_is_finite(word) for word in self._words[at:end])

    def _joins_clauses(self, at: int) -> bool:
        """Whether "and" stands between clauses, not nouns: a verb follows, or a subject and then a verb."""
        # "And now there are 26" joins as "and there are 26" does.
        skipped = 1 if self._tag(at + 1) == "RB" else 0
        # "And I sort of went red" joins as "and I went red" does.
        following = [self._tag(at + skipped + step) for step in range(1, _NEAR + 1)]
        tags = [*[tag for tag in following if tag != "RB"], "", "", ""][:3]
        after = self._message.at(at + skipped + 1)
        if tags[0] in _FINITE or (after and not after.stop and _CONTRACTED.fullmatch(after.text)):
            return True
        if self._tag(at - 1).startswith("NN") and tags[0].startswith("NN"):
            return False
        return tags[0] in ("PRP", "EX", "DT", "NN", "NNS", "NNP") and (tags[1] in _FINITE or tags[2] in _FINITE)

    def trimmed(self, span: Span) -> Span | None:
        """Without conjunctions and fillers at the front; None if nothing is left or something is left hanging."""
        first = span.first
        while first < span.last and self._words[first].key in self._lists["no_start"] | self._lists["fillers"]:
            if self._governs(first):
                return None
            first += 1
        rest = self._after_opening(Span(first, span.last))
        return None if first >= span.last or self._hangs(rest) else rest

    def _governs(self, at: int) -> bool:
        """Whether the rest is ungrammatical without this word, as in "because of" and "since March"."""
        word, after = self._words[at], self._message.at(at + 1)
        return after is not None and (after.key == "of" or (word.key in _TIME and after.entity == "DATE"))

    def _after_opening(self, span: Span) -> Span:
        """Without a short opening before a comma, as in "kind of, I wrote the mail" and "failing that, he commits"."""
        joins = opening(self._message, span.first, span.last) or hedge(self._message, span.first, span.last)
        if joins:
            return Span(span.first + joins, span.last)
        for at in range(span.first + 1, min(span.first + _OPENING_WORDS, span.last - 2) + 1):
            if self._words[at].comma and self._words[at].tag in ("PRP", "EX") and self.is_clause(Span(at, span.last)):
                return Span(at, span.last)
        return span

    def _hangs(self, span: Span) -> bool:
        last = self._words[span.last - 1]
        ended = span.last == len(self._words) or self._words[span.last].stop
        if ended and last.key in _AT_THE_END:
            return False
        if last.key in self._lists["dangling_words"] or last.tag in ("IN", "DT", "PRP$", "MD", "TO", "CC", "WDT", "WP"):
            return True
        if last.key in _REPORTING and not ended:
            return True
        after = self._message.at(span.last)
        if after is None or after.stop or after.comma:
            between = set(self._message.text[last.end : after.start]) if after else set()
            told = ":" in between or (after and after.key == "that")  # "They told me, with a beer, | that ..."
            return bool(_FORBIDDEN & between or told and any(word.key in _REPORTING for word in self.words(span)))
        if after.key in _CONDITIONS:
            return True
        if last.tag in ("VBP", "VBZ") or (after.key in _RELATIVE and last.key in _POINTING):
            return True
        if after.key in _RELATIVE and _NEGATIONS & {word.key for word in self.words(span)}:
            return True
        if after.key not in _COMPLETING:
            return any(word.key in _REPORTING for word in self.words(span))
        reported = any(word.key in _REPORTING for word in self.words(span))
        return reported or not last.tag.startswith("NN") or last.key in _EMPTY_NOUNS

    def stands(self, span: Span, sentence: int) -> bool:
        """Whether the piece means alone what it meant in its sentence, and can be shown in quotation marks."""
        text = self.text(span)
        if _FORBIDDEN & set(text) or half_quoted(text) or self._words[span.first].key in _NEVER_FIRST | _BE:
            return False
        # "If I had one thing to do, because | I have a head full of things": what is supposed ends there.
        told = max((i for i in range(sentence, span.first) if self._words[i].key == "because"), default=sentence)
        told = span.first if hedged(self._message, span.first) else told
        before = [word.key for word in self._words[told : span.first]]
        since_comma = self._since_comma(span.first, sentence)
        if not self._words[span.first].stop and (self._words[span.first].tag == "IN" or self._runs_on(span)):
            return False
        return not _SUPPOSED & set(before) and not _NEGATIONS & set(since_comma) and self._has_substance(span)

    def is_whole(self, span: Span) -> bool:
        """Whether it begins and ends where the writer paused, so that nothing that belongs to it was left out.

        "Some feel that | I am too gentle" and "it was decided | since June" are not whole.
        """
        before, first = self._message.at(span.first - 1), self._words[span.first]
        # "Marco and | I both stand behind it": two people, one clause.
        joined = before is not None and before.key == "and" and not before.comma
        two = joined and not self._is_clause_before(span.first - 1)
        answers = before is not None and before.key == "that" and (before.stop or self._states(span.first - 2))
        parted = first.stop and not after_quotation(self._message, span.first)
        paused = parted or first.comma or joined_on(self._message, span.first) or hedged(self._message, span.first)
        begins = before is None or paused or answers or (before.key in _PAUSES and not two)
        return (begins or wondered(self._message, span.first)) and self.ends_whole(span)

    def _states(self, at: int) -> bool:
        """Whether "that" follows "is" or a first "and", as in "my problem is that": what comes stands alone."""
        word = self._message.at(at)
        return word is not None and (word.key in ("is", "was") or (word.key in _JOINING | {"no"} and word.stop))

    def _is_clause_before(self, at: int) -> bool:
        """Whether a verb stands before the word at `at`, in the same clause."""
        for back in range(at - 1, -1, -1):
            word = self._words[back]
            if _is_finite(word):
                return True
            if word.stop or word.comma or word.key in _RELATIVE:
                return False
        return False

    def ends_whole(self, span: Span) -> bool:
        """Whether the writer paused after it and no "that" in it still waits for its verb."""
        after = self._message.at(span.last)
        paused = after is None or after.stop or after.comma or after.key in _PAUSES
        return paused and not self._lacks_its_verb(span)

    def _lacks_its_verb(self, span: Span) -> bool:
        """Whether a "that" or "who" in it waits for its verb: "one number that Marco | and I stand behind"."""
        words = self.words(span)
        at = max((i for i, word in enumerate(words) if i and word.key in _RELATIVE and word.tag != "DT"), default=None)
        return at is not None and not any(_is_finite(word) for word in words[at:])

    def _runs_on(self, span: Span) -> bool:
        """Without its "when", a clause must not run into the next: "she is on holiday there is no forecast"."""
        return self.is_subordinate(span) and sum(word.tag in _FINITE for word in self.words(span)) > 1

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
        if any(_CONTRACTED.fullmatch(word.text) for word in self.words(span)):
            return True
        tags = [word.tag for word in self.words(span)]
        subject = next((i for i, tag in enumerate(tags) if tag in _SUBJECTS), len(tags))
        return any(tag in _FINITE for tag in tags[subject + 1 :])

    def is_subordinate(self, span: Span) -> bool:
        """Whether a conjunction such as "when" was left out before it."""
        before = self._message.at(span.first - 1)
        return before is not None and before.key in _SUBORDINATING and not self._words[span.first].stop

    def text(self, span: Span) -> str:
        """The exact words."""
        return self._message.between(span.first, span.last)

    def words(self, span: Span) -> Sequence[Word]:
        """The words themselves."""
        return self._words[span.first : span.last]

    def _tag(self, at: int) -> str:
        word = self._message.at(at)
        return word.tag if word and not word.stop else ""

    def is_question(self, last: int) -> bool:
        """Whether the sentence that ends before word `last` has a question mark."""
        end = self._words[last].start if last < len(self._words) else len(self._message.text)
        return "?" in self._message.text[self._words[last - 1].end : end]
