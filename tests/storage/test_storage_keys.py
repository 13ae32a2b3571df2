"""The key store and its master key."""

import base64
import threading

import pytest
import sqlalchemy as sa

from bot.storage.errors import BadMasterKey, KeyMissing, PersonErased, WrongMasterKey
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import KeyedHashes, MasterKey, derive


def all_keys(stores) -> list[tuple]:
    with stores.keys_engine.connect() as connection:
        tables = ("master_check", "person_keys", "erasures")
        return [
            tuple(row) for table in tables for row in connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1"))
        ]


def test_a_key_is_the_same_after_a_restart(stores) -> None:
    key = stores.keys.create("ann")
    stores.reopen()
    assert stores.keys.get("ann") == key
    assert len(key) == 32


def test_everybody_has_a_key_of_their_own(stores) -> None:
    assert len({stores.keys.create(name) for name in ("ann", "bob", "cem")}) == 3


def test_creating_again_gives_the_same_key(stores) -> None:
    key = stores.keys.create("ann")
    assert stores.keys.create("ann") == key
    stores.reopen()
    assert stores.keys.create("ann") == key


def test_two_who_create_at_once_get_the_same_key(stores) -> None:
    others = [KeyStore.open(stores.keys_engine, stores.master, stores.clock) for _ in range(4)]
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda store=store: keys.append(store.create("ann"))) for store in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 4
    assert set(keys) == {stores.keys.get("ann")}


def test_a_destroyed_key_is_gone_from_memory_too_and_never_comes_back(stores) -> None:
    stores.keys.create("ann")
    stores.keys.destroy("ann")
    with pytest.raises(PersonErased):
        stores.keys.get("ann")
    with pytest.raises(PersonErased):
        stores.keys.create("ann")


def test_destroying_may_be_repeated_and_is_noted_once(stores) -> None:
    stores.keys.create("ann")
    stores.keys.destroy("ann")
    stores.keys.destroy("ann")
    assert stores.keys.erased() == {stores.keys.hashes.person("ann")}
    assert stores.keys.people() == []


def test_a_lost_key_is_not_mistaken_for_an_erasure(stores) -> None:
    with pytest.raises(KeyMissing, match="backup") as caught:
        stores.keys.get("ann")
    assert not isinstance(caught.value, PersonErased)


def test_a_wrong_master_key_is_refused_at_the_start_and_damages_nothing(stores) -> None:
    key = stores.keys.create("ann")
    before = all_keys(stores)
    with pytest.raises(WrongMasterKey, match="COACH_MASTER_KEY_FILE") as caught:
        KeyStore.open(stores.keys_engine, MasterKey.generate(), stores.clock)
    assert stores.master.kek_id in str(caught.value)
    assert all_keys(stores) == before
    stores.reopen()
    assert stores.keys.get("ann") == key


def test_a_forged_key_name_does_not_pass_for_the_master_key(stores) -> None:
    wrong = MasterKey.generate()
    with stores.keys_engine.begin() as connection:
        connection.execute(sa.text("UPDATE master_check SET kek_id = :id"), {"id": wrong.kek_id})
    with pytest.raises(WrongMasterKey):
        KeyStore.open(stores.keys_engine, wrong, stores.clock)


def test_a_key_store_without_its_check_is_not_taken_over_by_another_master_key(stores) -> None:
    stores.keys.create("ann")
    with stores.keys_engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM master_check"))
    with pytest.raises(KeyMissing, match="backup"):
        KeyStore.open(stores.keys_engine, MasterKey.generate(), stores.clock)


def test_no_key_lies_unwrapped_in_the_key_store(sqlite, tmp_path) -> None:
    key = sqlite.keys.create("ann")
    sqlite.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (key, sqlite.master.secret, sqlite.master.kek, sqlite.master.hash_root):
        assert secret not in stored
        assert base64.b64encode(secret)[:-2] not in stored


@pytest.mark.parametrize("write", [MasterKey.to_text, lambda key: key.secret.hex(), lambda key: f" {key.to_text()}\n"])
def test_a_master_key_is_read_as_it_is_written(write) -> None:
    key = MasterKey.generate()
    assert MasterKey.from_text(write(key)) == key
    assert MasterKey.from_text(base64.b64encode(key.secret).decode()) == key


@pytest.mark.parametrize("text", ["", "password", "ab" * 31, "ab" * 33, "!" * 44, base64.b64encode(b"x" * 31).decode()])
def test_anything_but_32_bytes_is_no_master_key(text: str) -> None:
    with pytest.raises(BadMasterKey) as caught:
        MasterKey.from_text(text)
    assert not text or text not in str(caught.value)


def test_a_master_key_does_not_show_itself() -> None:
    key = MasterKey.generate()
    assert repr(key) == "MasterKey()"
    assert key.kek_id not in key.secret.hex()


def test_sub_keys_differ_by_purpose_and_secret() -> None:
    assert len({derive(secret, purpose) for secret in (b"a" * 32, b"b" * 32) for purpose in ("x", "y")}) == 4


def test_keyed_hashes_differ_by_key_purpose_and_every_part() -> None:
    one, two = KeyedHashes(b"1" * 32), KeyedHashes(b"2" * 32)
    hashes = [
        *(
            one.identity("web", "ann"),
            two.identity("web", "ann"),
            one.identity("we", "bann"),
            one.identity("api", "ann"),
        ),
        *(one.source("web", "ann", "1"), one.source("web", "bob", "1"), one.source("web", "ann1", "")),
        one.person("ann"),
    ]
    assert len(set(hashes)) == len(hashes)
    assert one.identity("web", "ann") == KeyedHashes(b"1" * 32).identity("web", "ann")


def test_a_signature_is_the_same_after_a_restart_and_another_for_every_purpose_text_and_key_store(stores) -> None:
    made = stores.keys.hashes.signature("cookie", "ann")
    stores.reopen()
    assert stores.keys.hashes.signature("cookie", "ann") == made and len(made) == 64
    others = {stores.keys.hashes.signature(*told) for told in (("form", "ann"), ("cookie", "bob"), ("cookiea", "nn"))}
    others |= {KeyedHashes(b"x" * 32).signature("cookie", "ann"), stores.keys.hashes.identity("cookie", "ann")}
    assert made not in others and len(others) == 5
