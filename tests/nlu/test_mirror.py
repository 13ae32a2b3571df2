"""A clause said back in the second person: what changes, what stays, and when there is no mirror."""

import pytest

from bot.nlu.analysis.mirror import mirrored_sentence
from bot.nlu.analysis.spans import Cutter
from bot.nlu.analysis.words import read as words
from tests.nlu.english import cues, english, read


def whole(text: str) -> str | None:
    """The mirror of a whole sentence."""
    message = words(english()(text))
    return mirrored_sentence(message, Cutter(message, cues()))


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("My boss sends me his numbers every Friday", "your boss sends you his numbers every Friday"),
        ("I am the one who rewrites it all", None),
        ("We had our review without the sales director", "you had your review without the sales director"),
        ("I was told about it by my own assistant", None),
    ],
)
def test_persons_change_and_nothing_else(said: str, back: str | None) -> None:
    assert read(said).mirror == back


def test_a_country_and_an_acronym_are_no_persons() -> None:
    assert read("Our US team sends the numbers late").mirror == "your US team sends the numbers late"


@pytest.mark.parametrize(
    "said",
    [
        "I never hold anybody to account",
        "I cannot stand up to him in that meeting",
        "I'm useless at these meetings with the board",
        "We meet and you see what comes of it",
        "The plan",
        "I and my boss disagree about us and the plan",
        "To keep my Sundays free of spreadsheets at last",
        "If my boss agrees then the controller signs it",
    ],
)
def test_hard_words_about_oneself_addresses_and_fragments_are_not_said_back(said: str) -> None:
    assert read(said).mirror is None


@pytest.mark.parametrize(
    ("said", "back"),
    [
        (
            "If he has no time I will go to his deputy on Monday morning",
            "if he has no time you will go to his deputy on Monday morning",
        ),
        ("I will ask the controller to open with the gap", "you will ask the controller to open with the gap"),
        (
            "I'll cut the pack to ten slides before the next review",
            "you'll cut the pack to ten slides before the next review",
        ),
    ],
)
def test_a_whole_sentence_of_what_somebody_will_do_is_said_back(said: str, back: str) -> None:
    assert whole(said) == back


@pytest.mark.parametrize(
    "said",
    [
        "If the plant is late the customer waits for a week",
        "The controller will open with the gap next month",
        "I will ask him what you would do about it",
        "I told him that I will do it next week",
        "I will never ask him for anything again in my life",
        "Will I ask the controller to open with the gap?",
        "I will talk to the",
        "I will go",
        "I will aks the controler to oppen with the gap",
        "I will ask him to come to us and then we decide",
    ],
)
def test_a_sentence_that_is_not_plainly_one_s_own_is_not_said_back(said: str) -> None:
    assert whole(said) is None


@pytest.mark.parametrize("said", ["I say lets take it to the meeting with both options", "I tell him come on Friday"])
def test_what_will_be_said_aloud_is_not_said_back_in_the_second_person(said: str) -> None:
    assert whole(said) is None and read(said).mirror is None


def test_a_long_sentence_is_left_alone() -> None:
    said = "I will ask the controller to open the meeting with the gap and then go through every line of it " * 2
    assert whole(said) is None
