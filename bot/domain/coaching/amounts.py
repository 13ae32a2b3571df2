"""Figures in an answer: how sure somebody is, and whether a goal carries the figure it is measured by."""

import re

from bot.domain.coaching.signals import Signals

#: A share of a hundred, and not a part of a longer number.
_SHARE = re.compile(r"(?<![\d.,-])(\d{1,3})\s?(?:%|percent\b|per cent\b)", re.I)
#: What makes a number in words a figure to be measured by.
_BOUND = re.compile(r"\b(?:at least|at most|no more than|not more than|maximum|minimum|under|below|above|zero)\b", re.I)
#: How old somebody is.
_AGE = re.compile(r"\b(?:i'?m|i am|he'?s|she'?s|years?) (\d\d)\b(?! ?%)", re.I)
_DIGIT = re.compile(r"\d")


def sureness(text: str, signals: Signals) -> int | None:
    """Return the confidence somebody answers who was asked for it, 0 to 10: a bare "70%" is 7 then, and "7%" is 0."""
    share = _SHARE.search(text)
    if signals.confidence is None and share:
        return min(10, int(share.group(1)) // 10)
    return signals.confidence


def measured(text: str, signals: Signals) -> bool:
    """Whether a goal carries its own figure; "two decisions" is still asked about, "at least two" is not.

    The figure belongs to what is wanted, not to the trouble told beside it, and is no date.
    """
    dated = " ".join([*(d.text for d in signals.dates), *_AGE.findall(text)])
    bounded = bool(_BOUND.search(text))
    counted = (n for n in signals.numbers if n not in dated and (bounded or _DIGIT.search(n)))
    return any(counted) and (not signals.wants or any(number in signals.wants for number in signals.numbers))
