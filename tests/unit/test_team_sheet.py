"""A designed session as text: times that add up, the leader's words whole, and nothing that was not said."""

from dataclasses import replace

import pytest

from bot.domain.phrases import Phrases
from bot.domain.team import sheet
from bot.domain.team.book import ANY, Block, Preference, Role, TeamBook, Tension, Variant
from bot.domain.team.design import Design

PHRASES = {
    "agenda.line": ("{n} {title} {from}-{to} ({minutes})",),
    "summary.line": ("{minutes} min, {place}",),
    "summary.tension": ("works on {tensions}",),
    "summary.unknown": ("unknown: {words}",),
    "summary.left": ("no room in {minutes}: {words}",),
    "summary.shorter": ("made shorter: {minutes}",),
    "summary.length": ("new length: {minutes}",),
    "summary.kept": ("kept: {minutes}",),
    "remote": ("on screen",),
    "in-person": ("in one room",),
    "doc.block": ("{title} {from}-{to}",),
    "doc.frame": ("Frame",),
    "doc.roles": ("Roles",),
    "doc.advice": ("Advice",),
    "doc.charter": ("Charter",),
    "doc.follow": ("Follow",),
    "doc.question": ("Ask: {text}",),
    "doc.materials": ("Bring: {text}",),
    "doc.role": ("{title}: {does}",),
    "charter.purpose": ("For: {words}",),
    "charter.today": ("Today: {words}",),
    "charter.tension": ("Between us: {words}",),
    "charter.rule": ("We will: {words}",),
    "charter.date": ("Look back on {date}",),
    "charter.undated": ("No day yet",),
    **{f"follow.{part}": (part,) for part in ("step", "question", "change")},
}


def block(name: str, part: str = "work", serves: tuple[str, ...] = (ANY,), **variants: Variant) -> Block:
    room = Variant(("Stand up.",), "")
    kinds = {"in_person": room, "remote": room, **variants}
    return Block(name, part, 5, 60, f"The {name}", f"Why {name}", frozenset(serves), frozenset(), (), **kinds)


STEPS = ("Read “{purpose}” aloud.", "Say “{tension}” and “{rule}”.", "Sit down.")
BOOK = TeamBook(
    tensions=(Tension("late", "late numbers", ("late",)), Tension("blame", "blame", ("blame", "fault"))),
    preferences=(Preference("quiet", "quiet", "I", ("quiet",), "Write first."),),
    roles=(Role("host", 0, "Host", "opens"), Role("clock", 90, "Clock", "keeps time")),
    blocks=(
        block("opening", "open", in_person=Variant(STEPS, "Cards"), remote=Variant(("Open the board.",), "")),
        block("numbers", serves=("late",)),
        block("fault", serves=("blame",)),
        block("close", "close"),
    ),
    phrases=Phrases(PHRASES),
)
AGENDA = (("opening", 15), ("numbers", 45), ("close", 10))
DESIGN = Design(words=(("place", "in person"), ("tension", "numbers come late")), agenda=AGENDA)


def with_words(**words: str) -> Design:
    return replace(DESIGN, words=(*DESIGN.words, *words.items()))


def text_under(design: Design, heading: str, date: str = "") -> str:
    return dict(sheet.sheet(design, BOOK, date))[heading]


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0:00"), (5, "0:05"), (59, "0:59"), (60, "1:00"), (90, "1:30"), (605, "10:05")]
)
def test_a_time_is_hours_and_minutes_since_the_beginning(minutes: int, shown: str) -> None:
    assert sheet.clock(minutes) == shown


def test_each_block_begins_where_the_one_before_it_ends() -> None:
    assert sheet.agenda(DESIGN, BOOK).splitlines() == [
        "1 The opening 0:00-0:15 (15)",
        "2 The numbers 0:15-1:00 (45)",
        "3 The close 1:00-1:10 (10)",
    ]
    assert sheet.total(DESIGN) == 70


def test_a_block_an_editor_has_removed_takes_no_time_of_the_others() -> None:
    design = replace(DESIGN, agenda=(("gone", 30), *AGENDA))
    assert sheet.agenda(design, BOOK).splitlines()[0] == "1 The opening 0:00-0:15 (15)"


def test_what_a_block_works_on_is_named() -> None:
    assert sheet.remarks(DESIGN, BOOK) == ["70 min, in one room", "works on late numbers"]


