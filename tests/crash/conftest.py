"""One child process for all crash tests: loading the model is most of the time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("crash_child.py")
Job = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """A function that does things in a process of their own and returns how that ended."""
    folder = tmp_path_factory.mktemp("child")
    command = [sys.executable, str(CHILD), str(folder / "answer.json")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TOKENIZERS_PARALLELISM": "false"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    errors = folder / "errors.txt"
    with (
        errors.open("wb") as file,
        subprocess.Popen(command, stderr=file, env=environment, cwd=ROOT, **pipes) as child,  # type: ignore[call-overload]
    ):

        def do(var: Path, *what: str, **needed: Any) -> dict[str, Any]:
            child.stdin.write(json.dumps({"var": str(var), "do": what, **needed}) + "\n")
            child.stdin.flush()
            result: dict[str, Any] = json.loads(child.stdout.readline() or '{"code": -1, "signal": 0}')
            assert result["code"] == 0, errors.read_text()[-2000:]
            return result

        yield do
        child.stdin.close()
