"""What a programme remembers from release to release: private, never shown, needed by the delta rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.releases import snapshot
from bot.domain.releases.auditor import Shown
from bot.domain.releases.segments import group_of
from bot.domain.releases.snapshot import PARTICIPATION, Sets, Snapshot

ALL = "all"


@dataclass(frozen=True)
class Standing:
    """The value of a cell as everybody sees it: a band, or None for "not enough voices"; and since which release."""

    band: str | None = None
    since: int = 0


@dataclass(frozen=True)
class History:
    """All releases so far. A cell is `theme/group`.

    Attributes:
        groups: the segmentation, once it is fixed; empty before, or without one.
        snapshots: the sets at each release, by its number.
        computed: for each cell the releases in which it was computed, and whether a band was shown then.
        standing: for each cell what is shown now; a cell that is not there was never shown.
    """

    groups: tuple[str, ...] = ()
    snapshots: Mapping[int, Snapshot] = field(default_factory=dict)
    computed: Mapping[str, Mapping[int, bool]] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def stands(self, theme: str, group: str) -> Standing:
        """Return what is shown of a cell."""
        return self.standing.get(cell(theme, group), Standing())

    def shown(self, theme: str, number: int) -> Shown:
        """Return the sets of a theme that were computed and shown in one release."""
        names = [g for g in (ALL, *self.groups) if self.computed.get(cell(theme, g), {}).get(number)]
        taken = self.snapshots[number]
        sets = {group: marks(voices_of(taken, theme), group, self.groups) for group in self.groups or (ALL,)}
        return Shown(sets, ALL in names, frozenset(names) - {ALL})


def cell(theme: str, group: str) -> str:
    """Return the name of a cell."""
    return f"{theme}/{group}"


def voices_of(taken: Snapshot, theme: str) -> Sets:
    """Return those who named a theme; for participation, those who contributed."""
    return taken.present if theme == PARTICIPATION else taken.voices.get(theme, {})


def people_of(taken: Snapshot, theme: str) -> Sets:
    """Return those among whom a theme is counted; for participation, the roster."""
    return taken.roster if theme == PARTICIPATION else taken.present


def marks(people: Sets, group: str, groups: tuple[str, ...]) -> frozenset[str]:
    """Return the marks of one group, or of all."""
    if group == ALL:
        return frozenset(people)
    return frozenset(mark for mark, level in people.items() if group_of(level, groups) == group)


def to_dict(history: History) -> dict[str, Any]:
    """Return JSON values, the snapshots left out: each is kept by itself."""
    computed = {name: {str(n): shown for n, shown in looked.items()} for name, looked in history.computed.items()}
    standing = {name: [value.band, value.since] for name, value in history.standing.items()}
    return {"groups": list(history.groups), "computed": computed, "standing": standing}


def from_dict(values: dict[str, Any], snapshots: list[dict[str, Any]]) -> History:
    """Return what `to_dict` gave, with the snapshots as `snapshot.to_dict` gave them."""
    taken = [snapshot.from_dict(entry) for entry in snapshots]
    return History(
        tuple(values["groups"]),
        {one.number: one for one in taken},
        {name: {int(n): shown for n, shown in looked.items()} for name, looked in values["computed"].items()},
        {name: Standing(band, since) for name, (band, since) in values["standing"].items()},
    )
