"""What is asked of the coach beside an answer, and the way back: struck words, another language, another's voice."""

from dataclasses import replace

import pytest

from bot.domain.coaching import coach
from bot.domain.coaching import session as sessions
from bot.domain.coaching.questions import Bank, Question, When
from bot.domain.coaching.signals import Mention, Signals
from bot.domain.phrases import Phrases
from bot.services import grow, memory
from bot.services.said import Said
from tests.fakes.preferring import Person
from tests.fakes.reflecting import a_desk
from tests.fakes.rehearsal import Leader
from tests.unit.coaching import PHRASES, Chat, whole_bank

WORDS = {
    "strike": ("Left out.",),
    "asked-again": ("You had said “{words}”.",),
    "asks-language": ("English only.",),
    "their-view": ("You know them.",),
    "hand-back": ("That is yours. Say “ask the mentor”.",),
}


def chat(*more: Question) -> Chat:
    """A conversation whose coach has the words for it."""
    made = Chat(Bank([*whole_bank(), *more]))
    made.guide = replace(made.guide, phrases=Phrases({**PHRASES, **WORDS}))
    return made


def test_struck_words_are_in_nothing_that_is_stored_and_another_question_comes() -> None:
    talk = chat().until("reality")
    asked = talk.waiting.question
    talk.say("He laughed at me in front of everybody", quotes=("He laughed at me",))
    turn = talk.say("forget that. don't keep it", control="back")
    assert turn
    assert turn.text.startswith("Left out.")
    assert talk.waiting.question != asked
    assert "laughed" not in str(sessions.to_dict(talk.session))


def test_struck_words_leave_what_was_said_before_them() -> None:
    talk = chat().until("reality")
    talk.say("The regional heads hold their own call")
    talk.say("He laughed at me in front of everybody")
    talk.say("strike that", control="back")
    assert talk.words("note") == ["The regional heads hold their own call"]
    assert talk.words("goal")


def test_a_step_back_that_is_no_wish_to_strike_asks_the_same_again() -> None:
    talk = chat().until("reality")
    asked = talk.waiting.question
    talk.say("The regional heads hold their own call")
    talk.say("back", control="back")
    assert asked in (talk.waiting.question, *(e.question for e in talk.session.exchanges if e.undone))
    assert talk.words("note") == []


def test_a_question_that_leans_on_words_given_back_comes_again_with_them() -> None:
    talk = chat().until("reality")
    words, question = "I went faster and faster", "What does that cost you?"
    waiting = replace(talk.waiting, asked=question, quoted=words, said=f"“{words}”. {question}", shown=True)
    talk.session = replace(talk.session, exchanges=(*talk.session.exchanges[:-1], waiting))
    turn = talk.ask()
    assert turn and turn.text == "You had said “I went faster and faster”. What does that cost you?"


def test_the_goal_is_not_said_again_before_every_question() -> None:
    talk = chat().until("reality")
    goal, question = talk.words("goal")[0], "What does that cost you?"
    waiting = replace(talk.waiting, asked=question, quoted=goal, said=f"“{goal}”. {question}", shown=True)
    talk.session = replace(talk.session, exchanges=(*talk.session.exchanges[:-1], waiting))
    turn = talk.ask()
    assert turn and turn.text == question


def test_a_part_of_what_they_came_with_comes_again_where_the_question_leans_on_it() -> None:
    talk = chat()
    talk.ask()
    talk.say("My GM changes the number after the meeting and I am scared of him")
    words, question = "I am scared of him", "How is that for you?"
    waiting = replace(talk.waiting, asked=question, quoted=words, said=f"“{words}”. {question}", shown=True)
    talk.session = replace(talk.session, exchanges=(*talk.session.exchanges[:-1], waiting))
    turn = talk.ask()
    assert turn and turn.text == f"You had said “{words}”. {question}"


@pytest.mark.parametrize(
    ("asked", "quoted"),
    [
        ("What happened first?", "I went faster"),
        ("What is that for?", ""),
        ("What is that for, when two things were given back?", "I went faster I finished early"),
    ],
)
def test_any_other_question_comes_again_bare(asked: str, quoted: str) -> None:
    talk = chat().until("reality")
    waiting = replace(talk.waiting, asked=asked, quoted=quoted, said=f"“I went faster”. {asked}", shown=True)
    talk.session = replace(talk.session, exchanges=(*talk.session.exchanges[:-1], waiting))
    turn = talk.ask()
    assert turn and turn.text == asked


def test_a_wish_for_another_language_is_answered_and_the_rest_is_kept() -> None:
    talk = chat().until("reality")
    turn = talk.say("The file is full on day 5. Can you answer in Spanish please?", on={"asks-language"})
    assert turn and turn.text.startswith("English only.")
    assert talk.words("note") == ["The file is full on day 5."]


