"""An operator's commands for people's rights, on real files: they show nobody's words and name what to do."""

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import bootstrap
from bot.__main__ import main
from bot.services.ports import Record
from bot.storage.masterkey import MasterKey
from tests.fakes.databases import migrated

SECRET = "Ottoline cried in the demand review"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Databases and a master key of this test's own."""
    for name, file in (("DATABASE_URL", "board"), ("KEYS_URL", "keys")):
        monkeypatch.setenv(f"COACH_{name}", f"sqlite:///{tmp_path / file}.sqlite")
    migrated(tmp_path / "board.sqlite", tmp_path / "keys.sqlite")
    monkeypatch.setenv("COACH_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setenv("COACH_VAR_DIR", str(tmp_path))
    fresh()
    yield tmp_path
    fresh()


def fresh() -> None:
    """As a new process: settings and databases are opened again."""
    for cached in (bootstrap.config, bootstrap.storage, bootstrap.content):
        cached.cache_clear()


def known(user: str = "ann") -> None:
    """Have somebody say something."""
    now = bootstrap.clock().now()
    with bootstrap.storage().unit_of_work() as uow:
        person = uow.people.register("web", user)
        uow.records.put(Record(f"r-{user}", person.id, "reflection", "saved", now, now, {"text": SECRET}))
        uow.commit()


def is_known(user: str = "ann") -> bool:
    with bootstrap.storage().unit_of_work() as uow:
        return uow.people.by_identity("web", user) is not None


def run(capsys: pytest.CaptureFixture[str], *line: str) -> tuple[int, str, str]:
    """Run a command as from a shell; nobody's words may appear."""
    code, shown = main(list(line)), capsys.readouterr()
    assert SECRET not in shown.out + shown.err
    return code, shown.out, shown.err


ANN = ("--channel", "web", "--user", "ann")


def test_somebody_is_erased_only_when_that_was_said(capsys) -> None:
    known()
    known("bob")
    code, _, error = run(capsys, "erase", *ANN)
    assert (code, is_known()) == (1, True) and "--yes" in error and "'ann' on channel 'web'" in error
    code, said, _ = run(capsys, "erase", *ANN, "--yes")
    assert (code, is_known(), is_known("bob")) == (0, False, True) and "is erased" in said


@pytest.mark.parametrize("command", [("erase", "--yes"), ("export", "--file", "x")])
def test_somebody_unknown_is_said_to_be(capsys, command: tuple[str, ...]) -> None:
    code, _, error = run(capsys, *command, *ANN)
    assert code == 1 and "Nobody is known as 'ann'" in error


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_copy_goes_into_a_file_that_only_its_owner_can_read(capsys, var: Path, form: str) -> None:
    known()
    file = var / "for ann"
    code, said, _ = run(capsys, "export", *ANN, "--file", str(file), "--format", form)
    assert code == 0 and "'ann' on channel 'web'" in said and str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    held = file.read_text(encoding="utf-8")
    assert SECRET in held
    assert form == "text" or json.loads(held)["records"][0]["body"]["text"] == SECRET


def test_a_file_that_is_there_is_not_written_over(capsys, var: Path) -> None:
    known()
    (var / "taken").write_text("mine")
    code, _, error = run(capsys, "export", *ANN, "--file", str(var / "taken"))
    assert code == 1 and "not there" in error and (var / "taken").read_text() == "mine"


def test_the_master_key_is_changed_and_everything_still_opens(capsys, var: Path) -> None:
    known()
    before = (var / "master.key").read_text()
    code, said, _ = run(capsys, "rotate-keys")
    assert code == 0 and MasterKey.from_text((var / "master.key").read_text()).kek_id in said
    assert (var / "master.key").read_text() != before
    fresh()
    code, _, _ = run(capsys, "export", *ANN, "--file", str(var / "copy"))
    assert code == 0


def test_a_key_from_the_environment_is_changed_into_a_file(capsys, var: Path, monkeypatch) -> None:
    known()
    monkeypatch.setenv("COACH_MASTER_KEY", (var / "master.key").read_text().strip())
    fresh()
    code, _, error = run(capsys, "rotate-keys")
    assert code == 1 and "--to" in error
    code, said, _ = run(capsys, "rotate-keys", "--to", str(var / "new.key"))
    assert code == 0 and "COACH_MASTER_KEY" in said
    monkeypatch.setenv("COACH_MASTER_KEY", (var / "new.key").read_text().strip())
    fresh()
    assert is_known()


def test_a_wrong_or_lost_master_key_is_one_clear_line_and_damages_nothing(capsys, var: Path) -> None:
    known()
    right = (var / "master.key").read_text()
    (var / "master.key").write_text(MasterKey.generate().to_text())
    fresh()
    code, _, error = run(capsys, "migrate")
    assert code == 1 and "Put the original key back" in error and len(error.splitlines()) == 1
    (var / "master.key").unlink()
    fresh()
    code, _, error = run(capsys, "migrate")
    assert code == 1 and "from your backup" in error and len(error.splitlines()) == 1
    assert not (var / "master.key").exists(), "no other key is put in its place"
    (var / "master.key").write_text(right)
    fresh()
    assert is_known()


def test_a_backup_is_checked_and_an_erased_person_does_not_come_back(capsys, var: Path) -> None:
    known()
    known("bob")
    (var / "backup").mkdir()
    for file in var.glob("board.sqlite*"):
        shutil.copy(file, var / "backup")
    run(capsys, "erase", *ANN, "--yes")
    code, said, _ = run(capsys, "backup-check", str(var / "backup"))
    assert code == 0 and "people: 1" in said and "erased again: 1" in said and "is good" in said
    code, _, error = run(capsys, "backup-check", str(var / "nowhere"))
    assert code == 1 and "is not there" in error


def test_an_erased_person_in_a_restored_backup_goes_again_at_the_next_start(capsys, var: Path) -> None:
    known()
    bootstrap.storage().eraser.scrub()
    shutil.copy(var / "board.sqlite", var / "saved")
    run(capsys, "erase", *ANN, "--yes")
    fresh()
    for file in var.glob("board.sqlite-*"):
        file.unlink()
    shutil.copy(var / "saved", var / "board.sqlite")
    assert is_known(), "the row is back, though nobody can read what belongs to it"
    code, said, _ = run(capsys, "retain")
    assert code == 0 and "erased: 1" in said
    assert not is_known()
