"""Loads content/awareness/: the situations of the awareness check. Every mistake names file, line and remedy."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.awareness import Point, Situation
from bot.domain.mentoring import FUNCTIONS, Topic

FOLDER = "awareness"
#: A name stands on a button.
LONGEST_NAME = 32
FEWEST_SITUATIONS, FEWEST_POINTS = 6, 3
_SITUATION = ("id", "who", "story", "ask", "topics", "points")
_POINT = ("id", "name", "adds", "cues")
Mistakes = Iterator[tuple[Place, str]]


def load_situations(content: Path, topics: Mapping[str, Topic]) -> dict[str, Situation]:
    """Load and check all situations, by id, in the order of their files.

    Args:
        topics: the mentor's topics; those a situation names must have the view of its function.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    sources = [read_source(path) for path in sorted((content / FOLDER).glob("*.yml"))]
    mistakes = [source.mistake(place, what) for source in sources for place, what in _mistakes(source, topics)]
    mistakes += _missing(sources)
    if mistakes:
        raise ContentError("\n".join(mistakes))
    found = [_situation(source.body["function"], entry) for source in sources for entry in source.body["situations"]]
    return {situation.id: situation for situation in found}


def _missing(sources: list[Source]) -> Iterator[str]:
    there = {source.body.get("function") for source in sources}
    for function in FUNCTIONS:
        if function not in there:
            yield f"{FOLDER}: no file holds the function {function}; add {function}.yml."
    seen: dict[str, str] = {}
    for source in sources:
        entries = source.body.get("situations")
        for entry in entries if isinstance(entries, list) else ():
            name = str(entry.get("id")) if isinstance(entry, dict) else ""
            if seen.setdefault(name, source.path.name) != source.path.name:
                yield f"{source.path.name}: {name}: this id is already used in {seen[name]}; ids are unique"


def _mistakes(source: Source, topics: Mapping[str, Topic]) -> Mistakes:
    function, entries = source.body.get("function"), source.body.get("situations")
    if function != source.path.stem or function not in FUNCTIONS:
        yield ("function",), f"must be the file's name and one of: {', '.join(FUNCTIONS)}"
        return
    if not isinstance(entries, list) or len(entries) < FEWEST_SITUATIONS:
        yield ("situations",), f"must be a list of at least {FEWEST_SITUATIONS} situations"
        return
    for n, entry in enumerate(entries):
        place: Place = ("situations", n)
        if not isinstance(entry, dict) or set(entry) != set(_SITUATION):
            yield place, f"must have exactly these keys: {', '.join(_SITUATION)}"
            continue
        yield from _situation_mistakes(place, entry, str(function), topics)


def _situation_mistakes(place: Place, entry: dict[str, Any], function: str, topics: Mapping[str, Topic]) -> Mistakes:
    for key in ("id", "who", "story", "ask"):
        if not _is_text(entry[key]):
            yield (*place, key), "must be a text"
    if not str(entry["ask"]).endswith("?"):
        yield (*place, "ask"), "must be one question"
    for topic in entry["topics"] if isinstance(entry["topics"], list) and entry["topics"] else [None]:
        if topic not in topics:
            yield (*place, "topics"), "must be a list of at least one mentor topic, such as frozen-horizon"
        elif function not in topics[str(topic)].perspectives:
            yield (*place, "topics"), f"{topic} has no perspective of {function}; choose another or write one"
    points = entry["points"]
    if not isinstance(points, list) or len(points) < FEWEST_POINTS:
        yield (*place, "points"), f"must be a list of at least {FEWEST_POINTS} points"
        return
    yield from _point_mistakes((*place, "points"), points)


def _point_mistakes(place: Place, points: list[Any]) -> Mistakes:
    seen: set[str] = set()
    for n, point in enumerate(points):
        if not isinstance(point, dict) or set(point) != set(_POINT):
            yield (*place, n), f"must have exactly these keys: {', '.join(_POINT)}"
            continue
        yield from (((*place, n, key), "must be a text") for key in ("id", "name", "adds") if not _is_text(point[key]))
        if len(str(point["name"])) > LONGEST_NAME:
            yield (*place, n, "name"), f"has more than {LONGEST_NAME} characters; it stands on a button"
        if not isinstance(point["cues"], list) or not point["cues"] or not all(map(_is_text, point["cues"])):
            yield (*place, n, "cues"), "must be a list of texts; put yes, no, true and numbers in quotes"
        if str(point["id"]) in seen:
            yield (*place, n, "id"), "stands twice in this situation; ids are unique"
        seen.add(str(point["id"]))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _situation(function: str, entry: dict[str, Any]) -> Situation:
    points = tuple(Point(p["id"], p["name"], p["adds"].strip(), tuple(p["cues"])) for p in entry["points"])
    return Situation(
        id=entry["id"],
        function=function,
        who=entry["who"].strip(),
        story=entry["story"].strip(),
        ask=entry["ask"].strip(),
        topics=tuple(entry["topics"]),
        points=points,
    )
