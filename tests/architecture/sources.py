"""The project's own Python files, each read and parsed once for all architecture tests."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bot", "actions")
TESTS = ("tests",)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path from the project's folder, its text and its syntax tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree, made when it is first asked for."""
        return ast.parse(self.text, self.path)

    @property
    def code_lines(self) -> int:
        """Lines that are neither blank nor only a comment."""
        lines = (line.strip() for line in self.text.splitlines())
        return sum(1 for line in lines if line and not line.startswith("#"))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Every function and method, nested ones too."""
        return tuple(_functions(self.tree.body))


def _functions(nodes: Sequence[ast.AST]) -> Iterator[Function]:
    """The functions among statements and within them. Most of a tree is expressions, which hold none."""
    for node in nodes:
        if isinstance(node, Function):
            yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, name, None)
            yield from _functions(inner) if isinstance(inner, list) else ()


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Return every Python file under the folders, in order."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(_source(path) for path in paths)


@cache
def _source(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def forget() -> None:
    """Let go of every file that was read."""
    sources.cache_clear()
    _source.cache_clear()


def length(function: Function) -> int:
    """Return the lines from `def` to the end, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
