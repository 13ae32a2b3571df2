"""A leader's message in pieces, and the ask in it, all in exact words."""

import re
from dataclasses import dataclass

from bot.domain.pressure.quoting import quotable

#: Words of the longest piece that is quoted whole, and of a piece in an opening line.
WHOLE, SHORT = 30, 14
#: A sentence longer than this is taken apart at its clauses.
_LONG = 24
#: Pieces that are weighed; what follows in a very long message is kept and left as it is.
MOST = 40
#: Characters that are taken apart.
_READ = 6_000
#: Characters of the longest quotation.
_LINE = 300
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE = re.compile(r",\s+(?=(?:and|but|because|so|which|while)\s)|\s+[–—-]\s+")
#: What leads in the ask itself: "I want him to ...", "get the sales director to ...".
_LEAD = re.compile(
    r"^\W*(?:please\s+)?(?:(?:i|we)(?:['’]d| would| will)?\s+)?(?:want|need|like|love|expect|ask|get|persuade|"
    r"convince)\s+(?:\S+\s+){0,6}?to\s+(?!(?:the|a|an|my|our|his|her|their|this|that|next)\b)(?=\S)",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:(?:that\s+)?(?:he|she|they|it|you)\s+(?:should|must|would|will|could|needs? to|ha(?:s|ve) to)|to)"
    r"\s+(?=\S)",
    re.I,
)
_MARKS = ' \t\n"“”„«».,;:!'


@dataclass(frozen=True)
class Piece:
    """One sentence or clause of a message: its number from 1 and its exact words."""

    n: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def shown(self) -> str:
        """The piece as it is quoted: whole, or its beginning, cut at a clause."""
        return _clipped(self.text.strip(_MARKS) if self.words <= WHOLE else quotable(self.text, WHOLE))


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the sentences of a message in order, long ones by clauses; at most 40, from its first 6,000 characters."""
    found: list[str] = []
    for sentence in _SENTENCE.split(text[:_READ].strip()):
        found += _CLAUSE.split(sentence) if len(sentence.split()) > _LONG else [sentence]
    told = [piece.strip() for piece in found if re.search(r"\w", piece)]
    return tuple(Piece(n, piece) for n, piece in enumerate(told[:MOST], 1))


def ask_in(text: str) -> str:
    """Return what is asked for, without "I want him to" and the like: exact words, at most 14, cut at a clause."""
    first = text[:_READ].strip(_MARKS)
    rest = _BARE.sub("", _LEAD.sub("", first, count=1), count=1)
    return _clipped(quotable(rest, SHORT) or quotable(first, SHORT))


def opening_piece(piece: Piece) -> str:
    """Return a piece as it stands in an opening line: exact words, at most 14."""
    return _clipped(quotable(piece.text, SHORT))


def _clipped(text: str) -> str:
    """The beginning of a text that no reader would call words: still exact, and short enough for a line."""
    return text if len(text) <= _LINE else text[:_LINE]
