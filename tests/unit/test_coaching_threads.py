"""What was raised and left: taken up late in Reality or before a choice, a thing raised twice above all."""

import pytest

from bot.domain.coaching.questions import Bank
from bot.domain.coaching.signals import Mention
from bot.domain.coaching.threads import raised_twice, threads
from tests.unit.coaching import Chat, ask_for, needing, whole_bank

LETTER = "The letter is still in my drafts"


def bank() -> Bank:
    """The usual bank with questions for a thing raised twice, and some that take threads up in Options and Will."""
    return Bank(
        [
            *whole_bank(),
            *ask_for("twice", "reality", "thread", None, 2, "Twice “{twice}”?", when=needing("twice"), worth=3),
            *ask_for("before", "options", "thread", None, 3, "And “{earlier}”?", when=needing("earlier")),
            *ask_for("last", "will", "thread", None, 3, "Still “{earlier}”?", when=needing("earlier")),
        ]
    )


def talked(*answers: str, minutes: int = 30) -> Chat:
    """A conversation in which these answers were given in Reality."""
    chat = Chat(bank(), minutes=minutes).until("reality")
    for answer in answers:
        chat.say(answer)
    return chat


def test_a_thing_raised_in_two_answers_is_brought_up_in_the_words_it_came_in() -> None:
    chat = talked(LETTER, "The delegates come late", "And then I opened the letter again on Sunday")
    assert "“I opened the letter again on Sunday”" in chat.waiting.asked
    assert chat.waiting.move == "thread"


@pytest.mark.parametrize(
    "answers",
    [
        (LETTER, "I opened the letter again"),
        ("The meeting was long", "Nobody came", "And the meeting was loud"),
        ("The director was late", "Nobody came", "The executive director laughed"),
    ],
    ids=["gone on about", "what every such talk is about", "part of the topic"],
)
def test_what_is_the_subject_anyway_is_no_thread(answers: tuple[str, ...]) -> None:
    chat = Chat(bank(), minutes=30)
    chat.ask()
    chat.say("The executive director decides nothing in it")
    chat.until("reality")
    for answer in answers:
        chat.say(answer)
    assert raised_twice(chat.session) == ""


def test_what_only_wins_a_moment_is_no_thread() -> None:
    chat = talked("I am so sorry, the letter was a lot", "The delegates come late", "The letter, give me a second")
    assert "letter" not in chat.waiting.asked and raised_twice(chat.session) == ""


def test_what_stands_among_the_options_is_no_thread() -> None:
    chat = talked(LETTER, "The delegates come late", minutes=15).until_asked("option")
    chat.say("I take the letter to the managing director")
    assert "I take the letter to the managing director" in [f.text for f in chat.session.facts]
    assert raised_twice(chat.session) in (LETTER, "")


def test_what_the_coach_took_up_is_no_thread_any_more() -> None:
    chat = talked(LETTER, "The delegates come late", "And then I opened the letter again on Sunday")
    chat.say("It is to my boss")
    assert raised_twice(chat.session) == ""


def test_somebody_named_twice_counts_as_a_thing_does() -> None:
    nair = (Mention("Mrs Nair", None, "name"),)
    chat = Chat(bank(), minutes=30).until("reality")
    chat.say("Mrs Nair counts everything by hand", people=nair)
    chat.say("The file is old")
    chat.say("It helped that Nair was there", people=nair)
    assert "Nair" in chat.waiting.asked
    assert chat.waiting.move == "thread"


def test_before_a_choice_a_question_of_theirs_comes_back_and_not_between_two_options() -> None:
    chat = Chat(bank()).until("reality")
    while len(chat.words("note")) < 3:
        chat.willing()
    chat.say("The plant is late. Who asked for the old calendar? Nobody tells me.")
    chat.until("options")
    while len(chat.words("option")) < 3:
        assert chat.waiting.move != "thread"
        chat.willing()
    assert (chat.waiting.move, chat.step) == ("thread", "options")
    assert "Who asked for the old calendar" in chat.waiting.asked


def test_even_in_five_minutes_a_question_of_theirs_is_not_left() -> None:
    chat = Chat(bank(), minutes=5)
    chat.ask()
    chat.say("The plant is late. Who asked for the old calendar? Nobody tells me.")
    chat.until("summary")
    assert any("old calendar" in e.asked for e in chat.session.exchanges)


@pytest.mark.parametrize(
    "said",
    [
        "Is this going to help me? The plant is late, ok.",
        "She said who made this, a student? And I stood there.",
        "Priti asked me in the corridor: are we the team now? It is late.",
        "Do you know that? The plant is late.",
    ],
)
def test_a_question_that_was_not_theirs_or_was_put_to_us_is_no_thread(said: str) -> None:
    chat = talked(said, "The file is old", "It is cold", "It is late", "It is far")
    assert threads(chat.session, asked=True) == []


def test_what_weighs_and_nobody_stayed_with_comes_back_and_what_was_stayed_with_does_not() -> None:
    answers = ("Ivo is on sick leave over it. The file is old", "It is cold", "It is late", "It is far off")
    assert any("Ivo is on sick leave over it" in turn.text for turn in talked(*answers).turns)
    stayed = Chat(Bank([*bank(), *ask_for("stay", "reality", "follow", "note", 9)]), minutes=30).until("reality")
    for answer in answers:
        stayed.say(answer)
    assert not any("Ivo is on sick leave" in turn.text for turn in stayed.turns)


def test_what_is_told_when_a_thread_is_taken_up_is_stayed_with() -> None:
    def after(answer: str) -> str | None:
        chat = Chat(bank()).until("reality")
        for text in (LETTER, "The delegates come late", "And then I opened the letter again on Sunday"):
            chat.say(text)
        assert chat.waiting.move == "thread"
        chat.say(answer)
        return chat.step

    assert after("It is the one in which I tell them that I leave") == "reality"
    assert after("No, that is settled") == "options"


def test_nothing_older_is_brought_up_while_somebody_speaks_of_themselves() -> None:
    chat = talked(LETTER, "The delegates come late", "I come from the plant and I opened the letter again on Sunday")
    assert chat.waiting.move != "thread"
    chat.say("The pack is long")
    assert chat.waiting.move == "thread"


def test_what_makes_it_worth_it_is_no_thread() -> None:
    chat = Chat(bank(), minutes=30).until_asked("worth")
    chat.say("I go home at five. My son has football and I am there")
    chat.until("summary")
    assert not any("football" in turn.text for turn in chat.turns)
