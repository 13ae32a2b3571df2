"""From one release to the next: what is computed again, what is carried, what is hidden, and the last check."""

from dataclasses import replace

import pytest

from benchmarks.releases.world import THEMES, World, taken
from bot.domain.releases import audit, history
from bot.domain.releases.audit import AuditFailed
from bot.domain.releases.history import ALL, Standing, cell
from bot.domain.releases.release import BadRelease, Release, digest, from_bytes, to_bytes
from bot.domain.releases.rules import FLOOR

T, U = THEMES[0], THEMES[1]
Votes = dict[str, tuple[str, tuple[str, ...]]]


def people(prefix: str, voices: int, others: int, level: str = "a") -> Votes:
    return {f"{prefix}{n}": (level, (T,) if n < voices else (U,)) for n in range(voices + others)}


def shown(release: Release, theme: str = T, group: str = ALL) -> tuple[str | None, int]:
    value = release.cells[theme][group]
    return value.band, value.since


def test_a_first_release_shows_bands_and_hides_what_few_named() -> None:
    release = World(FLOOR).release(people("x", 4, 26))
    assert shown(release) == (None, 0)
    assert shown(release, U) == ("most", 1)
    assert release.cells.keys() == set(THEMES)


def test_fewer_than_eight_contributors_show_nothing() -> None:
    release = World(FLOOR).release(people("x", 7, 0) | {"y": ("a", ())})
    assert not [theme for theme, cells in release.cells.items() if cells[ALL].band]
    assert release.participation == Standing()


@pytest.mark.parametrize("more", [0, 1, 4])
def test_a_value_is_carried_with_its_release_if_up_to_four_people_changed(more: int) -> None:
    world = World(FLOOR)
    world.release(people("x", 6, 14))
    after = world.release(people("x", 6, 14) | people("y", more, 0))
    assert shown(after) == ("some", 1)


def test_a_value_changes_if_five_changed_and_it_moves_clear_of_the_border() -> None:
    world = World(FLOOR)
    world.release(people("x", 6, 14))
    assert shown(world.release(people("x", 6, 14) | people("y", 9, 0))) == ("about-half", 2)


def test_a_value_at_the_border_stays_although_five_changed() -> None:
    world = World(FLOOR)
    assert shown(world.release(people("x", 6, 14))) == ("some", 1)
    assert shown(world.release(people("x", 6, 14) | people("y", 5, 5))) == ("some", 1)


def test_four_of_few_who_go_are_hidden_behind_the_old_value() -> None:
    world = World(FLOOR)
    world.release(people("x", 6, 14))
    assert shown(world.release(people("x", 2, 18))) == ("some", 1)
    assert shown(world.release(people("x", 0, 20))) == (None, 0)


def test_who_erases_and_joins_again_counts_once_not_twice() -> None:
    world = World(FLOOR)
    world.release(people("x", 10, 10))
    again = {**people("x", 10, 10), **people("new", 4, 0)}
    for n in range(4):
        del again[f"x{n}"]
    assert history_computed(world, again) == [1]


def history_computed(world: World, votes: Votes) -> list[int]:
    world.release(votes)
    return list(world.history.computed[cell(T, ALL)])


def test_a_release_that_would_return_to_an_earlier_one_but_for_one_person_is_carried() -> None:
    world = World(FLOOR)
    world.release(people("x", 10, 30))
    middle = world.release(people("x", 10, 30) | people("guest", 20, 0))
    back = world.fork().release(people("x", 10, 30))
    but_for_one = world.fork().release(people("x", 9, 31))
    assert shown(middle) == ("about-half", 2)
    assert to_bytes(back) == to_bytes(but_for_one)


def levels(a: int, b: int, c: int, others: int = 10) -> Votes:
    sizes = {"a": a, "b": b, "c": c}
    return {key: vote for level, n in sizes.items() for key, vote in people(level, n, others, level).items()}


def test_a_group_is_hidden_so_that_the_total_gives_no_small_group_away() -> None:
    release = World(FLOOR).release(levels(8, 6, 3))
    assert [shown(release, T, group)[0] for group in (ALL, "a", "b", "c")] == ["about-half"] * 2 + [None] * 2


def test_without_a_remainder_all_groups_are_shown() -> None:
    release = World(FLOOR).release(levels(8, 6, 0))
    assert [shown(release, T, group)[0] for group in ("a", "b", "c")] == ["about-half", "about-half", None]


