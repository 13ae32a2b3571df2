"""A programme as an attacker meets it: people who contribute, and the bytes of every release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from bot.domain.releases import compute, snapshot
from bot.domain.releases.history import ALL, History
from bot.domain.releases.release import Release, from_bytes, published, to_bytes
from bot.domain.releases.rules import Rules
from bot.domain.releases.snapshot import Ballot, Snapshot

THEMES = tuple(f"theme-{n:02d}" for n in range(24))
LAUNCH = date(2026, 1, 5)

#: Name of a person to what they contribute; an empty tuple: on the roster, silent.
People = Mapping[str, tuple[str, tuple[str, ...]]]


@dataclass
class World:
    """One programme. `outputs` is all that an attacker sees; the history is private."""

    rules: Rules
    history: History = field(default_factory=History)
    outputs: list[bytes] = field(default_factory=list)
    themes: tuple[str, ...] = THEMES

    def release(self, people: People) -> Release:
        """Make the next release of these people and return it as the attacker reads it."""
        number = len(self.outputs) + 1
        self.history = compute.compute(self.rules, self.history, taken(number, people, self.rules), self.themes)
        participation, cells = published(self.history, self.themes)
        start = LAUNCH + timedelta(weeks=4 * number)
        end, groups = start + timedelta(weeks=4), self.history.groups
        made = Release("p", "P", number, start, end, self.rules, groups, participation, cells)
        self.outputs.append(to_bytes(made))
        return from_bytes(self.outputs[-1])

    def ask_again(self, people: People) -> bytes:
        """Ask for the newest release again. Without a calendar (0 weeks) it is computed from whoever is there now."""
        if self.rules.weeks == 0:
            return World(self.rules, themes=self.themes)._bytes(people)
        return self.outputs[-1]

    def _bytes(self, people: People) -> bytes:
        self.release(people)
        return self.outputs[-1]

    def fork(self) -> "World":
        """Return a copy that goes its own way from here."""
        return replace(self, outputs=list(self.outputs))


def taken(number: int, people: People, rules: Rules) -> Snapshot:
    """Return the sets of a release; a person's name is their token."""
    ballots = (Ballot(name, level, themes) for name, (level, themes) in people.items())
    return snapshot.take(number, ballots, THEMES, rules.themes_each)


def counts(release: Release, theme: str, group: str, people: int) -> tuple[int, int]:
    """Return the fewest and most people who can have named a theme, given what a release shows.

    Args:
        people: how many contributed in the group; the attacker is given it.
    """
    band = release.cells[theme].get(group)
    if band is None or band.band is None:
        return 0, people
    limits = [*(percent for _, percent in release.rules.bands), 101]
    place = [name for name, _ in release.rules.bands].index(band.band)
    fits = [n for n in range(people + 1) if limits[place] * people <= 100 * n < limits[place + 1] * people]
    return max(min(fits, default=0), release.rules.voices), max(fits, default=people)


def crowd(random: Random, size: int, levels: int = 1) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return people spread evenly over levels; two in three contribute, the first themes most often."""
    weights = [1 / (rank + 1) for rank in range(len(THEMES))]
    return {f"leader-{n:03d}": (f"level-{n % levels}", votes(random, weights)) for n in range(size)}


def votes(random: Random, weights: list[float], silent: float = 0.3) -> tuple[str, ...]:
    """Return what one person names in a period."""
    if random.random() < silent:
        return ()
    return tuple(dict.fromkeys(random.choices(THEMES, weights, k=random.choice((1, 2, 2, 3)))))


__all__ = ["ALL", "THEMES", "People", "World", "counts", "crowd", "taken", "votes"]
