"""Loads the barrier themes and checks them. Mistakes name file, line and remedy."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.cues import THEMES
from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.themes import Theme

FILE = "themes.yml"
#: How many entries a list may have, and how many words a text.
COUNTS = {"helps": (2, 4), "topics": (2, 4), "questions": (2, 3)}
WORDS = {"title": (1, 6), "means": (15, 60), "helps": (4, 25), "questions": (6, 25)}
_KEYS = {"title", "means", *COUNTS}

_Found = Iterator[tuple[Place, str]]


def load_themes(content: Path, topics: Collection[str]) -> dict[str, Theme]:
    """Load and check every theme, in the order of the file.

    Args:
        content: the folder `content/`.
        topics: ids of all mentor topics.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    source = read_source(content / FILE)
    mistakes = [source.mistake(place, what) for place, what in _mistakes(source, topics)]
    if mistakes:
        raise ContentError("\n".join(mistakes))
    return {name: _theme(name, body) for name, body in source.body.items()}


def _mistakes(source: Source, topics: Collection[str]) -> _Found:
    for name in sorted(set(THEMES) - set(source.body)):
        yield (name,), "is missing; every theme that reflections are tagged with has its entry"
    for name, body in source.body.items():
        if name not in THEMES:
            yield (name,), f"is not a theme; use one of: {', '.join(THEMES)}"
        elif not isinstance(body, dict) or set(body) != _KEYS:
            yield (name,), f"must have the keys {', '.join(sorted(_KEYS))} and no others"
        else:
            yield from (((name, *place), what) for place, what in _entry_mistakes(body, topics))


def _entry_mistakes(body: dict[str, Any], topics: Collection[str]) -> _Found:
    for key in ("title", "means"):
        yield from _text((key,), body[key], WORDS[key])
    for key, (fewest, most) in COUNTS.items():
        entries = body[key]
        if not isinstance(entries, list) or not fewest <= len(entries) <= most:
            yield (key,), f"must be a list of {fewest} to {most} entries"
            continue
        for index, entry in enumerate(entries):
            if key == "topics" and entry not in topics:
                yield (key, index), f"{entry!r} is not a mentor topic; use the name of a file in content/mentoring"
            if key in WORDS:
                yield from _text((key, index), entry, WORDS[key])
            if key == "questions" and (str(entry).count("?") != 1 or not str(entry).strip().endswith("?")):
                yield (key, index), "must be one question with its question mark at the end"


def _text(place: Place, text: Any, limits: tuple[int, int]) -> _Found:
    if not isinstance(text, str) or not limits[0] <= len(text.split()) <= limits[1]:
        yield place, f"must be a text of {limits[0]} to {limits[1]} words"
    elif "!" in text or "{" in text:
        yield place, "must hold no braces and no exclamation mark; reword it"


def _theme(name: str, body: dict[str, Any]) -> Theme:
    lists = {key: tuple(" ".join(entry.split()) for entry in body[key]) for key in COUNTS}
    return Theme(name, body["title"], " ".join(body["means"].split()), **lists)
