"""How long a conversation is: what was agreed, what the day leaves, and what is left out when it is used up."""

from dataclasses import replace

import pytest

from bot.domain.coaching.lengths import brief, hour_named, pressing, within_hours
from bot.domain.coaching.phases import PLANS, WITHIN_HOURS, late, plan_of
from bot.domain.coaching.questions import Bank, When
from bot.domain.coaching.summary import lines
from tests.unit.coaching import Chat, ask_for, whole_bank


@pytest.mark.parametrize(
    ("said", "pressed"),
    [
        ("press 4 is down, the exec is at 14h and I have no plan", True),
        ("I need to walk in with something at 2pm", True),
        ("the review starts in two hours", True),
        ("we have a call this afternoon", True),
        ("the plan meeting is at 2pm every Monday", False),
        ("yesterday at 3pm they changed it again", False),
        ("we close the month on day 5", False),
        ("the forecast is 14 hours late", False),
    ],
)
def test_what_happens_within_hours_is_known_from_the_hour_that_lies_ahead(said: str, pressed: bool) -> None:
    assert within_hours(said) is pressed


def test_what_is_a_matter_of_hours_is_a_short_talk_and_its_hour_is_the_day_of_the_promise() -> None:
    chat = Chat()
    chat.ask()
    chat.say("Press 4 is down and the exec review is at 14h")
    assert pressing(chat.session) and brief(chat.session) and plan_of(chat.session) is WITHIN_HOURS
    assert hour_named(chat.session) == "at 14h"
    chat.until("summary")
    when = chat.session.latest("when")
    assert when and (when.text, when.on) == ("at 14h", "2026-11-23")
    assert len(chat.session.exchanges) <= 11


def test_who_asked_for_half_an_hour_gets_it_whatever_the_hour() -> None:
    chat = Chat(minutes=30)
    chat.ask()
    chat.say("The exec review is at 14h")
    assert plan_of(chat.session) is PLANS[30]


def test_in_a_brief_talk_the_promise_chooses_among_several_named_at_once() -> None:
    several = ask_for(
        "three", "options", "option", "option", text="What are three things you could do?", when=_when("brief")
    )
    chat = Chat(Bank([*whole_bank(), *several]), minutes=5).until_asked("option")
    chat.say("move to press 2, buy in from Brno, call the two customers")
    assert chat.words("option") == ["move to press 2", "buy in from Brno", "call the two customers"]
    assert chat.waiting.captures == "action"
    chat.say("the second one")
    assert chat.words("choice") == chat.words("action") == ["buy in from Brno"]


def test_all_of_them_is_a_promise_of_each() -> None:
    chat = Chat(minutes=5).until_asked("action")
    chat.say("all of them")
    assert chat.session.words("action").count("; ") == len(chat.words("option")) - 1
    assert "I could" not in chat.session.words("action")


def test_when_the_time_is_used_up_what_is_left_is_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat().until("options")
    monkeypatch.setitem(PLANS, 15, replace(PLANS[15], turns=len(chat.session.answered)))
    assert late(chat.session)
    asked = len(chat.session.exchanges)
    chat.until("summary")
    captures = {exchange.captures for exchange in chat.session.exchanges[asked:]}
    assert not captures & {"first-sentence", "who-knows", "confidence-up"}
    assert {"action", "when", "obstacle", "if-then", "confidence"} <= captures


@pytest.mark.parametrize(("minutes", "turns"), [(5, 12), (15, 22), (30, 40)])
def test_a_conversation_ends_in_about_the_time_that_was_asked_for(minutes: int, turns: int) -> None:
    chat = Chat(minutes=minutes).until("summary")
    assert PLANS[minutes].turns == turns
    assert len(chat.session.answered) <= turns


def test_who_comes_for_words_is_asked_for_ways_to_say_it_and_leaves_with_the_sentence() -> None:
    ways = ask_for(
        "ways", "options", "option", "option", text="Say it three ways. How does it sound?", when=_when("seeks-words")
    )
    chat = Chat(Bank([*whole_bank(), *ways]), minutes=5)
    chat.ask()
    chat.say(
        "I have to tell the sales VP that his forecast is fiction and want the right sentence",
        wants="the right sentence",
    )
    while chat.waiting.captures != "option":
        chat.willing()
    chat.say("Blunt: your forecast is fiction. Kind: your numbers cost us a line. Question: what would you bet on it?")
    assert len(chat.words("option")) == 3
    chat.say("the kind one")
    assert chat.words("first-sentence") == ["your numbers cost us a line"]


def _when(signal: str) -> When:
    return When(signals=frozenset({signal}))


def test_a_sentence_that_was_chosen_is_the_promise_and_stands_once_in_the_summary() -> None:
    text = "Say it three ways. How does it sound?"
    ways = ask_for("ways", "options", "option", "option", text=text, when=_when("seeks-words"))
    chat = Chat(Bank([*whole_bank(), *ways]))
    chat.ask()
    chat.say("How do I tell my team that I cut their page?")
    chat.until_asked("option")
    chat.say("Blunt: I cut our page. Kind: the MD asked late and I gave in. Question: what should I have done?")
    while chat.waiting.captures != "choice":
        chat.willing()
    chat.say("the kind one")
    assert chat.words("action") == chat.words("first-sentence") == ["the MD asked late and I gave in"]
    assert [name for name, words in lines(chat.session) if "gave in" in words] == ["first-sentence"]
