"""One browser for the tests of the dashboard, and what checks pages for people without eyes or a mouse."""

from collections.abc import Iterator

import pytest

from tests.browser.webdriver import Browser, axe_source, missing


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if absent := missing():
        pytest.skip(absent)
    window = Browser(tmp_path_factory.mktemp("downloads"))
    yield window
    window.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return axe_source() or pytest.skip("the check with axe-core needs `npm install --global axe-core`")
