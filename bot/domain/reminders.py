"""When to speak first: what a person wants, in their own time zone, never in their quiet hours."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

#: How a person can be reminded of promises.
OFF, ON_THE_DAY, DAY_BEFORE = "off", "day", "before"
PROMISE, SNOOZE, CONVERSATION, REFLECT = "promise", "snooze", "conversation", "reflect"
FRIDAY, REFLECT_HOUR = 4, 15
#: What comes later than this is of no use any more; a promise stays a promise.
USEFUL = {CONVERSATION: timedelta(days=3), REFLECT: timedelta(hours=18)}


@dataclass(frozen=True)
class Wishes:
    """What a person asked for. Until the time zone is known nobody is reminded of anything.

    Attributes:
        zone: IANA name, such as `Europe/Berlin`; empty: not known.
        promises: `off`, `day` (on the day) or `before` (the day before, and on the day).
        weeks: weeks between conversations, 0 for no reminder.
        reflect: a question on Friday afternoons.
        hour: the local hour at which to speak, 0 to 23.
        quiet_from, quiet_to: no word from this hour to that one, over midnight.
        weekends: whether weekends are no quiet time.
    """

    zone: str = ""
    promises: str = ON_THE_DAY
    weeks: int = 0
    reflect: bool = False
    hour: int = 9
    quiet_from: int = 20
    quiet_to: int = 8
    weekends: bool = False

    @property
    def wanted(self) -> bool:
        """Whether anything is wanted and can be timed."""
        return bool(self.zone) and (self.promises != OFF or self.weeks > 0 or self.reflect)


def to_dict(wishes: Wishes) -> dict[str, Any]:
    """Return JSON values."""
    return asdict(wishes)


def from_dict(body: Mapping[str, Any]) -> Wishes:
    """Return the wishes that `to_dict` made; what is missing keeps its default."""
    return Wishes(**{f.name: body[f.name] for f in fields(Wishes) if f.name in body})


@dataclass(frozen=True)
class Planned:
    """One time to speak, UTC; `key` says what about and for which day, so that it happens once."""

    kind: str
    key: str
    due_at: datetime


def plan(
    wishes: Wishes, promises: Iterable[tuple[str, date]], last_talk: datetime | None, now: datetime
) -> list[Planned]:
    """Return every time to speak that lies ahead.

    Args:
        promises: id and date of every open promise that has a date.
        last_talk: when the last conversation ended or was left; None if there was none.
    """
    if not wishes.wanted:
        return []
    found = [*_of_promises(wishes, promises), *_of_talks(wishes, last_talk, now), *_of_reflections(wishes, now)]
    return [planned for planned in found if planned.due_at > now]


def _of_promises(wishes: Wishes, promises: Iterable[tuple[str, date]]) -> Iterable[Planned]:
    ahead = {OFF: (), ON_THE_DAY: (0,), DAY_BEFORE: (1, 0)}[wishes.promises]
    for promise, due_on in promises:
        for days in ahead:
            day = due_on - timedelta(days=days)
            key = f"{PROMISE}:{promise}:{due_on.isoformat()}:{days}"
            yield Planned(PROMISE, key, at_hour(wishes, day, wishes.hour))


def _of_talks(wishes: Wishes, last_talk: datetime | None, now: datetime) -> Iterable[Planned]:
    if wishes.weeks and last_talk is not None:
        gap = timedelta(weeks=wishes.weeks)
        passed = max(0, (now - last_talk) // gap)
        for n in (passed, passed + 1):
            day = _local(wishes, last_talk + gap * n).date()
            if n and at_hour(wishes, day, wishes.hour) > now:
                yield Planned(CONVERSATION, f"{CONVERSATION}:{day.isoformat()}", at_hour(wishes, day, wishes.hour))
                return


def _of_reflections(wishes: Wishes, now: datetime) -> Iterable[Planned]:
    if wishes.reflect:
        today = _local(wishes, now).date()
        for friday in (today + timedelta(days=(FRIDAY - today.weekday()) % 7 + extra) for extra in (0, 7)):
            at = at_hour(wishes, friday, REFLECT_HOUR)
            if at > now:
                yield Planned(REFLECT, f"{REFLECT}:{friday.isoformat()}", at)
                return


def snoozed(wishes: Wishes, promise: str, days: int, now: datetime) -> Planned:
    """Return the reminder of a promise put off by so many days, 1 to 31."""
    day = _local(wishes, now).date() + timedelta(days=min(31, max(1, days)))
    return Planned(SNOOZE, f"{SNOOZE}:{promise}:{day.isoformat()}", at_hour(wishes, day, wishes.hour))


def promise_of(key: str) -> str:
    """Return the id of the promise that a reminder of kind `promise` or `snooze` is about."""
    return key.split(":")[1]


def at_hour(wishes: Wishes, day: date, hour: int) -> datetime:
    """Return the first moment, UTC, from an hour of a local day on at which the person may be spoken to."""
    local = datetime.combine(day, time(hour), ZoneInfo(wishes.zone))
    for _ in range(24 * 4):
        if _may_speak(wishes, local):
            break
        local = datetime.combine(local.date(), time(local.hour), local.tzinfo) + timedelta(hours=1)
    return local.astimezone(timezone.utc)


def may_speak(wishes: Wishes, now: datetime) -> bool:
    """Whether the person may be spoken to now."""
    return bool(wishes.zone) and _may_speak(wishes, _local(wishes, now))


def still_useful(kind: str, due_at: datetime, now: datetime) -> bool:
    """Whether a reminder that comes late, after an outage, is worth saying."""
    return now - due_at <= USEFUL.get(kind, timedelta(days=3650))


def _may_speak(wishes: Wishes, local: datetime) -> bool:
    early, late = wishes.quiet_to, wishes.quiet_from
    awake = early <= local.hour < late if early <= late else not late <= local.hour < early
    return awake and (wishes.weekends or local.weekday() <= FRIDAY)


def _local(wishes: Wishes, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(wishes.zone))
