"""Times that a plan names are understood, and nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.dates import parse_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("end of Q1", "2027-03-31", "quarter"),
        ("Thursday week", "2026-12-03", "day"),
        ("a week on Thursday", "2026-12-03", "day"),
        ("tomorrow week", "2026-11-30", "day"),
        ("Friday after next", "2026-12-04", "day"),
        ("on Wednesday next week", "2026-11-25", "day"),
        ("next week on thu", "2026-11-26", "day"),
        ("Thursday of the week after next", "2026-12-03", "day"),
        ("tuesday in two weeks", "2026-12-01", "day"),
        ("KW 6", "2027-02-12", "week"),
        ("by calendar week 50", "2026-12-11", "week"),
        ("at month end", "2026-11-30", "day"),
        ("next week", "2026-11-27", "week"),
        ("before the March demand review", "2027-02-28", "cycle"),
        ("in two cycles", "2027-01-22", "cycle"),
        ("by Friday", "2026-11-27", "day"),
        ("before Wednesday", "2026-11-24", "day"),
        ("in three weeks", "2026-12-13", "week"),
        ("the 14th", "2026-12-14", "day"),
        ("mid January", "2027-01-15", "week"),
        ("first week of December", "2026-12-04", "week"),
        ("before Christmas", "2026-12-24", "day"),
        ("by Easter", "2027-03-28", "day"),
        ("tomorrow", "2026-11-23", "day"),
        ("by year end", "2026-12-31", "day"),
        ("on 12 January", "2027-01-12", "day"),
        ("15/12", "2026-12-15", "day"),
        ("2027-02-01", "2027-02-01", "day"),
        ("in spring", None, "quarter"),
        ("march or so", "2027-03-31", "month"),
        ("maybe march", "2027-03-31", "month"),
        ("15 march", "2027-03-15", "day"),
        ("may 3rd I guess", "2027-05-03", "day"),
        ("by mid march I hope", "2027-03-15", "week"),
        ("May 2027", "2027-05-31", "month"),
        ("two weeks, I think", "2026-12-06", "week"),
        ("in 6 wks or so", "2027-01-03", "week"),
    ],
)
def test_planning_dates_are_understood(text: str, on: str | None, precision: str) -> None:
    found = parse_date(text, TODAY)
    assert found is not None
    assert (found.on, found.precision) == (on, precision)


@pytest.mark.parametrize(
    "text",
    [
        "march on",
        "it may",
        "may be",
        "a day late",
        "31 february",
        "7/10",
        "last month",
        "since March",
        "the third Tuesday",
        "they may",
        "soon",
        "31/02/2020",
    ],
)
def test_what_is_no_date_ahead_is_no_date(text: str) -> None:
    assert parse_date(text, TODAY) is None


def test_the_length_of_a_cycle_can_be_given() -> None:
    found = parse_date("in two cycles", TODAY, cycle_days=28)
    assert found is not None
    assert found.on == "2027-01-17"


@given(
    today=st.dates(date(2025, 1, 1), date(2035, 12, 31)),
    text=st.sampled_from(
        ["end of Q1", "mid January", "the 31st", "by Friday", "in H2", "before Easter", "29 February"]
    ),
)
def test_a_plan_is_never_dated_in_the_past(today: date, text: str) -> None:
    found = parse_date(text, today)
    assert found is None or found.on is None or found.on >= today.isoformat()
