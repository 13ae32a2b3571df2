"""What a reflection is: its pieces, tags and themes, what may be counted of it, and how it is found again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reflection as rules
from bot.domain.past_days import days_meant
from bot.domain.reflection import Piece, Reflection, Theme, added, from_dict, hashtags, note_in, tags_in, to_dict
from tests.fakes.reflecting import themes

TODAY = date(2026, 11, 22)  # a Sunday


def written(*texts: str) -> Reflection:
    reflection = Reflection()
    for n, text in enumerate(texts):
        reflection = added(reflection, Piece(text, f"m{n}"), themes)
    return reflection


@given(st.lists(st.tuples(st.text(), st.text(max_size=9)), max_size=5))
def test_whatever_is_written_is_stored_once_and_comes_back_piece_by_piece(pieces: list[tuple[str, str]]) -> None:
    before = Reflection(tuple(Piece(text, source) for text, source in pieces), tags=("a",), themes=(Theme("b", "c"),))
    body = to_dict(before)
    assert body["text"] == "\n\n".join(text for text, _ in pieces)
    assert [sorted(piece) for piece in body["pieces"]] == [["length", "source"]] * len(pieces)
    assert from_dict(body) == before


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Bad day #Sales #q3 #sales", ("sales", "q3")),
        ("#1 priority, see a#b and http://x/#top", ()),
        ("#S-OP2 and #größe, #нет.", ("s-op2", "größe", "нет")),
        ("## heading and # alone", ()),
    ],
)
def test_words_with_a_hash_are_tags_and_numbers_are_not(text: str, tags: tuple[str, ...]) -> None:
    assert hashtags(text) == tags


@pytest.mark.parametrize(
    ("reply", "tags"),
    [
        ("#delegates #sales", ("delegates", "sales")),
        ("sales q3", ("sales", "q3")),
        ("executive meeting, Sales", ("executive-meeting", "sales")),
        ("no", ()),
        ("None.", ()),
        ("keep it private", ()),
        ("just for me please", ()),
        ("#private", ("private",)),
        ("private pricing", ("private", "pricing")),
        ("— , ;", ()),
    ],
)
def test_tags_are_taken_as_people_type_them(reply: str, tags: tuple[str, ...]) -> None:
    assert tags_in(reply) == tags


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("note to self: call Ben first", "call Ben first"),
        ("Note to myself – I talk too much", "I talk too much"),
        ("a quick note to self I talk too much", "I talk too much"),
        ("Journal: hard day\nand a long one", "hard day\nand a long one"),
        ("note to self", ""),
        ("I sent a note to self-appointed experts", None),
        ("The journal is full", None),
        ("reflection is hard", None),
    ],
)
def test_a_note_to_self_is_known_by_how_it_begins(text: str, note: str | None) -> None:
    assert note_in(text) == note


def test_themes_follow_the_whole_text_and_one_taken_away_never_comes_back() -> None:
    reflection = written("Nobody decides", "They sent a delegate")
    assert [theme.id for theme in reflection.themes] == ["decision-rights", "delegates-without-mandate"]
    less = rules.without_theme(reflection, "decision-rights")
    again = added(less, Piece("Still nobody decides"), themes)
    assert [theme.id for theme in again.themes] == ["delegates-without-mandate"]


def test_only_theme_names_are_counted_and_only_of_what_is_shared() -> None:
    reflection = written("Nobody decides, said Karl")
    assert rules.counted(reflection) == ()
    assert rules.counted(replace(reflection, shared=True)) == ("decision-rights",)


def test_a_rewritten_text_changes_themes_and_hash_words_and_keeps_tags_given_by_hand() -> None:
    reflection = rules.tagged(written("Nobody decides #karl"), ["q3"])
    now = rules.rewritten(reflection, [Piece("The data are wrong #erp")], "2026-11-22T10:00:00", themes)
    assert now.tags == ("q3", "erp")
    assert [theme.id for theme in now.themes] == ["data-trust"]
    assert now.edited_at == "2026-11-22T10:00:00"


def test_going_back_loses_nothing() -> None:
    reflection = replace(written("One"), prompt="single", asked=2, stage=rules.TAGS)
    steps = [reflection]
    for _ in range(4):
        steps.append(rules.back(steps[-1]))
    assert [(step.stage, step.prompt, step.asked) for step in steps[1:]] == [
        (rules.WRITE, "single", 2),
        (rules.WRITE, "single", 1),
        (rules.WRITE, "single", 0),
        (rules.WRITE, "free", 0),
    ]
    assert {step.text for step in steps} == {"One"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("delegate", True),
        ("DELEGATE karl", True),
        ("delegate nobody", False),
        ("#sales", True),
        ("sales", True),
        ("#sale", False),
        ("café", True),
        ("november", True),
        ("today", False),
        ("18 november", True),
        ("2026-11-18", True),
        ("2025", False),
    ],
)
def test_a_reflection_is_found_by_word_by_tag_and_by_day(query: str, found: bool) -> None:
    reflection = written("Karl sent a delegate to the Cafe #sales")
    assert rules.matches(reflection, date(2026, 11, 18), query, TODAY) is found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("Yesterday", "2026-11-21", "2026-11-21"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this month", "2026-11-01", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("from March", "2026-03-01", "2026-03-31"),
        ("December", "2025-12-01", "2025-12-31"),
        ("on the 3rd of November", "2026-11-03", "2026-11-03"),
        ("Nov 30", "2025-11-30", "2025-11-30"),
        ("feb 29 2024", "2024-02-29", "2024-02-29"),
        ("2026-10", "2026-10-01", "2026-10-31"),
    ],
)
def test_days_in_the_past_are_read_as_people_name_them(text: str, first: str, last: str) -> None:
    assert days_meant(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["Karl", "31 february", "2026-13", "marching orders", "may not", "0 may", ""])
def test_what_names_no_day_is_searched_for_as_words(text: str) -> None:
    assert days_meant(text, TODAY) is None


def test_the_first_words_are_cut_between_words_and_stand_on_one_line() -> None:
    assert rules.first_words("One\n two ") == "One two"
    assert rules.first_words("word " * 30) == "word " * 11 + "word…"
    assert rules.first_words("x" * 100) == "x" * 60 + "…"
