"""Runs a conversation in a process that writes only below one folder, and is killed at its end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def have_run(child: Path, folder: Path, words: list[str], *arguments: str) -> dict[str, Any]:
    """Run a script with databases, home and temporary files below a folder, and return what it said before it died.

    Its log is `log.txt` in that folder.
    """
    for name in ("var", "tmp", "home"):
        (folder / name).mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    environment |= {"PYTHONPATH": str(ROOT), "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    environment |= {"COACH_LOG_LEVEL": "INFO", "COACH_VAR_DIR": str(folder / "var")}
    environment |= {"COACH_MASTER_KEY_FILE": str(folder / "var" / "master.key")}
    for name, file in (("COACH_DATABASE_URL", "board"), ("COACH_KEYS_URL", "keys")):
        environment[name] = f"sqlite:///{folder / 'var' / file}.sqlite"
    with (folder / "log.txt").open("wb") as log:
        done = subprocess.run(
            [sys.executable, str(child), *arguments],
            input=json.dumps(words).encode(),
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            cwd=ROOT,
            timeout=300,
            check=False,
        )
    assert done.returncode == -9, (folder / "log.txt").read_text(encoding="utf-8")[-3000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said
