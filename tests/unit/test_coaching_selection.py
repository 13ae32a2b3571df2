"""Which of several fitting questions is asked: conditions, fit, freshness, variety, length."""

import pytest

from bot.domain.coaching.coach import Turn
from bot.domain.coaching.questions import Question, When
from bot.domain.coaching.selection import Past
from bot.domain.coaching.session import PastPromise
from bot.domain.coaching.signals import DateMention
from tests.unit.coaching import Chat, ask_for, needing, role, whole_bank


def opening(*names: str, **more: object) -> list[Question]:
    """Opening questions, one of each name."""
    return [question for name in names for question in ask_for(name, "opening", "open", "topic", **more)]  # type: ignore[arg-type]


def first(*questions: Question, past: Past | None = None, name: str = "s1", minutes: int = 15) -> str:
    turn = Chat(questions, past=past, name=name, minutes=minutes).ask()
    assert turn
    return turn.question


def next_note(extra: list[Question], text: str = "The plant is late again this month", **said: object) -> Turn:
    """What is asked after this answer in reality, with `extra` questions in the bank."""
    plain = [question for question in whole_bank() if question.move not in ("lens", "facts")]
    chat = Chat([*plain, *extra, *ask_for("plain", "reality", "facts", "note", 6)]).until("reality")
    turn = chat.say(text, **said)  # type: ignore[arg-type]
    assert turn
    return turn


def test_a_question_never_asked_comes_before_one_of_the_last_session() -> None:
    questions = opening("a", "b", "c")
    used = {"a-1": 1, "b-1": 2}
    assert first(*questions, past=Past(used)) == "c-1"


def test_of_questions_asked_before_the_least_recent_comes_first() -> None:
    questions = opening("a", "b", "c")
    assert first(*questions, past=Past({"a-1": 1, "b-1": 5, "c-1": 2})) == "b-1"


def test_in_session_after_session_the_opening_changes() -> None:
    questions = opening("a", "b", "c", "d")
    used: dict[str, int] = {}
    asked = []
    for n in range(4):
        asked.append(first(*questions, past=Past(used), name=f"session {n}"))
        used = {**{question: ago + 1 for question, ago in used.items()}, asked[-1]: 1}
    assert sorted(asked) == ["a-1", "b-1", "c-1", "d-1"]


def test_people_are_not_all_opened_with_the_same_question_and_one_person_s_coach_is_consistent() -> None:
    questions = opening("a", "b", "c", "d")
    assert len({first(*questions, name=f"person {n}") for n in range(20)}) > 1
    assert len({first(*questions, name="person 1") for _ in range(3)}) == 1


def test_a_question_worth_remembering_comes_before_an_ordinary_one() -> None:
    assert first(*opening("plain"), *opening("telling", worth=3)) == "telling-1"


def test_the_question_nearest_to_what_was_said_is_asked() -> None:
    questions = opening("a", "b", "c")
    assert first(*questions, past=Past(near={"b-1": 0.7, "a-1": 0.2})) == "b-1"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(signals=frozenset({"problem-talk"})), {"on": {"problem-talk"}}),
        (When(themes=frozenset({"delegates"})), {"themes": (("delegates", 0.8),)}),
        (When(people=frozenset({"manufacturing"})), {"people": (role("your plant manager", "manufacturing"),)}),
    ],
    ids=["signal", "theme", "person"],
)
def test_a_question_made_for_what_was_said_is_asked_then_and_only_then(when: When, said: dict[str, object]) -> None:
    special = ask_for("special", "reality", "facts", "note", when=when)
    assert next_note(special, **said).question == "special-1"
    assert next_note(special).question != "special-1"


def test_a_question_for_one_length_is_asked_in_that_length_only() -> None:
    short = opening("short", when=When(minutes=frozenset({5})), worth=3)
    assert first(*opening("plain"), *short, minutes=5) == "short-1"
    assert first(*opening("plain"), *short, minutes=30) == "plain-1"


def test_a_question_for_one_outcome_of_a_promise_is_asked_after_that_outcome_only() -> None:
    kept = ask_for("kept", "opening", "open", "topic", worth=3, when=When(status=frozenset({"done"})))
    for text, wanted in (("yes, done", True), ("not yet", False)):
        chat = Chat([*whole_bank(), *kept], review=(PastPromise("p1", "call him"),))
        chat.ask()
        chat.say(text)
        turn = chat.willing()
        assert turn
        assert (turn.question == "kept-1") == wanted


