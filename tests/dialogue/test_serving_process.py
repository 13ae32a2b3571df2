"""What a serving process does besides answering: no TensorFlow, no telemetry, no port, no word in a log."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("serving_child.py")
#: One word of each canary of the child; the whole would be found by its parts.
OURS = ("event", "level", "timestamp", "item", "attempt", "failed")
WORDS = ("zugzwanglark", "Kittiwake", "Quarrelsome", "ptarmigan", "berlauf")

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Served:
    """What the process reported, and what it wrote for an operator to read."""

    report: dict[str, Any]
    output: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    home = tmp_path_factory.mktemp("home")
    # Someone who uses Rasa otherwise and has agreed to its telemetry.
    config = home / ".config" / "rasa" / "global.yml"
    config.parent.mkdir(parents=True)
    config.write_text("metrics:\n  enabled: true\n  date: 2024-05-06T12:00:00\n  rasa_user_id: somebody\n")
    environment = {key: value for key, value in os.environ.items() if key != "RASA_TELEMETRY_ENABLED"}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT), "COACH_LOG_LEVEL": "INFO"}
    for name, file in (("COACH_DATABASE_URL", "board"), ("COACH_KEYS_URL", "keys")):
        environment[name] = f"sqlite:///{home / file}.sqlite"
    report = home / "report.json"
    command = [sys.executable, str(CHILD), str(report)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=300, check=False)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, output[-3000:]
    return Served(json.loads(report.read_text(encoding="utf-8")), output)


def test_the_turns_really_went_through_the_engine(served: Served) -> None:
    kinds = served.report["kinds"]
    assert kinds[0] == "onboarding.consent"
    assert any(kind.startswith("grow.") for kind in kinds)
    assert "wrong on my side" in kinds[-1], "the last turn failed on purpose"


def test_no_tensorflow_is_loaded(served: Served) -> None:
    assert served.report["real"] == []
    assert not served.report["libraries"]


def test_telemetry_is_off_even_for_someone_who_switched_it_on(served: Served) -> None:
    assert served.report["telemetry"] is False


def test_no_port_is_opened_and_nobody_is_called(served: Served) -> None:
    assert served.report["listening"] == []
    assert served.report["touched"] == []


def test_no_log_holds_a_word_of_anybody(served: Served) -> None:
    forms = [form for word in WORDS for form in (word, word.lower(), base64.b64encode(word.encode()).decode()[:-4])]
    found = [line[:200] for line in served.output.splitlines() if any(form in line for form in forms)]
    assert found == []


def test_an_operator_sees_nothing_but_our_log_lines(served: Served) -> None:
    assert [line[:200] for line in served.output.splitlines() if not line.startswith("{")] == []


def test_failures_are_logged_by_name_as_json(served: Served) -> None:
    lines = [json.loads(line) for line in served.output.splitlines() if line.startswith("{")]
    failures = [line for line in lines if line["event"] == "turn_failed"]
    assert [line["attempt"] for line in failures][-3:] == [1, 2, 3]
    assert failures[-1]["failed"] == "action_help: ValueError"
    assert {key for line in lines for key in line} <= {*OURS, "logger"}
