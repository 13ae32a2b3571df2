"""The membership game: did the target contribute to the newest release, yes or no?

Two worlds are the same up to the newest period; in one the target then names two themes, in the other nothing. A coin
decides which is real. The attacker sees all releases, knows the roster, who contributed in the periods before, how
people of this kind behave (thousands of such worlds are played beforehand to learn from), how many contributed in the
newest period apart from the target, which themes the target would name, and what two insiders named.

`informed` is another attacker, beyond what is promised: one who knows what everybody else named as well. Such a one
wins whenever the two worlds give different releases.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import log
from random import Random

from benchmarks.releases.world import ALL, THEMES, World, counts, crowd, votes
from bot.domain.releases.release import Release
from bot.domain.releases.rules import Rules

#: Share of people who name the same as in the period before; one of these in each world.
HABITS = (0.5, 0.8, 0.95)
TARGET = "leader-000"
WEIGHTS = [1 / (rank + 1) for rank in range(len(THEMES))]
Feature = tuple[object, ...]


@dataclass(frozen=True)
class Round:
    """One world: what the attacker makes of each of the target's themes, with the target in and out."""

    inside: tuple[Feature, ...]
    outside: tuple[Feature, ...]
    alike: bool


@dataclass
class Reader:
    """Weighs what it sees by how often it saw that before, with the target in and out (naive Bayes, add-one)."""

    seen: dict[bool, Counter[Feature]] = field(default_factory=lambda: {True: Counter(), False: Counter()})

    def learn(self, played: Round) -> None:
        """Remember both worlds."""
        self.seen[True].update(played.inside)
        self.seen[False].update(played.outside)

    def guess(self, features: tuple[Feature, ...], random: Random) -> bool:
        """Return whether the target is more likely in; a tie is a coin."""
        odds = sum(log((self.seen[True][f] + 1) / (self.seen[False][f] + 1)) for f in features)
        return random.random() < 0.5 if abs(odds) < 1e-12 else odds > 0


def play(rules: Rules, random: Random, whole: bool = False) -> Round:
    """Play one world of 12 to 80 leaders, with or without levels, up to its third release, both ways.

    Args:
        whole: compute every theme; else only those that the target would name, which is where the attacker looks.
    """
    people = crowd(random, random.randint(12, 80), random.choice((1, 1, 3)))
    level, _ = people[TARGET]
    people[TARGET] = (level, ())
    habit = random.choice(HABITS)
    named = tuple(dict.fromkeys(random.choices(THEMES, WEIGHTS, k=2)))
    world = World(rules, themes=THEMES if whole else named)
    for _ in range(2):
        before = world.release(people)
        present = _present(people)
        people = {
            name: (place, vote if name == TARGET or random.random() < habit else votes(random, WEIGHTS))
            for name, (place, vote) in people.items()
        }
    seen, outputs = [], []
    for votes_now in (named, ()):
        fork = world.fork()
        now = fork.release({**people, TARGET: (level, votes_now)})
        seen.append(_features(before, present, now, _present(people), named, level))
        outputs.append(fork.outputs[-1])
    return Round(seen[0], seen[1], outputs[0] == outputs[1])


def _present(people: dict[str, tuple[str, tuple[str, ...]]]) -> Counter[str]:
    here = Counter(level for level, vote in people.values() if vote)
    return here + Counter({ALL: sum(here.values())})


def _features(
    before: Release, then: Counter[str], now: Release, here: Counter[str], named: tuple[str, ...], level: str
) -> tuple[Feature, ...]:
    """For each theme of the target, in all and in the target's group: what is shown, and how it moved."""
    found: list[Feature] = []
    for theme in named:
        for group in (ALL, level):
            value = now.cells[theme].get(group)
            if value is None:
                continue
            old, new = counts(before, theme, group, then[group]), counts(now, theme, group, here[group])
            moved = (sum(new) - sum(old)) / 2
            exact = old[0] == old[1] and new[0] == new[1]
            shown = "exact" if exact else value.band
            found.append((group == ALL, shown, value.since == now.number, max(-3, min(3, round(moved)))))
    return tuple(found)


def accuracy(rules: Rules, trials: int, lessons: int, seed: int = 1) -> float:
    """Return the share of `trials` worlds in which the attacker is right; a coin would be right in half of them.

    Args:
        lessons: how many other worlds the attacker learns from beforehand.
    """
    reader = Reader()
    for lesson in range(lessons):
        reader.learn(play(rules, Random(f"lesson {seed}/{lesson}")))
    won = 0
    for trial in range(trials):
        random = Random(f"trial {seed}/{trial}")
        played = play(rules, random)
        inside = random.random() < 0.5
        won += reader.guess(played.inside if inside else played.outside, random) == inside
    return won / trials


def informed(rules: Rules, trials: int, seed: int = 1) -> float:
    """Return the accuracy of one who knows what everybody else named: right when the worlds differ, else a coin."""
    alike = sum(play(rules, Random(f"trial {seed}/{trial}"), whole=True).alike for trial in range(trials))
    return 1 - alike / trials / 2
