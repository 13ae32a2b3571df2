"""Each person's random key, wrapped by the master key, in a database apart from their words."""

import secrets
import threading
import time
from dataclasses import dataclass, field

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock
from bot.storage.conflicts import savepoint
from bot.storage.encryption import KEY_BYTES, Place, seal, unseal
from bot.storage.engine import connect
from bot.storage.errors import Duplicate, KeyMissing, PersonErased, Tampered, WrongMasterKey
from bot.storage.keys_tables import erasures, master_check, person_keys
from bot.storage.masterkey import KeyedHashes, MasterKey

CHECK_ID = 1
CACHE_SIZE = 256
# How long another process may still hold a key that was destroyed here.
CACHE_SECONDS = 60.0


@dataclass
class KeyStore:
    """Creates, returns and destroys person keys; every call is a transaction of its own. Safe between threads.

    Made by `KeyStore.open`. `hashes` holds the keyed hashes that belong to this key store.
    """

    engine: Engine
    master: MasterKey
    clock: Clock
    hashes: KeyedHashes
    _cache: dict[str, tuple[bytes, float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, engine: Engine, master: MasterKey, clock: Clock) -> "KeyStore":
        """Open a migrated key store after proving that `master` is its key. Raises WrongMasterKey.

        The first opening of an empty key store ties it to `master`.
        """
        with connect(engine) as connection:
            root = _checked_root(connection, master) or _first_root(connection, master, clock)
            connection.commit()
        return cls(engine, master, clock, KeyedHashes(root))

    def get(self, person_id: str) -> bytes:
        """Return the person's 32-byte key. Raises PersonErased, KeyMissing, WrongMasterKey or Tampered."""
        cached = self._cache.get(person_id)
        if cached and time.monotonic() - cached[1] < CACHE_SECONDS:
            return cached[0]
        with self._lock:
            return self._remember(person_id, self._read(person_id))

    def create(self, person_id: str) -> bytes:
        """Return a new key, committed at once, or the one the person already has.

        Raises PersonErased if the person was erased: nobody comes back under an old id.
        """
        key = secrets.token_bytes(KEY_BYTES)
        row = {"person_id": person_id, "kek_id": self.master.kek_id, "wrapped": _wrap(self.master, person_id, key)}
        with self._lock, connect(self.engine) as connection:
            self._refuse_replaced(connection)
            self._refuse_erased(connection, person_id)
            try:
                with savepoint(connection):
                    connection.execute(sa.insert(person_keys).values(**row, created_at=self.clock.now()))
            except Duplicate:
                return self._remember(person_id, self._unwrapped(connection, person_id))
            connection.commit()
            return self._remember(person_id, key)

    def destroy(self, person_id: str) -> None:
        """Delete the person's key for ever and note it in the ledger, in one transaction; harmless to repeat."""
        with self._lock:
            self._cache.clear()
            with connect(self.engine) as connection:
                connection.execute(sa.delete(person_keys).where(person_keys.c.person_id == person_id))
                self._note_erasure(connection, person_id)
                connection.commit()

    def erased(self) -> frozenset[str]:
        """Return the ledger: the keyed hashes (`hashes.person`) of everybody who was erased."""
        with connect(self.engine) as connection:
            return frozenset(connection.execute(sa.select(erasures.c.person_hash)).scalars())

    def note(self, ledger: frozenset[str]) -> None:
        """Add to the ledger what another copy of it knows: keyed hashes as `erased` returns them."""
        unknown = ledger - self.erased()
        with connect(self.engine) as connection:
            for person_hash in unknown:
                connection.execute(sa.insert(erasures).values(person_hash=person_hash, erased_at=self.clock.now()))
            connection.commit()

    def people(self) -> list[str]:
        """Return the ids of all people who have a key."""
        with connect(self.engine) as connection:
            return list(connection.execute(sa.select(person_keys.c.person_id)).scalars())

    def _read(self, person_id: str) -> bytes:
        with connect(self.engine) as connection:
            return self._unwrapped(connection, person_id)

    def _unwrapped(self, connection: Connection, person_id: str) -> bytes:
        row = connection.execute(sa.select(person_keys).where(person_keys.c.person_id == person_id)).first()
        if row is None:
            self._refuse_erased(connection, person_id)
            raise KeyMissing("no key for this person: restore the key store (KEYS_URL) from its backup")
        if row.kek_id != self.master.kek_id:
            raise _wrong(row.kek_id, self.master)
        return unseal(self.master.kek, _person_place(person_id), row.wrapped)

    def _remember(self, person_id: str, key: bytes) -> bytes:
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[person_id] = (key, time.monotonic())
        return key

    def _refuse_erased(self, connection: Connection, person_id: str) -> None:
        if self._in_ledger(connection, person_id):
            raise PersonErased("this person was erased")

    def _refuse_replaced(self, connection: Connection) -> None:
        """A key wrapped by a master key that was rotated away meanwhile would be lost: raise WrongMasterKey."""
        current = connection.execute(sa.select(master_check.c.kek_id).with_for_update(read=True)).scalar()
        if current != self.master.kek_id:
            raise _wrong(str(current), self.master)

    def _in_ledger(self, connection: Connection, person_id: str) -> bool:
        found = sa.select(erasures.c.person_hash).where(erasures.c.person_hash == self.hashes.person(person_id))
        return connection.execute(found).first() is not None

    def _note_erasure(self, connection: Connection, person_id: str) -> None:
        if self._in_ledger(connection, person_id):
            return
        row = {"person_hash": self.hashes.person(person_id), "erased_at": self.clock.now()}
        try:
            with savepoint(connection):
                connection.execute(sa.insert(erasures).values(**row))
        except Duplicate:
            return  # another process notes the same erasure


def rewrap(engine: Engine, old: MasterKey, new: MasterKey) -> None:
    """Wrap every key of a key store by another master key, in one transaction. Raises WrongMasterKey or Tampered."""
    with connect(engine) as connection:
        check = connection.execute(sa.select(master_check).with_for_update()).one()
        root = _checked_root(connection, old)
        if root is None:
            raise _wrong(check.kek_id, old)
        sealed = seal(new.kek, _check_place(new.kek_id), root)
        connection.execute(sa.update(master_check).values(kek_id=new.kek_id, wrapped=sealed))
        for row in connection.execute(sa.select(person_keys)).all():
            key = unseal(old.kek, _person_place(row.person_id), row.wrapped)
            values = {"wrapped": _wrap(new, row.person_id, key), "kek_id": new.kek_id}
            mine = person_keys.c.person_id == row.person_id
            connection.execute(sa.update(person_keys).where(mine).values(**values))
        connection.commit()


def _wrap(master: MasterKey, person_id: str, key: bytes) -> bytes:
    return seal(master.kek, _person_place(person_id), key)


def _person_place(person_id: str) -> Place:
    return Place("person_keys", "wrapped", person_id, person_id)


def _check_place(kek_id: str) -> Place:
    return Place("master_check", "wrapped", str(CHECK_ID), kek_id)


def _checked_root(connection: Connection, master: MasterKey) -> bytes | None:
    """Return the root of the keyed hashes, or None in a key store that was never used."""
    row = connection.execute(sa.select(master_check).where(master_check.c.id == CHECK_ID)).first()
    if row is None:
        return None
    if row.kek_id != master.kek_id:
        raise _wrong(row.kek_id, master)
    try:
        return unseal(master.kek, _check_place(row.kek_id), row.wrapped)
    except Tampered:
        raise _wrong(row.kek_id, master) from None


def _first_root(connection: Connection, master: MasterKey, clock: Clock) -> bytes:
    if connection.execute(sa.select(person_keys.c.person_id).limit(1)).first() is not None:
        raise KeyMissing("the key store has lost its master key check: restore it (KEYS_URL) from its backup")
    root = master.hash_root
    row = {"id": CHECK_ID, "kek_id": master.kek_id, "wrapped": seal(master.kek, _check_place(master.kek_id), root)}
    try:
        with savepoint(connection):
            connection.execute(sa.insert(master_check).values(**row, created_at=clock.now()))
    except Duplicate:  # another process was first; its master key must be ours
        return _checked_root(connection, master) or root
    return root


def _wrong(stored: str, master: MasterKey) -> WrongMasterKey:
    return WrongMasterKey(
        f"this key store was made with master key {stored}, but the one given is {master.kek_id}. "
        "Put the original key back (COACH_MASTER_KEY or COACH_MASTER_KEY_FILE, from your backup), or start the program "
        "again if the key was rotated while it ran. Nothing was changed."
    )
