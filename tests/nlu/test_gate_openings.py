"""In the middle of a step, words about teams and contexts are answers; only a short, known phrase opens a dialogue."""

import pytest

from bot.nlu.gating import Reading, while_waiting

PHRASES = {"team session": "team", "plan a session with my team": "team", "start with the context": "context"}


def decided(text: str, intent: str) -> str:
    """What the gate makes of a text that the classifier is sure about."""
    ranking = {intent: 0.95, "answer": 0.01}
    return while_waiting(Reading(text, ranking, PHRASES, {}, False, {intent: 0.9, "answer": 0.2}))[0]


@pytest.mark.parametrize(("text", "intent"), [("team session", "team"), ("start with the context", "context")])
def test_a_short_phrase_known_by_heart_opens_the_dialogue(text: str, intent: str) -> None:
    assert decided(text, intent) == intent


@pytest.mark.parametrize(
    "text", ["plan a session with my team", "an offsite for the planners", "design it with my team"]
)
def test_an_answer_that_speaks_of_a_team_is_an_answer_however_sure_the_classifier_is(text: str) -> None:
    assert decided(text, "team") == "answer"


@pytest.mark.parametrize(
    ("text", "intent"), [("Dear Ann,", "answer"), ("Hello Tom,", "answer"), ("good day!", "greet")]
)
def test_the_first_line_of_a_letter_is_no_greeting_to_us(text: str, intent: str) -> None:
    ranking, near = {"greet": 0.95, "answer": 0.01}, {"greet": 0.9, "answer": 0.2}
    assert while_waiting(Reading(text, ranking, PHRASES, {}, False, near))[0] == intent


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("wat is a demand review again", True),
        ("different from what?", False),
        ("How do I tell my team that I cut their page?", False),
        ("How do I run a demand review?", True),
    ],
)
def test_a_question_thrown_back_or_for_words_is_none_to_the_mentor_and_a_slip_is(text: str, asked: bool) -> None:
    ranking = {"ask_mentor": 0.6, "answer": 0.005}
    near = {"ask_mentor": 0.7, "answer": 0.3}
    assert (while_waiting(Reading(text, ranking, PHRASES, {}, False, near))[0] == "ask_mentor") is asked
