"""What is kept on the way to the end: the day behind a shrug, each way for itself, no "yes" for an obstacle."""

import time

import pytest

from bot.domain.coaching import summary
from bot.domain.coaching.complaints import complains
from bot.domain.coaching.dated import due_date
from bot.domain.coaching.days import typed_month
from bot.domain.coaching.extras import with_more
from bot.domain.coaching.goal_line import goal_sentence
from bot.domain.coaching.lengths import within_hours
from bot.domain.coaching.listed import offered, split_list, split_options
from bot.domain.coaching.noting import day
from bot.domain.coaching.phases import lacking, moved
from bot.domain.coaching.plans import could_be_done, is_promise_anew, is_talk
from bot.domain.coaching.preamble import is_empty, no_more, to_the_point, without_opening
from bot.domain.coaching.recall import known
from bot.domain.coaching.requests import asks_somebody_else
from bot.domain.coaching.review import status_of
from bot.domain.coaching.session import Fact
from bot.domain.coaching.signals import DateMention
from bot.domain.coaching.threads import raised_twice, threads
from tests.unit.coaching import TODAY, Chat, Reply, only, signals, talk, told

Q1 = DateMention("q1", "2027-03-31", "quarter")
NEXT = DateMention("before next meeting", "2026-12-23", "cycle")


@pytest.mark.parametrize(
    ("said", "dates", "kept", "on"),
    [
        ("dunno, q1?", (Q1,), "q1", "2027-03-31"),
        ("idk. march", (), "march", "2027-03-31"),
        ("idk the march one", (), "march", "2027-03-31"),
    ],
)
def test_a_day_behind_a_shrug_is_the_day_and_nobody_asks_another_way(
    said: str, dates: tuple[DateMention, ...], kept: str, on: str
) -> None:
    chat = Chat().until_asked("date")
    turn = chat.say(said, on={"no-idea"}, control="dont_know", dates=dates)
    date = chat.session.latest("date")
    assert date is not None
    assert (kept in date.text, date.on) == (True, on)
    assert turn is not None
    assert "Then otherwise" not in turn.text


@pytest.mark.parametrize("said", ["I don't know", "dunno, no idea really to be honest", "idk, hard to say right now"])
def test_a_shrug_behind_a_shrug_is_one(said: str) -> None:
    chat = Chat().until_asked("measure")
    chat.say(said, on={"no-idea"}, control="dont_know")
    assert chat.words("measure") == []


def test_what_goes_on_behind_a_shrug_is_an_answer_although_the_shrug_was_heard() -> None:
    chat = Chat().until_asked("measure")
    chat.say("dunno, nobody rings me on Sunday evenings", on={"no-idea"}, control="dont_know")
    assert chat.words("measure") == ["nobody rings me on Sunday evenings"]


@pytest.mark.parametrize("said", ["we march on", "it may take long", "last march", "the March pack", "may be"])
def test_a_verb_a_thing_and_the_past_are_no_month(said: str) -> None:
    assert typed_month(said, TODAY) is None


def test_the_day_is_noted_without_the_words_before_it() -> None:
    asked = told("begin of February", captures="date", dates=(DateMention("of February", "2027-02-28", "month"),))
    assert day(asked) == "February"


def test_the_day_of_a_meeting_that_only_they_know_is_asked_for() -> None:
    chat = Chat().until_asked("action")
    chat.say("I prepare cards before next meeting", dates=(NEXT,))
    assert chat.words("when") == []
    chat.until_asked("when").say("before next meeting", dates=(NEXT,))
    assert chat.words("when") == ["before next meeting"], "said again, it is what they have"


@pytest.mark.parametrize("capture", ["obstacle", "first-sentence", "action", "if-then"])
def test_a_yes_is_nothing_to_keep(capture: str) -> None:
    chat = Chat().until_asked(capture)
    chat.say("yes")
    assert chat.words(capture) == []
    assert chat.step == "will"


def test_what_is_asked_of_somebody_else_is_not_handed_back() -> None:
    said = "Ask her straight: do you want this or shall I take it. Or go to the CEO."
    chat = Chat().until("options")
    turn = chat.say(said, on={"asks-advice"})
    assert len(chat.words("option")) == 2
    assert turn is not None
    assert "That is yours" not in turn.text
    assert asks_somebody_else('Then I say "shall I read it to you now?" and I read it.')
    assert not asks_somebody_else('She said "no". What should I do?')
    assert not asks_somebody_else("What should I do?")


