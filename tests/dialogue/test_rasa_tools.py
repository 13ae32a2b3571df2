"""Rasa is really the dialogue engine: its own tools understand, check and run the same files."""

import functools
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import bootstrap, settings
from bot.dialogue.training import ensure_model
from tests.conversations.stage import ANSWERS
from tests.dialogue.talk import ONBOARDING, Talk

ROOT = Path(__file__).resolve().parents[2]
RULES, STORIES = ROOT / "data" / "rules", ROOT / "tests" / "stories"
CHILD = Path(__file__).with_name("shell_child.py")
PATIENCE = 180  # seconds
#: Replies are uttered by actions, by name; Rasa looks for them in stories and rules only.
UNUSED = re.compile(r"The utterance '(?P<name>\w+)' is not used in any story or rule")
#: What Rasa and its libraries say about themselves.
THEIRS = re.compile(r"Deprecat|MovedIn20|pkg_resources|Slot auto-fill|PEP 420")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a tool: no TensorFlow chatter, no telemetry, databases in a folder of its own."""
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    places = {"COACH_VAR_DIR": str(folder), "COACH_MASTER_KEY_FILE": str(folder / "master.key")}
    places |= {f"COACH_{name}_URL": f"sqlite:///{folder / name}.sqlite" for name in ("DATABASE", "KEYS")}
    return {**os.environ, **quiet, **places, **more}


def rasa(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a Rasa command; return its exit code and everything it said."""
    command = [sys.executable, "-m", "rasa", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=600, check=False
    )
    return done.returncode, done.stdout + done.stderr


def model() -> str:
    """The model of the present files, trained if it is missing."""
    return str(ensure_model(settings.ROOT, bootstrap.config().models, lambda _: None))


def paragraphs(texts: list[str]) -> list[str]:
    """Rasa's own channels cut a text at its blank lines."""
    return [part for text in texts for part in text.strip().split("\n\n")]


