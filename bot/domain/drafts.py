"""A short text that a person edits line by line before it goes anywhere: which line is meant, and what it shall say."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.coaching.summary import confirms

#: What an edit may be: take all as it stands; change, drop or reword one line; or nobody can tell which line is meant.
ACCEPT, CHANGE, DROP, REWORD, WHICH = "accept", "change", "drop", "reword", "which"
Lines = tuple[tuple[str, str], ...]
_VERB = r"(?:please\s+)?(?:(?:change|edit|reword|rewrite|replace|correct|set|make)\s+)?"
_DROP = re.compile(r"^\W*(?:please\s+)?(?:drop|delete|remove|cut|strike|leave out)\s+(.+?)\W*$", re.I)
_THEN = r"\s*(?::|=|\.\s|\)|–|-\s|,\s|\binto\b|\bto\b|\bwith\b|\bshould (?:be|read|say)\b|\bis (?:actually )?)\s*(\S.*)"
_SOMETHING = re.compile(
    r"^\W*(?:please\s+)?(?:(?:i(?:'d| would) like|i want) to\s+)?(?:change|edit|correct|reword|adjust)"
    r"(?:\s+(?:it|this|that|something|a line|one line|one of them|the text|the page))?\W*$",
    re.I,
)
_WRONG = re.compile(r"(?:wrong|not (?:quite )?right|incorrect|off|not correct|not good|missing|too \w+)\W*", re.I)


@dataclass(frozen=True)
class Edit:
    """What a reply does to a draft.

    Attributes:
        what: one of ACCEPT, CHANGE, DROP, REWORD (a line is named, its new words are not) and WHICH.
        key: the line; empty for ACCEPT and WHICH.
        words: its new words, for CHANGE.
    """

    what: str
    key: str = ""
    words: str = ""


def read_edit(reply: str, keys: Sequence[str], names: Mapping[str, str], hidden: Sequence[str] = ()) -> Edit:
    """Return what a reply asks for.

    Args:
        keys: the lines shown, in order; people count them from 1.
        names: for a key, a pattern of the words by which people mean it.
        hidden: lines that are not shown but can be named.
    """
    if confirms(reply):
        return Edit(ACCEPT)
    patterns = (*_numbers(keys), *((key, names[key]) for key in (*keys, *hidden)))
    dropped = _DROP.match(reply)
    if dropped and (key := _only(dropped[1], patterns)):
        return Edit(DROP, key)
    return next(_named(reply, patterns), Edit(WHICH))


def _named(reply: str, patterns: Iterable[tuple[str, str]]) -> Iterator[Edit]:
    for key, pattern in patterns:
        line = rf"^\W*{_VERB}(?:the\s+|my\s+)?(?:{pattern})(?:\s+line)?"
        if changed := re.match(line + _THEN, reply, re.I | re.S):
            words = changed[1].strip(' “”"')
            yield Edit(REWORD, key) if _WRONG.fullmatch(words) else Edit(CHANGE, key, words)
        elif re.match(line + r"\W*$", reply, re.I):
            yield Edit(REWORD, key)


def _numbers(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Numbers come first: they mean one line only."""
    yield from ((key, rf"(?:(?:line|number|no\.?|point)\s*)?{n}") for n, key in enumerate(keys, 1))


def _only(words: str, patterns: Iterable[tuple[str, str]]) -> str:
    meant = (k for k, p in patterns if re.fullmatch(rf"(?:the\s+|my\s+)?(?:{p})(?:\s+line)?", words, re.I))
    return next(meant, "")


def wants_change(reply: str) -> bool:
    """Whether a reply asks to change something and does not say what ("Change something")."""
    return bool(_SOMETHING.match(reply))


def changed(lines: Lines, key: str, words: str) -> Lines:
    """Return the lines with one of them reworded; a line that is not there changes nothing."""
    return tuple((k, words.strip() if k == key else old) for k, old in lines)


def without(lines: Lines, key: str) -> Lines:
    """Return the lines without one of them."""
    return tuple((k, words) for k, words in lines if k != key)
