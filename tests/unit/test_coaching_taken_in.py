"""What is taken in as what it is: days, ways, goals and signs, told where something else was asked for."""

from datetime import date

import pytest

from bot.domain.coaching.days import in_cycles, is_a_day, typed_day, waits_for_others
from bot.domain.coaching.listed import offered, split_list, split_options
from bot.domain.coaching.options import combines, deed
from bot.domain.coaching.plans import is_step
from bot.domain.coaching.preamble import no_more
from bot.domain.coaching.questions import Bank
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.coaching.stating import is_puzzled
from tests.unit.coaching import TODAY, Chat, ask_for, whole_bank

FRIDAY = DateMention("on Friday", "2026-11-27", "day")


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("thurs", "2026-11-26"),
        ("wednesday, as I said", "2026-11-25"),
        ("tonite", "2026-11-23"),
        ("tmrw before my 9", "2026-11-24"),
        ("there's a board every quarter. next one 15 January", "2027-01-15"),
        ("monday", "2026-11-30"),
        ("last wednesday", None),
        ("I sat in the sun", None),
    ],
)
def test_a_day_is_read_as_people_type_it_where_it_was_asked_for(said: str, on: str | None) -> None:
    found = typed_day(said, TODAY)
    assert (found.on if found else None) == on


@pytest.mark.parametrize(("said", "on"), [("3 maybe", "2027-02-28"), ("two", "2027-01-31"), ("I cannot tell", None)])
def test_cycles_that_were_asked_for_are_counted(said: str, on: str | None) -> None:
    found = in_cycles(said, date(2026, 11, 23))
    assert (found.on if found else None) == on


@pytest.mark.parametrize("said", ["thursday", "next tuesday", "Tonight!", "friday at noon", "thurs 9 am"])
def test_a_day_alone_is_no_option_and_is_kept_as_the_day(said: str) -> None:
    assert is_a_day(said, Signals(words=len(said.split())), TODAY)
    chat = Chat().until_asked("option")
    chat.say(said)
    assert chat.words("option") == []
    assert chat.session.latest("when") is not None


def test_a_day_with_something_to_do_is_an_option() -> None:
    chat = Chat().until_asked("option")
    chat.say("ring him on thursday")
    assert chat.words("option") == ["ring him on thursday"]


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("when the new CFO has settled", True),
        ("as soon as he agrees", True),
        ("after the demand review", False),
        ("once I have the figures", False),
    ],
)
def test_a_day_that_is_up_to_others_is_asked_about_once_more_and_then_kept(said: str, waits: bool) -> None:
    assert waits_for_others(said) is waits
    chat = Chat().until_asked("date")
    chat.say(said)
    assert (chat.words("date") == []) is waits
    if waits:
        assert chat.waiting.captures == "date"
        chat.say(said)
        assert chat.words("date") == [said]


@pytest.mark.parametrize(
    "said", ["ok well then what comes next", "last month region north. 4 days late, he was at a fair"]
)
def test_what_is_said_of_the_talk_or_of_last_month_is_no_date(said: str) -> None:
    chat = Chat().until_asked("date")
    chat.say(said)
    assert chat.words("date") == []


def test_a_date_with_a_question_mark_is_a_date() -> None:
    chat = Chat().until_asked("date")
    chat.say("by february?", on={"question"}, dates=(DateMention("by february", "2027-02-28", "month"),))
    date_ = chat.session.latest("date")
    assert date_ and date_.on == "2027-02-28"


