"""One database transaction with every repository in it."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services import ports
from bot.storage.buttons import SqlButtons
from bot.storage.deliveries import SqlDeliveries
from bot.storage.encryption import Vault
from bot.storage.engine import connect
from bot.storage.errors import Lost
from bot.storage.events import SqlTrackerEvents
from bot.storage.inbox import SqlInbox
from bot.storage.keystore import KeyStore
from bot.storage.outbox import SqlOutbox
from bot.storage.people import SqlPeople
from bot.storage.programmes import SqlProgrammes
from bot.storage.records import SqlRecords
from bot.storage.releases import SqlReleases
from bot.storage.reminders import SqlReminders
from bot.storage.team import SqlTeam


@dataclass
class SqlUnitOfWork:
    """Implements `ports.UnitOfWork`; `functools.partial(SqlUnitOfWork, engine, keys, clock)` is the factory.

    The transaction opens with the first statement, not with the `with`. From there to `commit` or the end of the
    block, SQLite lets nobody else write (they wait up to 10 s, then get Unavailable). Not for use by two threads.
    """

    engine: Engine
    keys: KeyStore
    clock: ports.Clock

    def __enter__(self) -> "SqlUnitOfWork":
        """Take a connection. Raises Unavailable if there is none."""
        self._connection = connect(self.engine)
        self._join(self._connection)
        return self

    def _join(self, connection: Connection) -> None:
        vault = Vault(self.keys.get)
        self.people: ports.People = (people := SqlPeople(connection, self.keys, self.clock))
        self.records: ports.Records = (records := SqlRecords(connection, vault))
        self._write, self._forget = records.write, records.forget
        self.events: ports.TrackerEvents = SqlTrackerEvents(connection, vault, self.clock, people.senders)
        self.inbox: ports.Inbox = SqlInbox(connection, vault, self.keys.hashes, people.senders)
        self.outbox: ports.Outbox = SqlOutbox(connection, vault)
        self.deliveries: ports.Deliveries = SqlDeliveries(connection, self.outbox)
        self.reminders: ports.Reminders = SqlReminders(connection)
        self.buttons: ports.Buttons = SqlButtons(connection, vault)
        self.programmes: ports.Programmes = SqlProgrammes(connection, vault, self.keys.hashes, records.write)
        self.releases: ports.Releases = SqlReleases(connection)
        self.team: ports.Team = SqlTeam(connection)

    def commit(self) -> None:
        """Make everything since the last commit lasting, all of it or (on any error) nothing."""
        self._write()
        self._connection.commit()
        self._forget()

    def __exit__(self, *exc: object) -> None:
        """Roll back what was not committed and give the connection back.

        Raises Lost where the connection broke, whatever was made of that on the way here.
        """
        lost = self._connection.invalidated
        self._connection.close()
        if lost and isinstance(exc[1], Exception) and not isinstance(exc[1], Lost):
            raise Lost("the database connection was lost") from None
