"""An introduction to a human mentor: who fits and why, a text in the leader's words, consent, then the contact.

The bot sends nothing. The mentor agreed when they were registered; the leader agrees here, and only then is the
mentor's contact shown and a place taken. The leader can give the place back.
"""

from dataclasses import replace
from typing import Any

from bot.domain import introductions as stages
from bot.domain.coaching import session as sessions
from bot.domain.introductions import Introduction, Mentor, from_dict, to_dict
from bot.services import introduction_stages as steps
from bot.services import introduction_text as text
from bot.services import mentors
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.introduction_stages import FULL, KIND, LEFT, MADE, NOTHING, OPEN, RETURNED, SHOWN, Pressed
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

STEP = "mentor.introduce"
#: The step as a slot, and the slot by which the rules know whether there is anybody to be introduced to.
SLOT, READY = "mentor_introduce", "introduce_ready"
CHOOSE = "/introduce_choose"
_ENDS = {LEFT: "utter_introduce_left", FULL: "utter_introduce_full", RETURNED: "utter_introduce_returned"}


def open_introduction(desk: Desk, said: Said, topic: str = "", pressed: Pressed = NOTHING) -> Outcome:
    """Begin an introduction or go on with the one that was left; say so if there is nobody to be introduced to.

    Args:
        topic: id of the mentor topic the leader asked about last, or empty.
    """
    if not mentors.everyone(desk.uow):
        return Outcome((Say("utter_introduce_none", STEP),), {READY: False})
    if not steps.available(desk) and not mentors.held_by(desk.uow, desk.person):
        return Outcome((Say("utter_introduce_full", STEP),), {READY: False})
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        _begin(desk, said, topic, pressed)
    else:
        now = steps.still_possible(desk, from_dict(record.body))
        _save(desk, record, steps.chosen(desk, now, pressed))
    name = "utter_introduce_resumed" if record else "utter_introduce_begin"
    return Outcome((Say(name, STEP),), {READY: True, SLOT: None})


def _begin(desk: Desk, said: Said, topic: str, pressed: Pressed) -> None:
    hint = said.text if said.intent == "introduce" else ""
    now = Introduction(topic=topic, words=_goal(desk), hint=hint)
    known = bool(topic or now.words) or any(match.topic for match in steps.found(desk, now))
    held = mentors.held_by(desk.uow, desk.person)
    now = replace(now, stage=stages.HAVE if held else stages.PICK if known else stages.NEED)
    desk.create(KIND, OPEN, to_dict(steps.chosen(desk, now, pressed)))


def _goal(desk: Desk) -> str:
    """The goal of the newest coaching conversation, or what it was about."""
    record = desk.newest("session")
    session = sessions.from_dict(record.body) if record else None
    return (session.words("goal") or session.words("topic")) if session else ""


def answer(desk: Desk, said: Said, pressed: Pressed = NOTHING) -> Outcome:
    """Take one reply, or one control word, into the introduction."""
    record, now = _current(desk)
    result = steps.after(desk, now, said, pressed)
    _save(desk, record, result)
    slots = {SLOT: "done" if result.stage == stages.DONE else None}
    if now.stage == stages.CONSENT and result.stage == stages.PICK:
        return Outcome((Say("utter_introduce_taken", STEP),), slots)
    return Outcome(slots=slots)


def ask(desk: Desk, topic: str = "") -> Outcome:
    """Ask what comes next.

    Args:
        topic: id of the mentor topic asked about last; where it is new, mentors are looked for by it.
    """
    record, now = _current(desk)
    if topic and topic != now.topic and now.stage in (stages.NEED, stages.PICK):
        now = replace(now, topic=topic, stage=stages.PICK, missed=False)
    if now.stage == stages.PICK:
        return Outcome((_ask_whom(desk, record, now),))
    if now.stage == stages.HAVE:
        return Outcome((_ask_wish(desk),))
    if now.stage == stages.NEED:
        return Outcome((Say("utter_introduce_need", STEP),))
    return Outcome((_ask_about(desk, now),))


