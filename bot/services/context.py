"""The start of a programme: five lenses, first wins, what to retire, whom to win over; kept as a fit map.

It stands in two steps of coaching that other programs know, `grow.reality` and `grow.summary`, told apart by the ref.
A pressure test offers what it begins with as a plan; a coaching conversation begins with what clashes.
"""

from dataclasses import replace
from typing import Any

from bot.domain import context as maps
from bot.domain import drafts
from bot.domain.context import ASK, FIT, LENSES, PARTS, WHICH, FitMap, from_dict, to_dict, waiting
from bot.domain.pressure.quoting import quotable
from bot.services.context_carried import DONE, KIND, REF
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Outcome, Say

OPEN, LEFT = "open", "left"
ASKING, SHOWING = "grow.reality", "grow.summary"
_SLOTS = ("grow_reality", "grow_summary")
#: How the picture of the map names the marks that a pressure test draws.
_MARKS = {"fits": "answered", "partly": "partly", "clashes": "open", "": "untested"}


def open_map(desk: Desk) -> Outcome:
    """Begin a map, go on with the one that was left, or show the last one again."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        return _says("utter_context_resumed", slots=_slots(from_dict(record.body)))
    last = desk.newest(KIND, (DONE,))
    again = from_dict({**last.body, "done": False, "correcting": ""}) if last else FitMap()
    desk.create(KIND, OPEN, to_dict(again))
    return _says("utter_context_again" if last else "utter_context_begin", slots=_slots(again))


def answer(desk: Desk, said: Said) -> Outcome:
    """Take one reply, or one control word, into the open map."""
    record, drawn = _current(desk)
    if said.intent == "rephrase":
        return Outcome((_why(drawn) if "asks-why" in said.signals.on else _hint(desk, drawn),), _slots(drawn))
    if said.intent == "short_time" and waiting(drawn):
        short = maps.shortened(drawn)
        desk.save(record, body=to_dict(short))
        return _says("utter_context_short", slots=_slots(short))
    after = _after(drawn, said, desk.content.context.cues)
    desk.save(record, body=to_dict(after), state=DONE if after.done else OPEN)
    return Outcome(slots=_slots(after))


def _after(drawn: FitMap, said: Said, cues: dict[str, tuple[str, ...]]) -> FitMap:
    control, asked = CONTROLS.get(said.intent), waiting(drawn)
    if not asked and not drawn.correcting and drafts.wants_change(said.text):
        # It sounds like "back" to the gate.
        return replace(drawn, correcting=WHICH)
    if control == "back":
        return maps.back(drawn)
    if asked and not control and maps.of_today(drawn, said.text, said.signals):
        return replace(drawn, today=said.text.strip())
    if asked:
        return maps.skip(drawn) if control else maps.told(drawn, said.text, cues)
    # On the map, "skip" and "I don't know" change nothing: it is shown again.
    return replace(drawn, correcting="") if control else maps.edited(drawn, said.text, cues)


def ask(desk: Desk) -> Outcome:
    """Ask what is asked next."""
    _, drawn = _current(desk)
    part, what = waiting(drawn) or ("target", ASK)
    if part == "target" and drawn.today:
        return _says("utter_context_ask_target_again", {"words": quotable(drawn.today)}, ref=part)
    if part not in LENSES:
        return _says(f"utter_context_ask_{part.replace('-', '_')}", ref=part)
    lens = desk.content.context.lens(part)
    if what == FIT:
        return _says("utter_context_ask_fit", ref=part)
    name = "utter_context_ask_lens" if what == ASK else "utter_context_ask_where"
    return _says(name, {"question": lens.question if what == ASK else lens.where}, ref=part)


def _why(drawn: FitMap) -> Say:
    """What the question that waits is for."""
    asked = waiting(drawn)
    if asked is None:
        return Say("utter_context_why_map", SHOWING, REF)
    part, what = asked
    about = ("fit" if what == FIT else "lens") if part in LENSES else part.replace("-", "_")
    return Say(f"utter_context_why_{about}", ASKING, f"{REF}-{part}")


def _hint(desk: Desk, drawn: FitMap) -> Say:
    """What is asked, in other words."""
    asked = waiting(drawn)
    if asked is None:
        return Say("utter_context_hint_map", SHOWING, REF)
    part, what = asked
    ref = f"{REF}-{part}"
    if part not in LENSES:
        return Say(f"utter_context_hint_{part.replace('-', '_')}", ASKING, ref)
    if what == FIT:
        return Say("utter_context_hint_fit", ASKING, ref)
    return Say("utter_context_hint", ASKING, ref, {"hint": desk.content.context.lens(part).hint})


def show(desk: Desk) -> Outcome:
    """Show the map, in words and as a picture; or ask what is to be changed."""
    _, drawn = _current(desk)
    if drawn.correcting in PARTS:
        return _says("utter_context_reword", {"part": _name(desk, drawn.correcting)}, step=SHOWING)
    if not maps.lines(drawn):
        return _says("utter_context_empty", step=SHOWING)
    if drawn.correcting:
        return _says("utter_context_which", step=SHOWING)
    say = Say("utter_context_map", SHOWING, REF, {"lines": _lines(desk, drawn)}, picture=_picture(desk, drawn))
    return Outcome((say,))


def _lines(desk: Desk, drawn: FitMap) -> str:
    shown = maps.lines(drawn)
    lines = [_line(desk, drawn, part, str(n)) for n, part in enumerate(shown, 1)]
    left = ", ".join(_name(desk, part) for part in PARTS if part not in shown)
    say = desk.content.context.phrases.say
    today = [say("line.today", words=drawn.today)] if drawn.today else []
    return "\n".join([*lines, *today, *([say("line.left", parts=left)] if left else [])])


def _line(desk: Desk, drawn: FitMap, part: str, n: str) -> str:
    say, words = desk.content.context.phrases.say, drawn.said(part)
    if part == "target":
        return say("line.target", n=n, words=words)
    if part not in LENSES:
        return say("line.part", n=n, part=_name(desk, part), words=words)
    fit = say(drawn.fit(part) or "open")
    return say("line.lens" if words else "line.lens.bare", n=n, lens=_name(desk, part), fit=fit, words=words)


def _name(desk: Desk, part: str) -> str:
    book = desk.content.context
    return book.lens(part).name if part in LENSES else book.phrases.say(f"part.{part}")


def _picture(desk: Desk, drawn: FitMap) -> Json | None:
    """The five lenses with their marks, as the picture of readiness draws them; None where no lens was judged."""
    if not drawn.fits:
        return None
    say = desk.content.context.phrases.say
    cells = [{"name": _name(desk, lens), "state": _MARKS[drawn.fit(lens)]} for lens in LENSES]
    labels = {mark: say(fit or "open") for fit, mark in _MARKS.items()}
    rows = [{"name": say("picture.lenses"), "cells": cells}]
    return {"kind": "readiness", "title": say("picture.title"), "labels": labels, "rows": rows}


def close(desk: Desk) -> Outcome:
    """Keep the map, and offer what can be done with it."""
    return _says("utter_context_done", slots=dict.fromkeys(_SLOTS), step=SHOWING)


def pause(desk: Desk) -> Outcome:
    """Leave the map where it is; nothing is lost."""
    return _says("utter_context_paused", slots=dict.fromkeys(_SLOTS), step=SHOWING)


def restart(desk: Desk) -> Outcome:
    """Set the open map aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    desk.create(KIND, OPEN, to_dict(FitMap()))
    return _says("utter_context_restarted", slots=_slots(FitMap()))


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the maps kept for a person: state, words by part, fit by lens."""
    kept = ((record, from_dict(record.body)) for record in uow.records.all(person.id, KIND))
    return [{"id": r.id, "state": r.state, "words": dict(m.words), "fits": dict(m.fits)} for r, m in kept]


def _says(
    response: str,
    values: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    ref: str = "",
    step: str = ASKING,
) -> Outcome:
    return Outcome((Say(response, step, f"{REF}-{ref}" if ref else REF, values or {}),), slots or {})


def _slots(drawn: FitMap) -> dict[str, Any]:
    asked = "done" if waiting(drawn) is None else None
    return {"grow_reality": asked, "grow_summary": "done" if drawn.done else None}


def _current(desk: Desk) -> tuple[Record, FitMap]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        record = desk.create(KIND, OPEN, to_dict(FitMap()))
    return record, from_dict(record.body)
