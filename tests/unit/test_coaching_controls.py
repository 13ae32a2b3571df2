"""Back, skip, "I don't know", empty answers, questions instead of answers: what each changes, and what it leaves."""

from dataclasses import replace

import pytest

from bot.domain.coaching.session import PastPromise
from bot.domain.phrases import Phrases
from tests.unit.coaching import PHRASES, Chat

STEPS = ("goal", "reality", "options", "will")
CAPTURES = ("topic", "goal", "measure", "date", "option", "choice", "action", "when", "obstacle", "if-then", "insight")


@pytest.mark.parametrize("word", ["skip", "back", "dont_know"])
@pytest.mark.parametrize("capture", [*CAPTURES, "note", "confidence", "confidence-up"])
def test_a_control_word_never_becomes_a_fact(word: str, capture: str) -> None:
    chat = Chat().until_asked(capture)
    before = list(chat.session.facts)
    chat.control(word)
    assert {fact.text for fact in chat.session.facts} <= {fact.text for fact in before}


@pytest.mark.parametrize("capture", ["measure", "date", "choice", "action", "when", "obstacle", "if-then", "insight"])
def test_what_is_skipped_is_not_asked_again(capture: str) -> None:
    chat = Chat().until_asked(capture)
    at = len(chat.session.exchanges)
    turn = chat.control("skip")
    assert turn is None or turn.text.startswith(("Skipped.", "options begins", "will begins", "reality begins"))
    chat.until("summary")
    assert chat.words(capture) == []
    assert capture not in [exchange.captures for exchange in chat.session.exchanges[at:]]


def test_a_skipped_reality_question_moves_on_to_another_one() -> None:
    chat = Chat().until("reality")
    before = chat.waiting.question
    chat.control("skip")
    assert chat.step == "reality"
    assert chat.waiting.question != before


def test_someone_who_skips_everything_reaches_an_empty_summary_soon() -> None:
    chat = Chat()
    chat.ask()
    for _ in range(30):
        if chat.step == "summary":
            break
        chat.control("skip")
    assert chat.step == "summary"
    assert chat.session.facts == ()
    assert len(chat.session.exchanges) <= 24


@pytest.mark.parametrize("step", STEPS)
def test_back_takes_the_last_answer_away_and_asks_for_it_again(step: str) -> None:
    chat = Chat().until(step)
    chat.willing()
    answered = chat.session.answered[-1]
    facts = [fact for fact in chat.session.facts if fact.turn != len(chat.session.answered) - 1]
    chat.control("back")
    assert chat.waiting.captures == answered.captures
    assert list(chat.session.facts) == facts
    assert chat.turns[-1].text.count("One back.") == 1


def test_an_answer_given_after_back_takes_the_place_of_the_first() -> None:
    chat = Chat().until_asked("obstacle")
    chat.say("He will be on holiday until the end")
    chat.control("back")
    assert chat.waiting.captures == "obstacle"
    chat.say("The assistant will not let me in")
    chat.until("summary")
    assert chat.words("obstacle") == ["The assistant will not let me in"]


def test_back_can_be_said_again_and_again_up_to_the_beginning() -> None:
    chat = Chat().until("reality")
    steps = []
    for _ in range(8):
        chat.control("back")
        steps.append(chat.step)
    assert steps[0] in ("goal", "reality")
    assert steps[-1] == "goal"
    assert chat.waiting.captures == "topic"
    assert chat.session.facts == ()
    assert chat.until("summary").words("action"), "the conversation can still be had"


def test_back_at_the_first_question_asks_it_again() -> None:
    chat = Chat()
    first = chat.ask()
    again = chat.control("back")
    assert first and again and first.question == again.question


def test_back_over_a_skip_gives_another_chance() -> None:
    chat = Chat().until_asked("measure")
    chat.control("skip")
    chat.control("back")
    assert chat.waiting.captures == "measure"


def test_back_over_a_choice_keeps_the_options() -> None:
    chat = Chat().until("will")
    options = chat.words("option")
    chat.control("back")
    assert chat.step == "options"
    assert chat.waiting.captures == "choice"
    assert chat.words("option") == options


