"""Whom an answer is about: nobody is asked about somebody else who has just spoken of themselves."""

from dataclasses import replace

import pytest

from bot.domain.coaching.preamble import is_away
from bot.domain.coaching.questions import Bank, When
from bot.domain.coaching.recall import known
from bot.domain.coaching.selection import Need, Past, select
from bot.domain.coaching.session import Exchange
from bot.domain.coaching.shown import over_the_session
from bot.domain.coaching.signals import Mention
from bot.domain.coaching.whom import about_oneself, close_to_home, left_out, names_only
from tests.unit.coaching import Chat, ask_for, role, whole_bank

LENA, ROHAN = Mention("Lena", None, "name"), Mention("Rohan", None, "name")
PERSON = frozenset({"person"})


def bank() -> Bank:
    """The usual bank with questions about somebody, and one for what is close to home."""
    about = When(signals=frozenset({"people", "other-act"}), needs=PERSON)
    return Bank(
        [
            *whole_bank(),
            *ask_for("somebody", "reality", "follow", "note", 2, "What does {person} want?", when=about, worth=3),
            *ask_for("self", "reality", "follow", "note", 1, when=When(signals=frozenset({"close-to-home"}))),
            *ask_for("plain", "reality", "follow", "note", 4),
        ]
    )


def told(text: str, *people: Mention, on: tuple[str, ...] = ()) -> Chat:
    """A conversation in which this was just said in Reality."""
    chat = Chat(bank(), minutes=30).until("reality")
    chat.say(text, on={*on, *({"people"} if people else ())}, people=people)
    return chat


@pytest.mark.parametrize(
    "said",
    [
        "I was fine in the practice with Lena on the Monday, my throat only closes in the room",
        "It was 88, I checked it with Lena. I mean I had the number",
    ],
)
def test_somebody_named_in_passing_is_not_asked_about(said: str) -> None:
    chat = told(said, LENA)
    assert about_oneself(chat.session.answered[-1])
    assert "Lena" not in chat.waiting.asked


def test_somebody_the_answer_is_about_is_asked_about() -> None:
    chat = told("Rohan sends his numbers the evening before, every month", ROHAN, on=("other-act",))
    assert "Rohan" in chat.waiting.asked


@pytest.mark.parametrize(
    "said",
    [
        *("I don't want to talk about Lena", "Lena isn't the problem", "leave Lena out of it", "it is not about Lena"),
        *("Lena has nothing to do with it", "forget about Lena"),
    ],
)
def test_whoever_is_set_aside_is_not_named_again(said: str) -> None:
    chat = told("Lena fixes the file", LENA, on=("other-act",))
    chat.say(said, people=(LENA,))
    assert left_out(chat.session) == {"lena"}
    assert known(chat.session, PERSON) == {}
    chat.say("Lena again, Lena and Lena", people=(LENA,))
    assert known(chat.session, frozenset({"person", "recurring"})) == {}


@pytest.mark.parametrize("said", ["Lena is a problem for the plan", "I want to talk about Lena", "Lena keeps it all"])
def test_whoever_is_the_matter_is_not_set_aside(said: str) -> None:
    assert left_out(told(said, LENA).session) == frozenset()


@pytest.mark.parametrize(
    ("said", "close"),
    [
        ("When he looks at me I am eight years old again and my father asks me", True),
        ("i dont count, i look at job ads in the tram", True),
        ("I was on slide three. And someone laughed", True),
        ("I say 38. Finance man laughed.", True),
        ("I am from there, they think I count on fingers", True),
        ("We laughed, and I laughed too", False),
        ("i would sleep, and i would show them my stomach", False),
        ("The heart of the plan is in his hands", False),
        ("I told him, I wrote to him, he never came", False),
    ],
)
def test_what_somebody_carries_is_known_from_how_they_tell_it(said: str, close: bool) -> None:
    chat = told(said)
    assert close_to_home(chat.session.answered[-1]) is close
    assert ("close-to-home" in over_the_session(chat.session)) is close


def test_nobody_is_taken_on_to_options_from_what_is_close_to_home() -> None:
    chat = Chat(bank()).until("reality")
    for text in ("The file is late", "The data are old", "The pack is long"):
        chat.say(text)
    chat.say("I look at him and I am a child again, my father asks me the tables")
    assert (chat.step, chat.waiting.question) == ("reality", "self-1")


