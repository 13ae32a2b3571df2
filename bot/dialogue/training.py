"""Keeps a trained model that fits the files it was trained from.

A model is named after a hash of everything Rasa learns from, so that a changed example trains
a new one and a corrected reply does not. Rasa itself is not imported here: looking up a model
that is already there must cost milliseconds, and training runs in a process of its own, with
the real TensorFlow that serving does without.
"""

import fcntl
import hashlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import encoder_dir

Progress = Callable[[str], None]

# The lock is here because another version of Rasa or scikit-learn cannot be trusted with an older model.
TRAINED_FILES = ("domain.yml", "config.yml", "requirements.lock", "content/coaching/cues.yml")
TRAINED_TREES = (
    ("data", "*.yml"),
    ("bot/nlu", "*.py"),
    ("content/coaching/questions", "*.yml"),
    ("content/mentoring/elsewhere", "*.yml"),
)
# The keys of a mentor topic that NLU learns from; its answers may change without training.
TOPIC_FOLDER = "content/mentoring"
TOPIC_KEYS = ("id", "title", "terms", "questions")

MODELS_KEPT = 2
TICK = 5.0  # seconds between two progress lines
LAST_LINES = 15
_OURS = re.compile(r"[0-9a-f]{16}\.tar\.gz")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A key at the start of a line, with everything up to the next such key.
_BLOCK = re.compile(r"^(?P<key>\w+):.*\n?(?:(?!\w+:).*\n?)*", re.MULTILINE)


class TrainingFailed(RuntimeError):
    """No model could be trained; the message ends with the last lines of what Rasa said."""


def fingerprint(root: Path) -> str:
    """Return 16 hex digits that change exactly when a new model is needed.

    Args:
        root: the project's folder; its own place and name do not matter.
    """
    digest = hashlib.sha256()
    for name, content in _inputs(root):
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def ensure_model(root: Path, models: Path, progress: Progress) -> Path:
    """Return the model that fits the project's files, training it first if it is missing.

    Args:
        root: the project's folder.
        models: where models are kept; made if missing. The two newest stay.
        progress: called with one line every five seconds while something takes long; the time is the caller's to add.

    Raises:
        TrainingFailed: Rasa could not train; nothing half-made is left behind.
    """
    model = models / f"{fingerprint(root)}.tar.gz"
    if model.is_file():
        return model
    models.mkdir(parents=True, exist_ok=True)
    with _only_one(models / ".lock", progress):
        if not model.is_file():
            _train(root, model, progress)
            _prune(models)
    return model


def _inputs(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield a name and the bytes that count for everything Rasa learns from, in a fixed order."""
    files = [root / name for name in TRAINED_FILES]
    for folder, pattern in TRAINED_TREES:
        files += sorted((root / folder).rglob(pattern))
    for path in files:
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()
    for path in sorted((root / TOPIC_FOLDER).glob("*.yml")):
        yield path.relative_to(root).as_posix(), _trained_blocks(path.read_text(encoding="utf-8")).encode()
    # Another encoder gives other vectors, even where every file is the same.
    yield "encoder", str(encoder_dir() or "").encode()


def _trained_blocks(topic: str) -> str:
    """Return the part of a topic file that is learned from. Only the catalogue may read YAML, so this goes by lines."""
    return "".join(block[0] for block in _BLOCK.finditer(topic) if block["key"] in TOPIC_KEYS)


@contextmanager
def _only_one(lock: Path, progress: Progress) -> Iterator[None]:
    """Wait until no other process holds the lock. The system gives it back even after a kill."""
    with lock.open("w") as handle:
        waited = time.monotonic()
        while not _locked(handle.fileno()):
            if time.monotonic() >= waited:
                progress("Waiting: another process is training the model")
                waited += TICK
            time.sleep(0.1)
        yield


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _train(root: Path, model: Path, progress: Progress) -> None:
    _sweep(model.parent)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=model.parent) as folder:
        made, output = Path(folder) / model.name, Path(folder) / "output.txt"
        code = _run(_command(made), root, output, progress)
        if code or not made.is_file():
            raise TrainingFailed(_what_went_wrong(code, output))
        # The last step: a model has its name only once it is whole.
        made.replace(model)


def _command(made: Path) -> list[str]:
    # Rasa's own cache does not see changes in the helpers of a component; our hash does, so train in full.
    cache = f"RASA_CACHE_DIRECTORY={made.parent / 'cache'}"
    settings = ("RASA_TELEMETRY_ENABLED=false", "TF_CPP_MIN_LOG_LEVEL=3", cache)
    name = made.name.removesuffix(".tar.gz")
    rasa = (sys.executable, "-m", "rasa", "train", "--force", "--fixed-model-name", name, "--out", str(made.parent))
    return ["env", *settings, *rasa]


def _run(command: list[str], root: Path, output: Path, progress: Progress) -> int:
    """Run a command to its end, writing what it says to a file. Ends it if we are stopped."""
    progress("Training the model, because it is missing or what it learns from has changed: a minute or two")
    with (
        output.open("wb") as log,
        subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            while (code := _wait(process)) is None:
                progress("Training the model")
        finally:
            process.kill()
    return code


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(timeout=TICK)
    except subprocess.TimeoutExpired:
        return None


def _what_went_wrong(code: int, output: Path) -> str:
    lines = _COLOUR.sub("", output.read_text(encoding="utf-8", errors="replace")).splitlines()
    last = [line for line in lines if line.strip()][-LAST_LINES:]
    reason = f"exit code {code}" if code else "no model was written"
    return "\n  ".join((f"The model could not be trained ({reason}). The last lines were:", *last))


def _sweep(models: Path) -> None:
    """Remove what a training that was killed left behind. The lock is held: nobody else is training."""
    for folder in models.glob(".training-*"):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()


def _prune(models: Path) -> None:
    """Keep the newest of our own models; what people put there under other names is theirs."""
    ours = (path for path in models.glob("*.tar.gz") if _OURS.fullmatch(path.name))
    for old in sorted(ours, key=lambda path: path.stat().st_mtime, reverse=True)[MODELS_KEPT:]:
        old.unlink(missing_ok=True)
