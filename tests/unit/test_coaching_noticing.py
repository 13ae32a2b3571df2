"""What a coach notices over a conversation: who keeps coming up, who never appears, what was left open."""

import re
from dataclasses import replace

import pytest

from bot.domain.coaching import summary
from bot.domain.coaching.questions import When
from bot.domain.coaching.signals import DateMention, Mention
from bot.domain.phrases import Phrases
from tests.unit.coaching import PHRASES, Chat, ask_for, needing, role, whole_bank

GRAHAM = role("Graham", "sales")
PLAN_B = "what does Iveta promise them"


def chat_with(name: str, when: When, text: str = "", minutes: int = 30) -> Chat:
    """Someone in reality, with one question made for a condition and plain ones besides."""
    plain = [q for q in whole_bank() if not q.when.needs and q.move not in ("lens", "challenge", "clean", "feeling")]
    special = ask_for(name, "reality", "follow", "note", when=when, text=text, worth=3)
    follow = ask_for("plain-follow", "reality", "follow", "note", 6)
    return Chat([*plain, *special, *follow], minutes=minutes).until("reality")


def test_whoever_is_named_in_three_answers_is_named_back() -> None:
    chat = chat_with("often", needing("recurring"), "It leads to {recurring}. What is it about {recurring}?")
    for text in ("Graham sends Toby every month", "Graham signed nothing last year either"):
        turn = chat.say(text, people=(GRAHAM,))
        assert turn
        assert turn.question != "often-1"
    turn = chat.say("In the end Graham decides it alone", people=(GRAHAM,))
    assert turn
    assert turn.text.endswith("It leads to Graham. What is it about Graham?")


@pytest.mark.parametrize(
    ("last", "noticed"), [("They keep their own file there", True), ("I keep my file there", False)]
)
def test_a_story_in_which_only_others_act_is_noticed(last: str, noticed: bool) -> None:
    chat = chat_with("absent", When(signals=frozenset({"absent-self"})))
    for text in ("Sales sends the number far too late", "The plant builds whatever the plant wants"):
        chat.say(text, on={"other-act"})
    chat.say(f"{last} and nobody else can open it", on={"other-act"})
    assert ("absent-1" in chat.asked()) is noticed


def test_both_sides_of_a_but_are_laid_out_in_the_question() -> None:
    chat = chat_with("sides", needing("left", "right"), "“{left}”, and “{right}”. Which one counts?")
    turn = chat.say("He agrees with me but he never signs it", contrast=("He agrees with me", "he never signs it"))
    assert turn
    assert turn.text.endswith("“He agrees with me”, and “he never signs it”. Which one counts?")


@pytest.mark.parametrize(
    ("numbers", "taken"), [(("4.2 million",), "4.2 million"), (("nine",), ""), (("nine", "26 people"), "26 people")]
)
def test_a_figure_is_taken_up_when_it_says_what_it_counts(numbers: tuple[str, ...], taken: str) -> None:
    chat = chat_with("figure", needing("figure"), "“{figure}”. What would it be?")
    turn = chat.say("We wrote that much of it off last year alone", numbers=numbers)
    assert turn
    assert re.findall("“([^”]*)”. What would it be", turn.text) == ([taken] if taken else [])


def test_a_question_for_a_place_comes_right_there_and_nowhere_else() -> None:
    reply = ask_for("reply", "will", "obstacle", "obstacle", when=When(after=frozenset({"first-sentence"})))
    chat = Chat([*whole_bank(), *reply]).until_asked("obstacle")
    assert chat.waiting.question == "reply-1"
    assert chat.session.answered[-1].captures == "first-sentence"
    unasked = Chat([*whole_bank(), *ask_for("never", "will", "when", "when", when=When(after=frozenset({"insight"})))])
    assert "never-1" not in unasked.until("summary").asked()


def test_before_a_choice_everything_there_is_to_choose_from_is_laid_out() -> None:
    frames = {"all-ways": ("You have {ways}.",)}
    chat = Chat(frames=frames).until_asked("choice")
    options = [f"“{text}”" for text in chat.words("option")]
    assert chat.turns[-1].text.startswith(f"You have {options[0]}, {options[1]} and {options[2]}. ")


