"""The first of each kind, in order."""

from bot.domain.firsts import first_of_each


def test_the_first_of_each_kind_is_kept_in_the_order_of_the_items() -> None:
    assert first_of_each(["delta", "alpha", "dora", "bravo", "anna"], lambda word: word[0]) == (
        "delta",
        "alpha",
        "bravo",
    )
    assert first_of_each([], len) == ()
