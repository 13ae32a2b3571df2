"""Turns a message into the words the safety rules are written in: plain letters, usual spelling, no short forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.normalise import for_matching, join_spaced, shorten_runs, unleet

STOP = "."  # Stands for the start and the end of every sentence.
MASK = "_"  # Stands for a word that belongs to a harmless idiom.
_TOKEN = re.compile(r"[@$]?[a-z0-9]+(?:['*@$!#|+][a-z0-9]+)*'?|[.?!;\n\r\u2026\u2028\u2029]+")
_PIECE = re.compile(r"[a-z0-9]+")
_SHORT_FORMS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_IS_AFTER = frozenset("he she it that what there who where here everything nothing everyone nobody".split())
_SHORTEST_TYPO, _LONGEST_TYPO = 5, 14
_LONGEST_RUN = 60


@dataclass(frozen=True, eq=False)
class Speller:
    """How words may be written.

    Attributes:
        known: every word the rules use; a known word is never respelled.
        variants: other spelling -> the words meant (one or more).
        joined: two words in a row -> the one word meant.
        signs: emoji -> the word meant.
        typos: a word with one letter left out -> the words it may be, for words that few others resemble.
    """

    known: frozenset[str]
    variants: Mapping[str, tuple[str, ...]]
    joined: Mapping[tuple[str, str], str]
    signs: Mapping[int, str]
    typos: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def words(self, text: str) -> list[str]:
        """Return the words of a text, with STOP before the first, between sentences and after the last."""
        plain = join_spaced(for_matching(text).translate(self.signs), self._divide)
        words = [STOP]
        for found in _TOKEN.finditer(plain):
            token = found[0]
            if token in self.known:
                words.append(token)
            elif not token[-1].isalnum() and not token[0].isalnum():
                words.append(STOP)
            else:
                words.extend(self._spell(token))
        words.append(STOP)
        return self._join(words)

    def _divide(self, letters: str) -> str:
        """Return "iwanttodie" as "i want to die", if it can be cut into known words; the longest words first."""
        ends: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(1, min(len(letters), _LONGEST_RUN) + 1):
            for start in range(end):
                word = letters[start:end]
                if start in ends and (word in self.known or word in self.variants):
                    cut = (*ends[start], word)
                    if end not in ends or len(cut) < len(ends[end]):
                        ends[end] = cut
        return " ".join(ends.get(len(letters), (letters,)))

    def _spell(self, token: str) -> tuple[str, ...]:
        """Return the words an unknown token stands for; itself if nothing better is known."""
        if token in self.variants:
            return self.variants[token]
        if not token.isalpha():
            return self._spell_signs(token)
        for reading in (*shorten_runs(token), *self._typo(token)):
            if found := self._known(reading):
                return found
        return (token,)

    def _known(self, reading: str) -> tuple[str, ...]:
        return (reading,) if reading in self.known else self.variants.get(reading, ())

    def _spell_signs(self, token: str) -> tuple[str, ...]:
        if "'" in token and "*" not in token:
            return self._short_form(token)
        if not token.isdigit() and len(token) > 2:
            for reading in unleet(token):
                for form in (reading, *shorten_runs(reading), *self._typo(reading)):
                    if found := self._known(form):
                        return found
        return tuple(_PIECE.findall(token)) or (token,)

    def _short_form(self, token: str) -> tuple[str, ...]:
        """Write out "don't", "I'm", "he's"; an owner's 's ("the boss's") becomes a word of its own."""
        whole = token.replace("'", "")
        if whole in self.variants:
            return self.variants[whole]
        head, _, tail = token.strip("'").partition("'")
        if tail == "s":
            return (*self._spell_part(head), "is" if head in _IS_AFTER else "s")
        if tail in _SHORT_FORMS:
            return (*self._spell_part(head), _SHORT_FORMS[tail])
        return (*self._spell_part(head), *(self._spell_part(tail.replace("'", "")) if tail else ()))

    def _spell_part(self, part: str) -> tuple[str, ...]:
        return (part,) if part in self.known else self._spell(part)

    def _typo(self, token: str) -> Iterator[str]:
        """Yield the words that one slip of the finger (missing, extra, wrong or swapped letter) turns into this one."""
        if not _SHORTEST_TYPO <= len(token) <= _LONGEST_TYPO:
            return
        for shape in (token, *(token[:n] + token[n + 1 :] for n in range(len(token)))):
            for word in self.typos.get(shape, ()):
                if one_slip(token, word):
                    yield word

    def _join(self, words: list[str]) -> list[str]:
        joined: list[str] = []
        for word in words:
            if joined and (joined[-1], word) in self.joined:
                joined[-1] = self.joined[joined[-1], word]
            else:
                joined.append(word)
        return joined


def one_slip(typed: str, meant: str) -> bool:
    """Whether the two differ by one missing, extra, wrong or swapped letter (or not at all)."""
    start = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    a, b = typed[start:], meant[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def typo_shapes(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return each word, and each word with one letter left out, with the words it may stand for."""
    shapes: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        for shape in {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}:
            shapes[shape] = (*shapes.get(shape, ()), word)
    return shapes
