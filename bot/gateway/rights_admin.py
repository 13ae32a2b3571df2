"""What an operator does for people's rights: `python -m bot erase|export|retain|rotate-keys|backup-check`.

No command shows what anybody wrote. An export goes into a file that only its owner can read.
"""

import argparse
import sys
from pathlib import Path

from bot import bootstrap
from bot.services.export import as_json, as_text, everything
from bot.services.ports import Person, UnitOfWork
from bot.storage import rotation
from bot.storage.backup import DATABASE, KEYS, Verdict
from bot.storage.errors import BadBackup, RotationRefused

Options = argparse.Namespace


class BadRequest(ValueError):
    """A request that cannot be carried out; the message says what to do. Nothing was changed."""


def whose(parser: argparse.ArgumentParser) -> None:
    """Declare whom a command is about."""
    parser.add_argument("--channel", required=True, help="where they write: web, terminal, telegram")
    parser.add_argument("--user", required=True, help="what that channel calls them")


def erase_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `erase`."""
    whose(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say who would be erased")


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `export`."""
    whose(parser)
    parser.add_argument(
        "--file", required=True, type=Path, help="a file that is not there yet; made readable by you only"
    )
    parser.add_argument("--format", choices=("json", "text"), default="json")


def rotate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `rotate-keys`."""
    parser.add_argument("--to", type=Path, help="where the new key goes, if COACH_MASTER_KEY holds the present one")


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `backup-check`."""
    parser.add_argument("backup", type=Path, nargs="?", help=f"a folder with {DATABASE}, or a copy of that file")
    parser.add_argument("--keys", type=Path, help=f"a copy of {KEYS}; without it the live key store is used")
    restored = (
        "two scratch databases into which a backup was restored: the main one and the key store; both are changed"
    )
    parser.add_argument("--restored", nargs=2, metavar="URL", help=restored)


def erase(options: Options) -> None:
    """Erase somebody on their request."""
    with bootstrap.storage().unit_of_work() as uow:
        person = _found(uow, options)
    if not options.yes:
        raise BadRequest(f"{_named(options)} would be erased for good. Add --yes to do it.")
    bootstrap.upkeep().forget(person.id)
    _tell(f"{_named(options)} is erased: rows, key, and with the key every copy in a backup.")


def export(options: Options) -> None:
    """Write a copy of everything of somebody to a file for them."""
    with bootstrap.storage().unit_of_work() as uow:
        whole = everything(uow, _found(uow, options), bootstrap.clock().now())
    text = as_json(whole) if options.format == "json" else as_text(whole, bootstrap.content().board.phrases)
    try:
        rotation.write_secret(options.file, text.rstrip("\n"))
    except OSError as problem:
        raise BadRequest(
            f"{options.file} cannot be written ({problem.strerror}). Name a file that is not there."
        ) from None
    _tell(f"Everything of {_named(options)} is in {options.file}, in clear. Hand it to them, then delete it.")


def retain(_: Options) -> None:
    """Let go of what is kept no longer, as every start and every day do."""
    done = bootstrap.upkeep().tidy()
    _tell(", ".join(f"{name}: {count}" for name, count in done.items()))


def rotate_keys(options: Options) -> None:
    """Change the master key."""
    now = bootstrap.config()
    if now.master_key and not options.to:
        raise RotationRefused("COACH_MASTER_KEY holds the key: say with --to in which file the new one goes.")
    if options.to and (not now.master_key or options.to.exists()):
        raise RotationRefused("--to takes a new file, and only where COACH_MASTER_KEY holds the present key.")
    new = bootstrap.rotate(options.to or now.master_key_file)
    _tell(f"The master key is now {new.kek_id}. Start the program again, back up the key and the key store.")
    if options.to:
        _tell(f"Put what is in {options.to} into COACH_MASTER_KEY, and destroy the old key wherever it is kept.")


def backup_check(options: Options) -> None:
    """Restore a backup in a temporary folder and prove that nobody who was erased comes back."""
    if (options.backup is None) == (options.restored is None):
        raise BadRequest("Name either a folder with copies of the SQLite files, or --restored and two addresses.")
    verdict = _restored(*options.restored) if options.restored else _files(options)
    _tell(f"people: {verdict.people}, values read: {verdict.rows}, erased again: {verdict.erased_again}")
    if not verdict.good:
        what = verdict.damage or f"unreadable: {verdict.unreadable}, erased but back: {verdict.back}"
        raise BadBackup(f"This backup must not be restored ({what}).")
    _tell("The backup is good: everything opens, and nobody who was erased comes back.")


def _files(options: Options) -> Verdict:
    folder = options.backup.is_dir()
    database = options.backup / DATABASE if folder else options.backup
    inside = options.backup / KEYS
    return bootstrap.backup_check().check(database, options.keys or (inside if folder and inside.is_file() else None))


def _restored(database: str, keys: str) -> Verdict:
    now = bootstrap.config()
    return bootstrap.backup_check().check_restored(database, keys, (now.database_url, now.keys_url))


def _found(uow: UnitOfWork, options: Options) -> Person:
    person = uow.people.by_identity(options.channel, options.user)
    if person is None:
        raise BadRequest(f"Nobody is known as {_named(options)}; nothing is stored for them.")
    return person


def _named(options: Options) -> str:
    return f"'{options.user}' on channel '{options.channel}'"


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