def test_a_tension_that_found_no_room_is_told_in_the_leaders_words() -> None:
    design = with_words(second="everybody looks for whose fault it was")
    assert sheet.remarks(design, BOOK)[1:] == [
        "works on late numbers",
        "no room in 70: everybody looks for whose fault it was",
    ]


def test_a_tension_nobody_wrote_a_block_for_is_told_as_unknown() -> None:
    design = replace(DESIGN, words=(("tension", "two cultures"),))
    assert sheet.remarks(design, BOOK)[1:] == ["unknown: two cultures"]


def test_only_work_serves_a_tension() -> None:
    opened = replace(BOOK, blocks=(replace(BOOK.blocks[0], serves=frozenset({"blame"})), *BOOK.blocks[1:]))
    design = replace(DESIGN, words=(("tension", "blame"),))
    assert sheet.remarks(design, opened)[1:] == ["no room in 70: blame"]


@pytest.mark.parametrize(
    ("note", "line"), [("shorter", "made shorter: 70"), ("length", "new length: 70"), ("kept", "kept: 70")]
)
def test_the_last_change_is_remarked(note: str, line: str) -> None:
    assert sheet.remarks(replace(DESIGN, note=note), BOOK)[-1] == line
    assert line not in sheet.remarks(replace(DESIGN, note=""), BOOK)


def test_steps_hold_the_leaders_words_and_one_without_words_is_left_out() -> None:
    design = with_words(purpose="one plan for the spring")
    assert text_under(design, "The opening 0:00-0:15").splitlines() == [
        "Why opening",
        "1. Read “one plan for the spring” aloud.",
        "2. Sit down.",
        "Bring: Cards",
    ]
    whole = text_under(with_words(purpose="one plan", rule="we wait for nobody"), "The opening 0:00-0:15")
    assert "2. Say “numbers come late” and “we wait for nobody”." in whole and "3. Sit down." in whole


def test_another_kind_of_room_has_steps_of_its_own_and_nothing_to_bring() -> None:
    design = replace(DESIGN, words=(("place", "remote"),))
    assert text_under(design, "The opening 0:00-0:15").splitlines() == ["Why opening", "1. Open the board."]


def test_questions_are_asked_after_the_steps() -> None:
    asking = replace(BOOK, blocks=(replace(BOOK.blocks[3], questions=("What now?",)),))
    lines = dict(sheet.sheet(replace(DESIGN, agenda=(("close", 10),)), asking, ""))
    assert lines["The close 0:00-0:10"].splitlines() == ["Why close", "1. Stand up.", "Ask: What now?"]


@pytest.mark.parametrize(("minutes", "roles"), [(89, "Host: opens"), (90, "Host: opens\nClock: keeps time")])
def test_a_role_is_given_from_its_length_on(minutes: int, roles: str) -> None:
    assert text_under(replace(DESIGN, agenda=(("numbers", minutes),)), "Roles") == roles


def test_advice_is_the_leaders_words_and_what_was_written_for_them() -> None:
    assert (
        text_under(with_words(preferences="they are quiet people"), "Advice") == "they are quiet people\nWrite first."
    )
    assert text_under(with_words(preferences="they are loud"), "Advice") == "they are loud"
    assert "Advice" not in dict(sheet.sheet(DESIGN, BOOK, "")), "a heading without a text is left out"


def test_the_charter_is_what_was_said_whole_and_in_order() -> None:
    design = with_words(purpose="one plan", behaviour="we argue", second="blame", rule="we wait for nobody")
    assert sheet.charter(design, BOOK, "1 March").splitlines() == [
        "For: one plan",
        "Today: we argue",
        "Between us: numbers come late",
        "Between us: blame",
        "We will: we wait for nobody",
        "Look back on 1 March",
    ]
    assert sheet.charter(Design(), BOOK, "") == "No day yet"


def test_the_sheet_has_its_parts_in_order() -> None:
    headings = [heading for heading, _ in sheet.sheet(with_words(preferences="quiet"), BOOK, "")]
    assert headings[0] == "Frame" and headings[-4:] == ["Roles", "Advice", "Charter", "Follow"]
    assert headings[1:4] == ["The opening 0:00-0:15", "The numbers 0:15-1:00", "The close 1:00-1:10"]
    assert text_under(DESIGN, "Follow") == "step\nquestion\nchange"
