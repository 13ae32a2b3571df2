"""What is kept of an answer: the day that was meant, the option without what only precedes it, no sign of nothing."""

from dataclasses import replace

import pytest

from bot.domain.coaching.aims import is_aim
from bot.domain.coaching.complaints import describes, tells_the_present
from bot.domain.coaching.noting import day
from bot.domain.coaching.options import chosen
from bot.domain.coaching.preamble import is_away, is_empty, to_the_point
from bot.domain.coaching.shown import over_the_session
from bot.domain.coaching.signals import DateMention, Signals
from tests.unit.coaching import Chat

LISTED = ["tell them 3600 in September", "freeze the plan two weeks before", "be there at 7, ask them what they take"]
NINETEENTH = DateMention("on the 19th", "2026-12-19", "day")
MARCH = DateMention("end of march", "2027-03-31", "month")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("dunno. end of march", "end of march"),
        ("hm, well, ask Rohan", "ask Rohan"),
        ("no i mean they would freeze it", "they would freeze it"),
        ("so the first one", "the first one"),
        ("so far nothing works", "so far nothing works"),
        ("I don't know what they want", "I don't know what they want"),
        ("I said nothing", "I said nothing"),
        ("hm", "hm"),
    ],
)
def test_what_only_precedes_an_answer_is_left_out_and_nothing_else(said: str, kept: str) -> None:
    assert to_the_point(said) == kept


@pytest.mark.parametrize("said", ["dunno. end of march", "i said end of march", "end of march"])
def test_a_day_is_kept_however_it_is_introduced(said: str) -> None:
    chat = Chat().until_asked("date")
    chat.say(said, on={"no-idea"} if "dunno" in said else (), dates=(MARCH,))
    date = chat.session.latest("date")
    assert date is not None
    assert (date.text, date.on) == ("end of march", "2027-03-31")


def test_a_shrug_that_goes_on_is_an_answer_and_a_bare_one_is_none() -> None:
    chat = Chat().until("options")
    chat.say("no idea", on={"no-idea"})
    assert chat.words("option") == []
    chat.say("no idea, ask the plant to open it", on={"no-idea"})
    assert chat.words("option") == ["ask the plant to open it"]


def test_a_bare_day_is_the_day_of_the_month_named_beside_it() -> None:
    chat = Chat().until_asked("date")
    january = DateMention("the January exec meeting", "2027-01-31", "cycle")
    chat.say("January, the January exec meeting, it is on the 19th", dates=(january, NINETEENTH))
    date = chat.session.latest("date")
    assert date is not None
    assert date.on == "2027-01-19"
    chat.until_asked("action")
    chat.say("On the 19th I have the card in my hand", on={"will"}, dates=(NINETEENTH,))
    when = chat.session.latest("when")
    assert when is not None
    assert when.on == "2027-01-19", "the 19th that was spoken of"


def test_a_day_put_right_is_no_first_sentence() -> None:
    chat = Chat().until_asked("first-sentence")
    chat.say("its november. so the december one, 10th")
    when = chat.session.latest("when")
    assert chat.words("first-sentence") == []
    assert when is not None
    assert when.on == "2026-12-10"


def test_an_option_put_right_replaces_the_one_before() -> None:
    chat = Chat().until("options")
    chat.say("they would come up with beer")
    chat.say("no i mean freeze the plan two weeks before")
    assert chat.words("option") == ["freeze the plan two weeks before"]


def test_what_was_named_before_being_called_away_is_kept() -> None:
    chat = Chat().until("options")
    chat.say("go see him. got to run to a call")
    assert chat.words("option") == ["go see him"]
    assert not is_away("I have to go to the plant and look")


def test_what_it_does_to_them_is_no_option() -> None:
    chat = Chat().until("options")
    chat.say("my stomach hurts when Rafael opens my file", on={"feeling"})
    assert chat.words("option") == []
    chat.say("ask Rafael to show me where it hurts", on={"feeling"})
    assert chat.words("option") == ["ask Rafael to show me where it hurts"]


def test_being_called_away_is_no_promise() -> None:
    chat = Chat().until_asked("action")
    chat.say("i have to go, child is awake")
    assert chat.words("action") == []


@pytest.mark.parametrize(
    ("said", "at"),
    [
        *(("freezing. but they never would. so the first one", 0), ("the one with 7 o clock", 2)),
        ("Freeze. And I tell them about Maersk or I don't, but that comes later", 1),
    ],
)
def test_a_choice_is_understood_from_its_last_or_its_first_words(said: str, at: int) -> None:
    assert chosen(said, LISTED) == LISTED[at]


