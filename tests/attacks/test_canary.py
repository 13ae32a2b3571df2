"""After a conversation no byte of any file holds a word of it: not the database, not its logs, not a temporary file."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacks.traces import forms, traces

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("canary_child.py")
#: Words nothing but a leak can explain: plain, accented, two words, with an emoji, with quotation marks.
SHAPES = ("quibblewick{}", "Çañarÿ{}öß", "Thistledown{} Marrowbone", "🐤piep{}wagtail", 'bird"{}"nest')


def canaries(count: int) -> list[str]:
    return [SHAPES[n % len(SHAPES)].format(f"x{n:03}q") for n in range(count)]


@dataclass(frozen=True)
class Aftermath:
    """What a conversation left: a folder with everything the process wrote, and what it said about it."""

    folder: Path
    used: list[str]
    returned: list[str]


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    folder = tmp_path_factory.mktemp("aftermath")
    for name in ("var", "tmp", "home"):
        (folder / name).mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    environment |= {"PYTHONPATH": str(ROOT), "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    environment |= {"COACH_LOG_LEVEL": "INFO", "COACH_VAR_DIR": str(folder / "var")}
    environment |= {"COACH_MASTER_KEY_FILE": str(folder / "var" / "master.key")}
    for name, file in (("COACH_DATABASE_URL", "board"), ("COACH_KEYS_URL", "keys")):
        environment[name] = f"sqlite:///{folder / 'var' / file}.sqlite"
    words = canaries(120)
    with (folder / "log.txt").open("wb") as log:
        done = subprocess.run(
            [sys.executable, str(CHILD)],
            input=json.dumps(words).encode(),
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            cwd=ROOT,
            timeout=300,
            check=False,
        )
    assert done.returncode == -9, (folder / "log.txt").read_text(encoding="utf-8")[-3000:]
    said = json.loads(done.stdout)
    return Aftermath(folder, words[: said["used"]], said["returned"])


@pytest.mark.parametrize("text", canaries(5))
def test_the_search_finds_a_text_in_every_form(text: str, tmp_path: Path) -> None:
    for n, form in enumerate(forms(text)):
        file = tmp_path / f"leak{n}"
        file.write_bytes(b"before" + form + b"after")
        assert traces(tmp_path, [text]) == [(file.name, text)]
        file.unlink()


@pytest.mark.slow
def test_the_conversation_was_really_had_and_stored(aftermath: Aftermath) -> None:
    assert len(aftermath.used) >= 50
    assert len(aftermath.returned) >= 5, "the coach gave some of the words back, so they were understood and kept"
    names = {path.name for path in aftermath.folder.rglob("*") if path.is_file()}
    assert {"board.sqlite", "board.sqlite-wal", "keys.sqlite", "log.txt"} <= names
    assert "turn_failed" in (aftermath.folder / "log.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_file_holds_a_word_of_the_conversation(aftermath: Aftermath) -> None:
    assert traces(aftermath.folder, aftermath.used) == []


@pytest.mark.slow
def test_no_file_holds_a_word_of_what_the_coach_answered(aftermath: Aftermath) -> None:
    answers = ["This is a coaching conversation", "Here is what I have, in your words", "type: I agree"]
    assert traces(aftermath.folder / "var", answers) == []
    assert traces(aftermath.folder / "tmp", aftermath.used) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="file modes as POSIX has them")
def test_the_master_key_is_readable_by_its_owner_only(aftermath: Aftermath) -> None:
    assert (aftermath.folder / "var" / "master.key").stat().st_mode & 0o777 == 0o600
