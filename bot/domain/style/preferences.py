"""Four pairs of preferences, each with two letters as many tools write them, and how letters are read in a text.

Preferences, not labels: a pair may stay open, and nothing is concluded from one but how a message may be worded.
"""

import re
from collections.abc import Mapping

#: The two letters of each pair, in the order in which the letters are written together.
LETTERS: dict[str, tuple[str, str]] = {
    "energy": ("E", "I"),
    "information": ("S", "N"),
    "decision": ("T", "F"),
    "closure": ("J", "P"),
}
PAIRS = tuple(LETTERS)
PAIR_OF = {letter: pair for pair, letters in LETTERS.items() for letter in letters}
#: A letter for each pair, or the empty string for one that is open.
Preferences = Mapping[str, str]
#: What stands for "not known" between letters.
_OPEN = "X?"
_GAP = r"[ ./\-]?"
_TYPE = re.compile(
    rf"(?<![\w?])([EI{_OPEN}]){_GAP}([SN{_OPEN}]){_GAP}([TF{_OPEN}]){_GAP}([JP{_OPEN}])(?:[ \-]?[AT])?(?!\w)", re.I
)
#: Fewer letters than this are rather a slip or a word than a type.
_FEWEST = 2


def nothing_known() -> dict[str, str]:
    """Return the four pairs, all open."""
    return dict.fromkeys(PAIRS, "")


def read_letters(text: str) -> dict[str, str] | None:
    """Return the four pairs as letters tell them ("INTJ", "estp-a", "I N x J"), or None if there are none.

    X or a question mark leaves a pair open; what follows the four letters ("-A", "-T") is not used.
    """
    for match in _TYPE.finditer(text):
        found = {pair: _known(letter) for pair, letter in zip(PAIRS, match.groups(), strict=True)}
        if sum(map(bool, found.values())) >= _FEWEST:
            return found
    return None


def _known(letter: str) -> str:
    return "" if letter in _OPEN + _OPEN.lower() else letter.upper()


def read_words(text: str, words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the pairs of which a text names one side, by words such as "introvert" or "big picture".

    Args:
        words: for each letter the words that mean it, in small letters; also the beginnings of words.

    A word after "not", "no" or "hates" means the other side; a pair with words of both sides is left out.
    """
    plain = re.sub(r"['’]", "", text.lower())
    found: dict[str, set[str]] = {}
    for letter, names in words.items():
        for name in names:
            found.setdefault(PAIR_OF[letter], set()).update(_sides(plain, name, letter))
    return {pair: next(iter(letters)) for pair, letters in found.items() if len(letters) == 1}


_AGAINST = frozenset(
    "no not never without hates hate dislikes dislike avoids avoid ignores ignore skips "
    "dont doesnt isnt arent wont cant".split()
)
_NEAR = 30


def _sides(plain: str, name: str, letter: str) -> set[str]:
    starts = (match.start() for match in re.finditer(rf"\b{re.escape(name)}", plain))
    return {other(letter) if _AGAINST & _two_before(plain, start) else letter for start in starts}


def _two_before(plain: str, start: int) -> set[str]:
    """The two words before a place; a stop between ends the reach of a "not"."""
    before = re.split(r"[.,;:!?]", plain[max(0, start - _NEAR) : start])[-1]
    return set(re.findall(r"\w+", before)[-2:])


def other(letter: str) -> str:
    """Return the other letter of the same pair."""
    first, second = LETTERS[PAIR_OF[letter]]
    return second if letter == first else first
