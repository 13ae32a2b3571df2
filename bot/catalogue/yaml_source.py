"""Reads one YAML file and remembers the line of every entry, so that a mistake can be shown where it stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.yaml_text import LOADER, ContentError

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """A file as read. `body` holds its values; `lines` the line, from 1, of every key and list entry by its place."""

    path: Path
    body: dict[str, Any]
    lines: Mapping[Place, int]

    def mistake(self, place: Place, what: str) -> str:
        """Return `file: line n: place: what`; of a place that is not there, the line of the nearest one around it."""
        inner = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in self.lines), ())
        name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
        return f"{self.path.name}: line {self.lines.get(inner, 1)}: {name + ': ' if name else ''}{what}"


def read_source(path: Path) -> Source:
    """Read a file that holds keys and values.

    Raises:
        ContentError: naming the file, the line and what to do: it is not there, no YAML, or names a key twice.
    """
    try:
        body, places = parsed(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{path.name}: line {line}: {error.problem}. Mend the YAML around this line.") from None
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: cannot be read ({type(error).__name__}). Restore it.") from None
    if not isinstance(body, dict):
        raise ContentError(f"{path.name}: line 1: must hold keys and values. See the comment at its top.")
    return Source(path, body, _lines(places, path))


def parsed(text: str) -> tuple[Any, list[tuple[Place, int]]]:
    """Return the values of a YAML text, and the line of every key and list entry in the order of the text.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    loader = LOADER(text)
    node: yaml.Node | None = loader.get_single_node()
    return (loader.construct_document(node), list(_walk(node, ()))) if node else (None, [])


def _lines(places: Iterable[tuple[Place, int]], path: Path) -> dict[Place, int]:
    lines: dict[Place, int] = {}
    for place, line in places:
        if place in lines:
            message = f"{place[-1]} stands here again, first on line {lines[place]}. Keep one of the two."
            raise ContentError(f"{path.name}: line {line}: {message}")
        lines[place] = line
    return lines


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, str(key.value)), key.start_mark.line + 1
            yield from _walk(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*place, index), value.start_mark.line + 1
            yield from _walk(value, (*place, index))