def test_groups_with_few_contributors_hide_a_neighbour() -> None:
    few = {f"silent{n}": ("c", ()) for n in range(10)}
    votes = {**people("a", 12, 0, "a"), **people("b", 10, 0, "b"), **people("c", 3, 0, "c"), **few}
    release = World(FLOOR).release(votes)
    assert [shown(release, T, group)[0] for group in (ALL, "a", "b", "c")] == ["most", "most", None, None]


def test_a_group_that_may_not_change_holds_the_whole_theme() -> None:
    world = World(FLOOR)
    world.release(levels(8, 6, 6))
    mixed = levels(8, 7, 6)
    mixed |= {f"c-more{n}": ("c", (T,)) for n in range(20)}
    after = world.release(mixed)
    assert [shown(after, T, group)[1] for group in (ALL, "a", "b", "c")] == [1, 1, 1, 1]


def test_the_segmentation_is_fixed_once_and_stays() -> None:
    world = World(FLOOR)
    assert world.release(levels(8, 6, 6)).groups == ("a", "b", "c")
    assert world.release(people("a", 10, 10)).groups == ("a", "b", "c")


def test_participation_is_a_band_of_the_roster() -> None:
    silent = {f"s{n}": ("a", ()) for n in range(20)}
    assert World(FLOOR).release(people("x", 9, 0) | silent).participation == Standing("some", 1)
    assert World(FLOOR).release(people("x", 20, 0) | silent).participation == Standing("about-half", 1)


def test_order_of_people_and_themes_changes_nothing() -> None:
    votes = levels(8, 6, 3)
    turned = dict(reversed(votes.items()))
    assert World(FLOOR).release(votes) == World(FLOOR).release(turned)


# --- the last check


def checked(world: World, votes: Votes, **forged: object) -> None:
    before, number = world.history, len(world.outputs) + 1
    world.release(votes)
    after = replace(world.history, **forged) if forged else world.history
    audit.check(FLOOR, before, after, number, THEMES)


def test_honest_releases_pass_the_last_check() -> None:
    world = World(FLOOR)
    for votes in (levels(8, 6, 3), levels(14, 12, 9), levels(2, 3, 1)):
        checked(world, votes)


@pytest.mark.parametrize(
    ("votes", "forged", "reason"),
    [
        (people("x", 4, 26), {"computed": {cell(T, ALL): {1: True}}}, "too few people"),
        (people("x", 9, 26), {"computed": {}}, "not computed"),
        (levels(8, 6, 3), {"computed": {cell(T, g): {1: True} for g in (ALL, "a", "b")}}, "isolate|not computed"),
    ],
)
def test_a_forged_history_is_refused(votes: Votes, forged: dict[str, object], reason: str) -> None:
    standing = {name: Standing("some", 1) for name in forged["computed"] or [cell(T, ALL)]}  # type: ignore[attr-defined]
    with pytest.raises(AuditFailed, match=reason):
        checked(World(FLOOR), votes, **forged, standing=standing)


def test_a_value_computed_from_almost_the_same_people_is_refused() -> None:
    world = World(FLOOR)
    world.release(people("x", 10, 20))
    computed = {**world.history.computed, cell(T, ALL): {1: True, 2: True}}
    with pytest.raises(AuditFailed, match="too few people changed"):
        checked(world, people("x", 11, 19), computed=computed)


# --- what is kept and what is published


def test_a_history_comes_back_as_it_was() -> None:
    world = World(FLOOR)
    world.release(levels(8, 6, 3))
    world.release(levels(14, 12, 9))
    from bot.domain.releases import snapshot

    kept = [snapshot.to_dict(one) for one in world.history.snapshots.values()]
    back = history.from_dict(history.to_dict(world.history), kept)
    votes = levels(1, 9, 20)
    assert World(FLOOR, back, list(world.outputs)).release(votes) == world.release(votes)


def test_a_release_comes_back_as_it_was_and_any_other_byte_is_refused() -> None:
    world = World(FLOOR)
    release = world.release(levels(8, 6, 3))
    body = world.outputs[0]
    assert from_bytes(body) == release
    assert len(digest(body)) == 64
    for bad in (body + b" ", b" " + body, body.replace(b'"some"', b'"some" ', 1), b"{}", b"\xff", b"[]"):
        with pytest.raises(BadRelease):
            from_bytes(bad)


def test_the_sets_of_a_person_are_the_same_under_every_theme_list_order() -> None:
    assert taken(1, levels(8, 6, 3), FLOOR) == taken(1, dict(reversed(levels(8, 6, 3).items())), FLOOR)
