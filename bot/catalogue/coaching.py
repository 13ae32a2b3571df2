"""Loads the coach's content: questions, reflection frames, phrases. Every mistake names file, entry and remedy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_text import ContentError, read
from bot.domain.coaching.coach import Guide
from bot.domain.coaching.questions import (
    CAPTURES,
    LENSES,
    MOVES,
    PHASES,
    PLACEHOLDERS,
    STATUSES,
    Bank,
    Question,
    When,
)
from bot.domain.phrases import Phrases

QUESTIONS = "coaching/questions"
FRAMES = "coaching/reflections.yml"
PHRASES = (
    *("phrases.yml", "introduce.yml", "brief.yml", "privacy.yml", "reflect.yml", "shared.yml"),
    *("awareness.yml", "behaviours.yml"),
)
LONGEST = 35
_KEYS = {"id", "phase", "move", "captures", "lens", "when", "text", "follow_ups", "worth"}
_WHEN = {"signals", "themes", "people", "needs", "status", "minutes", "unless", "after"}
_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


def load_guide(content: Path) -> Guide:
    """Load and check everything the coach speaks from.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    mistakes: list[str] = []
    entries = [(path, entry) for path in sorted((content / QUESTIONS).glob("*.yml")) for entry in _read(path, list)]
    for path, entry in entries:
        mistakes += [f"{path.name}: {entry.get('id', '(no id)')}: {m}" for m in _mistakes(entry)]
    mistakes += _cross_mistakes(entries)
    if mistakes:
        raise ContentError("\n".join(mistakes))
    bank = Bank(_question(entry) for _, entry in entries)
    return Guide(
        bank,
        _wordings(content / FRAMES),
        Phrases({k: v for name in PHRASES for k, v in _wordings(content / name).items()}),
    )


def _read(path: Path, kind: type) -> Any:
    body = read(path)
    if not isinstance(body, kind):
        raise ContentError(f"{path.name}: must hold a {kind.__name__}. See the comment at its top.")
    if isinstance(body, list) and not all(isinstance(entry, dict) for entry in body):
        raise ContentError(f"{path.name}: every entry must hold keys and values. See the comment at its top.")
    return body


def _wordings(path: Path) -> dict[str, tuple[str, ...]]:
    body = _read(path, dict)
    bad = [key for key, value in body.items() if not _is_texts(value)]
    if bad:
        raise ContentError(f"{path.name}: {bad[0]}: must be a list of at least one text.")
    return {str(key): tuple(value) for key, value in body.items()}


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text.strip() for text in value)


def _mistakes(entry: dict[str, Any]) -> Iterator[str]:
    unknown = set(entry) - _KEYS | set(entry.get("when") or {}) - _WHEN
    if unknown:
        yield f"unknown key {sorted(unknown)[0]!r}; allowed: {', '.join(sorted(_KEYS | _WHEN))}"
    yield from _enum_mistakes(entry)
    if not _is_texts(entry.get("text")):
        yield "text must be a list of 1 to 4 wordings"
        return
    for text in entry["text"]:
        yield from _text_mistakes(text, set((entry.get("when") or {}).get("needs") or ()))


def _enum_mistakes(entry: dict[str, Any]) -> Iterator[str]:
    when = entry.get("when") or {}
    checks = (
        ("phase", entry.get("phase") or ["missing"], set(PHASES)),
        ("move", [entry.get("move")], set(MOVES)),
        ("captures", [entry["captures"]] if entry.get("captures") else [], set(CAPTURES)),
        ("lens", [entry["lens"]] if entry.get("lens") else [], set(LENSES)),
        ("needs", when.get("needs") or [], set(PLACEHOLDERS)),
        ("status", when.get("status") or [], set(STATUSES)),
        ("after", when.get("after") or [], set(CAPTURES)),
    )
    for key, values, allowed in checks:
        for value in set(values) - allowed:
            yield f"{key} {value!r} is not known; allowed: {', '.join(sorted(allowed))}"


def _text_mistakes(text: str, needs: set[str]) -> Iterator[str]:
    if text.count("?") != 1 or not text.rstrip().endswith("?"):
        yield f"“{text[:40]}…” must have exactly one question mark, at the end"
    if len(text.split()) > LONGEST:
        yield f"“{text[:40]}…” has more than {LONGEST} words; shorten it"
    missing = set(_PLACEHOLDER.findall(text)) - needs
    if missing:
        yield f"{{{sorted(missing)[0]}}} is used but not listed under when.needs"


def _cross_mistakes(entries: list[tuple[Path, dict[str, Any]]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for path, entry in entries:
        name = str(entry.get("id"))
        if name in seen:
            yield f"{path.name}: {name}: this id is already used in {seen[name]}; ids are unique"
        seen[name] = path.name
    for path, entry in entries:
        for follow_up in entry.get("follow_ups") or ():
            if follow_up not in seen:
                yield f"{path.name}: {entry.get('id')}: follow_ups names {follow_up!r}, which does not exist"
        for signal in (entry.get("when") or {}).get("signals") or ():
            name, _, asked = str(signal).partition(":")
            if name == "asked" and asked.removesuffix(":no") not in seen:
                yield f"{path.name}: {entry.get('id')}: {signal!r} names a question that does not exist"


def _question(entry: dict[str, Any]) -> Question:
    when = {key: frozenset(values) for key, values in (entry.get("when") or {}).items()}
    return Question(
        id=entry["id"],
        phases=frozenset(entry["phase"]),
        move=entry["move"],
        text=tuple(entry["text"]),
        captures=entry.get("captures"),
        lens=entry.get("lens"),
        when=When(**when),
        follow_ups=tuple(entry.get("follow_ups") or ()),
        worth=int(entry.get("worth", 1)),
    )
