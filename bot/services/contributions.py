"""What people contribute to a release, read from their encrypted records when the release is made.

Nothing derived is stored: no table of themes by person exists that could be read, leaked or asked for. A record counts
if its owner shared it: its body has `shared: true` and `themes: [{"id", ...}]`. Taking that back, or deleting the
record, takes it out of every release to come.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.releases.segments import OTHER
from bot.domain.releases.snapshot import Ballot
from bot.services import reflections
from bot.services.ports import Member, Programme, Record, UnitOfWork

#: Kinds of records that may carry shared themes: reflections, and what was noticed in notes of coaching conversations.
KINDS = (reflections.KIND, reflections.NOTICED)


def themes_of(record: Record) -> tuple[str, ...]:
    """Return the ids of the themes a record shares, each once; none unless its owner shared it."""
    if record.body.get("shared") is not True:
        return ()
    return tuple(dict.fromkeys(str(theme["id"]) for theme in record.body.get("themes") or ()))


def named(uow: UnitOfWork, member: Member, start: datetime, end: datetime) -> tuple[str, ...]:
    """Return the themes a member shared in a period, once for each record; nothing from before they joined."""
    records = uow.programmes.written(member.person_id, KINDS, max(start, member.joined_at), end)
    return tuple(theme for record in records for theme in themes_of(record))


def ballots(uow: UnitOfWork, programme: Programme, start: datetime, end: datetime) -> Iterable[Ballot]:
    """Yield what each leader on the roster at the end of a period contributes."""
    for member in uow.programmes.roster(programme.id, end):
        level = member.level if member.level in programme.levels else OTHER
        yield Ballot(member.token, level, named(uow, member, start, end))
