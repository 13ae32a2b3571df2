"""Loads the words of the web chat's own pages and checks them. Mistakes name file, line and remedy."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError

FILE = "web.yml"
SECTIONS = ("page", "script", "refusals", "voices")
GROUPS = ("do", "data")
#: What the server says when it takes no message.
REFUSALS = frozenset({"signed-out", "foreign", "malformed", "loading", "storage"})
_ACTION = {"group", "title", "send"}


@dataclass(frozen=True)
class Action:
    """An entry in the list of what can be done. `send` is the command it stands for, with its slash."""

    group: str
    title: str
    send: str


@dataclass(frozen=True)
class WebWords:
    """What the pages say.

    Attributes:
        page: what stands on the pages, by key.
        script: what the page's script says, by key.
        refusals: what the server says when it takes no message, by key.
        voices: who speaks, by the first part of a reply's kind; `default` for every other.
    """

    page: Mapping[str, str]
    script: Mapping[str, str]
    refusals: Mapping[str, str]
    voices: Mapping[str, str]
    actions: tuple[Action, ...]


def load_web(content: Path, commands: Collection[str] | None = None) -> WebWords:
    """Load and check the words of the web chat.

    Args:
        content: the folder `content/`.
        commands: every command there is, without slash; None leaves the commands of the actions unchecked.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    source = read_source(content / FILE)
    mistakes = [source.mistake(place, what) for place, what in _mistakes(source, commands)]
    if mistakes:
        raise ContentError("\n".join(mistakes))
    texts = {section: source.body[section] for section in SECTIONS}
    return WebWords(**texts, actions=tuple(Action(**entry) for entry in source.body["actions"]))


def _mistakes(source: Source, commands: Collection[str] | None) -> Iterator[tuple[Place, str]]:
    for section in SECTIONS:
        texts = source.body.get(section)
        if not isinstance(texts, dict):
            yield (section,), "is missing; it holds texts by key"
        else:
            yield from (((section, key), "must be a text") for key, text in texts.items() if not _is_text(text))
            wanted = REFUSALS if section == "refusals" else {"default"} if section == "voices" else frozenset()
            yield from (((section, key), "is missing") for key in sorted(wanted - set(texts)))
    actions = source.body.get("actions")
    if not isinstance(actions, list):
        yield ("actions",), "is missing; it is a list of entries with group, title and send"
    else:
        for index, entry in enumerate(actions):
            yield from ((("actions", index), what) for what in _action_mistakes(entry, commands))


def _action_mistakes(entry: Any, commands: Collection[str] | None) -> Iterator[str]:
    if not isinstance(entry, dict) or set(entry) != _ACTION or not all(map(_is_text, entry.values())):
        yield "must have the texts group, title and send, and no others"
    elif entry["group"] not in GROUPS:
        yield f"group must be one of: {', '.join(GROUPS)}"
    elif commands is not None and entry["send"].removeprefix("/") not in commands:
        yield f"{entry['send']} is not a command; use one of content/commands.yml with its slash"


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())
