"""Checks content/reflect.yml: every theme has a name, every prompt its questions."""

from collections.abc import Iterator

from bot.catalogue.cues import THEMES
from bot.catalogue.yaml_text import ContentError
from bot.domain.phrases import Phrases
from bot.domain.reflection import PROMPTS

FILE = "reflect.yml"


def check_reflecting(phrases: Phrases) -> None:
    """Check that a reflection never meets a theme or a question without words.

    Raises:
        ContentError: with every key that is missing.
    """
    missing = [key for key in _needed() if key not in phrases]
    if missing:
        raise ContentError("\n".join(f"{FILE}: {key} is missing; add it with one text." for key in missing))


def _needed() -> Iterator[str]:
    yield from (f"theme.{theme}" for theme in THEMES)
    for prompt, questions in PROMPTS.items():
        yield f"reflect.prompt.{prompt}"
        yield from (f"reflect.prompt.{prompt}.{n}" for n in range(1, questions + 1))
