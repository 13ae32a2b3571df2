"""Draws the pictures that replies carry, as PNG data URIs.

Colours are from the colour-blind safe palette of Okabe and Ito (2008); nothing is told by colour
alone, and every figure is legible on a phone (7 x 4.4 inches at 110 dpi).
"""

import base64
import io
from collections.abc import Callable
from typing import Any

from bot.drawing.documents import draw_brief
from bot.drawing.rehearsal import draw_rehearsal

Picture = dict[str, Any]
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#6B7280"
_SIZE, _DPI = (7.0, 4.4), 110
_MARKS = {"done": ("o", GREEN), "open": ("s", BLUE), "dropped": ("X", ORANGE)}


def draw(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`.

    Args:
        picture: `{"kind": "progress", "title", "axis", "labels": {state: text},
            "points": [{"date", "confidence", "state"}]}`.
    """
    return _DRAWERS[picture["kind"]](picture)


def _progress(picture: Picture) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
    axes = figure.subplots()
    points = picture["points"]
    places = range(len(points))
    axes.plot(places, [p["confidence"] for p in points], color=GREY, linewidth=1.5, zorder=1)
    for state, (mark, colour) in _MARKS.items():
        mine = [(n, p["confidence"]) for n, p in enumerate(points) if p["state"] == state]
        if mine:
            axes.scatter(
                *zip(*mine, strict=True), marker=mark, s=110, color=colour, zorder=2, label=picture["labels"][state]
            )
    _plain(axes, picture, [p["date"] for p in points])
    return _png(figure)


def _plain(axes: Any, picture: Picture, dates: list[str]) -> None:
    axes.set_ylim(-0.5, 10.5)
    axes.set_yticks(range(0, 11, 2))
    axes.set_xticks(range(len(dates)), dates, fontsize=11)
    axes.set_xlim(-0.5, max(len(dates) - 0.5, 1.5))
    axes.set_ylabel(picture["axis"], fontsize=12)
    axes.set_title(picture["title"], fontsize=14, loc="left", pad=28)
    axes.grid(axis="y", color="#E5E7EB")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncol=3, frameon=False, fontsize=11, borderaxespad=0.2)


def _png(figure: Any) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


_DRAWERS: dict[str, Callable[[Picture], str]] = {
    "progress": _progress,
    "rehearsal": draw_rehearsal,
    "brief": draw_brief,
}
