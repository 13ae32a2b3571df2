"""Writing a reflection: nothing written is lost, tags and sharing can be skipped, sharing is decided once."""

import pytest

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.services import onboarding, reflect, reflections
from bot.services.reflections import stored
from tests.fakes.mentors import rendered, said
from tests.fakes.reflecting import Writing, a_desk, wrote


def test_a_text_is_stored_when_it_comes_and_done_ends_it() -> None:
    desk = a_desk(share_themes=True)
    writing = Writing(desk)
    begin = writing.asked()
    assert begin and (begin.response, begin.kind) == ("utter_reflect_begin", "reflect.capture")
    kept = writing.send("Nobody decides", source="m1")
    assert kept and (kept.response, kept.kind) == ("utter_reflect_kept", "reflect.saved")
    assert stored(desk.uow, desk.person)[0]["text"] == "Nobody decides"
    writing.send("And Karl says nothing", source="m2")
    tags = writing.send("done")
    assert tags and tags.response == "utter_reflect_tags"
    assert writing.send("sales, karl") is None
    (one,) = stored(desk.uow, desk.person)
    assert one["id"] == writing.close().ref
    assert one["text"] == "Nobody decides\n\nAnd Karl says nothing"
    assert one["tags"] == ["sales", "karl"]
    assert one["themes"] == [{"id": "decision-rights", "because": "decides"}]
    assert one["counted"] == ["decision-rights"]


@pytest.mark.parametrize("odd", ["x" * 16_000, "\u202eabc\u0000 \U0001f9d1‍🚒 ﷽ é", "a\r\n\tb {lines} %s", "İ" * 50])
def test_any_text_is_kept_whole(odd: str) -> None:
    desk = a_desk()
    Writing(desk).send(odd)
    assert stored(desk.uow, desk.person)[0]["text"] == odd


@pytest.mark.parametrize(("prompt", "questions"), [("single", 3), ("double", 2)])
def test_a_prompt_asks_its_questions_one_by_one(prompt: str, questions: int) -> None:
    writing = Writing(a_desk(), prompt)
    asked = [writing.asked()]
    asked += [writing.send(f"Answer {n}") for n in range(questions)]
    names = ["utter_reflect_prompt", *["utter_reflect_next"] * (questions - 1), "utter_reflect_kept"]
    assert [say and say.response for say in asked] == names
    assert len({say.values.get("question") for say in asked if say}) == questions + 1
    assert stored(writing.desk.uow, writing.desk.person)[0]["prompt"] == prompt


def test_a_prompt_can_be_chosen_left_and_passed_over() -> None:
    writing = Writing(a_desk())
    first = writing.send(choice="double")
    second = writing.send("skip", "skip")
    assert first and second and first.values["question"] != second.values["question"]
    back = writing.send("back", "go_back")
    assert back and back.values == first.values
    free = writing.send(choice="free")
    assert free and free.response == "utter_reflect_begin"


def test_simply_writing_ignores_the_prompts_on_offer() -> None:
    say = Writing(a_desk()).send("What a day")
    assert say and say.response == "utter_reflect_kept"


def test_sharing_is_asked_once_with_theme_names_and_never_text() -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("Nobody decides, and Wobblethorpe sent a delegate #x")
    say = writing.send("done")
    assert say and say.response == "utter_reflect_share"
    text = rendered(say, "reflect")
    assert "decision rights, delegates without a mandate" in text
    assert "Wobblethorpe" not in text
    again = writing.send("hm, who would see that")
    assert again and again.response == "utter_reflect_share"
    assert writing.send("yes") is None
    writing.close()
    assert onboarding.profile(desk)["share_themes"] is True
    second = Writing(desk)
    second.send("The data are wrong #y")
    assert second.send("done") is None
    assert stored(desk.uow, desk.person)[0]["counted"] == ["data-trust"]


@pytest.mark.parametrize(("text", "intent"), [("no", "answer"), ("skip", "skip"), ("rather not", "answer")])
def test_without_a_yes_nothing_is_counted_and_it_is_not_asked_again(text: str, intent: str) -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("Nobody decides #x")
    writing.send("done")
    assert writing.send(text, intent) is None
    assert stored(desk.uow, desk.person)[0]["counted"] == []
    assert reflections.shares(desk) is False


def test_leaving_before_the_question_counts_nothing_and_keeps_the_text() -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("Nobody decides #x")
    assert writing.send("stop", "stop") is None
    assert writing.close().response == "utter_reflect_saved"
    assert (stored(desk.uow, desk.person)[0]["counted"], reflections.shares(desk)) == ([], None)


