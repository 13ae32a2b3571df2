"""Whoever has to go, gives nothing or asks back is answered; whoever stops takes along what is noted."""

import pytest

from bot.domain.coaching import session as sessions
from bot.domain.coaching.coach import Guide
from bot.domain.coaching.session import Exchange, Fact, Session
from bot.domain.phrases import Phrases
from bot.services import grow
from bot.services.desk import Desk
from tests.fakes.reflecting import a_desk
from tests.unit.coaching import FRAMES, PHRASES, Chat, whole_bank

LEADS = {"away": ("Go when you need to.",), "flagging": ("We need not go on.",), "asked-back": ("None in mind.",)}


def chat_with_leads() -> Chat:
    """A conversation whose coach has the words for it."""
    chat = Chat()
    chat.guide = Guide(whole_bank(), FRAMES, Phrases({**PHRASES, **LEADS}))
    return chat


def leads(chat: Chat, lead: str) -> int:
    """How often the coach said it."""
    return sum(LEADS[lead][0] in turn.text for turn in chat.turns)


@pytest.mark.parametrize("said", ["I could ask him. got to run to a call", "hold on", "i am done, this is pointless"])
def test_whoever_has_to_go_is_told_once_how_to_keep_what_is_there(said: str) -> None:
    chat = chat_with_leads().until("options")
    chat.say(said)
    chat.say(said)
    assert leads(chat, "away") == 1


def test_after_three_answers_that_gave_nothing_the_end_is_offered_once() -> None:
    chat = chat_with_leads().until("options")
    for answer, control in (("lol", None), ("pass", "skip")):
        chat.say(answer, control=control)
    assert leads(chat, "flagging") == 0
    chat.say("dunno", control="dont_know")
    assert leads(chat, "flagging") == 1
    for _ in range(3):
        chat.say("lol")
    assert leads(chat, "flagging") == 1


def test_short_answers_that_say_something_are_no_reason_to_offer_the_end() -> None:
    chat = chat_with_leads().until("reality")
    for answer in ("Nobody", "The plant", "On Mondays", "Their bonus"):
        chat.say(answer)
    assert leads(chat, "flagging") == 0


@pytest.mark.parametrize(
    ("said", "ours"),
    [("do you want that I blame them?", 1), ("who would pay for that?", 0), ("I could ask. Do you see?", 0)],
)
def test_who_asks_what_the_coach_wants_is_told_that_it_wants_nothing(said: str, ours: int) -> None:
    chat = chat_with_leads().until("reality")
    chat.say(said, on={"question"})
    assert leads(chat, "asked-back") == ours


def talking(desk: Desk, *facts: Fact) -> Desk:
    waiting = Exchange("options", "q1", "option", "What could you do?", "option")
    session = Session("s1", desk.today, facts=facts, exchanges=(waiting,))
    desk.create(grow.KIND, "open", sessions.to_dict(session), record_id="s1")
    return desk


def test_whoever_stops_is_shown_what_is_noted_and_the_question_that_waits() -> None:
    desk = talking(a_desk(), Fact("goal", "A review that decides"), Fact("option", "Ask the CFO"))
    (say,) = grow.pause(desk).say
    assert say.response == "utter_grow_paused_noted"
    assert say.values["lines"].splitlines() == [
        "Goal: “A review that decides”",
        "Options: “Ask the CFO”",
        "The question that waits: What could you do?",
    ]


def test_whoever_stops_before_anything_was_said_is_shown_no_empty_list() -> None:
    assert grow.pause(talking(a_desk())).say[0].response == "utter_grow_paused"
    assert grow.pause(a_desk()).say[0].response == "utter_grow_paused"
