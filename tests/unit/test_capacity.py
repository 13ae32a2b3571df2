"""The arithmetic behind the capacity table."""

import math
import random

import pytest

from benchmarks.serving.capacity import Plan, Turn, Week, first_to_break, longest, plan, waits

TURN, WEEK = Turn(0.06, 1.3, 8_000), Week(40, 0.06)


@pytest.mark.parametrize(
    ("load", "processes", "known"), [(0.5, 1, 0.5), (1.0, 2, 1 / 3), (2.0, 3, 4 / 9), (3.0, 3, 1.0)]
)
def test_the_chance_to_wait_is_that_of_the_textbook(load: float, processes: int, known: float) -> None:
    assert waits(load, processes) == pytest.approx(known)


def test_the_wait_is_what_a_simulated_queue_shows() -> None:
    shots, load, processes, seconds = random.Random(4), 2.4, 3, 0.06
    free, now, waited = [0.0] * processes, 0.0, []
    for _ in range(200_000):
        now += shots.expovariate(load / seconds)
        first = min(range(processes), key=free.__getitem__)
        begins = max(now, free[first])
        waited.append(begins - now)
        free[first] = begins + shots.expovariate(1 / seconds)
    measured = sorted(waited)[int(len(waited) * 0.95)]
    assert longest(load, processes, seconds) == pytest.approx(measured, rel=0.08)


def test_more_leaders_never_need_less_and_everybody_is_served_in_time() -> None:
    plans = [plan(leaders, TURN, WEEK, 0.5) for leaders in (1, 200, 10_000, 1_000_000)]
    assert [p.processes for p in plans] == sorted(p.processes for p in plans)
    assert all(p.waiting <= 0.5 and p.a_second * TURN.seconds < p.processes for p in plans)
    assert math.isinf(longest(5.0, 5, 0.06))


def test_what_breaks_first_is_named_in_the_order_of_cost() -> None:
    made = plan(200, TURN, WEEK, 0.5)
    assert first_to_break(made) == "nothing at this size"
    busy = Plan(10**6, 500.0, 40, 0.1, 1_000.0, 650.0, 1.0)
    assert "22 bots" in first_to_break(busy)
    assert "split by person" in first_to_break(Plan(10**7, 5_000.0, 400, 0.1, 10_000.0, 6_500.0, 1.0))
