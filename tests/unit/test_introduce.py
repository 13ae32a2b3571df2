"""An introduction from the question to the contact: nothing is shown and no place taken without a clear yes."""

import pytest

from bot.services import introduce, mentors
from bot.services.introduction_stages import Pressed
from tests.fakes.introducing import (
    CONTACT,
    GOAL,
    asked,
    coached,
    everything_said,
    office_with,
    opened,
    to_consent,
    told,
)
from tests.fakes.mentors import ANN, BEN, NOON, Office, rendered, said


def test_without_mentors_the_leader_is_told_and_no_form_begins() -> None:
    assert opened(Office().desk()) == (["utter_introduce_none"], False)


def test_with_every_mentor_taken_the_leader_is_told_and_no_form_begins() -> None:
    desk, (ann,) = office_with(ANN)
    other = desk.uow.people.register("web", "other")
    mentors.take(desk.uow, ann.id, other, NOON)
    assert opened(desk) == (["utter_introduce_full"], False)


def test_someone_who_told_nothing_is_asked_what_they_need() -> None:
    desk, _ = office_with()
    assert opened(desk) == (["utter_introduce_begin"], True)
    assert asked(desk).response == "utter_introduce_need"
    whom = told(desk, "Nobody believes the capacity figures")
    assert whom and whom.values["lines"].startswith("1. Carla Ruiz (Spanish and English): knows rough-cut capacity")


def test_the_goal_of_the_newest_conversation_is_used_without_asking() -> None:
    desk, _ = office_with(function="supply-chain")
    coached(desk)
    opened(desk)
    text = rendered(asked(desk), "introduce")
    assert "1. Ann Meyer (English and German): knows consensus forecast, which is close to what you told me" in text
    assert "comes from finance, which is not your function" in text


def test_the_topic_asked_about_last_is_named_in_the_reason() -> None:
    desk, _ = office_with(function="finance")
    opened(desk, topic="sales-attendance")
    assert "knows sales attendance, which you asked about" in rendered(asked(desk), "introduce")


def test_the_request_itself_is_read_for_a_topic_but_never_written_to_a_mentor() -> None:
    desk, _ = office_with()
    opened(desk, "introduce me to someone who knows incentives")
    assert asked(desk).response == "utter_introduce_whom"
    letter = told(desk, "1")
    assert letter and "Ann" in letter.values["name"]
    assert "introduce me" not in letter.values["lines"]


def test_the_text_is_in_the_leaders_words_and_leaves_out_what_is_not_known() -> None:
    desk, _ = office_with(name="Kim", function="supply-chain", role="I run planning {for} the north")
    coached(desk)
    opened(desk)
    asked(desk)
    letter = told(desk, "Ann")
    assert letter and letter.values["lines"].splitlines() == [
        "1. Hello Ann Meyer,",
        "2. My name is Kim. I come from supply chain. My part in S&OP: I run planning {for} the north.",
        f"3. What I am working on: {GOAL}",
        "4. I hear that you know consensus forecast. How did you go about it, and what would you do differently?",
        "5. Could we talk for half an hour in the next two weeks?",
    ]
    stranger, _ = office_with(BEN)
    opened(stranger)
    told(stranger, "skip", "skip")
    short = told(stranger, "Ben")
    assert short and len(short.values["lines"].splitlines()) == 2


def test_lines_are_changed_dropped_and_reworded_before_anything_else_happens() -> None:
    desk, _ = office_with(name="Kim")
    coached(desk)
    opened(desk)
    asked(desk)
    told(desk, "Ann")
    changed = told(desk, "2: I am Kim from Leeds")
    assert changed and "2. I am Kim from Leeds" in changed.values["lines"]
    dropped = told(desk, "drop 4")
    assert dropped and len(dropped.values["lines"].splitlines()) == 4
    which = told(desk, "Change something", "go_back")
    assert which and which.response == "utter_introduce_which_line"
    reword = told(desk, "3")
    assert reword and (reword.response, reword.values["line"]) == (
        "utter_introduce_reword",
        f"What I am working on: {GOAL}",
    )
    new = told(desk, "One number for all")
    assert new and "3. One number for all" in new.values["lines"]


def test_the_contact_is_shown_only_after_consent() -> None:
    desk, (ann, *_) = office_with(name="Kim")
    coached(desk)
    opened(desk)
    before = [asked(desk), told(desk, "Ann"), told(desk, "yes"), told(desk, "hm, let me think")]
    assert CONTACT not in everything_said(*before)
    assert before[-1] and before[-1].response == "utter_introduce_consent_again"
    assert mentors.places_taken(desk.uow, ann.id) == 0
    assert told(desk, "yes, I agree") is None
    made, copy = introduce.close(desk).say
    assert made.values == {"name": "Ann Meyer", "contact": CONTACT}
    assert copy.values["letter"].startswith("Hello Ann Meyer,\nMy name is Kim.\n")
    assert {(say.kind, say.ref) for say in (made, copy)} == {("mentor.introduce", ann.id)}
    assert mentors.places_taken(desk.uow, ann.id) == 1


