"""Who comes in by a browser: somebody new, with a place in a programme where a code gave them one."""

from datetime import datetime

from bot.services import onboarding, programmes
from bot.services.ports import Person, UnitOfWork

CHANNEL = "browser"


def known(uow: UnitOfWork, who: str) -> Person | None:
    """Return the person whom a browser's pass names, or None: they never came in, or they were erased."""
    return uow.people.by_identity(CHANNEL, who)


def admit(uow: UnitOfWork, who: str, now: datetime) -> Person:
    """Let somebody in without a programme; who is in already stays who they are."""
    return uow.people.register(CHANNEL, who)


def admit_with_code(uow: UnitOfWork, who: str, code: str, now: datetime) -> Person | None:
    """Use a programme code once and let somebody in with its place, which they take when they agree to be here.

    None if the code is unknown, expired or used up. Who is in already needs no code: a second press of a button.
    """
    if person := known(uow, who):
        return person
    place = programmes.reserve(uow, code, now)
    if place is None:
        return None
    person = uow.people.register(CHANNEL, who)
    onboarding.hold_place(uow, person, place, now)
    return person
