"""Code stays small enough to read: lengths, docstrings and annotations, measured."""

import ast
import statistics
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.sources import CODE, TESTS, Function, Source, length, sources

#: Every folder with code that somebody reads.
WRITTEN = (*CODE, "benchmarks", *TESTS)
MEDIAN_LINES, MOST_LINES, FILE_LINES = 8, 35, 300
#: Lines of tests to one line of code; benchmarks count as neither, conversations and stories are data.
LEAST_TESTS, MOST_TESTS = 0.9, 1.3

# Methods that a framework calls by name; their meaning is documented there.
FRAMEWORK_METHODS = {
    *("name", "run", "required_slots"),  # rasa_sdk actions and forms
    *("create", "load", "train", "process", "process_training_data", "required_components", "required_packages"),
    *("get_default_config", "supported_languages", "validate_config"),  # Rasa graph components
    *("process_bind_param", "process_result_value"),  # SQLAlchemy types
    *("upgrade", "downgrade"),  # Alembic revisions
    *("find_spec", "create_module", "exec_module"),  # import hooks
}


@pytest.mark.parametrize("folder", WRITTEN)
def test_half_of_the_functions_have_at_most_8_lines_and_95_percent_at_most_35(folder: str) -> None:
    found = [(source, function) for source in sources(folder) for function in source.functions]
    lengths = [length(function) for _, function in found]
    assert statistics.median(lengths) <= MEDIAN_LINES
    long = [
        f"{source.path}:{function.lineno} {function.name}: {length(function)} lines"
        for source, function in found
        if length(function) > MOST_LINES
    ]
    assert len(long) <= 0.05 * len(lengths), long


def test_no_file_is_longer_than_300_lines() -> None:
    counts = {source.path: len(source.text.splitlines()) for source in sources(*WRITTEN)}
    assert not {path: lines for path, lines in counts.items() if lines > FILE_LINES}


def test_there_is_about_as_much_test_code_as_code() -> None:
    code, tests = (sum(source.code_lines for source in sources(*folders)) for folders in (CODE, TESTS))
    assert LEAST_TESTS <= tests / code <= MOST_TESTS


def test_every_public_function_is_documented() -> None:
    bare = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in sources(*CODE)
        for function in _public(source)
        if not ast.get_docstring(function) and function.name not in _documented_elsewhere()
    ]
    assert not bare


def test_every_public_function_is_annotated() -> None:
    missing = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in sources(*CODE)
        for function in _public(source)
        if function.returns is None or any(argument.annotation is None for argument in _arguments(function))
    ]
    assert not missing


def test_every_module_and_public_class_says_what_it_is_for() -> None:
    bare = [source.path for source in sources(*CODE) if source.text.strip() and not ast.get_docstring(source.tree)]
    bare += [
        f"{source.path}:{node.lineno} {node.name}"
        for source in sources(*CODE)
        for node in source.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _explained(node)
    ]
    assert not bare


def _explained(node: ast.ClassDef) -> bool:
    # An action is explained by its name, which domain.yml and the rules use.
    actions = {"Action", "FormValidationAction"}
    return bool(ast.get_docstring(node)) or any(ast.unparse(base).split(".")[-1] in actions for base in node.bases)


def _public(source: Source) -> Iterator[Function]:
    """Yield module-level functions and methods of module-level classes that others may call."""
    for node in source.tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for item in inside:
            if isinstance(item, Function) and not item.name.startswith("_") and not _is_variant(item):
                yield item


def _is_variant(function: Function) -> bool:
    """Overloads and setters belong to a function documented elsewhere."""
    return any(ast.unparse(mark).split(".")[-1] in {"overload", "setter"} for mark in function.decorator_list)


def _arguments(function: Function) -> list[ast.arg]:
    every = function.args
    listed = [*every.posonlyargs, *every.args, *every.kwonlyargs, *filter(None, (every.vararg, every.kwarg))]
    return [argument for argument in listed if argument.arg not in {"self", "cls"}]


@cache
def _documented_elsewhere() -> set[str]:
    """Return the methods of the ports, which document what their implementations do, and of frameworks."""
    ports = (source for source in sources("bot") if source.path.endswith("ports.py"))
    return FRAMEWORK_METHODS | {function.name for source in ports for function in source.functions}
