"""When people are spoken to first: their zone, their hours, once each; and what they say about it is understood."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reminder_answers as answers
from bot.domain.reminders import (
    Wishes,
    at_hour,
    from_dict,
    may_speak,
    plan,
    promise_of,
    snoozed,
    still_useful,
    to_dict,
)
from bot.domain.zones import city_of, zone_in

BERLIN = Wishes(zone="Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def times(wishes: Wishes, *promises: tuple[str, date], talk: datetime | None = None) -> dict[str, datetime]:
    return {planned.key: planned.due_at for planned in plan(wishes, promises, talk, MONDAY)}


def test_a_promise_is_asked_about_on_its_day_at_the_hour_of_the_person() -> None:
    assert times(BERLIN, ("p1", date(2026, 12, 1))) == {"promise:p1:2026-12-01:0": utc(2026, 12, 1, 8)}
    tokyo = Wishes(zone="Asia/Tokyo", promises="before", hour=17)
    assert list(times(tokyo, ("p1", date(2026, 12, 3))).values()) == [utc(2026, 12, 2, 8), utc(2026, 12, 3, 8)]
    assert promise_of("promise:p1:2026-12-01:0") == "p1"


def test_summer_time_moves_the_clock_and_not_the_hour() -> None:
    due = times(BERLIN, ("p", date(2027, 3, 26)), ("q", date(2027, 3, 30)))
    assert list(due.values()) == [utc(2027, 3, 26, 8), utc(2027, 3, 30, 7)]


def test_weekends_and_quiet_hours_move_it_to_the_next_moment_that_is_welcome() -> None:
    saturday = date(2026, 12, 5)
    assert at_hour(BERLIN, saturday, 9) == utc(2026, 12, 7, 7), "Monday at eight, when quiet time ends"
    assert at_hour(Wishes(zone="Europe/Berlin", weekends=True), saturday, 9) == utc(2026, 12, 5, 8)
    assert at_hour(BERLIN, date(2026, 12, 1), 22) == utc(2026, 12, 2, 7)


def test_what_lies_behind_us_is_not_planned_and_nothing_without_a_zone_or_a_wish() -> None:
    assert times(BERLIN, ("p", date(2026, 11, 23))) == {}
    assert times(Wishes(), ("p", date(2026, 12, 1))) == {}
    silent = Wishes(zone="Europe/Berlin", promises="off")
    assert times(silent, ("p", date(2026, 12, 1)), talk=MONDAY) == {} and not silent.wanted


def test_the_next_conversation_is_so_many_weeks_after_the_last() -> None:
    fortnightly = Wishes(zone="Europe/Berlin", promises="off", weeks=2)
    last = MONDAY - timedelta(days=3)
    assert times(fortnightly, talk=last) == {"conversation:2026-12-04": utc(2026, 12, 4, 8)}
    long_ago = MONDAY - timedelta(days=100)
    (at,) = times(fortnightly, talk=long_ago).values()
    assert MONDAY < at <= MONDAY + timedelta(days=17), "after a long silence the next one still lies ahead"
    assert times(fortnightly) == {}


def test_the_question_about_the_week_comes_on_friday_afternoon() -> None:
    assert times(Wishes(zone="Europe/Berlin", reflect=True)) == {"reflect:2026-11-27": utc(2026, 11, 27, 14)}


def test_a_reminder_can_be_put_off_by_days() -> None:
    assert snoozed(BERLIN, "p1", 1, MONDAY).due_at == utc(2026, 11, 24, 8)
    assert snoozed(BERLIN, "p1", 7, MONDAY).due_at == utc(2026, 11, 30, 8)
    assert snoozed(BERLIN, "p1", 9999, MONDAY).due_at < MONDAY + timedelta(days=34)


def test_late_reminders_are_said_as_long_as_they_are_of_use() -> None:
    def useful(kind: str, **late: float) -> bool:
        return still_useful(kind, MONDAY, MONDAY + timedelta(**late))

    assert useful("promise", days=30) and useful("snooze", days=30)
    assert useful("conversation", days=2) and not useful("conversation", days=4)
    assert useful("reflect", hours=3) and not useful("reflect", hours=20)


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Etc/UTC"]),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 23),
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_nobody_is_ever_planned_to_be_spoken_to_in_quiet_time(
    zone: str, hour: int, quiet_from: int, quiet_to: int, weekends: bool, day: date
) -> None:
    if quiet_from == quiet_to:
        return
    wishes = Wishes(zone, hour=hour, quiet_from=quiet_from, quiet_to=quiet_to, weekends=weekends)
    at = at_hour(wishes, day, hour)
    assert may_speak(wishes, at)
    assert at < datetime(day.year, day.month, day.day, tzinfo=timezone.utc) + timedelta(days=5)


def test_wishes_survive_being_stored_and_unknown_fields() -> None:
    wishes = Wishes("Asia/Tokyo", "before", 2, True, 7, 18, 9, True)
    assert from_dict({**to_dict(wishes), "asking": "weeks"}) == wishes
    assert from_dict({}) == Wishes()


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("I am in New York this week", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("my time zone is São Paulo", "America/Sao_Paulo"),
        ("Germany", "Europe/Berlin"),
        ("UTC+2", "Etc/GMT-2"),
        ("gmt -5", "Etc/GMT+5"),
        ("UTC", "Etc/UTC"),
        ("the moon", None),
        ("utc+99", None),
        ("", None),
    ],
)
def test_a_zone_is_read_out_of_what_people_type(text: str, zone: str | None) -> None:
    assert zone_in(text, {"germany": "Europe/Berlin", "são paulo": "America/Sao_Paulo"}) == zone


def test_a_zone_is_named_as_people_do() -> None:
    assert city_of("America/New_York") == "New York"


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (answers.hour_in, "8:00", 8),
        (answers.hour_in, "half past seven, so 7:30 am", 7),
        (answers.hour_in, "at 5 pm", 17),
        (answers.hour_in, "12 am", 0),
        (answers.hour_in, "in the afternoon", 15),
        (answers.hour_in, "25", None),
        (answers.hour_in, "whenever", None),
        (answers.promises_in, "The day before as well", "before"),
        (answers.promises_in, "On the day", "day"),
        (answers.promises_in, "Not at all", "off"),
        (answers.promises_in, "hm", None),
        (answers.weeks_in, "Every two weeks", 2),
        (answers.weeks_in, "once a month would do", 4),
        (answers.weeks_in, "weekly", 1),
        (answers.weeks_in, "every 3 weeks", 3),
        (answers.weeks_in, "no", 0),
        (answers.weeks_in, "perhaps", None),
        (answers.yes_in, "yes please", True),
        (answers.yes_in, "rather not", False),
        (answers.yes_in, "hm", None),
        (answers.quiet_in, "quiet from 18 to 9", (18, 9)),
        (answers.quiet_in, "9:00", None),
        (answers.weekends_in, "weekends too", True),
        (answers.weekends_in, "not at weekends", False),
        (answers.weekends_in, "9:00", None),
        (answers.all_off, "stop reminding me", True),
        (answers.all_off, "turn the reminders off", True),
        (answers.all_off, "reminders", False),
        (answers.all_off, "none", False),
    ],
)
def test_answers_are_understood(read, text: str, expected: object) -> None:
    assert read(text) == expected
