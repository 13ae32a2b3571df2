"""What the documents tell people to type exists."""

import re

import pytest

from tests.architecture.sources import ROOT

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    ".ci/run",
    "scripts/check.sh",
    "scripts/setup.sh",
)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {match[1]: match[2] for match in re.finditer(r"^([a-z-]+):(.*)$", MAKEFILE, re.MULTILINE)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_command_in_a_document_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"(?:^|`|\bPYTHON=\S+ )make ([a-z-]+)", text, re.MULTILINE)
    assert set(named) <= TARGETS.keys()


def test_every_target_is_listed_by_help_and_sets_up_what_it_needs() -> None:
    assert not [name for name, rest in TARGETS.items() if "## " not in rest]
    assert not [name for name, rest in TARGETS.items() if name not in {"help", "setup"} and " setup" not in rest]


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.endswith(".md")])
def test_every_link_to_a_file_in_a_document_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / document).read_text(encoding="utf-8"))
    assert not [link for link in links if not (ROOT / link).exists()]
