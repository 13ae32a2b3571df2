"""The weak point of a plan is caught before it is run into, and what was told is not asked again."""

from dataclasses import replace

import pytest

from bot.domain.coaching.plans import could_be_done, is_talk, reluctant
from bot.domain.coaching.questions import Bank, When
from bot.domain.coaching.selection import Need, Past, select
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Signals
from bot.domain.phrases import Phrases
from tests.unit.coaching import PHRASES, TODAY, Chat, ask_for, whole_bank


@pytest.fixture
def bank() -> Bank:
    """The usual bank, with questions for a weak plan, a polite no, and staying with what was said."""
    more = [
        *ask_for("weak", "will", "weak-point", "if-then", 2),
        *ask_for("no", "will", "reluctant", None, 2),
        *ask_for("stay", "reality", "follow", "note", 6),
    ]
    return Bank([*whole_bank(), *more])


@pytest.mark.parametrize(
    "plan",
    ["I will ask him again", "I hope he comes the next time", "he will understand", "wait and see", "somehow it works"],
)
def test_an_if_then_that_leans_on_the_same_point_is_questioned_once(bank: Bank, plan: str) -> None:
    chat = Chat(bank).until_asked("if-then")
    chat.say(plan)
    assert chat.waiting.move == "weak-point"
    chat.say("I will wait for him then")
    assert chat.waiting.move != "weak-point"


@pytest.mark.parametrize(
    "plan", ["I go to his deputy with the list", "then I send it on Tuesday", "ask the controller"]
)
def test_an_if_then_of_one_s_own_is_taken_as_it_is(bank: Bank, plan: str) -> None:
    chat = Chat(bank).until_asked("if-then")
    chat.say(plan)
    assert chat.waiting.captures == "confidence"


def test_the_second_line_of_defence_stands_beside_the_first(bank: Bank) -> None:
    chat = Chat(bank).until_asked("if-then")
    chat.say("I will ask him again")
    chat.say("I go to his deputy with the list")
    assert chat.words("if-then") == ["I will ask him again; I go to his deputy with the list"]


def test_a_question_for_a_weak_plan_never_merely_fills_a_gap(bank: Bank) -> None:
    chat = Chat(bank).until("summary")
    assert "weak-point" not in [e.move for e in chat.session.exchanges]


@pytest.mark.parametrize("words", ["That is a little difficult", "In principle yes", "Maybe later, when I find time"])
def test_a_polite_no_is_heard_as_a_no(bank: Bank, words: str) -> None:
    chat = Chat(bank).until_asked("action")
    chat.say(words)
    assert chat.waiting.move == "reluctant"


def test_a_plain_yes_is_not_taken_for_a_no() -> None:
    said = Exchange("will", "q", "commit", "What?", "action", answer="I will do it on Monday", signals=Signals(words=6))
    assert not reluctant(Session("s", TODAY, exchanges=(said,)))


def test_the_first_sentence_is_asked_for_where_the_action_is_a_conversation(bank: Bank) -> None:
    talking, writing = Chat(bank).until_asked("action"), Chat(bank).until_asked("action")
    talking.say("I will speak to the director", on={"will"})
    writing.say("Clean up the list of codes", on={"will"})
    for chat in (talking, writing):
        chat.until("summary")
    assert [bool(chat.words("first-sentence")) for chat in (talking, writing)] == [True, False]


@pytest.mark.parametrize(
    ("text", "talk", "option"),
    [
        ("ask the GM to open the meeting", True, True),
        ("clean the master data", False, False),
        ("we could cut the pack", False, True),
        ("he built his own file", False, False),
    ],
)
def test_words_tell_a_conversation_and_an_option(text: str, talk: bool, option: bool) -> None:
    assert (is_talk(text), could_be_done(text)) == (talk, option)


def test_a_topic_that_names_the_wish_and_its_figure_is_not_asked_for_them_again() -> None:
    chat = Chat()
    chat.ask()
    chat.say("The plants get the plan on day 12, it should be day 5", numbers=("12", "5"))
    assert chat.words("goal") == chat.words("measure") == ["The plants get the plan on day 12, it should be day 5"]
    assert chat.waiting.captures == "date"


def test_an_obstacle_that_brings_its_own_plan_is_not_asked_for_one() -> None:
    chat = Chat().until_asked("obstacle")
    chat.say("He may cancel, and if he cancels, then I go to his deputy")
    assert chat.words("if-then") == ["He may cancel, and if he cancels, then I go to his deputy"]
    assert chat.waiting.captures == "confidence"


def test_a_topic_with_a_request_for_advice_in_it_is_kept() -> None:
    chat = Chat()
    chat.ask()
    chat.say("Sales never delivers a forecast, what would you do?", on={"asks-advice", "question"})
    assert chat.waiting.move == "hand-back"
    assert chat.words("topic") == ["Sales never delivers a forecast, what would you do?"]


def test_a_rich_answer_is_followed_up_before_the_view_widens(bank: Bank) -> None:
    chat = Chat(bank, minutes=30).until("reality")
    chat.say("The delegates come without any mandate to decide")
    assert chat.waiting.move == "follow"
    moves = []
    for _ in range(4):
        chat.say("They look at the floor until it is over")
        moves.append(chat.waiting.move)
    assert "follow" in moves
    assert set(moves) != {"follow"}


def test_after_a_word_or_two_nothing_is_there_to_follow_up(bank: Bank) -> None:
    chat = Chat(bank, minutes=30).until("reality")
    chat.say("Not much")
    assert chat.waiting.move != "follow"


def test_a_doubt_about_the_coach_is_answered_before_the_next_question_and_not_for_ever() -> None:
    chat = Chat().until("reality")
    chat.guide = replace(chat.guide, phrases=Phrases({**PHRASES, "doubts-coach": ("I am a program.",)}))
    turns = [chat.say("How would you know, you are a script", on={"doubts-coach"}) for _ in range(4)]
    said = [bool(turn and turn.text.startswith("I am a program.")) for turn in turns]
    assert said == [True, True, False, False]


def test_a_question_is_not_asked_where_a_signal_forbids_it() -> None:
    asked = [
        *ask_for(
            "then",
            "reality",
            "open",
            "note",
            1,
            when=When(signals=frozenset({"other-act"}), unless=frozenset({"told"})),
        ),
        *ask_for("plain", "reality", "open", "note", 1),
    ]
    told = Exchange(
        "goal", "q", "date", "When?", "date", answer="x", signals=Signals(1, frozenset({"other-act", "told"}))
    )
    plain = replace(told, signals=Signals(1, frozenset({"other-act"})))
    need = Need(frozenset({"reality"}))
    chosen = [select(Bank(asked), Session("s", TODAY, exchanges=(e,)), need, Past()) for e in (told, plain)]
    assert [q.id if q else None for q in chosen] == ["plain-1", "then-1"]