def test_of_a_month_and_a_day_the_day_says_when() -> None:
    chat = Chat().until_asked("when")
    january, monday = DateMention("january", "2027-01-31", "month"), DateMention("on monday", "2026-11-30", "day")
    chat.say("the one in january, but I give it to her on monday", dates=(january, monday))
    when = chat.session.latest("when")
    assert when and when.on == "2026-11-30"


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        (
            "I have 2 choices for them, move the orders to press 2 or buy in from Brno",
            ["move the orders to press 2", "buy in from Brno"],
        ),
        ("either we move it or we drop it", ["we move it", "we drop it"]),
        (
            "I could tell him alone. I could let Ines present it.",
            ["I could tell him alone", "I could let Ines present it"],
        ),
        (
            "get them on one call at 2. write the sentences myself",
            ["get them on one call at 2", "write the sentences myself"],
        ),
        ("I tell them that it is fine. I say that we cope", []),
        ("I could have asked him", []),
        ("I could cry about it", []),
        ("He never tells us anything", []),
    ],
)
def test_ways_laid_out_before_anybody_asks_are_kept(said: str, ways: list[str]) -> None:
    assert offered(said) == ways
    chat = Chat().until("reality")
    chat.say(said)
    assert chat.words("option") == ways


def test_a_list_asked_for_is_split_at_commas_and_a_sentence_is_not() -> None:
    assert split_list("move it, buy it in, call them") == ["move it", "buy it in", "call them"]
    assert split_list("tell Anna, who is fair, and wait") == ["tell Anna, who is fair, and wait"]
    assert split_options("1. Talk to Anna 2. Cut the pack") == ["Talk to Anna", "Cut the pack"]
    assert split_options("I ask him to stay. I tell Mira she has it") == ["I ask him to stay", "I tell Mira she has it"]
    assert deed("I could call him") == "call him"


def test_a_choice_of_two_together_is_kept_as_it_was_said() -> None:
    options = ["come to Linz and drink a coffee", "tell them about the consignment stock", "cut the pack"]
    assert combines("the coffee with the consignment stock, both in one trip", options)
    assert not combines("the coffee", options)


def test_a_wish_is_no_way_and_what_he_says_no_choice() -> None:
    chat = Chat().until_asked("option")
    chat.say("that there is someone I can think aloud with")
    assert chat.words("option") == []
    chat = Chat().until_asked("choice")
    chat.say("he says no")
    assert chat.words("choice") == []
    assert chat.waiting.captures == "choice"


@pytest.mark.parametrize(
    ("said", "ends"), [("no thats it", True), ("nothing else", True), ("no", False), ("he said that's it", False)]
)
def test_who_says_that_that_was_all_with_two_ways_is_not_asked_on(said: str, ends: bool) -> None:
    assert no_more(said) is ends
    chat = Chat().until_asked("option")
    chat.say("1. Talk to Anna 2. Cut the pack")
    chat.say(said)
    assert (chat.waiting.captures != "option") is ends


@pytest.mark.parametrize(
    ("said", "asked", "puzzled"),
    [
        ("when what has worked?", "How will you be able to tell that it has worked?", True),
        ("different from what?", "What would you like to be different?", True),
        ("not sure what 'this' is", "When this is sorted out, what will be true?", True),
        ("what figure? I said 3 hours", "Which figure would show it?", True),
        ("and then what? nothing", "And then, what does that set off?", False),
        ("not sure what sales want", "What would you like to be different?", False),
    ],
)
def test_a_question_thrown_back_was_not_understood_and_is_no_answer(said: str, asked: str, puzzled: bool) -> None:
    assert is_puzzled(said, asked) is puzzled


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("I run the monthly cycle, it's fine", ()),
        ("because I am 58", ()),
        ("better meetings I guess maybe", {"uncertain"}),
    ],
)
def test_who_says_that_all_is_well_or_why_has_named_no_goal(said: str, on: tuple[str, ...]) -> None:
    chat = Chat().until_asked("goal")
    chat.say(said, on=on)
    assert chat.words("goal") == []
    assert chat.waiting.captures == "goal"


@pytest.mark.parametrize("said", ["is that what people usually tell you?", "what do other people talk about here?"])
def test_a_question_about_the_coach_is_no_topic(said: str) -> None:
    chat = Chat()
    chat.ask()
    chat.say(said, on={"question"})
    assert chat.words("topic") == []


