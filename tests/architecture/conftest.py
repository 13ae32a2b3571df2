"""Prints the project's size beside the result of the tests, so that drift is seen before it breaks a limit."""

from collections.abc import Iterator

import pytest

from tests.architecture import sources as kept
from tests.architecture.sources import CODE, TESTS, sources


@pytest.fixture(scope="package", autouse=True)
def _trees_are_let_go() -> Iterator[None]:
    """Forget the files afterwards: a million nodes would be walked at every later search for garbage."""
    yield
    kept.forget()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add one line on code and tests."""
    code, tests = (sum(source.code_lines for source in sources(*folders)) for folders in (CODE, TESTS))
    terminalreporter.write_line(f"Size: {code} lines of code, {tests} of tests ({tests / code:.2f} to 1).")
