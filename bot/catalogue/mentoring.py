"""Loads the mentor's topics and checks shape, references and readability. Mistakes name file, line and remedy."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain import mentoring
from bot.domain.mentoring import AREAS, EVERY_TOPIC, FUNCTIONS, Barrier, Knowledge, Step, Topic

FOLDER, ELSEWHERE = "mentoring", "mentoring/elsewhere/questions.yml"
#: How many words a text may have: (fewest, most).
WORDS = {"title": (1, 6), "answer": (60, 120), "why": (30, 80), "example": (40, 100), "hand_back": (5, 30)}
VIEW_WORDS = (45, 90)
#: How many entries a list may have.
COUNTS = {"how": (3, 6), "signs": (2, 4), "related": (2, 5), "sources": (1, 4), "terms": (3, 8), "questions": (8, 40)}
BARRIERS = (1, 3)
#: A sentence may have so many words, and so many on average over a text: above that nobody reads it in a corridor.
LONGEST_SENTENCE, LONG_ON_AVERAGE = 50, 28
FEWEST_ELSEWHERE = 100
_TEXTS = ("id", "title", "area", "answer", "why", "example", "hand_back")
_KEYS = {*_TEXTS, *COUNTS, "barriers", "perspectives"}
_STEP, _BARRIER = ("do", "who", "when", "bring"), ("barrier", "helps")
_LONG_TEXTS = ("answer", "why", "example")

_Found = Iterator[tuple[Place, str]]


def load_knowledge(content: Path) -> Knowledge:
    """Load and check every topic.

    Args:
        content: the folder `content/`.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    sources = [read_source(path) for path in sorted((content / FOLDER).glob("*.yml"))]
    mistakes = [source.mistake(place, what) for source in sources for place, what in _mistakes(source)]
    if not mistakes:
        mistakes = list(_cross_mistakes(sources))
    elsewhere = read_source(content / ELSEWHERE)
    mistakes += list(_elsewhere_mistakes(elsewhere, sources))
    if mistakes:
        raise ContentError("\n".join(mistakes))
    topics = {str(source.body["id"]): _topic(source.body) for source in sources}
    return Knowledge(topics, tuple(elsewhere.body["questions"]))


def same_words(text: str) -> str:
    """Return a text as compared with others: small letters and digits only."""
    return " ".join(re.findall(r"\w+", text.lower().replace("'", "").replace("’", "")))


def _mistakes(source: Source) -> _Found:
    body = source.body
    for key in sorted(_KEYS - set(body)):
        yield (key,), "is missing; add it as docs/how-to/edit-a-topic.md shows"
    for key in sorted(set(body) - _KEYS):
        yield (key,), f"is not a key of a topic; allowed: {', '.join(sorted(_KEYS))}"
    checks: dict[str, Callable[[Any], _Found]] = {
        **dict.fromkeys(_TEXTS, _text),
        "how": lambda value: _entries(value, "how", _STEP),
        "sources": lambda value: _entries(value, "sources", ("name",), ("url",)),
        "barriers": _barriers,
        "perspectives": _perspectives,
        **{key: _strings(key) for key in ("signs", "related", "terms", "questions")},
    }
    found = [((key, *place), what) for key in sorted(_KEYS & set(body)) for place, what in checks[key](body[key])]
    yield from found
    if not found and set(body) >= _KEYS:
        yield from _content_mistakes(source)


def _content_mistakes(source: Source) -> _Found:
    body = source.body
    if body["id"] != source.path.stem:
        yield ("id",), f"is {body['id']!r}; it must be the file's name, {source.path.stem!r}"
    if body["area"] not in AREAS:
        yield ("area",), f"{body['area']!r} is not known; use one of: {', '.join(AREAS)}"
    for key, limits in WORDS.items():
        yield from _length((key,), body[key], limits)
    for function, view in body["perspectives"].items():
        yield from _length(("perspectives", function), view, VIEW_WORDS)
    for key in _LONG_TEXTS:
        yield from _readable((key,), body[key])
    for function, view in body["perspectives"].items():
        yield from _readable(("perspectives", function), view)
    if body["hand_back"].count("?") != 1 or not body["hand_back"].strip().endswith("?"):
        yield ("hand_back",), "must be one question with its question mark at the end"
    for index, term in enumerate(body["terms"]):
        if term != term.lower():
            yield ("terms", index), f"write {term!r} in small letters"


def _text(value: Any) -> _Found:
    if not isinstance(value, str) or not value.strip():
        yield (), "must be a text"
    elif "{" in value or "!" in value:
        yield (), "must hold no braces and no exclamation mark; reword it"


