"""What a question points at: the words given back before it, whom the answer was about, what was told already."""

import pytest

from bot.domain.coaching.lengths import seeks_words
from bot.domain.coaching.of_whom import claims, of_whom, voiced
from bot.domain.coaching.options import chosen_by_place
from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.reflections import reflect
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.setting_beside import two_things
from bot.domain.coaching.signals import Mention
from bot.domain.coaching.threads import raised_twice, threads
from bot.domain.coaching.told_before import told_as
from bot.domain.coaching.whom import leaves_undone, own_doing
from tests.unit.coaching import TODAY, told


def after(text: str, **more: object) -> Session:
    """A session whose last answer is this one."""
    return Session("s1", TODAY, exchanges=(told(text, **more),))


FRAMES = {"mirror": ("So {mirror}.",), "owned": ("“{quote}”.",), "echo": ("“{quote}”.",)}


@pytest.mark.parametrize("title", ["Mr", "Mrs", "Dr"])
def test_a_title_ends_no_sentence(title: str) -> None:
    said = f"Show {title}. Tanaka the slide before the meeting."
    fact = Fact("option", said, 0)
    assert phrase_of(after(said, captures="option"), fact) == said.rstrip(".")


def test_what_in_that_is_right_stands_behind_a_claim_or_behind_nothing() -> None:
    session = after("He doesn't write it. He says he is no secretary.", words=10, mirror="he doesn't write it")
    assert not reflect(session, "reality", "And what in that is right?", FRAMES).text
    assert reflect(session, "reality", "What keeps that going?", FRAMES).text == "So he doesn't write it."


def test_you_said_that_of_yourself_stands_behind_what_was_said_of_oneself() -> None:
    told_of_others = {"words": 12, "quotes": ("Two of my people lost the bonus",), "on": frozenset({"owns-up"})}
    session = after("In 2021 I said yes. Two of my people lost the bonus", **told_of_others)
    assert not reflect(session, "reality", "You said that of yourself. What does it tell you?", FRAMES).text


def test_what_somebody_admits_is_given_back_with_its_reason() -> None:
    said = "I said yes because I was new and I wanted to look like one who can."
    session = after(said, words=16, quotes=("I was new",), on=frozenset({"owns-up"}))
    assert reflect(session, "reality", "What does it tell you?", FRAMES).text == f"“{said.rstrip('.')}”."


def test_what_will_be_said_to_somebody_is_not_said_back_as_said_here() -> None:
    said = "if headphones then I leave a note: got 5 mins? I owe you one"
    session = after(said, step="will", captures="if-then", words=14, quotes=("I owe you one",))
    assert not reflect(session, "will", "Who will know of it?", FRAMES).text


def test_the_same_word_in_few_words_is_no_second_thing() -> None:
    last = told(
        "Our account manager Jess knows. She knows weeks before. She does not tell planning because it might change.",
        words=19,
        quotes=("Our account manager Jess knows", "She knows weeks before"),
    )
    assert not list(two_things(last))


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("She's brilliant. The barista thing was hers.", "of-others"),
        ("I never asked the founder about it.", "of-oneself"),
        ("I'm lying to her face every Monday.", "own-doing"),
        ("My predecessor, Colm, used to ring them.", "gone"),
        ("I don't want the fight.", "refuses"),
        ("He came to my wedding.", "past"),
        ("That's the worst of it.", "names-worst"),
        ("He says no every time.", "others-first"),
    ],
)
def test_whom_an_answer_is_about_is_a_signal(text: str, signal: str) -> None:
    assert signal in of_whom(after(text))


def test_a_feeling_is_remembered_for_one_answer_more() -> None:
    felt, plain = told("I am furious", on=frozenset({"feeling"})), told("He sent a mail")
    assert "feels-lately" in of_whom(Session("s1", TODAY, exchanges=(felt, plain)))
    assert "feels-lately" not in of_whom(Session("s1", TODAY, exchanges=(felt, plain, told("He sent two"))))


def test_who_is_named_first_makes_it_about_others() -> None:
    people = (Mention("Ann", None, "name"),)
    assert "others-first" in of_whom(after("Ann decides and I follow.", people=people))
    assert "others-first" not in of_whom(after("I follow and Ann decides.", people=people))


def test_what_is_said_of_the_coachee_is_no_claim_and_what_would_be_asked_is_not_true() -> None:
    assert claims("He said planning changed it three times")
    assert not claims("He said it was always you who is kind")
    assert voiced("He'd say I was not listening")
    assert not voiced("He'd say 'what is the deliverable?'")


def test_what_was_never_done_is_left_undone_and_what_was_never_seen_is_not() -> None:
    assert leaves_undone(told("I have never talked with a shift leader"))
    assert not leaves_undone(told("It comes from a man I never saw"))
    assert own_doing("half the time I've sabotaged the founder")
    assert not own_doing("I'm going to the meeting")


def test_first_at_the_end_says_when_and_points_at_nothing() -> None:
    options = ["Give Andrea the list", "Ask the merchants"]
    assert chosen_by_place("Talk to Phil on his own about the blues, first.", options) is None
    assert chosen_by_place("Hm, the first one.", options) == options[0]


@pytest.mark.parametrize("text", ["The line stops at ten every night", "everybody knows that sentence by heart"])
def test_a_sentence_that_is_there_is_not_looked_for(text: str) -> None:
    session = Session(
        "s1", TODAY, exchanges=(told(text, step="goal", captures="goal"),), facts=(Fact("goal", text, 0),)
    )
    assert not seeks_words(session)


def test_by_what_is_chosen_is_no_thread_and_a_question_answered_at_once_is_none() -> None:
    board = (told("She promised the board six million"), told("It is late"), told("It has to survive the board"))
    last = told("It has to survive the board", step="options", captures="criteria")
    assert "survive" not in raised_twice(Session("s1", TODAY, exchanges=(*board[:2], last)))
    answered = told("What does their group have that mine has not? It is quick.", words=12)
    rest = tuple(told(f"Something else is told here, number {n}") for n in range(5))
    assert not threads(Session("s1", TODAY, exchanges=(answered, *rest)), asked=True)


def test_half_a_question_of_somebody_else_is_no_thread() -> None:
    half = told("He'd say 'did it rain or not?' every time.", words=9, parked=("He'd say 'did it rain or not",))
    rest = tuple(told(f"Something else is told here, number {n}") for n in range(5))
    assert not threads(Session("s1", TODAY, exchanges=(half, *rest)), asked=True)


def test_what_is_always_so_is_no_exception_to_bring_about_again() -> None:
    always = told(
        "I've asked for nothing for five months.", move="exception", quotes=("I've asked for nothing for five months",)
    )
    assert told_as("exception")(Session("s1", TODAY, exchanges=(always,))) == ""
