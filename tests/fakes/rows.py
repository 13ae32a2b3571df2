"""What the in-memory database of `tests/fakes/storage.py` holds."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.services.ports import InboxItem, Person, Record, Reminder
from bot.storage.errors import UnknownPerson
from tests.fakes.programmes import Rows


@dataclass
class State:
    """All rows. What a person wrote is kept as JSON text, as a database would."""

    people: dict[str, Person] = field(default_factory=dict)
    identities: dict[tuple[str, str], str] = field(default_factory=dict)
    records: dict[str, tuple[Record, str]] = field(default_factory=dict)
    events: dict[tuple[str, int], str] = field(default_factory=dict)
    inbox: dict[int, tuple[InboxItem, str]] = field(default_factory=dict)
    outbox: dict[tuple[int, int], tuple[int, str, str, bool]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str, str, datetime]] = field(default_factory=dict)
    programmes: Rows = field(default_factory=Rows)
    reminders: dict[int, Reminder] = field(default_factory=dict)
    last_id: int = 0

    def next_id(self) -> int:
        """Return a new row number."""
        self.last_id += 1
        return self.last_id

    def known(self, person_id: str) -> None:
        """Raise UnknownPerson unless the person is registered."""
        if person_id not in self.people:
            raise UnknownPerson("nobody with this id is registered")


@dataclass
class FakeDatabase:
    """What was committed. Share one between units of work: `uow = partial(FakeUnitOfWork, FakeDatabase(), clock)`."""

    state: State = field(default_factory=State)
    commits: int = 0

    def erase(self, person_id: str) -> None:
        """Forget a person and everything of theirs."""
        old, person = self.state, self.state.people.get(person_id)
        self.commits += 1
        self.state = State(
            people={key: value for key, value in old.people.items() if key != person_id},
            identities={key: value for key, value in old.identities.items() if value != person_id},
            records={key: row for key, row in old.records.items() if row[0].person_id != person_id},
            events={key: row for key, row in old.events.items() if person is None or key[0] != person.sender},
            inbox={key: row for key, row in old.inbox.items() if row[0].person.id != person_id},
            outbox={key: row for key, row in old.outbox.items() if row[1] != person_id},
            buttons={key: row for key, row in old.buttons.items() if row[0] != person_id},
            programmes=old.programmes.without(person_id),
            reminders={key: row for key, row in old.reminders.items() if row.person_id != person_id},
            last_id=old.last_id,
        )

    def replay_ledger(self) -> int:
        """Nobody ever comes back."""
        return 0

    def scrub(self) -> None:
        """Memory has no free pages."""
