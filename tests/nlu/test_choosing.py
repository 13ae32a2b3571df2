"""Where ways are offered nearly everything is a choice; in a message, what it asks is part of it."""

import pytest

from bot.nlu.choosing import in_choosing, in_wording
from bot.nlu.gating import Reading

PHRASES = {"stop": "stop", "skip": "skip", "delete": "forget_me", "delete my data": "forget_me", "help": "help"}
SURE = {
    "stop": {"stop": 0.9, "answer": 0.02},
    "dont_know": {"dont_know": 0.9, "answer": 0.02},
    "rephrase": {"rephrase": 0.9, "answer": 0.02},
    "ask_mentor": {"ask_mentor": 0.9, "answer": 0.02},
    "answer": {"answer": 0.9},
}


def chosen(text: str, taken_for: str = "answer") -> str:
    return in_choosing(Reading(text, SURE[taken_for], PHRASES))[0]


def worded(text: str, taken_for: str = "answer") -> str:
    return in_wording(Reading(text, SURE[taken_for], PHRASES))[0]


@pytest.mark.parametrize("text", ["close it today", "keep it", "who is hurt by it", "an hour to myself", "delete"])
@pytest.mark.parametrize("taken_for", ["stop", "ask_mentor", "answer"])
def test_a_way_is_a_way_whatever_it_sounds_like(text: str, taken_for: str) -> None:
    assert chosen(text, taken_for) == "answer"


def test_control_words_still_control() -> None:
    assert chosen("skip") == "skip" and chosen("help") == "help" and chosen("stop") == "stop"
    assert chosen("let us stop here for today", "stop") == "stop"
    assert chosen("no idea really", "dont_know") == "dont_know"
    assert chosen("what is that", "rephrase") == "rephrase"


def test_erasing_everything_is_asked_for_by_name_only() -> None:
    assert chosen("delete my data") == "forget_me" and chosen("delete") == "answer"


def test_a_general_question_is_for_the_mentor() -> None:
    assert chosen("what is a consensus forecast?", "ask_mentor") == "ask_mentor"
    assert chosen("mentor, is this MBTI?") == "ask_mentor"


@pytest.mark.parametrize("text", ["Could you take the chair from March?", "Will you stop the second plan?"])
def test_a_question_in_a_message_is_part_of_it(text: str) -> None:
    assert worded(text, "ask_mentor") == "answer"


def test_in_a_message_other_words_can_be_asked_for() -> None:
    assert worded("what do you mean?", "rephrase") == "rephrase"
    assert worded("What do you mean to do about the stock that I told you of?", "rephrase") == "answer"
    assert worded("what is a consensus forecast?", "ask_mentor") == "ask_mentor"
    assert worded("stop") == "stop"
