"""The pictures of a pressure test are PNGs that every state, many people and long names leave whole."""

import base64
import io
from typing import Any

import pytest

from bot.drawing.pictures import draw

LABELS = {"answered": "answered", "partly": "partly", "open": "open", "untested": "not asked"}


def pixels(picture: dict[str, Any]) -> Any:
    """The picture as an array, height by width by four."""
    from matplotlib.image import imread

    head, _, data = draw(picture).partition(",")
    assert head == "data:image/png;base64"
    return imread(io.BytesIO(base64.b64decode(data)), format="png")


def readiness(*states: str, people: int = 3, title: str = "Where “the plan” has an answer") -> dict[str, Any]:
    cells = [{"name": f"Authority, audit trail and limits {n}", "state": state} for n, state in enumerate(states)]
    rows = [{"name": f"Finance {n}", "cells": cells} for n in range(people)]
    return {"kind": "readiness", "title": title, "labels": LABELS, "rows": rows}


def influence(*stances: str, power: int = 3) -> dict[str, Any]:
    names = {"power": "Power", "interest": "Interest"}
    points = [
        {"name": f"General management {n}", "power": power, "interest": 1 + n % 5, "stance": stance}
        for n, stance in enumerate(stances)
    ]
    return {"kind": "influence", "title": "Who", "labels": LABELS, "axes": names, "points": points}


@pytest.mark.slow
def test_a_line_more_makes_the_picture_longer_and_never_wider() -> None:
    small, large = pixels(readiness("open")), pixels(readiness(*LABELS))
    assert small.shape[1] == large.shape[1]
    assert large.shape[0] - small.shape[0] > 3 * 3 * 25, "a line is at least 25 pixels high"


def test_states_differ_in_shape_where_there_is_no_colour() -> None:
    drawn = {state: pixels(readiness(state, people=1))[..., :3] for state in LABELS}
    marks = {state: _without_colour(image) for state, image in drawn.items()}
    assert len(marks) == len(set(marks.values())) == len(LABELS)


def _without_colour(image: Any) -> bytes:
    """Ink or no ink, left of the names, where the marks are."""
    left = image[:, : image.shape[1] // 13].mean(axis=2) < 0.9
    return bytes(left.tobytes())


@pytest.mark.slow
@pytest.mark.parametrize("picture", [readiness("open", title="W " * 80), influence("partly"), influence(*LABELS)])
def test_the_same_content_gives_the_same_picture(picture: dict[str, Any]) -> None:
    assert draw(picture) == draw(picture)
    assert pixels(picture).std() > 0.05, "something is drawn"


@pytest.mark.slow
def test_many_people_in_one_place_of_the_map_still_fit() -> None:
    crowded = influence(*["open"] * 30, power=5)
    assert pixels(crowded).shape == pixels(influence("open")).shape
