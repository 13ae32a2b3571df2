"""Computes the next release of a programme from the sets of people behind it.

docs/adr/0011 has the reasoning. In short, for each theme, together with its groups:

1. **Fresh or carried.** A cell is computed again only if the people who named the theme differ by at least five from
   every set that the cell was computed from before; else its value is carried forward. Not only from the last set:
   from a first, a second and a third release one could otherwise take the first from the third. Nor is it computed
   again if nobody changed: then "nobody" and "one" would be told apart. A cell that shows "not enough voices" shows
   something too, so it is bound by the same rule.
2. **One family.** If the total or a group that is shown may not be computed again, the whole theme is carried
   forward. A new total beside a new group and an old one would give the old one away by subtraction.
3. **Thresholds and bands** give each cell its value. A value that stands changes only if it would change with two
   voices more or fewer as well, so that two insiders cannot hold a cell at its border and wait for a third.
4. **Remainder.** While shown sets can be combined to a set of one to four people, the smallest group is hidden.
5. **Over time.** If the sets of this release can be combined with those of any earlier one to such a set, the whole
   theme is carried forward.

A value keeps the release in which it appeared until it changes. So nobody can tell "nothing changed" from "one to
four people changed", and mostly not from "many changed".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from bot.domain.releases import segments
from bot.domain.releases.auditor import isolates
from bot.domain.releases.history import ALL, History, Standing, cell, marks, people_of, voices_of
from bot.domain.releases.rules import Rules
from bot.domain.releases.snapshot import PARTICIPATION, Snapshot

Bands = Mapping[str, str | None]


def compute(rules: Rules, history: History, now: Snapshot, themes: Iterable[str]) -> History:
    """Return the history with one more release. Deterministic; nothing depends on the order of people or themes."""
    groups = history.groups or segments.groups(now.roster.values(), rules.level)
    view = _View(rules, replace(history, groups=groups, snapshots={**history.snapshots, now.number: now}), now)
    computed, standing = dict(history.computed), dict(history.standing)
    for theme in (PARTICIPATION, *themes):
        for group, band in view.bands(theme).items():
            name = cell(theme, group)
            computed[name] = {**computed.get(name, {}), now.number: band is not None}
            before = history.stands(theme, group)
            standing[name] = before if before.band == band else Standing(band, now.number)
    return replace(view.history, computed=computed, standing=standing)


def changed(before: frozenset[str], after: frozenset[str]) -> int:
    """By how many people two sets differ: who went or who came, whichever is more.

    Not the sum: somebody who erases everything and joins again is a new person to us, and must not count as two.
    """
    return max(len(before - after), len(after - before))


def far(history: History, theme: str, group: str, numbers: Iterable[int], now: Snapshot) -> float:
    """By how many people those who name a theme differ from the nearest of some earlier releases; infinity if none."""
    present = marks(voices_of(now, theme), group, history.groups)
    earlier = (marks(voices_of(history.snapshots[number], theme), group, history.groups) for number in numbers)
    return min((changed(before, present) for before in earlier), default=inf)


@dataclass(frozen=True)
class _View:
    """One release in the making; `history` holds the snapshot of it, nothing computed from it yet."""

    rules: Rules
    history: History
    now: Snapshot

    def bands(self, theme: str) -> Bands:
        """The new value of each cell of a theme that is computed again; none if the theme is carried forward."""
        groups = () if theme == PARTICIPATION else self.history.groups
        fresh = [group for group in (ALL, *groups) if self._fresh(theme, group)]
        stale = [group for group in groups if group not in fresh]
        if ALL not in fresh or any(self.history.stands(theme, group).band for group in stale):
            return {}
        bands = {group: self._band(theme, group) for group in fresh}
        kept = [group for group in fresh if self._unclear(theme, group, bands[group])]
        if any(bands[group] is None for group in kept):
            return {}
        bands |= {group: self.history.stands(theme, group).band for group in kept}
        self._hide(theme, bands)
        return {} if self._revealing(theme, bands) else bands

    def _fresh(self, theme: str, group: str) -> bool:
        looked = self.history.computed.get(cell(theme, group), {})
        return far(self.history, theme, group, looked, self.now) >= self.rules.change

    def _band(self, theme: str, group: str) -> str | None:
        if group != ALL and group not in self._open:
            return None
        voices, people = self._counts(theme, group)
        if theme == PARTICIPATION and voices < self.rules.contributors:
            return None
        return self.rules.band(voices, people)

    def _unclear(self, theme: str, group: str, band: str | None) -> bool:
        """Whether a value that stands would stay with a few voices more or fewer."""
        stands, clear = self.history.stands(theme, group).band, self.rules.clear
        closed = group != ALL and group not in self._open
        if band == stands or closed or not self.history.computed.get(cell(theme, group)):
            return False
        voices, people = self._counts(theme, group)
        return stands in (self.rules.band(voices + by, people) for by in range(-clear, clear + 1))

    def _counts(self, theme: str, group: str) -> tuple[int, int]:
        voices, people = voices_of(self.now, theme), people_of(self.now, theme)
        return len(self._marks(voices, group)), len(self._marks(people, group))

    @cached_property
    def _open(self) -> list[str]:
        """The groups with enough leaders and contributors, less the smallest while those of the rest are too few."""
        sizes = {group: len(self._marks(self.now.present, group)) for group in self.history.groups}
        found = [
            group
            for group in sorted(self.history.groups, key=lambda name: (-sizes[name], name))
            if len(self._marks(self.now.roster, group)) >= self.rules.level and sizes[group] >= self.rules.contributors
        ]
        while found and 0 < sum(sizes.values()) - sum(sizes[group] for group in found) < self.rules.remainder:
            found.pop()
        return found

    def _hide(self, theme: str, bands: dict[str, str | None]) -> None:
        """Hide the smallest group while what is shown in this release isolates somebody."""
        voices = voices_of(self.now, theme)
        while isolates([self._with(theme, bands).shown(theme, self.now.number)], self.rules.remainder):
            shown = [group for group, band in bands.items() if band and group != ALL] or [ALL]
            bands[min(shown, key=lambda group: (len(self._marks(voices, group)), group))] = None

    def _revealing(self, theme: str, bands: Bands) -> bool:
        """Whether this release, beside any earlier one, isolates somebody."""
        history, number = self._with(theme, bands), self.now.number
        newest = history.shown(theme, number)
        earlier = [history.shown(theme, n) for n in self._earlier(theme)]
        runs = [[one, newest] for one in earlier] + [[*earlier[-2:], newest]]
        return any(isolates(run, self.rules.remainder) for run in runs)

    def _earlier(self, theme: str) -> list[int]:
        looked = (self.history.computed.get(cell(theme, group), {}) for group in (ALL, *self.history.groups))
        return sorted({number for numbers in looked for number, shown in numbers.items() if shown})

    def _with(self, theme: str, bands: Bands) -> History:
        new = {cell(theme, group): {self.now.number: band is not None} for group, band in bands.items()}
        old = self.history.computed
        return replace(self.history, computed={**old, **{name: {**old.get(name, {}), **new[name]} for name in new}})

    def _marks(self, people: Mapping[str, str], group: str) -> frozenset[str]:
        return marks(people, group, self.history.groups)
