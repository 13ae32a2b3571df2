"""The programme's register of human mentors, and who holds a place with whom.

A mentor's name and contact are personal data. They are records of a reserved person, "the programme", so
that encryption, migration, key rotation and erasure are those of every other record (docs/adr/0004): no table, no
key and no migration of their own. Nobody can write to the bot as that person, because no channel has its name.

A place is numbered below the mentor's capacity and kept twice: by the programme, to be counted, and by the leader, as
a record whose id names mentor and number. Ids are unique over all people, so two leaders who take the last
place at once collide, on any database: the second turn is rolled back and taken again.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex

from bot.domain.introductions import Mentor
from bot.services.onboarding import FUNCTIONS
from bot.services.ports import Json, Person, Record, UnitOfWork

#: Channel and name of the reserved person.
PROGRAMME = ("programme", "mentors")
KIND, PLACE = "mentor", "mentor_place"
MOST = 50
_LANGUAGE = re.compile(r"[a-z]{2}")


class BadMentor(ValueError):
    """A mentor cannot be registered or found; the message says which option is wrong and what it takes."""


@dataclass(frozen=True)
class Application:
    """What the programme team types about a mentor; `agreed` says that the mentor agreed to be introduced."""

    name: str
    functions: tuple[str, ...]
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    contact: str
    agreed: bool


def add(uow: UnitOfWork, application: Application, topics: Iterable[str], now: datetime) -> Mentor:
    """Register a mentor and return them.

    Args:
        topics: ids of all mentor topics.

    Raises:
        BadMentor: an option is missing or unknown, or the mentor did not agree.
    """
    _check(application, frozenset(topics))
    facts = {key: value for key, value in asdict(application).items() if key != "agreed"}
    mentor = Mentor(f"mentor-{token_hex(4)}", **facts)
    programme = uow.people.register(*PROGRAMME)
    body = {**asdict(mentor), "agreed_on": now.date().isoformat()}
    uow.records.put(Record(mentor.id, programme.id, KIND, "listed", now, now, body))
    return mentor


def _check(application: Application, topics: frozenset[str]) -> None:
    if not application.agreed:
        raise BadMentor("--agreed is missing. Ask the mentor first; add --agreed once they have said yes.")
    if not application.name.strip() or not application.contact.strip():
        raise BadMentor("--name and --contact must not be empty.")
    if not application.functions or set(application.functions) - set(FUNCTIONS):
        raise BadMentor(f"--functions takes one or more of: {', '.join(FUNCTIONS)}. Put commas between them.")
    if not application.expertise or set(application.expertise) - topics:
        raise BadMentor(
            "--expertise takes topic ids, with commas between them. They are the names in content/mentoring."
        )
    if not application.languages or not all(_LANGUAGE.fullmatch(code) for code in application.languages):
        raise BadMentor("--languages takes two-letter codes, with commas between them, such as en,de.")
    if not 1 <= application.capacity <= MOST:
        raise BadMentor(f"--capacity takes a number of leaders from 1 to {MOST}.")


def everyone(uow: UnitOfWork) -> list[Mentor]:
    """Return all registered mentors, by name."""
    programme = _programme(uow)
    records = uow.records.all(programme.id, KIND) if programme else []
    return sorted((_mentor(record.body) for record in records), key=lambda m: (m.name.casefold(), m.id))


def by_id(uow: UnitOfWork, mentor_id: str) -> Mentor | None:
    """Return a registered mentor, or None."""
    return next((mentor for mentor in everyone(uow) if mentor.id == mentor_id), None)


def remove(uow: UnitOfWork, mentor_id: str) -> None:
    """Take a mentor and their places out of the register for good.

    Raises:
        BadMentor: nobody has this id.
    """
    programme = _programme(uow)
    if programme is None or by_id(uow, mentor_id) is None:
        raise BadMentor("No mentor has this id. `python -m bot mentor list` shows the ids.")
    for place in _places(uow, programme, mentor_id):
        _free(uow, place)
    uow.records.delete(programme.id, mentor_id)


def places_taken(uow: UnitOfWork, mentor_id: str) -> int:
    """Return how many leaders hold a place with a mentor; those who were erased do not count."""
    programme = _programme(uow)
    return len(_held(uow, programme, mentor_id)) if programme else 0


def with_room(uow: UnitOfWork) -> list[Mentor]:
    """Return the mentors who can take one more leader, by name."""
    return [mentor for mentor in everyone(uow) if places_taken(uow, mentor.id) < mentor.capacity]


def take(uow: UnitOfWork, mentor_id: str, leader: Person, now: datetime) -> bool:
    """Take a place for a leader; whether they have one now. A second place with the same mentor is not taken."""
    programme, mentor = _programme(uow), by_id(uow, mentor_id)
    if programme is None or mentor is None:
        return False
    held = _held(uow, programme, mentor_id)
    if any(place.body["leader"] == leader.sender for place in held):
        return True
    free = sorted({_place_id(mentor_id, n) for n in range(mentor.capacity)} - {place.id for place in held})
    if not free or len(held) >= mentor.capacity:
        return False
    # The leader's record first: it cannot replace somebody else's, whereas the programme's could.
    uow.records.put(Record(_holder(free[0]), leader.id, PLACE, "held", now, now, {"mentor": mentor_id}))
    body: Json = {"mentor": mentor_id, "leader": leader.sender}
    uow.records.put(Record(free[0], programme.id, PLACE, "taken", now, now, body))
    return True


def give_back(uow: UnitOfWork, mentor_id: str, leader: Person) -> None:
    """Give a leader's place with a mentor back; does nothing if there is none."""
    programme = _programme(uow)
    for place in _places(uow, programme, mentor_id) if programme else ():
        if place.body["leader"] == leader.sender:
            _free(uow, place)


