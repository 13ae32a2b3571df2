"""The coach stays with what was just said: a complaint, an exception, one's own part, a choice made early."""

import pytest

from bot.domain.coaching.complaints import complains
from bot.domain.coaching.options import already_chosen, chosen, several
from bot.domain.coaching.questions import Bank, When
from bot.domain.coaching.recall import known
from bot.domain.coaching.selection import Need, Past, select
from bot.domain.coaching.session import Session
from bot.domain.coaching.shown import over_the_session
from bot.domain.coaching.signals import Mention
from tests.unit.coaching import TODAY, Chat, ask_for, role, signals, whole_bank

LISTED = [
    "I could ask the director to put the question to Marta",
    "Stay silent after the options are shown",
    "Then I would see Marta beforehand, alone",
]
COMPLAINT = "nobody decides anything in the meeting"


def asking(*signals_wanted: str) -> When:
    """The condition that one of these signals is on."""
    return When(signals=frozenset(signals_wanted))


def staying() -> Bank:
    """The usual bank with questions that go on from an exception, one's own part, the others, and one question."""
    more = [
        *ask_for("told", "reality", "follow", "note", 1, when=asking("exception-told")),
        *ask_for("owned", "reality", "follow", "note", 2, when=asking("owns-up"), worth=3),
        *ask_for("others", "reality", "follow", "note", 3, when=asking("other-act"), worth=3),
        *ask_for("after", "reality", "follow", "note", 1, when=asking("asked:owned-1", "asked:owned-2")),
        *ask_for("exception", "reality", "exception", "note", 2),
        *ask_for("plain", "reality", "follow", "note", 6),
    ]
    return Bank([*whole_bank(), *more])


@pytest.mark.parametrize(
    ("said", "at"),
    [
        *(("the last one", 2), ("I'd go with the last one", 2), ("number 2", 1), ("no. 3", 2), ("b", 1)),
        *(("the second one is the only one that is mine", 1), ("the last. I mean it", 2), ("the former", 0)),
        *(("just the silent thing", 1), ("the one with the director", 0), ("the first, because it is quick", 0)),
    ],
)
def test_a_choice_is_understood_while_another_option_is_asked_for(said: str, at: int) -> None:
    assert already_chosen(said, LISTED) == LISTED[at]
    assert chosen(said, LISTED) == LISTED[at]


@pytest.mark.parametrize(
    "said",
    [
        *("One option is to call him", "first I call him", "two of us could go", "Second, I could call"),
        *("the last one who tried was fired", "the last time we tried it he left", "all of them"),
    ],
)
def test_what_only_sounds_like_a_choice_is_none(said: str) -> None:
    assert already_chosen(said, LISTED) is None


@pytest.mark.parametrize("said", ["all of them", "both", "all three please", "the first two", "a mix of these"])
def test_all_of_them_is_no_choice_yet(said: str) -> None:
    assert several(said)
    chat = Chat().until_asked("choice")
    chat.say(said)
    assert not chat.words("choice")
    assert chat.waiting.captures == "choice"
    assert "chose-several" in over_the_session(chat.session)


def test_all_of_them_ends_the_list_where_another_option_was_asked_for() -> None:
    chat = Chat().until_asked("option")
    for text in ("Talk to Anna", "Cut the pack", "all of them"):
        chat.say(text)
    assert chat.words("option") == ["Talk to Anna", "Cut the pack"]
    assert chat.waiting.captures in ("criteria", "choice")


def test_who_chooses_twice_is_not_asked_for_another_option() -> None:
    chat = Chat().until_asked("option")
    for text in ("Talk to Anna", "Cut the pack", "the last one"):
        chat.say(text)
    assert chat.waiting.captures == "option"
    assert "chose-early" in over_the_session(chat.session)
    chat.say("the last one")
    assert chat.words("choice") == ["Cut the pack"]
    assert chat.waiting.captures != "option"


def test_a_joke_is_no_option() -> None:
    chat = Chat().until_asked("option")
    chat.say("fire sales lol", on={"joke"})
    assert not chat.words("option")


def test_an_option_begins_where_something_is_done() -> None:
    chat = Chat().until_asked("option")
    chat.say("I am Ravi! Ok. I could call Mexico.")
    assert chat.words("option") == ["I could call Mexico"]


def test_a_complaint_is_no_goal_the_first_time_and_never_held_up_as_one() -> None:
    chat = Chat().until_asked("goal")
    chat.say(COMPLAINT, on={"problem-talk", "absolute"})
    assert not chat.words("goal")
    assert chat.waiting.captures == "goal"
    chat.say(COMPLAINT, on={"problem-talk", "absolute"})
    assert chat.words("goal") == [COMPLAINT]
    assert known(chat.session, frozenset({"goal"})) == {}


def test_a_complaint_is_no_sign_that_the_goal_is_reached() -> None:
    chat = Chat().until_asked("measure")
    chat.say("Marta reads her mails in it", on={"problem-talk", "other-act"})
    assert not chat.words("measure")
    assert chat.waiting.captures == "measure"


