"""Programmes of leaders: launching one, inviting into it, joining and leaving.

A programme's figures are stored at its launch and never change. A person is in one programme at a time.
"""

import re
import secrets
from datetime import date, datetime, timedelta
from secrets import token_hex

from bot.domain.releases.history import ALL
from bot.domain.releases.rules import Rules, not_weaker
from bot.domain.releases.segments import OTHER
from bot.domain.releases.snapshot import PARTICIPATION
from bot.services.ports import Member, Person, Programme, UnitOfWork

#: Letters and digits that nobody mixes up when reading a code aloud.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH, CODE_PART = 12, 4
MOST_USES, MOST_DAYS, MOST_LEVELS = 1000, 365, 12
_LEVEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CODE = re.compile(rf"(?<![A-Z0-9])(?:[{ALPHABET}]{{{CODE_PART}}}[- ]?){{{CODE_LENGTH // CODE_PART}}}(?![A-Z0-9])")


class BadProgramme(ValueError):
    """A programme cannot be launched, found or invited into; the message says what to give instead."""


def create(
    uow: UnitOfWork, name: str, levels: tuple[str, ...], launched_on: date, rules: Rules, now: datetime
) -> Programme:
    """Launch a programme and return it.

    Args:
        levels: names of the levels by which releases may be split, or none; never more than one way of splitting.

    Raises:
        BadProgramme: the name is empty or a level cannot be used.
        bot.domain.releases.rules.WeakRules: a figure would protect less than the floor.
    """
    if not 1 <= len(name.strip()) <= 200:
        raise BadProgramme("--name takes a name of 1 to 200 characters.")
    reserved = {ALL, OTHER, PARTICIPATION}
    if len(set(levels)) != len(levels) or len(levels) > MOST_LEVELS or not all(map(_LEVEL.fullmatch, levels)):
        raise BadProgramme(
            f"--levels takes at most {MOST_LEVELS} different names of small letters, digits and hyphens."
        )
    if reserved & set(levels):
        raise BadProgramme(f"--levels cannot use the names {', '.join(sorted(reserved))}.")
    programme = Programme(f"programme-{token_hex(4)}", name.strip(), launched_on, levels, not_weaker(rules), now)
    uow.programmes.add(programme)
    return programme


def by_id(uow: UnitOfWork, programme_id: str) -> Programme:
    """Return a programme. Raises BadProgramme if there is none with this id."""
    programme = uow.programmes.get(programme_id)
    if programme is None:
        raise BadProgramme("No programme has this id. `python -m bot programme list` shows the ids.")
    return programme


def invite(uow: UnitOfWork, programme: Programme, level: str, uses: int, days: int, now: datetime) -> str:
    """Return a new code with which `uses` people can join within `days`. It is shown this once and stored hashed.

    Raises:
        BadProgramme: the level is not one of the programme's, or a number is out of range.
    """
    if level not in (*programme.levels, OTHER):
        raise BadProgramme(f"--level takes one of: {', '.join((*programme.levels, OTHER))}.")
    if not 1 <= uses <= MOST_USES:
        raise BadProgramme(f"--uses takes a number from 1 to {MOST_USES}.")
    if not 1 <= days <= MOST_DAYS:
        raise BadProgramme(f"--days takes a number from 1 to {MOST_DAYS}.")
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    uow.programmes.invite(code, programme.id, level, uses, now + timedelta(days=days))
    return "-".join(code[n : n + CODE_PART] for n in range(0, CODE_LENGTH, CODE_PART))


def code_in(text: str) -> str | None:
    """Return the invite code that a text contains, as it is stored, or None."""
    found = _CODE.search(text.upper())
    return re.sub(r"[- ]", "", found[0]) if found else None


def join(uow: UnitOfWork, person: Person, text: str, now: datetime) -> Programme | None:
    """Put a person on the roster of the programme whose code the text contains; None if there is no such code."""
    place = reserve(uow, text, now)
    return take(uow, person, place, now) if place else None


def reserve(uow: UnitOfWork, text: str, now: datetime) -> tuple[str, str] | None:
    """Use the code that the text contains once; return the place it stands for as (programme id, level), or None."""
    code = code_in(text)
    return uow.programmes.redeem(code, now) if code else None


def take(uow: UnitOfWork, person: Person, place: tuple[str, str], now: datetime) -> Programme | None:
    """Put a person on the roster at a place that `reserve` returned."""
    programme_id, level = place
    uow.programmes.leave(person.id, now)
    uow.programmes.join(Member(programme_id, person.id, level, token_hex(16), now))
    return uow.programmes.get(programme_id)


def of(uow: UnitOfWork, person: Person) -> Programme | None:
    """Return the programme that a person is in, or None."""
    member = uow.programmes.membership(person.id)
    return uow.programmes.get(member.programme_id) if member else None


def leave(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Take a person off the roster; whether they were on one. Past releases stay, nothing of theirs enters another."""
    if uow.programmes.membership(person.id) is None:
        return False
    uow.programmes.leave(person.id, now)
    return True
