"""Themes of coaching notes: shown with the reason when a conversation closes, corrected, counted only if shared."""

from dataclasses import replace

import pytest

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.domain.reflection import Theme
from bot.services import contributions, conversations, grow, journal, noticed, onboarding, reflections
from bot.services.desk import Desk
from bot.services.export import everything
from bot.services.journal import Pressed
from bot.services.ports import Json, Record
from bot.services.replies import Say
from tests.fakes.reflecting import Reading, a_desk, join, wrote

NOTES = ("Nobody decides in the review", "Sales sends a delegate", "We meet on Tuesdays", "No one trusts the data")
THREE = ["decision-rights", "delegates-without-mandate", "data-trust"]


def closed(desk: Desk, *notes: str, session_id: str = "s1") -> list[Say]:
    """Close a conversation with such notes; return what is said."""
    facts = tuple(Fact("note", note, lens="culture") for note in notes)
    goal = Fact("goal", "A review that decides something, without a delegate")
    session = Session(session_id, desk.today, facts=(goal, *facts), confirmed=True)
    desk.create("session", "open", sessions.to_dict(session), record_id=session_id)
    return list(grow.close(desk).say)


def kept(desk: Desk, session_id: str = "s1") -> Json:
    return noticed.stored(desk.uow, desk.person).get(session_id, {})


def press(desk: Desk, choice: str, theme: str = "", record: str = "themes-s1") -> Say:
    (say,) = journal.open_journal(desk, "menu", Pressed(choice, record, theme)).say
    return say


def shared(desk: Desk) -> tuple[str, ...]:
    """What a release would count."""
    records: list[Record] = [r for kind in contributions.KINDS for r in desk.every(kind)]
    return tuple(theme for record in records for theme in contributions.themes_of(record))


def test_the_notes_are_tagged_when_the_conversation_closes_with_the_words_that_led_to_it() -> None:
    desk = a_desk(share_themes=False)
    first, seen = closed(desk, *NOTES)
    assert (first.response, seen.response, seen.ref) == ("utter_grow_closed", "utter_grow_themes", "s1")
    assert [theme["id"] for theme in kept(desk)["themes"]] == THREE
    assert "“decides”" in seen.values["lines"] and "Nobody but you sees it" in seen.values["lines"]
    assert (kept(desk)["shared"], shared(desk)) == (False, ())


@pytest.mark.parametrize("notes", [(), ("We meet on Tuesdays",)])
def test_where_nothing_is_noticed_nothing_is_said_or_kept(notes: tuple[str, ...]) -> None:
    desk = a_desk()
    (first,) = closed(desk, *notes)  # The goal names two themes, and is no note.
    assert (first.response, kept(desk)) == ("utter_grow_closed", {})


def test_a_theme_of_several_notes_stands_once_and_at_most_five_are_kept() -> None:
    desk = a_desk()
    desk = replace(desk, content=replace(desk.content, themes=lambda text: tuple(read_of(text))))
    found = noticed._read(desk, ("a b c", "b d e", "f a"))
    assert [theme.id for theme in found] == ["a", "b", "f", "d", "c"]
    assert [theme.because for theme in found][:2] == ["a b c", "b d e"]


def test_each_note_is_said_to_be_read_later_in_the_turn_it_comes_and_nothing_else_is() -> None:
    heard: list[str] = []
    desk = a_desk()
    desk = replace(desk, content=replace(desk.content, foresee_themes=heard.append))
    before = Session("s1", desk.today, facts=(Fact("goal", "A review that decides"), Fact("note", NOTES[0])))
    after = replace(before, facts=(*before.facts, Fact("option", "ask her"), Fact("note", NOTES[1])))
    noticed.foresee(desk, before, after)
    noticed.foresee(desk, after, after)
    assert heard == [NOTES[1]]


def read_of(text: str) -> list[Theme]:
    return [Theme(name, text) for name in text.split()]


def test_sharing_is_asked_once_and_passing_over_the_question_counts_nothing() -> None:
    desk = a_desk()
    asked = closed(desk, *NOTES)[1]
    assert asked.response == "utter_grow_themes_share"
    assert [b.payload.split()[1] for b in asked.buttons[:2]] == ["choice=by-default", "choice=not-by-default"]
    assert reflections.shares(desk) is None and shared(desk) == ()
    again = closed(desk, *NOTES, session_id="s2")[1]
    assert (again.response, shared(desk)) == ("utter_grow_themes", ())
    join(desk, "Another")
    assert closed(desk, *NOTES, session_id="s3")[1].response == "utter_grow_themes_share"


def test_who_is_in_no_programme_is_not_asked_and_hears_nothing_of_counting_until_they_join() -> None:
    desk = a_desk(member=False)
    seen = closed(desk, *NOTES)[1]
    assert seen.response == "utter_grow_themes" and seen.values["lines"].endswith("Nobody but you sees it.")
    assert {button.payload.split()[1] for button in seen.buttons} == {"choice=drop-theme"}
    assert noticed.meant(desk, "yes") is None
    join(desk)
    assert closed(desk, *NOTES, session_id="s2")[1].response == "utter_grow_themes_share"