def test_options_that_cannot_be_quoted_whole_are_not_laid_out() -> None:
    chat = Chat(frames={"all-ways": ("You have {ways}.",)}).until_asked("option")
    chat.say("I could talk to him about it some time after the holidays when he is less busy than he is at present")
    chat.until_asked("choice")
    assert "You have" not in chat.turns[-1].text


def asking(chat: Chat) -> Chat:
    """Someone who asks something in passing, early in reality."""
    chat.until("reality")
    chat.say(f"The list is never the same. And {PLAN_B}? Later", parked=(PLAN_B,))
    return chat


def test_a_question_in_passing_comes_back_before_the_end_if_not_earlier() -> None:
    closing = ask_for("end", "closing", "thread", None, 2, "And “{earlier}”?", when=needing("earlier"))
    bank = [q for q in whole_bank() if q.move != "thread"]
    chat = asking(Chat([*bank, *closing])).until("summary")
    assert f"And “{PLAN_B}”?" in [turn.text.split(". ")[-1] for turn in chat.turns]
    assert chat.session.exchanges[-1].captures == "insight", "the last word is the coachee's"


def test_what_nobody_took_up_is_named_as_open_at_the_end() -> None:
    bank = [q for q in whole_bank() if q.move != "thread"]
    frames: dict[str, tuple[str, ...]] = {}
    assert summary.left_open(asking(Chat(bank, frames=frames)).until("summary").session) == f"“{PLAN_B}”"
    assert summary.left_open(asking(Chat(frames=frames, minutes=30)).until("summary").session) == ""


@pytest.mark.parametrize(
    ("text", "on", "kept"),
    [
        ("on Thursday", "2026-11-26", ""),
        ("Sunday", "2026-11-29", ""),
        ("by Friday", "2026-11-27", "by Friday"),
        ("on 3 December", "2026-12-03", "on 3 December"),
    ],
)
def test_only_a_day_that_is_a_limit_becomes_the_date_of_the_goal(text: str, on: str, kept: str) -> None:
    chat = Chat().until_asked("goal")
    chat.say(f"I want two decisions a month {text}", wants="two decisions", dates=(DateMention(text, on, "day"),))
    assert chat.session.words("date") == kept


def test_a_long_goal_is_summed_up_by_the_sentence_that_holds_the_wish() -> None:
    wish = "I want a review of ninety minutes with ten people in it"
    told = "I have said this to everyone at home so often that they could say it for me by now, word for word"
    chat = Chat().until_asked("goal")
    chat.say(
        f"{told}. {wish}. And then the owner rings the factory on a Sunday, but that is another story.", wants=wish
    )
    assert dict(summary.lines(chat.session))["goal"] == f"{wish}."


def test_the_first_sentence_of_an_option_stands_for_it() -> None:
    chat = Chat(frames={"all-ways": ("You have {ways}.",)}).until_asked("option")
    chat.say("Tell him the number. The real one. In private, before anybody else hears it, and without a slide")
    chat.until_asked("choice")
    assert chat.turns[-1].text.startswith("You have “Tell him the number”, ")


@pytest.mark.parametrize("text", ["First one. Him opening it", "the first one only", "Ask finance to open. That is it"])
def test_an_option_said_again_is_the_choice_and_no_further_option(text: str) -> None:
    chat = Chat().until_asked("option")
    chat.willing()
    chat.willing()
    assert len(chat.words("option")) == 2
    chat.say(text)
    assert len(chat.words("option")) == 2
    assert len(chat.words("choice")) == 1


def test_what_others_would_do_is_an_option_where_that_was_asked() -> None:
    team = ask_for("team", "options", "what-else", "option", text="What would your planners do?", worth=3)
    chat = Chat([*whole_bank(), *team]).until_asked("option")
    while chat.waiting.question != "team-1":
        chat.willing()
    chat.say("They would put the plan on one page in the canteen")
    assert "They would put the plan on one page in the canteen" in chat.words("option")