@pytest.mark.parametrize(("reply", "intent"), [("no", "deny"), ("rather not", "answer"), ("skip", "skip")])
def test_without_consent_nothing_is_shown_and_no_place_taken(reply: str, intent: str) -> None:
    desk, (ann, *_) = office_with()
    assert to_consent(desk)
    assert told(desk, reply, intent) is None
    end = introduce.close(desk).say
    assert [say.response for say in end] == ["utter_introduce_left"]
    assert CONTACT not in everything_said(*end)
    assert mentors.places_taken(desk.uow, ann.id) == 0


def test_a_last_place_that_went_meanwhile_is_not_given_twice() -> None:
    desk, (ann, *_) = office_with()
    to_consent(desk)
    mentors.take(desk.uow, ann.id, desk.uow.people.register("web", "quicker"), NOON)
    outcome = introduce.answer(desk, said("yes"))
    assert [say.response for say in outcome.say] == ["utter_introduce_taken"]
    assert "Ann" not in asked(desk).values["lines"]
    assert mentors.places_taken(desk.uow, ann.id) == 1


def test_when_the_very_last_place_went_meanwhile_the_introduction_ends() -> None:
    desk, (ann,) = office_with(ANN)
    to_consent(desk)
    mentors.take(desk.uow, ann.id, desk.uow.people.register("web", "quicker"), NOON)
    assert told(desk, "yes") is None
    assert [say.response for say in introduce.close(desk).say] == ["utter_introduce_full"]


def test_a_pause_takes_nothing_and_goes_on_where_it_was() -> None:
    desk, (ann, *_) = office_with()
    to_consent(desk)
    assert introduce.pause(desk).slots == {"mentor_introduce": None}
    assert mentors.places_taken(desk.uow, ann.id) == 0
    assert opened(desk) == (["utter_introduce_resumed"], True)
    assert asked(desk).response == "utter_introduce_consent"


def test_a_mentor_removed_meanwhile_is_not_introduced() -> None:
    desk, (ann, *_) = office_with()
    to_consent(desk)
    introduce.pause(desk)
    mentors.remove(desk.uow, ann.id)
    opened(desk)
    whom = asked(desk)
    assert whom.response == "utter_introduce_whom" and "Ann" not in whom.values["lines"]


def test_start_over_looks_again_and_back_goes_one_stage_back() -> None:
    desk, _ = office_with()
    to_consent(desk)
    letter = told(desk, "back", "go_back")
    assert letter and letter.response == "utter_introduce_letter"
    whom = told(desk, "back", "go_back")
    assert whom and whom.response == "utter_introduce_whom"
    told(desk, "Ann")
    introduce.restart(desk, said("start over", "start_over"))
    assert asked(desk).response == "utter_introduce_need"
    assert len(desk.every("introduction", ("open",))) == 1


def test_a_button_from_an_older_message_picks_its_mentor_at_once() -> None:
    desk, (ann, *_) = office_with()
    opened(desk, pressed=Pressed(ann.id))
    assert asked(desk).response == "utter_introduce_letter"


def test_a_question_to_the_mentor_in_between_is_the_topic_to_look_by() -> None:
    desk, _ = office_with()
    opened(desk)
    (whom,) = introduce.ask(desk, "incentives").say
    assert "knows incentives, which you asked about" in whom.values["lines"]
    (other,) = introduce.ask(desk, "sales-attendance").say
    assert other.values["lines"].startswith("1. Ben Okafor (English): knows sales attendance, which you asked about")
    told(desk, "back", "go_back")
    assert introduce.ask(desk, "sales-attendance").say[0].response == "utter_introduce_need"


def test_other_words_at_the_choice_look_again_and_a_no_leaves() -> None:
    desk, _ = office_with()
    opened(desk)
    told(desk, "skip", "skip")
    unclear = told(desk, "hm")
    assert unclear and unclear.response == "utter_introduce_again"
    again = told(desk, "my question is about incentives")
    assert again and again.values["lines"].startswith("1. Ann Meyer")
    assert told(desk, "none of them") is None
    assert introduce.close(desk).say[0].response == "utter_introduce_left"


def test_every_reply_has_its_values() -> None:
    desk, (ann, *_) = office_with(name="Kim", function="supply-chain", role="lead")
    says = [*introduce.open_introduction(desk, said("m", "introduce"), "incentives").say, asked(desk)]
    says += [
        told(desk, "1"),
        told(desk, "change"),
        told(desk, "2"),
        told(desk, "I am Kim"),
        told(desk, "yes"),
        told(desk, "eh"),
    ]
    assert told(desk, "yes") is None
    says += introduce.close(desk).say
    assert "{" not in everything_said(*says)
    assert all(say and say.kind == "mentor.introduce" for say in says)
    assert [say.ref for say in says if say][-1] == ann.id
