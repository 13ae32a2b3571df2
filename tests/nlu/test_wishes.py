"""A wish put as a question is an answer where one is awaited; a question stays one, and so does a word to the coach."""

import pytest

from bot.nlu.gating import Reading, while_waiting
from bot.nlu.questions import is_question
from bot.nlu.wishes import is_plain_wish, is_wish

WISHES = [
    "can we cut the list of people who are invited, that would help",
    "could somebody own this number at last",
    "can we have the CFO in the room for once?",
    "can the director just turn up? that would change everything",
    "can't we simply leave the plan alone for a fortnight",
    "could I stop chasing all of them, that is what I want",
    "can we get a single plan by April, please",
    "why can't they all use the same file",
    "could we see the money on one page, which would be something",
    "would it be possible that marketing comes prepared, that would be a goal",
    "can we drop the pre-meeting? I'd love that",
    "if only we could agree on one number, that would be enough",
    "how about a meeting where things are decided",
    "what about asking the treasurer?",
    "can sales just send it on time",
    "can we agree that whoever owns the budget owns the forecast",
    "what if we could close the plan by day 12, that would calm everybody",
    "shouldn't we simply decide with those who are there",
    "can they commit, just once",
    "couldn't we have the figures two days earlier. that would already help a lot",
]
QUESTIONS = [
    "what is a phase-in?",
    "can you tell me how others measure bias, that would help",
    "could you please explain the frozen horizon",
    "can I have an example of an agenda, that would help",
    "can we get some tips for the demand review, that would be great",
    "can we run S&OP without a finance person?",
    "what is a figure that would help us",
    "should we meet monthly or weekly, that would be good to know",
    "can we skip the supply review, that would leave us without a capacity check?",
    "how do I get sales to commit, that would help me",
    "is it normal that nobody comes, would that be different elsewhere?",
    "can we just use last year's sales as the forecast?",
    "what about safety stock?",
    "what about planning horizons?",
    "why can't sales see the constraint",
    "what would help against delegates",
    "should the MD chair the meeting or would that be wrong",
]


def decided(text: str, intent: str = "ask_mentor") -> str:
    """What the gate makes of a text that the classifier takes for `intent`, and the mentor has an answer to."""
    ranking, near = {intent: 0.95, "answer": 0.02}, {intent: 0.9, "answer": 0.3}
    return while_waiting(Reading(text, ranking, {}, {"decision": "answer"}, False, near))[0]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_an_answer_even_where_the_mentor_has_something_to_say(text: str) -> None:
    assert is_wish(text)
    assert decided(text) == "answer"


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_to_the_mentor_stays_one(text: str) -> None:
    assert not is_wish(text)
    assert decided(text) == "ask_mentor"


@pytest.mark.parametrize("text", ["would be good if they stopped planning twice", "could be the calendar", "will try"])
def test_a_sentence_that_leaves_out_who_is_no_question(text: str) -> None:
    assert not is_question(text)
    assert decided(text) == "answer"


def test_what_is_said_to_help_is_no_control_word_but_a_wish_about_the_talk_is() -> None:
    assert decided("could we end on time, that would help", "stop") == "answer"
    for text in ("can we stop here, that would be great", "can we end this, that would help"):
        assert not is_plain_wish(text)
        assert decided(text, "stop") == "stop"


@pytest.mark.parametrize("shape", ["can we just, that would help ", "could ", ", would help", "and ", "can we "])
def test_sixteen_thousand_characters_of_any_shape_are_read(shape: str) -> None:
    text = (shape * 16_000)[:16_000]
    assert is_wish(text) in (True, False) and is_wish("can we " + text + "?") in (True, False)


@pytest.mark.parametrize(("asked", "told", "intent"), [(0.97, 0.001, "ask_mentor"), (0.94, 0.05, "answer")])
def test_a_question_that_might_be_told_as_well_is_an_answer(asked: float, told: float, intent: str) -> None:
    text = "is it normal that the plant hears of a promotion from a driver"
    ranking, near = {"ask_mentor": asked, "answer": told}, {"ask_mentor": 0.42, "answer": 0.48}
    assert while_waiting(Reading(text, ranking, {}, {"decision": "offer"}, False, near))[0] == intent
