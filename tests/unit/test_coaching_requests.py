"""What a message asks of the coach itself is told from an answer that only sounds like it, in linear time."""

import time

import pytest

from bot.domain.coaching.preamble import to_the_point
from bot.domain.coaching.requests import asks_for_a_language, strikes, without_language
from bot.domain.coaching.whom import is_heavy


@pytest.mark.parametrize(
    "said",
    [
        "forget that. dont keep it",
        "Please don't write that down",
        "strike that",
        "sorry, ignore what I just said",
        "that is off the record",
        "I take that back",
    ],
)
def test_a_wish_that_something_be_struck_is_known(said: str) -> None:
    assert strikes(said)


@pytest.mark.parametrize(
    "said",
    [
        "forget it, he will never change",
        "forget the old process and start with one family",
        "keep it private",
        "delete the second meeting",
        "scratch that, I would call him first",
        "off the record, sales and finance do not speak",
    ],
)
def test_an_answer_with_such_words_in_it_is_an_answer(said: str) -> None:
    assert not strikes(said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("can you answer me in spanish please", ""),
        ("Can we talk in my own language? Or could we do this in German?", ""),
        ("auf deutsch bitte", ""),
        ("hablas español?", ""),
        ("when the file is full on day 5. can you answer in spanish please", "when the file is full on day 5."),
        ("they speak German at HQ", "they speak German at HQ"),
        ("I answer them in German", "I answer them in German"),
        ("do the Polish team speak up?", "do the Polish team speak up?"),
    ],
)
def test_a_wish_for_another_language_is_no_part_of_an_answer(said: str, rest: str) -> None:
    assert without_language(said) == rest
    assert asks_for_a_language(said) == (said != rest)


@pytest.mark.parametrize("shape", ["forget that. ", "can we speak ", "please ", "in german ", "a", ". ", "what i "])
def test_a_long_message_costs_little(shape: str) -> None:
    text = shape * (16_000 // len(shape))
    begin = time.process_time()
    strikes(text), asks_for_a_language(text), without_language(text)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    ("said", "heavy"),
    [
        ("My CFO shouts at me in front of everyone", True),
        ("honestly im scared of him", True),
        ("he humiliated me in the review", True),
        ("I am scared of the new tool", False),
        ("the customers shout at the hotline", False),
    ],
)
def test_being_shouted_at_or_afraid_of_somebody_is_not_passed_over(said: str, heavy: bool) -> None:
    assert is_heavy(said) == heavy


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("yes or no to one hour on Monday", "yes or no to one hour on Monday"),
        ("yes, one hour on Monday", "one hour on Monday"),
    ],
)
def test_yes_or_no_is_no_yes_before_an_answer(said: str, kept: str) -> None:
    assert to_the_point(said) == kept
