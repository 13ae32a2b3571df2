"""The rules of the safety screen: phrases in a small language, and a fast way to find them in a list of words.

The language, as editors write it in `content/safety/`:

    die             this word
    kill*           any word that begins so
    want|wish       either
    <me>            any word of the list of that name
    (just) die      a word that may be missing
    want ... die    up to three words in between, in the same sentence; `...6` up to six
    . give up .     a full stop stands for the start or the end of a sentence
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.safety_words import STOP, Speller

_PART = re.compile(r"\.|[a-z0-9]+\*?")
_GAP = re.compile(r"\.\.\.(\d?)")
_USUAL_GAP = 3


@dataclass(frozen=True)
class Slot:
    """One place in a phrase. `gap` is how many words may be passed over before it."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0

    def accepts(self, word: str) -> bool:
        """Whether the word fits here."""
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True)
class Rule:
    """A phrase that means something.

    Attributes:
        category: what it points to; `idiom` for harmless phrases.
        guarded: it does not count in a sentence that talks about work matters ("I can't go on" with two calendars).
        key: the place (index into `slots`) of the rarest words, by which the rule is found.
        reach: the most words there can be between the start of the phrase and that place.
    """

    category: str
    slots: tuple[Slot, ...]
    guarded: bool
    key: int
    reach: int


@dataclass(frozen=True)
class Match:
    """A rule found in a list of words, from `start` up to but not including `end`."""

    rule: Rule
    start: int
    end: int


def parse_rule(text: str, category: str, lists: Mapping[str, frozenset[str]], guarded: bool = False) -> Rule:
    """Read one phrase.

    Raises:
        ValueError: saying which part is wrong.
    """
    slots = tuple(_slots(text.split(), lists))
    keys = [n for n, slot in enumerate(slots) if not slot.optional and slot.words | set(slot.beginnings) != {STOP}]
    if not keys or slots[0].optional or slots[0].gap or slots[-1].optional:
        raise ValueError("the first and the last word must always be there")
    key = min(keys, key=lambda n: _commonness(slots[n], lists.get("common", frozenset())))
    return Rule(category, slots, guarded, key, sum(slot.gap + 1 for slot in slots[: key + 1]))


def _slots(parts: Sequence[str], lists: Mapping[str, frozenset[str]]) -> Iterator[Slot]:
    gap = 0
    for part in parts:
        if found := _GAP.fullmatch(part):
            gap = int(found[1] or _USUAL_GAP)
        else:
            yield _slot(part, gap, lists)
            gap = 0
    if gap:
        raise ValueError("it must not end in '...'")


def _slot(part: str, gap: int, lists: Mapping[str, frozenset[str]]) -> Slot:
    optional = part.startswith("(") and part.endswith(")")
    words: set[str] = set()
    beginnings: list[str] = []
    for choice in part.strip("()").split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in lists:
                raise ValueError(f"'{choice}' is not one of the word lists ({', '.join(sorted(lists))})")
            words |= lists[choice[1:-1]]
        elif not _PART.fullmatch(choice):
            raise ValueError(f"'{choice}' is not a word; use small letters, digits and one * at the end")
        elif choice.endswith("*"):
            beginnings.append(choice[:-1])
        else:
            words.add(choice)
    return Slot(frozenset(words), tuple(beginnings), optional, gap)


def _commonness(slot: Slot, common: frozenset[str]) -> tuple[bool, int]:
    """Sorts slots: those without common words first, and the fewest words first."""
    return bool(slot.words & (common | {STOP})), len(slot.words) + len(slot.beginnings)


@dataclass(frozen=True, eq=False)
class RuleIndex:
    """Rules by the words that must be there, so that only a handful is tried on a message."""

    by_word: Mapping[str, tuple[Rule, ...]]
    by_beginning: Mapping[str, tuple[Rule, ...]]
    lengths: tuple[int, ...] = field(default=())

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield every rule found, once for each place of its key word, in the order of the words."""
        for place, word in enumerate(words):
            for rule in self._candidates(word):
                if (found := _find(rule, words, place)) is not None:
                    yield found

    def _candidates(self, word: str) -> Iterator[Rule]:
        yield from self.by_word.get(word, ())
        for length in self.lengths:
            if length <= len(word):
                yield from self.by_beginning.get(word[:length], ())


def index(rules: Sequence[Rule]) -> RuleIndex:
    """Put rules in order for finding."""
    by_word: dict[str, list[Rule]] = {}
    by_beginning: dict[str, list[Rule]] = {}
    for rule in rules:
        for word in rule.slots[rule.key].words:
            by_word.setdefault(word, []).append(rule)
        for beginning in rule.slots[rule.key].beginnings:
            by_beginning.setdefault(beginning, []).append(rule)
    return RuleIndex(
        {word: tuple(found) for word, found in by_word.items()},
        {beginning: tuple(found) for beginning, found in by_beginning.items()},
        tuple(sorted({len(beginning) for beginning in by_beginning})),
    )


def _find(rule: Rule, words: Sequence[str], place: int) -> Match | None:
    """Return the rule's match that covers the word at `place`, if there is one."""
    for start in range(max(0, place - rule.reach), place + 1):
        if rule.slots[0].accepts(words[start]):
            end = _fit(rule.slots, 0, words, start)
            if end > place:
                return Match(rule, start, end)
    return None


def _fit(slots: tuple[Slot, ...], n: int, words: Sequence[str], at: int) -> int:
    """Return where the slots from `n` on end when they begin at word `at`; -1 if they do not fit."""
    if n == len(slots):
        return at
    slot = slots[n]
    for place in range(at, min(at + slot.gap + 1, len(words))):
        if slot.accepts(words[place]) and (end := _fit(slots, n + 1, words, place + 1)) >= 0:
            return end
        if words[place] == STOP:
            break
    return _fit(slots, n + 1, words, at) if slot.optional else -1


@dataclass(frozen=True, eq=False)
class SafetyRules:
    """Everything the screen needs, loaded and checked once. Compared by identity.

    Attributes:
        speller: how words may be written.
        certain: what points to danger whatever else is said.
        idioms: harmless phrases; their words do not count for the other rules.
        rules: what points to danger unless it is part of an idiom.
        others: the rules that also hold for somebody else, after the words are turned to "I".
        turn: "he" -> "I", "herself" -> "myself", "wants" -> "want".
        own: words that speak of oneself.
        people: words that speak of somebody else.
        reporting: "said", "told" and the like.
        work: words for work matters, which guard the guarded rules.
    """

    speller: Speller
    certain: RuleIndex
    idioms: RuleIndex
    rules: RuleIndex
    others: RuleIndex
    turn: Mapping[str, str]
    own: frozenset[str]
    people: frozenset[str]
    reporting: frozenset[str]
    work: frozenset[str]
