"""The declared domain with the replies as they are now in `content/responses/`."""

from pathlib import Path

from rasa.shared.core.domain import Domain


def present_domain(root: Path) -> Domain:
    """Return domain.yml merged with every reply file: an edited sentence is spoken without training again."""
    domain = Domain.from_file(str(root / "domain.yml"))
    for path in sorted((root / "content" / "responses").glob("*.yml")):
        domain = domain.merge(Domain.from_file(str(path)))
    return domain
