"""What a programme team is shown is what the releases say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases.history import ALL, Standing
from bot.domain.releases.release import BadRelease, Release, digest, to_bytes
from bot.domain.releases.rules import FLOOR
from bot.domain.themes import Theme
from bot.domain.wording import Wording
from bot.services import board
from bot.services.ports import Programme, StoredRelease
from bot.web.programme import charts
from tests.fakes.leading import LAUNCH, START

THEMES = {name: Theme(name, name.upper(), "", (), (), (f"{name}?",)) for name in ("a", "b", "c", "d")}
BANDS = (None, "some", "about-half", "most")


def release(number: int, levels: str, group: str = "") -> Release:
    """A release whose themes have the levels of four digits; all values are as of this release."""
    start = LAUNCH + timedelta(weeks=4 * (number - 1))
    cells = {
        name: {ALL: Standing(BANDS[int(digit)], number), **({"x": Standing(BANDS[int(part)], number)} if group else {})}
        for name, digit, part in zip(THEMES, levels, group or levels, strict=True)
    }
    groups = ("x",) if group else ()
    return Release("p", "P", number, start, start + timedelta(weeks=4), FLOOR, groups, Standing("most", 1), cells)


def test_what_is_shown_is_in_order_of_bands_and_the_rest_is_hidden() -> None:
    view = board.overview([release(1, "1302")], 1, THEMES)
    assert [(row.theme.id, row.value.level) for row in view.shown] == [("b", 3), ("d", 2), ("a", 1)]
    assert [theme.id for theme in view.hidden] == ["c"]
    assert [question for _, question in view.questions] == ["b?", "d?", "a?"]


def test_within_a_band_the_order_tells_nothing() -> None:
    view = board.overview([release(1, "1111")], 1, THEMES)
    assert [row.theme.id for row in view.shown] == list(THEMES)


def test_what_moved_is_said_against_the_release_before() -> None:
    releases = [release(1, "0121"), release(2, "1131"), release(3, "0000")]
    moved = {row.theme.id: row.moved for row in board.overview(releases, 2, THEMES).shown}
    assert moved == {"a": "new", "b": "", "c": "up", "d": ""}
    assert {row.moved for row in board.overview(releases, 1, THEMES).shown} == {""}
    down = board.overview([release(1, "3000"), release(2, "1000")], 2, THEMES).shown
    assert [row.moved for row in down] == ["down"]


def test_a_carried_value_keeps_the_day_of_the_period_it_is_from() -> None:
    carried = replace(release(3, "0000"), cells={"a": {ALL: Standing("some", 1)}})
    assert board.value(carried, "a").since == LAUNCH + timedelta(weeks=4, days=-1)
    assert board.value(release(3, "1000"), "a").since == carried.last_day
    assert board.value(release(3, "0000"), "a").since is None


def test_a_theme_or_group_that_a_release_does_not_know_is_not_shown() -> None:
    assert board.value(release(1, "1111"), "z").level == board.value(release(1, "1111"), "a", "z").level == 0


def test_the_trend_has_every_theme_that_was_ever_shown_by_its_newest_value() -> None:
    lines = board.trend([release(1, "3010"), release(2, "0120")], THEMES)
    assert [theme.id for theme, _ in lines] == ["c", "b", "a"]
    assert [point.value.level for point in lines[0][1]] == [1, 2]


def test_groups_are_listed_with_everybody_first() -> None:
    ((theme, cells),) = board.by_group(release(1, "0200", "0100"), THEMES)
    assert (theme.id, [(group, value.level) for group, value in cells]) == ("b", [(ALL, 2), ("x", 1)])


@given(st.integers(1, 60), st.integers(-5, 10**9))
def test_a_window_is_a_year_at_most_and_never_empty(count: int, until: int) -> None:
    releases = [release(n, "1111") for n in range(1, count + 1)]
    shown = board.window(releases, until)
    assert 1 <= len(shown) <= board.YEAR and len(shown) == min(board.YEAR, count)
    assert [one.number for one in shown] == list(range(shown[0].number, shown[0].number + len(shown)))
    assert until > count or until < board.YEAR or shown[-1].number == until


class Source:
    """A source of one stored release."""

    def __init__(self, stored: StoredRelease) -> None:
        self.stored = stored

    def programmes(self) -> list[Programme]:
        return []

    def releases(self, programme_id: str) -> list[StoredRelease]:
        return [self.stored]


def test_bytes_that_are_not_those_of_the_fingerprint_are_refused() -> None:
    body = to_bytes(release(1, "1111"))
    stored = StoredRelease("p", 1, START, body, digest(body))
    assert board.published(Source(stored), "p")[0].release == release(1, "1111")
    with pytest.raises(BadRelease, match="backup"):
        board.published(Source(replace(stored, body=body.replace(b"some", b"most"))), "p")


def test_the_next_release_is_due_when_its_period_has_ended() -> None:
    programme = Programme("p", "P", LAUNCH, (), FLOOR, START)
    assert [board.next_due(programme, made) for made in (0, 2)] == [date(2026, 10, 5), date(2026, 11, 30)]


@given(st.lists(st.integers(0, 3), min_size=2, max_size=13), st.sampled_from(charts.WIDTHS))
def test_a_chart_stays_in_its_frame_and_its_dates_apart(levels: list[int], width: int) -> None:
    points = board.line([release(n, f"{level}000") for n, level in enumerate(levels, 1)], "a")
    made, strip = charts.steps(points, width), charts.columns(points)
    assert all(made.left <= flat.x and flat.x + flat.width <= width for flat in made.flats)
    assert all(0 < flat.y < made.height for flat in made.flats)
    assert made.ticks[-1].day == points[-1].end
    assert all(made.left <= tick.x <= width - 22 for tick in made.ticks)
    assert all(b.x - a.x >= 46 for a, b in zip(made.ticks, made.ticks[1:], strict=False))
    assert len(made.jumps) == sum(a != b for a, b in zip(levels, levels[1:], strict=False))
    assert [flat.newest for flat in made.flats].index(True) == len(levels) - 1
    assert all(box.x + box.width <= strip.width and box.y >= 0 for box in strip.boxes)


def test_values_are_filled_in_exactly_as_given_and_none_may_be_missing() -> None:
    words = Wording({"key": "{name} and {count}"})
    assert words.say("key", name="{count}<b>", count=3) == "{count}<b> and 3"
    with pytest.raises(KeyError):
        words.say("key", name="x")
