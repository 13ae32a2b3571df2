"""Where the parts of a chart stand, in pixels. Templates draw them; style sheets colour them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.services.board import Point

#: A chart is laid out twice, for wide pages and for phones, so that its letters keep their size.
WIDTHS = (720, 342)
#: Of a column in the trend: its distance from the next, its width, and the height of each band.
STEP, COLUMN, BAND = 26, 18, 11
#: Of the chart of one theme: room for the names of the bands, height of a band, room for dates.
LEFT, ROW, BOTTOM, TOP = 132, 46, 30, 14
#: Room that a date takes on the axis, with the space between two, and half of its letters.
_DATE, _HALF = 72, 23


@dataclass(frozen=True)
class Box:
    """A rectangle; `level` says which band it shows."""

    x: float
    y: float
    width: float
    height: float
    level: int
    newest: bool = False


@dataclass(frozen=True)
class Columns:
    """One theme of the trend: a column for each release."""

    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Tick:
    """A date on the axis."""

    x: float
    day: date


@dataclass(frozen=True)
class Steps:
    """One theme over time: a level line for each release, joined where the value moved.

    Attributes:
        rows: height of the line of each level, from 0.
        flats: one line for each release.
        jumps: x, y from, y to.
        left: where the plot begins.
    """

    width: int
    height: int
    left: int
    rows: tuple[float, ...]
    flats: tuple[Box, ...]
    jumps: tuple[tuple[float, float, float], ...]
    ticks: tuple[Tick, ...]


def columns(points: Sequence[Point]) -> Columns:
    """Return the columns of a theme; no column for "not enough voices", only a short line on the ground."""
    height = 3 * BAND + 4
    boxes = tuple(
        Box(
            STEP * n,
            height - 2 - BAND * p.value.level,
            COLUMN,
            BAND * p.value.level + 2,
            p.value.level,
            p is points[-1],
        )
        for n, p in enumerate(points)
    )
    return Columns(STEP * (len(points) - 1) + COLUMN, height, boxes)


def steps(points: Sequence[Point], width: int) -> Steps:
    """Return the chart of one theme for a width in pixels; at least two points."""
    left = LEFT if width > 400 else 96
    each = (width - left - 4) / len(points)
    rows = tuple(float(TOP + ROW * (3 - level)) for level in range(4))
    flats = tuple(
        Box(left + each * n, rows[p.value.level], each, 0, p.value.level, p is points[-1]) for n, p in enumerate(points)
    )
    jumps = tuple((b.x, a.y, b.y) for a, b in zip(flats, flats[1:], strict=False) if a.y != b.y)
    every = max(1, -(-_DATE // int(each)))
    # Counted from the newest, whose date is always there.
    named = [n for n in range(len(points)) if (len(points) - 1 - n) % every == 0]
    ticks = tuple(Tick(min(left + each * (n + 0.5), width - _HALF), points[n].end) for n in named)
    return Steps(width, TOP + 3 * ROW + BOTTOM, left, rows, flats, jumps, ticks)
