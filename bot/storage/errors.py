"""What can go wrong in storage. No message ever holds anything a person wrote."""

from sqlalchemy.exc import DontWrapMixin  # type: ignore[import-untyped,unused-ignore]

from bot.services.ops_ports import ConnectionLost, ErasureUnfinished


class StorageError(Exception):
    """Base of every error that storage raises on purpose."""


class Unavailable(StorageError):
    """The database did not do its work (locked, gone, full); the transaction is lost, trying again may help."""


class Lost(Unavailable, ConnectionLost):
    """The connection broke, or there is none to be had; what was under way may or may not have been committed."""


class Duplicate(StorageError):
    """A row with this key exists already."""


class ConcurrentTurn(Duplicate):
    """Another turn has stored its outcome under the same number; roll back and take the turn again."""


class UnknownPerson(StorageError):
    """The person (or sender) is not registered, or was erased meanwhile."""


class UnknownItem(StorageError):
    """There is no inbox row with this id."""


class KeyMissing(StorageError):
    """The key store holds no key for this person: their words cannot be read. Restore the key store's backup."""


class PersonErased(KeyMissing, UnknownPerson):
    """The person's key was destroyed at their request; their words cannot be read by anyone, ever."""


class Tampered(StorageError):
    """Ciphertext was changed, cut short, or found in another row, column or person than it was written for."""


class BadMasterKey(StorageError):
    """The master key is not 32 bytes written as base64 or hexadecimal."""


class WrongMasterKey(StorageError):
    """The master key is not the one this key store was made with. Nothing was changed."""


class MasterKeyLost(StorageError):
    """There is a key store, but no master key for it. Nothing was changed."""


class EraseIncomplete(StorageError, ErasureUnfinished):
    """The person's key is gone, but not yet every row or old page on disk; run the erasure again."""


class RotationRefused(StorageError):
    """The master key was not changed; the message says why and what to do. Nothing was changed."""


class BadBackup(StorageError):
    """A backup cannot be checked, or does not hold what it must; the message says what. Nothing was changed."""


class NaiveTime(StorageError, ValueError, DontWrapMixin):  # type: ignore[misc,unused-ignore]
    """A time without a time zone was given where UTC is needed."""
