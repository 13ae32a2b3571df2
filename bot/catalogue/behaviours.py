"""Loads content/behaviours/: the three leadership behaviours. Every mistake names file, line and remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.behaviours import BEHAVIOURS, MANNERS, Behaviour, Case, Reaction, Sides, Trial

FOLDER = "behaviours"
#: A reaction stands on a button.
LONGEST_NAME = 40
CASES, TRIALS = 4, 3
LETTERS = frozenset("EISNTFJP")
_KEYS = ("id", "name", "about", "situations", "manners", "preferences", "experiments")
Mistakes = Iterator[tuple[Place, str]]


def load_behaviours(content: Path) -> dict[str, Behaviour]:
    """Load and check the three behaviours, by id.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    sources = [read_source(content / FOLDER / f"{name}.yml") for name in BEHAVIOURS]
    mistakes = [source.mistake(place, what) for source in sources for place, what in _mistakes(source)]
    if mistakes:
        raise ContentError("\n".join(mistakes))
    return {source.body["id"]: _behaviour(source.body) for source in sources}


def _mistakes(source: Source) -> Mistakes:
    body = source.body
    if set(body) != set(_KEYS):
        yield (), f"must have exactly these keys: {', '.join(_KEYS)}"
        return
    if body["id"] != source.path.stem:
        yield ("id",), "must be the file's name"
    for key in ("name", "about"):
        if not _is_text(body[key]):
            yield (key,), "must be a text"
    yield from _entries(body, "situations", ("id", "story", "reactions"), CASES)
    yield from _entries(body, "experiments", ("id", "text", "helps"), TRIALS)
    for n, case in enumerate(body["situations"] if isinstance(body["situations"], list) else ()):
        if isinstance(case, dict):
            yield from _reaction_mistakes(("situations", n, "reactions"), case.get("reactions"))
    yield from _side_mistakes(body, "manners", set(MANNERS), ("did", "strength", "blind_spot"))
    yield from _side_mistakes(body, "preferences", LETTERS, ("strength", "blind_spot"))


def _entries(body: dict[str, Any], key: str, keys: tuple[str, ...], fewest: int) -> Mistakes:
    entries = body[key]
    if not isinstance(entries, list) or len(entries) < fewest:
        yield (key,), f"must be a list of at least {fewest}"
        return
    for n, entry in enumerate(entries):
        if not isinstance(entry, dict) or set(entry) != set(keys):
            yield (key, n), f"must have exactly these keys: {', '.join(keys)}"
        elif not all(_is_text(entry[name]) for name in keys[:2]):
            yield (key, n), f"{keys[0]} and {keys[1]} must be texts"
        elif key == "experiments" and not (entry["helps"] and set(entry["helps"]) <= set(MANNERS)):
            yield (key, n, "helps"), f"must be a list of manners: {', '.join(MANNERS)}"
    names = [str(entry.get("id")) for entry in entries if isinstance(entry, dict)]
    if len(set(names)) < len(names):
        yield (key,), "an id stands twice; ids are unique"


def _reaction_mistakes(place: Place, reactions: Any) -> Mistakes:
    if not isinstance(reactions, list) or len(reactions) < 3 or not all(isinstance(r, dict) for r in reactions):
        yield place, "must be a list of at least three reactions"
        return
    for n, reaction in enumerate(reactions):
        if set(reaction) != {"id", "name", "manner", "cues"}:
            yield (*place, n), "must have exactly these keys: id, name, manner, cues"
            continue
        if not _is_text(reaction["name"]) or len(reaction["name"]) > LONGEST_NAME:
            yield (*place, n, "name"), f"must be a text of at most {LONGEST_NAME} characters; it stands on a button"
        if reaction["manner"] not in MANNERS:
            yield (*place, n, "manner"), f"must be one of: {', '.join(MANNERS)}"
        if not isinstance(reaction["cues"], list) or not reaction["cues"] or not all(map(_is_text, reaction["cues"])):
            yield (*place, n, "cues"), "must be a list of texts; put yes, no, true and numbers in quotes"


def _side_mistakes(
    body: dict[str, Any], key: str, allowed: set[str] | frozenset[str], keys: tuple[str, ...]
) -> Mistakes:
    sides = body[key]
    if not isinstance(sides, dict) or not sides or not set(sides) <= allowed:
        yield (key,), f"must have entries for some of: {', '.join(sorted(allowed))}"
        return
    if key == "manners" and set(sides) != allowed:
        yield (key,), f"must have an entry for each of: {', '.join(MANNERS)}"
    for name, side in sides.items():
        if not isinstance(side, dict) or set(side) != set(keys) or not all(map(_is_text, side.values())):
            yield (key, name), f"must have exactly these texts: {', '.join(keys)}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _behaviour(body: dict[str, Any]) -> Behaviour:
    cases = tuple(
        Case(c["id"], c["story"].strip(), tuple(Reaction(**{**r, "cues": tuple(r["cues"])}) for r in c["reactions"]))
        for c in body["situations"]
    )
    sides = {key: {name: Sides(**side) for name, side in body[key].items()} for key in ("manners", "preferences")}
    trials = tuple(Trial(e["id"], e["text"].strip(), tuple(e["helps"])) for e in body["experiments"])
    return Behaviour(body["id"], body["name"], body["about"], cases, sides["manners"], sides["preferences"], trials)
