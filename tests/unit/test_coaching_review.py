"""The review of earlier promises: how each went, what follows from it, then on to the new conversation."""

import pytest

from bot.domain.coaching.questions import When
from bot.domain.coaching.session import PastPromise
from bot.domain.coaching.signals import DateMention
from tests.unit.coaching import Chat, ask_for, needing, whole_bank

ONE = (PastPromise("p1", "ask the director for twenty minutes", "2026-11-20"),)
TWO = (*ONE, PastPromise("p2", "cut the pack to ten slides"))


def reviewed(text: str, promises: tuple[PastPromise, ...] = ONE) -> Chat:
    chat = Chat(review=promises)
    chat.ask()
    chat.say(text)
    return chat


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("yes, done", "done"),
        ("I did it and he came", "done"),
        ("Done on Tuesday, he was not happy", "done"),
        ("we spoke last week", "done"),
        ("partly", "partly"),
        ("half of it", "partly"),
        ("I started, the rest follows", "partly"),
        ("yes, but only half of it", "partly"),
        ("no", "not-yet"),
        ("not yet, he was on holiday", "not-yet"),
        ("I didn't get to it", "not-yet"),
        ("I forgot", "not-yet"),
        ("I dropped it", "dropped"),
        ("it is no longer relevant", "dropped"),
        ("overtaken by events", "dropped"),
        ("hm, hard to say", "partly"),
        ("said the number. didnt bring the date, he had none", "partly"),
        ("I dialled and he didn't pick up", "partly"),
        ("I asked him and he said no", "done"),
    ],
)
def test_how_a_promise_went_is_understood_from_what_is_said(text: str, status: str) -> None:
    assert [promise.status for promise in reviewed(text).session.review] == [status]


def test_after_each_promise_comes_a_question_about_what_was_learnt() -> None:
    chat = reviewed("yes, done")
    assert (chat.step, chat.waiting.captures, chat.waiting.about) == ("review", "learning", "p1") or (
        chat.step == "review" and chat.waiting.captures == "learning"
    )
    chat.say("I went to his office instead of writing")
    assert chat.words("learning") == ["I went to his office instead of writing"]
    assert chat.step == "goal"


def test_each_promise_is_looked_at_once_and_in_order() -> None:
    chat = Chat(review=TWO)
    chat.ask()
    about = [chat.waiting.about]
    for text in ("yes, done", "I went to his office", "not yet", "It never was the moment"):
        chat.say(text)
        if chat.step == "review" and chat.waiting.move == "review":
            about.append(chat.waiting.about)
    assert about == ["p1", "p2"]
    assert [e.about for e in chat.session.answered] == ["p1", "p1", "p2", "p2"], (
        "what is learnt belongs to the one told of"
    )
    assert [promise.status for promise in chat.session.review] == ["done", "not-yet"]
    assert chat.step == "goal"


def test_the_promise_is_named_in_the_coachee_s_words() -> None:
    named = ask_for("named", "review", "review", text="What became of “{promise}”?", when=needing("promise"), worth=3)
    bank = [q for q in whole_bank() if q.move != "review"] + named
    chat = Chat(bank, review=ONE)
    turn = chat.ask()
    assert turn and "“ask the director for twenty minutes”" in turn.text


@pytest.mark.parametrize(("text", "question"), [("yes, done", "kept-1"), ("not yet", "missed-1")])
def test_each_outcome_has_its_own_learning_questions(text: str, question: str) -> None:
    kept = ask_for("kept", "review", "learning", "learning", when=When(status=frozenset({"done"})))
    missed = ask_for("missed", "review", "double-loop", "learning", when=When(status=frozenset({"not-yet"})))
    bank = [q for q in whole_bank() if q.move != "learning"] + kept + missed
    chat = Chat(bank, review=ONE)
    chat.ask()
    turn = chat.say(text)
    assert turn and turn.question == question


def test_a_review_can_be_skipped() -> None:
    chat = Chat(review=TWO)
    chat.ask()
    for _ in range(4):
        if chat.step != "review":
            break
        chat.control("skip")
    assert chat.step == "goal"
    assert {promise.status for promise in chat.session.review} == {"skipped"}


def test_who_does_not_know_how_it_went_is_not_held_up() -> None:
    chat = Chat(review=TWO)
    chat.ask()
    for _ in range(10):
        if chat.step != "review":
            break
        chat.control("dont_know")
    assert chat.step == "goal"


def test_after_the_review_the_whole_conversation_is_had() -> None:
    chat = reviewed("yes, done")
    chat.until("summary")
    assert chat.words("action")


def test_a_bank_without_review_questions_does_not_stop_the_conversation() -> None:
    bank = [question for question in whole_bank() if "review" not in question.phases]
    assert Chat(bank, review=TWO).until("summary").words("action")


MONDAY = DateMention("on Monday", "2026-11-30", "day")


def settled() -> Chat:
    """A promise that was not kept, looked at, in a bank that can ask what becomes of it."""
    settle = ask_for("settle", "review", "commit", None, 2, when=When(status=frozenset({"not-yet", "partly"})))
    chat = Chat([*whole_bank(), *settle], review=ONE)
    chat.ask()
    chat.say("not yet")
    return chat


def test_a_promise_that_was_not_kept_is_settled_before_the_next_conversation() -> None:
    chat = settled()
    chat.say("he was ill on Monday", on={"will"}, dates=(MONDAY,))
    assert (chat.step, chat.waiting.move, chat.waiting.about) == ("review", "commit", "p1")
    chat.say("on Thursday, then")
    assert chat.step == "goal"
    assert [promise.status for promise in chat.session.review] == ["not-yet"]


def test_who_names_the_new_day_with_the_reason_is_not_asked_for_it() -> None:
    chat = settled()
    chat.say("I was afraid of it, I will do it on Monday", on={"will"}, dates=(MONDAY,))
    assert chat.step == "goal"


def test_a_promise_is_let_go_where_that_is_said_and_back_takes_only_the_last_answer() -> None:
    chat = settled()
    chat.say("It never was the moment")
    chat.say("let it go", control="skip")
    assert [promise.status for promise in chat.session.review] == ["dropped"]
    again = settled()
    again.say("It never was the moment")
    again.control("back")
    assert [promise.status for promise in again.session.review] == ["not-yet"]


def test_without_a_question_to_settle_it_the_review_ends_all_the_same() -> None:
    chat = reviewed("not yet")
    chat.say("It never was the moment")
    assert chat.step == "goal"


@pytest.mark.parametrize(
    ("said", "moves"),
    [("I forgot", {"learning"}), ("no time, month end", {"learning"}), ("no, I did not dare", {"double-loop"})],
)
def test_who_only_forgot_is_asked_for_no_assumption(said: str, moves: set[str]) -> None:
    double = ask_for("double", "review", "double-loop", "learning", 3, worth=3)
    learning = ask_for("plain", "review", "learning", "learning", 3)
    bank = [*(q for q in whole_bank() if q.move != "learning"), *double, *learning]
    chat = Chat(bank, review=ONE)
    chat.ask()
    chat.say(said)
    assert {chat.waiting.move} == moves
