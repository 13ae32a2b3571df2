"""The minutes of a session add up exactly, for every length and tension, and its blocks serve what was named."""

from itertools import combinations

import pytest

from bot.domain.team import planner
from bot.domain.team.planner import LEAST, MOST, Agenda, Wish
from tests.fakes.leading_teams import team_book

BOOK = team_book()
TENSIONS = [t.id for t in BOOK.tensions]
PAIRS = [(), *((t,) for t in TENSIONS), *combinations(TENSIONS, 2)]


def total(agenda: Agenda) -> int:
    return sum(minutes for _, minutes in agenda)


def parts(agenda: Agenda) -> list[str]:
    return [block.part for name, _ in agenda if (block := BOOK.block(name))]


@pytest.mark.parametrize("minutes", [10, 60, 180])
def test_the_minutes_add_up_exactly_whatever_pulls_the_team_apart(minutes: int) -> None:
    for tensions in PAIRS:
        agenda = planner.plan(BOOK, Wish(minutes, tensions))
        assert total(agenda) == minutes, tensions
        assert all(now > 0 for _, now in agenda)
        assert len({name for name, _ in agenda}) == len(agenda)


def test_every_length_that_can_be_asked_for_is_filled_exactly() -> None:
    wrong = [n for n in range(LEAST, MOST + 1) if total(planner.plan(BOOK, Wish(n, ("late", "blame")))) != n]
    assert wrong == []


@pytest.mark.parametrize("minutes", [10, 25, 47, 60, 90, 180, 240])
def test_no_block_is_shorter_or_longer_than_its_author_allows(minutes: int) -> None:
    for tensions in PAIRS[:12]:
        for name, now in planner.plan(BOOK, Wish(minutes, tensions)):
            block = BOOK.block(name)
            assert block and block.least <= now <= block.most, (name, now)


@pytest.mark.parametrize("minutes", [60, 180])
def test_each_tension_named_is_served_by_a_block_of_work(minutes: int) -> None:
    for tensions in combinations(TENSIONS, 2):
        agenda = planner.plan(BOOK, Wish(minutes, tensions))
        work = [b for name, _ in agenda if (b := BOOK.block(name)) and b.part == "work"]
        assert all(any(t in b.serves for b in work) for t in tensions), (tensions, agenda)


def test_different_tensions_make_different_sessions() -> None:
    made = {tuple(name for name, _ in planner.plan(BOOK, Wish(60, (t,)))) for t in TENSIONS}
    assert len(made) >= 8


def test_a_session_opens_agrees_and_closes_in_this_order_and_a_long_one_has_a_break_inside_its_work() -> None:
    for minutes in (10, 60, 180):
        order = [p for p in parts(planner.plan(BOOK, Wish(minutes, ("silos",)))) if p not in ("work", "break")]
        assert order == ["open", "agree", "close"]
    long = parts(planner.plan(BOOK, Wish(180)))
    at = long.index("break")
    assert "work" in long[:at] and "work" in long[at:]
    assert "break" not in parts(planner.plan(BOOK, Wish(60)))


def test_a_preference_tips_the_choice_between_blocks() -> None:
    plain = planner.plan(BOOK, Wish(10, ("few-voices",)))
    suited = planner.plan(BOOK, Wish(10, ("few-voices",), frozenset({"written", "harmony"})))
    assert "written-round" in dict(suited)
    assert plain != suited


def test_what_is_not_wanted_is_not_chosen_and_with_everything_gone_the_session_is_shorter() -> None:
    agenda = planner.plan(BOOK, Wish(60, ("late",)))
    gone = frozenset(name for name, _ in agenda)
    other = planner.plan(BOOK, Wish(60, ("late",), without=gone))
    assert total(other) == 60 and not gone & {name for name, _ in other}
    few = frozenset(b.id for b in BOOK.blocks if b.part == "work") - {"one-amber"}
    short = planner.plan(BOOK, Wish(180, without=few))
    assert 0 < total(short) < 180
    assert planner.plan(BOOK, Wish(60, without=frozenset(b.id for b in BOOK.blocks))) == ()


@pytest.mark.parametrize(("asked", "made"), [(1, 10), (9, 10), (240, 240), (900, 240)])
def test_a_length_out_of_range_is_brought_into_it(asked: int, made: int) -> None:
    assert total(planner.plan(BOOK, Wish(asked))) == made


def test_the_time_of_a_dropped_block_goes_to_the_others_as_far_as_they_take_it() -> None:
    agenda = planner.plan(BOOK, Wish(60))
    left = planner.without(BOOK, agenda, agenda[1][0], 60)
    assert agenda[1][0] not in dict(left) and len(left) == len(agenda) - 1
    assert total(left) <= 60
    assert all((b := BOOK.block(name)) and now <= b.most for name, now in left)
    assert planner.without(BOOK, (("my-part", 5),), "my-part", 60) == ()


def test_a_swapped_block_is_of_the_same_part_and_the_time_stays() -> None:
    agenda = planner.plan(BOOK, Wish(180, ("silos",)))
    for name, _ in agenda:
        made = planner.swapped(BOOK, agenda, name, Wish(180, ("silos",)))
        if made is None:
            continue
        assert total(made) == total(agenda) and name not in dict(made) and parts(made) == parts(agenda)
    assert planner.swapped(BOOK, agenda, "break", Wish(180)) is None