def _ask_whom(desk: Desk, record: Record, now: Introduction) -> Say:
    """Show who fits, best first, with the reason for each."""
    found = steps.found(desk, now)
    _save(desk, record, replace(now, offered=tuple(match.mentor.id for match in found)))
    buttons = tuple(Button(m.mentor.name, f"{CHOOSE} mentor={m.mentor.id}") for m in found)
    lines = text.match_lines(desk.phrases, found, steps.needed(desk, now))
    first = found[0].mentor.id if found else None
    return Say(
        "utter_introduce_again" if now.missed else "utter_introduce_whom", STEP, first, {"lines": lines}, buttons
    )


def _ask_wish(desk: Desk) -> Say:
    held = mentors.held_by(desk.uow, desk.person)
    buttons = [b for m in held for b in _wish_buttons(desk, m, several=len(held) > 1)]
    another = Button(desk.phrases.say("introduce.button.another"), f"{CHOOSE} choice={stages.ANOTHER}")
    values = {"names": text.listed(desk.phrases, [mentor.name for mentor in held])}
    return Say("utter_introduce_have", STEP, held[0].id if held else None, values, (*buttons, another))


def _wish_buttons(desk: Desk, mentor: Mentor, several: bool) -> list[Button]:
    """Two buttons for a mentor one has; where there are several, they say whom they mean."""
    titles = {wish: f"introduce.button.{wish}" + (".named" if several else "") for wish in (stages.SHOW, stages.RETURN)}
    return [
        Button(desk.phrases.say(key, name=mentor.name), f"{CHOOSE} choice={wish} mentor={mentor.id}")
        for wish, key in titles.items()
    ]


def _ask_about(desk: Desk, now: Introduction) -> Say:
    """The text, what to change in it, or the question of consent."""
    mentor = mentors.by_id(desk.uow, now.mentor)
    values: dict[str, Any] = {"name": mentor.name if mentor else ""}
    if now.stage == stages.CONSENT:
        name = "utter_introduce_consent_again" if now.missed else "utter_introduce_consent"
        return Say(name, STEP, now.mentor, values)
    if now.correcting == "?":
        return Say("utter_introduce_which_line", STEP, now.mentor, values)
    if now.correcting:
        return Say("utter_introduce_reword", STEP, now.mentor, {"line": dict(now.lines)[now.correcting]})
    return Say("utter_introduce_letter", STEP, now.mentor, values | {"lines": text.numbered(now.lines)})


def close(desk: Desk) -> Outcome:
    """Say how the introduction ended; after consent, show the contact and the text to copy."""
    record = desk.newest(KIND, (MADE, SHOWN, RETURNED, LEFT, FULL))
    now = from_dict(record.body) if record else Introduction(outcome=LEFT)
    mentor = mentors.by_id(desk.uow, now.mentor)
    if mentor is None or now.outcome in _ENDS:
        values = {"name": mentor.name if mentor else ""}
        return Outcome((Say(_ENDS.get(now.outcome, _ENDS[LEFT]), STEP, now.mentor or None, values),), {SLOT: None})
    say = [Say("utter_introduce_made", STEP, mentor.id, {"name": mentor.name, "contact": mentor.contact})]
    if now.lines:
        say.append(Say("utter_introduce_copy", STEP, mentor.id, {"letter": text.joined(now.lines)}))
    return Outcome(tuple(say), {SLOT: None})


def pause(desk: Desk) -> Outcome:
    """Leave the introduction where it is; nothing is shown and no place is taken."""
    return Outcome((Say("utter_introduce_paused", STEP),), {SLOT: None})


def restart(desk: Desk, said: Said, topic: str = "") -> Outcome:
    """Set the open introduction aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        _save(desk, record, replace(from_dict(record.body), outcome=LEFT))
    _begin(desk, said, topic, NOTHING)
    return Outcome((Say("utter_introduce_restarted", STEP),), {SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the introductions kept for a person: state, the mentor's id, and the text in the leader's words."""
    kept = ((record, from_dict(record.body)) for record in uow.records.all(person.id, KIND))
    return [{"id": r.id, "state": r.state, "mentor": i.mentor, "text": text.joined(i.lines)} for r, i in kept]


def _current(desk: Desk) -> tuple[Record, Introduction]:
    record = desk.newest(KIND, (OPEN,)) or desk.create(KIND, OPEN, to_dict(Introduction()))
    return record, from_dict(record.body)


def _save(desk: Desk, record: Record, now: Introduction) -> None:
    """Store the introduction; how it ended is its state."""
    desk.save(record, body=to_dict(now), state=now.outcome or OPEN)
