"""Makes sure that nothing a person types is ever read as a command to the dialogue engine.

Rasa reads any text that starts with "/" after `str.strip()` as an intent with payload, at full
confidence. So slashes, and everything that may stand invisibly before them, go from the front.
"""

import re
import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"})


def without_payload(text: str) -> str:
    """Return the text without leading slashes, blanks, controls and other invisible characters."""
    start = 0
    while start < len(text) and _dangerous(text[start]):
        start += 1
    return text[start:].rstrip()


def _dangerous(char: str) -> bool:
    folded = unicodedata.normalize("NFKC", char)
    return char.isspace() or unicodedata.category(char) in _INVISIBLE or folded.startswith(("/", "⁄", "∕", "\\"))


def looks_like_command(text: str) -> bool:
    """Whether a text that had a slash before it was meant as a command or payload: one word, perhaps with braces."""
    return bool(re.fullmatch(r"[\w@-]{1,64}\s*(?:\{.*\})?", text.strip(), re.S))


def command_of(text: str) -> tuple[str, str] | None:
    """Return (command, rest) for a text like "/coach" or "/ask how long?"; None for anything else.

    Only a plain "/" in the first place counts; the command is lower case letters.
    """
    if not text.startswith("/"):
        return None
    head, _, rest = text[1:].partition(" ")
    name = head.split("@", 1)[0].strip().lower()
    return (name, rest.strip()) if name.isalpha() else None
