"""Loads content/rehearsal.yml and joins it with rubric and stakeholders. Every mistake names file, place and remedy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_text import ContentError, read_mapping
from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.rehearsal.persona import HARDEST, OPENEST
from bot.domain.rehearsal.playbook import CHOICES, Playbook, plain
from bot.domain.rehearsal.rubric import Rubric

WORDS = "rehearsal.yml"
_SECTIONS = ("choices", "polite", "own_leads", "persona", "phrases")
_STATES = tuple(range(HARDEST, OPENEST + 1))
#: Each phrase and the braces it must hold.
_PHRASES = {
    "voice.named": "name title",
    **{f"difficulty.{level}": "" for level in (1, 2, 3)},
    "offer.line": "number text difficulty",
    "everybody.button": "",
    "feedback.compared": "number score before changes",
    "feedback.up": "titles",
    "feedback.down": "titles",
    "feedback.same": "",
    "feedback.earned": "because",
    "feedback.lost": "because",
    "feedback.flag": "because deduct",
    "feedback.try": "advice",
    "feedback.state": "voice state",
    "feedback.next": "",
    "feedback.done": "",
    "details.line": "title points because",
    "details.unrated": "title because",
    **{f"state.{state}": "" for state in _STATES},
    "summary.round": "voice objection",
    "summary.scores": "scores",
    "summary.again": "",
    "summary.then": "",
    "summary.path": "path",
    "summary.arrow": "",
    "summary.strong": "title",
    "summary.weak": "title",
    "progress.line": "points",
    "progress.point": "date first best",
    **{f"picture.{name}": "" for name in ("title", "axis", "first", "best")},
}
_Body = dict[str, Any]


def load_playbook(content: Path, book: Book, rubric: Rubric) -> Playbook:
    """Load and check the words of a rehearsal.

    Args:
        content: the folder `content/`. `book`, `rubric`: loaded already, from the same folder.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    words = read_mapping(content / WORDS)
    mistakes = list(_mistakes(words))
    if mistakes:
        raise ContentError("\n".join(f"{WORDS}: {mistake}" for mistake in mistakes))
    choices = {name: frozenset(map(plain, words["choices"][name])) for name in CHOICES}
    polite = sorted(map(plain, words["polite"]), key=len, reverse=True)
    leads = sorted(map(str.lower, words["own_leads"]), key=len, reverse=True)
    return Playbook(rubric, book, _phrases(words), choices, tuple(polite), tuple(leads))


def _phrases(words: _Body) -> Phrases:
    closing = {f"persona.closing.{state}": (words["persona"]["closing"][state],) for state in _STATES}
    spoken = {f"persona.{key}": tuple(words["persona"][key]) for key in ("softer", "harder", "again")}
    return Phrases({key: tuple(value) for key, value in words["phrases"].items()} | spoken | closing)


def _mistakes(words: _Body) -> Iterator[str]:
    wrong = sorted(set(_SECTIONS) ^ set(words))
    if wrong:
        yield f"{wrong[0]} is missing or not known; the sections are: {', '.join(_SECTIONS)}"
        return
    for section in ("polite", "own_leads"):
        if not _is_texts(words[section]):
            yield f"{section} must be a list of texts; put yes, no and numbers in quotes"
    yield from _choice_mistakes(words["choices"])
    yield from _persona_mistakes(words["persona"])
    yield from _phrase_mistakes(words["phrases"])


def _choice_mistakes(choices: Any) -> Iterator[str]:
    if not isinstance(choices, dict) or set(choices) != set(CHOICES):
        yield f"choices must have exactly these names: {', '.join(CHOICES)}; put the numbers in quotes"
        return
    homes: dict[str, str] = {}
    for name, texts in choices.items():
        if not _is_texts(texts):
            yield f"choices: {name} must be a list of texts; put yes, no and numbers in quotes"
            continue
        for text in map(plain, texts):
            if homes.setdefault(text, name) != name:
                yield f"choices: {text!r} stands under {homes[text]} and {name}; keep it in one of them"


def _persona_mistakes(persona: Any) -> Iterator[str]:
    if not isinstance(persona, dict) or set(persona) != {"softer", "harder", "again", "closing"}:
        yield "persona must have softer, harder, again and closing"
        return
    for key in (k for k in ("softer", "harder", "again") if not _is_texts(persona[k])):
        yield f"persona: {key} must be a list of texts"
    if not all("{line}" in str(text) for text in persona["again"] or ()):
        yield "persona: again: every wording must hold {line}, what they said before"
    closing = persona["closing"]
    if not isinstance(closing, dict) or set(closing) != set(_STATES) or not _is_texts(list(closing.values())):
        yield f"persona: closing must have one text for each state from {HARDEST} to {OPENEST}"


def _phrase_mistakes(phrases: Any) -> Iterator[str]:
    if not isinstance(phrases, dict):
        yield "phrases must hold keys and lists of texts"
        return
    for key in sorted(set(phrases) ^ set(_PHRASES)):
        yield f"phrases: {key} is missing or not known"
    for key in sorted(set(phrases) & set(_PHRASES)):
        if not _is_texts(phrases[key]):
            yield f"phrases: {key} must be a list of at least one text"
        elif any(set(re.findall(r"\{(\w+)\}", text)) != set(_PHRASES[key].split()) for text in phrases[key]):
            yield f"phrases: {key} must hold exactly these braces: {_PHRASES[key] or 'none'}"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text.strip() for text in value)
