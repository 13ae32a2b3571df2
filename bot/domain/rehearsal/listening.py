"""The three criteria of listening: reflect, acknowledge, explore."""

import re
from collections.abc import Mapping

from bot.domain.rehearsal.reading import STACKED, Part, Reading
from bot.domain.rehearsal.rubric import MOST, Mark
from bot.domain.rehearsal.text import Lexicon, Span, concepts, flat

#: Flags after which nothing counts as giving their point back in good faith.
_HOSTILE = ("blame", "dismissive", "authority")
#: From this similarity on, a statement gives their point back even in other words.
_NEAR = 0.6
_FEW_IDEAS = 2
#: Pieces of an objection end where a speaker would breathe.
_PIECE = re.compile(r"[^\s.!?;,:“”\"](?:(?!\s(?:and|but|then)\s)[^.!?;,:“”\"\n]|[.,:](?=\d))*")
_LEADING = re.compile(r"^(?:(?:and|but|then|so)\b\s*)+", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_FEWEST, _MOST_WORDS = 3, 12
_TIED = frozenset({"and", "but", "then", "that", "which", "who", "so", "because", "or"})


def reflect(reading: Reading, flags: Mapping[str, Span]) -> Mark:
    """How much of their point is given back, in their words or as a statement about them."""
    if reading.nothing_to_resist or len(reading.ideas) < 1:
        return Mark(None, "not-rated")
    parts = [part for part in reading.of_kind("listening") if _before_but(reading, part, flags)]
    points = _given_back(reading, parts)
    if any(name in flags for name in _HOSTILE):
        points = min(points, 1)
    if "but" in flags:
        points = min(points, 2)
    return Mark(points, ("none", "touch", "part", "full")[points], _best(reading, parts) if points else None)


def _given_back(reading: Reading, parts: list[Part]) -> int:
    said = _ideas(reading, parts)
    asked = _ideas(reading, reading.of_kind("open")) | said
    leads = any(reading.within("lead", part.span) for part in parts)
    whole = min(3, len(reading.ideas))
    if len(said) + leads > whole or (leads and _near(reading, parts)):
        return 3
    if len(said) >= whole or _near(reading, parts) or len(asked) + leads >= whole or len(said) + leads >= _FEW_IDEAS:
        return 2
    return 1 if asked or leads or any(part.shared for part in reading.parts) else 0


def _ideas(reading: Reading, parts: list[Part] | tuple[Part, ...]) -> frozenset[str]:
    text = " ".join(reading.text[part.span.start : part.span.end] for part in parts)
    return concepts(text, reading.rubric.lexicon) & reading.ideas


def _near(reading: Reading, parts: list[Part]) -> bool:
    similarity = reading.similarity
    return bool(similarity) and any(
        similarity(reading.turn.objection, reading.quote(part.span)) >= _NEAR for part in parts if similarity
    )


def _before_but(reading: Reading, part: Part, flags: Mapping[str, Span]) -> bool:
    return "but" not in flags or part.span.start < flags["but"].start


def _best(reading: Reading, parts: list[Part]) -> Span | None:
    """The stretch that shows it: a listening sentence, else the first shared word of any."""
    pool = sorted(parts, key=lambda part: (-len(part.shared), -len(reading.within("lead", part.span)), part.span.start))
    if pool and (pool[0].shared or reading.within("lead", pool[0].span)):
        return pool[0].span
    return next((part.shared[0] for part in reading.parts if part.shared), None)


def acknowledge(reading: Reading, flags: Mapping[str, Span], reflected: Mark) -> Mark:
    """Whether the concern is granted as fair, with a reason of its own and without giving in."""
    if reading.nothing_to_resist:
        return Mark(None, "not-rated")
    if "dismissive" in flags:
        return Mark(0, "dismissed", flags["dismissive"])
    granted = _granting(reading)
    given_in = reading.found["caving"]
    if given_in and not reading.found["standard"]:
        return Mark(1, "caving", given_in[0])
    if granted is None:
        return _implied(reflected)
    if "but" in flags:
        return Mark(1, "cancelled", flags["but"])
    if granted in reading.found["plain"]:
        return Mark(3, "reasoned", granted) if (reflected.points or 0) >= _FEW_IDEAS else Mark(2, "plain", granted)
    return Mark(1, "formula", granted)


def _implied(reflected: Mark) -> Mark:
    """Their point given back whole, and not argued with, is half an acknowledgement."""
    return Mark(1, "implied", reflected.where) if reflected.points == MOST else Mark(0, "none")


def _granting(reading: Reading) -> Span | None:
    """The best acknowledgement outside questions: one that says it is fair before one that is only polite."""
    asked = [part.span for part in reading.parts if part.sentence.asked]
    found = (*reading.found["plain"], *reading.found["formula"])
    return next((span for span in found if not any(span.within(question) for question in asked)), None)


def explore(reading: Reading, flags: Mapping[str, Span]) -> Mark:
    """Whether one open question is asked, and whether it comes before any answer (the order bonus)."""
    asked = reading.of_kind("open", "closed", "rhetorical")
    real = [part for part in asked if part.kind == "open"]
    if not asked:
        return Mark(None, "not-rated") if reading.nothing_to_resist else Mark(0, "none")
    if len(asked) >= STACKED:
        return Mark(1, "stacked", asked[-1].span, {"count": str(len(asked))})
    if not real:
        closed = reading.of_kind("closed")
        return Mark(1, "closed", closed[0].span) if closed else Mark(0, "rhetorical", asked[0].span)
    if len(asked) == _FEW_IDEAS:
        return Mark(2, "two", real[0].span)
    answered = any(part.span.start < real[0].span.start for part in reading.of_kind("answer"))
    return Mark(2, "after", real[0].span) if answered else Mark(3, "first", real[0].span)


def earned_already(mark: Mark, name: str, earned: frozenset[str]) -> Mark:
    """A criterion shown in an earlier exchange need not be shown again: nothing now is not rated, never a loss."""
    return Mark(None, "not-rated") if name in earned and not mark.points else mark


def piece_of(objection: str, lexicon: Lexicon) -> str:
    """Return a telling piece of the objection, exact, of three to twelve words where there is one."""
    found = (_LEADING.sub("", match.group().strip()) for match in _PIECE.finditer(objection))
    pieces = [piece for piece in found if piece]
    fitting = [piece for piece in pieces if _FEWEST <= len(piece.split()) <= _MOST_WORDS]
    best = max(fitting or pieces or [objection], key=lambda piece: _telling(piece, lexicon))
    return _shortened(best, lexicon)


def _telling(piece: str, lexicon: Lexicon) -> tuple[bool, int]:
    """A piece that can stand alone comes first, then the one with most to say."""
    return flat(piece).split()[0] not in _TIED if piece.split() else False, len(concepts(piece, lexicon))


def _shortened(piece: str, lexicon: Lexicon) -> str:
    """At most twelve words, and then not ending on a small word that leaves the reader waiting."""
    places = list(_WORD.finditer(piece))
    if len(places) <= _MOST_WORDS:
        return piece.strip()
    kept = places[:_MOST_WORDS]
    while len(kept) > 1 and not concepts(kept[-1].group(), lexicon):
        kept.pop()
    return piece[: kept[-1].end()].rstrip(",:;").strip()
