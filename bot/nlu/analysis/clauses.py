"""Pieces that look like a clause and tell nothing: only when, or only who is speaking."""

import re
from collections.abc import Sequence

from bot.nlu.analysis.words import Word

_LONGEST_SAYING, _A_LIST = 4, 2
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CONTRACTED = re.compile(r"['’](?:m|ve|re|ll|d|s)$|n['’]t$", re.I)
_OPENS_A_TIME = frozenset("every each all last next this these most many some one two three four five six the".split())
_TIMES = frozenset(
    "day days week weeks month months quarter quarters year years cycle cycles time times morning mornings evening "
    "evenings night nights weekend weekends monday tuesday wednesday thursday friday saturday sunday winter spring "
    "summer autumn".split()
)
_THEN = frozenset("since when until till that before after because as while now already ago again".split())
_SAYS = frozenset("said says say told tell tells asked ask asks answered replied wrote write writes".split())
_SAID = frozenset("never nobody not always nothing anything something it that so no yes everything a the my".split())
_THEY_LEAD, _INTRODUCED = frozenset("runs leads heads manages chairs".split()), 6
_LEADS = frozenset("run lead manage head chair".split())


def tells_nothing(words: Sequence[Word]) -> bool:
    """Whether words are somebody else's between marks, or a clause that leads up to what is told."""
    # "610 of which sell little" hangs on what stood before it.
    hangs = len(words) > 2 and words[1].key == "of" and words[2].key in ("which", "whom")
    spoken = any(word.spoken for word in words)
    if words[0].key == "like" and len(words) > 1 and words[1].tag not in ("DT", "PRP$", "VBG"):
        return True  # "Like nobody else sees it" hangs on what stood before it.
    shapes = (only_a_time, says_only_that, has_only, only_lists, _lacks_its_verb, _breaks_off)
    return hangs or spoken or any(shape(words) for shape in shapes)


def only_lists(words: Sequence[Word]) -> bool:
    """Whether words list what belongs to another sentence: "quality manager, warehouse, even the boss's assistant"."""
    listed = sum(word.comma for word in words[1:]) >= _A_LIST
    return listed and not any(_is_verb(word) for word in words)


def _is_verb(word: Word) -> bool:
    """Whether it is a finite verb, or holds one: "they've", and not "the boss's"."""
    return word.tag in _FINITE or (bool(_CONTRACTED.search(word.text)) and not word.tag.startswith("NN"))


def _lacks_its_verb(words: Sequence[Word]) -> bool:
    """Whether the only verb is in "which I run": "the official one, which I run, and the group of the directors"."""
    verbs = [at for at, word in enumerate(words) if _is_verb(word)]
    if len(verbs) != 1:
        return False
    return any(word.key == "which" and word.comma and not word.stop for word in words[1 : verbs[0]])


def only_a_time(words: Sequence[Word]) -> bool:
    """Whether words only say when: "every single month since I started"."""
    if words[0].key not in _OPENS_A_TIME:
        return False
    at = next((at for at, word in enumerate(words[:4]) if word.key in _TIMES), None)
    return at is not None and (at + 1 == len(words) or words[at + 1].key in _THEN)


def introduces_work(words: Sequence[Word]) -> bool:
    """Whether words say what somebody is in charge of: "I run supply chain for a paint company"."""
    if 2 < len(words) <= _INTRODUCED and words[0].tag == "NNP" and words[1].key in _THEY_LEAD:
        return True  # "Kirsty runs sales for us".
    if len(words) < 3 or words[0].key != "i" or words[1].key not in _LEADS:
        at_work = [word.key for word in words[:2]] == ["i", "work"] and len(words) > 2
        return at_work and words[2].key in ("in", "at", "for", "as")
    return words[2].tag in ("NN", "NNS", "NNP", "DT", "PRP$", "JJ", "CD")


def says_only_that(words: Sequence[Word]) -> bool:
    """Whether words tell that something was said, and not what: "I said once", "she told me"."""
    keys = {word.key for word in words}
    return len(words) <= _LONGEST_SAYING and bool(_SAYS & keys) and not _SAID & keys


def has_only(words: Sequence[Word]) -> bool:
    """Whether words only count what there is before the point is made: "I had one slide"."""
    few = len(words) <= _LONGEST_SAYING
    if len(words) > 2 and words[0].key == "there" and len(words) <= _LONGEST_SAYING + 1:
        return words[2].tag == "CD"
    return few and len(words) > 2 and words[1].key in ("have", "had", "has") and words[2].tag in ("CD", "DT")


def _breaks_off(words: Sequence[Word]) -> bool:
    """Whether it ends in somebody of whom more is told: "it cost us a lot, and poor Huw | , who ran the plant, ..."."""
    at = max((at for at, word in enumerate(words) if word.key == "and" and word.comma), default=None)
    tail = words[at + 1 :] if at is not None else ()
    return 0 < len(tail) <= _LONGEST_SAYING and words[-1].tag in ("NN", "NNP", "NNS") and not any(map(_is_verb, tail))
