"""The summary: the coachee's words, confirmed or corrected line by line."""

import pytest

from bot.domain.coaching import summary
from bot.domain.coaching.goal_line import goal_sentence
from bot.domain.coaching.session import Fact
from bot.domain.coaching.signals import DateMention
from tests.unit.coaching import Chat, talk, told

FOURTH = DateMention("4 December", "2026-12-04", "day")


@pytest.fixture
def chat() -> Chat:
    """Someone to whom the summary was shown."""
    return Chat().until("summary")


def lines(chat: Chat) -> dict[str, str]:
    return dict(summary.lines(chat.session))


def test_a_line_is_the_sentence_that_says_it() -> None:
    may = DateMention("The May review", "2027-05-31", "cycle")
    goal = told("I want one forecast. And that I can tell him no. He is my friend.", "goal", "goal")
    date = told("The May review. I want him to do it with me in the room", "goal", "date", dates=(may,))
    facts = (Fact("goal", goal.answer or "", 0), Fact("date", date.answer or "", 1, on="2027-05-31"))
    shown = dict(summary.lines(talk(goal, date, facts=facts)))
    assert shown["goal"] == "I want one forecast. And that I can tell him no."
    assert shown["date"] == "The May review."


def test_what_is_wanted_also_is_not_the_goal() -> None:
    said = "He disagrees with me before the meeting, in his office. I think I also want to not smile."
    assert goal_sentence(said, "not smile") == "He disagrees with me before the meeting, in his office."
    assert goal_sentence("It is late. I also want full trucks.", None) == "I also want full trucks."


def test_how_it_is_today_is_told_by_the_sentence_that_weighs_most() -> None:
    notes = (
        told("They decide nothing at all. The pack is late.", on={"problem-talk"}),
        told("I have been protecting my December more than the cash. I would stop", on={"owns-up"}),
        told("I asked him in October about it"),
    )
    assert dict(summary.lines(talk(*notes)))["today"] == "I have been protecting my December more than the cash"
    heard = told("I make of it that I agreed to be careful, maybe", on={"owns-up"})
    assert dict(summary.lines(talk(heard)))["today"] == "I agreed to be careful"
    way = Fact("option", "I have been protecting my December more than the cash", 1)
    assert dict(summary.lines(talk(*notes, facts=(way,))))["today"] == "I asked him in October about it"
    assert "today" not in dict(summary.lines(talk(told("Fine", on={"problem-talk"}))))


@pytest.mark.parametrize(
    ("said", "name", "kept"),
    [
        ("what i take with me is wrong. make it: I carry his lie", "insight", "I carry his lie"),
        ("The goal should be: one number for all", "goal", "one number for all"),
        ("change: the goal is one number for all", "goal", "one number for all"),
        ("what may get in the way: he cancels again", "obstacle", "he cancels again"),
        ("if it does: I ring his deputy", "if-then", "I ring his deputy"),
    ],
)
def test_a_line_is_corrected_by_the_name_it_was_shown_with(chat: Chat, said: str, name: str, kept: str) -> None:
    chat.say(said)
    assert lines(chat)[name] == kept


@pytest.mark.parametrize("said", ["change the goal", "the date is wrong"])
def test_who_only_names_what_is_to_be_changed_speaks_of_the_summary(chat: Chat, said: str) -> None:
    assert summary.corrects(chat.session, said)
    chat.say(said)
    assert chat.session.correcting in summary.LINES
    assert not summary.corrects(chat.session, "I want to talk about the goal of the whole programme now")


def test_the_summary_holds_what_was_said_and_nothing_else(chat: Chat) -> None:
    shown = lines(chat)
    assert list(shown) == [name for name in summary.LINES if name in shown], "in the order of the content"
    assert shown["action"] == "I will ask the director for twenty minutes"
    assert shown["confidence"] == "6"
    kept = {fact.text for fact in chat.session.facts}
    assert set(shown.values()) <= kept
    assert lines(Chat()) == {}


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "y",
        "ok",
        "that's right",
        "looks good, thanks",
        "correct",
        "perfect",
        "all good",
        "Yes that is it",
    ],
)
def test_a_yes_confirms(chat: Chat, text: str) -> None:
    assert chat.say(text) is None
    assert chat.session.confirmed
    assert chat.step is None


