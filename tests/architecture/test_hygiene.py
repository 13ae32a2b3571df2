"""Nothing is in the repository that belongs to one machine, one person or one run."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT

MADE_BY_RUNNING = re.compile(
    r"(^|/)(var|models|results|\.venv|\.rasa|__pycache__)/"
    r"|\.(tar\.gz|onnx|pkl|joblib|h5|db|db-wal|db-shm|sqlite3?|sqlite-\w+|log|pyc|whl|key|pem)$"
    r"|(^|/)\.env$"
)
LARGEST = 1_000_000  # bytes; the lock has 0.4 million
# Written so that no pattern matches its own source.
FORBIDDEN = {
    "a path of one machine": re.compile(r"/(?<![\w.~$}-]/)(?:home|Users|root|work)/[\w.]|:\\Users\\"),
    "an address of a package registry": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|--(?:extra-)?index[-]url|--find[-]links"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY"),
    "an access token": re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}"),
    "a secret with a value": re.compile(r"COACH_(?:MASTER_KEY|API_TOKEN|TELEGRAM_TOKEN)=[\"']?[A-Za-z0-9+/_-]{16,}"),
}
PLANTED = {
    "a path of one machine": "see /ho" + "me/ann/board",
    "an address of a package registry": "https://py" + "pi.org/simple",
    "a private key": "-----BEGIN PRIVATE" + " KEY-----",
    "an access token": "123456789:" + "A" * 35,
    "a secret with a value": "COACH_API_TOKEN=" + "a" * 20,
}


@pytest.fixture(scope="module")
def files() -> list[str]:
    """Return every path that is tracked, or would be by `git add --all`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is nothing that could be tracked")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_model_database_log_or_key_is_in_the_repository(files: list[str]) -> None:
    assert files
    assert not [name for name in files if MADE_BY_RUNNING.search(name)]
    assert not [name for name in files if (ROOT / name).open("rb").read(15) == b"SQLite format 3"]


def test_no_file_in_the_repository_is_larger_than_a_megabyte(files: list[str]) -> None:
    assert not {name: size for name in files if (size := (ROOT / name).stat().st_size) > LARGEST}


def test_no_machine_path_registry_address_or_secret_is_in_the_repository(files: list[str]) -> None:
    assert not [found for name in files for found in _findings(name)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_patterns_find_what_they_are_for(what: str) -> None:
    assert FORBIDDEN[what].search(PLANTED[what])


@pytest.mark.parametrize("name", ["models/x.tar.gz", "var/board.sqlite", "a/b.db", ".env", "bot/__pycache__/x.pyc"])
def test_what_running_leaves_behind_is_recognised(name: str) -> None:
    assert MADE_BY_RUNNING.search(name)


def _findings(name: str) -> Iterator[str]:
    text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
    for what, pattern in FORBIDDEN.items():
        for match in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1} {what}"
