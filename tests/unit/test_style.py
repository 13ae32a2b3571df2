"""Preferences: declared by letters or eight questions, never more than told, changed one by one, deleted whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.style import sitting
from bot.domain.style.preferences import LETTERS, PAIRS, read_letters, read_words
from bot.domain.style.sitting import from_dict, to_dict
from bot.services import style
from tests.fakes.preferring import Person, style_book
from tests.speed import examples

FIRST = [question.options[0] for question in style_book().questions]


def letters(person: Person) -> str:
    return "".join(person.body["pairs"][pair] or "-" for pair in PAIRS)


def after_eight(*answers: str) -> Person:
    person = Person("style").begin().press("Ask me the eight")
    for answer in answers:
        person.say(answer)
    return person


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INTJ", "INTJ"),
        ("estp-a", "ESTP"),
        ("I'm an ENTJ", "ENTJ"),
        ("I think IxTJ, more or less", "I-TJ"),
        ("IN?J", "IN-J"),
        ("E N F P", "ENFP"),
        ("i/s/t/j", "ISTJ"),
        ("my type used to be ISFJ-T.", "ISFJ"),
    ],
)
def test_letters_are_read_as_people_write_them(text: str, expected: str) -> None:
    found = read_letters(text)
    assert found is not None and "".join(found[pair] or "-" for pair in PAIRS) == expected


@pytest.mark.parametrize("text", ["next week", "is it just me", "XXXX", "?", "the INTERNAL one", "I said it first", ""])
def test_what_holds_no_letters_is_no_type(text: str) -> None:
    assert read_letters(text) is None


def test_a_word_after_not_means_the_other_side_and_both_sides_mean_neither() -> None:
    words = style_book().names
    assert read_words("more of an introvert", words) == {"energy": "I"}
    assert read_words("I am not an introvert", words) == {"energy": "E"}
    assert read_words("introvert at home, extrovert at work", words) == {}
    assert read_words("No. Introvert", words) == {"energy": "I"}


def test_eight_answers_lead_to_the_page_with_four_plain_sentences_and_no_letter() -> None:
    person = after_eight(*FIRST)
    assert letters(person) == "ESTJ" and person.names == ["shown"]
    assert "Preferences, not labels" in person.text and "never to select or assess" in person.text
    assert "ESTJ" not in person.text and len([x for x in person.text.splitlines() if x[:2] in ("1.", "4.")]) == 2


def test_answers_of_a_pair_that_differ_leave_it_open_and_so_do_both_and_skip() -> None:
    person = after_eight("a", "a", "both", "a", "b", "b", "depends")
    person.say("skip", "skip")
    assert letters(person) == "---J"
    assert style_book().pairs["energy"].open in person.text


def test_one_telling_answer_is_enough_where_the_other_is_both() -> None:
    assert letters(after_eight("b", "a", "a", "a", "both", "a", "a", "a")) == "ISTJ"


def test_letters_end_the_questions_at_once() -> None:
    person = Person("style").begin().press("Ask me the eight").say("b").say("oh, I am ENTP")
    assert letters(person) == "ENTP" and person.names == ["shown"]


def test_letters_in_the_request_are_taken_without_a_question() -> None:
    person = Person("style").begin("my type is INxJ")
    assert letters(person) == "IN-J" and person.names == ["shown"]


def test_an_x_stays_open_and_is_not_asked_about() -> None:
    person = Person("style").begin("IN?J").press("Keep it")
    assert person.names == ["kept"] and person.over
    assert Person("style", person.desk).begin().names == ["shown"]


def test_one_pair_is_changed_and_the_others_stay() -> None:
    person = after_eight(*FIRST).press("Change 3")
    assert person.names == ["pair"]
    person.say("what it does to people")
    assert letters(person) == "ESFJ" and person.names == ["shown"]
    assert letters(person.say("change 1").say("i don't know", "dont_know")) == "-SFJ"
    assert letters(person.say("I'm an introvert")) == "ISFJ"


def test_deleted_means_that_nothing_is_left_and_only_a_clear_yes_deletes() -> None:
    person = after_eight(*FIRST).press("Delete it all").say("hm, perhaps not")
    assert person.names == ["shown"] and letters(person) == "ESTJ"
    person.say("delete").press("Yes, delete them")
    assert person.names == ["deleted"] and person.desk.every(style.KIND) == []
    assert style.pairs(person.desk) == dict.fromkeys(PAIRS, "")
    assert style.stored(person.desk.uow, person.desk.person) == {}


def test_back_reopens_the_last_question_and_its_pair() -> None:
    person = after_eight("a", "a", "a", "a", "a").say("back", "go_back")
    assert "5 of 8." in person.text
    assert letters(person.say("b")) == "-STJ"


def test_back_before_the_first_question_offers_letters_again() -> None:
    assert Person("style").begin().press("Ask me the eight").say("back", "go_back").names == ["start"]


def test_an_answer_that_is_none_is_asked_for_again_and_nothing_is_assumed() -> None:
    person = Person("style").begin().press("Ask me the eight").say("forty-two")
    assert person.names == ["question_again"] and letters(person) == "----"
    assert person.say("what do you mean", "rephrase").names[0] == "hint"


def test_stop_keeps_the_answers_and_style_goes_on_with_the_next_question() -> None:
    person = after_eight("a", "b", "a").stop()
    assert person.names == ["paused"]
    assert person.begin().names == ["resumed", "question"] and "4 of 8." in person.text


def test_stop_before_anything_was_told_keeps_nothing() -> None:
    person = Person("style").begin().stop()
    assert person.names == ["paused_empty"] and person.desk.every(style.KIND) == []


def test_start_over_forgets_what_was_there() -> None:
    person = after_eight(*FIRST).restart()
    assert person.names == ["restarted", "start"] and letters(person) == "----"


def test_there_is_one_record_with_the_pairs_that_other_dialogues_read() -> None:
    person = after_eight(*FIRST)
    person.begin("ENFP")
    (record,) = person.desk.every(style.KIND)
    assert record.body["pairs"] == {"energy": "E", "information": "N", "decision": "F", "closure": "P"}
    assert style.pairs(person.desk) == record.body["pairs"] and record.state == "kept"


def test_a_question_that_was_removed_meanwhile_breaks_nothing() -> None:
    person = after_eight("a", "b")
    record = person.desk.newest(style.KIND)
    assert record is not None
    person.desk.save(record, body={**record.body, "answers": {"gone": "E", **record.body["answers"]}})
    assert person.say("a").names == ["question"]
    assert person.say("back", "go_back").say("back", "go_back").names == ["question"]


def test_a_button_of_an_earlier_question_answers_that_one() -> None:
    person = Person("style").begin().press("Ask me the eight")
    first = person.says
    person.say("a")
    person.says = first
    person.press(style_book().questions[0].options[1])
    assert letters(person) == "I---" and "2 of 8." in person.text


def test_a_very_long_answer_is_no_choice_and_costs_no_more_than_it_has_to() -> None:
    person = Person("style").begin().press("Ask me the eight").say("not an introvert " * 940)
    assert person.names == ["question_again"]


TYPED = st.sampled_from(
    ["INTJ", "a", "b", "both", "change 2", "keep", "delete", "yes", "", "?", "introvert", "{x}", "t", "ask me"]
)
INTENT = st.sampled_from(["answer", "answer", "skip", "go_back", "dont_know", "rephrase", "affirm"])


@examples(40)
@given(st.lists(st.tuples(TYPED, INTENT), max_size=14))
def test_whatever_is_typed_something_is_asked_and_only_letters_of_a_pair_are_kept(said: list[tuple[str, str]]) -> None:
    person = Person("style").begin()
    for text, intent in said:
        if person.over:
            person.begin()
        person.say(text, intent)
        assert person.text.strip() and person.says[-1].kind == "style.profile"
        pairs = style.pairs(person.desk)
        assert all(letter in ("", *LETTERS[pair]) for pair, letter in pairs.items())
        if not person.over:
            now = from_dict(person.body)
            assert from_dict(json.loads(json.dumps(to_dict(now)))) == now and now.stage in vars(sitting).values()
