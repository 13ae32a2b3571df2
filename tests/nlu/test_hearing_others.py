"""What others say, feel and do is theirs, and what is cut out of an answer is a whole clause of its own."""

import pytest

from bot.nlu.analysis.asked import misheard
from bot.nlu.analysis.speech import spoken, with_plain_marks
from tests.nlu.english import read


def test_words_between_single_marks_are_somebodys_and_a_name_for_a_thing_is_not() -> None:
    assert with_plain_marks("He said 'leave it with me' and left") == "He said “leave it with me” and left"
    assert with_plain_marks("They call it 'the Huddle' here") == "They call it 'the Huddle' here"
    assert with_plain_marks("the planners' mails and my boss's don'ts") == "the planners' mails and my boss's don'ts"


def test_a_mark_without_its_other_opens_nothing() -> None:
    assert spoken('a 24" screen and nothing else') == []
    assert spoken('he said "no" to me') == [(8, 11)]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("He says 'my machines come first' and by Sunday there is a mail from him.", "my machines come first"),
        ("Sales write to us: Pavel is a dinosaur. I forward it.", "Pavel is a dinosaur"),
        ("I said once, in front of everybody, 'let us meet on Friday', and nobody answered me.", "I said once"),
        ("The overrides cost us six points. Every single month since I started.", "Every single month since I started"),
        (
            "We carry 1,140 articles in stock, 610 of which sell less than a pallet.",
            "610 of which sell less than a pallet",
        ),
        (
            "Stock is up 18% this year. I run supply chain for a paint company.",
            "I run supply chain for a paint company",
        ),
        (
            "They told me in Lisbon, with a beer, that they wait for the third mail.",
            "They told me in Lisbon, with a beer",
        ),
        (
            "They come one by one. The planner, the buyer, even the assistant.",
            "The planner, the buyer, even the assistant",
        ),
        ("It cost us a lot, and poor Huw, who ran the plant, was moved away.", "It cost us a lot, and poor Huw"),
    ],
)
def test_a_piece_that_is_not_theirs_or_not_whole_is_not_quoted(text: str, never: str) -> None:
    assert never not in read(text).quotes


def test_an_aside_at_the_end_is_no_part_of_a_quotation() -> None:
    told = read("I sent him an article about interim roles, can you believe it. He never answered.")
    assert "I sent him an article about interim roles" in told.quotes


@pytest.mark.parametrize(
    "text",
    [
        "The team is tired as well, and the migration goes on.",
        "My wife is fed up with the weekends.",
        "He said 'Yuki, just tell us where it hurts' and I liked that.",
        "He asked if I was tired.",
        "I rather hate to admit that I do it well.",
        "A better sentence than any of mine, I'm afraid.",
    ],
)
def test_what_others_feel_or_what_is_only_a_phrase_is_no_feeling(text: str) -> None:
    assert read(text).feeling is None


def test_ones_own_feeling_beside_that_of_others_is_heard() -> None:
    assert read("My team is calm and I am ashamed.").feeling == "ashamed"


@pytest.mark.parametrize(
    "text",
    [
        "because if I translate it there will be war",
        "Last month she got crucified for it.",
        "She's got twins and she works on Saturdays.",
        "Last month it was a bee.",
    ],
)
def test_what_is_supposed_or_happened_is_no_picture(text: str) -> None:
    assert read(text).metaphor is None


@pytest.mark.parametrize(
    "text",
    [
        "Nobody noticed but me, I corrected it in the night.",
        "They run what is basically S&OP but without S&OP, it's a bloke with a clipboard.",
    ],
)
def test_an_exception_after_but_is_no_other_side(text: str) -> None:
    assert read(text).contrast is None


def test_a_wish_keeps_its_to_and_is_no_wish_inside_a_whether() -> None:
    assert (
        read("I want to be able to sit there without hating him.").wants == "to be able to sit there without hating him"
    )
    assert read("To find out whether I want to stay in this work.").wants is None


@pytest.mark.parametrize(
    "text",
    [
        "boss wants 95% forecast accuracy by june",
        "I ask quality manager tomorrow to go with me to the director",
        "He calls me every day and my husband calls it my affair",
        "I glow, God help me, for four minutes",
    ],
)
def test_what_would_be_wrong_in_the_coachs_mouth_is_not_turned_into_the_second_person(text: str) -> None:
    assert read(text).mirror is None


def test_who_is_called_by_name_in_what_is_said_is_the_coachee() -> None:
    assert not read("Second time it was 'noted, thanks Gordon' and no more.").people
    assert [who.text for who in read("Last month Jean-Luc was buying a shed.").people] == ["Jean-Luc"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Cancel January and see who complains.", "stop"),
        ("two hours instead of four", "short_time"),
        ("It must be quicker than it is now.", "short_time"),
    ],
)
def test_a_way_that_sounds_like_a_control_word_is_none(text: str, intent: str) -> None:
    assert misheard(text, intent)
    assert not misheard("cancel this conversation", "stop")
