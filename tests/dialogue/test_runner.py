"""The runner of a model's components gives what Rasa's own gives, in fewer steps."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.dialogue.runner import InOrderRunner

RAN: list[str] = []


class Adds(GraphComponent):
    """Adds up what it is given, and a number of its own."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> "Adds":
        return cls(config)

    def add(self, left: int = 0, right: int = 0) -> int:
        RAN.append(self.config["name"])
        return left + right + int(self.config["own"])


def node(name: str, own: int, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Adds, "create", "add", {"name": name, "own": own})


#: Written down in an order in which it cannot be run.
SCHEMA = GraphSchema(
    {
        "last": node("last", 100, left="middle", right="first"),
        "aside": node("aside", 7),
        "middle": node("middle", 10, left="first", right="__given__"),
        "first": node("first", 1, left="__given__"),
    }
)


@pytest.fixture(params=[DaskGraphRunner, InOrderRunner])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    RAN.clear()
    return request.param.create(SCHEMA, LocalModelStorage(tmp_path), ExecutionContext(SCHEMA))


def test_each_component_gets_the_outputs_of_those_it_needs(runner: Any) -> None:
    assert runner.run({"__given__": 1000}, ["last"]) == {"last": 100 + (10 + 1001 + 1000) + 1001}


def test_only_what_a_target_needs_runs_and_each_once(runner: Any) -> None:
    for _ in range(2):
        assert runner.run({"__given__": 0}, ["middle", "aside"]) == {"middle": 11, "aside": 7}
    assert sorted(RAN) == sorted(["first", "middle", "aside"] * 2)


def test_what_nothing_gives_is_an_error_and_no_guess(runner: Any) -> None:
    with pytest.raises(GraphRunError, match="__given__"):
        runner.run({}, ["last"])
