"""A backup is proved without touching anything live: it opens, and nobody who was erased comes back."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from storage_samples import write_everything

from bot.storage import rotation
from bot.storage.backup import DATABASE, KEYS, BackupCheck
from bot.storage.engine import make_engine
from bot.storage.errors import BadBackup, WrongMasterKey
from tests.storage.conftest import POSTGRES, Stores


@pytest.fixture
def last_week(sqlite, tmp_path: Path) -> Path:
    """A backup of both files from when Ann and Bob were there."""
    for name in ("ann", "bob"):
        with sqlite.uow() as uow:
            write_everything(uow, name, lambda name=name: f"words of {name}")
            uow.commit()
    folder = tmp_path / "backup"
    folder.mkdir()
    for live, name in (("main.db", DATABASE), ("keys.db", KEYS)):
        for ending in ("", "-wal"):
            if (tmp_path / (live + ending)).is_file():
                shutil.copy(tmp_path / (live + ending), folder / (name + ending))
    return folder


def check(stores) -> BackupCheck:
    return BackupCheck(stores.keys_url, stores.master, stores.clock)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and "-shm" not in path.name}


def erase(stores, name: str) -> None:
    with stores.uow() as uow:
        person = uow.people.by_identity("api", name)
    stores.eraser.erase(person.id)


def test_a_backup_that_opens_is_good_and_every_value_was_read(sqlite, last_week: Path) -> None:
    verdict = check(sqlite).check(last_week / DATABASE, last_week / KEYS)
    assert verdict.good
    # Three turns each: inbox, event, reflection, two replies, button.
    assert (verdict.people, verdict.rows, verdict.erased_again) == (2, 36, 0)


@pytest.mark.parametrize("keys", [None, KEYS], ids=["live key store", "key store from the backup"])
def test_somebody_erased_since_does_not_come_back(sqlite, last_week: Path, keys: str | None) -> None:
    erase(sqlite, "ann")
    verdict = check(sqlite).check(last_week / DATABASE, last_week / keys if keys else None)
    assert verdict.good
    assert (verdict.people, verdict.rows, verdict.erased_again) == (1, 18, 1)


def test_neither_the_backup_nor_anything_live_is_changed(sqlite, last_week: Path, tmp_path: Path) -> None:
    erase(sqlite, "ann")
    before = files(last_week), files(tmp_path)
    check(sqlite).check(last_week / DATABASE, last_week / KEYS)
    check(sqlite).check(last_week / DATABASE)
    assert (files(last_week), files(tmp_path)) == before


def test_nothing_of_the_restored_copy_is_left(sqlite, last_week: Path, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    check(sqlite).check(last_week / DATABASE)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_backup_with_a_value_that_does_not_open_is_bad(sqlite, last_week: Path) -> None:
    sqlite.run("UPDATE records SET body = (SELECT body FROM records LIMIT 1)")
    sqlite.close()
    verdict = check(sqlite).check(Path(sqlite.url.removeprefix("sqlite:///")))
    assert not verdict.good and verdict.unreadable == 5


def test_a_damaged_file_is_bad_and_no_database_is_said_so(sqlite, last_week: Path) -> None:
    (last_week / DATABASE).write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    (last_week / f"{DATABASE}-wal").unlink(missing_ok=True)
    with pytest.raises(BadBackup, match="no usable database"):
        check(sqlite).check(last_week / DATABASE)
    with pytest.raises(BadBackup, match="is not there"):
        check(sqlite).check(last_week / "missing")


def test_a_key_store_from_before_the_key_was_changed_cannot_be_opened_any_more(sqlite, last_week, tmp_path) -> None:
    file = tmp_path / "master.key"
    rotation.write_secret(file, sqlite.master.to_text())
    sqlite.master = rotation.rotate(sqlite.keys_engine, sqlite.master, file, sqlite.clock)
    with pytest.raises(WrongMasterKey):
        check(sqlite).check(last_week / DATABASE, last_week / KEYS)
    assert check(sqlite).check(last_week / DATABASE).good, "with the present key store it still opens"


@pytest.fixture
def restored(stores, postgres_server) -> Stores:
    """Two people in PostgreSQL, and a copy of both databases as a restored dump would be."""
    for name in ("ann", "bob"):
        with stores.uow() as uow:
            write_everything(uow, name, lambda name=name: f"words of {name}")
            uow.commit()
    urls = []
    for original in (stores.url, stores.keys_url):
        name = make_url(original).database
        stores.close()
        with (
            make_engine(postgres_server("postgres")).connect().execution_options(isolation_level="AUTOCOMMIT") as admin
        ):
            admin.execute(sa.text(f"DROP DATABASE IF EXISTS {name}_copy"))
            admin.execute(sa.text(f"CREATE DATABASE {name}_copy TEMPLATE {name}"))
        urls.append(original.replace(f"/{name}?", f"/{name}_copy?"))
    return Stores(*urls, stores.master, stores.clock)


@pytest.mark.parametrize("stores", [POSTGRES], indirect=True)
def test_a_restored_postgresql_is_read_whole_and_cleaned_of_who_was_erased_since(stores, restored) -> None:
    erase(stores, "ann")
    live = (stores.url, stores.keys_url)
    verdict = check(stores).check_restored(restored.url, restored.keys_url, live)
    assert verdict.good
    assert (verdict.people, verdict.rows, verdict.erased_again) == (1, 18, 1)
    restored.run("UPDATE records SET body = decode(repeat('00', 40), 'hex')")
    assert check(stores).check_restored(restored.url, restored.keys_url, live).unreadable == 3
    restored.close()


@pytest.mark.parametrize("stores", [POSTGRES], indirect=True)
def test_a_database_in_use_is_not_taken_for_a_copy_however_it_is_written(stores, restored) -> None:
    live = (stores.url, stores.keys_url)
    for urls in ((stores.url, restored.keys_url), (restored.url, f"{stores.keys_url}&connect_timeout=9")):
        with pytest.raises(BadBackup, match="in use"):
            check(stores).check_restored(*urls, live)
    restored.close()
