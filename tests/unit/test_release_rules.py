"""The figures that protect people: what they show, and that nobody can loosen them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import calendar, rules, segments
from bot.domain.releases.rules import FLOOR, Rules, WeakRules, not_weaker
from bot.domain.releases.snapshot import PARTICIPATION, Ballot, foremost, mark, take


@pytest.mark.parametrize(
    ("voices", "people", "band"),
    [
        (4, 30, None),
        (5, 7, None),
        (5, 8, "about-half"),
        (5, 30, "some"),
        (33, 100, "some"),
        (34, 100, "about-half"),
        (66, 100, "about-half"),
        (67, 100, "most"),
        (100, 100, "most"),
    ],
)
def test_a_share_is_shown_as_a_band_or_not_at_all(voices: int, people: int, band: str | None) -> None:
    assert FLOOR.band(voices, people) == band


@given(st.integers(8, 400), st.data())
def test_the_top_band_never_says_everybody_and_never_less_than_two_thirds(people: int, data: st.DataObject) -> None:
    voices = data.draw(st.integers(5, people))
    assert FLOOR.band(people, people) == "most"
    assert (FLOOR.band(voices, people) == "most") == (voices / people >= 0.67)


@pytest.mark.parametrize("name", ["contributors", "voices", "level", "change", "clear", "remainder", "weeks"])
def test_a_figure_may_be_stricter_and_not_weaker(name: str) -> None:
    value = getattr(FLOOR, name)
    assert not_weaker(replace(FLOOR, **{name: value + 1}))
    with pytest.raises(WeakRules, match=name):
        not_weaker(replace(FLOOR, **{name: value - 1}))


def test_fewer_themes_each_is_stricter_and_bands_are_fixed() -> None:
    assert not_weaker(replace(FLOOR, themes_each=3))
    for weak in (replace(FLOOR, themes_each=6), replace(FLOOR, bands=(*FLOOR.bands, ("everybody", 100)))):
        with pytest.raises(WeakRules):
            not_weaker(weak)


def test_rules_come_back_from_json_as_they_were() -> None:
    strict = Rules(voices=7, weeks=6)
    assert rules.from_dict(rules.to_dict(strict)) == strict


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 12, "b": 10}, ("a", "b")),
        ({"a": 12, "b": 9}, ()),
        ({"a": 30, "b": 12, "c": 6, "d": 4}, ("a", "b", "other")),
        ({"a": 30, "b": 12, "c": 3}, ("a", "other")),
        ({"a": 30, "cfo": 1}, ()),
        ({"a": 9, "b": 9, "c": 9}, ()),
        ({}, ()),
    ],
)
def test_levels_with_few_leaders_are_merged_and_no_group_is_small(
    sizes: dict[str, int], expected: tuple[str, ...]
) -> None:
    roster = [level for level, size in sizes.items() for _ in range(size)]
    assert segments.groups(roster, 10) == expected


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 40)))
def test_groups_are_a_partition_with_no_small_part(sizes: dict[str, int]) -> None:
    roster = [level for level, size in sizes.items() for _ in range(size)]
    found = segments.groups(roster, 10)
    if found:
        in_groups = [segments.group_of(level, found) for level in roster]
        assert set(in_groups) == set(found)
        assert all(in_groups.count(group) >= 10 for group in found)


def test_the_calendar_has_whole_periods_and_nothing_ends_early() -> None:
    launch = date(2026, 1, 5)
    assert calendar.period(launch, 4, 2) == (date(2026, 2, 2), date(2026, 3, 2))
    assert [calendar.ended(launch, 4, day) for day in (date(2025, 1, 1), date(2026, 2, 1), date(2026, 2, 2))] == [
        0,
        0,
        1,
    ]


def test_of_each_person_the_themes_named_most_count() -> None:
    assert foremost(["b", "a", "c", "c"], 2) == ("c", "a")
    taken = take(1, [Ballot("x", "north", ("a", "b", "unknown", "b"))], ("a", "b"), 1)
    assert list(taken.voices["b"]) == [mark("x", "b")]
    assert not taken.voices["a"]


def test_who_named_nothing_known_is_on_the_roster_and_did_not_contribute() -> None:
    taken = take(1, [Ballot("x", "north", ("unknown",)), Ballot("y", "north")], ("a",), 5)
    assert len(taken.roster) == 2
    assert not taken.present


def test_marks_of_one_person_cannot_be_joined_across_themes() -> None:
    assert len({mark("token", theme) for theme in ("a", "b", PARTICIPATION)}) == 3
    assert "token" not in mark("token", "a")
