"""A ways-of-working session for the leader's own team: asked for part by part, changed on its agenda, then as a sheet.

Only the leader sees it. The look back after one cycle becomes a promise where the leader names a day.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain import drafts
from bot.domain.pressure.quoting import quotable
from bot.domain.team import design as designs
from bot.domain.team import reading, sheet
from bot.domain.team.book import TeamBook
from bot.domain.team.design import DROP, PARTS, SWAP, WHICH, Design, from_dict, missing, to_dict
from bot.services import commitments, onboarding
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say
from bot.services.wording import spoken

KIND, OPEN, DONE, LEFT = "team", "open", "done", "left"
STEP, SLOT, AGENDA = "team.design", "team_design", "agenda"
FILE, PDF = "team-session.pdf", "application/pdf"
#: The sheet of a session longer than so many minutes may fill two pages.
ONE_PAGE = 30
#: A conversation here takes so many minutes at most; what is longer is the length of the session.
LONGEST_TALK = 30
_ASKED_ANEW = {WHICH: "utter_team_which", DROP: "utter_team_which_drop", SWAP: "utter_team_which_swap"}


def open_design(desk: Desk) -> Outcome:
    """Begin a design, go on with the one that was left, or show the last one again."""
    if desk.newest(KIND, (OPEN,)):
        return _says("utter_team_resumed")
    last = desk.newest(KIND, (DONE,))
    again = from_dict({**last.body, "done": False, "correcting": "", "note": ""}) if last else Design()
    desk.create(KIND, OPEN, to_dict(again))
    return _says("utter_team_again" if last else "utter_team_begin")


def answer(desk: Desk, said: Said) -> Outcome:
    """Take one reply, or one control word, into the open design."""
    record, design = _current(desk)
    if said.intent == "rephrase" and "asks-why" in said.signals.on:
        return _says("utter_team_why", slots={SLOT: None}, ref=next(iter(missing(design)), ""))
    if said.intent == "rephrase":
        part = next(iter(missing(design)), "")
        return _says(f"utter_team_hint_{part}" if part else "utter_team_hint", slots={SLOT: None}, ref=part)
    length = reading.minutes(said.text) or 0
    if said.intent == "short_time" and length > LONGEST_TALK and "minutes" in missing(design):
        # Nobody wants to talk to me for an hour: it is how long the session may take.
        desk.save(record, body=to_dict(designs.told(design, "minutes", said.text, "", desk.content.team)))
        return _says("utter_team_length", slots={SLOT: None})
    if said.intent == "short_time" and missing(design) and missing(design)[0] != "minutes":
        short = designs.shortened(design, desk.content.team)
        desk.save(record, body=to_dict(short))
        return _says("utter_team_short", slots={SLOT: None})
    after = _after(desk, design, said)
    desk.save(record, body=to_dict(after), state=DONE if after.done else OPEN)
    return Outcome(slots={SLOT: "done" if after.done else None})


def _after(desk: Desk, design: Design, said: Said) -> Design:
    book, asked = desk.content.team, missing(design)
    on = _day(desk, commitments.on_cycle(desk, said.signals).dates)
    control = None if _speaks(design, said.text, book) else CONTROLS.get(said.intent)
    if asked:
        return _told(design, asked[0], said.text, on, control, book)
    if not design.correcting and drafts.wants_change(said.text):
        # It sounds like "back" to the gate.
        return replace(design, correcting=WHICH)
    if control == "back":
        return designs.back(design)
    # On the agenda, "skip" and "I don't know" change nothing: it is shown again.
    return replace(design, correcting="") if control else designs.edited(design, said.text, on, book)


def _told(design: Design, part: str, text: str, on: str, control: str | None, book: TeamBook) -> Design:
    if control == "back":
        return designs.back(design)
    if control or (part == "second" and reading.plain(text) == reading.plain(book.phrases.say("one-tension"))):
        return designs.skip(design, part, book)
    return designs.told(design, part, text, on, book)


def _speaks(design: Design, text: str, book: TeamBook) -> bool:
    """Whether a text says something here that sounds like a control word elsewhere ("drop that", "5 minutes")."""
    if missing(design):
        return missing(design)[0] == "minutes" and reading.minutes(text, bare=True) is not None
    blocks = designs.shown(design, book)
    return (
        any(read(text, blocks) is not None for read in (reading.dropped, reading.swapped))
        or reading.minutes(text) is not None
    )


def _day(desk: Desk, dates: Any) -> str:
    """The first day ahead that a reply names, as ISO date; empty if there is none."""
    ahead = (d.on for d in dates if d.on and date.fromisoformat(d.on) >= desk.today)
    return next(ahead, "")


def ask(desk: Desk) -> Outcome:
    """Ask for the next part that is missing; when none is, show the agenda."""
    _, design = _current(desk)
    asked, book = missing(design), desk.content.team
    if asked:
        again = "_again" if design.again == asked[0] else ""
        return _says(f"utter_team_ask_{asked[0]}{again}", ref=asked[0], buttons=_buttons(design, asked[0], book))
    if design.correcting in PARTS:
        return _says("utter_team_reword", {"part": book.phrases.say(f"part.{design.correcting}")})
    if not design.agenda:
        return _says("utter_team_empty")
    if design.correcting:
        return _says(_ASKED_ANEW[design.correcting])
    values = {"remarks": "\n".join(sheet.remarks(design, book)), "agenda": sheet.agenda(design, book)}
    return _says("utter_team_agenda", values)


def _buttons(design: Design, part: str, book: TeamBook) -> tuple[Button, ...]:
    """The tensions by name; for the second, those that are left, and that one is enough."""
    if part not in ("tension", "second"):
        return ()
    named = reading.tensions(design.tensions, book.tensions)
    names = tuple(Button(t.name, t.name) for t in book.tensions if t.id not in named)
    enough = book.phrases.say("one-tension")
    return (Button(enough, "/skip"), *names) if part == "second" else names


def close(desk: Desk) -> Outcome:
    """Give the sheet as text and as PDF, and keep the look back as a promise where it has a day."""
    record = desk.newest(KIND, (DONE,))
    design = from_dict(record.body) if record else Design()
    lines = sheet.sheet(design, desk.content.team, _date(design))
    text = "\n\n".join(f"{heading}\n{words}" for heading, words in lines)
    at = record.updated_at if record else desk.now
    document = {"name": FILE, "media_type": PDF, "page": _page(desk, design, lines, at)}
    done = _says("utter_team_done", {"sheet": text, "document": document})
    return replace(done, say=(*done.say, *_promised(desk, record, design)), slots={SLOT: None})


def _promised(desk: Desk, record: Record | None, design: Design) -> tuple[Say, ...]:
    if record is None or not design.on:
        return ()
    say, rule = desk.content.team.phrases.say, design.said("rule") or design.said("purpose")
    body: Json = {
        "action": say("promise", words=quotable(rule, sheet.QUOTED)) if rule else say("promise.plain"),
        "when": design.said("follow"),
    }
    due = date.fromisoformat(design.on)
    body |= {"history": [], "confidence": None, "team": record.id}
    promise = desk.create(commitments.KIND, commitments.OPEN, body, due_on=due, record_id=f"promise-{record.id}")
    values = {"action": promise.body["action"], "date": spoken(due)}
    return (Say("utter_team_promised", STEP, AGENDA, values),)


def _date(design: Design) -> str:
    return spoken(date.fromisoformat(design.on)) if design.on else ""


def _page(desk: Desk, design: Design, lines: list[sheet.Line], at: datetime) -> dict[str, Any]:
    """What the PDF shows (bot/drawing/documents.py), as JSON values."""
    name, say = onboarding.profile(desk).get("name"), desk.content.team.phrases.say
    return {
        "kind": "page",
        "title": say("title"),
        "from": say("from", name=str(name)) if name else "",
        "date": spoken(at.date()),
        "made_at": at.isoformat(),
        "pages": 1 if sheet.total(design) <= ONE_PAGE else 2,
        "lines": [{"label": heading, "text": words} for heading, words in lines],
    }


def pause(desk: Desk) -> Outcome:
    """Leave the design where it is; nothing is lost."""
    return _says("utter_team_paused", slots={SLOT: None})


def restart(desk: Desk) -> Outcome:
    """Set the open design aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    desk.create(KIND, OPEN, to_dict(Design()))
    return _says("utter_team_restarted", slots={SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the sessions kept for a person: state, parts in the leader's words, blocks with their minutes."""
    kept = ((record, from_dict(record.body)) for record in uow.records.all(person.id, KIND))
    return [
        {
            "id": record.id,
            "state": record.state,
            "parts": dict(design.words),
            "look_back": design.on or None,
            "agenda": [{"block": name, "minutes": minutes} for name, minutes in design.agenda],
        }
        for record, design in kept
    ]


def _says(
    response: str,
    values: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    ref: str = AGENDA,
    buttons: tuple[Button, ...] = (),
) -> Outcome:
    return Outcome((Say(response, STEP, ref or AGENDA, values or {}, buttons),), slots or {})


def _current(desk: Desk) -> tuple[Record, Design]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        record = desk.create(KIND, OPEN, to_dict(Design()))
    return record, from_dict(record.body)
