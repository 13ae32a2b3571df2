"""Draws what was named of each function in a round of the awareness check, as a PNG data URI.

One bar a function, all of one length, so that rounds can be compared: its parts differ in hatching as well as in colour
(Okabe and Ito, 2008), each with its count; a black line marks the round before. Legible on a phone (7 inches, 110 dpi).
"""

from typing import Any

from bot.drawing.chart import Picture, blank, png

_INK = "#1F2937"
#: colour, hatching, colour of the count in it
_PARTS = {"named": ("#0072B2", "", "white"), "picked": ("#56B4E9", "//", _INK), "missed": ("#F3F4F6", "", _INK)}
#: In inches.
_ROW, _MARGIN = 0.5, 1.9


def draw_awareness(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`.

    Args:
        picture: `{"kind": "awareness", "title", "axis", "labels": {part: text}, "rows": [{"name", "named", "picked",
            "missed", "before"}]}`; the parts are counts of points, `before` is a share, 0 to 1, or None.
    """
    rows = picture["rows"]
    figure, axes = blank(height=_MARGIN + _ROW * len(rows))
    ends = [0.0] * len(rows)
    for part, (colour, hatch, ink) in _PARTS.items():
        shares = [row[part] / (sum(row[name] for name in _PARTS) or 1) for row in rows]
        style = {"color": colour, "hatch": hatch, "edgecolor": _INK, "height": 0.6, "label": picture["labels"][part]}
        axes.barh(range(len(rows)), shares, left=ends, **style)
        for line, (row, end, share) in enumerate(zip(rows, ends, shares, strict=True)):
            if share:
                _count(axes, end + share / 2, line, row[part], ink)
        ends = [end + share for end, share in zip(ends, shares, strict=True)]
    _before(axes, picture)
    _finish(axes, picture)
    return png(figure)


def _count(axes: Any, x: float, line: int, count: int, ink: str) -> None:
    box = None if ink == "white" else {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, line, str(count), ha="center", va="center", fontsize=12, color=ink, bbox=box)


def _before(axes: Any, picture: Picture) -> None:
    """Mark the share of the round before on the bars of the functions it looked at."""
    label = picture["labels"]["before"]
    for line, row in enumerate(picture["rows"]):
        if row["before"] is not None:
            places = [row["before"], row["before"]]
            axes.plot(places, [line - 0.4, line + 0.4], color="black", linewidth=4, label=label, solid_capstyle="butt")
            label = "_nolegend_"


def _finish(axes: Any, picture: Picture) -> None:
    rows = picture["rows"]
    axes.set_yticks(range(len(rows)), [row["name"] for row in rows], fontsize=12)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 1.01)
    axes.set_xticks((0, 0.25, 0.5, 0.75, 1), ("0", "25", "50", "75", "100"), fontsize=11)
    axes.set_xlabel(picture["axis"], fontsize=11)
    axes.tick_params(length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(picture["title"], fontsize=14, loc="left", pad=48)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncol=2, frameon=False, fontsize=11, borderaxespad=0.2)
