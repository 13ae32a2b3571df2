"""The pace of one person: a burst, then a share of a minute for each message, and a bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import flood
from bot.services.flood import MINUTE, Pace, Wait

TAKEN = None


def test_a_burst_is_taken_and_then_one_message_for_each_share_of_a_minute() -> None:
    pace = Pace(20)
    assert [pace.take("ann", 100.0) for _ in range(20)] == [TAKEN] * 20
    assert pace.take("ann", 100.0) == Wait(3, again=False)
    assert pace.take("ann", 101.0) == Wait(2, again=True), "being refused costs nothing"
    assert pace.take("ann", 103.0) is TAKEN
    assert pace.take("ann", 103.0) == Wait(3, again=False), "a new refusal is told again"
    assert pace.take("bob", 103.0) is TAKEN


@given(st.integers(1, 1000), st.lists(st.floats(0, 30), max_size=60))
def test_whoever_waits_as_long_as_told_is_welcome(per_minute: int, pauses: list[float]) -> None:
    pace, now, taken = Pace(per_minute), 0.0, 0
    for pause in pauses:
        now += pause
        wait = pace.take("ann", now)
        assert wait is None or 1 <= wait.seconds <= MINUTE
        if wait:
            now += wait.seconds
            assert pace.take("ann", now) is TAKEN
        taken += 1
    assert taken <= per_minute + now * per_minute / MINUTE + 1


def test_a_clock_that_is_set_back_refills_nothing_and_breaks_nothing() -> None:
    pace = Pace(1)
    assert pace.take("ann", 1000.0) is TAKEN
    assert pace.take("ann", 10.0) == Wait(60, again=False)
    assert pace.take("ann", 70.0) is TAKEN


def test_who_has_written_nothing_for_a_minute_is_forgotten() -> None:
    pace = Pace(5)
    for n in range(100):
        pace.take(f"user {n}", 0.0)
    assert len(pace) == 100
    pace.take("ann", MINUTE)
    assert len(pace) == 1


def test_a_crowd_of_invented_people_takes_no_more_memory_than_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_PEOPLE", 50)
    pace = Pace(1)
    for n in range(1000):
        assert pace.take(f"user {n}", 0.0) is TAKEN
    assert len(pace) == 50
    assert pace.take("user 999", 0.0) == Wait(60, again=False), "the newest are still known"


@pytest.mark.parametrize(("per_minute", "seconds"), [(60, 1), (120, 1), (30, 2), (1, 60)])
def test_the_wait_is_told_in_whole_seconds_and_is_never_longer_than_it_takes(per_minute: int, seconds: int) -> None:
    pace = Pace(per_minute)
    for _ in range(per_minute):
        assert pace.take("ann", 0.0) is TAKEN
    assert pace.take("ann", 0.0) == Wait(seconds, again=False)


def test_who_is_forgotten_starts_anew() -> None:
    pace = Pace(1)
    assert pace.take("ann", 0.0) is TAKEN
    pace.forget("ann")
    pace.forget("nobody")
    assert pace.take("ann", 0.0) is TAKEN and len(pace) == 1
