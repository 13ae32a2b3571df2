"""Figures as they were written: quantities with what they count, hours and names left out, confidence told apart."""

import pytest

from bot.nlu.analysis.figures import confidence
from tests.nlu.english import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The pack has 84 slides", ("84 slides",)),
        ("We lose 3 working days a month", ("3 working days",)),
        ("It costs €2.5m every year", ("€2.5m",)),
        ("The bias is +18 % in spring", ("+18 %",)),
        ("Accuracy went from 62% to 70%", ("62%", "70%")),
        ("We have two plants and twelve warehouses", ("two plants", "twelve warehouses")),
        ("There are forty people in the room", ("forty people",)),
        ("1,200 tonnes are blocked", ("1,200 tonnes",)),
        ("We sell 3 k units", ("3 k units",)),
        ("5-7 people are enough", ("5-7 people",)),
        ("Bias is 10 - 15% in spring", ("10 - 15%",)),
        ("It costs €2.5m-€3m", ("€2.5m-€3m",)),
        ("We lose 12-15 k€ a month", ("12-15 k€",)),
        ("The split is 80:20", ("80:20",)),
        ("It is a 140-page manual", ("140-page manual",)),
        ("It grew by 10.30%", ("10.30%",)),
        ("Every week 84 slides", ("84 slides",)),
        ("About 1/3 of the volume", ("1/3",)),
    ],
)
def test_a_quantity_is_given_back_with_the_noun_it_counts(text: str, found: tuple[str, ...]) -> None:
    assert read(text).numbers == found


def test_a_full_stop_or_a_comma_parts_a_figure_from_the_next_word() -> None:
    assert read("The number was 84. Slides are another matter").numbers == ("84",)
    assert read("We counted 84, slides and all").numbers == ("84",)


def test_the_same_quantity_twice_is_one() -> None:
    assert read("84 slides, I said 84 slides").numbers == ("84 slides",)


@pytest.mark.parametrize(
    "text",
    [
        "He called me at seven",
        "It starts at 9",
        "It starts at 8 am",
        "I left at 17 h",
        "See slide 4 and line 12",
        "It was week 46 of phase 2",
        "In 2023 and again in 2024",
        "We work 24/7",
        "It ends 10:30",
        "It ends 10.30",
        "From 9:00 to 10.30, then lunch",
        "It runs from 8 to 10:30",
        "The call is 8:30-9:15",
        "At half past 9 or ten past 10",
        "A 1:1 with Anna",
        "The plan for 2024-2026",
        "See pages 3-5 and number 3",
        "On working day 3",
        "The 4-4-5 calendar",
        "It went 1.5x as fast",
        "The 2nd option, for the 3rd time",
    ],
)
def test_hours_years_and_names_of_things_are_no_quantities(text: str) -> None:
    assert read(text).numbers == ()


def test_a_figure_after_at_that_counts_something_is_a_quantity_and_no_hour() -> None:
    assert read("We looked at seven plants").numbers == ("seven plants",)
    assert read("Stock stands at 47 days").numbers == ("47 days",)
    assert read("It stands at 47").numbers == ("47",), "no clock has a 47th hour"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("10", 10),
        ("ten", 10),
        ("0", 0),
        ("maybe a 7", 7),
        ("7ish", 7),
        ("between 6 and 7", 6),
        ("6,5", 6),
        ("8/10", 8),
        ("eight out of ten", 8),
        ("I'd give it a solid 8", 8),
        ("my confidence is at about 3", 3),
        ("that would be a 4 for me", 4),
        ("100% sure", 10),
        ("95 percent confident", 9),
        ("5% certain", 0),
        ("my confidence is about 70%", 7),
        ("about 7 I think", 7),
        ("hmm, honestly, 2 at most", 2),
        ("9. Nothing can stop us", 9),
    ],
)
def test_confidence_is_read_from_the_ways_people_give_it(text: str, figure: int) -> None:
    assert confidence(text) == figure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "eleven",
        "12",
        "7 of them",
        "I'd say 5 years",
        "I'm at 3 sites",
        "5 meetings",
        "3 pm",
        "7/12",
        "8 out of 10 planners",
        "1. talk to sales 2. talk to finance",
        "version 2.0 is out",
        "7%",
        "maybe 6 %, I think",
        "I'd say 7%",
        "0.5%",
        "10:30",
        "I am confident, 70% of them will come",
    ],
)
def test_what_counts_something_else_is_no_confidence(text: str) -> None:
    assert confidence(text) is None


@pytest.mark.parametrize("text", ["about 1/3 of the volume", "we work 24/7", "2/3 less stock"])
def test_a_part_of_something_is_no_day(text: str) -> None:
    assert read(text).dates == ()
