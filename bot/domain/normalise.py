"""Brings text into one plain form, for matching only; what a person typed is always kept as it was.

People hide words (zero-width characters, letters of another alphabet that look alike, digits for letters), and
keyboards do it for them. Everything here is pure and works on any string, however odd.
"""

import re
import unicodedata
from collections.abc import Callable

# Letters of other alphabets that are drawn like Latin ones (the usual ones in disguised text, not the full Unicode
# list of confusables: most of that never occurs in words).
_LOOKALIKES = (
    "аa вb сc ԁd еe ѐe ёe ғf һh нh іi їi јj кk ӏl мm оo рp ԛq гr ѕs тt цu уy үy ұy ѵv ԝw хx ѡw "
    "зz бb пn иu йu эe яr ыbi ьb "
    "αa βb γy δd εe ζz ηn θo ιi κk λl μu νv ξe οo πn ρp σo ςs τt υu φo χx ψw ωw ϲc ϳj "
    "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz "
    "ɑa ɐa ɓb ƈc ɗd ɘe ǝe ɛe ɡg ɦh ɨi ıi ʝj ƙk ɩi ɭl łl ɱm ƞn øo ɔc ƥp ɋq ɾr ʂs ƭt ʋu ⱱv ɯw ʎy ʐz đd ħh ŧt ßss æae œoe"
)
_LATIN = {ord(pair[0]): pair[1:] for pair in _LOOKALIKES.split()}
# Enclosed letters (white on black) have no compatibility form in Unicode: A is at these code points.
_ENCLOSED_A = (0x1F150, 0x1F170)
_LATIN.update({start + n: chr(ord("a") + n) for start in _ENCLOSED_A for n in range(26)})
# Signs written for an apostrophe; NFKC leaves them alone.
_LATIN.update({ord(mark): "'" for mark in "’‘‛`´ʼ′ˈ"})

# Digits and signs for letters; 1 and ! stand for i as often as for l.
_LEET = str.maketrans("0134578@$!|+", "oieastbasilt")
_LEET_L = str.maketrans("0134578@$!|+", "oleastbaslit")
# Variation selectors only say how an emoji is drawn; they are combining in category but not in class.
_VARIATION = {code: None for code in range(0xFE00, 0xFE10)}
_RUN = re.compile(r"(.)\1{2,}")
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[\s._*\-]{1,2}[^\W_]){2,}(?![^\W_])")
_NOT_ALNUM = re.compile(r"[\W_]+")
# Zero-width joiners hold an emoji together; without line ends, words would run into one another.
_SEEN = frozenset("\u200c\u200d\n\r\t\x0b\x0c\x85")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co"})
# Marks that change the direction of what follows, and those that hide where a line ends or words part.
_TURNING = frozenset(
    map(chr, (0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF, 0x00AD))
)
_SIGNS = re.compile(r"([^\w\s]{20})[^\w\s]+")
_LONG_WORD = re.compile(r"(\S{100})(?=\S)")
_PIECES = re.compile(r"\w+|[^\w\s]")
#: Words and signs of one message that are analysed, some six to eight thousand characters of prose.
MOST_READ = 1_500


def visible(text: str) -> str:
    """Return the text in NFKC form without characters that cannot be seen (zero-width, direction marks, soft hyphens).

    Line ends and tabs stay. Letters keep their case and accents. Lone surrogates are dropped.
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cs", "Co"))


def for_reading(text: str) -> str:
    """Return what is analysed of a text: the same words in the same order, in a form that costs a bounded time to read.

    What cannot be seen goes (except the joiners inside an emoji), a run of signs becomes 20 of them, a word of more
    than 100 characters is cut in pieces, and after 1,500 words and signs nothing is read. A quotation from it shows
    what was typed.
    """
    seen = "".join(c for c in text if c in _SEEN or unicodedata.category(c) not in _UNSEEN)
    short = _LONG_WORD.sub(r"\1 ", _SIGNS.sub(r"\1", seen))
    end = next((found.start() for n, found in enumerate(_PIECES.finditer(short)) if n == MOST_READ), None)
    return short[:end]


def for_showing(text: str) -> str:
    """Return a text without what could turn round, hide or push away the words beside it.

    Direction marks and control characters go; line ends, tabs and the joiners and selectors of emoji stay.
    """
    return text if text.isprintable() else "".join(c for c in text if c not in _TURNING and not _controls(c))


def _controls(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs")


def for_matching(text: str) -> str:
    """Return the text in lower case, in plain Latin letters where a letter only looks like another, without accents."""
    if text.isascii():
        return text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", visible(text).casefold()) if not unicodedata.combining(c))
    # Once more: a lookalike may itself have come out of the decomposition.
    return unicodedata.normalize("NFKC", bare.translate(_LATIN)).translate(_VARIATION)


def join_spaced(text: str, split: Callable[[str], str] = str) -> str:
    """Write words spelled one letter at a time ("s t o p", "s.t.o.p") as words; at least three letters.

    Args:
        text: any text.
        split: puts the spaces back between words that were all spelled in one go; nothing by default.
    """
    return _SPACED.sub(lambda found: split(_NOT_ALNUM.sub("", found[0])), text)


def unleet(word: str) -> tuple[str, ...]:
    """Return the readings of a word with digits or signs for letters ("st0p": "stop"); 1 and ! may be i or l."""
    return tuple(dict.fromkeys((word.translate(_LEET), word.translate(_LEET_L))))


def shorten_runs(word: str) -> tuple[str, ...]:
    """Return the readings of a word with a letter held down ("stoooop"): each such run as one letter, and as two."""
    if not _RUN.search(word):
        return ()
    return _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