def _strings(key: str) -> Callable[[Any], _Found]:
    def check(value: Any) -> _Found:
        yield from _count(value, *COUNTS[key])
        for index, text in enumerate(value if isinstance(value, list) else ()):
            yield from (((index,), what) for _, what in _text(text))

    return check


def _entries(value: Any, key: str, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> _Found:
    yield from _count(value, *COUNTS[key])
    yield from _shapes(value, needed, allowed)


def _barriers(value: Any) -> _Found:
    if not isinstance(value, dict) or set(value) != {"hard", "soft"}:
        yield (), "must have the two lists hard and soft"
        return
    for kind, entries in value.items():
        for place, what in (*_count(entries, *BARRIERS), *_shapes(entries, _BARRIER)):
            yield (kind, *place), what


def _perspectives(value: Any) -> _Found:
    if not isinstance(value, dict):
        yield (), f"must have one text for each of: {', '.join(EVERY_TOPIC)}"
        return
    for function in (f for f in EVERY_TOPIC if f not in value):
        yield (function,), "is missing; every topic is seen through these eyes"
    for function, text in value.items():
        if function not in FUNCTIONS:
            yield (function,), f"is not a function; use one of: {', '.join(FUNCTIONS)}"
        yield from (((function,), what) for _, what in _text(text))


def _count(value: Any, fewest: int, most: int) -> _Found:
    if not isinstance(value, list) or not fewest <= len(value) <= most:
        yield (
            (),
            f"must be a list of {fewest} to {most} entries{f', not {len(value)}' if isinstance(value, list) else ''}",
        )


def _shapes(value: Any, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> _Found:
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(entry, dict) or set(needed) - set(entry) or set(entry) - set(needed) - set(allowed):
            yield (
                (index,),
                f"must have the keys {', '.join(needed)}{' and may have ' if allowed else ''}{', '.join(allowed)}",
            )
            continue
        for key in entry:
            yield from (((index, key), what) for _, what in _text(entry[key]))


def _length(place: Place, text: str, limits: tuple[int, int]) -> _Found:
    fewest, most = limits
    words = len(text.split())
    if not fewest <= words <= most:
        yield place, f"has {words} words; write {fewest} to {most}"


def _readable(place: Place, text: str) -> _Found:
    lengths = [len(sentence.split()) for sentence in re.split(r"(?<=[.?])\s+", text.strip())]
    if max(lengths) > LONGEST_SENTENCE:
        yield place, f"has a sentence of {max(lengths)} words; split it, at most {LONGEST_SENTENCE}"
    if sum(lengths) / len(lengths) > LONG_ON_AVERAGE:
        yield place, f"has sentences of {sum(lengths) / len(lengths):.0f} words on average; at most {LONG_ON_AVERAGE}"


def _cross_mistakes(sources: list[Source]) -> Iterator[str]:
    known = {source.body["id"] for source in sources}
    for source in sources:
        for index, other in enumerate(source.body["related"]):
            if other not in known or other == source.body["id"]:
                yield source.mistake(("related", index), f"{other!r} is not another topic; use the name of a file here")
    yield from _twice(sources)


def _twice(sources: Iterable[Source]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for source in sources:
        for index, question in enumerate(source.body["questions"]):
            home = homes.setdefault(same_words(question), f"{source.path.name}, {index + 1}")
            if home != f"{source.path.name}, {index + 1}":
                yield source.mistake(("questions", index), f"already stands in {home}; a question means one topic")


def _elsewhere_mistakes(source: Source, topics: Iterable[Source]) -> Iterator[str]:
    questions = source.body.get("questions")
    if not isinstance(questions, list) or len(questions) < FEWEST_ELSEWHERE:
        yield source.mistake(("questions",), f"must be a list of at least {FEWEST_ELSEWHERE} questions")
        return
    answered = {same_words(str(q)): t.path.name for t in topics for q in t.body.get("questions") or ()}
    for index, question in enumerate(questions):
        for _, what in _text(question):
            yield source.mistake(("questions", index), what)
        if same_words(str(question)) in answered:
            home = answered[same_words(str(question))]
            yield source.mistake(("questions", index), f"is a question of {home}; take it out of one of the two")


def _topic(body: dict[str, Any]) -> Topic:
    return Topic(
        **{key: " ".join(body[key].split()) for key in _TEXTS},
        how=tuple(Step(**step) for step in body["how"]),
        hard=tuple(Barrier(**barrier) for barrier in body["barriers"]["hard"]),
        soft=tuple(Barrier(**barrier) for barrier in body["barriers"]["soft"]),
        signs=tuple(body["signs"]),
        perspectives={function: " ".join(text.split()) for function, text in body["perspectives"].items()},
        related=tuple(body["related"]),
        sources=tuple(mentoring.Source(**source) for source in body["sources"]),
        terms=tuple(body["terms"]),
        questions=tuple(body["questions"]),
    )
