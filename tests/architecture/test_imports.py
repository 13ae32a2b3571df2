"""The import contracts in pyproject.toml hold, and would notice if they did not."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import CODE, ROOT, sources

# What must not be imported there, planted one by one to see that each contract notices.
PLANTED = {
    "bot/domain/planted.py": ["bot.services.ports", "bot.settings"],
    "bot/services/planted.py": ["bot.storage.engine", "bot.settings", "rasa", "rasa_sdk", "yaml", "bot.nlu.importer"],
    "bot/storage/planted.py": ["starlette", "telegram", "prometheus_client"],
    "bot/catalogue/planted.py": ["sqlalchemy"],
    "bot/nlu/planted.py": ["bot.services.ports"],
    "bot/settings.py": ["bot.domain.coaching"],
}
READERS = {("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "putenv"), ("os", "getenvb")}


def lint_imports(folder: Path) -> str:
    """Return what the import linter says about the packages in a folder."""
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", code, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow  # `make check` runs the linter itself
def test_every_import_contract_is_kept() -> None:
    said = lint_imports(ROOT)
    assert " 0 broken." in said, said


def test_every_import_contract_notices_when_it_is_broken(tmp_path: Path) -> None:
    for package in CODE:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, modules in PLANTED.items():
        with (tmp_path / name).open("a") as file:
            file.writelines(f"import {module}\n" for module in modules)
    assert "Contracts: 0 kept" in (said := lint_imports(tmp_path)), said


def test_every_part_of_the_package_has_its_place_in_a_contract() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")[2]
    parts = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert not [part for part in parts - {"__init__"} if not re.search(rf"\bbot\.{part}\b", contracts)]


def test_the_domain_uses_the_standard_library_only() -> None:
    foreign = [
        f"{source.path} {name}"
        for source in sources("bot/domain")
        for node in ast.walk(source.tree)
        for name in _imported(node)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("bot.domain")
    ]
    assert not foreign


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = [
        f"{source.path}: {ast.unparse(node)}"
        for source in sources(*CODE)
        if source.path != "bot/settings.py" and any(name in source.text for _, name in READERS)
        for node in ast.walk(source.tree)
        if _reads_environment(node)
    ]
    assert not readers


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or "."]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any((node.module, alias.name) in READERS for alias in node.names)
    return (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in READERS
    )