@pytest.mark.parametrize("text", ["no", "not quite", "yes, but the date is wrong", "change something", "hm"])
def test_anything_short_of_a_yes_does_not_confirm(chat: Chat, text: str) -> None:
    chat.say(text)
    assert not chat.session.confirmed
    assert chat.step == "summary"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("goal: three decisions a month", "goal", "three decisions a month"),
        ("the goal should be three decisions a month", "goal", "three decisions a month"),
        ("the obstacle is my own diary", "obstacle", "my own diary"),
        ("change the action to I will call her", "action", "I will call her"),
        ("if-then: I write to her instead", "if-then", "I write to her instead"),
    ],
)
def test_a_line_is_corrected_in_one_sentence(chat: Chat, text: str, line: str, words: str) -> None:
    before = lines(chat)
    chat.say(text)
    assert lines(chat) == {**before, line: words}
    assert chat.session.correcting is None


@pytest.mark.parametrize("text", ["the date should be 4 December", "when: 4 December", "4 December"])
def test_a_date_is_corrected_with_its_day(chat: Chat, text: str) -> None:
    chat.say(text, dates=(FOURTH,))
    when = chat.session.latest("when")
    assert when and when.on == "2026-12-04"
    assert "4 December" in when.text
    assert len(chat.words("when")) == 1


def test_a_figure_alone_can_only_be_the_confidence(chat: Chat) -> None:
    chat.say("more like 5", confidence=5)
    assert lines(chat)["confidence"] == "5"


@pytest.mark.parametrize("text", ["the goal is wrong", "goal", "the goal is not right"])
def test_a_line_that_is_only_named_is_asked_for_and_then_taken_whole(chat: Chat, text: str) -> None:
    before = lines(chat)
    chat.say(text)
    assert chat.session.correcting == "goal"
    assert lines(chat) == before
    chat.say("yes to three decisions a month")
    assert lines(chat)["goal"] == "yes to three decisions a month"
    assert chat.session.correcting is None
    assert not chat.session.confirmed


def test_after_a_plain_no_the_line_is_asked_for_and_then_corrected(chat: Chat) -> None:
    chat.say("no")
    assert chat.session.correcting == "?"
    chat.say("confidence")
    assert chat.session.correcting == "confidence"
    chat.say("a three", confidence=3)
    assert lines(chat)["confidence"] == "3"
    chat.say("yes")
    assert chat.session.confirmed


def test_a_confidence_corrected_without_a_figure_is_asked_for_again(chat: Chat) -> None:
    chat.say("the confidence is wrong")
    chat.say("rather low")
    assert chat.session.correcting == "confidence"
    assert lines(chat)["confidence"] == "6"


def test_someone_who_never_says_which_line_sees_the_summary_again(chat: Chat) -> None:
    before = lines(chat)
    chat.say("no")
    chat.say("hm, it feels strange")
    assert chat.session.correcting is None
    assert lines(chat) == before


def test_who_does_not_know_what_is_wrong_has_named_no_line(chat: Chat) -> None:
    chat.say("no")
    chat.say("I do not know, it feels strange")
    assert chat.session.correcting is None


def test_corrections_can_follow_each_other_until_it_is_right(chat: Chat) -> None:
    chat.say("goal: three decisions")
    chat.say("goal: four decisions")
    chat.say("the obstacle is my own diary")
    chat.say("yes")
    assert (lines(chat)["goal"], lines(chat)["obstacle"]) == ("four decisions", "my own diary")
    assert chat.session.confirmed
    assert len(chat.words("goal")) == 1


def test_a_summary_survives_being_stored_in_the_middle_of_a_correction(chat: Chat) -> None:
    chat.say("the goal is wrong")
    other = chat.reopened()
    other.say("three decisions a month")
    assert lines(other)["goal"] == "three decisions a month"


def test_a_sentence_typed_between_quotation_marks_is_shown_between_one_pair() -> None:
    chat = Chat().until_asked("first-sentence")
    chat.say('"My friend, from December I will say no."')
    assert lines(chat)["first-sentence"] == "My friend, from December I will say no."


def test_one_side_of_a_conflict_is_no_goal_and_how_often_is_no_day() -> None:
    chat = Chat()
    chat.ask()
    chat.say("As logistics I want full trucks, as planner I want the right ones", wants="full trucks")
    assert "goal" not in lines(chat)
    chat.until_asked("date").say("Half of the urgent trucks go away, about forty a month")
    assert "date" not in lines(chat)


@pytest.mark.parametrize(
    ("text", "known"), [("I tell the plant manager the rule", False), ("I ring him, I have told my boss so", True)]
)
def test_to_tell_somebody_is_what_will_be_done_and_not_who_knows_of_it(text: str, known: bool) -> None:
    chat = Chat().until_asked("action")
    chat.say(text)
    assert ("who-knows" in lines(chat)) is known
