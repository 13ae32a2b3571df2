"""Speaking first: planning reminders, turning due ones into messages, and what each of them says.

A due reminder becomes an inbox row, so that it is answered once, survives a crash and waits its turn like anything
a person writes. What it says is chosen when it is said: a promise that was kept meanwhile is not mentioned.
"""

from datetime import date, datetime

from bot.domain import reminders as times
from bot.domain.reminders import Wishes
from bot.services import contacts, safety
from bot.services.desk import Desk
from bot.services.ports import Clock, Json, Person, Record, Reminder, UnitOfWork
from bot.services.replies import Say, plain
from bot.services.wording import spoken

#: The record that holds what a person wants.
KIND = "reminders"
FIRED, LATE, CANCELLED = "fired", "late", "cancelled"
_PROMISE, _OPEN, _SESSION = "promise", "open", "session"
#: At most this many promises are named in one message.
NAMED = 5


def wishes(uow: UnitOfWork, person_id: str) -> Wishes | None:
    """Return what the person asked for, or None where they were never asked."""
    record = next(iter(uow.records.all(person_id, KIND, limit=1)), None)
    return times.from_dict(record.body) if record else None


def refresh(desk: Desk) -> None:
    """Bring the reminders in line with the promises, conversations and wishes as they now are."""
    wanted = wishes(desk.uow, desk.person.id)
    if wanted is None:
        return
    planned = times.plan(wanted, _dated(desk), _last_talk(desk), desk.now)
    keys = {p.key for p in planned}
    waiting = [r for r in desk.uow.reminders.of(desk.person.id) if r.state == "waiting"]
    stale = [r for r in waiting if r.key not in keys and r.due_at > desk.now and not _kept(desk, wanted, r)]
    desk.uow.reminders.settle([r.id for r in stale], CANCELLED)
    there = {(r.key, r.due_at) for r in waiting}
    for p in planned:
        if (p.key, p.due_at) not in there:
            desk.uow.reminders.put(Reminder(desk.person.id, p.kind, p.key, p.due_at, wanted.zone))


def _dated(desk: Desk) -> list[tuple[str, date]]:
    return [(r.id, r.due_on) for r in desk.every(_PROMISE, (_OPEN,)) if r.due_on]


def _last_talk(desk: Desk) -> datetime | None:
    record = desk.newest(_SESSION)
    return record.updated_at if record else None


def _kept(desk: Desk, wanted: Wishes, reminder: Reminder) -> bool:
    """What was put off by hand stays, as long as the promise is open and reminders are wanted."""
    return reminder.kind == times.SNOOZE and wanted.promises != times.OFF and _promise(desk, reminder) is not None


def due(uow: UnitOfWork, clock: Clock) -> list[str]:
    """Return the ids of the people for whom something is due."""
    return list(dict.fromkeys(reminder.person_id for reminder in uow.reminders.due(clock.now())))


def ring(uow: UnitOfWork, channel: str, clock: Clock, person_id: str) -> bool:
    """Turn what is due for a person into one message that arrived; return whether there is one.

    After an outage everything that is still of use is said at once; in quiet hours it waits.
    """
    now, wanted, person = clock.now(), wishes(uow, person_id), uow.people.by_id(person_id)
    reminders = [reminder for reminder in uow.reminders.due(now) if reminder.person_id == person_id]
    if wanted is None or not wanted.wanted or person is None or contacts.address(uow, person_id) is None:
        uow.reminders.cancel(person_id)
        return False
    if not times.may_speak(wanted, now):
        return False
    useful = [r for r in reminders if times.still_useful(r.kind, r.due_at, now)]
    uow.reminders.settle([r.id for r in reminders if r not in useful], LATE)
    if useful:
        _receive(uow, channel, person, useful, clock)
    return bool(useful)


def _receive(uow: UnitOfWork, channel: str, person: Person, useful: list[Reminder], clock: Clock) -> None:
    ids = [r.id for r in useful]
    uow.inbox.receive(person, channel, f"rem:{ids[0]}", {"reminders": ids}, clock.now())
    uow.reminders.settle(ids, FIRED)


