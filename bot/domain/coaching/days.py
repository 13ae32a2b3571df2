"""Days in an answer: whether it says when, whether it is nothing but a day, whether a goal can be due then."""

import re

from bot.domain.coaching.signals import DateMention, Signals

#: What a date may be told by, where no calendar date is in the words ("once the pack is out").
_TEMPORAL = re.compile(
    r"\b(?:after|before|once|when|as soon as|today|tonight|tomorrow|now|next|this|in|at|on|by|until|every|each|first|"
    r"immediately|straight away|right away|soon|cycle|month|week|quarter|year|day|asap|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
#: "About forty a month" says how often.
_HOW_OFTEN = re.compile(r"\b(?:a|per) (?:day|week|month|quarter|year|cycle)\b", re.I)
#: What makes a day the last one for a goal.
_LIMIT = re.compile(r"\d|^(?:by|before|until|till|within|in|end)\b", re.I)


def says_when(text: str) -> bool:
    """Whether a text tells a time in words, with or without a date of the calendar."""
    return bool(_TEMPORAL.search(_HOW_OFTEN.sub("", text)))


def only_a_date(signals: Signals) -> bool:
    """Whether a reply is a date and nothing else."""
    dated = " ".join(d.text for d in signals.dates)
    return bool(dated) and signals.words <= len(dated.split()) + 1


def is_a_limit(dated: DateMention) -> bool:
    """Whether a goal can be due then: "by Friday", "in March"; a bare "on Thursday" is a day something happens on."""
    return dated.precision not in ("day", "week") or bool(_LIMIT.search(dated.text))
