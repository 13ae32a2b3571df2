"""After "forget me" no byte holds a secret that was typed anywhere, and no backup gives one back.

The conversation is had with the real engine in a process of its own (`forgotten_child.py`), which is then killed.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import rotation
from bot.storage.backup import DATABASE, KEYS, BackupCheck, openings
from bot.storage.engine import make_engine
from bot.storage.erasure import Eraser
from bot.storage.errors import PersonErased, WrongMasterKey
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from tests.attacks.own_process import have_run
from tests.attacks.test_canary import canaries
from tests.attacks.traces import traces
from tests.fakes.engine import FakeClock

CHILD = Path(__file__).with_name("forgotten_child.py")
PLACES = {
    *("onboarding.consent", "onboarding.profile", "menu", "grow.review", "grow.goal", "grow.reality", "grow.options"),
    *("grow.will", "grow.summary", "pressure.plan", "pressure.stakeholders", "pressure.question", "pressure.summary"),
    *("rehearse.stakeholder", "rehearse.objection", "rehearse.feedback", "mentor.introduce", "privacy.confirm"),
    *("awareness.check", "behaviours.check"),
}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Forgotten:
    """What is left of a conversation whose person was forgotten: all that the process wrote, and the backup before."""

    folder: Path
    secrets: list[str]
    said: dict[str, Any]

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def backup(self) -> Path:
        return self.folder / "backup"


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> Forgotten:
    folder = tmp_path_factory.mktemp("forgotten")
    words = canaries(600)
    said = have_run(CHILD, folder, words, str(folder / "backup"))
    return Forgotten(folder, words[: said["used"]], said)


@pytest.fixture
def restored(forgotten: Forgotten, tmp_path: Path) -> Iterator[tuple[sa.engine.Engine, KeyStore]]:
    """Last week's database beside today's key store, as after a restore and before the next start."""
    shutil.copytree(forgotten.var, tmp_path, dirs_exist_ok=True)
    for file in tmp_path.glob("board.sqlite*"):
        file.unlink()
    for file in forgotten.backup.glob("board.sqlite*"):
        shutil.copy(file, tmp_path)
    engines = make_engine(f"sqlite:///{tmp_path / DATABASE}"), make_engine(f"sqlite:///{tmp_path / KEYS}")
    yield engines[0], KeyStore.open(engines[1], master(tmp_path), FakeClock())
    for engine in engines:
        engine.dispose()


def master(folder: Path) -> MasterKey:
    return MasterKey.from_text((folder / "master.key").read_text())


def owners(engine: sa.engine.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sa.text("SELECT person_id FROM records")).scalars())


def test_secrets_were_typed_in_every_place_and_kept_until_then(forgotten: Forgotten) -> None:
    assert set(forgotten.said["steps"]) >= PLACES
    assert len(forgotten.secrets) >= 100 and len(forgotten.said["stored"]) >= 30
    assert forgotten.said["told"] == ["privacy.erased"]


def test_no_byte_of_any_file_holds_a_secret(forgotten: Forgotten) -> None:
    names = {path.name for path in forgotten.folder.rglob("*") if path.is_file()}
    assert {DATABASE, KEYS, "master.key", "log.txt"} <= names
    assert traces(forgotten.folder, forgotten.secrets) == []


def test_not_even_ciphertext_or_a_name_for_the_person_is_left_in_the_database(forgotten: Forgotten) -> None:
    engine = make_engine(f"sqlite:///{forgotten.backup / DATABASE}")
    with engine.connect() as connection:
        ids = list(connection.execute(sa.text("SELECT id FROM persons UNION SELECT sender FROM persons")).scalars())
        bodies = [bytes(b) for b in connection.execute(sa.text("SELECT body FROM records")).scalars()]
        programme = set(
            connection.execute(sa.text("SELECT person_id FROM identities WHERE channel = 'programme'")).scalars()
        )
    engine.dispose()
    held = b"".join(path.read_bytes() for path in forgotten.var.iterdir())
    still = {name for name in ids if name.encode() in held}
    assert len(still) == 2 and still & programme, "only the register of mentors is there, by its id and sender"
    assert sum(body in held for body in bodies) == 3, "three mentors, and nothing else"


def test_a_restored_backup_cannot_be_read_even_before_the_ledger_is_replayed(restored) -> None:
    engine, keys = restored
    (person,) = owners(engine) - set(keys.people())
    with pytest.raises(PersonErased):
        keys.get(person)
    found = openings(engine, keys)
    assert found.count(False) >= 100, "all of the person's values are there, and none opens"


def test_the_ledger_takes_a_restored_backup_away_again(restored, tmp_path: Path, forgotten: Forgotten) -> None:
    engine, keys = restored
    assert Eraser(engine, keys).replay_ledger() == 1
    assert owners(engine) == set(keys.people())
    assert all(openings(engine, keys))
    assert traces(tmp_path, forgotten.secrets) == []


def test_a_backup_of_both_files_is_cleaned_by_the_live_ledger(forgotten: Forgotten) -> None:
    check = BackupCheck(f"sqlite:///{forgotten.var / KEYS}", master(forgotten.var), FakeClock())
    verdict = check.check(forgotten.backup / DATABASE, forgotten.backup / KEYS)
    assert verdict.good and (verdict.people, verdict.erased_again) == (1, 1)


def test_once_the_master_key_is_changed_an_old_key_store_opens_nothing(forgotten: Forgotten, tmp_path: Path) -> None:
    shutil.copytree(forgotten.var, tmp_path, dirs_exist_ok=True)
    live = make_engine(f"sqlite:///{tmp_path / KEYS}")
    new = rotation.rotate(live, master(tmp_path), tmp_path / "master.key", FakeClock())
    live.dispose()
    old = make_engine(f"sqlite:///{forgotten.backup / KEYS}")
    with pytest.raises(WrongMasterKey):
        KeyStore.open(old, new, FakeClock())
    old.dispose()
