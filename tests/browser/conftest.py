"""One browser for the browser tests, and what checks pages for people who use other means than eyes and a mouse."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.browser import webdriver
from tests.browser.webdriver import Browser

AXE = Path("axe-core") / "axe.min.js"


@pytest.fixture(scope="session")
def window() -> Iterator[Browser]:
    if absent := webdriver.missing():
        pytest.skip(f"browser tests need {absent}")
    with webdriver.browser() as window:
        yield window


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from this project's node_modules or those of the machine."""
    folders = [ROOT / "node_modules"]
    if npm := shutil.which("npm"):
        said = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    found = next((folder / AXE for folder in folders if (folder / AXE).is_file()), None)
    if found is None:
        pytest.skip("the check with axe-core needs `npm install --global axe-core`")
    return found.read_text(encoding="utf-8")