def test_their_own_answer_to_a_question_handed_back_is_what_was_asked_for_before() -> None:
    chat = Chat().until_asked("if-then")
    chat.say("what should I do then?", on={"asks-advice", "question"})
    assert chat.waiting.move == "hand-back"
    chat.say("I would read it to her, standing there")
    assert chat.words("if-then") == ["I would read it to her, standing there"]
    assert chat.words("option") == list(chat.words("option"))[:3]


def test_a_plan_told_with_the_day_takes_the_place_of_what_was_no_plan() -> None:
    chat = Chat().until_asked("action")
    chat.say("About the row, completely sure it goes in")
    tuesday = DateMention("on Tuesday", "2026-11-24", "day")
    chat.until_asked("when").say("Ring Danny on Tuesday at ten with my three numbers", dates=(tuesday,))
    assert chat.words("action") == ["Ring Danny on Tuesday at ten with my three numbers"]


@pytest.mark.parametrize(
    ("said", "asked", "kept"),
    [
        ("I just told you. I stop rebuilding it.", "", "I stop rebuilding it."),
        ("It is difficult to say. Perhaps in March.", "", "Perhaps in March."),
        ("Behind it? Fifteen people saw me", "What is behind it?", "Fifteen people saw me"),
        ("I don't think it is about the meeting. I stop presenting it.", "", "I stop presenting it."),
        ("Sales? They decide", "What comes next?", "Sales? They decide"),
        ("It is difficult to say no to him. I try.", "", "It is difficult to say no to him. I try."),
    ],
)
def test_what_is_said_of_the_talk_is_not_kept_with_the_answer(said: str, asked: str, kept: str) -> None:
    assert without_opening(said, asked) == kept


def test_the_mark_of_somebodys_words_stays_with_them() -> None:
    said = '"So you do not trust me any more?" That would finish me.'
    assert to_the_point(said) == said


def test_a_wish_to_work_it_out_here_names_no_goal() -> None:
    session = talk(told("x"))
    for said, goal in (
        ("I'd like to work out what to do about that", ""),
        ("I would like full trucks on Fridays", "x"),
    ):
        got = with_more(session, "topic", Reply(said, signals(said), today=TODAY), 0)
        assert bool(got.words("goal")) == bool(goal)


def test_a_figure_to_stay_below_is_a_wish_and_no_complaint() -> None:
    said = "Lead times are correct, below 3 percent wrong"
    assert not complains(said, signals(said, on={"problem-talk"}))


def test_a_picture_of_a_way_to_go_does_not_come_back_and_none_comes_twice() -> None:
    way = told("like rip the band aid", step="options", captures="option", metaphor="rip the band aid")
    roof = told("the last guy on the roof", metaphor="the last guy on the roof")
    rest = [told(f"word {n} of it", step="will", captures=None) for n in range(9)]
    assert known(talk(way, *rest), frozenset({"image"})) == {}
    assert threads(talk(way, *rest), strong=True) == []
    assert known(talk(roof, *rest), frozenset({"image"})) == {"image": "the last guy on the roof"}
    asked = told("nothing", step="will", captures=None, asked="What of “the last guy on the roof”?")
    assert known(talk(roof, *rest, asked), frozenset({"image"})) == {}


def test_what_they_came_for_is_no_thread_that_was_left() -> None:
    aim = told("Where the overflow goes is decided in the room", step="goal", captures="measure")
    between = told("They keep their own spreadsheet", captures="note")
    again = told("The overflow is in three weeks", captures="worth", step="goal")
    assert raised_twice(talk(aim, between, again)) == ""
    later = told("The overflow stood in the rain", captures="note")
    assert raised_twice(talk(aim, between, later)) == "The overflow stood in the rain"


def test_who_was_asked_what_is_true_in_it_and_says_so_is_stayed_with() -> None:
    told_now = told("The applause part, a little. He looks up then.", asked="And what in that is true?")
    assert moved(talk(told_now))


def test_who_names_ways_in_reality_is_not_asked_how_it_is_any_more() -> None:
    notes = [told(f"note number {n}") for n in range(3)]
    ways = told("I could ring him. Or I could drive up there")
    facts = [Fact("note", e.answer or "", at) for at, e in enumerate((*notes, ways))]
    facts += [Fact("topic", "x"), Fact("goal", "y")]
    session = talk(*notes, ways, facts=tuple(facts[1:]))
    assert lacking(session, "reality") == ["note"]
    named = session.with_fact(Fact("option", "I could ring him", 3))
    assert lacking(named, "reality") == []


