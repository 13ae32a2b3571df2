"""The declared domain with the replies as they are now: an edited sentence is spoken without training again."""

from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.coaching import ContentError
from bot.catalogue.yaml_text import parse


def present_domain(root: Path) -> dict[str, Any]:
    """Return the values of domain.yml with every reply of `content/responses/` under `responses`.

    Read here and not by Rasa, which takes forty times as long, because start-up waits for it.

    Raises:
        ContentError: a file cannot be read, or two files have a reply of the same name.
    """
    domain, replies = _read(root / "domain.yml"), {}
    for path in sorted((root / "content" / "responses").glob("*.yml")):
        for name, variants in _read(path).get("responses", {}).items():
            if name in replies:
                raise ContentError(f"{path.name}: {name} stands in another file too. Keep one of the two.")
            replies[name] = variants
    return {**domain, "responses": replies}


def _read(path: Path) -> dict[str, Any]:
    try:
        body = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: cannot be read ({type(error).__name__}). Mend or restore it.") from None
    if not isinstance(body, dict):
        raise ContentError(f"{path.name}: must hold keys and values.")
    return body
