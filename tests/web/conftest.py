"""One Chromium for all tests of a file, and where it puts what it downloads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.webdriver import Browser


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for downloads."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[Browser]:
    """A browser that ends with the file's last test."""
    window = Browser(downloads)
    yield window
    window.close()
