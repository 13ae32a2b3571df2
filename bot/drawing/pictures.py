"""Draws the pictures that replies carry, as PNG data URIs.

Colours are from the colour-blind safe palette of Okabe and Ito (2008); nothing is told by colour
alone, and every figure is legible on a phone (7 x 4.4 inches at 110 dpi).
"""

from collections.abc import Callable

from bot.drawing.awareness import draw_awareness
from bot.drawing.chart import Picture, blank, frame, png
from bot.drawing.documents import draw_file, draw_page
from bot.drawing.pressure import draw_influence, draw_readiness
from bot.drawing.rehearsal import draw_rehearsal

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#6B7280"
_MARKS = {"done": ("o", GREEN), "open": ("s", BLUE), "dropped": ("X", ORANGE)}


def draw(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`.

    Args:
        picture: `{"kind": "progress", "title", "axis", "labels": {state: text},
            "points": [{"date", "confidence", "state"}]}`.
    """
    return _DRAWERS[picture["kind"]](picture)


def _progress(picture: Picture) -> str:
    figure, axes = blank()
    points = picture["points"]
    places = range(len(points))
    axes.plot(places, [p["confidence"] for p in points], color=GREY, linewidth=1.5, zorder=1)
    for state, (mark, colour) in _MARKS.items():
        mine = [(n, p["confidence"]) for n, p in enumerate(points) if p["state"] == state]
        if mine:
            axes.scatter(
                *zip(*mine, strict=True), marker=mark, s=110, color=colour, zorder=2, label=picture["labels"][state]
            )
    frame(axes, picture, [p["date"] for p in points], (-0.5, 10.5), range(0, 11, 2))
    return png(figure)


_DRAWERS: dict[str, Callable[[Picture], str]] = {
    "progress": _progress,
    "rehearsal": draw_rehearsal,
    "awareness": draw_awareness,
    "readiness": draw_readiness,
    "influence": draw_influence,
    "page": draw_page,
    "file": draw_file,
}
