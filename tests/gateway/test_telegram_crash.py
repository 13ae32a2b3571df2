"""Kill -9 of the Telegram gateway, at every named point of every message and at random: nothing lost, nothing doubled.

The dialogue engine is scripted (two replies to each message, numbered), so that hundreds of kills fit a test run; that
the real engine's turns are as whole is shown in tests/crash. The fake Telegram's log is the witness.
"""

import random
import time

import pytest

from tests.gateway.telegram_stage import Stage

pytestmark = pytest.mark.slow
POINTS = (
    "after_inbox_commit",
    "before_dialogue",
    "before_commit",
    "after_commit",
    "after_mark_sending",
    "after_api_accept",
)
MESSAGES = [f"message {n}" for n in range(1, 4)]
#: Random kills in `make test`; `python -m benchmarks telegram` has 500.
KILLS = 24


def passes(point: str) -> range:
    """How often a point is passed: once a message, or once a reply."""
    return range(1, len(MESSAGES) * (2 if point in ("after_mark_sending", "after_api_accept") else 1) + 1)


@pytest.mark.parametrize("stage", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_every_message_is_answered_once(point: str, stage: Stage) -> None:
    for n in passes(point):
        ann = stage.telegram.person()
        ann.writes_at_once(*MESSAGES)
        stage.kills = 1
        assert stage.end_of(stage.start(fault=f"{point}:{n}")) == -9, f"{point} was not passed {n} times"
        process = stage.start()
        stage.quiet()
        stage.holds(ann, MESSAGES)
        stage.stop(process)


@pytest.mark.parametrize("stage", ["sqlite", "postgres"], indirect=True)
def test_killed_at_random_every_message_is_answered_in_order(stage: Stage) -> None:
    shots = random.Random(20261122)
    people = [stage.telegram.person() for _ in range(3)]
    said: list[list[str]] = [[] for _ in people]
    for kill in range(KILLS // 2):
        process = stage.start()
        for n, person in enumerate(people):
            said[n].append(f"word {kill}")
            person.writes(said[n][-1])
        time.sleep(shots.uniform(0.3, 1.6))
        stage.kill(process)
    process = stage.start()
    stage.quiet(60)
    copies = sum(stage.holds(person, texts) for person, texts in zip(people, said, strict=True))
    # Three people are written to side by side, so one kill may meet a message of each.
    assert copies <= stage.kills * len(people)
    stage.stop(process)
