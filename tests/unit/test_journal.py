"""The journal: listed, searched, read, rewritten, deleted after a question, counted or not."""

import pytest

from bot.domain.journal import View, wish_in
from bot.services import reflections
from bot.services.desk import Desk
from bot.services.journal import Pressed
from bot.services.reflections import stored
from bot.services.replies import Say
from tests.fakes.mentors import rendered
from tests.fakes.reflecting import Reading, a_desk, wrote

SEVEN = [f"Thought number {n} #t{n}" for n in range(1, 8)]


def lines(shown: list[Say]) -> list[str]:
    return str(shown[-1].values["lines"]).splitlines()


def one_of(desk: Desk, reflection_id: str) -> dict[str, object]:
    return next(one for one in stored(desk.uow, desk.person) if one["id"] == reflection_id)


def test_an_empty_journal_says_how_to_begin_and_opens_nothing() -> None:
    opened = Reading(a_desk()).opened
    assert [say.response for say in opened.say] == ["utter_journal_empty"]
    assert opened.slots == {"journal_ready": False}


def test_the_newest_stand_first_five_on_a_page() -> None:
    desk = a_desk()
    wrote(desk, *SEVEN)
    reading = Reading(desk)
    first = reading.shown()
    assert lines(first)[0] == "1. 23 November 2026: “Thought number 7 #t7” #t7"
    assert len(lines(first)) == 5
    second = reading.send("more")
    assert [line.split(":")[1] for line in lines(second)] == [
        " “Thought number 2 #t2” #t2",
        " “Thought number 1 #t1” #t1",
    ]
    assert reading.send("more")[0].response == "utter_journal_no_more"
    assert lines(reading.send("newer")) == lines(first)


@pytest.mark.parametrize(("line", "found"), [("find number 3", 1), ("#t4", 1), ("thought", 7), ("today", 7)])
def test_search_by_word_tag_and_day(line: str, found: int) -> None:
    desk = a_desk()
    wrote(desk, *SEVEN)
    shown = Reading(desk).send(line)
    assert (shown[-1].response, shown[-1].values["n"]) == ("utter_journal_found", str(found))


def test_a_search_without_result_says_so_and_shows_what_there_is() -> None:
    desk = a_desk()
    wrote(desk, *SEVEN)
    assert [s.response for s in Reading(desk).send("find Karl")] == ["utter_journal_not_found", "utter_journal_list"]


def test_an_entry_is_read_with_its_themes_and_the_words_behind_them() -> None:
    desk = a_desk()
    wrote(desk, "Nobody decides\n\nHonestly {lines}")
    (shown,) = Reading(desk).send("1")
    text = rendered(shown, "journal")
    assert "Nobody decides\n\nHonestly {lines}" in text
    assert "decision rights, because of “decides”" in text
    assert "none of its themes is counted" in text


def test_an_entry_is_rewritten_and_remembers_when_and_by_which_message() -> None:
    desk = a_desk()
    (entry,) = wrote(desk, "Nobody decides #a")
    reading = Reading(desk)
    reading.send("edit 1")
    assert reading.slots["reflect_capture"] is None
    told, shown = reading.send("The data are wrong #b", source="m7")
    assert (told.response, shown.ref) == ("utter_journal_edited", entry)
    now = one_of(desk, entry)
    assert (now["text"], now["tags"], bool(now["edited_at"])) == ("The data are wrong #b", ["b"], True)
    assert reflections.update_from_edit(desk, "m7", "The data are late")


@pytest.mark.parametrize("intent", ["go_back", "skip", "start_over"])
def test_a_control_word_instead_of_a_new_text_changes_nothing(intent: str) -> None:
    desk = a_desk()
    (entry,) = wrote(desk, "Old")
    reading = Reading(desk)
    reading.send("edit 1")
    assert reading.send("back", intent)[0].response == "utter_journal_unchanged"
    assert one_of(desk, entry)["text"] == "Old"


def test_nothing_is_deleted_before_a_yes() -> None:
    desk = a_desk()
    wrote(desk, "One", "Two")
    reading = Reading(desk)
    (question,) = reading.send("delete 2")
    assert (question.response, question.values["words"]) == ("utter_journal_delete", "One")
    reading.send("no")
    assert len(stored(desk.uow, desk.person)) == 2
    reading.send("delete it")
    told, shown = reading.send("yes")
    assert (told.response, lines([shown])) == ("utter_journal_deleted", ["1. 23 November 2026: “Two”"])


