"""Phrases known by heart are found with politeness around them and slips in them, and not in other sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import known as module
from bot.nlu.known import known, meant
from tests.speed import examples

#: "?" is such a phrase, and nothing is left of it but itself.
PHRASES = {
    "skip": "skip",
    "stop": "stop",
    "what does that mean": "rephrase",
    "where are we": "recap",
    "next": "skip",
    "": "rephrase",
}


@pytest.mark.parametrize("text", ["Skip", "ok, skip please", "well... skip!", "SKIP."])
def test_politeness_and_case_do_not_matter(text: str) -> None:
    assert known(text, PHRASES) == "skip"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("skpi", "skip"), ("waht does that mean", "rephrase"), ("were are we", "recap"), ("nxet", "skip")],
)
def test_a_slip_in_a_short_text_is_forgiven(text: str, meaning: str) -> None:
    assert known(text, PHRASES) is None and meant(text, PHRASES) == meaning


@pytest.mark.parametrize(
    "text",
    ["what does RACI mean", "what does OTIF mean", "shop", "skips", "step", "where do we", "what does Anna mean"],
)
def test_another_word_is_no_slip(text: str) -> None:
    assert meant(text, PHRASES) is None


def test_what_is_long_is_no_phrase() -> None:
    assert known("ok " * 100 + "skip", PHRASES) is None and meant("ok " * 100 + "skpi", PHRASES) is None


@examples(200)
@given(st.one_of(st.text("skiptnexwharmd ", max_size=24), st.permutations("what does that mean").map("".join)))
def test_the_bound_by_letters_leaves_out_no_phrase_that_would_be_meant(text: str) -> None:
    found = meant(text, PHRASES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_may_be", lambda *given: True)
        assert meant(text, PHRASES) == found
