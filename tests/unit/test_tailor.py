"""A tailored message: asked for piece by piece, corrected, left and resumed, for somebody else, rehearsed."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.coaching.signals import Signals
from bot.domain.tailoring.draft import from_dict, to_dict
from bot.services import tailor
from bot.services.said import Said
from tests.fakes.preferring import Person, tailor_book
from tests.speed import examples

WORDS = "Three orders for our largest account were late last month. It is only fair that somebody owns the number."
ASK = "own the demand review"


def told(*more: str) -> Person:
    person = Person("tailor").begin("tailor a message").press("Sales").say(WORDS).say(ASK)
    for text in more:
        person.say(text)
    return person


def finished() -> Person:
    return told("by the March cycle").press("Not sure")


def test_five_short_steps_lead_to_both_versions() -> None:
    person = Person("tailor").begin("tailor a message")
    assert person.names == ["begin", "who"]
    assert person.press("Sales").names == ["words"] and "the sales director" in person.text
    assert person.say(WORDS).names == ["ask"]
    assert person.say(ASK).names == ["by"]
    assert person.say("by the March cycle").names == ["prefers"]
    assert person.press("Not sure").names == ["result"]
    for part in (
        "1. “Three orders",
        "What you ask: “own the demand review”",
        "By when: “by the March cycle”",
        "Lead with: ",
    ):
        assert part in person.text
    assert person.says[-1].ref == "sales" and person.says[-1].kind == "style.tailor"


def test_a_request_that_says_for_whom_and_what_is_not_asked_again() -> None:
    person = Person("tailor").begin("help me get the commercial director to own the demand review")
    assert person.names == ["begin", "words"] and person.body["ask"] == ASK
    assert person.say(WORDS).names == ["by"]


def test_somebody_is_called_as_the_leader_calls_them() -> None:
    person = Person("tailor").begin("help me tell the commercial director he must own the demand review")
    assert (
        person.body["ask"] == ASK and "the commercial director" in person.text and "sales director" not in person.text
    )
    person.say(WORDS).say("by March").press("Not sure")
    assert "sales director" not in person.text + str(person.says[-1].buttons)
    for typed, called in (
        ("the VP sales", "the VP sales"),
        ("the sales team", "the sales director"),
        ("CFO", "the CFO"),
    ):
        assert called in Person("tailor").begin().say(typed).text


def test_a_named_person_keeps_the_name_and_an_unknown_one_is_placed_by_role() -> None:
    assert "Anna (the CFO)" in Person("tailor").begin().say("Anna, the CFO").text
    for request, title in (
        ("message for Anna in finance", "finance director"),
        ("get Anna, the CFO, to sign off one", "CFO"),
    ):
        assert f"Anna (the {title})" in Person("tailor").begin(request).text
    assert Person("tailor").begin("tailor a message for Finance in Munich").body["name"] == ""
    person = Person("tailor").begin().say("Jürgen")
    assert person.names == ["who_named"] and "Jürgen" in person.text
    assert "Paolo" in Person("tailor").begin().say("Paolo, the old S&OP leader").press("Supply planning").text
    assert "Jürgen (the plant manager)" in person.press("Manufacturing").text


def test_a_date_in_the_ask_is_not_asked_for() -> None:
    person = Person("tailor").begin().press("Sales").say(WORDS)
    assert person.say("own it by Friday", date="by Friday").names == ["prefers"] and person.body["by"] == "by Friday"


def test_a_missing_date_is_named_on_the_page() -> None:
    person = told().say("skip", "skip").press("Not sure")
    assert "date is still missing" in person.text and "date is still missing" not in finished().text


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("wants figures, decides fast", "--TJ"),
        ("ESTP", "ESTP"),
        ("she reads everything first and hates details", "IN--"),
        ("never reads emails, better by phone", "E---"),
    ],
)
def test_preferences_of_the_other_person_are_read_in_plain_words(text: str, letters: str) -> None:
    person = told("by March", text)
    assert person.names == ["result"]
    assert "".join(letter or "-" for letter in person.body["prefers"].values()) == letters


def test_preferences_by_button_add_up_and_one_pressed_again_changes_the_pair() -> None:
    person = told("by March").press("Talks it through")
    assert person.names == ["prefers_noted"] and "talks it through" in person.text
    person.press("Wants it settled").press("Thinks it over first").press("That is all I know")
    assert person.names == ["result"] and "(thinks it over first, wants it settled)" in person.text


def test_a_text_without_a_preference_is_asked_for_again() -> None:
    assert told("by March", "he has a dog").names == ["prefers_again"]


def test_the_own_preference_is_used_where_it_is_known_and_asked_for_where_not() -> None:
    assert "“Style” tells me" in finished().text
    leader = Person("style").begin("INTJ")
    person = (
        Person("tailor", leader.desk).begin("for the sales director").say(WORDS).say(ASK).say("May").say("talks a lot")
    )
    assert tailor_book().overlooks["IE"] in person.text


def test_the_same_message_for_somebody_else_asks_only_what_is_new() -> None:
    person = finished()
    sales = person.text
    assert person.press("Someone else").names == ["who_all"]
    assert person.press("Finance").names == ["prefers"]
    person.say("not sure", "dont_know")
    assert person.names == ["result"] and person.says[-1].ref == "finance"
    assert person.body["words"] == WORDS and person.text.splitlines()[:3] == sales.splitlines()[:3]
    assert person.say("and for logistics?").names == ["prefers"] and person.body["stakeholder"] == "logistics"


def test_words_and_ask_are_changed_without_going_through_the_rest() -> None:
    person = finished().press("Change the words").say("Stock for two accounts ran out.")
    assert person.names == ["result"] and "1. “Stock for two accounts ran out”" in person.text
    assert person.say("change the ask").say("chair one meeting").names == ["result"]
    assert "What you ask: “chair one meeting”" in person.text
    assert person.say("change the words", "rephrase").names == ["words"]
    assert person.say("back", "go_back").names == ["result"]


def test_back_goes_one_step_and_keeps_the_rest() -> None:
    person = told().say("back", "go_back")
    assert person.names == ["ask"] and person.body["words"] == WORDS
    assert person.say("back", "go_back").say("back", "go_back").names == ["who"]
    assert person.say("back", "go_back").names == ["who"]


def test_words_may_be_left_out_but_not_the_ask_too() -> None:
    person = Person("tailor").begin().press("Sales").say("skip", "skip")
    assert person.names == ["ask"] and person.say("skip", "skip").names == ["ask_again"]
    person.say(ASK).say("skip", "skip").press("Not sure")
    assert person.names == ["result"] and "You gave no wording" in person.text
    person = Person("tailor").begin().press("Sales").say(WORDS).say("I don't know", "dont_know")
    assert person.names == ["prefers"] and person.press("Not sure").names == ["result"]


def test_a_question_in_the_message_belongs_to_the_message() -> None:
    person = Person("tailor").begin().press("Sales").say("Could you take the chair from March? Done!")
    assert person.body["words"] == "Could you take the chair from March? Done!"


@pytest.mark.parametrize("empty", ["", "?", "...", "  "])
def test_an_empty_answer_is_asked_for_again(empty: str) -> None:
    person = Person("tailor").begin().press("Sales").say(empty)
    assert person.names == ["words_again"]
    assert person.say(WORDS).say(empty).names == ["ask_again"]


def test_stop_keeps_everything_and_the_next_request_goes_on_there() -> None:
    person = told().stop()
    assert person.begin("tailor a message").names == ["resumed", "by"]
    assert person.begin("tailor a message for finance").names == ["begin_again", "words"]
    assert [record.state for record in person.desk.every("tailor")] == ["open", "left"]


def test_start_over_sets_the_message_aside() -> None:
    person = told().restart()
    assert person.names == ["restarted", "who"] and len(person.desk.every("tailor")) == 2


def test_what_was_done_can_be_taken_up_again_by_its_buttons() -> None:
    person = finished()
    shown = person.says
    assert person.press("Done").over and person.names == ["closed"]
    person.says = shown
    assert person.begin("", "other").names == ["who_all"] and person.body["words"] == WORDS


def test_the_rehearsal_is_offered_with_that_person() -> None:
    (button,) = (b for b in finished().says[-1].buttons if b.payload == "/rehearse")
    assert button.title == "Rehearse with the sales director"


def test_a_reply_to_the_page_that_is_none_does_not_show_it_all_again() -> None:
    assert finished().say("hm well I am not so sure about all this really").names == ["result_again"]
    assert finished().say("what do you mean", "rephrase").names[0] == "hint_result"


def test_what_is_kept_can_be_shown_to_the_leader() -> None:
    person = finished()
    (kept,) = tailor.stored(person.desk.uow, person.desk.person)
    assert kept["words"] == WORDS and kept["stakeholder"] == "sales" and kept["state"] == "open"


def test_a_very_long_message_is_kept_whole_and_shown_short() -> None:
    text = "We lost an order again, and nobody rang. " * 390
    person = Person("tailor").begin().press("Sales").say(text).say(ASK).say("May").press("Not sure")
    assert person.body["words"] == text.strip() and len(person.text) < 4_000


@pytest.mark.parametrize("piece", ["get me to ", "not ", "figures ", "E S T J ", "Anna, ", "x", "\n"])
@pytest.mark.parametrize("stage", ["who", "words", "ask", "by", "prefers", "result"])
def test_sixteen_thousand_characters_are_read_in_a_moment_at_every_step(piece: str, stage: str) -> None:
    person = Person("tailor").begin()
    for text in {"who": (), "words": ("sales",), "ask": ("sales", WORDS), "by": ("sales", WORDS, ASK)}.get(
        stage, ("sales", WORDS, ASK, "May")
    ):
        person.say(text)
    if stage == "result":
        person.press("Not sure")
    begun = time.perf_counter()
    person.say(piece * (16_000 // len(piece)))
    assert person.text.strip() and time.perf_counter() - begun < 2


TYPED = st.sampled_from(
    [
        WORDS,
        ASK,
        "Sales",
        "Anna from finance",
        "INTJ",
        "figures",
        "someone else",
        "done",
        "",
        "{x}",
        "change the words",
        "yes",
    ]
)
INTENT = st.sampled_from(["answer", "answer", "answer", "skip", "go_back", "dont_know", "rephrase"])


@examples(40)
@given(st.lists(st.tuples(TYPED, INTENT), max_size=14))
def test_whatever_is_typed_something_is_asked_and_nothing_is_lost_in_storage(said: list[tuple[str, str]]) -> None:
    person = Person("tailor").begin()
    for text, intent in said:
        if person.over:
            person.begin()
        person.say(text, intent)
        assert person.text.strip() and person.says[-1].kind == "style.tailor"
        now = from_dict(person.body)
        assert from_dict(json.loads(json.dumps(to_dict(now)))) == now


def test_what_they_are_to_do_is_heard_where_it_is_told_with_for_whom() -> None:
    person = (
        Person("tailor")
        .begin()
        .say("I need the commercial director to own the demand review and stop sending his analyst")
    )
    assert person.names == ["words"] and person.body["ask"] == "own the demand review and stop sending his analyst"
    assert person.say(WORDS).names == ["by"], "the ask is not asked for again"


@pytest.mark.parametrize(
    "told", ["Marta, she is very analytical", "It's Marta, she wants numbers", "Marta is analytical and blunt"]
)
def test_who_it_is_and_how_they_are_is_no_message_to_them(told: str) -> None:
    person = Person("tailor").begin().press("Finance").say(told)
    assert person.names == ["words_noted"] and person.body["words"] == "" and person.body["name"] == "Marta"


def test_a_name_alone_is_no_message() -> None:
    person = Person("tailor").begin().press("Finance").say("Marta")
    assert person.names == ["words"] and person.body["name"] == "Marta" and person.body["words"] == ""


def test_how_somebody_is_is_no_message_to_them() -> None:
    person = Person("tailor").begin().press("Sales").say("he's very direct, hates slides, wants numbers")
    assert person.names == ["words_noted"] and person.body["words"] == "" and any(person.body["prefers"].values())
    assert "Noted" in person.text
    person = Person("tailor").begin().press("Sales").say("he wants numbers, so I bring you the three orders we lost")
    assert person.names == ["ask"] and person.body["words"].startswith("he wants numbers")


def test_who_asks_what_a_question_is_for_is_told() -> None:
    why = Said("why do you need that", "rephrase", Signals(on=frozenset({"asks-why"})))
    assert tailor.answer(Person("tailor").begin().desk, why).say[0].response == "utter_tailor_why"
