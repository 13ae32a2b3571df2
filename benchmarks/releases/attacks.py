"""Attacks on releases. The attacker sees every release, knows the roster and how many people contributed in each group.

Each attack plays one trial and says whether it succeeded. Each stands beside a weaker copy of the rules against which
it must succeed: an attack that never works proves nothing about what it is tried on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.releases.world import ALL, THEMES, People, World, counts, crowd
from bot.domain.releases.rules import FLOOR, Rules

#: One band for each percent: in groups as small as ours that is the exact count.
EXACT = tuple((f"{percent} percent", percent) for percent in range(101))
T = THEMES[0]
Attack = Callable[[Rules, Random], bool]


@dataclass(frozen=True)
class Case:
    """An attack, the weaker copy of the rules it must succeed against, and what it is."""

    name: str
    attack: Attack
    weaker: Rules


def _named(level: str, who: str, voices: int, silent: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """People of one level: so many who name the theme, the others name another."""
    return {f"{who}-{n}": (level, (T,) if n < voices else (THEMES[1],)) for n in range(voices + silent)}


def small_cell(rules: Rules, random: Random) -> bool:
    """A theme that one to four people named is shown."""
    world = World(rules)
    shown = world.release(_named("a", "x", random.randint(1, 4), random.randint(8, 40)))
    return shown.cells[T][ALL].band is not None


def segment_differencing(rules: Rules, random: Random) -> bool:
    """The total less the groups that are shown leaves one to four people of a group that is not."""
    hidden = random.randint(1, 4)
    sizes = {"a": random.randint(5, 9), "b": random.randint(5, 9), "c": hidden}
    return _left_over(rules, {level: (voices, 12 - voices + 8) for level, voices in sizes.items()}, hidden)


def remainder_differencing(rules: Rules, random: Random) -> bool:
    """The total less the groups that are shown leaves the few contributors of a group that is too small for any."""
    few = random.randint(1, 4)
    sizes = {"a": random.randint(9, 14), "b": random.randint(9, 14)}
    return _left_over(rules, {**{level: (size, 3) for level, size in sizes.items()}, "c": (few, 0)}, few, silent=12)


def _left_over(rules: Rules, levels: dict[str, tuple[int, int]], hidden: int, silent: int = 0) -> bool:
    people: dict[str, tuple[str, tuple[str, ...]]] = {}
    for level, (voices, others) in levels.items():
        people |= _named(level, level, voices, others)
    people |= {f"silent-{n}": ("c", ()) for n in range(silent)}
    shown = World(rules).release(people)
    present = {level: sum(size) for level, size in levels.items()}
    if "c" in shown.groups and shown.cells[T]["c"].band is not None and hidden < FLOOR.voices:
        return True
    total = counts(shown, T, ALL, sum(present.values()))
    others = [counts(shown, T, group, present[group]) for group in ("a", "b") if group in shown.groups]
    if len(others) < 2 or shown.cells[T][ALL].band is None:
        return False
    low, high = total[0] - sum(most for _, most in others), total[1] - sum(fewest for fewest, _ in others)
    return low == high == hidden


def _differ(world: World, one: People, other: People) -> bool:
    """Whether two worlds that are the same up to now can be told apart by their next release."""
    here, there = world.fork(), world.fork()
    here.release(one)
    there.release(other)
    return here.outputs != there.outputs


def _settled(rules: Rules, random: Random, size: int = 0) -> tuple[World, dict[str, tuple[str, tuple[str, ...]]], str]:
    """A programme with one release behind it, its people, and a target among them who contributes."""
    world, people = World(rules), crowd(random, size or random.randint(12, 60))
    people["leader-000"] = ("level-0", (T,))
    world.release(people)
    return world, people, "leader-000"


def before_and_after_a_reflection(rules: Rules, random: Random) -> bool:
    """One person names one more theme, nobody else does anything: the next release tells."""
    world, people, target = _settled(rules, random)
    return _differ(world, people, {**people, target: ("level-0", (T, random.choice(THEMES[1:])))})


def before_and_after_a_join(rules: Rules, random: Random) -> bool:
    """One person joins and contributes: the next release tells."""
    world, people, _ = _settled(rules, random)
    return _differ(world, people, {**people, "newcomer": ("level-0", (T, THEMES[2]))})


def before_and_after_a_leave(rules: Rules, random: Random) -> bool:
    """One person leaves: the next release tells whether they had contributed."""
    world, people, target = _settled(rules, random)
    return _differ(world, people, {name: vote for name, vote in people.items() if name != target})


def before_and_after_an_erasure(rules: Rules, random: Random) -> bool:
    """One person erases everything and comes back as somebody new, silent: the next release tells."""
    world, people, target = _settled(rules, random)
    gone = {name: vote for name, vote in people.items() if name != target}
    return _differ(world, people, {**gone, "somebody-new": ("level-0", ())})


def overlap_over_time(rules: Rules, random: Random) -> bool:
    """Many come, then the same many go and the target with them: the third release less the first leaves one."""
    world, people, target = _settled(rules, random)
    many = {f"guest-{n}": ("level-0", (T,)) for n in range(random.randint(6, 20))}
    world.release({**people, **many})
    return _differ(world, people, {**people, target: ("level-0", ())})


def homogeneity(rules: Rules, random: Random) -> bool:
    """Everybody named the theme, and the release says so: then the target did."""
    people = _named("a", "x", random.randint(10, 40), 0)
    shown = World(rules).release(people)
    return counts(shown, T, ALL, len(people))[0] == len(people)


def two_insiders(rules: Rules, random: Random) -> bool:
    """Two insiders hold a cell at its border, erase themselves and return to pad the change; then the target acts."""
    size = random.randint(20, 40)
    world, people = World(rules), _named("a", "x", random.randint(3, size // 2), size)
    target = f"x-{size - 1}"
    one, two = ({f"insider-{n}-{release}": ("a", (T,)) for n in (1, 2)} for release in (1, 2))
    world.release({**people, **one})
    return _differ(world, {**people, **two}, {**people, **two, target: ("a", (T, THEMES[1]))})


def unique_role(rules: Rules, random: Random) -> bool:
    """The only person of a level is shown as a group."""
    shown = World(rules).release({**_named("a", "x", 8, random.randint(8, 20)), "cfo": ("cfo", (T,))})
    return "cfo" in shown.groups and shown.cells[T]["cfo"].band is not None


def suppressed_or_zero(rules: Rules, random: Random) -> bool:
    """The release tells a theme that nobody named from one that a few did."""
    size = random.randint(10, 40)
    return _differ(World(rules), _named("a", "x", 0, size), _named("a", "x", random.randint(1, 4), size))


def repeated_request(rules: Rules, random: Random) -> bool:
    """Asking for the same release before and after somebody acts gives two answers."""
    people = _named("a", "x", 4, random.randint(10, 40))
    world = World(rules)
    world.release(people)
    target = {"target": ("a", (T,))}
    return world.ask_again(people) != world.ask_again({**people, **target})


def roster_names(rules: Rules, random: Random) -> bool:
    """The name of somebody on the roster stands in a release (levels were named after their one leader)."""
    people = {f"Leader-Number-{n}": (f"region of Leader-Number-{n}", (T,)) for n in range(random.randint(10, 12))}
    world = World(rules)
    world.release(people)
    return any(name.encode() in output for output in world.outputs for name in people)


#: No rule over time, exact counts, no smallest number of voices.
UNGUARDED = replace(FLOOR, voices=1, change=1, clear=0, remainder=1, bands=EXACT)
CASES = (
    Case("small cell", small_cell, replace(FLOOR, voices=1, remainder=1)),
    Case("segment differencing", segment_differencing, replace(FLOOR, remainder=1, bands=EXACT)),
    Case("remainder differencing", remainder_differencing, replace(FLOOR, remainder=1, bands=EXACT)),
    Case("overlap over time", overlap_over_time, UNGUARDED),
    *(
        Case(attack.__name__.replace("_", " "), attack, UNGUARDED)
        for attack in (
            before_and_after_a_reflection,
            before_and_after_a_join,
            before_and_after_a_leave,
            before_and_after_an_erasure,
            two_insiders,
        )
    ),
    Case("homogeneity", homogeneity, replace(FLOOR, bands=(*FLOOR.bands, ("everybody", 100)))),
    Case("unique role", unique_role, replace(FLOOR, level=1, contributors=1, voices=1, remainder=1)),
    Case("suppressed or zero", suppressed_or_zero, replace(FLOOR, voices=1, remainder=1)),
    Case("repeated request", repeated_request, replace(FLOOR, weeks=0)),
    Case("roster names", roster_names, replace(FLOOR, level=1)),
)


def rate(attack: Attack, rules: Rules, trials: int, seed: int = 1) -> float:
    """Return the share of trials in which an attack succeeds."""
    return sum(attack(rules, Random(f"{seed}/{trial}")) for trial in range(trials)) / trials
