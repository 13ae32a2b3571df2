"""What a tagger finds in a text: barrier themes, each with the words that led to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tagged:
    """A barrier theme found in a text.

    Attributes:
        id: one of the 24 theme ids.
        score: how likely it is that a careful reader would name it, 0 to 1.
        because: the words that led to it, exactly as they stand in the text.
    """

    id: str
    score: float
    because: str
