"""Short pieces of a plan: exact, whole, and never the end of a breath in the middle."""

import pytest

from bot.domain.pressure.pieces import action, pieces, things
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.quoting import phrase, quotable
from bot.domain.pressure.refer import slot, words_meant


@pytest.mark.parametrize(
    ("change", "short"),
    [
        (
            "move the demand review to working day 6 so that sales can close first",
            "move the demand review to working day 6",
        ),
        ("I want every site to submit its demand plan by working day 4", "every site to submit its demand plan"),
        (
            "so basically we stop the pricing call on Thursday evenings in all of the regions",
            "stop the pricing call",
        ),
        ("better alignment between sales and operations", "better alignment between sales and operations"),
        ("put forecast bias into the bonus of the sales managers of all regions", "put forecast bias into the bonus"),
        (
            "weekly call with the 12 biggest customers about their promotions for next year",
            "weekly call with the 12 biggest customers",
        ),
    ],
)
def test_an_action_is_cut_where_a_phrase_ends(change: str, short: str) -> None:
    found = action(Plan(change=change), 9)
    assert found.startswith(short) and found in change


def test_what_would_be_cut_hard_has_no_shorter_form() -> None:
    assert phrase("give the plant a frozen schedule", 5) == ""
    assert phrase("better alignment between sales and operations", 5) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "stop the Thursday pricing call and take its decisions into the executive meeting",
            ("the Thursday pricing call", "the executive meeting"),
        ),
        ("the sales director signs the number himself", ("the number",)),
        ("start on 1 March, every two weeks, for three months", ()),
        ("move the Öko-Linie from Köln before the summer peak", ("the Öko-Linie", "the summer peak")),
        ("sales should stop calling the plant directly", ("the plant",)),
    ],
)
def test_the_things_in_an_action_are_whole_and_no_times(text: str, found: tuple[str, ...]) -> None:
    assert things(text) == found


@pytest.mark.parametrize("change", ["forecast", "better S&OP", "a " * 9000, "“”?!", "x" * 16_000, "the-" * 4000])
def test_a_piece_is_an_exact_piece_whatever_was_typed(change: str) -> None:
    assert all(piece in change for piece in pieces(change))


def test_your_plan_begins_a_sentence_in_capitals_and_stands_where_words_are_not_meant() -> None:
    assert (
        slot("“{change}” has no name. Who runs “{change}”?", None, "your plan")
        == "Your plan has no name. Who runs your plan?"
    )
    assert words_meant("Who is missing from the sentence “{change}”?") and not words_meant("Who runs “{change}”?")
    assert quotable(Plan().change) == ""


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        (
            "The schedule stays as it was frozen, unless Dominic, Anke and I change it together on the day",
            "The schedule stays as it was frozen",
        ),
        (
            "Dominic, Anke and Sanne sign the number together before the next meeting",
            "Dominic, Anke and Sanne sign the number together",
        ),
        (
            "No price change without a check by finance and supply planning in the week of the review",
            "No price change without a check",
        ),
    ],
)
def test_a_quotation_ends_neither_in_a_row_of_people_nor_in_a_condition_that_is_begun(said: str, quoted: str) -> None:
    assert quotable(said, 9) == quoted
