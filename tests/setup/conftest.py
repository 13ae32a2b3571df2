"""A small machine for scripts/setup.sh: a folder with a lock, and a PATH that holds nothing but stand-ins."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "setup.sh"
TOOLS = ("sh", "cat", "cmp", "cp", "date", "dirname", "grep", "head", "mkdir", "rm", "sleep", "tail", "uname")
LOCK = "rasa==3.6.21 \\\n    --hash=sha256:00\nstarlette==0.37.2 \\\n    --hash=sha256:11\n"

# Answers the questions that setup.sh asks a Python, and writes down what it was told to install.
PYTHON = r"""#!/bin/sh
me=$0
case "$*" in
    *version_info*) [ "@VERSION@" = 3.10 ] ;;
    *_base_executable*) echo "${BASE:-$me}" ;;
    *"import ensurepip"*) [ -z "${NO_ENSUREPIP:-}" ] ;;
    "-m venv "*) mkdir -p .venv/bin; cp "$me" .venv/bin/python; echo "venv by $me" >>"$CALLS" ;;
    "-m pip --version") true ;;
    "-m pip install "*) echo "pip $*" >>"$CALLS"; sleep "${SLOW:-0}"; echo "what pip said"; [ -z "${PIP_FAILS:-}" ] ;;
    *'version("rasa")'*) [ -z "${NOTHING_FOR_THIS_MACHINE:-}" ] ;;
    *) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""
REFUSING = "#!/bin/sh\necho 'python3.10: command not found' >&2\nexit 127\n"
UV = r"""#!/bin/sh
echo "uv $*" >>"$CALLS"
case "$1 $2" in
    "python find") [ -n "${UV_PYTHON:-}" ] && echo "$UV_PYTHON" ;;
    "venv "*) mkdir -p .venv/bin; cp "$UV_PYTHON" .venv/bin/python ;;
esac
"""


@dataclass
class Machine:
    """Where setup.sh runs. `calls` is what the stand-ins were asked to do, in order."""

    home: Path
    project: Path

    @property
    def bin(self) -> Path:
        return self.home / "bin"

    @property
    def calls(self) -> list[str]:
        written = self.home / "calls"
        return written.read_text().splitlines() if written.exists() else []

    def installs(self) -> int:
        return sum(call.startswith(("pip -m pip install", "uv pip install")) for call in self.calls)

    def environments(self) -> int:
        return sum(call.startswith(("venv", "uv venv")) for call in self.calls)

    def add(self, path: str | Path, text: str) -> Path:
        target = self.home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(0o755)
        return target

    def python(self, path: str = "bin/python3.10", version: str = "3.10") -> Path:
        return self.add(path, PYTHON.replace("@VERSION@", version))

    def start(self, **variables: str) -> "subprocess.Popen[str]":
        env = {"PATH": str(self.bin), "HOME": str(self.home), "CALLS": str(self.home / "calls"), **variables}
        command = [str(self.bin / "sh"), "scripts/setup.sh"]
        return subprocess.Popen(command, cwd=self.project, env=env, text=True, stderr=subprocess.PIPE)

    def setup(self, **variables: str) -> tuple[int, str]:
        """Run setup.sh and return its exit code and what it said."""
        process = self.start(**variables)
        said = process.communicate(timeout=20)[1]
        return process.returncode, said


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine without any Python, whose project lies in a folder with spaces in its name."""
    made = Machine(home=tmp_path / "home", project=tmp_path / "a folder with spaces")
    made.bin.mkdir(parents=True)
    for tool in TOOLS:
        (made.bin / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    (made.project / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, made.project / "scripts")
    (made.project / "requirements.lock").write_text(LOCK)
    return made
