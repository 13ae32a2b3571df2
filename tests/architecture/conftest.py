"""Prints the project's size beside the result of the tests, so that drift is seen before it breaks a limit."""

import statistics

import pytest

from tests.architecture.sources import CODE, TESTS, length, sources


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add one line on code, tests and function length."""
    code, tests = (sum(source.code_lines for source in sources(*folders)) for folders in (CODE, TESTS))
    lengths = sorted(length(function) for source in sources(*CODE) for function in source.functions)
    p95 = lengths[int(len(lengths) * 0.95)]
    terminalreporter.write_line(
        f"Size: {code} lines of code, {tests} of tests ({tests / code:.2f} to 1); "
        f"functions: median {statistics.median(lengths):.0f} lines, 95 % within {p95}, longest {lengths[-1]}."
    )
