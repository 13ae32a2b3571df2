"""Loads the words of the dashboard, `content/dashboard.yml`. Mistakes name file, line and remedy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue.mentoring import load_knowledge
from bot.catalogue.themes import load_themes
from bot.catalogue.yaml_source import Place, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.mentoring import Topic
from bot.domain.themes import Theme
from bot.domain.wording import Wording

FILE, PHRASES = "dashboard.yml", "phrases.yml"
_FUNCTION = "function."


@dataclass(frozen=True)
class DashboardWords:
    """What the dashboard says: its own words, the themes, what the mentor knows about them, names of functions."""

    wording: Wording
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    functions: Mapping[str, str]


def load_dashboard(content: Path) -> DashboardWords:
    """Load and check what the dashboard says, without what only conversations need.

    Args:
        content: the folder `content/`.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    topics = load_knowledge(content).topics
    return DashboardWords(load_wording(content), load_themes(content, topics), topics, load_functions(content))


def load_wording(content: Path) -> Wording:
    """Load and check the dashboard's own words. Raises ContentError."""
    source = read_source(content / FILE)
    entries = list(_entries(source.body, ()))
    mistakes = [source.mistake(place, what) for place, text in entries for what in _mistakes(text)]
    if mistakes:
        raise ContentError("\n".join(mistakes))
    return Wording({".".join(map(str, place)): text.strip() for place, text in entries})


def load_functions(content: Path) -> dict[str, str]:
    """Return the names of the functions by id, as every conversation has them. Raises ContentError."""
    phrases = read_source(content / PHRASES).body
    return {key.removeprefix(_FUNCTION): names[0] for key, names in phrases.items() if key.startswith(_FUNCTION)}


def _entries(body: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _entries(value, (*place, key))
    else:
        yield place, body


def _mistakes(text: Any) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield "must be a text that is not empty"
    elif "!" in text or "<" in text:
        yield "must hold no exclamation mark and no markup; reword it"
    elif text.count("{") != text.count("}"):
        yield "has a brace without its partner; write values as {name}"