def test_nothing_written_is_nothing_kept() -> None:
    desk = a_desk()
    writing = Writing(desk)
    assert writing.send("done") is None
    assert writing.close().response == "utter_reflect_nothing"
    assert desk.every("reflection") == []


def test_a_long_answer_to_the_question_for_tags_goes_on_with_the_text() -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("First")
    writing.send("done")
    say = writing.send("one more thing, I should have asked Karl what he needs before")
    assert say and say.response == "utter_reflect_kept"
    assert "one more thing" in stored(desk.uow, desk.person)[0]["text"]


@pytest.mark.parametrize(
    ("said", "asks_on"), [("yes", True), ("Ok.", True), ("no", False), ("yes, and she was late", True)]
)
def test_a_bare_yes_or_no_between_two_messages_is_no_part_of_the_text(said: str, asks_on: bool) -> None:
    desk = a_desk(member=False)
    writing = Writing(desk)
    writing.send("the demand review was a farce")
    asked = writing.send(said)
    assert asked is not None and (asked.response == "utter_reflect_kept") == asks_on
    kept = desk.newest(reflections.KIND)
    assert kept is not None and ("yes" in kept.body["text"]) == ("late" in said)


def test_what_was_left_open_is_resumed_the_same_day_and_finished_later() -> None:
    desk = a_desk()
    Writing(desk).send("First thought")
    (resumed,) = Writing(desk).opened.say
    assert (resumed.response, resumed.values) == ("utter_reflect_resumed", {"words": "First thought"})
    desk.clock.time += reflect.STILL_OPEN  # type: ignore[attr-defined]
    assert Writing(desk).opened.say == ()
    assert [one["text"] for one in stored(desk.uow, desk.person)] == ["First thought"]


def test_starting_over_keeps_what_was_written() -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("First")
    say = writing.send("start over", "start_over")
    assert say and say.response == "utter_reflect_begin"
    writing.send("Second")
    assert [one["text"] for one in stored(desk.uow, desk.person)] == ["Second", "First"]


def test_a_note_is_kept_at_once_as_the_person_decided() -> None:
    desk = a_desk(share_themes=True)
    (say,) = reflect.note(desk, said("Note to self: nobody decides #exec", "note")).say
    (one,) = stored(desk.uow, desk.person)
    assert (say.kind, say.ref) == ("reflect.saved", one["id"])
    assert (one["text"], one["tags"], one["counted"]) == ("nobody decides #exec", ["exec"], ["decision-rights"])


def test_the_insight_of_a_conversation_is_kept_once_however_often_it_is_pressed() -> None:
    desk = a_desk()
    session = Session("s1", desk.today, facts=(Fact("insight", "I never told him what it costs"),))
    desk.create("session", "closed", sessions.to_dict(session), record_id="s1")
    for _ in range(2):
        reflect.note(desk, said("Keep my insight", "note"), "insight", "s1")
    assert [one["text"] for one in stored(desk.uow, desk.person)] == ["I never told him what it costs"]


@pytest.mark.parametrize("session_id", ["unknown", "p1"])
def test_an_insight_that_is_gone_is_not_made_up(session_id: str) -> None:
    desk = a_desk()
    desk.create("promise", "open", {"action": "x"}, record_id="p1")
    (say,) = reflect.note(desk, said("Keep my insight", "note"), "insight", session_id).say
    assert say.response == "utter_reflect_no_insight"
    assert stored(desk.uow, desk.person) == []


def test_an_edited_message_changes_its_own_piece_and_nothing_else() -> None:
    desk = a_desk()
    writing = Writing(desk)
    writing.send("Nobody decides", source="m1")
    writing.send("See you tomorrow", source="m2")
    assert reflections.update_from_edit(desk, "m1", "The data are wrong")
    (one,) = stored(desk.uow, desk.person)
    assert one["text"] == "The data are wrong\n\nSee you tomorrow"
    assert [theme["id"] for theme in one["themes"]] == ["data-trust"]
    assert one["edited_at"]


def test_an_edited_note_is_stored_without_its_beginning() -> None:
    desk = a_desk()
    reflections.keep(desk, "call Ben", "m1")
    assert reflections.update_from_edit(desk, "m1", "note to self: call Carla")
    assert stored(desk.uow, desk.person)[0]["text"] == "call Carla"


@pytest.mark.parametrize(("source", "text"), [("m9", "New"), ("", "New"), ("m1", "  ")])
def test_an_edit_of_something_else_or_to_nothing_changes_nothing(source: str, text: str) -> None:
    desk = a_desk()
    reflections.keep(desk, "Old", "m1")
    wrote(desk, "Without a source")
    assert not reflections.update_from_edit(desk, source, text)
    assert {one["text"] for one in stored(desk.uow, desk.person)} == {"Old", "Without a source"}
