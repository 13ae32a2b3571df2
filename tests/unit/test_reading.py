"""What is analysed and what is shown of a text: bounded, harmless, and otherwise exactly what was typed."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.normalise import MOST_READ, for_reading, for_showing
from bot.nlu.known import normalised

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
FAMILY = "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️"
texts = st.text(st.one_of(st.characters(), st.sampled_from(TURNING + "\u200b\u200d\x00 ,.a\n")), max_size=400)
PROSE = "The plan is late, and nobody in sales (of 12 people) cares about the “one number”: 62% wrong! 👍🏽\n\n" * 3


@pytest.mark.parametrize("text", [PROSE, FAMILY, "Müller’s café, naïve? ½ of ﬁve …", "и так далее", "数字を見る", ""])
def test_what_people_write_is_read_and_shown_as_it_is(text: str) -> None:
    assert for_reading(text) == for_showing(text) == text


@given(texts)
def test_nothing_invisible_is_read_but_joiners_and_line_ends(text: str) -> None:
    left = {c for c in for_reading(text) if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Co")}
    assert left <= set("\u200c\u200d\n\r\t\x0b\x0c\x85")


@given(texts)
def test_reading_costs_a_bounded_number_of_words_and_signs_and_adds_only_blanks(text: str) -> None:
    read = for_reading(text * 40)
    assert max((len(word) for word in read.split()), default=0) <= 100
    assert len(read.split()) <= MOST_READ + len(text) * 40 / 100
    kept = iter(text * 40)
    assert all(char in kept for char in read if not char.isspace()), "in order, nothing but what was typed"


@given(texts)
def test_nothing_that_is_shown_turns_or_hides_the_words_beside_it(text: str) -> None:
    shown = for_showing(text * 20)
    assert not set(shown) & set(TURNING + "\u200b\ufeff\x00\x1b\x07")
    assert for_showing(shown) == shown


@pytest.mark.parametrize(
    "unit", ["a", ",", '"', "x ", "a-", "'s", "\u200b", "👩‍👧", "\n", "1,2 ", "e\u0301", "a" * 99 + ","]
)
def test_the_longest_message_of_one_thing_is_prepared_in_no_time(unit: str) -> None:
    text = (unit * 16_000)[:16_000]
    began = time.process_time()
    read = for_reading(text)
    for_showing(text)
    assert time.process_time() - began < 0.25
    assert sum(not char.isspace() for char in read) <= 16_000


def test_after_the_last_word_that_is_read_nothing_is_read() -> None:
    assert for_reading("word " * MOST_READ).split() == ["word"] * MOST_READ
    assert for_reading("word " * (MOST_READ + 1)).split() == ["word"] * MOST_READ


@pytest.mark.parametrize(
    "typed", ["stop", "STOP", "ｓｔｏｐ", "s\u200bt\u200bop", "ѕtор", "\u202estop\u202c", "stop!", "𝐬𝐭𝐨𝐩"]
)
def test_a_control_word_is_known_however_its_letters_are_disguised(typed: str) -> None:
    assert normalised(typed) == "stop"