def stored(uow: UnitOfWork, person: Person) -> Json:
    """Return what is stored about reminders of a person: what they asked for, and every time planned or used."""
    record = next(iter(uow.records.all(person.id, KIND, limit=1)), None)
    planned = [{"kind": r.kind, "at": r.due_at.isoformat(), "state": r.state} for r in uow.reminders.of(person.id)]
    return {"wanted": times.to_dict(times.from_dict(record.body)) if record else None, "planned": planned}


def offer(desk: Desk) -> tuple[Say, ...]:
    """Offer reminders once there is something to remind of, to somebody who can be reached and was never asked."""
    reachable = contacts.address(desk.uow, desk.person.id) is not None
    asked = wishes(desk.uow, desk.person.id) is not None
    return (Say("utter_reminders_offer", "commitments.update", "reminders"),) if reachable and not asked else ()


def snooze(desk: Desk, promise_id: str, days: int) -> Record | None:
    """Remind of a promise again in some days; return the promise, or None where there is nothing to put off."""
    wanted = wishes(desk.uow, desk.person.id)
    promise = desk.uow.records.get(desk.person.id, promise_id)
    if wanted is None or not wanted.zone or promise is None or promise.state != _OPEN:
        return None
    planned = times.snoozed(wanted, promise_id, days, desk.now)
    desk.uow.reminders.put(Reminder(desk.person.id, planned.kind, planned.key, planned.due_at, wanted.zone))
    return promise


def speak(desk: Desk, reminder_ids: list[int]) -> tuple[Json, ...]:
    """Return what due reminders say, merged into one reply; nothing where nothing is left to say.

    Somebody who was just given human help is left in peace.
    """
    found = [desk.uow.reminders.get(desk.person.id, reminder_id) for reminder_id in reminder_ids]
    due = [r for r in found if r is not None]
    if not due or safety.resting(desk):
        return ()
    promises = list({p.id: p for r in due if (p := _promise(desk, r)) is not None}.values())
    others = [r.kind for r in due if r.kind in (times.CONVERSATION, times.REFLECT)]
    lines = [*_of_promises(desk, promises), *(desk.phrases.say(f"reminder.{kind}") for kind in dict.fromkeys(others))]
    if not lines:
        return ()
    return (plain("\n\n".join(lines), "commitments.list", _buttons(desk, promises, others), _ref(promises)),)


def _promise(desk: Desk, reminder: Reminder) -> Record | None:
    """The promise a reminder is about, if it is still open."""
    if reminder.kind not in (times.PROMISE, times.SNOOZE):
        return None
    record = desk.uow.records.get(desk.person.id, times.promise_of(reminder.key))
    return record if record and record.state == _OPEN else None


def _of_promises(desk: Desk, promises: list[Record]) -> list[str]:
    if len(promises) == 1:
        (promise,) = promises
        dated = "dated" if promise.due_on else "undated"
        return [
            desk.phrases.say(f"reminder.promise.{dated}", action=promise.body["action"], date=spoken(promise.due_on))
        ]
    lines = "\n".join(desk.phrases.say("promise.open", action=p.body["action"]) for p in promises[:NAMED])
    return [desk.phrases.say("reminder.promises", lines=lines)] if promises else []


def _buttons(desk: Desk, promises: list[Record], others: list[str]) -> list[Json]:
    """For one promise what became of it, or later; for several the list; for a conversation its beginning."""
    found: dict[str, str] = {}
    if len(promises) == 1:
        about = f"promise={promises[0].id}"
        found["done"] = f"/commitments_update status=done {about}"
        found["tomorrow"] = f"/reminders_snooze {about} days=1"
        found["week"] = f"/reminders_snooze {about} days=7"
    elif promises:
        found["list"] = "/commitments"
    if times.CONVERSATION in others:
        found["talk"] = "/coach"
    found["settings"] = "/reminders"
    return [{"title": desk.phrases.say(f"reminder.button.{name}"), "payload": found[name]} for name in found]


def _ref(promises: list[Record]) -> str | None:
    return promises[0].id if len(promises) == 1 else None
