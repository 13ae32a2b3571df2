"""Draws the pictures of a pressure test, as PNG data URIs: readiness by concern, and the map of power and interest.

Four marks that differ in shape as well as in colour (Okabe and Ito, 2008): full, half, empty, and a cross for what
was not asked. In the readiness picture the word stands beside the mark. Portrait, so that a phone shows it large.
"""

import re
import textwrap
from typing import Any

from bot.drawing.chart import Picture, blank, png

_INK, _GREY, _LINE = "#1F2937", "#6B7280", "#E5E7EB"
#: marker, filled, colour
_MARKS = {
    "answered": ("o", "full", "#009E73"),
    "partly": ("o", "left", "#0072B2"),
    "open": ("o", "none", "#D55E00"),
    "untested": ("x", "full", _GREY),
}
#: In inches.
_WIDTH, _LINE_HEIGHT = 5.4, 0.27
#: Letters of a heading that fit one line of the width.
_HEADING = 46
_LOWEST, _HIGHEST = 1, 5


def draw_readiness(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`, a line for each concern of each stakeholder.

    Args:
        picture: `{"kind": "readiness", "title", "labels": {state: text}, "rows": [{"name", "cells": [{"name",
            "state"}]}]}`; the states are answered, partly, open and untested.
    """
    lines = sum(len(row["cells"]) + 1.6 for row in picture["rows"])
    heading = _heading(picture)
    figure, axes = blank(_WIDTH, (lines + 1.4 * heading.count("\n") + 2.2) * _LINE_HEIGHT)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(lines, -0.4)
    axes.set_title(heading, fontsize=13, loc="left", color=_INK)
    top = 0.4
    for row in picture["rows"]:
        axes.text(0, top, row["name"], fontsize=13, fontweight="bold", color=_INK, va="center")
        for place, cell in enumerate(row["cells"], 1):
            _concern(axes, top + place, cell, picture["labels"])
        top += len(row["cells"]) + 1.6
    return png(figure)


def _concern(axes: Any, line: float, cell: dict[str, str], labels: dict[str, str]) -> None:
    asked = cell["state"] != "untested"
    axes.axhline(line - 0.5, color=_LINE, linewidth=0.8, zorder=0)
    _mark(axes, 0.025, line, cell["state"])
    axes.text(0.07, line, cell["name"], fontsize=12, color=_INK if asked else _GREY, va="center")
    colour = _MARKS[cell["state"]][2]
    axes.text(1, line, labels[cell["state"]], fontsize=12, color=colour, va="center", ha="right")


def _mark(axes: Any, x: float, y: float, state: str) -> None:
    shape, filled, colour = _MARKS[state]
    size = 7 if state == "untested" else 11
    axes.plot(
        [x], [y], marker=shape, fillstyle=filled, color=colour, markersize=size, markeredgewidth=2, linestyle="none"
    )


def draw_influence(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`: names stand where power and interest put them.

    Args:
        picture: `{"kind": "influence", "title", "labels": {state: text}, "axes": {"power", "interest"}, "points":
            [{"name", "power": 1 to 5, "interest": 1 to 5, "stance": a state}]}`.
    """
    points = picture["points"]
    from_interest = min((p["interest"] for p in points), default=_LOWEST)
    figure, axes = blank(_WIDTH * 1.2, _WIDTH * 1.2)
    axes.set_xlim(from_interest - 0.5, _HIGHEST + 0.5)
    tops = _rows(points)
    axes.set_ylim(0, tops[_HIGHEST + 1])
    for power, interest in sorted({(p["power"], p["interest"]) for p in points}):
        here = [p for p in points if (p["power"], p["interest"]) == (power, interest)]
        for place, point in enumerate(here):
            _name(axes, interest - 0.45, tops[power + 1] - place - 0.75, point)
    _scales(axes, picture["axes"], tops, from_interest)
    axes.set_title(_heading(picture, 50), fontsize=13, loc="left", pad=34, color=_INK)
    _legend(axes, picture["labels"])
    return png(figure)


def _rows(points: list[dict[str, Any]]) -> dict[int, float]:
    """Where each row of power begins, as high as its fullest place needs; `6` is the top of the map."""
    places = [(p["power"], p["interest"]) for p in points]
    tops, top = {}, 0.0
    for power in range(_LOWEST, _HIGHEST + 1):
        tops[power] = top
        top += max([places.count(place) for place in places if place[0] == power], default=0) + 0.6
    return tops | {_HIGHEST + 1: top}


def _name(axes: Any, x: float, y: float, point: dict[str, Any]) -> None:
    _mark(axes, x + 0.05, y, point["stance"])
    asked = point["stance"] != "untested"
    weight, colour = ("bold", _INK) if asked else ("normal", _GREY)
    name = "\n".join(textwrap.wrap(point["name"], 13))
    # Bold letters are wider: "Manufacturing" has to stay inside its column.
    size = 10.5 if asked else 11
    axes.text(
        x + 0.13, y, name, fontsize=size, fontweight=weight, color=colour, va="center", linespacing=0.9, clip_on=True
    )


def _scales(axes: Any, names: dict[str, str], tops: dict[int, float], from_interest: int) -> None:
    axes.set_xticks(range(from_interest, _HIGHEST + 1))
    levels = range(_LOWEST, _HIGHEST + 1)
    axes.set_yticks([(tops[level] + tops[level + 1]) / 2 for level in levels], [str(level) for level in levels])
    axes.hlines([tops[level] for level in levels], from_interest - 0.5, _HIGHEST + 0.5, color=_LINE, zorder=0)
    axes.vlines([level + 0.5 for level in range(from_interest, _HIGHEST)], 0, tops[_HIGHEST + 1], color=_LINE, zorder=0)
    axes.set_xlabel(f"{names['interest']}  →", fontsize=12)
    axes.set_ylabel(f"{names['power']}  →", fontsize=12)
    axes.tick_params(length=0, labelsize=11)
    axes.spines[["top", "right"]].set_visible(False)


def _legend(axes: Any, labels: dict[str, str]) -> None:
    for state, text in labels.items():
        shape, filled, colour = _MARKS[state]
        axes.plot([], [], marker=shape, fillstyle=filled, color=colour, markersize=9, linestyle="none", label=text)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncol=len(labels),
        frameon=False,
        fontsize=11,
        handletextpad=0.1,
        columnspacing=1.2,
        borderaxespad=0.2,
    )


def _heading(picture: Picture, longest: int = _HEADING) -> str:
    # A figure stays with its word: "day 6".
    return "\n".join(textwrap.wrap(re.sub(r" (?=\d)", "\u00a0", picture["title"]), longest))
