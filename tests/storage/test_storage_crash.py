"""A process killed at any moment leaves whole turns and nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from storage_crash_child import take_turn

pytestmark = pytest.mark.slow

CHILD = Path(__file__).with_name("storage_crash_child.py")
ROOT = CHILD.parents[2]
TURNS = 15


def start(stores, mode: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(CHILD), stores.url, stores.keys_url, stores.master.to_text(), mode]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def kill(child: subprocess.Popen[str]) -> list[str]:
    """Kill -9 and return the lines the child had still said."""
    child.send_signal(signal.SIGKILL)
    assert child.stdin and child.stdout
    rest = child.stdout.read().split()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    return rest


def turns_kept(stores) -> int:
    """Check that every turn is there as a whole, and count them."""
    with stores.uow() as uow:
        person = uow.people.by_identity("api", "ann")
        if person is None:
            return 0
        turns = len(uow.records.all(person.id, "turn"))
        assert uow.events.count(person.sender) == len(uow.events.load(person.sender)) == 2 * turns
        assert [reply["n"] for _, reply in uow.outbox.unsent(person.id)] == [n // 2 for n in range(2 * turns)]
        assert uow.inbox.pending() == []
    return turns


def test_killed_in_the_middle_of_a_transaction_nothing_of_it_is_left(stores) -> None:
    child = start(stores, "stop-before-commit")
    assert child.stdout and child.stdout.readline() == "stopped\n"
    kill(child)
    for table in ("persons", "identities", "records", "tracker_events", "inbox", "outbox"):
        assert stores.run(f"SELECT count(*) FROM {table}") == [(0,)]
    # The key of the person who was never stored is harmless: the next try makes another.
    assert len(stores.keys.people()) == 1
    with stores.uow() as uow:
        take_turn(uow, 0, stores.clock.now())
        uow.commit()
    assert turns_kept(stores) == 1


def test_killed_at_any_moment_only_whole_turns_are_left_and_none_is_lost(stores) -> None:
    child = start(stores, "run")
    assert child.stdout
    said = [child.stdout.readline() for _ in range(TURNS)]
    said += kill(child)
    # One more may be stored than was said: killed between the commit and the word.
    assert len(said) <= turns_kept(stores) <= len(said) + 1
    if stores.engine.dialect.name == "sqlite":
        assert stores.run("PRAGMA integrity_check") == [("ok",)]