def test_who_was_only_sent_has_named_no_topic() -> None:
    chat = Chat()
    chat.ask()
    chat.say("no idea tbh. my manager said give it a go", on={"no-idea"})
    assert chat.words("topic") == []
    assert chat.waiting.captures == "topic"


def test_another_matter_takes_the_place_of_the_goal_and_of_what_belonged_to_it() -> None:
    chat = Chat().until("reality")
    chat.willing()
    chat.say("What bugs me more right now is that nobody is left to do it")
    bank = chat.session
    chat.session = bank.with_last_exchange(move="revisit-goal", captures="goal")
    chat.say("that there is a second planner", wants="there is a second planner")
    assert chat.words("goal") == ["that there is a second planner"]
    assert chat.words("measure") == chat.words("date") == []
    assert len(chat.words("note")) == 1


def test_a_goal_that_stands_is_not_replaced_by_saying_so() -> None:
    chat = Chat().until("reality")
    goal = chat.words("goal")
    chat.session = chat.session.with_last_exchange(move="revisit-goal", captures="goal")
    chat.say("no, it's fine as it is")
    assert chat.words("goal") == goal


def test_a_story_gone_on_with_is_no_sign() -> None:
    chat = Chat().until_asked("measure")
    chat.session = chat.session.with_last_exchange(captures=None)
    chat.say("I make a joke and put the number on slide fourteen")
    chat.session = chat.session.with_last_exchange(captures="measure")
    chat.say("slide fourteen is where numbers go to die")
    assert chat.words("measure") == []


def test_a_sign_told_where_the_day_was_asked_for_is_the_sign() -> None:
    chat = Chat().until_asked("measure")
    chat.control("dont_know")
    chat.control("dont_know")
    chat.say("60 minutes and one decision", numbers=("60 minutes",))
    assert chat.words("measure") == ["60 minutes and one decision"]
    assert chat.words("date") == []


def test_a_step_told_where_what_follows_was_asked_for_is_an_option() -> None:
    assert is_step("If that much is true, what follows for you?", "I take out half of them")
    assert not is_step("Since when have you done it like that?", "I take out half of them")
    assert not is_step("And what does that ask of you?", "I don't know")


def test_a_word_of_the_choice_is_the_promise_chosen() -> None:
    chat = Chat().until_asked("action")
    chat.session = chat.session.with_fact(
        chat.session.facts[0].__class__("choice", "call anna at the other site", 0), replacing=True
    )
    chat.say("anna")
    assert chat.words("action") == ["call anna at the other site"]


def test_not_before_a_month_is_not_before_it() -> None:
    chat = Chat().until_asked("date")
    chat.say("not before march", dates=(DateMention("before march", "2027-02-28", "month"),))
    date_ = chat.session.latest("date")
    assert date_ and date_.on == "2027-03-01"


def test_who_has_told_their_part_is_not_asked_for_it() -> None:
    part = ask_for("part", "reality", "follow", "note", text="Where do you have a hand in it, your own part?", worth=3)
    other = ask_for("other", "reality", "follow", "note", text="What did you get from it?")
    told = Chat(Bank([*whole_bank(), *part, *other])).until("reality")
    told.say("I hide the gap on Sunday so that nobody has to talk", on={"owns-up"})
    assert told.waiting.question == "other-1"


def test_advice_asked_for_beside_a_story_is_handed_back_and_the_story_is_gone_on_with() -> None:
    chat = Chat().until("reality")
    turn = chat.say(
        "My boss thinks that I am not strategic and says it aloud. How would you be strategic?", on={"asks-advice"}
    )
    assert turn and "ask the mentor" in turn.text
    assert chat.waiting.move != "hand-back"
    chat.say("What would you do?", on={"asks-advice"})
    assert chat.waiting.move == "hand-back"
