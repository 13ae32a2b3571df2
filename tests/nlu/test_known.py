"""Phrases known by heart are found with politeness around them and slips in them, and not in other sentences."""

import pytest

from bot.nlu.known import known, meant

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
