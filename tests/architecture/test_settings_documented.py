"""Every setting the program reads is explained in .env.example, and nothing else is."""

import ast
import re

from tests.architecture.sources import CODE, ROOT, sources

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
NAME = re.compile(r"COACH_[A-Z_]*[A-Z]")


def read_settings() -> set[str]:
    """Return the full names of the settings that bot/settings.py looks up."""
    (settings,) = (source for source in sources("bot") if source.path == "bot/settings.py")
    calls = (node for node in ast.walk(settings.tree) if isinstance(node, ast.Call))
    looked_up = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_value")
    return {f"COACH_{ast.literal_eval(call.args[0])}" for call in looked_up}


def test_every_setting_that_is_read_is_explained_and_every_explained_one_is_read() -> None:
    explained = set(re.findall(r"^#?(COACH_\w+)=", EXAMPLE, re.MULTILINE))
    assert explained == read_settings()


def test_every_setting_comes_with_an_explanation_above_it() -> None:
    blocks = EXAMPLE.strip().split("\n\n")
    assert all(block.startswith("# ") for block in blocks)


def test_messages_name_only_settings_that_exist() -> None:
    nodes = (node for source in sources(*CODE) if "COACH_" in source.text for node in ast.walk(source.tree))
    literals = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    named = {name for literal in literals for name in NAME.findall(literal)}
    assert named <= read_settings()


def test_the_example_holds_no_value_that_takes_effect() -> None:
    assert not [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
