"""The score of one reply to one objection. The same reply always gets the same score."""

from collections.abc import Mapping

from bot.domain.rehearsal import answering, listening
from bot.domain.rehearsal.advice import advise, explain, fill
from bot.domain.rehearsal.flags import raised
from bot.domain.rehearsal.reading import Reading
from bot.domain.rehearsal.rubric import MOST, Flagged, Judgement, Mark, Rubric, Score, Similarity, Turn
from bot.domain.rehearsal.text import Span

#: What can be shown once for an objection and need not be said again in the next exchange.
LASTING = frozenset({"reflect", "acknowledge", "explore"})


def score(rubric: Rubric, turn: Turn, similarity: Similarity | None = None) -> Score:
    """Score a reply, with the words that earned or lost each point. Works on any text, also an empty one."""
    reading = Reading(rubric, turn, similarity)
    flags = raised(reading)
    marks = _marks(reading, flags)
    judgements = {name: Judgement(mark.points, explain(reading, name, mark)) for name, mark in marks.items()}
    shown = tuple(_flagged(reading, name, span) for name, span in flags.items())
    return Score(_total(rubric, marks, shown), judgements, shown, advise(reading, marks, flags))


def earned(result: Score, before: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the lasting criteria shown so far, to hand to the next turn about the same objection."""
    now = (name for name in LASTING if (result.criteria[name].points or 0) >= MOST - 1)
    return before | frozenset(now)


def _marks(reading: Reading, flags: Mapping[str, Span]) -> Mapping[str, Mark]:
    reflected = listening.reflect(reading, flags)
    marks = {
        "reflect": reflected,
        "acknowledge": listening.acknowledge(reading, flags, reflected),
        "explore": listening.explore(reading, flags),
        "interest": answering.interest(reading, flags),
        "criteria": answering.criteria(reading, flags),
        "next-step": answering.next_step(reading, flags),
    }
    lasting = reading.turn.earned & LASTING
    return {name: listening.earned_already(mark, name, lasting) for name, mark in marks.items()}


def _total(rubric: Rubric, marks: Mapping[str, Mark], flags: tuple[Flagged, ...]) -> int:
    """The weighted mean of what was rated, in points of 100, less the deductions, never below 0."""
    rated = [(rubric.criteria[name].weight, mark.points) for name, mark in marks.items() if mark.points is not None]
    whole = sum(weight * MOST for weight, _ in rated)
    mean = 100 * sum(weight * points for weight, points in rated) / whole if whole else 0.0
    return max(0, round(mean) - sum(flag.deduct for flag in flags))


def _flagged(reading: Reading, name: str, span: Span) -> Flagged:
    rule = reading.rubric.flags[name]
    mark = Mark(0, name, span, {"count": str(reading.word_count)})
    return Flagged(name, rule.deduct, fill(reading, rule.because, mark))
