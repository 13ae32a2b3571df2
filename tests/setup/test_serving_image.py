"""What the image leaves out is not needed for serving: turns are taken without it, through the trained model."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHILD = ROOT / "tests" / "dialogue" / "serving_child.py"
LOCK = ROOT / "requirements.lock"
SCRIPT = ROOT / "scripts" / "serving_lock.sh"
LEFT_OUT = {line for line in (ROOT / "deploy" / "not-served.txt").read_text().splitlines() if re.match(r"\w", line)}


def served_lock() -> str:
    return subprocess.run(["sh", str(SCRIPT)], capture_output=True, text=True, check=True).stdout


def entries(lock: str) -> dict[str, str]:
    """Each package of a lock, with everything that is said of it."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {normal(re.split(r"[=;@\[ ]", part)[0]): part for part in parts if re.match(r"[A-Za-z0-9]", part)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_of_the_image_is_the_whole_lock_without_what_is_named() -> None:
    whole, served = entries(LOCK.read_text(encoding="utf-8")), entries(served_lock())
    assert whole.keys() >= LEFT_OUT, f"not in the lock at all: {LEFT_OUT - whole.keys()}"
    assert served == {name: part for name, part in whole.items() if name not in LEFT_OUT}
    assert all("--hash=sha256:" in part for part in served.values())


def test_the_image_holds_no_tensorflow_and_no_tool_of_a_developer() -> None:
    names = entries(served_lock()).keys()
    assert not [name for name in names if name.startswith(("tensor", "keras", "jax", "pytest", "mypy", "ruff"))]
    assert {"rasa", "rasa-sdk", "spacy", "onnxruntime", "psycopg2-binary", "python-telegram-bot"} <= names


@pytest.mark.slow
def test_turns_are_taken_where_only_the_packages_of_the_image_are_installed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in top_levels():
        (folder / name).symlink_to(packages() / name)
    report = tmp_path / "report.json"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
    environment |= {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "COACH_VAR_DIR": str(tmp_path / "var")}
    alone = [sys.executable, "-S", "-W", "ignore"]  # -S: what is installed beside is not found
    missing = subprocess.run([*alone, "-c", "import tensorflow"], env=environment, capture_output=True, check=False)
    assert b"No module named 'tensorflow'" in missing.stderr
    command = [*alone, str(CHILD), str(report)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    kinds = json.loads(report.read_text(encoding="utf-8"))["kinds"]
    assert any(kind.startswith("grow.") for kind in kinds)


def packages() -> Path:
    """Where packages are installed."""
    return Path(str(importlib.metadata.distribution("rasa").locate_file("")))


def top_levels() -> set[str]:
    """The files and folders of every package that is not left out."""
    kept = [one for one in importlib.metadata.distributions() if normal(one.metadata["Name"]) not in LEFT_OUT]
    paths = (Path(str(file)) for one in kept for file in one.files or ())
    return {path.parts[0] for path in paths if path.parts[0] not in ("..", "__pycache__")}
