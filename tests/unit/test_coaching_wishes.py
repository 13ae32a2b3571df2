"""What is wanted and could be done, told apart from when, from what happened and from having nothing to say."""

import pytest

from bot.domain.coaching.recall import known
from bot.domain.coaching.session import Fact
from bot.domain.coaching.signals import DateMention, Mention
from tests.unit.coaching import Chat


def test_a_date_said_where_the_goal_is_asked_for_is_its_date_and_no_goal() -> None:
    chat = Chat().until_asked("goal")
    chat.say("end of Q1", words=3, dates=(DateMention("end of Q1", "2027-03-31", "quarter"),))
    assert chat.words("goal") == [] and chat.words("date") == ["end of Q1"]
    chat.say("one number that sales and finance both use")
    assert chat.words("goal") == ["one number that sales and finance both use"]


@pytest.mark.parametrize(
    ("said", "on", "kept"),
    [
        ("stop being surprised in the exec meeting i guess", {"uncertain"}, True),
        ("fewer fire drills", {"uncertain"}, True),
        ("maybe something with sales", {"uncertain"}, False),
        ("something i guess", {"uncertain"}, False),
    ],
)
def test_a_goal_softened_at_its_end_is_a_goal(said: str, on: set[str], kept: bool) -> None:
    chat = Chat().until_asked("goal")
    chat.say(said, on=frozenset(on), words=len(said.split()))
    assert bool(chat.words("goal")) is kept


@pytest.mark.parametrize("said", ["no more ideas", "no other options really", "I'm out of ideas", "that's all I have"])
def test_who_has_no_more_ideas_names_none(said: str) -> None:
    chat = Chat().until_asked("option")
    for option in ("ring him on the day before", "ask sales for the five largest changes"):
        chat.say(option)
    chat.say(said)
    assert len(chat.words("option")) == 2 and "option" in chat.session.declined


def test_what_happened_last_month_is_no_sign_of_what_is_wanted() -> None:
    chat = Chat().until_asked("measure")
    chat.say("last month the forecast was 30% too high and I only learned it in the meeting")
    assert chat.words("measure") == []
    chat.say("last month's error halved by summer, nobody would ring me")
    assert chat.words("measure") == ["last month's error halved by summer, nobody would ring me"]


def test_what_happened_once_is_no_option_and_what_could_happen_then_is() -> None:
    chat = Chat().until_asked("option")
    chat.say("ok. in june Pat rang me himself and it was fine")
    chat.say("in june I could ring Pat myself")
    assert chat.words("option") == ["in june I could ring Pat myself"]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("Bernadette, which of these three would you rather not decide?", "Bernadette"),
        ("Hi Pat, the number is too high", "Pat"),
        ("Pak Budi, I have changed your number", "Pak Budi"),
        ("Before we start, I need one decision", "the plant manager"),
        ("Team, three questions today", "the plant manager"),
        ("I need your help with one decision", "the plant manager"),
    ],
)
def test_whoever_the_first_sentence_calls_by_name_is_the_one_it_is_said_to(sentence: str, person: str) -> None:
    chat = Chat().until_asked("action")
    chat.say("I will show the plant manager one page", people=(Mention("the plant manager", "plant-manager", "role"),))
    session = chat.session.with_fact(Fact("first-sentence", sentence, len(chat.session.exchanges) - 1))
    assert known(session, frozenset({"person"})) == {"person": person}