@pytest.mark.parametrize(
    "said", ["they overstate because of their bonus", "it was late in May", "the pack comes too late"]
)
def test_how_it_is_today_is_no_sign_that_it_has_worked(said: str) -> None:
    chat = Chat().until_asked("measure")
    chat.say(said)
    assert chat.words("measure") == []
    assert "as-it-is" in over_the_session(chat.session)


@pytest.mark.parametrize("said", ["they call me less because it is in the file", "nobody asks me any more", "12 days"])
def test_a_sign_may_give_its_reason(said: str) -> None:
    assert not tells_the_present(said)


@pytest.mark.parametrize("said", ["lol", "haha", "nothing. next", "whatever"])
def test_a_laugh_says_nothing(said: str) -> None:
    assert is_empty(said)


def test_without_a_goal_nobody_is_asked_for_its_sign_and_its_date() -> None:
    chat = Chat().until_asked("goal")
    while chat.step == "goal":
        chat.say("lol")
    assert chat.words("goal") == []
    assert not {"measure", "date"} & {e.captures for e in chat.session.exchanges}


@pytest.mark.parametrize(
    ("said", "aim"),
    [
        *(("can we reach 70% forecast accuracy by summer", True), ("could we get it down to 5 days?", True)),
        *(("can we get through one cycle without changes by March?", True), ("can I have 3 examples by then", False)),
        *(("can we stop here", False), ("how can we reach 70%?", False)),
    ],
)
def test_an_aim_may_be_put_as_a_question(said: str, aim: bool) -> None:
    assert is_aim(said) is aim
    if aim:
        chat = Chat().until_asked("goal")
        chat.say(said, on={"question"})
        assert chat.words("goal") == [said]


def test_what_the_coachee_does_too_describes_and_is_nothing_to_do() -> None:
    assert describes("I use Excel also. At night.")
    assert describes("I have a plane")
    assert describes("i round it up. always. he sends a thumb up")
    assert not describes("I could use Excel also")


def test_nobody_is_told_of_what_nobody_is_to_notice() -> None:
    chat = Chat(minutes=30).until_asked("criteria")
    chat.say("Something without anybody noticing")
    chat.until("summary")
    assert "who-knows" not in {e.captures for e in chat.session.exchanges}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("once the March pack is out", True),
        ("when I have spoken to all of the six regional planners once more", True),
        ("finance wants detail, sales wants none, I sit in between and take notes", False),
    ],
)
def test_a_story_is_no_day_for_the_goal(said: str, kept: bool) -> None:
    chat = Chat().until_asked("date")
    chat.say(said)
    assert (chat.words("date") == [said]) == kept


def at_action() -> Chat:
    """Two options told, none chosen, and the promise asked for."""
    chat = Chat().until_asked("option")
    chat.say("make it one page")
    chat.say("ask Milan to design it")
    return chat.until_asked("action")


@pytest.mark.parametrize("said", ["the milan one", "the second one", "the one with Milan"])
def test_a_promise_that_points_at_an_option_is_that_option(said: str) -> None:
    chat = at_action()
    chat.say(said)
    assert chat.words("action") == ["ask Milan to design it"]


def test_who_answers_the_day_with_the_plan_has_told_the_plan() -> None:
    tomorrow = DateMention("tomorrow", "2026-11-24", "day")
    for first, kept in (("the milan one", True), ("I will write to Milan and to both of the planners", False)):
        chat = at_action()
        chat.say(first)
        chat.until_asked("when").say("call him tomorrow, ask him to show me what he would fill in", dates=(tomorrow,))
        assert (chat.words("action")[-1].startswith("call him tomorrow")) == kept
        assert [fact.on for fact in chat.session.every("when")] == ["2026-11-24"]
        assert (chat.words("when") == ["tomorrow"]) == kept


@pytest.mark.parametrize(
    ("said", "back"),
    [("end of march i guess", "end of march"), ("by the 19th, maybe", "the 19th"), ("in March", "March")],
)
def test_a_day_is_given_back_without_its_hedge(said: str, back: str) -> None:
    last = Chat().until_asked("date").session.exchanges[-1]
    assert day(replace(last, answer=said, signals=Signals(dates=(DateMention(said, "2027-03-31", "month"),)))) == back


@pytest.mark.parametrize(("said", "kept"), [("that he comes", True), ("that they answer", True), ("it depends", False)])
def test_a_goal_may_be_short_where_it_is_whole(said: str, kept: bool) -> None:
    chat = Chat().until_asked("goal")
    chat.say(said)
    assert (chat.words("goal") == [said]) == kept
