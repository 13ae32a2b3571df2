"""What a programme team is shown, put together from published releases and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.releases.calendar import period
from bot.domain.releases.history import ALL, Standing
from bot.domain.releases.release import BadRelease, Release, digest, from_bytes
from bot.domain.themes import Theme
from bot.services.ports import Programme, ReleaseSource

#: So many questions stand on the overview.
QUESTIONS = 3
#: So many releases fit one trend: a year of four weeks each.
YEAR = 13


@dataclass(frozen=True)
class Published:
    """A release and the fingerprint of its bytes."""

    release: Release
    digest: str


@dataclass(frozen=True)
class Value:
    """One value as shown: `level` is 0 for not enough voices, then 1, 2, 3 with the bands; `since` is a day or None."""

    band: str | None
    level: int
    since: date | None


@dataclass(frozen=True)
class Row:
    """A theme with its value. `moved` is `new`, `up`, `down` or empty, against the release before."""

    theme: Theme
    value: Value
    moved: str = ""


@dataclass(frozen=True)
class Point:
    """A theme's value in one release."""

    number: int
    end: date
    value: Value


@dataclass(frozen=True)
class Overview:
    """One release: what is shown, most frequent first, and what is not."""

    release: Release
    last_day: date
    participation: Value
    shown: tuple[Row, ...]
    hidden: tuple[Theme, ...]
    questions: tuple[tuple[Theme, str], ...]


def published(source: ReleaseSource, programme_id: str) -> list[Published]:
    """Return the releases of a programme, the first first.

    Raises:
        BadRelease: one is not what was published.
    """
    stored = source.releases(programme_id)
    return [Published(_read(one.body, one.digest), one.digest) for one in stored]


@lru_cache(maxsize=512)
def _read(body: bytes, wanted: str) -> Release:
    """A release never changes, so what was read once need not be read again."""
    if digest(body) != wanted:
        raise BadRelease("A stored release is not the one that was published. Restore the database's backup.")
    return from_bytes(body)


def overview(releases: Sequence[Release], number: int, themes: Mapping[str, Theme]) -> Overview:
    """Return what release `number` shows, beside the one before it."""
    release = releases[number - 1]
    before = releases[number - 2] if number > 1 else None
    rows = [Row(theme, value(release, name), _moved(before, release, name)) for name, theme in themes.items()]
    shown = sorted((row for row in rows if row.value.level), key=lambda row: -row.value.level)
    return Overview(
        release,
        release.last_day,
        _value(release, release.participation),
        tuple(shown),
        tuple(row.theme for row in rows if not row.value.level),
        tuple((row.theme, row.theme.questions[0]) for row in shown[:QUESTIONS]),
    )


def value(release: Release, theme: str, group: str = ALL) -> Value:
    """Return what a release shows of a theme in a group; not enough voices where it knows neither."""
    return _value(release, release.cells.get(theme, {}).get(group, Standing()))


def _value(release: Release, standing: Standing) -> Value:
    bands = [name for name, _ in release.rules.bands]
    if standing.band is None:
        return Value(None, 0, None)
    since = release.last_day - timedelta(weeks=release.rules.weeks * (release.number - standing.since))
    return Value(standing.band, bands.index(standing.band) + 1, since)


def _moved(before: Release | None, release: Release, theme: str) -> str:
    if before is None or value(before, theme).level == value(release, theme).level:
        return ""
    was, now = value(before, theme).level, value(release, theme).level
    return "new" if not was else "up" if now > was else "down"


def line(releases: Sequence[Release], theme: str, group: str = ALL) -> tuple[Point, ...]:
    """Return a theme's values, one for each release."""
    return tuple(Point(one.number, one.last_day, value(one, theme, group)) for one in releases)


def trend(releases: Sequence[Release], themes: Mapping[str, Theme]) -> list[tuple[Theme, tuple[Point, ...]]]:
    """Return the lines of the themes that were ever shown, by their newest value, the most frequent first."""
    lines = [(theme, line(releases, name)) for name, theme in themes.items()]
    seen = [(theme, points) for theme, points in lines if any(point.value.level for point in points)]
    return sorted(seen, key=lambda one: [-point.value.level for point in reversed(one[1])])


def window(releases: Sequence[Release], until: int) -> Sequence[Release]:
    """Return at most a year of releases that ends with release `until`, or as near to that as there are."""
    last = min(max(until, min(YEAR, len(releases))), len(releases))
    return releases[max(0, last - YEAR) : last]


def by_group(release: Release, themes: Mapping[str, Theme]) -> list[tuple[Theme, list[tuple[str, Value]]]]:
    """Return the themes shown for anybody, with the value of everybody and of each group."""
    groups = (ALL, *release.groups)
    rows = [(theme, [(group, value(release, name, group)) for group in groups]) for name, theme in themes.items()]
    seen = [(theme, cells) for theme, cells in rows if any(one.level for _, one in cells)]
    return sorted(seen, key=lambda row: [-one.level for _, one in row[1]])


def next_due(programme: Programme, made: int) -> date:
    """Return the day on which the release after `made` others can be made."""
    return period(programme.launched_on, programme.rules.weeks, made + 1)[1]
