"""Time zones read out of what a person types: cities, names, distances from UTC, and what is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.zones import city_of, known, zone_in

PLACES = {"germany": "Europe/Berlin", "the netherlands": "Europe/Amsterdam", "york": "Europe/London"}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("I live in new york, mostly", "America/New_York"),
        ("New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Europe/London please", "Europe/London"),
        ("we are in Germany", "Europe/Berlin"),
        ("The Netherlands", "Europe/Amsterdam"),
        ("York", "Europe/London"),
        ("São Paulo or Sao Paulo", "America/Sao_Paulo"),
        ("Port-au-Prince", "America/Port-au-Prince"),
    ],
)
def test_a_place_is_its_zone_and_the_longest_name_wins(text: str, zone: str) -> None:
    assert zone_in(text, PLACES) == zone


@pytest.mark.parametrize(
    "text", ["", "romeo", "Berliner", "my pariscope", "the plant", "half past nine", "Europe", "/"]
)
def test_a_name_inside_another_word_is_no_place(text: str) -> None:
    assert zone_in(text, PLACES) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("UTC", "Etc/UTC"),
        ("gmt", "Etc/UTC"),
        ("UTC+0", "Etc/UTC"),
        ("UTC-00:00", "Etc/UTC"),
        ("utc+5", "Etc/GMT-5"),
        ("GMT -3", "Etc/GMT+3"),
        ("gmt − 3", "Etc/GMT+3"),
        ("UTC+05:00", "Etc/GMT-5"),
        ("UTC+14", "Etc/GMT-14"),
        ("UTC-12", "Etc/GMT+12"),
        ("UTC+15", None),
        ("UTC-13", None),
        ("UTC+99", None),
    ],
)
def test_a_distance_from_utc_is_a_zone_as_far_as_there_are_any(text: str, zone: str | None) -> None:
    assert zone_in(text, {}) == zone


@given(hours=st.integers(-12, 14))
def test_a_zone_by_its_distance_is_really_so_far_from_utc(hours: int) -> None:
    zone = zone_in(f"UTC{hours:+d}", {})
    assert zone is not None and known(zone)
    away = datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    assert away is not None and away.total_seconds() == hours * 3600


def test_a_place_beside_utc_is_the_place() -> None:
    assert zone_in("Berlin, not UTC", {}) == "Europe/Berlin"


def test_a_zone_is_called_as_people_say_it() -> None:
    assert city_of("America/New_York") == "New York"
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert city_of("UTC") == "UTC"


def test_only_zones_of_the_database_are_known() -> None:
    assert known("Europe/Berlin") and known("Etc/GMT-5")
    assert not known("Europe/Wobblethorpe") and not known("") and not known("europe/berlin")
