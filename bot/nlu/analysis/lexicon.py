"""Finds all cues of all lists in one pass over the words of a message."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.catalogue.cues import GAP_WORDS, CueList, Cues, Phrase, Slot
from bot.nlu.analysis.words import Message, Word

# Names of lists in the lexicon: "signal:vague", "role:sales", "theme:data-trust", "hint:data-trust", ...
UNLESS = "unless:"
_Entry = tuple[str, Phrase]


@dataclass(frozen=True)
class Hit:
    """A cue found at words `first` up to, not including, `last`."""

    first: int
    last: int
    cue: str

    def overlaps(self, other: "Hit") -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


class Findings:
    """What the lexicon found in one message, by list."""

    def __init__(self, hits: Mapping[str, list[Hit]]) -> None:
        self._hits = hits

    def of(self, name: str) -> list[Hit]:
        """The hits of a list that no `unless` cue takes back, in the order of the message."""
        unless = self._hits.get(UNLESS + name, [])
        return [hit for hit in self._hits.get(name, []) if not any(hit.overlaps(other) for other in unless)]

    def longest(self, names: Iterable[str]) -> list[tuple[str, Hit]]:
        """Hits of several lists without overlaps: the longer wins, then the earlier; in the order of the message."""
        found = [(name, hit) for name in names for hit in self.of(name)]
        kept: list[tuple[str, Hit]] = []
        for name, hit in sorted(found, key=lambda item: (item[1].first - item[1].last, item[1].first)):
            if not any(hit.overlaps(other) for _, other in kept):
                kept.append((name, hit))
        return sorted(kept, key=lambda item: item[1].first)


class Lexicon:
    """All phrases, indexed by their first word, so that the cost grows with the message and not with the lists."""

    def __init__(self, lists: Mapping[str, Iterable[Phrase]]) -> None:
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._beginnings: dict[str, list[_Entry]] = defaultdict(list)
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add((name, phrase))

    def _add(self, entry: _Entry) -> None:
        first = entry[1].slots[0]
        for word in first.words:
            self._words[word].append(entry)
        for beginning in first.beginnings:
            self._beginnings[beginning].append(entry)

    def find(self, message: Message) -> Findings:
        """Look every word up once."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        for at, word in enumerate(message.words):
            for name, phrase in self._starting(word.key):
                if (last := _match(phrase.slots, 1, message.words, at + 1)) is not None:
                    hits[name].append(Hit(at, last, phrase.text))
        return Findings(hits)

    def _starting(self, key: str) -> Iterator[_Entry]:
        yield from self._words.get(key, ())
        for length in range(1, len(key) + 1):
            yield from self._beginnings.get(key[:length], ())


def _match(slots: tuple[Slot, ...], n: int, words: tuple[Word, ...], at: int) -> int | None:
    """Match slots from `n` on at word `at`; return one past the last word, or None. Never across a full stop."""
    if n == len(slots):
        return at
    slot = slots[n]
    if slot.gap:
        return _match_gap(slots, n, words, at)
    fits = at < len(words) and not words[at].stop and _fits(slot, words[at].key)
    if fits and (last := _match(slots, n + 1, words, at + 1)) is not None:
        return last
    return _match(slots, n + 1, words, at) if slot.optional else None


def _match_gap(slots: tuple[Slot, ...], n: int, words: tuple[Word, ...], at: int) -> int | None:
    for skipped in range(GAP_WORDS + 1):
        if any(word.stop for word in words[at : at + skipped]):
            return None
        if (last := _match(slots, n + 1, words, at + skipped)) is not None:
            return last
    return None


def _fits(slot: Slot, key: str) -> bool:
    return key in slot.words or (bool(slot.beginnings) and key.startswith(slot.beginnings))


@lru_cache(maxsize=4)
def lexicon_for(cues: Cues) -> Lexicon:
    """The lexicon of a set of cues, built once (about 30 ms)."""
    lists: dict[str, Iterable[Phrase]] = {"not_people": cues.not_people, "stances": cues.stances, "turns": cues.turns}
    for kind, group in (("signal", cues.signals), ("lens", cues.lenses)):
        lists.update(_cue_lists(kind, group))
    for theme, words in cues.themes.items():
        lists |= {f"theme:{theme}": words.cues, f"hint:{theme}": words.hints}
    lists.update({f"role:{name}": phrases for name, phrases in cues.roles.items()})
    lists.update({f"function:{name}": phrases for name, phrases in cues.functions.items()})
    return Lexicon(lists)


def _cue_lists(kind: str, group: Mapping[str, CueList]) -> Iterator[tuple[str, Iterable[Phrase]]]:
    for name, cues in group.items():
        yield f"{kind}:{name}", cues.any
        yield f"{UNLESS}{kind}:{name}", cues.unless
