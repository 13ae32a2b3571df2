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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.safety_words import STOP, Speller

_PART = re.compile(r"\.|[a-z0-9]+|[a-z]{3,}\*")
_GAP = re.compile(r"\.\.\.(\d?)")
_USUAL_GAP = 3
START = 3  # Letters by which word beginnings are looked up; none may be shorter.


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
        beside: it points to help, and the exercise goes on: a hard conflict, or words that may be no more than a sigh.
        key: the place (index into `slots`) of the rarest words, by which the rule is found.
        reach: the most words there can be between the start of the phrase and that place.
        also: words of the next rarest place: unless the message holds one of them, the rule need not be tried.
            Empty if there is no such place.
    """

    category: str
    slots: tuple[Slot, ...]
    guarded: bool
    key: int
    reach: int
    also: frozenset[str] = frozenset()
    beside: bool = False


@dataclass(frozen=True)
class Match:
    """A rule found in a list of words, from `start` up to but not including `end`."""

    rule: Rule
    start: int
    end: int


def parse_rule(
    text: str, category: str, lists: Mapping[str, frozenset[str]], guarded: bool = False, common: Sequence[str] = ()
) -> Rule:
    """Read one phrase. `common` lists frequent words, the most frequent first: rules are not looked up by those.

    Raises:
        ValueError: saying which part is wrong.
    """
    slots = tuple(_slots(text.split(), lists))
    keys = [n for n, slot in enumerate(slots) if not slot.optional and slot.words | set(slot.beginnings) != {STOP}]
    if not keys or slots[0].optional or slots[0].gap or slots[-1].optional:
        raise ValueError("the first and the last word must always be there")
    key, *rest = sorted(keys, key=lambda n: _commonness(slots[n], common))
    also = next((slots[n].words for n in rest if not slots[n].beginnings and STOP not in slots[n].words), frozenset())
    return Rule(category, slots, guarded, key, sum(slot.gap + 1 for slot in slots[1 : key + 1]), also)


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
            raise ValueError(f"'{choice}' is not a word; use small letters and digits, three or more before a *")
        elif choice.endswith("*"):
            beginnings.append(choice[:-1])
        else:
            words.add(choice)
    return Slot(frozenset(words), tuple(beginnings), optional, gap)


def _commonness(slot: Slot, common: Sequence[str]) -> int:
    """How often the slot's words occur, roughly; `common` lists the most frequent words first."""
    ranks = {word: rank for rank, word in enumerate((STOP, *common))}
    return len(slot.beginnings) + sum(max(5, 60 - 2 * ranks[word]) if word in ranks else 1 for word in slot.words)


@dataclass(frozen=True, eq=False)
class RuleIndex:
    """Rules by the words that must be there, so that only a handful is tried on a message.

    Attributes:
        by_word: a word the rules know -> the rules to try; it may be none.
        by_start: for other words: their first START letters -> (beginning, rule).
    """

    by_word: Mapping[str, tuple[Rule, ...]]
    by_start: Mapping[str, tuple[tuple[str, Rule], ...]]

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield every rule found, once for each place of its key word, in the order of the words."""
        present = set(words)
        for place, word in enumerate(words):
            for rule in self._candidates(word):
                if (not rule.also or not rule.also.isdisjoint(present)) and (found := _find(rule, words, place)):
                    yield found

    def _candidates(self, word: str) -> Iterable[Rule]:
        found = self.by_word.get(word)
        if found is None:
            starts = self.by_start.get(word[:START], ())
            return [rule for beginning, rule in starts if word.startswith(beginning)]
        return found


def index(rules: Sequence[Rule], known: Iterable[str] = ()) -> RuleIndex:
    """Put rules in order for finding; `known` words are looked up fastest."""
    keys = [(rule.slots[rule.key], rule) for rule in rules]
    by_start: dict[str, list[tuple[str, Rule]]] = {}
    for slot, rule in keys:
        for beginning in slot.beginnings:
            by_start.setdefault(beginning[:START], []).append((beginning, rule))
    words = {word for slot, _ in keys for word in slot.words} | set(known)
    by_word: dict[str, list[Rule]] = {word: [] for word in words}
    for slot, rule in keys:
        for word in slot.words:
            by_word[word].append(rule)
    for word, found in by_word.items():
        found += [rule for beginning, rule in by_start.get(word[:START], ()) if word.startswith(beginning)]
    return RuleIndex({k: tuple(v) for k, v in by_word.items()}, {k: tuple(v) for k, v in by_start.items()})


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
        victims: words for the one it happens to.
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
    victims: frozenset[str]
    reporting: frozenset[str]
    work: frozenset[str]
