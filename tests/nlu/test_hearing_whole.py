"""A quotation begins and ends where the writer meant it to, and is the clause they came to say."""

import pytest

from bot.nlu.analysis.spelling import misspelt
from tests.nlu.english import read


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The share of late orders in our plants is 12 %", "The share of late orders in our plants is 12 %"),
        ("We lost €1.4m on the launch", "We lost €1.4m on the launch"),
        ("€300k went to the bin in March", "€300k went to the bin in March"),
        ("Margin fell by approx. 4 points and nobody said a word", "Margin fell by approx. 4 points"),
        ("The OTIF vs. plan gap is twelve points", "The OTIF vs. plan gap is twelve points"),
        ("Sales sends e.g. the Tesco promo to the wrong plant", "Sales sends e.g. the Tesco promo to the wrong plant"),
        ("Our no. 1 product is out of stock", "Our no. 1 product is out of stock"),
    ],
)
def test_a_figure_keeps_its_sign_and_a_short_form_ends_no_sentence(text: str, quoted: str) -> None:
    assert read(text).quotes[0].startswith(quoted)


def test_a_full_stop_after_minutes_still_ends_a_sentence() -> None:
    assert not any("Then" in quote for quote in read("The planning call took 15 min. Then the plant left us").quotes)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("MAPE gets worse. Then the board sees it with my name", "the board sees it with my name"),
        ("Failing that, Raymond commits to a number in the room", "Raymond commits to a number in the room"),
        ("I suppose he commits when nobody is watching him", "he commits when nobody is watching him"),
        ("My kids got their mum back on a Tuesday, I suppose", "My kids got their mum back on a Tuesday"),
        ("I sit there at eleven wondering why I'm the only one who cares", "I'm the only one who cares"),
        ("If I had one thing to do, because I have a head full of things", "I have a head full of things"),
        ("I go home and I check the file because now it IS my number", "I check the file because now it IS my number"),
        (
            "Last month his file came late, I rang him and he didn't pick up, so I took the promotion out, and then on "
            "Wednesday he asked who had changed it and I sort of went red and said it was a formatting thing",
            "I sort of went red and said it was a formatting thing",
        ),
        (
            "I could stop being the police. I have become someone I don't like in that room",
            "I have become someone I don't like in that room",
        ),
    ],
)
def test_what_the_writer_came_to_say_is_quoted_first(text: str, best: str) -> None:
    assert read(text).quotes[0] == best


def test_what_only_follows_a_quotation_mark_is_no_sentence_of_its_own() -> None:
    read_so = read('I have not asked him since he called me "the abacus" in front of the whole board')
    assert not any(quote.startswith("in front") for quote in read_so.quotes)


def test_a_word_the_dictionary_knows_is_no_slip() -> None:
    assert not any(misspelt(word) for word in ("overrode", "abacus", "schoolmaster"))
    assert misspelt("forecst") and misspelt("recieve")


@pytest.mark.parametrize(
    "text",
    [
        "He'd say he told me in May and I wasn't listening because I was busy with slides",
        "She said on the phone that it was late and I had forgotten the promotion",
    ],
)
def test_what_somebody_else_would_say_is_not_told_the_coachee_as_theirs(text: str) -> None:
    assert read(text).mirror is None


@pytest.mark.parametrize(
    ("text", "mirror"),
    [
        (
            "Because if I say it there, it becomes my problem to fix",
            "if you say it there, it becomes your problem to fix",
        ),
        (
            "Three have left since June and i think its because of me",
            "three have left since June and you think it's because of you",
        ),
    ],
)
def test_a_clause_is_said_back_with_its_apostrophes_and_without_its_because(text: str, mirror: str) -> None:
    assert read(text).mirror == mirror


def test_a_comment_and_a_figure_of_speech_are_no_feelings() -> None:
    assert read("I think he has got a point, annoyingly").feeling is None
    assert read("I write softer, like a lawyer with a nervous tic").feeling is None
    assert read("I sort of went red in the meeting").feeling == "went red"


def test_somebody_s_trade_is_no_picture_and_a_picture_is_named_without_its_verb() -> None:
    assert read("My father was a judge").metaphor is None
    assert read("For the planners it is the bible").metaphor == "the bible"


def test_to_be_left_out_is_no_exception() -> None:
    assert "exception" not in read("Everyone knew on Tuesday except me").on
    assert "exception" in read("It went well except in Spain").on


def test_what_would_stop_is_not_what_is_wanted() -> None:
    assert read("I'd stop feeling like a guest in my own meeting").wants is None
    assert read("I would really like one number by Friday").wants == "one number by Friday"


def test_who_somebody_is_is_not_said_back_to_them() -> None:
    told = read("I lead logistics and since May also S&OP. I have become the lid on everybody's pot")
    assert told.quotes[0] == "I have become the lid on everybody's pot"
    assert read("I lead logistics and since May also S&OP").mirror is None


def test_what_stands_after_he_would_say_is_his_and_what_one_did_is_no_picture() -> None:
    assert read("He would say: Omar is fair, Omar understands us").mirror is None
    assert read("I was eating cake when I read it").metaphor is None
    assert read("The review was a circus for all of us").metaphor is not None


def test_a_second_wish_is_not_part_of_the_first() -> None:
    both = "I want to be seen by all three directors and also I want to be left alone"
    assert read(both).wants == "to be seen by all three directors"
    assert (
        read("I want to present the plan and be heard to the end").wants
        == "to present the plan and be heard to the end"
    )


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("Two came back. Then Milan rang to say 'we have a business to run here'", False),
        ("The planners' mails are never answered by the regions", True),
    ],
)
def test_words_between_single_marks_are_quoted_to_their_end_or_not_at_all(told: str, whole: bool) -> None:
    for quote in read(told).quotes:
        assert quote.count(" '") <= quote.count("'") - quote.count(" '"), quote
    assert bool(read(told).quotes) or not whole
