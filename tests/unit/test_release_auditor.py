"""The auditor finds every combination of shown sets that isolates somebody, and nothing else."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases.auditor import SIGNS, Shown, isolates
from tests.speed import examples

GROUPS = ("a", "b", "c")


def brute_force(series: list[Shown], fewest: int) -> bool:
    """Add and subtract all shown sets in every way, person by person."""
    sets = []
    for shown in series:
        tagged = {g: {(g, mark) for mark in marks} for g, marks in shown.sets.items()}
        sets += [set().union(*tagged.values())] if shown.total else []
        sets += [tagged[g] for g in sorted(shown.groups)]
    everybody = sorted(set().union(*sets)) if sets else []
    for signs in product(SIGNS, repeat=len(sets)):
        sums = [sum(sign for sign, one in zip(signs, sets, strict=True) if person in one) for person in everybody]
        if all(value in (0, 1) for value in sums) and 0 < sum(sums) < fewest:
            return True
    return False


marks = st.frozensets(st.integers(0, 8).map(str))
shown = st.builds(
    lambda sets, total, groups: Shown(dict(zip(GROUPS, sets, strict=True)), total, frozenset(groups)),
    st.tuples(marks, marks, marks),
    st.booleans(),
    st.sets(st.sampled_from(GROUPS)),
)


@examples(150)
@given(st.lists(shown, max_size=2), st.integers(2, 5))
def test_it_agrees_with_trying_everything(series: list[Shown], fewest: int) -> None:
    assert isolates(series, fewest) == brute_force(series, fewest)


def people(prefix: str, count: int) -> frozenset[str]:
    return frozenset(f"{prefix}{n}" for n in range(count))


def test_the_total_less_two_groups_that_leaves_three_people_is_found() -> None:
    sets = {"a": people("a", 9), "b": people("b", 9), "c": people("c", 3)}
    assert isolates([Shown(sets, True, frozenset("ab"))], 5)
    assert not isolates([Shown(sets, True, frozenset("a"))], 5)
    assert not isolates([Shown({**sets, "c": frozenset()}, True, frozenset("ab"))], 5)


def test_a_new_total_and_group_give_an_old_group_away() -> None:
    old = Shown({"a": people("a", 9), "b": people("b", 9)}, True, frozenset("ab"))
    new = {"a": people("a", 9) | people("new", 6), "b": people("b", 10)}
    assert isolates([old, Shown(new, True, frozenset("a"))], 5)


def test_three_releases_can_isolate_whom_no_two_of_them_do() -> None:
    first, guests = people("s", 10), people("guest", 6)
    series = [first, first | guests, guests | {"target"}]
    shown = [Shown({"all": marks}, True, frozenset()) for marks in series]
    assert not any(isolates([shown[i], shown[j]], 5) for i, j in ((0, 1), (0, 2), (1, 2)))
    assert isolates(shown, 5)


def test_nothing_shown_isolates_nobody() -> None:
    assert not isolates([], 5)
    assert not isolates([Shown({"a": people("a", 2)}, False, frozenset())], 5)
