"""The leader's own S&OP calendar: on which day of the month each review takes place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

STEPS: dict[str, str] = {
    "product-review": r"product (?:review|meeting)|portfolio review",
    "demand-review": r"demand (?:review|meeting)|consensus meeting",
    "supply-review": r"supply (?:review|meeting)",
    "reconciliation-review": r"reconciliation(?: review| meeting)?|pre-?s&?op|integrated reconciliation",
    "executive-meeting": r"executive (?:meeting|s&?op|review)|exec(?:utive)?(?: meeting)?|"
    r"management business review|mbr",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?:(?P<working>wd|working day|business day|work day)\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"


@dataclass(frozen=True)
class CycleDay:
    """A day of the month, 1 to 31, or a working day (Monday to Friday), 1 to 23."""

    day: int
    working: bool = False

    def in_month(self, year: int, month: int) -> date:
        """Return the date in a month; the last possible day where the month is too short."""
        first = date(year, month, 1)
        days = [first + timedelta(days=n) for n in range(31)]
        usable = [d for d in days if d.month == month and (not self.working or d.weekday() < 5)]
        return usable[min(self.day, len(usable)) - 1]


def read_calendar(text: str) -> dict[str, CycleDay]:
    """Return the cycle days a text names, such as "demand review on the 8th, executive meeting working day 15"."""
    found = {}
    for step, names in STEPS.items():
        match = re.search(rf"\b(?:{names})\b[^\d;,\n]{{0,25}}?{_DAY}\b", text, re.I)
        if match and 1 <= int(match["day"]) <= 31:
            found[step] = CycleDay(int(match["day"]), bool(match["working"]))
    return found


def on_calendar(words: str, on: date, calendar: Mapping[str, CycleDay]) -> date:
    """Return the date that words like "before the March demand review" mean in this calendar.

    Args:
        on: what the words were taken to mean without one; its month is kept.
    """
    step = next((s for s, names in STEPS.items() if re.search(rf"\b(?:{names})\b", words, re.I)), None)
    if step is None or step not in calendar:
        return on
    meeting = calendar[step].in_month(*_month_meant(words, on))
    return meeting - timedelta(days=1) if re.search(r"\bbefore\b", words, re.I) else meeting


def _month_meant(words: str, on: date) -> tuple[int, int]:
    """Year and month of the cycle: the month the words name, else that of `on`."""
    named = re.search(rf"\b({'|'.join(MONTHS)})", words.lower())
    if not named:
        return on.year, on.month
    month = MONTHS.index(named.group(1)) + 1
    return (on.year if month >= on.month else on.year + 1), month
