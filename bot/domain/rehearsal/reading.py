"""A reply as the rubric sees it: every sentence with what it does, every cue with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from bot.domain.rehearsal.patterns import NUMBER, Begins, beginnings
from bot.domain.rehearsal.rubric import Rubric, Similarity, Turn
from bot.domain.rehearsal.text import Sentence, Span, concepts, flat, sentences, words

Kind = Literal["open", "closed", "rhetorical", "proposal", "answer", "listening"]
QUESTIONS = frozenset({"open", "closed", "rhetorical"})
#: A statement this short commits to nothing: "Fair enough."
_SHORT = 4
_LONGEST_QUOTE = 16
#: Lists of what one offers, and those of them that can be copied from what the other said.
_OFFERS = frozenset({"action", "trial", "standard", "evidence"})
_FACTS = frozenset({"trial", "standard", "evidence"})
_NOT_SPACE = re.compile(r"\S+")
#: So many questions in one turn leave none of them a chance.
STACKED = 3
_NUMBER = re.compile(rf"(?<![\w-]){NUMBER}(?!\w)")
# An open word begins a question, or follows a comma, a preposition, or a verb of saying and knowing.
_OPEN_PLACE = (
    r"(?:^\W*|[,:–—-]\s*|\b(?:and|so|but|then|ok|okay|well|in|at|by|for|of|to|from|on|with|until|since|about|over|under|after|before"
    r"|me|us|say|know|see|understand|hear|learn|guess|tell|show|wonder|curious)\s+)"
)
# Without a question mark: an open word, then a verb or "you" within two words, as people type in haste; behind a comma
# only what can be nothing but a question: "I keep the plan, what do you need to move it".
_HASTY = (
    r"^[^,]{{0,200}},\s+(?:and\s+|so\s+|but\s+)?(?:{0})\s+(?:[\w-]+\s+)?(?:do|does|did|would|could|should|can|will)\s+you\b|"
    r"^\W*(?:and\s+|so\s+)?(?:{0})\s+(?!(?:we|i|they|it|he|she|this|that|counts|matters|remains)\b)(?:[\w-]+\s+){{0,2}}?"
    r"(?:do|does|did|would|could|should|can|is|are|was|were|will|has|have|you)\b"
)
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_FIGURES = {word: value for value, word in enumerate(_UNITS.split(" "), 1)}
_FIGURES |= {word: value * 10 for value, word in enumerate(_TENS.split(" "), 2)}


@dataclass(frozen=True)
class Part:
    """One sentence, what it does, and how many of the objection's ideas it shares."""

    sentence: Sentence
    kind: Kind
    shared: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """Where it stands in the reply."""
        return self.sentence.span


