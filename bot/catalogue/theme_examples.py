"""Loads `content/theme_examples.yml`: what barrier themes are recognised by in a text.

Every mistake is reported with the line where it stands.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue.cues import THEMES, Phrase, parse_cue
from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError

NAME = "theme_examples.yml"
#: The fewest sentences of each kind a theme can be learnt from.
FEWEST = {"examples": 20, "near": 5, "cues": 1, "hints": 1}
FEWEST_ORDINARY = 40
SHORTEST, LONGEST = 2, 60  # words of a sentence
_PARTS = ("relief", "trouble", "ordinary", "themes")


@dataclass(frozen=True)
class ThemeExamples:
    """What one theme is recognised by.

    Attributes:
        examples: sentences that tell of the barrier.
        near: sentences on the same subject without a barrier, good news for the most part.
        cues: phrases that nearly always mean it. `hints`: words often found where it is meant.
    """

    examples: tuple[str, ...]
    near: tuple[str, ...]
    cues: tuple[Phrase, ...]
    hints: tuple[Phrase, ...]


@dataclass(frozen=True, eq=False, repr=False)
class ThemeLessons:
    """All a tagger learns from. `relief` speaks against any barrier, `trouble` for one; `ordinary` has none."""

    themes: Mapping[str, ThemeExamples]
    ordinary: tuple[str, ...]
    relief: tuple[Phrase, ...]
    trouble: tuple[Phrase, ...]


def load_theme_examples(content: Path) -> ThemeLessons:
    """Read and check the file in the folder `content/`.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    source = read_source(content / NAME)
    if mistakes := [source.mistake(place, what) for place, what in _mistakes(source.body)]:
        raise ContentError("\n".join(mistakes))
    body = source.body
    return ThemeLessons(
        themes={name: _theme(body["themes"][name]) for name in THEMES},
        ordinary=tuple(body["ordinary"]),
        relief=_phrases(body["relief"]),
        trouble=_phrases(body["trouble"]),
    )


def _theme(raw: Mapping[str, list[str]]) -> ThemeExamples:
    return ThemeExamples(tuple(raw["examples"]), tuple(raw["near"]), _phrases(raw["cues"]), _phrases(raw["hints"]))


def _phrases(lines: list[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for line in lines for cue in _split(line) for phrase in parse_cue(cue))


def _split(line: str) -> list[str]:
    return [part.strip() for part in line.split(",") if part.strip()]


def _mistakes(body: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    yield from _key_mistakes((), body, _PARTS)
    themes = body.get("themes")
    if not isinstance(themes, dict):
        yield ("themes",), "must hold one entry for each theme"
        return
    yield from _key_mistakes(("themes",), themes, THEMES)
    for name in (name for name in THEMES if name in themes):
        yield from _theme_mistakes(("themes", name), themes[name])
    for part in ("relief", "trouble"):
        yield from _cue_mistakes((part,), body.get(part), 1)
    yield from _sentence_mistakes(("ordinary",), body.get("ordinary"), FEWEST_ORDINARY)
    yield from _repeated(body)


def _key_mistakes(place: Place, body: Mapping[str, Any], wanted: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    for name in sorted(set(wanted) - set(body)):
        yield place, f"{name} is missing. Add it, shaped as its neighbours."
    for name in sorted(set(body) - set(wanted)):
        yield (*place, name), f"is not known. Use one of: {', '.join(wanted)}."


def _theme_mistakes(place: Place, raw: Any) -> Iterator[tuple[Place, str]]:
    if not isinstance(raw, dict):
        yield place, "must have the keys " + ", ".join(FEWEST) + "."
        return
    yield from _key_mistakes(place, raw, tuple(FEWEST))
    for part in ("cues", "hints"):
        yield from _cue_mistakes((*place, part), raw.get(part), FEWEST[part])
    for part in ("examples", "near"):
        yield from _sentence_mistakes((*place, part), raw.get(part), FEWEST[part])


def _cue_mistakes(place: Place, lines: Any, fewest: int) -> Iterator[tuple[Place, str]]:
    for number, line in _texts(lines):
        for cue in _split(line):
            try:
                parse_cue(cue)
            except ValueError as problem:
                yield (*place, number), f"the cue '{cue}' cannot be read: {problem}."
    yield from _list_mistakes(place, lines, fewest)


def _sentence_mistakes(place: Place, lines: Any, fewest: int) -> Iterator[tuple[Place, str]]:
    for number, line in _texts(lines):
        if not SHORTEST <= len(line.split()) <= LONGEST:
            yield (*place, number), f"must have {SHORTEST} to {LONGEST} words."
    yield from _list_mistakes(place, lines, fewest)


def _list_mistakes(place: Place, lines: Any, fewest: int) -> Iterator[tuple[Place, str]]:
    texts = list(_texts(lines))
    if not isinstance(lines, list) or len(texts) < len(lines):
        yield place, "must be a list of texts. Write '- ' before each; put yes, no, on in quotes."
    elif len(texts) < fewest:
        yield place, f"has {len(texts)} entries and needs at least {fewest}."


def _texts(lines: Any) -> list[tuple[int, str]]:
    """The entries that are texts, with their numbers from 0."""
    return [(n, line) for n, line in enumerate(lines) if isinstance(line, str)] if isinstance(lines, list) else []


def _repeated(body: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """A sentence that stands twice teaches two things at once, or one thing twice."""
    places = [(("ordinary", n), text) for n, text in _texts(body.get("ordinary"))]
    for name, raw in body["themes"].items():
        for part in ("examples", "near") if isinstance(raw, dict) else ():
            places += [(("themes", name, part, n), text) for n, text in _texts(raw.get(part))]  # type: ignore[misc]
    counts = Counter(text.casefold() for _, text in places)
    for place, text in places:
        if counts[text.casefold()] > 1:
            yield place, "stands in this file more than once. Keep it where it belongs."


__all__ = ["FEWEST", "NAME", "Source", "ThemeExamples", "ThemeLessons", "load_theme_examples"]
