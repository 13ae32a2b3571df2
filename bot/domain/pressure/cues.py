"""Finds cues in text. A cue is a beginning of a word or phrase: "stock" finds stocks, "sign off" finds sign-off.

A final full stop means the whole word only ("hr." does not find hrs); "..." stands for up to three words in between.
"""

import re
from functools import lru_cache

_GAP = "..."
_BETWEEN = r"[\W_]+"
_UP_TO_THREE = r"(?:[\W_]+\w+){0,3}[\W_]+"


def found(text: str, cues: tuple[str, ...]) -> tuple[str, ...]:
    """Return the exact pieces of `text` that match a cue, in order, each once (letter case ignored)."""
    if not cues or not text:
        return ()
    flat = _flat(text)
    return tuple(dict.fromkeys(text[m.start() : m.end()] for m in _pattern(cues).finditer(flat)))


def has(text: str, cues: tuple[str, ...]) -> bool:
    """Whether any cue is in the text."""
    return bool(cues and text and _pattern(cues).search(_flat(text)))


def matching(text: str, cues: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cues, as written, that are in the text."""
    flat = _flat(text)
    return tuple(cue for cue in cues if text and _pattern((cue,)).search(flat))


def _flat(text: str) -> str:
    """Lower case and straight apostrophes, every character still at its place."""
    plain = text.replace("’", "'")
    lower = plain.lower()
    # A few letters become two when small; then only those that stay one are changed.
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


@lru_cache(maxsize=4096)
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(cues, key=len, reverse=True)
    # A word begins before the first token of a cue; said once, in front of all, it is several times as fast.
    return re.compile(rf"(?<!\w)(?:{'|'.join(_expression(cue.lower()) for cue in longest_first)})")


def _expression(cue: str) -> str:
    parts: list[str] = []
    between = ""
    for token in cue.replace("’", "'").split():
        if token == _GAP:
            between = _UP_TO_THREE
            continue
        parts.append((between if parts else "") + _token(token))
        between = _BETWEEN
    return "".join(parts)


def _token(token: str) -> str:
    whole = token.endswith(".") and len(token) > 1
    bare = re.escape(token[:-1] if whole else token)
    return bare + (r"(?!\w)" if whole else r"\w*")
