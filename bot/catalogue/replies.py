"""The declared domain with the replies as they are now: an edited sentence is spoken without training again."""

from pathlib import Path
from typing import Any

from bot.catalogue.yaml_text import ContentError, read_mapping


def present_domain(root: Path) -> dict[str, Any]:
    """Return the values of domain.yml with every reply of `content/responses/` under `responses`.

    Read here and not by Rasa, which takes forty times as long, because start-up waits for it.

    Raises:
        ContentError: a file cannot be read, or two files have a reply of the same name.
    """
    domain, replies = read_mapping(root / "domain.yml"), {}
    for path in sorted((root / "content" / "responses").glob("*.yml")):
        for name, variants in read_mapping(path).get("responses", {}).items():
            if name in replies:
                raise ContentError(f"{path.name}: {name} stands in another file too. Keep one of the two.")
            replies[name] = variants
    return {**domain, "responses": replies}
