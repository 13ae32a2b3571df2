"""People join, leave, erase, write and take back in any order; whatever is released keeps every promise.

The machine keeps the truth by name, apart from the marks and the history that the releases are made from.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from benchmarks.releases.attacks import EXACT
from benchmarks.releases.world import ALL, THEMES, World
from bot.domain.releases.release import Release
from bot.domain.releases.rules import FLOOR, Rules
from tests.speed import examples

NAMED = THEMES[:3]
LEVELS = ("north", "south", "east")
Truth = dict[str, tuple[str, tuple[str, ...]]]


class Programme(RuleBasedStateMachine):
    """A programme, what it released, and the truth behind each release."""

    figures: Rules = FLOOR

    @initialize(size=st.integers(0, 36))
    def launch(self, size: int) -> None:
        self.world, self.truth = World(self.figures, themes=NAMED), [dict[str, tuple[str, tuple[str, ...]]]()]
        self.people: Truth = {f"p{n}": (LEVELS[n % 3], NAMED[n % 2 : n % 2 + 1]) for n in range(size)}
        self.born, self.kept, self.releases = size, list[bytes](), list[Release]()

    @rule(count=st.integers(1, 12), level=st.sampled_from(LEVELS), named=st.sets(st.sampled_from(NAMED)))
    def join(self, count: int, level: str, named: set[str]) -> None:
        for _ in range(count):
            self.people[f"p{self.born}"] = (level, tuple(sorted(named)))
            self.born += 1

    @rule(count=st.integers(1, 6), data=st.data())
    def leave_or_erase(self, count: int, data: st.DataObject) -> None:
        for _ in range(min(count, len(self.people))):
            del self.people[data.draw(st.sampled_from(sorted(self.people)))]

    @rule(count=st.integers(1, 12), named=st.sets(st.sampled_from(NAMED)), start=st.integers(0, 30))
    def write_or_take_back(self, count: int, named: set[str], start: int) -> None:
        for name in sorted(self.people)[start : start + count]:
            self.people[name] = (self.people[name][0], tuple(sorted(named)))

    @rule()
    def release(self) -> None:
        again = self.world.fork()
        self.releases.append(self.world.release(self.people))
        again.release(dict(reversed(self.people.items())))
        assert again.outputs == self.world.outputs, "the same people gave another release"
        self.truth.append(dict(self.people))
        self.kept.append(self.world.outputs[-1])

    @invariant()
    def past_releases_stay_as_they_were(self) -> None:
        assert getattr(self, "kept", []) == getattr(self, "world", World(FLOOR)).outputs

    @invariant()
    def every_value_has_enough_people_behind_it(self) -> None:
        for release in getattr(self, "releases", [])[-1:]:
            for theme, group, since in _shown(release):
                then = self.truth[since]
                assert len(_voices(then, theme, group, release)) >= 5
                assert len(_members(then, group, release, silent=False)) >= 8
                assert group == ALL or len(_members(then, group, release, silent=True)) >= 10
                assert release.cells[theme][group].band in {"some", "about-half", "most"}

    @invariant()
    def a_value_changes_only_with_five_people(self) -> None:
        releases = getattr(self, "releases", [])
        for release in releases[-1:]:
            for theme, group, since in _shown(release):
                for earlier in releases[: since - 1]:
                    value = earlier.cells[theme].get(group)
                    if value and value.band and value.since < since:
                        self._far(theme, group, release, value.since, since)

    def _far(self, theme: str, group: str, release: Release, one: int, other: int) -> None:
        then, now = (_voices(self.truth[number], theme, group, release) for number in (one, other))
        assert max(len(then - now), len(now - then)) >= 5

    @invariant()
    def what_is_shown_leaves_no_small_remainder(self) -> None:
        for release in getattr(self, "releases", [])[-1:]:
            for theme in NAMED:
                self._remainder(theme, release)

    def _remainder(self, theme: str, release: Release) -> None:
        dates = {release.cells[theme][group].since for group in (ALL, *release.groups)} - {0}
        if release.cells[theme][ALL].band and len(dates) == 1:
            then, (since,) = self.truth[min(dates)], dates
            shown = [group for group in release.groups if release.cells[theme][group].band]
            rest = _voices(then, theme, ALL, release) - set().union(
                *(_voices(self.truth[since], theme, group, release) for group in shown)
            )
            assert len(rest) == 0 or len(rest) >= 5


def _shown(release: Release) -> list[tuple[str, str, int]]:
    cells = ((theme, group, value) for theme, groups in release.cells.items() for group, value in groups.items())
    return [(theme, group, value.since) for theme, group, value in cells if value.band]


def _members(people: Truth, group: str, release: Release, silent: bool) -> set[str]:
    def inside(level: str) -> bool:
        return group in (ALL, level) or (group == "other" and level not in release.groups)

    return {name for name, (level, named) in people.items() if inside(level) and (silent or named)}


def _voices(people: Truth, theme: str, group: str, release: Release) -> set[str]:
    return {name for name in _members(people, group, release, silent=False) if theme in people[name][1]}


def weaker(rules: Rules) -> type[Programme]:
    return type("Weaker", (Programme,), {"figures": rules})


CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much]
FAST = examples(15, stateful_step_count=12, deadline=None, suppress_health_check=CALM)
LONG = settings(max_examples=300, stateful_step_count=25, deadline=None, suppress_health_check=CALM)
# What counts is that a broken promise is found, not the shortest way to it.
HUNT = settings(LONG, derandomize=True, database=None, report_multiple_bugs=False, phases=[Phase.generate])


def test_every_promise_is_kept() -> None:
    run_state_machine_as_test(Programme, settings=FAST)


@pytest.mark.slow
def test_every_promise_is_kept_for_long() -> None:
    run_state_machine_as_test(Programme, settings=LONG)


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        replace(FLOOR, voices=1, remainder=1),
        replace(FLOOR, contributors=1),
        replace(FLOOR, change=1, clear=0, remainder=1),
        replace(FLOOR, remainder=1),
        replace(FLOOR, level=1, contributors=1),
        replace(FLOOR, bands=EXACT),
    ],
    ids=["voices", "contributors", "change", "remainder", "level", "bands"],
)
def test_a_weaker_rule_is_noticed(broken: Rules) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(weaker(broken), settings=HUNT)
