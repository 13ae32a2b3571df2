"""What a message turns to: a laugh, a correction, a nod asked for, two sides, a picture in another dress."""

import time

import pytest

from bot.nlu.analysis.figures import confidence
from bot.nlu.analysis.two_sides import two_sides
from tests.nlu.english import read


def test_a_laugh_is_no_part_of_what_is_quoted_or_wished() -> None:
    heard = read("I'd like people to use the number we agree, haha.")
    assert heard.wants == "people to use the number we agree"
    assert all("haha" not in quote for quote in heard.quotes)


def test_what_is_taken_back_with_a_no_is_not_quoted() -> None:
    heard = read("That somebody brings a torch. No, that sales and the foundry write down one number.")
    assert heard.quotes == ("sales and the foundry write down one number",)
    assert "He never asks" in read("Does he ask? No, he does not. He never asks.").quotes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I used to like Fridays, isn't that silly", "I used to like Fridays"),
        ("My boss answers by e-mail at midnight", "My boss answers by e-mail at midnight"),
        ("Well it makes me a coward. And I know it.", "it makes me a coward"),
    ],
)
def test_what_was_meant_is_quoted(text: str, quoted: str) -> None:
    assert read(text).quotes[0] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "I go to her desk on Wednesday and say, Dervla, the lots are yours.",
        "We run late, my wife says Gus, you talk about that call more than about the children.",
    ],
)
def test_what_is_said_to_somebody_is_not_cut_at_the_name(text: str) -> None:
    heard = read(text)
    assert not any(quote.endswith(("Dervla", "Gus")) for quote in (*heard.quotes, heard.mirror or ""))


def test_what_somebody_shouts_keeps_its_person() -> None:
    assert read("One person shouts mine and catches it").mirror is None


@pytest.mark.parametrize(
    "text",
    [
        "So he stopped asking me. Happy?",
        "I didn't want to hurt Jerry in front of them.",
        "That I can sign a forecast again without my hand shaking.",
        "Let Pim do it for ever, I'd hate that.",
        "In the kitchen of our mother he was proud.",
    ],
)
def test_a_feeling_that_is_asked_supposed_or_somebody_else_s_is_not_the_coachee_s(text: str) -> None:
    assert read(text).feeling is None


@pytest.mark.parametrize("text", ["I am hurt by this", "My boss thinks so and I am angry", "It scares me"])
def test_a_feeling_of_their_own_is_still_heard(text: str) -> None:
    assert read(text).feeling


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("I have a folder of his changes. I call it the museum.", "the museum"),
        ("It's a lottery where everybody draws twice", "a lottery where everybody draws twice"),
        ("Our S&OP is a bit like a pub quiz where nobody brought a pen", "like a pub quiz where nobody brought a pen"),
        ("It is a little like emptying a lake with a spoon", "like emptying a lake with a spoon"),
        ("He is older, like my father", None),
        ("I want my planners to decide so I can stop babysitting", None),
        ("They call me tomorrow about the plant", None),
    ],
)
def test_a_picture_is_heard_whole_and_nothing_else_is_one(text: str, picture: str | None) -> None:
    assert read(text).metaphor == picture


@pytest.mark.parametrize(
    "text",
    ["We only polish the speedometer", "Two captains, one rudder", "I hold the ladder while they paint"],
)
def test_an_odd_sentence_is_kept_word_for_word(text: str) -> None:
    assert read(f"It is hard to say. {text}.").odd == text


@pytest.mark.parametrize(
    "text",
    [
        "We sell umbrellas and boats in four countries",
        "Brandner bought two horses and a yacht",
        "I go home by train and my wife has cooked dinner",
        "Do we polish the speedometer?",
        "We plan the volume with finance",
    ],
)
def test_what_is_told_of_work_of_somebody_or_of_home_is_not_odd(text: str) -> None:
    assert read(text).odd is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "On the one hand sales know the shops, on the other hand they forget them in May.",
            ("sales know the shops", "they forget them in May"),
        ),
        ("Half of me is packed and the other half hides under the desk.", None),
        ("Part of me wants to go, part of me wants to see it work.", None),
        (
            "I don't know whether to let him go or give him another six months",
            ("let him go", "give him another six months"),
        ),
    ],
)
def test_two_sides_are_heard_word_for_word(text: str, sides: tuple[str, str] | None) -> None:
    found = read(text).contrast
    assert found is not None and all(side in text for side in found)
    assert sides is None or found == sides


def test_one_side_alone_is_none() -> None:
    assert two_sides("On the one hand it works. We will see") is None
    assert two_sides("I go either way") is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("8 maybe 7", 8),
        ("7. No, 6.", 6),
        ("5. It depends on him. No, the table depends on me, 7.", 7),
        ("Between 5 and 7, let us say 6.", 6),
        ("8. No doubt about it", 8),
    ],
)
def test_the_figure_that_stands_at_the_end_counts(text: str, figure: int) -> None:
    assert confidence(text) == figure


def test_what_was_never_so_is_no_exception() -> None:
    assert "exception" not in read("I never told him, not once in six years").on


def test_another_question_of_somebody_s_is_none_that_is_left_for_later() -> None:
    assert "parked" not in read("I avoid it because he always has another question and I look stupid").on
    assert "parked" in read("How we pay sales is another question, not for today").on


@pytest.mark.parametrize(
    "unit", ["on the one hand a ", "part of me ", "if I a or b ", "no, ", "5. no, ", "haha ", "whether to a"]
)
def test_sixteen_thousand_characters_of_any_shape_are_read_at_once(unit: str) -> None:
    text = (unit * 16_000)[:16_000]
    started = time.perf_counter()
    two_sides(text)
    confidence(text)
    assert time.perf_counter() - started < 0.5
