"""Making, keeping and checking the releases of a programme.

A release is made once, when its period has ended, and kept as bytes; asking again gives the same bytes. What the next
release needs to know of the earlier ones is kept encrypted, under the key of a reserved person, "the programme".
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.releases import history as memory
from bot.domain.releases import snapshot as sets
from bot.domain.releases.audit import check
from bot.domain.releases.calendar import ended, midnight, period
from bot.domain.releases.compute import compute
from bot.domain.releases.history import History
from bot.domain.releases.release import NONE_BEFORE, BadRelease, Release, digest, from_bytes, published, to_bytes
from bot.domain.releases.rules import not_weaker
from bot.domain.releases.snapshot import Snapshot
from bot.services import contributions
from bot.services.ports import Json, Person, Programme, Record, StoredRelease, UnitOfWork

CHANNEL = "programme"
HISTORY, SNAPSHOT = "release_history", "release_snapshot"


class TooEarly(ValueError):
    """No period has ended yet; the message names the day of the first release."""


def due_on(programme: Programme, number: int) -> date:
    """Return the first day on which a release can be made."""
    return period(programme.launched_on, programme.rules.weeks, number)[1]


def make_due(uow: UnitOfWork, programme: Programme, themes: Sequence[str], now: datetime) -> list[StoredRelease]:
    """Make every release whose period has ended and that was not made yet, in order, and return them.

    Raises:
        TooEarly: the first period has not ended.
        bot.domain.releases.audit.AuditFailed: a release would expose somebody; nothing of it is kept.
        BadRelease: an earlier release is not what was published.
        bot.domain.releases.rules.WeakRules: the programme's figures are not those of its launch.
    """
    count = ended(programme.launched_on, programme.rules.weeks, now.date())
    if not count:
        raise TooEarly(f"The first release can be made on {due_on(programme, 1).isoformat()}, not before.")
    made = uow.releases.all(programme.id)
    return [_make(uow, programme, number, themes, now) for number in range(len(made) + 1, count + 1)]


def latest(uow: UnitOfWork, programme: Programme) -> StoredRelease | None:
    """Return the newest release, as it was published."""
    return next(iter(reversed(uow.releases.all(programme.id))), None)


def _make(uow: UnitOfWork, programme: Programme, number: int, themes: Sequence[str], now: datetime) -> StoredRelease:
    before = uow.releases.get(programme.id, number - 1)
    if before:
        not_weaker(programme.rules, from_bytes(before.body).rules)
    start, end = period(programme.launched_on, programme.rules.weeks, number)
    ballots = contributions.ballots(uow, programme, midnight(start), midnight(end))
    taken = sets.take(number, ballots, themes, programme.rules.themes_each)
    old = _history(uow, programme)
    new = compute(programme.rules, old, taken, themes)
    check(programme.rules, old, new, number, themes)
    body = to_bytes(_release(programme, number, new, themes, before.digest if before else NONE_BEFORE))
    stored = StoredRelease(programme.id, number, now, body, digest(body))
    uow.releases.add(stored)
    _keep(uow, programme, new, taken, now)
    return stored


def _release(programme: Programme, number: int, new: History, themes: Sequence[str], previous: str) -> Release:
    start, end = period(programme.launched_on, programme.rules.weeks, number)
    participation, cells = published(new, themes)
    return Release(
        programme=programme.id,
        name=programme.name,
        number=number,
        start=start,
        end=end,
        rules=programme.rules,
        groups=new.groups,
        participation=participation,
        cells=cells,
        previous=previous,
    )


def audit(uow: UnitOfWork, programme: Programme, themes: Sequence[str]) -> int:
    """Check all releases of a programme, stored bytes and remembered sets alike; return how many there are.

    Raises:
        BadRelease: bytes, digest, order or chain are not as published.
        bot.domain.releases.audit.AuditFailed: shown sets can be combined to expose somebody.
        bot.domain.releases.rules.WeakRules: a release was made with weaker figures than the one before it.
    """
    previous, rules = NONE_BEFORE, programme.rules
    stored = uow.releases.all(programme.id)
    for number, one in enumerate(stored, 1):
        release = from_bytes(one.body)
        if (release.number, release.previous, digest(one.body)) != (number, previous, one.digest):
            raise BadRelease(f"Release {number} is not the one that was published. Restore the database's backup.")
        previous, rules = one.digest, not_weaker(release.rules, rules)
    _replay(programme, _history(uow, programme), stored, themes)
    return len(stored)


def _replay(programme: Programme, kept: History, stored: Sequence[StoredRelease], themes: Sequence[str]) -> None:
    """Make every release again from the remembered sets: each must come out as published, and pass."""
    history = History()
    for one in stored:
        new = compute(programme.rules, history, kept.snapshots[one.number], themes)
        check(programme.rules, history, new, one.number, themes)
        previous = from_bytes(one.body).previous
        if to_bytes(_release(programme, one.number, new, themes, previous)) != one.body:
            raise BadRelease(f"Release {one.number} does not follow from its own sets. Restore the database's backup.")
        history = new


def _owner(uow: UnitOfWork, programme: Programme) -> Person:
    return uow.people.register(CHANNEL, f"releases of {programme.id}")


def _history(uow: UnitOfWork, programme: Programme) -> History:
    owner = _owner(uow, programme)
    kept = uow.records.get(owner.id, f"{programme.id}-history")
    taken = [record.body for record in uow.records.all(owner.id, SNAPSHOT)]
    return memory.from_dict(kept.body, taken) if kept else History()


def _keep(uow: UnitOfWork, programme: Programme, history: History, taken: Snapshot, now: datetime) -> None:
    def put(name: str, kind: str, body: Json) -> None:
        uow.records.put(Record(f"{programme.id}-{name}", _owner(uow, programme).id, kind, "kept", now, now, body))

    put("history", HISTORY, memory.to_dict(history))
    put(f"snapshot-{taken.number}", SNAPSHOT, sets.to_dict(taken))