@dataclass(eq=False)
class Reading:
    """A turn read once; the criteria and flags only look things up here."""

    rubric: Rubric
    turn: Turn
    similarity: Similarity | None = None

    @cached_property
    def text(self) -> str:
        """The reply in flat form, characters at their places."""
        return flat(self.turn.reply)

    @cached_property
    def ideas(self) -> frozenset[str]:
        """The concepts of the objection."""
        return concepts(self.turn.objection, self.rubric.lexicon)

    @cached_property
    def word_count(self) -> int:
        """Words in the reply."""
        return sum(1 for _ in words(self.text))

    @cached_property
    def found(self) -> Mapping[str, tuple[Span, ...]]:
        """All cues of the reply by list, without those that are nobody's offer."""
        found = {name: cue.spans(self.text, self.begins) for name, cue in self.rubric.cues.items()}
        return {name: self._offered(name, spans, found["idle"]) for name, spans in found.items()}

    def _offered(self, name: str, spans: tuple[Span, ...], idle: tuple[Span, ...]) -> tuple[Span, ...]:
        """What is only told or boasted is no step and no standard, and facts that they brought are not one's own."""
        if name not in _OFFERS:
            return spans
        theirs = flat(self.turn.objection) if name in _FACTS else ""
        meant = (span for span in spans if not any(span.meets(told) for told in idle))
        return tuple(span for span in meant if span.of(self.text) not in theirs)

    @cached_property
    def begins(self) -> Begins:
        """Where cues may begin in the reply."""
        return beginnings(self.text)

    @cached_property
    def said(self) -> frozenset[str]:
        """The concepts of the reply."""
        return concepts(self.turn.reply, self.rubric.lexicon)

    @cached_property
    def numbers(self) -> tuple[Span, ...]:
        """Numbers that are not dates and that the objection did not bring."""
        theirs = {_figure(match.group()) for match in _NUMBER.finditer(flat(self.turn.objection))}
        found = (Span(*match.span()) for match in _NUMBER.finditer(self.text))
        own = (span for span in found if _figure(span.of(self.text)) not in theirs)
        taken = (*self.found["date"], *self.found["idle"])
        return tuple(span for span in own if not any(span.within(place) for place in taken))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The sentences in order."""
        read = tuple(self._part(sentence) for sentence in sentences(self.text, self.rubric.lexicon))
        asks = [part.span.start for part in read if part.kind == "open"]
        return tuple(self._heard(part) if asks and part.span.start < asks[-1] else part for part in read)

    def within(self, name: str, span: Span) -> tuple[Span, ...]:
        """Return the cues of a list inside a place."""
        return tuple(found for found in self.found[name] if found.within(span))

    def of_kind(self, *kinds: Kind) -> tuple[Part, ...]:
        """Return the sentences that do one of these things."""
        return tuple(part for part in self.parts if part.kind in kinds)

    def quote(self, span: Span) -> str:
        """Return the exact words at a place, of a long one the first sixteen, without the sentence's closing mark."""
        piece = span.of(self.turn.reply)
        places = [match.end() for match in _NOT_SPACE.finditer(piece)]
        return piece[: places[_LONGEST_QUOTE - 1]].rstrip(",:") if len(places) > _LONGEST_QUOTE else piece.rstrip(".!;")

    @cached_property
    def only_listens(self) -> bool:
        """Whether the turn hands over with an open question and claims nothing yet."""
        asked = self.of_kind("open", "closed", "rhetorical")
        return bool(self.of_kind("open")) and len(asked) < STACKED and not self.of_kind("answer", "proposal")

    @cached_property
    def nothing_to_resist(self) -> bool:
        """Whether what they said is no objection: they agree and ask how."""
        return bool(self.rubric.cues["agreed"].spans(flat(self.turn.objection)))

    def _heard(self, part: Part) -> Part:
        """Before a question, a statement that claims nothing of one's own listens, with figures too if about them."""
        own = any(self.within(name, part.span) for name in ("answer", "jargon", "trial", "action", "reason"))
        facts = self.within("evidence", part.span) or self.within("date", part.span) or self._numbered(part)
        about_them = part.shared or self.within("tied", part.span)
        claims = own or (facts and not about_them)
        return part if claims or part.kind != "answer" else replace(part, kind="listening")

    def _numbered(self, part: Part) -> bool:
        return any(number.within(part.span) for number in self.numbers)

    def _stands_alone(self, cue: Span) -> bool:
        """Whether a cue of one word is a question of its own: "It is clear, right?", and not "Was it right?"."""
        before = self.text[: cue.start].rstrip()
        return " " in cue.of(self.text) or not before or not before[-1].isalnum()

    def _part(self, sentence: Sentence) -> Part:
        seen: dict[str, Span] = {}
        for word in sentence.words:
            if word.stem in self.ideas:
                seen.setdefault(word.stem, word.span)
        shared = tuple(seen.values())
        return Part(sentence, self._kind(sentence, bool(shared)), shared)

    def _kind(self, sentence: Sentence, shared: bool) -> Kind:
        span = sentence.span
        if sentence.asked:
            return self._question(span)
        if self.within("invite", span) or self._hasty.match(self.text[span.start : span.end]):
            return "open"
        return "listening" if self._listens(span, shared) else "answer"

    def _question(self, span: Span) -> Kind:
        if any(self._stands_alone(cue) for cue in self.within("rhetorical", span)):
            return "rhetorical"
        if self.within("proposal", span):
            return "proposal"
        if self.within("pressing", span):
            return "closed"
        if self._open.search(self.text[span.start : span.end]):
            return "open"
        steps = self.within("date", span) or self.within("action", span) or self.within("trial", span)
        return "proposal" if steps else "closed"

    def _listens(self, span: Span, shared: bool) -> bool:
        if self.within("plain", span) and not any(self.within(name, span) for name in ("date", "trial", "standard")):
            return True
        claims = any(self.within(name, span) for name in ("answer", "jargon", "trial", "standard", "evidence", "date"))
        if claims or any(number.within(span) for number in self.numbers):
            return False
        about_them = shared or bool(self.within("lead", span) or self.within("tied", span))
        return about_them or bool(self.within("formula", span)) or sum(1 for _ in words(span.of(self.text))) <= _SHORT

    @cached_property
    def _open(self) -> re.Pattern[str]:
        return re.compile(_OPEN_PLACE + rf"(?:{'|'.join(sorted(self.rubric.open_words))})\b")

    @cached_property
    def _hasty(self) -> re.Pattern[str]:
        return re.compile(_HASTY.format("|".join(sorted(self.rubric.open_words))))


def _figure(number: str) -> str:
    """The same name for a number in words and in figures: "ninety-eight" and "98"."""
    known = [_FIGURES.get(word) for word in number.split("-")]
    values = [value for value in known if value is not None]
    return str(sum(values)) if len(values) == len(known) else number.replace(",", "")
