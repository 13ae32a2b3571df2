"""The three criteria of answering: their interest, criteria, next step."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.rehearsal.reading import Part, Reading
from bot.domain.rehearsal.rubric import Mark
from bot.domain.rehearsal.text import Span, phrase_concepts

#: So many figures of one's own can be checked even where no trial or rule is named.
_MANY = 3
_COMMA = re.compile(r"[,:](?=\s)\s*")
_HOSTILE = ("but", "blame", "dismissive", "authority", "empty-promise")


def interest(reading: Reading, flags: Mapping[str, Span]) -> Mark:
    """Whether the reply speaks of what they answer for, and ties it to them."""
    wanted = currency_of(reading)
    hits = [(part, span) for part in reading.parts if _means_it(reading, part) for span in _hits(reading, part, wanted)]
    if not hits:
        return Mark(0, "none")
    tied = [span for part, span in hits if part.kind == "open" or reading.within("tied", part.span)]
    different = {reading.rubric.lexicon.concept(span.of(reading.text)) for _, span in hits}
    points = min(3, min(2, len(different)) + bool(tied))
    if any(name in flags for name in _HOSTILE):
        points = min(points, 1)
    return Mark(points, ("none", "passing", "theirs", "tied")[points], (tied or [hits[0][1]])[0])


def currency_of(reading: Reading) -> tuple[str, ...]:
    """The words of their interest: their own file first, then the rubric's, then those of everybody."""
    known = reading.rubric.currency
    return (*reading.turn.currency, *known.get(reading.turn.stakeholder, ()), *known.get("any", ()))


def _means_it(reading: Reading, part: Part) -> bool:
    """In the company of slogans and thanks, "customers" says nothing about theirs."""
    if part.kind == "rhetorical" or reading.within("jargon", part.span):
        return False
    polite = reading.within("formula", part.span) or reading.within("vague", part.span)
    return not polite or bool(_figures(reading, part))


def _is_slogan(reading: Reading, part: Part) -> bool:
    return bool(reading.within("jargon", part.span)) and not _figures(reading, part)


def _figures(reading: Reading, part: Part) -> list[Span]:
    return [span for span in reading.numbers if span.within(part.span)]


def _hits(reading: Reading, part: Part, wanted: Iterable[str]) -> list[Span]:
    places = {word.stem: word.span for word in reversed(part.sentence.words)}
    ideas = (phrase_concepts(phrase, reading.rubric.lexicon) for phrase in wanted)
    found = (places[max(idea, key=lambda stem: places[stem].start)] for idea in ideas if idea and idea <= places.keys())
    return sorted(set(found), key=lambda span: span.start)


def criteria(reading: Reading, flags: Mapping[str, Span]) -> Mark:
    """Whether the answer holds something both can check: a figure, a trial, a standard, an example."""
    if reading.only_listens:
        return Mark(None, "not-rated")
    claims = _claims(reading, flags)
    kinds = {name: _inside(claims, spans) for name, spans in _checkable(reading).items()}
    found = {name: spans for name, spans in kinds.items() if spans}
    slogans = _inside(claims, reading.found["jargon"])
    if slogans and len(slogans) >= sum(map(len, found.values())):
        return Mark(0, "slogan", slogans[0])
    if not found:
        reasons = _inside(claims, reading.found["reason"])
        return Mark(1, "reason", _clause(reading, reasons[0])) if reasons else Mark(0, "none")
    first = next(iter(found.values()))[0]
    strong = len(found) > 1 or len(found.get("number", ())) >= _MANY
    points = min(3 if strong else 2, 1 if "empty-promise" in flags else 3)
    return Mark(points, ("none", "reason", "one", "strong")[points], _clause(reading, first))


def _checkable(reading: Reading) -> Mapping[str, tuple[Span, ...]]:
    return {"number": reading.numbers, **{name: reading.found[name] for name in ("trial", "standard", "evidence")}}


def _claims(reading: Reading, flags: Mapping[str, Span]) -> list[Span]:
    """What is offered: not what is asked or given back, and nothing said in attack."""
    attacks = [flags[name] for name in ("blame", "authority", "dismissive") if name in flags]
    spans = [part.span for part in reading.of_kind("answer", "proposal")]
    return [span for span in spans if not any(attack.within(span) for attack in attacks)]


def _inside(claims: list[Span], spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if any(span.within(claim) for claim in claims)]


def _clause(reading: Reading, span: Span) -> Span:
    """The words around a cue, up to the next comma or colon on either side."""
    whole = next((part.span for part in reading.parts if span.within(part.span)), span)
    before = max((m.end() for m in _COMMA.finditer(reading.text, whole.start, span.start)), default=whole.start)
    after = _COMMA.search(reading.text, span.end, whole.end)
    return Span(before, after.start() if after else whole.end)


def next_step(reading: Reading, flags: Mapping[str, Span]) -> Mark:
    """Whether somebody does something by a day that can be found in a calendar."""
    if reading.only_listens:
        return Mark(None, "not-rated")
    facts = reading.found["past"]
    claims = _claims(reading, flags)
    days = [day for day in _inside(claims, reading.found["date"]) if not any(day.meets(fact) for fact in facts)]
    # To propose a day is a step, whatever the verb: "Can we do it on Tuesday?"
    asked = [part.span for part in reading.of_kind("proposal") if any(day.within(part.span) for day in days)]
    slides = [part.span for part in reading.parts if _is_slogan(reading, part)]
    steps = [step for step in _inside(claims, reading.found["action"]) if not _vague(reading, step, slides)] + asked
    loose = _inside([part.span for part in reading.parts], reading.found["vague"])
    if steps and days:
        return Mark(3, "dated", _clause(reading, days[-1]), {"when": reading.quote(days[-1])})
    if steps and not loose and not flags:
        return Mark(2, "action", _clause(reading, steps[-1]))
    if loose or steps or days:
        return Mark(1, "vague", (loose or steps or days)[0])
    return Mark(0, "none")


def _vague(reading: Reading, step: Span, slides: list[Span]) -> bool:
    """A step in the company of slogans, or beside words such as "at some point", binds nobody."""
    return any(step.within(slide) for slide in slides) or any(step.meets(loose) for loose in reading.found["vague"])