def test_after_the_last_one_is_deleted_the_journal_closes() -> None:
    desk = a_desk()
    wrote(desk, "One")
    reading = Reading(desk)
    reading.send("delete 1")
    assert reading.send("yes") == []


def test_another_word_at_the_question_is_no_yes() -> None:
    desk = a_desk()
    wrote(desk, "One", "Two")
    reading = Reading(desk)
    reading.send("delete 1")
    reading.send("hm, what did I write there")
    assert len(stored(desk.uow, desk.person)) == 2


def test_tags_themes_and_counting_are_changed_in_words() -> None:
    desk = a_desk()
    (entry,) = wrote(desk, "Nobody decides, they sent a delegate #a")
    reading = Reading(desk)
    reading.send("count 1")
    assert one_of(desk, entry)["counted"] == ["decision-rights", "delegates-without-mandate"]
    reading.send("not about delegates")
    assert one_of(desk, entry)["counted"] == ["decision-rights"]
    reading.send("tag it with q3")
    reading.send("drop #a")
    assert one_of(desk, entry)["tags"] == ["q3"]
    reading.send("do not count it")
    assert one_of(desk, entry)["counted"] == []
    assert reading.send("not about tennis")[0].response == "utter_journal_unchanged"


def test_what_is_counted_by_default_can_be_changed_and_everything_withdrawn() -> None:
    desk = a_desk(share_themes=True)
    wrote(desk, "Nobody decides", "The data")
    reading = Reading(desk)
    reading.send("withdraw all")
    assert [one["shared"] for one in stored(desk.uow, desk.person)] == [False, False]
    reading.send("do not count by default")
    assert reflections.shares(desk) is False
    reading.send("count by default")
    assert reflections.shares(desk) is True


def test_a_button_under_a_reflection_changes_it_at_once_without_opening_the_journal() -> None:
    desk = a_desk(share_themes=True)
    (entry,) = wrote(desk, "Nobody decides, they sent a delegate")
    opened = Reading(desk, Pressed("drop-theme", entry, "decision-rights")).opened
    assert (opened.slots, opened.say[0].kind) == ({"journal_ready": False}, "reflect.saved")
    assert one_of(desk, entry)["counted"] == ["delegates-without-mandate"]
    Reading(desk, Pressed("withdraw", entry))
    assert one_of(desk, entry)["counted"] == []


@pytest.mark.parametrize("pressed", [Pressed("read", "gone"), Pressed("withdraw", "gone"), Pressed("yes", "gone")])
def test_a_button_of_something_that_is_gone_opens_the_list(pressed: Pressed) -> None:
    desk = a_desk()
    wrote(desk, "One")
    assert Reading(desk, pressed).shown()[-1].response == "utter_journal_list"


def test_the_reflections_of_another_person_cannot_be_reached() -> None:
    desk, other = a_desk(), a_desk()
    (entry,) = wrote(other, "Mine")
    wrote(desk, "Ours")
    reading = Reading(desk, Pressed("delete", entry))
    reading.send(pressed=Pressed("yes", entry))
    assert one_of(other, entry)["text"] == "Mine"
    assert "Mine" not in str([say.values for say in reading.shown()])


def test_what_is_said_once_is_not_said_again_after_a_digression() -> None:
    desk = a_desk()
    wrote(desk, "One", "Two")
    reading = Reading(desk)
    assert [say.response for say in reading.send("count 1")] == ["utter_journal_changed", "utter_journal_entry"]
    assert [say.response for say in reading.shown()] == ["utter_journal_entry"]


@pytest.mark.parametrize(
    ("line", "what", "number"),
    [
        ("2", "read", 2),
        ("open the latest one", "read", 1),
        ("please delete number 3", "delete", 3),
        ("edit the second one", "edit", 2),
        ("don't count 2", "withdraw", 2),
        ("share this", "count", None),
        ("back to the list", "all", None),
        ("The whole list", "all", None),
        ("stop counting anything", "withdraw-all", None),
        ("show me everything from last week", "search", None),
        ("thanks", "close", None),
        ("it was a long day with Karl and all the others", "unknown", None),
        ("delete" + " " * 15_000 + "x", "search", None),
        ("x " * 8_000, "unknown", None),
    ],
)
def test_lines_are_understood_as_people_type_them(line: str, what: str, number: int | None) -> None:
    wish = wish_in(line, View())
    assert (wish.what, wish.number) == (what, number)
