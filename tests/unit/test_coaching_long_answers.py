"""Sixteen thousand characters of any shape are read in a moment by every reader of what is kept and of whom it is."""

import time
from dataclasses import replace

import pytest

from bot.domain.coaching.absorb import describes
from bot.domain.coaching.aims import is_aim, other_matter, stays
from bot.domain.coaching.complaints import is_content, tells_the_present
from bot.domain.coaching.days import bare_day, in_cycles, is_a_day, only_a_date, typed_day, waits_for_others
from bot.domain.coaching.lengths import within_hours
from bot.domain.coaching.listed import offered, split_list
from bot.domain.coaching.options import chosen, combines, deed
from bot.domain.coaching.plans import is_promise_anew, is_step, shifts
from bot.domain.coaching.preamble import is_away, is_empty, takes_back, to_the_point, wants_to_move_on
from bot.domain.coaching.recall import known
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.shown import over_the_session
from bot.domain.coaching.signals import Mention, Signals
from bot.domain.coaching.stating import is_puzzled
from bot.domain.coaching.threads import raised_twice, threads
from tests.speed import some
from tests.unit.coaching import TODAY

LENGTH = 16_000
SECONDS = 1.0  # a quadratic reader takes minutes
SHAPES = (
    *("i ", "the ", "well so ", "lena is not ", "don't want to talk about ", "can we ", "no i mean ", "10th january "),
    *(
        "a",
        " ",
        "?",
        "i don't ",
        "and but ",
        "the letter of the ",
        "he told me i ",
        "i always ",
        "so, ",
        "'",
        "have to ",
    ),
    *("i have to go. ", "because ", "who said ", "\n", "it was ", "i round it every ", "i'm "),
)


@pytest.mark.parametrize("shape", some(SHAPES))
def test_long_answers_are_read_in_a_moment(shape: str) -> None:
    text = (shape * LENGTH)[:LENGTH]
    heard = Signals(words=len(text.split()), people=(Mention("Lena", None, "name"), Mention("Jens", None, "name")))
    asked = [
        Exchange("reality", f"q{n}", "open", "With whom?", "note", answer=said, signals=heard)
        for n, said in enumerate((text, "Lena has the letter", text, text))
    ]
    session = Session("s1", TODAY, exchanges=tuple(asked))
    started = time.process_time()
    for reader in (to_the_point, is_empty, is_away, takes_back, wants_to_move_on, is_aim, shifts, tells_the_present):
        reader(text)
    describes(text), only_a_date(text, heard), bare_day(text, TODAY), chosen(text, ["Ask Lena", "Leave it"])
    over_the_session(session), raised_twice(session), threads(session), known(session, frozenset({"person", "twice"}))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "shape", (*SHAPES, "; ", "... ", "either or ", "two ways: a, ", "when he ", "2. ", "kind: ", "at 2pm ")
)
def test_long_answers_are_looked_through_for_ways_days_and_another_matter_in_a_moment(shape: str) -> None:
    text = (shape * LENGTH)[:LENGTH]
    told = Exchange("reality", "q", "open", "Which is different?", "note", answer=text)
    session = Session("s1", TODAY, exchanges=(told, replace(told, step="goal"), told))
    started = time.process_time()
    for reader in (offered, split_list, deed, within_hours, is_content, is_promise_anew, waits_for_others, stays):
        reader(text)
    (
        typed_day(text, TODAY),
        in_cycles(text, TODAY),
        is_puzzled(text, "Which is different?"),
        combines(text, ["a b", "c"]),
    )
    other_matter(session), is_step("What follows?", text), is_a_day(text, Signals(words=9), TODAY)
    assert time.process_time() - started < SECONDS
