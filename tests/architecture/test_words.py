"""Sentences that a user reads stand in content/, where their editors work, not in Python."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import sources

SENTENCE = 5  # words
# Actions say which reply to send, services which facts go into it.
SPEAKING = ("actions", "bot/services")
# What these are given is read by operators and developers.
NOT_SPEECH = {"debug", "info", "warning", "error", "exception", "compile"}


def test_no_sentence_stands_in_an_action_or_a_service() -> None:
    assert not [found for source in sources(*SPEAKING) for found in sentences(source.tree, source.path)]


def test_a_planted_sentence_is_found_and_a_docstring_error_or_log_line_is_not() -> None:
    text = '''
def act(log):
    """A docstring is allowed to be a whole sentence."""
    log.warning("a log line may be as long as it likes")
    if not log:
        raise ValueError("an error is for whoever runs the program")
    return Say("What would you like to talk about?")
'''
    assert list(sentences(ast.parse(text), "planted.py")) == ["planted.py:7 What would you like to talk about?"]


def sentences(tree: ast.Module, path: str) -> Iterator[str]:
    """Yield the place and text of every literal of five words or more that may reach a user."""
    quiet = {id(part) for node in ast.walk(tree) if _unheard(node) for part in ast.walk(node)}
    literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in quiet)
    for literal in literals:
        if isinstance(literal.value, str) and len(literal.value.split()) >= SENTENCE:
            yield f"{path}:{literal.lineno} {literal.value}"


def _unheard(node: ast.AST) -> bool:
    """Docstrings, errors, log calls and patterns."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in NOT_SPEECH
    return isinstance(node, ast.Raise | ast.Assert) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
