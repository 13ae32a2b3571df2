"""What is asked of us in the middle of something is told from what people plan to do themselves."""

import time

import pytest

from bot.nlu.answer_gate import _asked_of_us, _of_the_coach
from bot.nlu.asking import goes_back, goes_on, of_us
from bot.nlu.gating import Reading, at_menu, while_waiting
from bot.nlu.questions import is_question


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i want to practice how i tell him. can we do that", "rehearse"),
        ("can we practise that sentence", "rehearse"),
        ("Let me rehearse it first", "rehearse"),
        ("ok, can you help me practise my answer", "rehearse"),
        ("I want to practise what I say to him here", "rehearse"),
        ("help me write the mail to her", "tailor"),
        ("can you help me word the message to Rui", "tailor"),
        ("please, could you draft the invitation with me?", "tailor"),
        ("write me a mail to the CFO", "tailor"),
        ("help me find the words", "tailor"),
        ("ok help me phrase it", "tailor"),
        ("forget that. dont keep it", "go_back"),
    ],
)
def test_what_is_asked_of_us_is_known(text: str, intent: str) -> None:
    assert of_us(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "i will practise it with Ann on Tuesday",
        "I want to practise the talk with my wife",
        "I could rehearse it with my deputy",
        "practise the sentence before Thursday",
        "can we practise it on Monday in the team",
        "I write the mail to her tonight",
        "write the mail to Rui and copy Ann",
        "I could ask Ann to help me write the mail",
        "they never help me write the mail",
        "he said, can we practise that with the whole team next week",
        "forget it, he will never change",
    ],
)
def test_what_they_plan_to_do_themselves_is_an_answer(text: str) -> None:
    assert of_us(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "back to coaching",
        "can we go back to the coaching",
        "ok, let's go back to our conversation",
        "I want to return to the coaching session please",
        "interesting. back to us",
        "back to where we were",
    ],
)
def test_the_way_back_is_known_from_wherever_they_are(text: str) -> None:
    assert goes_back(text)
    assert _asked_of_us(text, "style_tailor") == _asked_of_us(text, "team_design") == "coach"
    assert _asked_of_us(text, "onboarding_profile") is _asked_of_us(text, "privacy_confirm") is None
    assert _asked_of_us(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "back to my plan",
        "i go back to the coaching of my planners",
        "that comes back to us every month in the review",
        "he went back to coaching his own people",
        "back to basics",
    ],
)
def test_going_back_to_something_else_is_an_answer(text: str) -> None:
    assert not goes_back(text)


def test_practising_and_letters_are_asked_for_only_where_the_coach_waits() -> None:
    text = "could you help me write the note"
    assert _asked_of_us(text, "grow_options") == "tailor"
    assert _asked_of_us(text, "style_tailor") is _asked_of_us(text, "rehearse_objection") is None


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("go on", True),
        ("ok let's go on", True),
        ("continue please", True),
        ("carry on with the conversation", True),
        ("go on holiday", False),
        ("we go on like this every month", False),
    ],
)
def test_going_on_at_the_menu_takes_up_what_was_left(text: str, on: bool) -> None:
    assert goes_on(text) == on
    assert (at_menu(Reading(text, {"answer": 0.9}, {}))[0] == "coach") == on


@pytest.mark.parametrize(
    "preface",
    [
        "wait ",
        "hang on, ",
        "before I answer, ",
        "sorry, quick one, ",
        "btw ",
        "hm. ",
        "can I ask you something: ",
        "no i asked you something. ",
    ],
)
def test_a_question_to_the_mentor_is_one_whatever_stands_before_it(preface: str) -> None:
    text = f"{preface}what is forecast bias exactly"
    assert is_question(text)
    near = {"ask_mentor": 0.8, "answer": 0.3}
    assert while_waiting(Reading(text, {"ask_mentor": 0.9, "answer": 0.01}, {}, near=near))[0] == "ask_mentor"


def test_what_another_would_say_is_for_the_coach_only_in_its_own_dialogues() -> None:
    class In:
        def __init__(self, form: str | None) -> None:
            self.active_loop_name = form

    def ours(form: str | None, text: str = "what would the CFO say to that?") -> frozenset[str]:
        return _of_the_coach(In(form), text)  # type: ignore[arg-type]

    assert "asks-view" in ours("grow_form")
    assert "asks-view" in ours("pressure_form")
    assert "asks-language" not in ours("pressure_form")
    assert ours("context_form") == ours(None) == {"asks-coach"}
    of_sales = "what would sales say about that?"
    assert "asks-view" not in ours("grow_form", of_sales), "the mentor knows how a function sees things"
    assert "asks-view" in ours("pressure_form", of_sales)
    assert "asks-view" in ours("grow_form", "what would the sales director say about that?")


@pytest.mark.parametrize("shape", ["can we ", "help me ", "and ", "back to ", ". ", "wait ", "i asked you "])
def test_a_long_message_costs_little(shape: str) -> None:
    text = shape * (16_000 // len(shape))
    begin = time.process_time()
    of_us(text), goes_back(text), goes_on(text), is_question(text)
    assert time.process_time() - begin < 0.5
