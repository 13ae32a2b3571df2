"""Lengths, places, tensions, preferences and blocks as people type them; long texts cost no time."""

from time import process_time

import pytest

from bot.domain.team import reading
from tests.fakes.leading_teams import team_book

BOOK = team_book()
SHOWN = [b for name in ("why-now", "cost-of-late", "break", "my-part") if (b := BOOK.block(name))]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("60 minutes", 60),
        ("make it 90 min", 90),
        ("an hour", 60),
        ("an hour and a half please", 90),
        ("1.5 hours", 90),
        ("2h", 120),
        ("3 hours", 180),
        ("1 h 30", 90),
        ("half an hour", 30),
        ("ten minutes", 10),
        ("half a day", 180),
        ("make it 45", 45),
        ("not long", None),
        ("3 months", None),
        ("10 men in a room", None),
    ],
)
def test_a_length_is_read_in_figures_and_words(text: str, minutes: int | None) -> None:
    assert reading.minutes(text) == minutes


def test_a_bare_figure_is_a_length_only_where_one_was_asked_for() -> None:
    assert reading.minutes("60") is None
    assert reading.minutes("60", bare=True) == 60
    assert reading.minutes("about 45", bare=True) == 45
    assert reading.minutes("0", bare=True) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Remote", "remote"),
        ("on Teams", "remote"),
        ("hybrid, two are in Lyon", "remote"),
        ("in person", "in-person"),
        ("we all sit in one room", "in-person"),
        ("face to face", "in-person"),
        ("somewhere nice", ""),
    ],
)
def test_a_place_is_read_and_one_on_a_screen_means_all_are(text: str, place: str) -> None:
    assert reading.place(text) == place


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("Inputs come late",), ("late",)),
        (("People blame each other", "and every function is in its silo"), ("blame", "silos")),
        (("We had a later start",), ()),
        (("Nobody laughs",), ()),
    ],
)
def test_tensions_are_recognised_by_name_or_cue(texts: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert reading.tensions(texts, BOOK.tensions) == found


def test_every_tension_is_recognised_by_its_own_name_alone() -> None:
    assert all(reading.tensions((t.name,), BOOK.tensions) == (t.id,) for t in BOOK.tensions)


def test_preferences_are_read_from_letters_and_from_words() -> None:
    assert reading.preferences("mostly ISTJ", BOOK.preferences) == ("written", "facts", "reasons", "closure")
    assert reading.preferences("two ENFPs", BOOK.preferences) == ("talk", "whole", "harmony", "room")
    assert reading.preferences("a quiet lot who love detail", BOOK.preferences) == ("written", "facts")
    assert reading.preferences("I do not know them yet", BOOK.preferences) == ()


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("drop 2", "cost-of-late"),
        ("please remove block 4", "my-part"),
        ("drop the break", "break"),
        ("leave out what late costs", "cost-of-late"),
        ("drop the last one", "my-part"),
        ("drop that block", ""),
        ("drop it", ""),
        ("drop 9", None),
        ("drop everything you heard", None),
        ("we drop stock in May", None),
    ],
)
def test_the_block_to_drop_is_named_by_number_place_or_title(text: str, block: str | None) -> None:
    assert reading.dropped(text, SHOWN) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("swap 2", "cost-of-late"),
        ("another block for 3", "break"),
        ("replace the first one", "why-now"),
        ("swap", None),
    ],
)
def test_the_block_to_swap_is_named_in_the_same_ways(text: str, block: str | None) -> None:
    assert reading.swapped(text, SHOWN) == block


@pytest.mark.parametrize("piece", ["drop ", "1", "a ", ". ", "“”", "ISTJ ", "hour ", "late ", "\n", "x"])
def test_sixteen_thousand_characters_of_any_shape_are_read_at_once(piece: str) -> None:
    text = (piece * 16_000)[:16_000]
    began = process_time()
    for read in (reading.minutes, reading.place):
        read(text)
    for find in (reading.dropped, reading.swapped, reading.which):
        find(text, SHOWN)
    reading.tensions((text, text), BOOK.tensions)
    reading.preferences(text, BOOK.preferences)
    assert process_time() - began < 0.5
