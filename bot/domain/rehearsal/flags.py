"""The named deductions: where each was raised in a reply."""

import re
from collections.abc import Mapping

from bot.domain.rehearsal.reading import Part, Reading
from bot.domain.rehearsal.text import Span

#: "Not this but that" takes nothing back; with a comma before the "but" it does.
_NOT_THIS = re.compile(r"\bnot\s+(?:[\w,%-]*\w\s+){1,3}$")
#: Flags found by their cues alone; the others need more than words.
_BY_CUE = ("blame", "authority", "empty-promise", "dismissive")


def raised(reading: Reading) -> Mapping[str, Span]:
    """Return the flags of a reply with the place that raised each, in the order of the rubric."""
    found = {name: _first(reading, name) for name in _BY_CUE}
    found["but"] = taking_back(reading)
    found["over-long"] = _too_long(reading)
    return {name: span for name in reading.rubric.flags if (span := found.get(name))}


def _first(reading: Reading, name: str) -> Span | None:
    spans = reading.rubric.flags[name].matcher.spans(reading.text, reading.begins)
    return spans[0] if spans else None


def _too_long(reading: Reading) -> Span | None:
    return Span(0, len(reading.text)) if reading.word_count > reading.rubric.longest else None


def taking_back(reading: Reading) -> Span | None:
    """Return the "but" that follows a point just granted, or None."""
    places = reading.rubric.flags["but"].matcher.spans(reading.text, reading.begins)
    return next((place for place in places if _follows_a_grant(reading, place)), None)


def _follows_a_grant(reading: Reading, place: Span) -> bool:
    index = next((i for i, part in enumerate(reading.parts) if place.within(part.span)), 0)
    part = reading.parts[index]
    before = Span(part.span.start, place.start)
    if _NOT_THIS.search(reading.text[part.span.start : place.start]):
        return False
    if not before.of(reading.text):
        return index > 0 and _grants(reading, reading.parts[index - 1].span)
    return _grants(reading, before) or _argues(reading, part, place)


def _grants(reading: Reading, span: Span) -> bool:
    return bool(reading.within("formula", span) or reading.within("plain", span))


def _argues(reading: Reading, part: Part, place: Span) -> bool:
    """Whether their point stands before the "but" and something of one's own after it."""
    after = Span(place.end, part.span.end)
    theirs = [span for span in part.shared if span.end <= place.start]
    still_theirs = any(span.within(after) for span in part.shared) or bool(reading.within("tied", after))
    return bool(theirs) and not still_theirs and not part.sentence.asked
