"""One column type for points in time: always aware, always UTC, in every database."""

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]

from bot.storage.errors import NaiveTime


def as_utc(at: datetime) -> datetime:
    """Return the same instant in UTC. Raises NaiveTime if `at` has no time zone."""
    if at.tzinfo is None:
        raise NaiveTime("a time without a time zone cannot be stored")
    return at.astimezone(timezone.utc)


class UtcDateTime(sa.types.TypeDecorator):  # type: ignore[misc,unused-ignore]
    """TIMESTAMP WITH TIME ZONE; in SQLite fixed-width ISO text with `+00:00`, which sorts by time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """Choose the column's real type for this database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(32))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | str | None:
        """From an aware time to what the driver stores."""
        if value is None:
            return None
        utc = as_utc(value)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | str | None, dialect: Any) -> datetime | None:
        """From what the driver returns to an aware time in UTC."""
        if value is None:
            return None
        return as_utc(datetime.fromisoformat(value) if isinstance(value, str) else value)
