"""The fixed calendar of a programme: periods of whole weeks from its launch, one release each, none in between."""

from datetime import date, datetime, time, timedelta, timezone


def period(launched_on: date, weeks: int, number: int) -> tuple[date, date]:
    """Return the first day of period `number` (from 1) and the day after its last."""
    length = timedelta(weeks=weeks)
    return launched_on + (number - 1) * length, launched_on + number * length


def ended(launched_on: date, weeks: int, today: date) -> int:
    """Return how many periods have ended; 0 before the end of the first."""
    return max(0, (today - launched_on).days // (7 * weeks))


def midnight(day: date) -> datetime:
    """Return the beginning of a day, UTC."""
    return datetime.combine(day, time(), timezone.utc)
