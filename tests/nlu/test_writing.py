"""Where a person writes for themselves: what is text, what is a control word, what is a question to the mentor."""

import pytest

from bot.nlu.gating import Reading
from bot.nlu.known import normalised
from bot.nlu.writing import in_writing, noted

PHRASES = {"stop": "stop", "help": "help", "skip this": "skip", "my promises": "commitments", "yes": "affirm"}
ASKED = {"ask_mentor": 0.9, "answer": 0.05}
TOLD = {"answer": 0.9, "ask_mentor": 0.05}


def understood(text: str, ranking: dict[str, float] = TOLD, near: dict[str, float] | None = None) -> str:
    return in_writing(Reading(text, ranking, PHRASES, near=near or {}))[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("stop", "stop"),
        ("Help!", "help"),
        ("stpo", "stop"),
        ("skip this please", "skip"),
        ("my promises", "commitments"),
    ],
)
def test_nothing_but_a_control_word_acts_as_one(text: str, intent: str) -> None:
    assert normalised(text)
    assert understood(text) == intent


@pytest.mark.parametrize("ranking", [TOLD, ASKED, {"stop": 0.9, "answer": 0.01}, {"help": 0.9, "answer": 0.01}])
@pytest.mark.parametrize(
    "text",
    [
        "I should stop this",
        "nobody could help",
        "Why did I not ask?",
        "What is he afraid of?",
        "What did I take for granted?",
        "How do I get them to listen?",
        "yes",
        "done",
    ],
)
def test_everything_else_is_text_whatever_the_classifier_thinks(text: str, ranking: dict[str, float]) -> None:
    assert understood(text, ranking) == "answer"


@pytest.mark.parametrize("text", ["mentor, how do others do it?", "ask the mentor about forecast bias"])
def test_what_is_said_to_the_mentor_is_a_question(text: str) -> None:
    assert understood(text, TOLD) == "ask_mentor"


def test_what_anybody_might_ask_is_a_question_where_it_is_clearly_one() -> None:
    assert understood("What is a consensus forecast?", ASKED) == "ask_mentor"
    assert understood("What is a consensus forecast?", TOLD) == "answer"


def test_a_question_about_privacy_is_answered() -> None:
    near = {"privacy_info": 0.9, "answer": 0.1}
    assert understood("what do you keep about me?", {"answer": 0.2}, near) == "privacy_info"


@pytest.mark.parametrize("waiting", [None, "grow_reality", "rehearse_objection", "reflect_list"])
def test_a_note_to_self_is_known_everywhere(waiting: str | None) -> None:
    assert noted("Note to self: speak slowly", waiting) == "note"
    assert noted("note to self", waiting) == "reflect"
    assert noted("I sent him a note", waiting) is None


def test_in_a_reflection_a_note_to_self_is_part_of_the_text() -> None:
    assert noted("note to self: speak slowly", "reflect_capture") is None
