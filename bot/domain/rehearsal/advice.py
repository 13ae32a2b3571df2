"""Puts marks into the words of the rubric: why, and one thing to try."""

import re
from collections.abc import Mapping

from bot.domain.rehearsal.answering import currency_of
from bot.domain.rehearsal.listening import piece_of
from bot.domain.rehearsal.reading import Reading
from bot.domain.rehearsal.rubric import MOST, Mark
from bot.domain.rehearsal.text import Span, phrase_concepts

#: Reasons and flags that have advice of their own.
_BRACES = re.compile(r"\{([a-z]+)\}")
_SPECIAL = {"cancelled": "but", "caving": "caving", "stacked": "stacked"}


def explain(reading: Reading, name: str, mark: Mark) -> str:
    """Return why a criterion got its points, with the exact words of the reply where there are any."""
    return fill(reading, reading.rubric.criteria[name].because[mark.reason], mark)


def advise(reading: Reading, marks: Mapping[str, Mark], flags: Mapping[str, Span]) -> str:
    """Return one sentence for the criterion with most to gain; of equals, the first in a conversation."""
    gains = {name: _gain(reading, name, mark) for name, mark in marks.items()}
    name = max(gains, key=lambda key: gains[key])
    if gains[name] == 0:
        return fill(reading, _text(reading, "best", "listening" if reading.only_listens else "none"), Mark(MOST, ""))
    mark = marks[name]
    key = _SPECIAL.get(mark.reason, "again" if mark.points and mark.where else "none")
    return fill(reading, _text(reading, name, key), mark)


def _gain(reading: Reading, name: str, mark: Mark) -> float:
    return 0.0 if mark.points is None else reading.rubric.criteria[name].weight * (MOST - mark.points)


def _text(reading: Reading, name: str, key: str) -> str:
    """One of the wordings; which one depends on the objection alone, so that the same reply gets the same advice."""
    wordings = reading.rubric.advice[name]
    choices = wordings.get(key) or wordings["none"]
    return choices[len(reading.turn.objection) % len(choices)]


def fill(reading: Reading, text: str, mark: Mark) -> str:
    """Fill the braces in one pass, so that braces in a person's own words stay as they are."""
    return _BRACES.sub(lambda match: _value(reading, match[1], mark), text)


def _value(reading: Reading, name: str, mark: Mark) -> str:
    if name == "words":
        return reading.quote(mark.where) if mark.where else ""
    if name == "quote":
        return piece_of(reading.turn.objection, reading.rubric.lexicon)
    return _currency(reading) if name == "currency" else mark.values.get(name, "")


def _currency(reading: Reading) -> str:
    """Something they answer for: what the objection itself speaks of, else their first word not used yet."""
    # The rubric's words are written to be read; those of a stakeholder's file may be beginnings of words.
    written = reading.rubric.currency.get(reading.turn.stakeholder, ())
    wanted = tuple(dict.fromkeys(word.rstrip(".") for word in (*written, *currency_of(reading))))
    lexicon = reading.rubric.lexicon
    touched = [phrase for phrase in wanted if phrase_concepts(phrase, lexicon) & reading.ideas]
    fresh = [phrase for phrase in wanted if not phrase_concepts(phrase, lexicon) & reading.said]
    return next(iter([phrase for phrase in touched if phrase in fresh] or fresh or wanted))
