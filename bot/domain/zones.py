"""Reads a time zone out of what a person types: a city, a zone's own name, or a distance from UTC."""

import re
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import available_timezones

_OFFSET = re.compile(r"\b(?:utc|gmt)\s*([+−–-])\s*(\d{1,2})(?::?(00))?\b", re.I)
_UTC = re.compile(r"\b(?:utc|gmt)\b", re.I)
#: The hours for which the zone database has a name without summer time.
_FURTHEST_EAST, _FURTHEST_WEST = 14, 12


def zone_in(text: str, places: Mapping[str, str]) -> str | None:
    """Return the IANA zone that a text names, or None.

    Args:
        places: further names in lower case, such as `germany`, and the zone of each.
    """
    offset = _OFFSET.search(text)
    if offset:
        return _fixed(offset[1] == "+", int(offset[2]))
    words = " ".join(re.findall(r"[\w'&-]+|/", text.lower().replace("_", " ")))
    named = _longest(words, {**_cities(), **places})
    return named or ("Etc/UTC" if _UTC.search(text) else None)


def city_of(zone: str) -> str:
    """Return the name of a zone as people say it: `America/New_York` is New York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def known(zone: str) -> bool:
    """Whether this machine's zone database has a zone of this name."""
    return zone in _zones()


def _longest(words: str, names: Mapping[str, str]) -> str | None:
    """The longest name wins: "new york" stands before "york"."""
    # Most names are nowhere in the text, and an expression for each would take a hundred times as long.
    found = [name for name in names if name in words and re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/])", words)]
    return names[max(found, key=len)] if found else None


def _fixed(east: bool, hours: int) -> str | None:
    if hours == 0:
        return "Etc/UTC"
    # In the names of the database the sign is turned round.
    name = f"Etc/GMT{'-' if east else '+'}{hours}"
    return name if hours <= (_FURTHEST_EAST if east else _FURTHEST_WEST) else None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """The names of all zones, looked up on the disk once."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """City and full name, in lower case, of every zone that is a place."""
    zones = sorted(zone for zone in _zones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    return {name: zone for zone in zones for name in (city_of(zone).lower(), zone.lower().replace("_", " "))}
