"""The figures that protect people in a release, and the floor under each of them.

They are data, so that an attack can be run against a weaker copy: a test that cannot fail proves nothing. A programme
may be launched with stricter figures, never with weaker ones, and they never change after its launch.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

#: A band and the share, in percent, from which it holds. The last reaches up to everybody, so nobody can conclude
#: from it that a certain person named the theme.
BANDS = (("some", 0), ("about-half", 34), ("most", 67))


class WeakRules(ValueError):
    """A figure would protect less than the floor, or less than at launch; the message names it and what it takes."""


@dataclass(frozen=True)
class Rules:
    """Who must be behind a figure before it is shown. All counts are counts of different people.

    Attributes:
        contributors: fewest people who contributed in a group before anything of the group is shown.
        voices: fewest people who named a theme before its band is shown.
        level: fewest leaders on the roster of a level before it is a group of its own.
        change: fewest people by whom the set behind a shown value differs from every set it was computed from before.
        clear: voices by which a count must clear the border before a value changes: two insiders who add or take back
            their own voices cannot tip it.
        remainder: fewest people in any set that can be had by adding and subtracting shown sets.
        themes_each: most themes of one person in one release.
        weeks: length of a period.
        bands: names and lower limits in percent, rising.
    """

    contributors: int = 8
    voices: int = 5
    level: int = 10
    change: int = 5
    clear: int = 2
    remainder: int = 5
    themes_each: int = 5
    weeks: int = 4
    bands: tuple[tuple[str, int], ...] = BANDS

    def band(self, voices: int, people: int) -> str | None:
        """Return the band of `voices` among `people`, or None: too few. Whole numbers only, so no rounding."""
        if people < self.contributors or voices < self.voices:
            return None
        return [name for name, percent in self.bands if 100 * voices >= percent * people][-1]


FLOOR = Rules()
#: Of these, more protects less.
_AT_MOST = {"themes_each"}


def not_weaker(rules: Rules, than: Rules = FLOOR) -> Rules:
    """Return `rules` if no figure protects less than in `than`.

    Raises:
        WeakRules: naming the figure and what it takes.
    """
    for field in fields(Rules):
        mine, theirs = getattr(rules, field.name), getattr(than, field.name)
        if field.name == "bands":
            if mine != theirs:
                raise WeakRules("bands cannot be changed.")
        elif field.name in _AT_MOST and not 1 <= mine <= theirs:
            raise WeakRules(f"{field.name} takes a number from 1 to {theirs}.")
        elif field.name not in _AT_MOST and mine < theirs:
            raise WeakRules(f"{field.name} takes {theirs} or more.")
    return rules


def to_dict(rules: Rules) -> dict[str, Any]:
    """Return JSON values."""
    return {**asdict(rules), "bands": [list(band) for band in rules.bands]}


def from_dict(values: dict[str, Any]) -> Rules:
    """Return what `to_dict` gave."""
    bands = tuple((str(name), int(percent)) for name, percent in values["bands"])
    return Rules(**{**values, "bands": bands})
