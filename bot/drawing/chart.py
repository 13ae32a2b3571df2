"""What every chart of a person's own progress shares: its size, its plain frame, its PNG."""

import base64
import io
from collections.abc import Sequence
from typing import Any

Picture = dict[str, Any]
_SIZE, _DPI = (7.0, 4.4), 110


def blank(width: float = _SIZE[0], height: float = _SIZE[1]) -> tuple[Any, Any]:
    """Return a figure of so many inches at 110 dpi, and its axes; 7 x 4.4 is legible on a phone."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=_DPI, layout="constrained")
    return figure, figure.subplots()


def frame(axes: Any, picture: Picture, dates: Sequence[str], limits: tuple[float, float], ticks: range) -> None:
    """Put title, axis, dates and a legend in one row round a chart.

    Args:
        picture: `title` and `axis` are shown.
        limits: lowest and highest value of the vertical axis.
        ticks: the values named on it.
    """
    axes.set_ylim(*limits)
    axes.set_yticks(ticks)
    axes.set_xticks(range(len(dates)), dates, fontsize=11)
    axes.set_xlim(-0.5, max(len(dates) - 0.5, 1.5))
    axes.set_ylabel(picture["axis"], fontsize=12)
    axes.set_title(picture["title"], fontsize=14, loc="left", pad=28)
    axes.grid(axis="y", color="#E5E7EB")
    axes.spines[["top", "right"]].set_visible(False)
    columns = len(picture["labels"])
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncol=columns, frameon=False, fontsize=11, borderaxespad=0.2)


def png(figure: Any) -> str:
    """Return a figure as `data:image/png;base64,...`."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