@pytest.mark.parametrize(
    "wish",
    ["nobody has to chase anybody any more", "that we stop fighting", "no calls on Saturday", "he would put it away"],
)
def test_a_wish_told_by_what_would_be_over_is_no_complaint(wish: str) -> None:
    assert not complains(wish, signals(wish, {"problem-talk"}))


def in_reality(bank: Bank, minutes: int = 15) -> Chat:
    """A conversation that has come to how things are."""
    return Chat(bank, minutes=minutes).until("reality")


def test_an_exception_told_unasked_is_followed_before_anything_else_even_at_the_end() -> None:
    chat = in_reality(staying())
    while len(chat.session.every("note")) < 3:
        chat.say("The numbers come late from every plant")
    chat.say("Nobody decides, except in March when the owner was there", on={"exception", "absolute"})
    assert chat.waiting.question == "told-1"


def test_one_s_own_part_is_stayed_with_and_the_others_are_left_out_of_it() -> None:
    chat = in_reality(staying())
    chat.say("She leaves and I am the one who keeps it comfortable", on={"other-act", "own-act", "owns-up"})
    assert chat.waiting.question.startswith("owned")
    chat.say("It keeps the peace, I suppose, and I pay for it")
    assert chat.waiting.question == "after-1"


def test_nobody_is_taken_on_to_options_right_after_owning_up() -> None:
    chat = in_reality(staying())
    while len(chat.session.every("note")) < 3:
        chat.say("The numbers come late from every plant")
    chat.say("I am the one who keeps it comfortable", on={"owns-up"})
    assert chat.waiting.step == "reality"


def test_the_case_in_which_it_was_otherwise_can_be_played_back_later() -> None:
    chat = in_reality(staying())
    told = "In March the owner took the chair himself"
    chat.say(told, on={"exception"}, quotes=(told,))
    chat.say("He asked one question and waited")
    assert known(chat.session, frozenset({"exception", "own"})) == {"exception": told}


def test_a_no_to_the_question_for_an_exception_tells_of_none() -> None:
    bank = staying()
    for said, told in (("It has not. That is the point.", False), ("Ah well, in summer they did it without me", True)):
        chat = in_reality(bank)
        while chat.waiting.move != "exception":
            chat.say("They send the file late to all of us", on={"other-act"})
        chat.say(said)
        assert ("exception-told" in over_the_session(chat.session)) is told


def test_a_question_that_goes_on_from_another_waits_for_it() -> None:
    bank = Bank(ask_for("after", "reality", "follow", "note", when=asking("asked:owned-1")))
    assert select(bank, Session("s", TODAY), Need(frozenset({"reality"})), Past()) is None


def test_a_question_in_the_sentence_they_will_say_is_not_handed_back() -> None:
    chat = Chat().until_asked("first-sentence")
    chat.say("Joanna, which one is better for you?", on={"asks-advice", "question"})
    assert chat.words("first-sentence") == ["Joanna, which one is better for you?"]
    assert chat.waiting.move != "hand-back"


def test_whoever_is_named_only_in_what_another_says_is_nobody_to_ask_about() -> None:
    chat = in_reality(staying())
    nils = (Mention("Nils", None, "name"),)
    chat.say('He will say "come on Nils, let it be"', people=nils)
    assert known(chat.session, frozenset({"person"})) == {}
    chat.say("I spoke with Nils about it on the way home", people=nils)
    assert known(chat.session, frozenset({"person"})) == {"person": "Nils"}


def test_his_in_a_promise_means_whom_the_talk_is_about() -> None:
    gm, cfo = (Mention("Mykola", None, "name"),), (role("the CFO", "finance"),)
    chat = in_reality(staying())
    chat.say("Mykola looks at his plate when it gets hard", people=gm)
    chat.say("He wants all of them to love him, Mykola does", people=gm)
    chat.until_asked("option")
    chat.say("Have the CFO chair it", people=cfo)
    chat.until_asked("action")
    chat.say("I go to his office with three cards", on={"will"})
    assert known(chat.session, frozenset({"person"})) == {"person": "Mykola"}


def test_their_own_part_told_when_asked_for_is_stayed_with() -> None:
    part = ask_for("part", "reality", "follow", "note", 1, "What part do you have in it?", when=asking("other-act"))
    bank = Bank([*whole_bank(), *part, *ask_for("plain", "reality", "follow", "note", 6)])
    for said, step in (("That my number is made round for him", "reality"), ("none", "options")):
        chat = Chat(bank).until("reality")
        for text in ("The file is late", "The pack is long and old"):
            chat.say(text)
        chat.say("They keep another column of their own", on={"other-act"})
        assert chat.waiting.question == "part-1"
        chat.say(said)
        chat.say("And so on it goes") if said == "none" else None
        assert chat.step == step


@pytest.mark.parametrize("told", [True, False])
def test_how_it_is_told_where_a_day_was_asked_for_is_gone_on_with(told: bool) -> None:
    chat = Chat(staying(), minutes=30).until_asked("date")
    for _ in range(3):
        if chat.step == "goal":
            text = "finance wants detail, sales wants none, I sit in between and take notes" if told else "no idea yet"
            chat.say(text, on={"own-act"} if told else {"no-idea"})
    assert chat.step == "reality" and (chat.waiting.move == "follow") == told
