"""What is measured in a played conversation. Everything here can be checked against the transcript by eye."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from benchmarks.coaching.patterns import (
    ADVICE,
    BROKEN,
    CUT_END,
    CUT_START,
    DAY,
    GIVES_BACK,
    PRAISE,
    QUOTED,
    SENTENCE,
)
from benchmarks.coaching.talk import Bubble, Played, Spoken
from bot.domain.coaching.phases import plan_of
from bot.domain.coaching.reflections import COMPLEX
from bot.domain.coaching.session import Exchange, Fact, Session

#: Kinds of replies in which the coach speaks; the others are the menu, help, the mentor.
COACHING = frozenset({"grow.review", "grow.goal", "grow.reality", "grow.options", "grow.will"})
FULL_SET = ("action", "when", "obstacle", "if-then", "confidence")
#: Something said is returned to, and not only given back, from this many turns later on.
LATER = 3
#: Options are told apart by their words of at least four letters, by their first five ("Friday", "Fridays").
LONG_WORD, STEM = 4, 5
#: The same words may be quoted this often in a conversation.
QUOTED_AT_MOST = 2


@dataclass(frozen=True)
class CoachTurn:
    """One turn of the coach that asks something of the coachee."""

    number: int
    text: str
    opening: bool

    @property
    def plain(self) -> str:
        """The turn without the coachee's own words."""
        return QUOTED.sub("“”", self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(re.findall(r"[\w'’-]+", self.text))

    @property
    def quotes(self) -> list[str]:
        """What stands between quotation marks."""
        return QUOTED.findall(self.text)

    @property
    def stacked(self) -> bool:
        """Whether it asks more than one question."""
        return self.plain.count("?") > 1

    @property
    def gives_back(self) -> bool:
        """Whether, read as a text, something the coachee said is given back in it."""
        statements = [s for s in SENTENCE.findall(self.plain) if not s.strip().endswith("?")]
        return bool(self.quotes) or any(GIVES_BACK.match(s) for s in statements)


@dataclass(frozen=True)
class Returned:
    """Whether something the persona planted was said, and whether the coach came back to it later."""

    said: bool
    returned: bool


@dataclass(frozen=True)
class Measured:
    """One conversation and its figures."""

    played: Played

    @property
    def session(self) -> Session:
        """The stored conversation."""
        return self.played.session

    @property
    def length_ignored(self) -> bool:
        """Whether the product took another length than the one the person asked for."""
        return self.session.minutes != self.played.minutes

    @cached_property
    def turns(self) -> list[CoachTurn]:
        """The turns in which the coach asked; the summary and what is not coaching are left out."""
        found = ((n, _coaching(spoken)) for n, spoken in enumerate(self.played.turns))
        return [CoachTurn(n, text, opening=n < 1) for n, text in found if text]

    @cached_property
    def questions(self) -> list[Exchange]:
        """Every question that was asked, those taken back included."""
        return list(self.session.exchanges)

    @property
    def reflections(self) -> list[Exchange]:
        """The questions that had a reflection before them."""
        return [e for e in self.questions if e.reflection]

    @property
    def complex(self) -> int:
        """How many reflections added meaning instead of repeating."""
        return sum(1 for e in self.reflections if e.reflection in COMPLEX)

    @property
    def ratio(self) -> float:
        """Reflections to questions, by the stored conversation."""
        return len(self.reflections) / max(1, len(self.questions))

    @property
    def text_ratio(self) -> float:
        """Turns that give something back to all turns, by the text alone."""
        return sum(t.gives_back for t in self.turns) / max(1, len(self.turns))

    @property
    def same_form_twice(self) -> int:
        """How often one form of reflection follows itself."""
        forms = [e.reflection for e in self.questions]
        return sum(1 for a, b in zip(forms, forms[1:], strict=False) if a and a == b)

    @property
    def stacked(self) -> list[CoachTurn]:
        """Turns with more than one question."""
        return [t for t in self.turns if t.stacked]

    @property
    def repeated(self) -> list[str]:
        """Questions asked twice: the same id, or the same words under two ids."""
        ids = Counter(e.question for e in self.questions)
        texts = Counter(e.asked.lower() for e in {(e.question, e.asked): e for e in self.questions}.values())
        return [name for name, times in (ids + texts).items() if times > 1]

    @property
    def advice(self) -> list[str]:
        """Advice in the coach's own words."""
        return [m.group(0) for t in self.turns for m in ADVICE.finditer(t.plain)]

    @property
    def praise(self) -> list[str]:
        """Praise in the coach's own words."""
        return [m.group(0) for t in self.turns for m in PRAISE.finditer(t.plain)]

    @property
    def word_counts(self) -> list[int]:
        """Words of each turn, the opening aside."""
        return [t.words for t in self.turns if not t.opening]

    @property
    def missing(self) -> list[str]:
        """What of the full set a finished conversation lacks; a `when` without a calendar date is "dated"."""
        when = self.session.latest("when")
        undated = ["dated"] if when and not when.on else []
        return [c for c in FULL_SET if not self.session.latest(c)] + undated

    @property
    def lenses(self) -> set[str]:
        """The context lenses that notes were taken under."""
        return {fact.lens for fact in self.session.every("note") if fact.lens}

    @property
    def lenses_wanted(self) -> int:
        """How many lenses a conversation of this length should cover."""
        return plan_of(self.session).lenses

    @property
    def quotes(self) -> list[str]:
        """Everything the coach quoted."""
        return [q for t in self.turns for q in t.quotes]

    @property
    def worn(self) -> list[str]:
        """Words quoted more than twice, alone or inside a longer quotation."""
        said = [_bare(q) for q in self.quotes]
        return [q for q in dict.fromkeys(said) if sum(q in other for other in said) > QUOTED_AT_MOST]

    @property
    def cut(self) -> list[str]:
        """Quotations that look cut in the wrong place."""
        return [q for q in self.quotes if CUT_END.search(q.strip(" .,;")) or CUT_START.match(q.strip())]

    @property
    def failed(self) -> int:
        """Turns answered with an apology, or not at all."""
        return sum(1 for t in self.played.turns if not t.bubbles or any(b.kind in BROKEN for b in t.bubbles))

    @property
    def strayed(self) -> list[str]:
        """Turns in the middle of the conversation that were answered with something else, like help or privacy."""
        spoken = [t for t in self.played.turns if t.step.startswith("grow.")]
        return [f"{b.kind} to “{t.said}”" for t in spoken for b in t.bubbles if not b.kind.startswith("grow.")]

    @property
    def misheard(self) -> list[str]:
        """Choices stored as another option than the one named, and days stored as another day."""
        found = []
        choice, when = self.session.latest("choice"), self.session.latest("when")
        if choice and self._nearer_option(choice):
            found.append(f"“{self._said(choice)}” as “{choice.text}”")
        day = DAY.search(when.text) if when else None
        if when and day and when.on and int(when.on[-2:]) != int(day.group(1) or day.group(2)):
            found.append(f"“{when.text}” as {when.on}")
        return found

    def _nearer_option(self, choice: Fact) -> bool:
        """Whether the words said share more with another option than with the one stored."""
        said = _content(self._said(choice))
        shared = [len(said & _content(option.text)) for option in self.session.every("option")]
        return max(shared, default=0) > len(said & _content(choice.text))

    def _said(self, fact: Fact) -> str:
        return self.session.exchanges[fact.turn].answer or "" if 0 <= fact.turn < len(self.questions) else ""

    @property
    def measure_is_goal(self) -> bool:
        """Whether the summary shows the same words as goal and as measure."""
        return bool(self.session.words("goal")) and self.session.words("goal") == self.session.words("measure")

    def moves(self, *names: str) -> int:
        """How many questions of these moves were asked."""
        return sum(1 for e in self.questions if e.move in names)

    def came_back(self, trace: str, mentions: int = 1) -> Returned:
        """Whether the coach came back to what was planted, some turns after it was last new.

        Args:
            mentions: how often the person must have said it before a return counts.
        """
        words = "|".join(self.played.persona.traces[trace].words)
        said = [n for n, turn in enumerate(self.played.turns) if re.search(words, turn.said)]
        if not words or len(said) < mentions:
            return Returned(False, False)
        later = [t for t in self.turns if t.number >= said[0] + LATER]
        return Returned(True, any(re.search(words, t.text) for t in later))

    @property
    def laid_side_by_side(self) -> Returned:
        """Whether the early absolute and the later example stood in one turn of the coach."""
        both = [self.played.persona.traces[name].words for name in ("absolute", "example")]
        said = all(any(re.search("|".join(w), t.said) for t in self.played.turns) for w in both)
        return Returned(said, said and any(all(re.search("|".join(w), t.text) for w in both) for t in self.turns))


def _coaching(spoken: Spoken) -> str:
    return "\n".join(b.text for b in spoken.bubbles if _asks(b))


def _asks(bubble: Bubble) -> bool:
    """The words around a conversation (how it goes, that it stopped) have no question of the bank as their ref."""
    return bubble.kind in COACHING and bool(bubble.ref)


def _content(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(rf"\w{{{LONG_WORD},}}", text.lower())}


def _bare(quote: str) -> str:
    return re.sub(r"\W+", " ", quote.lower()).strip()


def percentile(values: Sequence[int], share: float) -> int:
    """Return the nearest-rank percentile, 0 of nothing."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else 0


def middle(values: Sequence[int]) -> float:
    """Return the median, 0 of nothing."""
    return median(values) if values else 0.0


def reflected(all_measured: Iterable[Measured]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (persona, form, what was said, what the coach gave back) for every reflection."""
    for m in all_measured:
        by_asked = {e.asked: e for e in m.reflections}
        for turn in m.turns:
            exchange = next((e for asked, e in by_asked.items() if turn.text.endswith(asked)), None)
            # A question put in other words on request comes without its reflection.
            if exchange and turn.quotes:
                yield m.played.persona.id, exchange.reflection, m.played.turns[turn.number].said, turn.text
