"""Proves a backup by restoring it into a temporary folder: it opens, and nobody who was erased comes back.

The live databases are only read, and only the list of who was erased (keyed hashes) and, where the backup has none,
a copy of the key store.
"""

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Engine, make_url  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock
from bot.storage import buttons, events, inbox, outbox, records, tables
from bot.storage.encryption import Place, Vault
from bot.storage.engine import connect, make_engine
from bot.storage.erasure import Eraser
from bot.storage.errors import BadBackup, StorageError
from bot.storage.keys_tables import erasures
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.migrate import upgrade
from bot.storage.tables import persons

DATABASE, KEYS = "board.sqlite", "keys.sqlite"


@dataclass(frozen=True)
class Verdict:
    """What a restored backup holds.

    Attributes:
        erased_again: people in the backup who had been erased since, and are gone from the restored copy.
        back: people in the ledger who are still in the restored copy; must be 0.
        unreadable: rows of living people that do not open; must be 0.
    """

    people: int
    rows: int
    erased_again: int
    back: int
    unreadable: int
    damage: str = ""

    @property
    def good(self) -> bool:
        """Whether the backup can be restored."""
        return not (self.back or self.unreadable or self.damage)


@dataclass(frozen=True)
class BackupCheck:
    """Checks backups against the live key store at `keys_url` and its master key."""

    keys_url: str
    master: MasterKey
    clock: Clock

    def check(self, database: Path, keys: Path | None = None) -> Verdict:
        """Restore a backup in a temporary folder, clean it by the ledger, and read everything in it.

        Args:
            database: a copy of the main SQLite file.
            keys: a copy of the key store; None takes the live one, as it is when only the main file is restored.

        Raises:
            BadBackup: a file is missing or no database.
            WrongMasterKey: the key store in the backup is older than the last change of the master key.
        """
        with tempfile.TemporaryDirectory(prefix="backup-check-") as folder:
            main, store, live = (Path(folder) / name for name in (DATABASE, KEYS, "live.sqlite"))
            _copy(database, main)
            ledger = _ledger(self.keys_url, live)
            if keys is None and not live.is_file():
                raise BadBackup("There is no live key store to open the backup with: name a copy with --keys.")
            _copy(keys or live, store)
            engines = make_engine(f"sqlite:///{main}"), make_engine(f"sqlite:///{store}")
            try:
                return self._read(*engines, ledger)
            finally:
                for engine in engines:
                    engine.dispose()

    def check_restored(self, database: str, keys: str, live: Sequence[str]) -> Verdict:
        """Clean databases that were restored for this purpose by the live ledger, and read everything in them.

        Args:
            database: the address of a scratch copy of the main database; it is changed.
            keys: the address of a scratch copy of the key store; it is changed.
            live: the addresses of the databases in use.

        Raises:
            BadBackup: one of the copies is a database in use.
            WrongMasterKey: the key store in the backup is older than the last change of the master key.
        """
        engines = make_engine(database), make_engine(keys)
        try:
            in_use = [_whereabouts(url) for url in live]
            if any(_whereabouts(url) in in_use for url in (database, keys)):
                raise BadBackup("A copy that is checked is changed, and this one is in use: restore into another.")
            with tempfile.TemporaryDirectory(prefix="backup-check-") as folder:
                ledger = _ledger(self.keys_url, Path(folder) / "live.sqlite")
            return self._read(*engines, ledger)
        finally:
            for engine in engines:
                engine.dispose()

    def _read(self, main: Engine, store: Engine, ledger: frozenset[str]) -> Verdict:
        damage = _damage(main) or _damage(store)
        if damage:
            return Verdict(0, 0, 0, 0, 0, damage)
        upgrade(main, "main")
        upgrade(store, "keys")
        keys = KeyStore.open(store, self.master, self.clock)
        keys.note(ledger)
        again = Eraser(main, keys).replay_ledger()
        erased, living = keys.erased(), _people(main)
        back = sum(1 for person in {*living, *keys.people()} if keys.hashes.person(person) in erased)
        read = Counter(openings(main, keys))
        return Verdict(len(living), read[True] + read[False], again, back, read[False])


def _whereabouts(url: str) -> tuple[Any, ...]:
    """What tells one database from every other, however its address is written."""
    if make_url(url).get_backend_name() == "sqlite":
        return (str(Path(make_url(url).database or "").resolve()),)
    engine = make_engine(url)
    try:
        with connect(engine) as connection:
            return tuple(connection.execute(sa.text("SELECT current_database(), pg_postmaster_start_time()")).one())
    finally:
        engine.dispose()


def _copy(source: Path, target: Path) -> None:
    """Copy an SQLite file with what its write-ahead log holds, without changing the source."""
    if not source.is_file():
        raise BadBackup(f"{source} is not there. Name the folder with the backup, or its files.")
    for ending in ("", "-wal"):
        beside = source.with_name(source.name + ending)
        if beside.is_file():
            shutil.copyfile(beside, target.with_name(target.name + ending))


def _ledger(url: str, copy: Path) -> frozenset[str]:
    """The live list of who was erased. A live SQLite key store is copied, and only the copy is opened for more."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        live = Path(address.database or "")
        if not live.is_file():
            return frozenset()
        with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        url = f"sqlite:///{copy}"
    engine = make_engine(url)
    try:
        with connect(engine) as connection:
            return frozenset(connection.execute(sa.select(erasures.c.person_hash)).scalars())
    finally:
        engine.dispose()


def _damage(engine: Engine) -> str:
    if engine.dialect.name != "sqlite":
        return ""  # a server that restored a dump has read every page of it
    try:
        with closing(sqlite3.connect(engine.url.database)) as file:
            found = str(file.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise BadBackup(f"{Path(engine.url.database).name} in the backup is no usable database ({error}).") from None
    return "" if found == "ok" else found


def _people(engine: Engine) -> list[str]:
    with connect(engine) as connection:
        return list(connection.execute(sa.select(persons.c.id)).scalars())


def openings(engine: Engine, keys: KeyStore) -> list[bool]:
    """Return for every encrypted value of a main database whether it opens in its place."""
    with connect(engine) as connection:
        owner = dict(connection.execute(sa.select(persons.c.sender, persons.c.id)).all())
        values = [
            *(
                (events.place(r.sender, r.seq, owner[r.sender]), r.data)
                for r in _rows(connection, tables.tracker_events)
            ),
            *((records.place(r.person_id, r.id), r.body) for r in _rows(connection, tables.records)),
            *((inbox.place(r.person_id, r.channel, r.source_id), r.payload) for r in _rows(connection, tables.inbox)),
            *((outbox.place(r.person_id, r.inbox_id, r.n), r.payload) for r in _rows(connection, tables.outbox)),
            *((buttons.place(r.person_id, r.token), r.data) for r in _rows(connection, tables.buttons)),
        ]
    return [_opened(Vault(keys.get), where, sealed) for where, sealed in values]


def _rows(connection: Any, table: sa.Table) -> Any:
    return connection.execute(sa.select(table))


def _opened(vault: Vault, where: Place, sealed: bytes) -> bool:
    try:
        vault.open(where, sealed)
    except StorageError:
        return False
    return True
