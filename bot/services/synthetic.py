"""Synthetic leaders for demonstrations and measurements: made up by a seeded generator, marked as such, nobody real."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.services.ports import Member, Person, Programme, Record, UnitOfWork

CHANNEL = "demo"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Crowd:
    """How synthetic leaders behave.

    Attributes:
        leaders: how many there are.
        diligence: share of weeks in which a leader writes a reflection.
        habit: share of a leader's themes that stay from one reflection to the next.
        drift: how fast the common themes change over time: 0 not at all, 1 all within a year.
        steep: how much more common the common themes are: 0 not at all, 2 so that many are hardly ever named.
    """

    leaders: int
    diligence: float = 0.6
    habit: float = 0.75
    drift: float = 0.5
    steep: float = 1.0
    seed: int = 1


def gather(uow: UnitOfWork, programme: Programme, crowd: Crowd, at: datetime) -> list[Person]:
    """Put the leaders on the roster, spread over the levels, and return them."""
    random, levels = Random(crowd.seed), programme.levels or ("other",)
    people = []
    for number in range(crowd.leaders):
        person = uow.people.register(CHANNEL, f"synthetic leader {number} of {programme.id}")
        uow.programmes.join(Member(programme.id, person.id, levels[number % len(levels)], _token(random), at))
        people.append(person)
    return people


def write(
    uow: UnitOfWork, people: Sequence[Person], crowd: Crowd, themes: Sequence[str], start: datetime, weeks: int
) -> int:
    """Store the leaders' reflections of some weeks, themes shared, and return how many; the same for the same seed."""
    written = 0
    for number, person in enumerate(people):
        random = Random(f"{crowd.seed}/{number}")
        held = _some(random, themes, 0.0, crowd.steep)
        for week in range(weeks):
            changing = random.random() > crowd.habit
            held = _some(random, themes, crowd.drift * week / 52, crowd.steep) if changing else held
            if random.random() < crowd.diligence:
                uow.records.put(_reflection(random, person, held, start + 7 * week * _DAY))
                written += 1
    return written


def _some(random: Random, themes: Sequence[str], turned: float, steep: float) -> list[str]:
    """One to three themes, the first of the list the most common; the list turns as time goes by."""
    shift = int(turned * len(themes))
    order = [*themes[shift:], *themes[:shift]]
    return random.choices(order, [1 / (rank + 2) ** steep for rank in range(len(order))], k=random.choice((1, 2, 2, 3)))


def _reflection(random: Random, person: Person, held: Sequence[str], monday: datetime) -> Record:
    at = monday + timedelta(days=random.randrange(5), hours=9)
    found = [{"id": theme, "because": ""} for theme in dict.fromkeys(held)]
    body = {"text": "", "synthetic": True, "themes": found, "shared": True}
    return Record(_token(random), person.id, "reflection", "kept", at, at, body)


def _token(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"
