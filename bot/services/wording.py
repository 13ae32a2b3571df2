"""How dates are written for people."""

from datetime import date


def spoken(day: date | None) -> str:
    """Return a date as it is said, such as "4 March 2027"; empty for None."""
    return f"{day.day} {day:%B %Y}" if day else ""