def asked(desk: Desk, step: str = "menu") -> None:
    """Close a conversation in a turn whose replies are stored as sent, the question under the themes among them."""
    said = closed(desk, *NOTES)
    put(desk, step, *({"kind": say.kind, "ref": say.ref} for say in said))


def put(desk: Desk, step: str, *replies: Json) -> None:
    item = desk.uow.inbox.receive(desk.person, "web", f"m{desk.now}", {"text": "x"}, desk.now)
    desk.uow.outbox.add(item, [{"reply": reply, "step": step} for reply in replies], desk.now)


@pytest.mark.parametrize(
    ("text", "choice"),
    [(t, "by-default") for t in ("yes", "Yes.", " OK ", "yes please", "Sure!", "yes, count them", "of course")]
    + [(t, "not-by-default") for t in ("no", "Rather not", "no, thanks", "I’d rather not.", "please don't", "NOPE")]
    + [(t, "") for t in ("yes but only this one", "no idea", "ok what now", "count", "", "?", "yes " * 4000, "thanks")],
)
def test_a_bare_yes_or_no_right_after_the_question_stands_for_its_button(text: str, choice: str) -> None:
    desk = a_desk()
    asked(desk)
    wanted = f"/journal_choose choice={choice} reflection=themes-s1" if choice else None
    assert noticed.meant(desk, text) == wanted


def test_it_is_no_answer_where_something_else_waits_or_was_said_in_between_or_it_is_answered() -> None:
    waiting, later, done = a_desk(), a_desk(), a_desk()
    asked(waiting, step="grow.goal")
    assert noticed.meant(waiting, "yes") is None
    asked(later)
    put(later, "menu", {"kind": "menu"})
    assert noticed.meant(later, "yes") is None
    asked(done)
    press(done, "not-by-default")
    assert noticed.meant(done, "yes") is None
    assert noticed.meant(a_desk(), "yes") is None


@pytest.mark.parametrize(("choice", "counts"), [("by-default", True), ("not-by-default", False)])
def test_the_answer_holds_for_what_is_to_come_in_both_places(choice: str, counts: bool) -> None:
    desk = a_desk()
    closed(desk, *NOTES)
    assert press(desk, choice).response == "utter_reflect_changed"
    assert reflections.shares(desk) is counts
    wrote(desk, "Nobody decides")
    closed(desk, *NOTES, session_id="s2")
    assert sorted(shared(desk)) == sorted([*THREE, *THREE, THREE[0]] if counts else [])


def test_a_theme_can_be_taken_away_and_the_notes_taken_out_of_the_count_and_back() -> None:
    desk = a_desk(share_themes=True)
    closed(desk, *NOTES)
    assert "decides" not in press(desk, "drop-theme", "decision-rights").values["lines"]
    assert list(shared(desk)) == THREE[1:]
    press(desk, "withdraw")
    assert shared(desk) == ()
    press(desk, "count")
    assert list(shared(desk)) == THREE[1:]
    assert reflections.withdraw_all(desk) == 1
    assert shared(desk) == ()


def test_a_button_works_while_the_journal_is_open_and_leaves_it_where_it_is() -> None:
    desk = a_desk(share_themes=True)
    closed(desk, *NOTES)
    wrote(desk, "Anything")
    reading = Reading(desk)
    assert [say.response for say in reading.send(pressed=Pressed("withdraw", "themes-s1"))] == ["utter_journal_list"]
    assert shared(desk) == ()


@pytest.mark.parametrize("pressed", [("read", "themes-s1"), ("delete", "themes-s1"), ("count", "s1"), ("count", "p1")])
def test_no_other_button_and_no_other_record_is_taken_for_them(pressed: tuple[str, str]) -> None:
    desk = a_desk(share_themes=False)
    closed(desk, *NOTES)
    desk.create("promise", "open", {"action": "x", "themes": [], "shared": False}, record_id="p1")
    assert noticed.pressed(desk, *pressed) is None
    assert shared(desk) == ()


def test_the_person_and_a_trusted_program_see_them_and_the_export_has_them() -> None:
    desk = a_desk(share_themes=True)
    closed(desk, *NOTES)
    (shown,) = conversations.overview(desk.uow, desk.person)["sessions"]
    assert shown["counted"] == THREE and shown["themes"][0]["because"] == "decides"
    assert "coaching_themes" in [record["kind"] for record in everything(desk.uow, desk.person, desk.now)["records"]]


def test_what_is_counted_can_be_taken_out_where_it_is_shown() -> None:
    desk = a_desk(share_themes=True)
    start = desk.now
    for n in range(5):
        closed(desk, *NOTES, session_id=f"s{n}")
    buttons = noticed.withdrawing(desk, start)
    assert len(buttons) == noticed.OFFERED
    assert all("choice=withdraw" in button.payload for button in buttons)
    record = buttons[0].payload.rsplit("=", 1)[1]
    assert "is counted" in press(desk, "withdraw", record=record).values["lines"]
    assert onboarding.profile(desk)["share_themes"] is True
    assert record not in "".join(button.payload for button in noticed.withdrawing(desk, start))
