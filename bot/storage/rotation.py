"""Changes the master key: every person's key is wrapped anew, and what the old master key could open is worthless.

The new key is on disk before the key store knows it, and the key store changes in one transaction, so that at every
moment one of the two files opens it; `finish` tidies up after a process that was killed in between.
"""

import os
from pathlib import Path

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock
from bot.storage.engine import connect
from bot.storage.erasure import Probe, no_probe, scrub
from bot.storage.keys_tables import master_check
from bot.storage.keystore import KeyStore, rewrap
from bot.storage.masterkey import MasterKey


def pending_file(file: Path) -> Path:
    """Return where the new key lies until it has taken the place of the old one."""
    return file.with_name(file.name + ".new")


def rotate(engine: Engine, old: MasterKey, file: Path, clock: Clock, probe: Probe = no_probe) -> MasterKey:
    """Make a new master key in `file` and return it; the key that was in `file` is destroyed.

    To be called while nothing else uses the key store. Raises WrongMasterKey; nothing is changed then.
    """
    finish(engine, file)
    KeyStore.open(engine, old, clock)
    new, waiting = MasterKey.generate(), pending_file(file)
    write_secret(waiting, new.to_text())
    probe("after_new_key_written")
    rewrap(engine, old, new)
    probe("after_rewrapped")
    _take_place(waiting, file)
    if engine.dialect.name == "sqlite":
        scrub(engine)
    return new


def finish(engine: Engine, file: Path) -> None:
    """Finish, or undo, a rotation that was interrupted: keep the one of two key files that opens the key store."""
    waiting = pending_file(file)
    if not waiting.is_file():
        return
    text = waiting.read_text(encoding="ascii")
    # A file that was cut short while it was written cannot be the key of anything.
    if text.endswith("\n") and MasterKey.from_text(text).kek_id == kek_id(engine):
        _take_place(waiting, file)
    else:
        destroy(waiting)


def write_secret(path: Path, text: str) -> None:
    """Write a secret to a new file, readable by its owner only, and make sure that it is on disk.

    Raises FileExistsError if the file is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    _sync(path.parent)


def destroy(path: Path) -> None:
    """Overwrite and remove a file. A disk that keeps old blocks may still hold them: see docs/threat-model.md."""
    with path.open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        stream.write(b"\0" * size)
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    _sync(path.parent)


def _take_place(waiting: Path, file: Path) -> None:
    if file.exists():
        destroy(file)
    waiting.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kek_id(engine: Engine) -> str | None:
    """Return the name of the master key that a migrated key store was made with, or last changed to; None if new."""
    with connect(engine) as connection:
        found: str | None = connection.execute(sa.select(master_check.c.kek_id)).scalar()
        return found
