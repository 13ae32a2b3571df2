"""Kill -9 in the middle of being forgotten, at every named point: after a restart it is done, and to nobody else."""

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

BEFORE = ("after_inbox_commit", "before_dialogue", "after_dialogue", "before_erasure")
AFTER = ("after_key_destroyed", "after_rows_deleted", "after_erasure")
YES = {"text": "yes", "id": "the message that confirms"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked(job, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with the databases of somebody who was asked whether to be forgotten, and of somebody else."""
    var = tmp_path_factory.mktemp("asked")
    return var, job(var, "ask_to_be_forgotten", "look_for")["found"][1]


@pytest.fixture
def var(asked: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(asked[0], tmp_path / "var"))


def gone(before: dict[str, Any]) -> dict[str, Any]:
    """What is found once Ann is erased."""
    return {"bob": before["bob"], "ann": None, "pending": 0, "keys": 1, "erased": 1}


def kill(job, var: Path, point: str, what: str = "take") -> None:
    ended = job(var, what, fault=f"{point}:1", **YES)
    assert (ended["signal"], ended["found"]) == (signal.SIGKILL, None)


def test_undisturbed_everything_of_one_person_goes(job, var: Path, asked) -> None:
    assert asked[1]["ann"] > 1 and asked[1]["keys"] == 2
    answer, left = job(var, "take", "look_for", **YES)["found"]
    assert (answer["step"], left) == ("onboarding.consent", gone(asked[1]))


@pytest.mark.parametrize("point", BEFORE)
def test_killed_before_the_key_is_destroyed_the_message_is_taken_again_and_told(job, var, asked, point: str) -> None:
    kill(job, var, point)
    told, left = job(var, "recover", "look_for")["found"]
    assert [turn["step"] for turn in told] == ["onboarding.consent"]
    assert left == gone(asked[1])


@pytest.mark.parametrize("point", AFTER)
def test_killed_after_the_key_is_destroyed_the_next_start_finishes(job, var, asked, point: str) -> None:
    kill(job, var, point)
    told, left = job(var, "recover", "look_for")["found"]
    assert (told, left) == ([], gone(asked[1]))


@pytest.mark.parametrize("point", ["before_erasure", "after_key_destroyed"])
def test_killed_again_while_it_recovers_it_still_ends(job, var, asked, point: str) -> None:
    kill(job, var, "before_dialogue")
    kill(job, var, point, "recover")
    assert job(var, "recover", "look_for")["found"][1] == gone(asked[1])
