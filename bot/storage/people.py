"""Who we know. What a channel calls them is kept only as a keyed hash."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock, Json, Person
from bot.storage.conflicts import savepoint
from bot.storage.errors import Duplicate, UnknownPerson
from bot.storage.keystore import KeyStore
from bot.storage.tables import identities, persons

ID_BYTES = 16
# What every turn runs is put together once: SQLAlchemy takes longer to make a statement than SQLite to run it.
_SAME = (identities.c.channel == sa.bindparam("via")) & (identities.c.external_hash == sa.bindparam("called"))
_BY_IDENTITY = sa.select(persons).join(identities).where(_SAME)
_BY_SENDER = sa.select(persons).where(persons.c.sender == sa.bindparam("of"))
_BY_ID = sa.select(persons).where(persons.c.id == sa.bindparam("wanted"))


@dataclass(frozen=True)
class SqlPeople:
    """Implements `ports.People`."""

    connection: Connection
    keys: KeyStore
    clock: Clock
    #: Person by sender, of those who were found.
    senders: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def by_identity(self, channel: str, external_id: str) -> Person | None:
        """Return the person behind a channel's own name for them, or None."""
        external_hash = self.keys.hashes.identity(channel, external_id)
        return self._one(_BY_IDENTITY, via=channel, called=external_hash)

    def by_sender(self, sender: str) -> Person | None:
        """Return the person with this sender id, or None."""
        return self._one(_BY_SENDER, of=sender)

    def by_id(self, person_id: str) -> Person | None:
        """Return the person with this id, or None."""
        return self._one(_BY_ID, wanted=person_id)

    def register(self, channel: str, external_id: str) -> Person:
        """Return the person behind a channel identity, made now if unknown, whoever else does the same meanwhile.

        The key is committed in the key store first: a key without a person is harmless, the reverse would not be.
        """
        known = self.by_identity(channel, external_id)
        if known is not None:
            return known
        person = Person(id=secrets.token_hex(ID_BYTES), sender=secrets.token_hex(ID_BYTES))
        self.keys.create(person.id)
        try:
            with savepoint(self.connection):
                self._insert(person, channel, external_id)
        except Duplicate:
            return self._met(channel, external_id)
        return person

    def consent(self, person_id: str, version: int, at: datetime) -> None:
        """Note that the person agreed to this version of the text. Raises UnknownPerson."""
        change = sa.update(persons).where(persons.c.id == person_id).values(consent_version=version, consent_at=at)
        if self.connection.execute(change).rowcount == 0:
            raise UnknownPerson("nobody with this id is registered")

    def withdraw(self, person_id: str) -> None:
        """Note that the person agrees to nothing any more. Raises UnknownPerson."""
        change = sa.update(persons).where(persons.c.id == person_id).values(consent_version=None, consent_at=None)
        if self.connection.execute(change).rowcount == 0:
            raise UnknownPerson("nobody with this id is registered")

    def about(self, person_id: str) -> Json:
        """Return what is known without being said: since when, on which channels, consent. Raises UnknownPerson."""
        row = self.connection.execute(sa.select(persons).where(persons.c.id == person_id)).first()
        if row is None:
            raise UnknownPerson("nobody with this id is registered")
        mine = sa.select(identities.c.channel).where(identities.c.person_id == person_id)
        agreed = row.consent_at.isoformat() if row.consent_at else None
        return {
            "known_since": row.created_at.isoformat(),
            "channels": sorted(self.connection.execute(mine).scalars()),
            "consent_version": row.consent_version,
            "consent_at": agreed,
        }

    def _insert(self, person: Person, channel: str, external_id: str) -> None:
        external_hash = self.keys.hashes.identity(channel, external_id)
        row = {"id": person.id, "sender": person.sender, "created_at": self.clock.now()}
        self.connection.execute(sa.insert(persons).values(**row))
        identity = {"channel": channel, "external_hash": external_hash, "person_id": person.id}
        self.connection.execute(sa.insert(identities).values(**identity))

    def _met(self, channel: str, external_id: str) -> Person:
        person = self.by_identity(channel, external_id)
        if person is None:
            raise UnknownPerson("the person was erased while being registered")
        return person

    def _one(self, query: Any, **wanted: str) -> Person | None:
        row = self.connection.execute(query, wanted).first()
        if row is None:
            return None
        self.senders[row.sender] = row.id
        return to_person(row)


def to_person(row: Any) -> Person:
    """Make a Person of a row that has the columns of `persons`."""
    return Person(id=row.id, sender=row.sender, consent_version=row.consent_version)
