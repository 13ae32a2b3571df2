"""Loads content/context.yml: the lenses, and how an answer says that something fits."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_text import ContentError, read
from bot.domain.context import FITS, LENSES, ContextBook, Lens
from bot.domain.phrases import Phrases

FILE = "context.yml"
_LENS = {"name", "question", "where", "hint"}
#: Each phrase and the braces it must hold.
_PHRASES = {
    **dict.fromkeys((*FITS, "open", "part.target", "part.wins", "part.parallel", "part.win-over"), ""),
    **dict.fromkeys(("picture.title", "picture.lenses"), ""),
    "line.target": "n words",
    "line.lens": "n lens fit words",
    "line.lens.bare": "n lens fit",
    "line.part": "n part words",
    "line.today": "words",
    "line.left": "parts",
    "carried": "lenses",
    "and": "",
}


def load_context(content: Path) -> ContextBook:
    """Load and check the words of the start of a programme.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    body = read(content / FILE)
    mistakes = list(_mistakes(body))
    if mistakes:
        raise ContentError("\n".join(f"{FILE}: {mistake}" for mistake in mistakes))
    lenses = tuple(Lens(name, **body["lenses"][name]) for name in LENSES)
    cues = {fit: tuple(body["fit"][fit]) for fit in FITS}
    return ContextBook(lenses, cues, Phrases({key: (text,) for key, text in body["phrases"].items()}))


def _mistakes(body: Any) -> Iterator[str]:
    if not isinstance(body, dict) or set(body) != {"lenses", "fit", "phrases"}:
        yield "must hold lenses, fit and phrases, and nothing else"
        return
    lenses, fit, phrases = body["lenses"], body["fit"], body["phrases"]
    if not isinstance(lenses, dict) or list(lenses) != list(LENSES):
        yield f"lenses must be, in this order: {', '.join(LENSES)}"
        return
    for name, lens in lenses.items():
        if not isinstance(lens, dict) or set(lens) != _LENS or not all(map(_is_text, lens.values())):
            yield f"lenses: {name}: needs texts for {', '.join(sorted(_LENS))}, and nothing else"
    if not isinstance(fit, dict) or set(fit) != set(FITS) or not all(map(_is_texts, fit.values())):
        yield f"fit must hold a list of texts for each of: {', '.join(FITS)}"
    else:
        yield from _cue_mistakes(fit)
    yield from _phrase_mistakes(phrases)


def _cue_mistakes(fit: dict[str, list[str]]) -> Iterator[str]:
    every = [cue.lower() for cues in fit.values() for cue in cues]
    yield from (f"fit: {cue!r} stands twice; keep it once" for cue in sorted({c for c in every if every.count(c) > 1}))


def _phrase_mistakes(phrases: Any) -> Iterator[str]:
    if not isinstance(phrases, dict):
        yield "phrases must hold keys and texts"
        return
    yield from (f"phrases: {key} is missing or not known" for key in sorted(set(phrases) ^ set(_PHRASES)))
    for key in sorted(set(phrases) & set(_PHRASES)):
        if not _is_text(phrases[key]) or set(re.findall(r"\{(\w+)\}", phrases[key])) != set(_PHRASES[key].split()):
            yield f"phrases: {key} must be a text with exactly these braces: {_PHRASES[key] or 'none'}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))
