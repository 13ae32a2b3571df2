"""What is wrong, told where something wanted was asked for: a complaint is no goal, and no sign that it is reached."""

import re

from bot.domain.coaching.signals import Signals

#: Words by which people say how it should be, or that it would be over: "nobody has to chase anybody any more".
_WISHED = re.compile(
    r"\b(?:want|wants|wish|would|should|could|will|must|needs? to|have to|has to|like to|love to|so that|goal|"
    r"any ?more|no longer|instead|rather than|finally|again|without|fewer|less|more|once|able to|not have|to have|"
    r"to be|to get|to see|to know)\b|'(?:d|ll)\b|^\W*(?:to|that|no|zero|an?|one)\b",
    re.I,
)
_COMPLAINT = frozenset({"problem-talk", "blame"})


def complains(text: str, signals: Signals) -> bool:
    """Whether an answer only tells what is wrong ("nobody decides anything in the meeting")."""
    return bool(_COMPLAINT & signals.on) and not signals.wants and not _WISHED.search(text)
