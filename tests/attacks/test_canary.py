"""After a conversation no byte of any file holds a word of it: not the database, not its logs, not a temporary file."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacks.own_process import have_run
from tests.attacks.traces import forms, traces

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
    words = canaries(120)
    said = have_run(CHILD, folder, words)
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
