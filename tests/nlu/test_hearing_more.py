"""What a message tells besides its matter: why a question is asked, an exception, one's own part."""

import pytest

from bot.nlu.gating import Reading, while_waiting
from bot.nlu.questions import is_question
from tests.nlu.english import read


@pytest.mark.parametrize(
    "text",
    [
        *("why do you ask?", "Why do you want to know that?", "What's that question for?", "why that question"),
        *("Tell me first what the question is good for.", "what has that got to do with anything"),
    ],
)
def test_a_question_about_the_question_is_told_from_an_answer(text: str) -> None:
    assert "asks-why" in read(text).on
    assert while_waiting(Reading(text, {"answer": 0.9}, {}, asks_why=True)) == ("rephrase", 1.0)


@pytest.mark.parametrize("text", ["He asked me why do you ask", "I want to know why sales asks for more"])
def test_what_somebody_else_asked_is_not_asked_of_the_coach(text: str) -> None:
    assert "asks-why" not in read(text).on


@pytest.mark.parametrize(
    "text",
    [
        "Nobody decides, except in March when the owner took the chair.",
        "It only works when the plant manager is there himself",
        "Once, in the spring, it did work and we were done in an hour",
    ],
)
def test_an_exception_is_heard_where_nobody_asked_for_it(text: str) -> None:
    assert "exception" in read(text).on


@pytest.mark.parametrize("text", ["Once a month we meet for two hours", "I would like an exceptional result"])
def test_once_a_month_is_no_exception(text: str) -> None:
    assert "exception" not in read(text).on


@pytest.mark.parametrize(
    "text",
    ["Nobody checks them afterwards. Me neither, by the way.", "I am the one who keeps it comfortable", "I kept quiet"],
)
def test_one_s_own_part_is_heard(text: str) -> None:
    assert "owns-up" in read(text).on


def test_what_is_only_supposed_is_not_done() -> None:
    assert "own-act" not in read("If I bring one page they may think less of it").on
    assert "own-act" in read("I bring eighty pages to it").on


def test_nobody_speaks_in_another_s_person() -> None:
    assert "your problem" not in (read("Supply says three lines are down, sales says not my problem").mirror or "")


def test_a_figure_keeps_its_sign_at_the_end_of_a_quotation() -> None:
    assert any(quote.endswith("52%") for quote in read("The forecast accuracy of our plants is now 52%.").quotes)


def test_a_known_picture_is_heard_to_its_end() -> None:
    assert read("Honestly it's a graveyard shift with slides.").metaphor == "a graveyard shift with slides"


def test_whoever_is_spoken_to_in_a_wish_is_nobody_told_of() -> None:
    assert "Rafael" not in [who.text for who in read("I would like to hear: Rafael, go home now.").people]


def test_a_sentence_that_begins_with_when_need_not_ask() -> None:
    assert not is_question("When sales calls me on Monday to ask what I think before the meeting.")
    assert is_question("When does the demand review take place")


def test_a_day_ahead_is_heard_beside_a_verb_that_could_be_past() -> None:
    assert read("I go to his office on Monday before the pack and put three cards on his table.").dates
    assert not read("On Monday he told me that it was over").dates