VIEW = When(signals=frozenset({"asks-view"}), needs=frozenset({"person"}))
ANYBODY = When(signals=frozenset({"asks-view"}))
PLACES = frozenset({"goal", "reality", "options", "will"})


def about_a_view(name: str, when: When, text: str) -> Question:
    return Question(name, PLACES, "hand-back", (text,), when=when)


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ((Mention("the CFO", "finance", "role"),), "What would the CFO say?"),
        ((), "What is your best guess?"),
    ],
)
def test_who_asks_what_another_would_say_is_asked_back_about_that_person_and_no_other(
    people: tuple[Mention, ...], asked: str
) -> None:
    named = about_a_view("view-person", VIEW, "What would {person} say?")
    talk = chat(named, about_a_view("view-guess", ANYBODY, "What is your best guess?")).until("reality")
    talk.say("My boss changes the number", people=(Mention("your boss", None, "role"),))
    notes = talk.words("note")
    turn = talk.say("what would the cfo say to that", on={"asks-view"}, people=people)
    assert turn and turn.text == f"You know them. {asked}"
    assert talk.words("note") == notes, "a question is no note"


def test_a_feeling_told_after_a_question_was_handed_back_is_stayed_with() -> None:
    talk = chat().until("reality")
    talk.say("My boss overrides the forecast")
    talk.say("what should I say to him", on={"asks-advice"})
    assert talk.waiting.move == "hand-back"
    talk.say("That I am scared of him", on={"feeling"}, feeling="scared")
    assert talk.waiting.move == "feeling"


@pytest.mark.parametrize("captures", ["note", "measure", "option"])
def test_what_is_told_at_the_menu_is_taken_into_the_conversation_that_was_left(captures: str) -> None:
    session, desk = chat().until_asked(captures).session, a_desk()
    desk.create(grow.KIND, grow.OPEN, sessions.to_dict(session), record_id=session.id)
    before = [fact.text for fact in session.facts if fact.capture == captures]
    said = "He laughed at me the last time, so I stay quiet"
    outcome = grow.open_session(desk, Said(said, "answer", Signals(words=10)))
    (say,) = outcome.say
    assert say.response == "utter_grow_resumed_with"
    record = desk.newest(grow.KIND, (grow.OPEN,))
    assert record
    kept = sessions.from_dict(record.body)
    assert kept.facts[-1].text == said
    if captures != "note":
        assert [fact.text for fact in kept.facts if fact.capture == captures] == before, "it answers no other question"


@pytest.mark.parametrize("capture", ["measure", "date", "action"])
@pytest.mark.parametrize("said", ["yes but what would they say", "how do we get there then", "What would Marco say"])
def test_a_question_without_its_mark_is_kept_as_nothing_that_was_asked_for(capture: str, said: str) -> None:
    talk = chat().until_asked(capture)
    talk.say(said)
    assert said not in talk.words(capture)


def test_a_question_behind_a_shrug_is_no_answer_either() -> None:
    talk = chat().until_asked("measure")
    talk.say("no idea how to measure that, what would a consultant say", on={"no-idea"})
    assert talk.words("measure") == []


@pytest.mark.parametrize("said", ["what is missing is trust", "that we know what they do", "how he looks at me then"])
def test_an_answer_that_begins_like_a_question_is_kept(said: str) -> None:
    talk = chat().until_asked("measure")
    talk.say(said)
    assert talk.words("measure") == [said]


def test_a_question_handed_back_does_not_come_again_behind_the_answer_of_the_mentor() -> None:
    talk = chat().until("reality")
    talk.say("what should I do?", on={"asks-advice"})
    handed = talk.waiting
    assert handed.move == "hand-back"
    talk.session = coach.moved_on(talk.session)
    turn = talk.ask()
    assert turn and turn.question != handed.question
    assert talk.waiting.move != "hand-back"
    assert turn.text == talk.waiting.asked, "without a word about it"


def test_any_other_question_waits_behind_the_answer_of_the_mentor() -> None:
    talk = chat().until("reality")
    assert coach.moved_on(talk.session) == talk.session


def test_whom_the_conversation_left_open_names_is_suggested_first_for_a_rehearsal_and_a_message() -> None:
    talk = chat().until("reality")
    talk.say("The works manager never comes", people=(Mention("your works manager", "manufacturing", "role"),))
    talk.say("Ask HR, or Rui", people=(Mention("HR", "hr", "function"), Mention("Rui", None, "name")))
    leader, writer = Leader(), Person("tailor")
    assert memory.lately_named(leader.desk) == ()
    for desk in (leader.desk, writer.desk):
        desk.create(grow.KIND, grow.OPEN, sessions.to_dict(talk.session), record_id=talk.session.id)
        assert memory.lately_named(desk) == ("hr", "manufacturing")
    for says in (leader.begin().says, writer.begin().says):
        assert [button.title for button in says[-1].buttons][:2] == ["Human resources", "Manufacturing"]
