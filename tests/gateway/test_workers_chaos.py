"""Three workers, killed and cut off: nothing lost, nothing doubled, order kept in every chat.

`python -m benchmarks workers` has the long one, 200 chats with 20 messages each.
"""

import os
import signal

import pytest
import sqlalchemy as sa

from tests.gateway.chaos import CUT, Chaos
from tests.gateway.telegram_child import Clock
from tests.gateway.telegram_phone import waits
from tests.gateway.telegram_stage import Stage

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("stage", ["postgres"], indirect=True)]


def test_killed_workers_and_cut_connections_lose_and_double_nothing_while_the_schema_grows(stage: Stage) -> None:
    people = [stage.telegram.person() for _ in range(12)]
    found = Chaos(stage, kill_every=0.7, cut_every=1.9, grow=True).run(people, 8, limit=80)
    assert found.kills >= 3
    assert found.cuts >= 1
    assert found.copies == 0, "the process that sends was never killed"


def test_a_gateway_that_only_takes_in_answers_nobody_until_there_is_a_worker(stage: Stage) -> None:
    gateway, ann = stage.start(elsewhere=True), stage.telegram.person()
    ann.writes("hello")
    assert stage.telegram.pending(empty_within=5) == []
    assert stage.left() == (1, 0)
    worker = stage.start(worker=True)
    stage.quiet()
    stage.holds(ann, ["hello"])
    stage.stop(worker)
    stage.stop(gateway)


def test_a_worker_told_to_stop_finishes_the_turn_under_way_and_leaves_the_rest(stage: Stage) -> None:
    gateway, ann, bob = stage.start(elsewhere=True), stage.telegram.person(), stage.telegram.person()
    ann.writes("slowly")
    bob.writes("later")
    stage.telegram.pending(empty_within=5)
    worker = stage.start(worker=True)
    waits(10, lambda: stage.telegram.calls("sendChatAction"))
    os.kill(worker, signal.SIGTERM)
    assert stage.end_of(worker) == 0
    ann.waits_for(2)
    assert (stage.heard(ann), stage.heard(bob)) == (["slowly"], [])
    other = stage.start(worker=True)
    stage.quiet()
    assert stage.heard(bob) == ["later"]
    stage.stop(other)
    stage.stop(gateway)


def test_a_slow_turn_of_one_chat_keeps_no_other_chat_waiting_and_its_own_in_order(stage: Stage) -> None:
    gateway = stage.start(elsewhere=True)
    crew = [stage.start(worker=True) for _ in range(2)]
    ann, bob = stage.telegram.person(), stage.telegram.person()
    ann.writes_at_once("slowly", "after")
    bob.writes("hello")
    bob.waits_for(2)
    assert stage.heard(ann) == []
    stage.quiet()
    assert stage.holds(ann, ["slowly", "after"]) == 0
    for pid in (*crew, gateway):
        stage.stop(pid)


def test_a_gateway_whose_connections_are_all_cut_goes_on_alone(stage: Stage) -> None:
    gateway, ann = stage.start(), stage.telegram.person()
    ann.writes("one")
    stage.quiet()
    with stage.engine.connect() as connection:
        connection.execute(CUT)
    ann.writes("two")
    stage.quiet()
    waits(10, lambda: locks(stage))
    assert stage.holds(ann, ["one", "two"]) == 0
    standby = stage.start()
    assert stage.end_of(standby, 1.0) is None, "the lock was taken again, so the second one waits"
    stage.stop(standby)
    stage.stop(gateway)


def test_rows_that_nobody_can_read_keep_nobody_else_waiting_however_many_they_are(stage: Stage) -> None:
    with stage.uow() as uow:
        for n in range(101):  # a worker lists a hundred at a time
            person = uow.people.register("telegram", f"9{n}")
            uow.inbox.receive(person, "telegram", "1", {"text": "lost"}, Clock().now())
        uow.commit()
    with stage.engine.begin() as connection:
        connection.execute(sa.text("UPDATE inbox SET payload = decode('00', 'hex')"))
    gateway, worker, ann = stage.start(elsewhere=True), stage.start(worker=True), stage.telegram.person()
    ann.writes("hello")
    ann.waits_for(2)
    assert stage.heard(ann) == ["hello"]
    stage.stop(worker)
    stage.stop(gateway)


def locks(stage: Stage) -> int:
    """How many advisory locks there are."""
    with stage.engine.connect() as connection:
        count = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        return int(connection.execute(sa.text(count)).scalar())
