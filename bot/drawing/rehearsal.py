"""Draws how rehearsals went over time, as a PNG data URI.

Two series that differ in mark and line as well as in colour (Okabe and Ito, 2008), each point with its figure;
legible on a phone (7 x 4.4 inches at 110 dpi).
"""

from bot.drawing.chart import Picture, blank, frame, png

_SERIES = {"first": ("o", "--", "#D55E00", -16), "best": ("s", "-", "#0072B2", 9)}


def draw_rehearsal(picture: Picture) -> str:
    """Return a picture as `data:image/png;base64,...`.

    Args:
        picture: `{"kind": "rehearsal", "title", "axis", "labels": {series: text}, "dates": [text],
            "scores": {series: [0 to 100]}}`; the series are `first` and `best`, as long as the dates.
    """
    figure, axes = blank()
    for name, (mark, line, colour, shift) in _SERIES.items():
        scores = picture["scores"][name]
        axes.plot(scores, marker=mark, linestyle=line, color=colour, markersize=9, label=picture["labels"][name])
        for place, score in enumerate(scores):
            axes.annotate(
                str(score), (place, score), xytext=(0, shift), textcoords="offset points", ha="center", fontsize=11
            )
    frame(axes, picture, picture["dates"], (-12, 112), range(0, 101, 20))
    return png(figure)
