"""Kill -9 in the middle of a turn, at every named point, and start again: nothing half, nothing lost, nothing doubled.

The turn is the one that confirms the summary: it stores a promise, closes the conversation and says so.
"""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.stage import ANSWERS

POINTS = ("after_inbox_commit", "before_dialogue", "after_dialogue", "before_commit", "after_commit")
MESSAGE = {"text": "yes", "id": "the message that confirms"}

pytestmark = pytest.mark.slow
Job = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def conversation(job: Job, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with the databases of a conversation whose summary waits to be confirmed, and what is in them."""
    var = tmp_path_factory.mktemp("conversation")
    return var, job(var, "prepare", "look")["found"][1]


@pytest.fixture
def var(conversation: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(conversation[0], tmp_path / "var"))


@pytest.fixture(scope="module")
def undisturbed(job, conversation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is found when the turn runs through: its answer and what it leaves behind."""
    var = Path(shutil.copytree(conversation[0], tmp_path_factory.mktemp("undisturbed") / "var"))
    answer, left = job(var, "take", "look", **MESSAGE)["found"]
    return {"answer": answer, "left": left}


def kill(job: Job, var: Path, point: str, what: str = "take") -> None:
    """Take the message, or recover it, in a process that is killed at a point."""
    ended = job(var, what, fault=f"{point}:1", **MESSAGE)
    assert (ended["signal"], ended["found"]) == (signal.SIGKILL, None)


def test_the_turn_under_test_stores_a_promise_and_closes_the_conversation(undisturbed: dict[str, Any]) -> None:
    assert undisturbed["answer"]["step"] == "menu"
    assert undisturbed["left"]["promises"] == [ANSWERS["action"]]
    assert undisturbed["left"]["sessions"] == ["closed"]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_the_turn_happens_once_and_wholly(point, job, var, conversation, undisturbed) -> None:
    committed = point == "after_commit"
    kill(job, var, point)
    steps = ("look", "recover", "take", "look", "recover")
    killed, recovered, again, left, nothing = job(var, *steps, **MESSAGE)["found"]
    # Before the commit, nothing of the turn may be there but the message itself.
    assert killed == (undisturbed["left"] if committed else {**conversation[1], "pending": 1})
    assert recovered == ([] if committed else [again]), "the same id returns the very answer, buttons included"
    assert (again["texts"], again["step"]) == (undisturbed["answer"]["texts"], "menu")
    assert left == undisturbed["left"]
    assert nothing == []


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_killed_again_while_it_recovers_the_turn_still_happens_once(point, job, var, undisturbed) -> None:
    kill(job, var, "before_dialogue")
    kill(job, var, point, "recover")
    _, again, left = job(var, "recover", "take", "look", **MESSAGE)["found"]
    assert again["texts"] == undisturbed["answer"]["texts"]
    assert left == undisturbed["left"]


def test_the_client_may_send_again_before_anything_was_recovered(job, var, undisturbed) -> None:
    kill(job, var, "before_commit")
    again, nothing, left = job(var, "take", "recover", "look", **MESSAGE)["found"]
    assert (again["texts"], nothing, left) == (undisturbed["answer"]["texts"], [], undisturbed["left"])


def test_after_a_crash_the_conversation_goes_on(job, var) -> None:
    kill(job, var, "after_dialogue")
    (_, answer) = job(var, "recover", "take", text="coach", id="the next message")["found"]
    assert answer["step"] == "grow.review", "the promise is there to be looked at"