def free_places_of_the_gone(uow: UnitOfWork) -> int:
    """Take the places of leaders who were erased out of the register; return how many there were."""
    programme = _programme(uow)
    places = uow.records.all(programme.id, PLACE) if programme else []
    gone = [place for place in places if uow.people.by_sender(place.body["leader"]) is None]
    for place in gone:
        uow.records.delete(place.person_id, place.id)
    return len(gone)


def held_by(uow: UnitOfWork, leader: Person) -> list[Mentor]:
    """Return the mentors with whom a leader holds a place, by name."""
    mine = {record.body["mentor"] for record in uow.records.all(leader.id, PLACE)}
    return [mentor for mentor in everyone(uow) if mentor.id in mine] if mine else []


def _free(uow: UnitOfWork, place: Record) -> None:
    uow.records.delete(place.person_id, place.id)
    leader = uow.people.by_sender(place.body["leader"])
    if leader is not None:
        uow.records.delete(leader.id, _holder(place.id))


def _programme(uow: UnitOfWork) -> Person | None:
    return uow.people.by_identity(*PROGRAMME)


def _places(uow: UnitOfWork, programme: Person, mentor_id: str) -> list[Record]:
    return [place for place in uow.records.all(programme.id, PLACE) if place.body["mentor"] == mentor_id]


def _held(uow: UnitOfWork, programme: Person, mentor_id: str) -> list[Record]:
    """Places of leaders who are still there: erasing a leader does not reach into the register."""
    return [p for p in _places(uow, programme, mentor_id) if uow.people.by_sender(p.body["leader"]) is not None]


def _place_id(mentor_id: str, number: int) -> str:
    return f"{mentor_id}-place-{number:02d}"


def _holder(place_id: str) -> str:
    return f"{place_id}-held"


def _mentor(body: Json) -> Mentor:
    facts: Json = {key: tuple(value) if isinstance(value, list) else value for key, value in body.items()}
    return Mentor(**{key: value for key, value in facts.items() if key != "agreed_on"})
