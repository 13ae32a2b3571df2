"""A changed master key: everybody's words still open, the old key opens nothing, a crash in between loses nobody."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import rotation
from bot.storage.errors import Tampered, WrongMasterKey
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey

POINTS = ("after_new_key_written", "after_rewrapped")


class Killed(BaseException):
    """Ends a rotation where it stands, as kill -9 would."""


@pytest.fixture
def file(stores, tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "master.key"
    rotation.write_secret(path, stores.master.to_text())
    return path


def rotate(stores, file: Path, probe: Callable[[str], None] = lambda point: None) -> MasterKey:
    return rotation.rotate(stores.keys_engine, stores.master, file, stores.clock, probe)


def in_file(file: Path) -> MasterKey:
    return MasterKey.from_text(file.read_text())


def test_every_key_opens_with_the_new_master_key_and_none_with_the_old(stores, file: Path) -> None:
    keys = {name: stores.keys.create(name) for name in ("ann", "bob")}
    hashes = stores.keys.hashes.identity("web", "ann")
    stores.keys.destroy("cem")
    old, new = stores.master, rotate(stores, file)
    assert in_file(file) == new != old
    stores.master = new
    stores.reopen()
    assert {name: stores.keys.get(name) for name in keys} == keys
    assert stores.keys.hashes.identity("web", "ann") == hashes, "people are still known"
    assert stores.keys.erased() == {stores.keys.hashes.person("cem")}, "the ledger still holds"
    with pytest.raises(WrongMasterKey):
        KeyStore.open(stores.keys_engine, old, stores.clock)


def test_the_new_key_is_readable_by_its_owner_only_and_lies_alone(stores, file: Path) -> None:
    rotate(stores, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]


def test_the_old_key_and_what_it_wrapped_are_in_no_file_any_more(sqlite, tmp_path: Path) -> None:
    sqlite.keys.create("ann")
    with sqlite.keys_engine.connect() as connection:
        wrapped = [bytes(row[0]) for row in connection.execute(sa.text("SELECT wrapped FROM person_keys"))]
        wrapped += [bytes(row[0]) for row in connection.execute(sa.text("SELECT wrapped FROM master_check"))]
    file = tmp_path / "master.key"
    rotation.write_secret(file, sqlite.master.to_text())
    rotate(sqlite, file)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert len(wrapped) == 2
    assert [trace for trace in (*wrapped, sqlite.master.to_text().encode()) if trace in held] == []


@pytest.mark.parametrize("point", POINTS)
def test_killed_in_between_one_of_the_two_keys_opens_everything_after_the_next_start(stores, file, point) -> None:
    key = stores.keys.create("ann")

    def probe(name: str) -> None:
        if name == point:
            raise Killed

    with pytest.raises(Killed):
        rotate(stores, file, probe)
    rotation.finish(stores.keys_engine, file)
    assert not rotation.pending_file(file).exists()
    assert (in_file(file) == stores.master) == (point == "after_new_key_written")
    stores.master = in_file(file)
    stores.reopen()
    assert stores.keys.get("ann") == key


def test_killed_while_the_old_key_is_being_destroyed_the_new_one_takes_its_place(stores, file: Path) -> None:
    key = stores.keys.create("ann")
    new = MasterKey.generate()
    rotation.rewrap(stores.keys_engine, stores.master, new)
    rotation.write_secret(rotation.pending_file(file), new.to_text())
    file.unlink()
    rotation.finish(stores.keys_engine, file)
    stores.master = in_file(file)
    stores.reopen()
    assert stores.keys.get("ann") == key


def test_a_new_key_that_was_cut_short_while_it_was_written_is_thrown_away(stores, file: Path) -> None:
    rotation.pending_file(file).write_text(stores.master.to_text()[:20])
    rotation.finish(stores.keys_engine, file)
    assert in_file(file) == stores.master
    assert not rotation.pending_file(file).exists()


def test_a_wrong_key_rotates_nothing(stores, file: Path) -> None:
    key = stores.keys.create("ann")
    with pytest.raises(WrongMasterKey):
        rotation.rotate(stores.keys_engine, MasterKey.generate(), file, stores.clock)
    assert in_file(file) == stores.master
    stores.reopen()
    assert stores.keys.get("ann") == key


def test_one_key_that_does_not_open_stops_the_whole_rotation(stores, file: Path) -> None:
    key = stores.keys.create("ann")
    stores.keys.create("bob")
    with stores.keys_engine.begin() as connection:
        connection.execute(sa.text("UPDATE person_keys SET wrapped = :x WHERE person_id = 'bob'"), {"x": b"\1" * 60})
    with pytest.raises(Tampered):
        rotate(stores, file)
    rotation.finish(stores.keys_engine, file)
    assert in_file(file) == stores.master
    stores.reopen()
    assert stores.keys.get("ann") == key


def test_a_process_that_still_has_the_old_key_makes_no_key_that_would_be_lost(stores, file: Path) -> None:
    rotate(stores, file)
    with pytest.raises(WrongMasterKey, match="start the program"):
        stores.keys.create("ann")
    assert stores.keys.people() == []
