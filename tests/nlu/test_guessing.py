"""In the awareness check a question is a guess, unless it is put to the mentor; control words still act."""

import pytest

from bot.nlu.gating import Reading
from bot.nlu.guessing import in_guessing

SURE = {"ask_mentor": 0.7, "answer": 0.1}


def reading(text: str, **more: object) -> Reading:
    return Reading(text, {**SURE}, {"skip": "skip", "5 minutes": "short_time"}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["is it the overtime?", "more stock and less cash?", "what about their bonus, maybe?"])
def test_a_guess_with_a_question_mark_is_an_answer(text: str) -> None:
    assert in_guessing(reading(text))[0] == "answer"


@pytest.mark.parametrize(
    "text", ["mentor, what is a time fence?", "what is a consensus forecast?", "ask the mentor about the freeze"]
)
def test_what_is_put_to_the_mentor_reaches_the_mentor(text: str) -> None:
    assert in_guessing(reading(text))[0] == "ask_mentor"


def test_a_question_after_the_mentor_spoke_goes_on_with_the_topic() -> None:
    assert in_guessing(reading("why?", mentor_spoke=True, topics={"followup": "why"}))[0] == "ask_mentor"


@pytest.mark.parametrize(("text", "intent"), [("skip", "skip"), ("5 minutes", "short_time")])
def test_control_words_act(text: str, intent: str) -> None:
    assert in_guessing(reading(text))[0] == intent