def test_only_who_it_is_answers_who_and_is_no_option() -> None:
    options = [q for q in whole_bank() if q.captures != "option"]
    who = ask_for("who", "options", "option", "option", 3, "With whom could you talk?")
    then = ask_for("then", "options", "what-else", "option", 3, when=When(signals=frozenset({"names-only"})))
    chat = Chat(Bank([*options, *who, *then])).until("options")
    assert chat.waiting.asked == "With whom could you talk?"
    people = (role("the planners", "planning"), role("the regional sales heads", "sales"))
    chat.say("planners and the regional sales heads", people=people)
    assert names_only(chat.session.answered[-1])
    assert chat.words("option") == []
    assert chat.waiting.question.startswith("then")
    chat.say("Ask the planners to send it on Monday", people=people[:1])
    assert chat.words("option") == ["Ask the planners to send it on Monday"]


def test_beside_an_unnamed_person_of_theirs_nobody_else_is_spoken_to() -> None:
    chat = told("Rohan does it his way, Rohan always has", ROHAN, on=("other-act",))
    chat.say("Rohan again", people=(ROHAN,))
    chat.until_asked("action")
    chat.say("I ring her husband tonight and ask him for Saturday", on={"will"})
    assert known(chat.session, PERSON) == {}


def test_a_claim_ends_at_an_and() -> None:
    chat = told("Rohan said 94 and it was 88")
    assert "other-claim" not in over_the_session(chat.session)
    chat.say("Rohan said the file was wrong")
    assert "other-claim" in over_the_session(chat.session)


def test_one_s_own_part_goes_before_a_picture_and_before_blame() -> None:
    own = ask_for("owned", "reality", "follow", "note", 1, when=When(signals=frozenset({"owns-up"})), worth=3)
    chat = Chat(Bank([*whole_bank(), *own])).until("reality")
    chat.say("It is theatre, and I play along too", on={"metaphor", "blame", "owns-up"}, metaphor="theatre")
    assert chat.waiting.question == "owned-1"


def test_a_question_about_others_loses_to_a_plain_one_after_words_about_oneself() -> None:
    chat = told("I was fine with Lena, I only lose my words in my own meeting", LENA)
    need = Need(frozenset({"reality"}), moves=frozenset({"follow"}))
    chosen = select(bank(), chat.session, need, Past())
    assert chosen is not None
    assert not chosen.id.startswith("somebody")


def test_whoever_asks_to_move_on_is_not_held() -> None:
    own = ask_for("owned", "reality", "follow", "note", 3, when=When(signals=frozenset({"owns-up"})), worth=3)
    chat = Chat(Bank([*whole_bank(), *own])).until("reality")
    chat.say("I have never told anyone that", on={"owns-up"})
    assert chat.waiting.move == "follow"
    chat.say("I never told anyone that. Move on please.", on={"owns-up"})
    assert chat.waiting.move != "follow"


def test_another_matter_that_came_up_leads_back_to_the_goal_once_it_was_heard() -> None:
    back = ask_for("goal-now", "goal", "revisit-goal", None, 2, "What is the goal now?")
    heavy = ask_for("heavy", "reality", "follow", "note", 1, when=When(signals=frozenset({"heavy-news"})))
    chat = Chat(Bank([*whole_bank(), *back, *heavy])).until("reality")
    chat.say("He is negative. Actually something else. My best planner resigned this morning")
    assert chat.waiting.question == "heavy-1"
    chat.say("She trained with me for six years")
    assert chat.waiting.move == "revisit-goal"


def test_what_was_asked_of_them_is_close_to_home_without_an_i() -> None:
    said = "eight years old in the planning office, everybody quiet when he came in"
    asked = Exchange("reality", "q", "follow", "What goes on in you at that moment?", answer=said)
    assert close_to_home(asked)
    assert not close_to_home(replace(asked, asked="Who else was there?"))
    assert close_to_home(
        replace(asked, asked="What then?", answer="Nobody runs. My father was a waiter, you never run")
    )


@pytest.mark.parametrize(("said", "away"), [("hold on, my phone", True), ("an hour with nothing to hold on to", False)])
def test_who_holds_on_to_something_is_not_called_away(said: str, away: bool) -> None:
    assert is_away(said) is away
