"""An objection told in the third person is said aloud in the first; where somebody else may be meant it is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rehearsal import report
from bot.domain.rehearsal.choosing import own_objection, whom
from bot.domain.rehearsal.own_words import in_own_words
from tests.fakes.rehearsal import playbook


@pytest.mark.parametrize(
    ("told", "aloud"),
    [
        ("it is one more meeting and he has no time", "it is one more meeting and I have no time"),
        ("he's lost three customers over it", "I've lost three customers over it"),
        ("he's busy and doesn't see what's in it for him", "I'm busy and don't see what's in it for me"),
        ("he tries, but he wishes I had asked earlier", "I try, but I wish you had asked earlier"),
        ("he'll do it when I'm back", "I'll do it when you're back"),
        ("he never gets the number before day 5", "I never get the number before day 5"),
        (
            "I am naive and my forecast is worth nothing to him",
            "you are naive and your forecast is worth nothing to me",
        ),
        ("S&OP is always late because sales changes it", "S&OP is always late because sales changes it"),
    ],
)
def test_what_he_says_is_said_aloud_as_he_would_say_it(told: str, aloud: str) -> None:
    assert in_own_words(told, "he") == aloud


def test_she_and_they_speak_for_themselves_too() -> None:
    assert in_own_words("she can't plan without her numbers", "she") == "I can't plan without my numbers"
    assert (
        in_own_words("they don't trust it and their bonus is on volume", "they")
        == "we don't trust it and our bonus is on volume"
    )


@pytest.mark.parametrize(
    "told",
    [
        "Tom promised it and he never delivered",
        "the board told Anna that he has no time",
        "she told him that he has no time",
    ],
)
def test_where_somebody_else_may_be_meant_every_word_stays(told: str) -> None:
    assert in_own_words(told, "he") == told


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("he will say S&OP is one more meeting and he has no time", "S&OP is one more meeting and I have no time"),
        ("she says: “I have no time for him”", "I have no time for him"),
        ("they always say that they have no people", "We have no people"),
    ],
)
def test_an_objection_typed_as_reported_is_raised_in_role(typed: str, line: str) -> None:
    assert own_objection(typed, playbook()) == line


def test_whom_and_what_they_say_in_one_sentence() -> None:
    named = whom("the CFO says the stock is too high and he will cut it himself", playbook())
    assert (named.stakeholder, named.objection) == ("finance", "The stock is too high and I will cut it myself")


@given(st.text(max_size=200), st.sampled_from(["he", "she", "they"]))
def test_any_text_keeps_what_stands_between_its_words(text: str, pronoun: str) -> None:
    turned = in_own_words(text, pronoun)
    assert [c for c in turned if not c.isalpha() and c not in "'’"] == [
        c for c in text if not c.isalpha() and c not in "'’"
    ]


@pytest.mark.parametrize(
    ("typed", "voice"),
    [("my CFO", "The CFO"), ("Anna, the CFO", "Anna (the finance director)"), ("finance", "The finance director")],
)
def test_who_objects_is_called_as_the_leader_calls_them(typed: str, voice: str) -> None:
    named = whom(typed, playbook())
    assert report.voice(playbook(), named.stakeholder, named.name) == voice
