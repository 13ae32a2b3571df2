"""Erased means erased: rows, keys, free pages, logs, and whatever a backup brings back."""

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from storage_samples import NOON, TURNS, write_everything

from bot.services.ports import Person, Reminder
from bot.storage.erasure import Eraser
from bot.storage.errors import EraseIncomplete, PersonErased, UnknownPerson
from bot.storage.keystore import KeyStore
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

TABLES = (
    *("persons", "identities", "records", "tracker_events", "inbox", "outbox", "buttons", "deliveries", "reminders"),
    "members",
)


def filled(stores, name: str) -> Person:
    with stores.uow() as uow:
        person = write_everything(uow, name, lambda: f"words of {name}, {id(object())}")
        uow.deliveries.add(uow.inbox.pending(person.id)[0])
        uow.reminders.put(Reminder(person.id, "promise", "promise:p1", NOON, "Europe/Berlin"))
        uow.commit()
    return person


def counts(stores) -> list[int]:
    return [stores.run(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_every_row_of_the_person_goes_and_nobody_elses(stores) -> None:
    bob = filled(stores, "bob")
    before = counts(stores)
    ann = filled(stores, "ann")
    assert all(counts(stores)[n] > before[n] for n in range(len(TABLES)))
    stores.eraser.erase(ann.id)
    assert counts(stores) == before
    with stores.uow() as uow:
        assert uow.people.by_identity("api", "ann") is None
        assert len(uow.records.all(bob.id, "reflection")) == TURNS
        assert len(uow.events.load(bob.sender)) == TURNS


def test_no_table_that_belongs_to_a_person_is_forgotten(stores) -> None:
    owned = {
        table
        for table in sa.inspect(stores.engine).get_table_names()
        if {"person_id", "sender"} & {column["name"] for column in sa.inspect(stores.engine).get_columns(table)}
    }
    assert owned == set(TABLES)


def test_the_key_is_gone_and_the_erasure_is_noted(stores) -> None:
    ann = filled(stores, "ann")
    stores.eraser.erase(ann.id)
    stores.reopen()
    with pytest.raises(PersonErased):
        stores.keys.get(ann.id)
    assert stores.keys.erased() == {stores.keys.hashes.person(ann.id)}


def test_erasing_may_be_repeated(stores) -> None:
    ann = filled(stores, "ann")
    stores.eraser.erase(ann.id)
    stores.eraser.erase(ann.id)
    assert counts(stores) == [0] * len(TABLES)


def test_who_comes_back_is_somebody_new(stores) -> None:
    ann = filled(stores, "ann")
    stores.eraser.erase(ann.id)
    again = stores.person("ann")
    assert again.id != ann.id
    assert again.sender != ann.sender
    assert again.consent_version is None


def test_row_numbers_of_the_erased_are_not_given_to_others(stores) -> None:
    ann = filled(stores, "ann")
    with stores.uow() as uow:
        old = {row_id for row_id, _ in uow.outbox.unsent(ann.id)}
    stores.eraser.erase(ann.id)
    bob = filled(stores, "bob")
    with stores.uow() as uow:
        assert not old & {row_id for row_id, _ in uow.outbox.unsent(bob.id)}


def test_after_an_erasure_not_even_ciphertext_or_keys_are_left_in_the_files(sqlite, tmp_path: Path) -> None:
    ann = filled(sqlite, "ann")
    filled(sqlite, "bob")
    query = (
        "SELECT body FROM records WHERE person_id = :ann UNION SELECT data FROM tracker_events WHERE sender = :sender"
    )
    traces = [bytes(row[0]) for row in sqlite.run(query, ann=ann.id, sender=ann.sender)]
    with sqlite.keys_engine.connect() as connection:
        wrapped = sa.text("SELECT wrapped FROM person_keys WHERE person_id = :ann")
        traces.append(connection.execute(wrapped, {"ann": ann.id}).scalar())
    traces += [ann.id.encode(), ann.sender.encode()]
    sqlite.eraser.erase(ann.id)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert len(traces) == 2 * TURNS + 3
    assert [trace for trace in traces if trace in held] == []


def test_a_restored_backup_is_cleaned_by_the_ledger(sqlite, tmp_path: Path) -> None:
    ann, bob = filled(sqlite, "ann"), filled(sqlite, "bob")
    sqlite.close()
    shutil.copy(tmp_path / "main.db", tmp_path / "backup")
    sqlite.eraser.erase(ann.id)
    sqlite.close()
    shutil.copy(tmp_path / "backup", tmp_path / "main.db")
    sqlite.reopen()
    with sqlite.uow() as uow:
        assert uow.people.by_identity("api", "ann") == Person(ann.id, ann.sender, 1)
        with pytest.raises(PersonErased):
            uow.records.all(ann.id, "reflection")
        # Nobody else is held up by what cannot be read any more.
        assert {item.person.id for item in uow.inbox.pending()} == {bob.id}
    assert sqlite.eraser.replay_ledger() == 1
    assert sqlite.eraser.replay_ledger() == 0
    with sqlite.uow() as uow:
        assert uow.people.by_identity("api", "ann") is None
        assert len(uow.records.all(bob.id, "reflection")) == TURNS


def test_a_key_that_came_back_is_destroyed_by_the_ledger(stores) -> None:
    ann = filled(stores, "ann")
    copy = "SELECT person_id, wrapped, kek_id, created_at FROM person_keys"
    with stores.keys_engine.begin() as connection:
        row = dict(connection.execute(sa.text(copy)).mappings().one())
    stores.eraser.erase(ann.id)
    with stores.keys_engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO person_keys VALUES (:person_id, :wrapped, :kek_id, :created_at)"), row)
    assert stores.eraser.replay_ledger() == 1
    assert stores.keys.people() == []


def test_an_erasure_cut_short_after_the_key_is_finished_by_the_ledger(stores) -> None:
    ann = filled(stores, "ann")
    stores.keys.destroy(ann.id)  # and then the power went
    with stores.uow() as uow:
        assert uow.inbox.pending() == []
    assert stores.eraser.replay_ledger() == 1
    assert counts(stores) == [0] * len(TABLES)


def test_a_reader_who_keeps_old_pages_is_reported(sqlite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.SQLITE_PRAGMAS", ("PRAGMA busy_timeout = 50", "PRAGMA foreign_keys = ON"))
    ann = filled(sqlite, "ann")
    sqlite.close()
    reader = sqlite.engine.raw_connection()
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM persons").fetchone()
    with pytest.raises(EraseIncomplete):
        sqlite.eraser.erase(ann.id)
    reader.rollback()
    reader.close()
    sqlite.eraser.erase(ann.id)
    assert counts(sqlite) == [0] * len(TABLES)


def test_the_fake_forgets_as_the_real_one_does(stores) -> None:
    database = FakeDatabase()
    new_uow = partial(FakeUnitOfWork, database, stores.clock)
    with new_uow() as uow:
        ann = write_everything(uow, "ann", lambda: "words")
        bob = write_everything(uow, "bob", lambda: "other")
        uow.commit()
    database.erase(ann.id)
    with new_uow() as uow:
        assert uow.people.by_identity("api", "ann") is None
        assert uow.events.count(ann.sender) == 0
        assert {item.person.id for item in uow.inbox.pending()} == {bob.id}
        with pytest.raises(UnknownPerson):
            uow.buttons.issue(ann.id, "x", "X", NOON + timedelta(days=1))


def test_an_eraser_needs_nothing_in_memory(stores) -> None:
    ann = filled(stores, "ann")
    keys = KeyStore.open(stores.keys_engine, stores.master, stores.clock)
    Eraser(stores.engine, keys).erase(ann.id)
    assert counts(stores) == [0] * len(TABLES)
