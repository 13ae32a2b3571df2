"""Phrases known by heart ("skip", "where are we"), found in spite of politeness, filler and typing mistakes."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from bot.domain.normalise import for_matching

#: Typing mistakes: how alike a short text must be to a known phrase.
ALIKE, ALIKE_LONGER = 0.86, 0.8
#: And how alike each of its words.
ALIKE_WORD = 0.5
#: No phrase known by heart is longer, in characters.
LONGEST_PHRASE = 200
#: Words a letter away from a control phrase that are no mistakes: "forgot it" tells of a promise, "forget it" passes.
_SPELT_RIGHT = frozenset({"respect", "forgot", "skips", "stops", "helps", "helped", "stopped", "skipped"})
_FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|well|please|pls|sorry|um+|uh+|hmm+|so|actually|yeah|right|no|oh)\b[\s,.!-]*)+|"
    r"(?:[\s,.!-]*\b(?:please|pls|now|thanks|thank you|thx|for now|sorry|mate|then)\b)+[\s.!]*$",
    re.I,
)


def normalised(text: str) -> str:
    """Return lower-case words in plain letters without punctuation, politeness and filler."""
    lowered = for_matching(text).strip()
    bare = _FILLER.sub("", lowered).strip() or lowered
    return " ".join(re.findall(r"[\w']+", bare)).replace("'", "")


def known(text: str, phrases: Mapping[str, str]) -> str | None:
    """Return what a text means that is one of the phrases, word for word.

    Args:
        phrases: normalised, and what each means.
    """
    return phrases.get(normalised(text)) if len(text) <= LONGEST_PHRASE else None


def meant(text: str, phrases: Mapping[str, str]) -> str | None:
    """Return what a short text means that is one of the phrases but for a typing mistake."""
    if len(text) > LONGEST_PHRASE:
        return None
    typed = normalised(text)
    if not 4 <= len(typed) <= 24 or len(re.findall(r"[\w']+", text)) > 4 or _SPELT_RIGHT & set(typed.split()):
        return None
    least = ALIKE if len(typed) < 5 else ALIKE_LONGER
    letters = SequenceMatcher(None, "", typed)
    near = (p for p in phrases if abs(len(p) - len(typed)) <= 2 and p[0] == typed[0] and _may_be(letters, p, least))
    alike = ((ratio, p) for p in near if (ratio := SequenceMatcher(None, typed, p).ratio()) >= least)
    phrase = max((one for one in alike if _same_words(typed, one[1])), default=(0.0, ""))[1]
    swapped = (p for p in phrases if len(p) > 3 and p != typed and sorted(p) == sorted(typed))
    phrase = phrase or next(swapped, "")
    return phrases.get(phrase) if phrase else None


def _may_be(letters: SequenceMatcher[str], phrase: str, least: float) -> bool:
    """Whether a phrase has enough letters of what was typed, in whatever order: a bound that is cheap to know."""
    letters.set_seq1(phrase)
    return letters.quick_ratio() >= least


def _same_words(text: str, phrase: str) -> bool:
    """Whether no word stands where quite another belongs: "what does RACI mean" is not "what does that mean"."""
    typed, spelt = text.split(), phrase.split()
    pairs = zip(typed, spelt, strict=False) if len(typed) == len(spelt) else ()
    return all(SequenceMatcher(None, one, other).ratio() >= ALIKE_WORD for one, other in pairs)