def names(path: Path, kind: str) -> list[str]:
    """The names of the rules or stories of a file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))[{"rule": "rules", "story": "stories"}[kind]]
    return [entry[kind] for entry in entries]


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yml")), ids=lambda path: path.stem)
def test_every_rule_has_a_test_story_of_its_name(path: Path) -> None:
    stories = names(STORIES / f"test_{path.name}", "story")
    assert [rule for rule in names(path, "rule") if not any(story.startswith(rule) for story in stories)] == []


@pytest.mark.slow
def test_rasa_finds_nothing_wrong_with_our_data(tmp_path: Path) -> None:
    code, said = rasa(tmp_path, "data", "validate", "--fail-on-warnings", "--max-history", "5")
    noted = [line for line in said.splitlines() if re.search(r"Warning:|ERROR|WARNING", line)]
    ours = [line for line in noted if not THEIRS.search(line)]
    assert [line for line in ours if not UNUSED.search(line)] == [], f"exit code {code}"
    unused = [found["name"] for line in ours if (found := UNUSED.search(line))]
    assert [name for name in unused if not _said_somewhere(name)] == []


def _said_somewhere(reply: str) -> bool:
    """Whether our code names a reply: whole, with a part filled in, or put together from a beginning and an ending.

    Replies to small talk are named by their intent.
    """
    written = re.findall(r"\"(utter_[^\"\n]+)\"", _code())
    shapes = [re.sub(r"\\{.*?\\}", r"\\w*", re.escape(name)) for name in written if not name.startswith("utter_{")]
    endings = [ending for ending in re.findall(r"\"(_\w+)\"", _code()) if reply.endswith(ending)]
    names = [reply, *(reply.removesuffix(ending) for ending in endings)]
    found = any(re.fullmatch(shape, name) for shape in shapes for name in names)
    return found or f"- {reply.removeprefix('utter_')}\n" in _domain()


def _domain() -> str:
    return (ROOT / "domain.yml").read_text(encoding="utf-8")


@functools.cache
def _code() -> str:
    """Our code, where replies are named."""
    files = [path for folder in ("actions", "bot") for path in (ROOT / folder).rglob("*.py")]
    return "".join(path.read_text(encoding="utf-8") for path in files)


@functools.cache
def _sources() -> str:
    """Our code and the content in which buttons and commands are written."""
    content = [ROOT / "content" / "commands.yml", *(ROOT / "content" / "responses").glob("*.yml")]
    return _code() + "".join(path.read_text(encoding="utf-8") for path in content)


@pytest.mark.slow
def test_every_story_is_predicted_as_it_is_written(tmp_path: Path) -> None:
    out = tmp_path / "results"
    arguments = ("--stories", str(STORIES), "--model", model(), "--out", str(out), "--no-plot")
    code, said = rasa(tmp_path, "test", "core", "--fail-on-prediction-errors", *arguments)
    assert code == 0, said[-3000:]
    failed = yaml.safe_load((out / "failed_test_stories.yml").read_text(encoding="utf-8"))
    assert failed is None
    report = json.loads((out / "story_report.json").read_text(encoding="utf-8"))
    assert report["conversation_accuracy"]["accuracy"] == 1.0


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A function that says something to Rasa's own agent, whose actions run in `rasa run actions`."""
    folder = tmp_path_factory.mktemp("shell")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    actions = [sys.executable, "-m", "rasa", "run", "actions", "--port", port]
    agent = [sys.executable, str(CHILD), model(), f"http://127.0.0.1:{port}/webhook"]
    pipes: dict[str, Any] = {"cwd": ROOT, "env": environment(folder), "text": True}
    with (folder / "errors.txt").open("w") as errors:
        server = subprocess.Popen(actions, stdout=errors, stderr=errors, **pipes)
        child = subprocess.Popen(agent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, **pipes)
        assert child.stdin and child.stdout

        def say(text: str) -> list[str]:
            assert child.stdin and child.stdout
            child.stdin.write(text + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
            assert line, (folder / "errors.txt").read_text()[-3000:]
            return list(json.loads(line))

        try:
            _wait_for(f"http://127.0.0.1:{port}/health", server)
            yield say
        finally:
            child.kill()
            server.terminate()
            child.wait()
            server.wait()


def _wait_for(address: str, server: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the action server did not start")


@pytest.mark.slow
def test_rasa_shell_with_an_action_server_holds_the_same_conversation(shell: Any) -> None:
    ours = Talk()
    for text in ONBOARDING:
        ours.say(text)
        assert paragraphs(shell(text)) == paragraphs(ours.texts())
    begun, opening = shell("coach")
    ours.say("coach")
    assert begun == ours.texts()[0]
    # Which question of a kind comes is chosen for each conversation; of which kind, is not.
    assert (opening.split("\n")[0], _asks(opening)) == ("Goal, 1 of 4", "topic")
    answered = shell(ANSWERS["topic"])
    ours.say(ANSWERS["topic"])
    assert len(answered) == len(ours.texts()) == 1
    assert _asks(answered[0]) in ("goal", None)
    ours.say("help")
    helped = shell("help")
    assert paragraphs(helped[:-1]) == paragraphs(ours.texts()[:-1])
    assert helped[-1] in answered[0], "and then the question that waits"
    ours.say("stop")
    stopped, also = shell("stop"), ours.texts()
    assert [_without_question(text) for text in paragraphs(stopped)] == [_without_question(t) for t in paragraphs(also)]


def _without_question(text: str) -> str:
    """A text up to the question that is named as waiting, which is another in each conversation."""
    return text.partition("The question that waits:")[0]


def _asks(text: str) -> str | None:
    """What the question at the end of a text captures."""
    bank = bootstrap.content().board.guide.bank
    asked = [question for question in bank for wording in question.text if text.endswith(wording.split("“")[-1])]
    return asked[0].captures if asked else "no question of the bank"
