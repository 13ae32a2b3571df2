"""Draws how rehearsals went over time, as a PNG data URI.

Two series that differ in mark and line as well as in colour (Okabe and Ito, 2008), each point with its figure;
legible on a phone (7 x 4.4 inches at 110 dpi).
"""

import base64
import io
from typing import Any

Picture = dict[str, Any]
_SIZE, _DPI = (7.0, 4.4), 110
_SERIES = {"first": ("o", "--", "#D55E00", -16), "best": ("s", "-", "#0072B2", 9)}


def draw_rehearsal(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`.

    Args:
        picture: `{"kind": "rehearsal", "title", "axis", "labels": {series: text}, "dates": [text],
            "scores": {series: [0 to 100]}}`; the series are `first` and `best`, as long as the dates.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
    axes = figure.subplots()
    for name, (mark, line, colour, shift) in _SERIES.items():
        scores = picture["scores"][name]
        axes.plot(scores, marker=mark, linestyle=line, color=colour, markersize=9, label=picture["labels"][name])
        for place, score in enumerate(scores):
            axes.annotate(
                str(score), (place, score), xytext=(0, shift), textcoords="offset points", ha="center", fontsize=11
            )
    _frame(axes, picture)
    return _png(figure)


def _frame(axes: Any, picture: Picture) -> None:
    dates = picture["dates"]
    axes.set_ylim(-12, 112)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xticks(range(len(dates)), dates, fontsize=11)
    axes.set_xlim(-0.5, max(len(dates) - 0.5, 1.5))
    axes.set_ylabel(picture["axis"], fontsize=12)
    axes.set_title(picture["title"], fontsize=14, loc="left", pad=28)
    axes.grid(axis="y", color="#E5E7EB")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncol=2, frameon=False, fontsize=11, borderaxespad=0.2)


def _png(figure: Any) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