def test_a_message_is_said_to_somebody_and_waiting_can_be_done() -> None:
    assert is_talk("text him tonight, breakfast wed")
    assert not is_talk("the text on the slide")
    assert could_be_done("and put one row in the pack")
    assert could_be_done("wait till stock is 20 days")


def test_who_does_it_now_is_not_asked_on_which_day() -> None:
    chat = Chat().until_asked("action")
    chat.say("Close this and dial.")
    when = chat.session.latest("when")
    assert when is not None
    assert (when.text, when.on) == ("Close this", TODAY.isoformat())
    chat = Chat().until_asked("when")
    chat.say("Now. When I close this.")
    when = chat.session.latest("when")
    assert when is not None
    assert when.on == TODAY.isoformat()


def test_a_day_goes_before_the_week_it_lies_in() -> None:
    week, thursday = DateMention("this week", "2026-11-27", "week"), DateMention("Thursday", "2026-11-26", "day")
    reply = Reply("this week. Thursday", signals("this week. Thursday", dates=(week, thursday)), today=TODAY)
    found = due_date(reply)
    assert found is not None
    assert found.text == "Thursday"
    assert day(told("this week. Thursday", captures="when", dates=(week, thursday))) == "Thursday"


@pytest.mark.parametrize(
    ("said", "pressed"),
    [("I have demand review at two.", True), ("through two o'clock without crying", True), ("at two sites", False)],
)
def test_an_hour_in_a_word_is_an_hour(said: str, pressed: bool) -> None:
    assert within_hours(said) is pressed


def test_what_is_chosen_and_done_is_shown_once() -> None:
    facts = (Fact("choice", "show the case"), Fact("action", "show the case"))
    assert dict(summary.lines(talk(facts=facts))) == {"action": "show the case"}


def test_two_words_to_be_said_are_the_sentence_they_come_from() -> None:
    chosen_way = Fact("choice", 'Say "I will ring you back in ten minutes"')
    for said, sentence in (
        ('Next call I say "ten minutes"', "I will ring you back in ten minutes"),
        ('I say "give me ten minutes"', "give me ten minutes"),
    ):
        got = with_more(talk(facts=(chosen_way,)), "action", Reply(said, signals(said), today=TODAY), 0)
        assert got.words("first-sentence") == sentence


def test_a_promise_made_anew_may_have_a_word_behind_it() -> None:
    assert is_promise_anew("I'll write him a letter tonight instead. By hand.").startswith("I'll write him a letter")
    assert is_promise_anew("I'll write him a letter. Then I go to her and to them all.") == ""


def test_a_clause_that_puts_a_word_right_is_no_thread() -> None:
    first = told("The planner, I mean, as always")
    assert raised_twice(talk(first, told("They have a plan"), told("Something else of the planner, I mean"))) == ""


@pytest.mark.parametrize(
    "shape",
    [
        ",",
        " ",
        ". ",
        "...",
        "a",
        "?",
        "' ",
        "1 ",
        "no. ",
        "or ",
        "x, ",
        "say: ",
        '"',
        "good question. ",
        "i'm ",
        "i ask them it now. ",
    ],
)
def test_long_answers_cost_little(shape: str) -> None:
    text = f"a{shape * 16_000}"[:16_000] + "b"
    started = time.process_time()
    for read in (split_options, split_list, offered, is_empty, no_more, to_the_point, asks_somebody_else):
        read(text)
    without_opening(text, "What is it?")
    typed_month(text, TODAY), status_of(text), goal_sentence(text, None)
    summary.lines(talk(told(text), facts=(Fact("goal", text, 0), Fact("when", text, 0))))
    assert time.process_time() - started < 1.0


def test_what_is_wished_is_not_said_back_as_if_it_were_so() -> None:
    chat = only(Chat(minutes=30).until_asked("measure"), mirror="So {mirror}.")
    turn = chat.say("That people ask me first. And that he is not offended.", mirror="he is not offended")
    assert turn is not None
    assert "he is not offended" not in turn.text
    chat = only(Chat(minutes=30).until("reality"), mirror="So {mirror}.")
    turn = chat.say("People ask him first. And he is not offended.", mirror="he is not offended")
    assert turn is not None
    assert "he is not offended" in turn.text