def test_a_note_taken_among_the_options_does_not_lose_the_others() -> None:
    note = ask_for("note-later", "options", "perspective", "note", when=When(signals=frozenset({"blame"})))
    chat = Chat([*whole_bank(), *note]).until("options")
    before = len(chat.words("note"))
    chat.say("They always block it", on={"blame"})
    assert chat.waiting.question == "note-later-1"
    chat.say("Because they are paid for it, I suppose")
    assert len(chat.words("note")) == before + 1


@pytest.mark.parametrize("said", ["asks-privacy", "corrects-coach", "doubts-coach"])
def test_a_word_about_the_talk_is_answered_and_taken_for_nothing_else(said: str) -> None:
    chat = Chat()
    chat.guide = replace(chat.guide, phrases=Phrases({**PHRASES, said: ("Here is the answer.",)}))
    chat.ask()
    turn = chat.say("Before I say anything, who reads this", on={said})
    assert turn
    assert turn.text.startswith("Here is the answer. ")
    assert chat.words("topic") == [], "the topic is still to come"
    assert chat.waiting.captures == "topic"


def test_what_was_asked_of_the_coach_is_not_kept_as_an_open_question() -> None:
    chat = Chat([q for q in whole_bank() if q.move != "thread"]).until("reality")
    chat.say(
        "Nobody tells me. And is there anybody who reads this here", on={"asks-privacy"}, parked=("is there anybody",)
    )
    assert summary.left_open(chat.until("summary").session) == ""


@pytest.mark.parametrize(
    ("text", "challenged"),
    [
        ("He always changes it afterwards", True),
        ("Nobody rang on the day", False),
        ("Anja? Nothing, she has the chart", False),
        ("My father said never leave the market", False),
        ("She would say that I never ask", False),
        ("I have never told him so", False),
    ],
)
def test_only_a_general_statement_of_ones_own_is_asked_for_its_exception(text: str, challenged: bool) -> None:
    chat = Chat().until("reality")
    turn = chat.say(text, on={"absolute"})
    assert turn
    assert turn.question.startswith("challenge") is challenged


def test_an_option_named_after_the_choice_is_laid_beside_it_before_anything_is_promised() -> None:
    chat = Chat().until_asked("option")
    chat.willing()
    chat.willing()
    chat.say("Ask finance to open")
    assert chat.waiting.captures == "option", "three options before choosing"
    chat.willing()
    assert chat.waiting.captures == "choice"
    chat.willing()
    assert chat.step == "will"


def test_nobody_is_taken_on_to_options_over_a_feeling_just_told() -> None:
    chat = Chat().until("reality")
    while len(chat.words("note")) < 3:
        chat.willing()
    chat.say("If there are no slides they will see me, and I am afraid of it", on={"feeling"}, feeling="afraid")
    assert len(chat.words("note")) == 4
    assert chat.step == "reality"
    chat.willing()
    assert chat.step == "options"


def test_a_day_given_for_the_sign_is_the_date_of_the_goal() -> None:
    chat = Chat().until_asked("measure")
    chat.say("By March end", dates=(DateMention("By March end", "2027-03-31", "month"),))
    assert (chat.words("measure"), chat.words("date")) == ([], ["By March end"])


def test_a_name_before_a_title_s_full_stop_is_the_same_person() -> None:
    plain = chat_with("often", needing("recurring"), "Again {recurring}: what is it?")
    for text in ("Mr. Kapoor sends an intern", "An intern sits there for Mr. Kapoor", "Mr. Kapoor is busy"):
        turn = plain.say(text, people=(Mention("Mr Kapoor", None, "name"),))
    assert turn
    assert turn.text.endswith("Again Mr Kapoor: what is it?")


def test_who_is_called_away_has_named_no_option() -> None:
    chat = Chat().until_asked("option")
    chat.say("sorry got to run to a call, back in 5")
    assert chat.words("option") == []
