"""Where a person can be written to first: the address a channel gave us, kept encrypted like everything else."""

from bot.services.ports import Clock, Person, Record, UnitOfWork

KIND = "contact"
OPEN, BLOCKED = "open", "blocked"


def reach(uow: UnitOfWork, person: Person, channel: str, address: str, clock: Clock) -> None:
    """Note that the person writes on a channel, and so can be written to."""
    record = _record(uow, person.id)
    if record is None or record.state != OPEN:
        _put(uow, person.id, record, OPEN, {"channel": channel, "address": address}, clock)


def block(uow: UnitOfWork, person_id: str, clock: Clock) -> None:
    """Note that the person no longer wants to be written to; forgets the address."""
    record = _record(uow, person_id)
    if record is not None:
        _put(uow, person_id, record, BLOCKED, {}, clock)


def address(uow: UnitOfWork, person_id: str) -> str | None:
    """Return the address, or None where the person cannot be written to."""
    record = _record(uow, person_id)
    return str(record.body["address"]) if record and record.state == OPEN else None


def _record(uow: UnitOfWork, person_id: str) -> Record | None:
    return next(iter(uow.records.all(person_id, KIND, limit=1)), None)


def _put(
    uow: UnitOfWork, person_id: str, record: Record | None, state: str, body: dict[str, str], clock: Clock
) -> None:
    now = clock.now()
    first = record.created_at if record else now
    uow.records.put(Record(record.id if record else f"{KIND}-{person_id}", person_id, KIND, state, first, now, body))


def gone(uow: UnitOfWork, person_id: str, channel: str, clock: Clock) -> None:
    """Stop writing to a person who has blocked us: no reminders, and nothing of what waits to be sent."""
    block(uow, person_id, clock)
    uow.reminders.cancel(person_id)
    uow.deliveries.give_up(person_id, channel)