def test_who_does_not_know_is_asked_from_another_side() -> None:
    chat = Chat().until_asked("goal")
    before = chat.waiting.question
    turn = chat.control("dont_know")
    assert turn and "Then otherwise." in turn.text
    assert (chat.waiting.captures, chat.waiting.question != before) == ("goal", True)


@pytest.mark.parametrize(
    ("capture", "times"), [("goal", 3), ("measure", 2), ("date", 2), ("action", 3), ("if-then", 3)]
)
def test_who_does_not_know_is_asked_so_often_and_then_something_else(capture: str, times: int) -> None:
    chat = Chat().until_asked(capture)
    for _ in range(times):
        assert chat.waiting.captures == capture
        chat.control("dont_know")
    assert chat.session.pending is None or chat.waiting.captures != capture
    assert chat.words(capture) == []


@pytest.mark.parametrize("words", ["no", "Nothing else.", "that's it", "not really", "n/a"])
def test_nothing_more_to_say_ends_the_search_for_options_without_becoming_one(words: str) -> None:
    chat = Chat().until_asked("option")
    chat.say("I could talk to the director before the meeting")
    for _ in range(8):
        if chat.step != "options":
            break
        chat.say(words)
    assert chat.words("option") == ["I could talk to the director before the meeting"]
    assert chat.step == "will"


def test_an_empty_answer_in_reality_is_no_note() -> None:
    chat = Chat().until("reality")
    chat.say("no")
    assert chat.words("note") == []


def test_a_question_instead_of_an_answer_is_not_kept_as_one() -> None:
    chat = Chat().until_asked("action")
    chat.say("What do you mean by that?", on={"question"})
    assert chat.words("action") == []
    assert chat.waiting.captures == "action"


def test_an_uncertain_confession_is_not_kept_as_an_answer() -> None:
    chat = Chat().until_asked("obstacle")
    chat.say("I have no idea at all", on={"no-idea"})
    assert chat.words("obstacle") == []


def test_a_long_answer_that_ends_in_a_question_is_kept() -> None:
    chat = Chat().until("reality")
    text = "The plant sends its numbers late every month and then nobody looks at them " * 2 + "so why would anyone?"
    chat.say(text, on={"question"})
    assert chat.words("note") == [text]


def test_an_answer_is_kept_word_for_word() -> None:
    chat = Chat().until("reality")
    text = "  He said: “we'll see” 😀 … and LEFT,\nas always  "
    chat.say(text)
    assert chat.words("note") == [text.strip()]


def test_a_question_that_waits_is_put_again_bare_and_changes_nothing() -> None:
    chat = Chat().until("reality")
    before = chat.session
    first = chat.turns[-1]
    again = chat.ask()
    assert again and again.question == first.question
    assert "begins" in first.text, "the first time with the signpost"
    assert again.text == chat.waiting.asked
    assert [e.question for e in chat.session.exchanges] == [e.question for e in before.exchanges]


def test_a_control_word_at_the_summary_changes_nothing() -> None:
    chat = Chat().until("summary")
    before = chat.session
    for word in ("skip", "dont_know"):
        chat.control(word)
        assert chat.session == before


def test_back_in_a_review_forgets_what_was_said_about_the_promise() -> None:
    chat = Chat(review=(PastPromise("p1", "call him"),))
    chat.ask()
    chat.say("yes, done")
    assert chat.session.review[0].status == "done"
    chat.control("back")
    assert chat.session.review[0].status is None
    assert chat.step == "review"


@pytest.mark.parametrize("shrugs", [True, False])
def test_a_turn_to_another_side_is_announced_once(shrugs: bool) -> None:
    chat = Chat(minutes=30)
    chat.guide = replace(chat.guide, phrases=Phrases({**PHRASES, "turning": ("Another side.", "A third side.")}))
    chat.until("reality")
    told = [chat.control("dont_know") if shrugs else chat.say("the plan is wrong in the plant") for _ in range(5)]
    texts = [turn.text for turn in told if turn]
    assert any("side." in text for text in texts)
    assert not [text for text in texts if "Then otherwise." in text and "side." in text]
