"""The sets of people behind one release, as marks.

A mark stands for one person in one theme: it is a digest of the random token of a membership and the theme. Marks can
be compared from release to release, which the delta rule needs, but not from theme to theme; and once the token is
deleted with its person, nothing leads from a mark to anybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

#: Mark to level.
Sets = Mapping[str, str]
MARK = 16
#: Not a theme: the sets of the roster and of those who contributed.
PARTICIPATION = "participation"


@dataclass(frozen=True)
class Ballot:
    """What one person contributes to one release: their level, and the themes they named, each time they did."""

    token: str
    level: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """Everybody on the roster, everybody who contributed, and who named which theme, at one release."""

    number: int
    roster: Sets = field(default_factory=dict)
    present: Sets = field(default_factory=dict)
    voices: Mapping[str, Sets] = field(default_factory=dict)


def mark(token: str, theme: str) -> str:
    """Return the mark of a person in a theme."""
    return sha256(f"{theme}\n{token}".encode()).hexdigest()[:MARK]


def take(number: int, ballots: Iterable[Ballot], themes: Iterable[str], themes_each: int) -> Snapshot:
    """Return the sets of a release; of each person the themes named most often, at most `themes_each`.

    A person without any of `themes` is on the roster and did not contribute.
    """
    voices: dict[str, dict[str, str]] = {theme: {} for theme in themes}
    roster, present = {}, {}
    for ballot in ballots:
        roster[mark(ballot.token, PARTICIPATION)] = ballot.level
        counted = foremost((theme for theme in ballot.named if theme in voices), themes_each)
        if counted:
            present[mark(ballot.token, PARTICIPATION)] = ballot.level
        for theme in counted:
            voices[theme][mark(ballot.token, theme)] = ballot.level
    return Snapshot(number, roster, present, voices)


def foremost(named: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the themes named most often, at most `most`; of equals, the first by name."""
    counts = Counter(named)
    return tuple(sorted(counts, key=lambda theme: (-counts[theme], theme))[:most])


def to_dict(snapshot: Snapshot) -> dict[str, Any]:
    """Return JSON values. Sorted, so that they say nothing about the order in which people joined."""
    voices = {theme: dict(sorted(marks.items())) for theme, marks in sorted(snapshot.voices.items()) if marks}
    roster, present = dict(sorted(snapshot.roster.items())), dict(sorted(snapshot.present.items()))
    return {"number": snapshot.number, "roster": roster, "present": present, "voices": voices}


def from_dict(values: dict[str, Any]) -> Snapshot:
    """Return what `to_dict` gave."""
    return Snapshot(**values)
