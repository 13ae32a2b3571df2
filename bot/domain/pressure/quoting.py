"""Cuts the leader's words to a piece short enough to be quoted, always an exact piece of what was said."""

import re

LONGEST = 14
_ENDS = re.compile(
    r"[.!?;:,](?=\s|$)|\s[–—-]\s|[()]|"
    r"\s(?=(?:and|but|so that|in order to|because|which|while|then|or|until|unless|although|where|when|if)\s)",
    re.I,
)
#: A hard cut never ends on one of these.
_DANGLING = frozenset(
    "a an the of to in on at by for with from and or but our my your their its as into that this is are will".split()
)
_FEWEST = 3
#: More words than an opening has; what stands after them and the quotation cannot matter.
_OPENING_WORDS = 20
#: What an intention opens with; the quotation starts with what is intended.
_OPENING = re.compile(
    r"^(?:(?:my|the|our) (?:plan|idea|aim|goal) is (?:to|that we)|"
    r"(?:i|we) (?:want|plan|intend|would like|propose|need|have|am going|are going|hope) to|"
    r"(?:i|we)(?:'m|'re|’m|’re| am| are) going to|(?:i|we) will|(?:i|we)(?:'ll|’ll)|let us|to)\s+(?=\S+\s+\S+\s+\S+)",
    re.I,
)


def quotable(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of `text`, at most `longest` words, cut at a clause where there is one.

    An opening such as "I want to" is left out. Neither quotation marks nor question marks stand inside, so that it
    can be set between “ ” in a question.
    The empty string if there are no words.
    """
    first = re.sub(r"[“”\"«»]", " ", text).split()[: longest + _OPENING_WORDS]
    plain = _trimmed(" ".join(first).split("?")[0])
    plain = _OPENING.sub("", plain)
    if len(plain.split()) <= longest:
        return plain
    runs = [_trimmed(plain[: end.start()]) for end in _ENDS.finditer(plain)]
    fitting = [run for run in runs if _FEWEST <= len(run.split()) <= longest]
    return fitting[-1] if fitting else _cut(plain, longest)


def _cut(text: str, longest: int) -> str:
    end = [m.end() for m in re.finditer(r"\S+", text)][longest - 1]
    piece = text[:end]
    while " " in piece and piece.split()[-1].lower() in _DANGLING:
        piece = piece.rsplit(" ", 1)[0]
    return _trimmed(piece)


def _trimmed(text: str) -> str:
    return text.strip(" \t.,;:!–—-")