def test_a_placeholder_is_filled_with_the_coachee_s_exact_words() -> None:
    about = ask_for("about", "reality", "facts", "note", text="What would {person} say?", when=needing("person"))
    turn = next_note(about, people=(role("your plant manager", "manufacturing"),))
    assert "What would your plant manager say?" in turn.text


def test_words_that_are_too_long_to_quote_are_not_put_into_a_question() -> None:
    long_goal = " ".join(["word"] * 20)
    quoting = ask_for("quoting", "reality", "open", "note", text="And “{goal}”?", when=needing("goal"), worth=3)
    chat = Chat([*whole_bank(), *quoting]).until_asked("goal")
    chat.say(long_goal, wants="another wish")
    chat.until("reality")
    assert long_goal not in chat.turns[-1].text
    assert chat.waiting.question != "quoting-1"


def test_a_lens_that_was_touched_comes_first_and_one_that_was_explored_does_not_come_again() -> None:
    bank = [question for question in whole_bank() if question.move != "facts"]
    chat = Chat(bank, minutes=30).until("reality")
    chat.say("The systems do not talk to each other, as we do not", lenses=("systems", "culture"))
    assert chat.waiting.lens == "culture", "the answer itself was about systems"
    seen = []
    while chat.step == "reality":
        seen.append(chat.waiting.lens)
        chat.willing()
    explored = [lens for lens in seen if lens]
    assert len(explored[:5]) == len(set(explored[:5])), "each lens once before any comes twice"


def test_the_same_kind_of_question_does_not_come_twice_in_a_row_where_there_is_another() -> None:
    bank = [question for question in whole_bank() if question.move not in ("lens", "facts")]
    for move in ("exception", "scale"):
        bank += ask_for(move, "reality", move, "note", 3)
    chat = Chat(bank, minutes=30).until("options")
    moves = [exchange.move for exchange in chat.session.exchanges if exchange.step == "reality"]
    assert all(a != b for a, b in zip(moves, moves[1:], strict=False))


def test_a_follow_up_comes_after_its_question() -> None:
    for name in ("s1", "s2", "s3", "s4"):
        leading = ask_for("leading", "opening", "open", "topic", follow_ups=("after-3",))
        chat = Chat([*leading, *ask_for("after", "goal", "open", "goal", 4)], name=name)
        chat.ask()
        turn = chat.say("The executive meeting decides nothing")
        assert turn
        assert turn.question == "after-3"


def test_who_answers_in_few_words_gets_the_shortest_wording() -> None:
    texts = ("What of this would still be true if nobody in the room were afraid of the answer?", "And then?")
    wordy = [Question("wordy", frozenset({"reality"}), "facts", texts, "note", worth=3)]
    bank = [question for question in whole_bank() if "reality" not in question.phases]
    march = DateMention("March", "2027-03-31", "month")
    for name in ("a", "ab", "abc"):
        chat = Chat([*bank, *wordy], name=name)
        chat.ask()
        while chat.step == "goal":
            chat.say("yes indeed", wants="yes indeed", dates=(march,))
        assert chat.waiting.question == "wordy"
        assert chat.turns[-1].text.endswith("And then?")


def test_no_question_comes_twice_even_after_going_back() -> None:
    chat = Chat().until("options")
    for _ in range(3):
        chat.control("back")
    chat.until("summary")
    ids = [exchange.question for exchange in chat.session.exchanges]
    assert len(ids) == len(set(ids))


def test_words_put_into_one_question_are_not_put_into_the_next_in_the_same_way() -> None:
    plain = [question for question in whole_bank() if question.move != "what-else"]
    text = "“{option}” is there. What else?"
    quoting = ask_for("quoting", "options", "what-else", "option", 3, text, when=needing("option"), worth=3)
    bare = ask_for("bare", "options", "what-else", "option", 3, "And what else {n}?")
    chat = Chat([*plain, *quoting, *bare]).until("options")
    for said in ("Talk to Anna", "Cut the pack", "no"):
        chat.say(said)
    asked = [e.question for e in chat.session.exchanges if e.move == "what-else"]
    assert len(asked) > 1
    assert not any(a.startswith("quoting") and b.startswith("quoting") for a, b in zip(asked, asked[1:], strict=False))
