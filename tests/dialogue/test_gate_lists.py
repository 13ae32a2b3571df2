"""The acceptance list of the answer gate, through the whole trained pipeline."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.services.routes import decision_of
from tests.conversations.stage import Stage

LISTS = yaml.safe_load((Path(__file__).parents[1] / "content" / "gate_lists.yml").read_text(encoding="utf-8"))
#: The intents by which a decision of the list shows. "captured" is the intent `answer` alone.
INTENTS = {
    "stop": {"stop", "goodbye"},
    "skip": {"skip"},
    "back": {"go_back"},
    "dont_know": {"dont_know"},
    "help": {"help"},
    "rephrase": {"rephrase"},
    "start_over": {"start_over"},
    "short_time": {"short_time"},
    "mentor": {"ask_mentor"},
    "privacy.info": {"privacy_info", "privacy_shared"},
}

pytestmark = pytest.mark.slow


def understood(row: dict[str, str]) -> dict[str, Any]:
    stage = Stage.shared()
    return stage.loop.run_until_complete(stage.turns.engine.understand(row["text"], row["step"]))


def test_the_lists_are_long_enough_and_cover_every_step() -> None:
    assert len(LISTS["answers"]) >= 40
    assert len(LISTS["controls"]) >= 20
    steps = {"grow.goal", "grow.reality", "grow.options", "grow.will", "grow.review", "grow.summary"}
    assert {row["step"] for row in LISTS["answers"]} == steps
    assert {row["decision"] for row in LISTS["controls"]} == set(INTENTS)


@pytest.mark.parametrize("row", LISTS["answers"], ids=lambda row: row["text"])
def test_an_answer_is_taken_as_one(row: dict[str, str]) -> None:
    parsed = understood(row)
    assert parsed["intent"]["name"] == "answer"
    assert decision_of(parsed) == "captured"


@pytest.mark.parametrize("row", LISTS["controls"], ids=lambda row: row["text"])
def test_a_control_word_or_question_is_not_taken_as_an_answer(row: dict[str, str]) -> None:
    assert understood(row)["intent"]["name"] in INTENTS[row["decision"]]
