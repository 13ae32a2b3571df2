"""What the pictures of a pressure test show, as JSON values: who is answered on what, and who stands where.

Everything in them also stands in words in the reply beside them (`report`); what was not asked is a number there.
"""

from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.pressure.coverage import UNTESTED, grid, points_on_map
from bot.domain.pressure.interview import GRADES, Interview
from bot.domain.pressure.report import title

Picture = dict[str, object]


def readiness(interview: Interview, book: Book) -> Picture | None:
    """Return the readiness picture: stakeholder by concern, each answered, partly, open or not asked.

    None while nobody has asked anything.
    """
    rows = [row for row in grid(interview, book) if any(row.count(state) for state in GRADES)]
    if not rows:
        return None
    shown = [{"name": r.name, "cells": [{"name": c.name, "state": c.state} for c in r.cells]} for r in rows]
    heading = book.phrases.say("picture.readiness", change=title(interview.plan))
    return {"kind": "readiness", "title": heading, "labels": _labels(book.phrases), "rows": shown}


def influence(interview: Interview, book: Book) -> Picture:
    """Return the map of power and interest, 1 to 5 each, with the stance of everybody."""
    points = [
        {"name": p.name, "power": p.power, "interest": p.interest, "stance": p.stance}
        for p in points_on_map(interview, book)
    ]
    names = {name: book.phrases.say(f"picture.{name}") for name in ("power", "interest")}
    heading = book.phrases.say("picture.map", change=title(interview.plan))
    return {"kind": "influence", "title": heading, "labels": _labels(book.phrases), "axes": names, "points": points}


def _labels(phrases: Phrases) -> dict[str, str]:
    return {state: phrases.say(f"cell.{state}") for state in (*reversed(GRADES), UNTESTED)}
