"""Whose words and whose feelings they are: the writer's own, somebody else's, or said to the coach."""

import pytest

from bot.domain.coaching.signals import Signals
from tests.nlu.english import read


def people(signals: Signals) -> list[str]:
    return [mention.text for mention in signals.people]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I am the CFO and I sign both numbers", []),
        ("As S&OP manager I report to the CEO", ["the CEO"]),
        ("I was told so by the CFO", ["the CFO"]),
        ("We planned a promotion with Rewe", []),
    ],
)
def test_who_the_writer_is_and_a_customer_are_no_people_to_ask_about(text: str, named: list[str]) -> None:
    assert people(read(text)) == named


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("In that meeting my voice was shaking", "my voice was shaking"),
        ("My planners would hate me for a month", None),
        ("They are afraid of the new file", None),
        ("I am afraid the meeting will fail", "afraid"),
        ("It scares me every month", "scares"),
        ("We shook hands on it over a beer", None),
    ],
)
def test_only_what_the_writer_feels_is_a_feeling(text: str, feeling: str | None) -> None:
    assert read(text).feeling == feeling


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What would you do?", True),
        ("I would prefer to hear your view.", True),
        ("What do I do? I do it, I always do it", False),
        ("I said, Ben, what do you think of the mix?", False),
        ("He never sends it. So why should he come", False),
    ],
)
def test_a_question_to_others_or_said_over_is_not_put_to_the_coach(text: str, asks: bool) -> None:
    assert ("asks-advice" in read(text).on) is asks


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("The board, in the end. Is there anybody else who reads what I write here?", "asks-privacy"),
        ("Will my boss see this?", "asks-privacy"),
        ("You are not listening. I am the CFO", "corrects-coach"),
        ("Nothing, that was my question to you", "corrects-coach"),
        ("I doubt that a machine can help, but please", "doubts-coach"),
    ],
)
def test_a_word_to_the_coach_is_heard_as_one(text: str, signal: str) -> None:
    assert signal in read(text).on


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("The meeting has become a sort of village fête where everybody comes", "village fête where everybody comes"),
        ("It's a bit of a beauty contest, to be honest", "a beauty contest"),
    ],
)
def test_a_softened_likeness_is_a_picture_too(text: str, picture: str) -> None:
    assert read(text).metaphor == picture


@pytest.mark.parametrize(
    ("text", "best"),
    [
        (
            "The oven was in bits on the floor. I've never once been asked can you do it, I've only ever been told",
            "I've never once been asked can you do it",
        ),
        (
            "He gives it to a boy and it was on the local news. My boss never reads the pack",
            "My boss never reads the pack",
        ),
    ],
)
def test_what_stands_on_its_own_feet_and_weighs_most_is_quoted_first(text: str, best: str) -> None:
    assert read(text).quotes[0] == best


@pytest.mark.parametrize(
    "text",
    [
        "The German manager said in the meeting: understood",
        "My uncle died in the spring of that year",
        "Rewe is a supermarket",
    ],
)
def test_what_is_cut_explains_a_word_or_hurts_is_not_quoted(text: str) -> None:
    assert read(f"{text}. Then it went on").quotes[:1] in ((), ("Then it went on",))


def test_the_coach_s_question_said_over_is_not_parked() -> None:
    assert read("What I'd want? A plan that knows where south is").parked == ()


def test_a_title_ends_no_sentence_and_belongs_to_the_name() -> None:
    signals = read("I would say to Mr. Kapoor that an intern cannot commit our stock")
    assert people(signals) == ["Mr Kapoor"]
    assert not any(quote.endswith("Mr") or quote.startswith("Kapoor") for quote in signals.quotes)


def test_a_figure_is_not_cut_at_its_comma_and_an_aside_after_one_is_found() -> None:
    signals = read(
        "He sold 40,000 harnesses that we cannot build. It was on slide 61. Why Anna never asked, I leave aside"
    )
    assert not any(quote.startswith("000") for quote in signals.quotes)
    assert signals.parked == ("Why Anna never asked",)
