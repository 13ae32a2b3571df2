"""The figures count what happens and hold nothing of anybody."""

import asyncio

import pytest

from bot.metrics import CHANNELS, Metrics
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.ops_ports import ConnectionLost
from bot.services.turns import MOST_LOST
from tests.fakes.engine import FakeEngine, echo, fake_turns, say

CANARY = "zugzwanglark"


def shown(metrics: Metrics) -> str:
    return metrics.text()[0].decode()


def value(metrics: Metrics, name: str) -> float:
    (line,) = (line for line in shown(metrics).splitlines() if line.startswith(f"{name} "))
    return float(line.split()[-1])


async def breaks(desk: Desk, incoming: Incoming) -> Answered:
    raise ValueError(incoming.text)


def test_turns_are_counted_by_channel_and_outcome_and_timed() -> None:
    metrics = Metrics()
    turns = fake_turns(meter=metrics)
    say(turns, "hello", source="1")
    say(turns, "hello again", source="2")
    say(turns, "hello again", source="2")
    assert value(metrics, 'board_turns_total{channel="web",outcome="answered"}') == 2
    assert value(metrics, 'board_turns_total{channel="web",outcome="repeated"}') == 1
    assert value(metrics, 'board_turn_seconds_count{channel="web"}') == 3
    assert value(metrics, 'board_turn_failures_total{channel="web"}') == 0


def test_a_message_that_is_set_aside_counts_three_failures() -> None:
    metrics = Metrics()
    say(fake_turns(FakeEngine(breaks), meter=metrics), "hello")
    assert value(metrics, 'board_turn_failures_total{channel="web"}') == 3
    assert value(metrics, 'board_turns_total{channel="web",outcome="set_aside"}') == 1


def test_no_text_no_id_and_no_name_of_anybody_is_shown() -> None:
    metrics = Metrics()
    for engine in (FakeEngine(), FakeEngine(breaks)):
        turns = fake_turns(engine, meter=metrics)
        asyncio.run(turns.take("web", f"{CANARY}-user", {"text": CANARY}, f"{CANARY}-id"))
    metrics.turn(CANARY, CANARY, 0.1)
    metrics.failed(CANARY)
    metrics.sent(CANARY, CANARY)
    metrics.watch(lambda: {("inbox_waiting", CANARY): 1.0, (CANARY, "web"): 2.0, ("inbox_waiting", "web"): 3.0})
    assert CANARY not in shown(metrics)
    assert value(metrics, 'board_inbox_waiting{channel="web"}') == 3
    assert {line.split('channel="')[1].split('"')[0] for line in shown(metrics).splitlines() if "channel=" in line} <= {
        *CHANNELS,
        "other",
    }


def test_a_database_that_does_not_answer_leaves_its_figures_out_and_the_others_stay() -> None:
    metrics = Metrics()

    def gone() -> dict[tuple[str, str], float]:
        raise OSError(CANARY)

    metrics.watch(gone)
    metrics.ready()
    assert value(metrics, "board_ready") == 1
    assert "board_inbox_waiting" not in shown(metrics)


def test_two_registries_know_nothing_of_each_other() -> None:
    first, second = Metrics(), Metrics()
    first.turn("web", "answered", 0.1)
    assert value(second, 'board_turns_total{channel="web",outcome="answered"}') == 0


@pytest.mark.parametrize(("losses", "outcome"), [(MOST_LOST, "answered"), (MOST_LOST + 3, "set_aside")])
def test_a_lost_connection_is_not_the_messages_fault_unless_it_goes_on(
    losses: int, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [losses]

    async def loses(desk: Desk, incoming: Incoming) -> Answered:
        left[0] -= 1
        if left[0] >= 0:
            raise ConnectionLost
        return await echo(desk, incoming)

    monkeypatch.setattr("bot.services.turns.BACKOFF", (0.0, 0.0))
    metrics = Metrics()
    say(fake_turns(FakeEngine(loses), meter=metrics), "hello")
    assert value(metrics, f'board_turns_total{{channel="web",outcome="{outcome}"}}') == 1
