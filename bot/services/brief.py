"""A sponsor brief: one page in the leader's words, edited by the leader before anything leaves, then as a PDF.

It draws on the newest closed coaching conversation, or the newest promise. What those do not state is named and
asked for, one part at a time. The bot sends nothing: the page and the PDF are the leader's to send.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain import drafts
from bot.domain import sponsor_brief as pages
from bot.domain.coaching import session as sessions
from bot.domain.coaching.absorb import Reply
from bot.domain.pressure.parts import says_when
from bot.domain.sponsor_brief import PARTS, Brief, from_dict, to_dict
from bot.services import commitments, onboarding
from bot.services.desk import Desk
from bot.services.grow import CLOSED, CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Outcome, Say
from bot.services.wording import spoken

KIND, OPEN, DONE, LEFT = "brief", "open", "done", "left"
#: The contract has no step of its own for a brief: it stands in that of introductions, told apart by its ref.
STEP, REF = "mentor.introduce", "brief"
SLOT = "mentor_introduce"
FILE, PDF = "sponsor-brief.pdf", "application/pdf"
#: A reply to the page with a date in so few words is about the date.
SHORT = 6
#: Where a promise keeps the parts.
_IN_A_PROMISE = {"aim": "goal", "blocks": "obstacle", "numbers": "measure", "by": "when"}


def open_brief(desk: Desk) -> Outcome:
    """Begin a brief, or go on with the one that was left."""
    if desk.newest(KIND, (OPEN,)):
        return _says("utter_brief_resumed")
    source, stated = _newest_source(desk)
    earlier = _earlier(desk, source)
    brief = earlier or pages.begun(source, stated)
    desk.create(KIND, OPEN, to_dict(brief))
    values = {"gaps": _gap_names(desk, brief), "aim": dict(brief.lines).get("aim", "")}
    return _says(_opening(brief, again=earlier is not None), values)


def _opening(brief: Brief, again: bool) -> str:
    if again:
        return "utter_brief_begin_again"
    if not brief.lines:
        return "utter_brief_begin_empty"
    if "aim" not in dict(brief.lines):
        return "utter_brief_begin_no_aim"
    return "utter_brief_begin" if pages.gaps(brief) else "utter_brief_begin_full"


def _newest_source(desk: Desk) -> tuple[str, dict[str, str]]:
    """The newest closed conversation that settled something, else the newest open promise; else nothing."""
    record = desk.newest("session", (CLOSED,))
    stated = _from_session(record) if record else {}
    if record and stated:
        return f"session:{record.id}", stated
    promise = desk.newest(commitments.KIND, (commitments.OPEN,))
    return (f"promise:{promise.id}", _from_promise(desk, promise)) if promise else ("", {})


def _from_session(record: Record) -> dict[str, str]:
    session = sessions.from_dict(record.body)
    when = session.latest("date") or session.latest("when")
    stated = {
        "aim": session.words("goal"),
        "blocks": session.words("obstacle"),
        "numbers": session.words("measure"),
        "by": _dated(when.text, when.on) if when else "",
    }
    return {part: words for part, words in stated.items() if words}


def _from_promise(desk: Desk, record: Record) -> dict[str, str]:
    stated = {part: str(record.body.get(key) or "") for part, key in _IN_A_PROMISE.items()}
    on = record.due_on.isoformat() if record.due_on else None
    return stated | {"by": _dated(stated["by"], on)}


def _dated(words: str, on: str | None) -> str:
    """A day in words that a reader understands later: with the date, where the words do not name the year."""
    if not on or re.search(r"\b20\d\d\b", words):
        return words
    day = spoken(date.fromisoformat(on))
    return f"{words} ({day})" if words else day


def _earlier(desk: Desk, source: str) -> Brief | None:
    """The brief written last from the same source, so that what was told and changed is not asked again."""
    record = desk.newest(KIND, (DONE,))
    brief = from_dict({**record.body, "done": False}) if record and source else None
    return brief if brief and brief.source == source else None


def answer(desk: Desk, said: Said) -> Outcome:
    """Take one reply, or one control word, into the open brief."""
    record, brief = _current(desk)
    if said.intent == "rephrase":
        part = next(iter(pages.gaps(brief)), "")
        return _says(f"utter_brief_hint_{part}" if part else "utter_brief_hint", slots={SLOT: None})
    after = _after(brief, said)
    desk.save(record, body=to_dict(after), state=DONE if after.done else OPEN)
    return Outcome(slots={SLOT: "done" if after.done else None})


def _after(brief: Brief, said: Said) -> Brief:
    control, missing = CONTROLS.get(said.intent), pages.gaps(brief)
    if not missing and not brief.correcting and drafts.wants_change(said.text):
        # It sounds like "back" to the gate.
        return replace(brief, correcting="?")
    if control == "back":
        return pages.back(brief)
    if missing:
        return pages.skip(brief, missing[0]) if control else _told(brief, missing[0], said)
    if control:
        # On the page, "skip" and "I don't know" change nothing: it is shown again.
        return pages.back(brief) if brief.correcting else brief
    edited = pages.edited(brief, said.text)
    only_a_date = edited.correcting == "?" and said.signals.dates and len(said.text.split()) <= SHORT
    return pages.told(brief, "by", said.text) if only_a_date else edited


def _told(brief: Brief, part: str, said: Said) -> Brief:
    if part == "by" and not says_when(Reply(said.text, said.signals)):
        return pages.without_a_time(brief, said.text)
    return pages.told(brief, part, said.text)


def ask(desk: Desk) -> Outcome:
    """Ask for the next part that is missing; when none is, show the page."""
    _, brief = _current(desk)
    missing = pages.gaps(brief)
    if missing:
        again = "_again" if brief.again == missing[0] else ""
        return _says(f"utter_brief_ask_{missing[0]}{again}", {"left": str(len(missing))})
    if brief.correcting == "?":
        return _says("utter_brief_which_line" if brief.lines else "utter_brief_empty_page")
    if brief.correcting:
        return _says("utter_brief_reword", {"part": desk.phrases.say(f"brief.part.{brief.correcting}")})
    if not brief.lines:
        return _says("utter_brief_empty_page")
    name = "utter_brief_page_long" if pages.too_long(brief) else "utter_brief_page"
    return _says(name, {"lines": _numbered(desk, brief)})


def close(desk: Desk) -> Outcome:
    """Give the page as text and as PDF."""
    record = desk.newest(KIND, (DONE,))
    brief = from_dict(record.body) if record else Brief()
    at = record.updated_at if record else desk.now
    document = {"name": FILE, "media_type": PDF, "page": _page(desk, brief, at)}
    return _says("utter_brief_done", {"page": _text(desk, brief), "document": document}, {SLOT: None})


def pause(desk: Desk) -> Outcome:
    """Leave the brief where it is; nothing is lost and nothing has left."""
    return _says("utter_brief_paused", slots={SLOT: None})


def restart(desk: Desk) -> Outcome:
    """Set the open brief aside and begin again from its source."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    desk.create(KIND, OPEN, to_dict(pages.begun(*_newest_source(desk))))
    return _says("utter_brief_restarted", slots={SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the briefs kept for a person: state and parts, in the leader's words."""
    kept = ((record, from_dict(record.body)) for record in uow.records.all(person.id, KIND))
    return [{"id": record.id, "state": record.state, "parts": dict(brief.lines)} for record, brief in kept]


def _says(response: str, values: dict[str, Any] | None = None, slots: dict[str, Any] | None = None) -> Outcome:
    return Outcome((Say(response, STEP, REF, values or {}),), {SLOT: None} if slots is None else slots)


def _gap_names(desk: Desk, brief: Brief) -> str:
    return ", ".join(desk.phrases.say(f"brief.gap.{part}") for part in pages.gaps(brief))


def _numbered(desk: Desk, brief: Brief) -> str:
    """The page for editing: its parts numbered, and those left out named, so that they can be filled in."""
    shown = [
        desk.phrases.say("brief.line.numbered", n=str(n), part=desk.phrases.say(f"brief.part.{part}"), words=words)
        for n, (part, words) in enumerate(brief.lines, 1)
    ]
    return "\n".join([*shown, *_left_out(desk, brief)])


def _left_out(desk: Desk, brief: Brief) -> list[str]:
    """One line on the parts left out, with a short name by which the first can be filled in."""
    parts = [part for part in PARTS if part in brief.skipped]
    names = ", ".join(desk.phrases.say(f"brief.gap.{part}") for part in parts)
    short = [desk.phrases.say(f"brief.short.{part}") for part in parts[:1]]
    return [desk.phrases.say("brief.left_out", gaps=names, short=name) for name in short]


def _text(desk: Desk, brief: Brief) -> str:
    lines = ((desk.phrases.say(f"brief.part.{part}"), words) for part, words in brief.lines)
    return "\n".join(desk.phrases.say("brief.line", part=part, words=words) for part, words in lines)


def _page(desk: Desk, brief: Brief, at: datetime) -> dict[str, Any]:
    """What the PDF shows (bot/drawing/documents.py), as JSON values."""
    name = onboarding.profile(desk).get("name")
    return {
        "kind": "page",
        "title": desk.phrases.say("brief.title"),
        "from": desk.phrases.say("brief.from", name=str(name)) if name else "",
        "date": spoken(at.date()),
        "made_at": at.isoformat(),
        "lines": [{"label": desk.phrases.say(f"brief.part.{p}"), "text": words} for p, words in brief.lines],
    }


def _current(desk: Desk) -> tuple[Record, Brief]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        record = desk.create(KIND, OPEN, to_dict(pages.begun(*_newest_source(desk))))
    return record, from_dict(record.body)
