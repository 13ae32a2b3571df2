"""In the awareness check a question is a guess, unless it is put to the mentor; control words still act."""

import pytest

from bot.nlu.gating import Reading, asks_mentor
from bot.nlu.guessing import in_guessing

SURE = {"ask_mentor": 0.7, "answer": 0.005}


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


@pytest.mark.parametrize(
    "text", ["mentor, what is a time fence?", "ask the mentor about the freeze", "mentor what is a freeze"]
)
def test_who_speaks_to_the_mentor_is_sent_there_however_the_question_is_read(text: str) -> None:
    assert asks_mentor(Reading(text, {"ask_mentor": 0.3, "answer": 0.5}, {}))


@pytest.mark.parametrize("text", ["my mentor told me to wait", "the mentor scheme we had was useless"])
def test_who_tells_of_a_mentor_asks_nothing(text: str) -> None:
    assert not asks_mentor(Reading(text, {"ask_mentor": 0.3, "answer": 0.5}, {}))


def test_a_question_after_the_mentor_spoke_goes_on_with_the_topic() -> None:
    assert in_guessing(reading("why?", mentor_spoke=True, topics={"followup": "why"}))[0] == "ask_mentor"


@pytest.mark.parametrize(("text", "intent"), [("skip", "skip"), ("5 minutes", "short_time")])
def test_control_words_act(text: str, intent: str) -> None:
    assert in_guessing(reading(text))[0] == intent
