"""An introduction to a human mentor: who fits and why, a text in the leader's words, consent, then the contact.

The bot sends nothing. The mentor agreed when they were registered; the leader agrees here, and only then is the
mentor's contact shown and a place taken. The leader can give the place back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.domain import drafts
from bot.domain import introductions as stages
from bot.domain.coaching import session as sessions
from bot.domain.introductions import Introduction, Mentor, Need, from_dict, to_dict
from bot.services import introduction_text as text
from bot.services import mentors, onboarding
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND, STEP = "introduction", "mentor.introduce"
OPEN, MADE, LEFT, RETURNED = "open", "made", "left", "returned"
#: The step as a slot, and the slot by which the rules know whether there is anybody to be introduced to.
SLOT, READY = "mentor_introduce", "introduce_ready"
CHOOSE = "/introduce_choose"


@dataclass(frozen=True)
class Pressed:
    """What a button carried: a mentor's id, a wish (show, return, another), or neither."""

    mentor: str = ""
    wish: str = ""


NOTHING = Pressed()


def open_introduction(desk: Desk, said: Said, topic: str = "", pressed: Pressed = NOTHING) -> Outcome:
    """Begin an introduction or go on with the one that was left; say so if there is nobody to be introduced to.

    Args:
        topic: id of the mentor topic the leader asked about last, or empty.
    """
    if not mentors.everyone(desk.uow):
        return Outcome((Say("utter_introduce_none", STEP),), {READY: False})
    if not _available(desk) and not mentors.held_by(desk.uow, desk.person):
        return Outcome((Say("utter_introduce_full", STEP),), {READY: False})
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        _begin(desk, said, topic, pressed)
        return Outcome((Say("utter_introduce_begin", STEP),), {READY: True, SLOT: None})
    if pressed != NOTHING:
        _save(desk, record, _chosen(desk, from_dict(record.body), pressed))
    return Outcome((Say("utter_introduce_resumed", STEP),), {READY: True, SLOT: None})


def _begin(desk: Desk, said: Said, topic: str, pressed: Pressed) -> Record:
    hint = said.text if said.intent == "introduce" else ""
    now = Introduction(topic=topic, words=_goal(desk), hint=hint)
    found = bool(topic or now.words) or any(match.topic for match in _matches(desk, now))
    first = stages.PICK if found else stages.NEED
    stage = stages.HAVE if mentors.held_by(desk.uow, desk.person) else first
    now = _chosen(desk, replace(now, stage=stage), pressed)
    return desk.create(KIND, OPEN, to_dict(now))


def _goal(desk: Desk) -> str:
    """The goal of the newest coaching conversation, or what it was about."""
    record = desk.newest("session")
    session = sessions.from_dict(record.body) if record else None
    return (session.words("goal") or session.words("topic")) if session else ""


def answer(desk: Desk, said: Said, pressed: Pressed = NOTHING) -> Outcome:
    """Take one reply, or one control word, into the introduction."""
    record, now = _current(desk)
    if pressed.mentor and pressed.wish == "":
        after = _chosen(desk, now, pressed)
    else:
        after = _STAGES[now.stage](desk, replace(now, missed=False), said, pressed)
    state = after.outcome or OPEN
    _save(desk, record, after, state)
    return Outcome(slots={SLOT: "done" if after.stage == stages.DONE else None})


def _need(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    words = "" if CONTROLS.get(said.intent) else said.text.strip()
    return replace(now, stage=stages.PICK, words=words)


def _have(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Someone who has a mentor: show the contact again, give the place back, or look for another."""
    wish = pressed.wish or stages.wish(said.text)
    held = mentors.held_by(desk.uow, desk.person)
    mentor = _meant(pressed, said, held)
    if wish == stages.ANOTHER:
        return replace(now, stage=stages.PICK if now.topic or now.words else stages.NEED)
    if wish == stages.RETURN and mentor:
        mentors.give_back(desk.uow, mentor.id, desk.person)
        _mark_returned(desk, mentor.id)
        return replace(now, stage=stages.DONE, mentor=mentor.id, outcome=RETURNED)
    if wish == stages.SHOW and mentor:
        return replace(now, stage=stages.DONE, mentor=mentor.id, lines=_sent(desk, mentor.id), outcome=MADE)
    return _over(now) if stages.refuses(said.text) or said.intent == "skip" else replace(now, missed=True)


def _meant(pressed: Pressed, said: Said, held: list[Mentor]) -> Mentor | None:
    """Whom a wish is about: the one the button names, or the one named, or the only one."""
    by_button = next((m for m in held if m.id == pressed.mentor), None)
    return by_button or stages.picked(said.text, held) or (held[0] if len(held) == 1 else None)


def _sent(desk: Desk, mentor_id: str) -> drafts.Lines:
    earlier = (from_dict(record.body) for record in desk.every(KIND, (MADE,)))
    return next((one.lines for one in earlier if one.mentor == mentor_id), ())


def _mark_returned(desk: Desk, mentor_id: str) -> None:
    for record in desk.every(KIND, (MADE,)):
        if record.body["mentor"] == mentor_id:
            desk.save(record, state=RETURNED)


def _pick(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """One of those shown, or other words to look by; "no" and "skip" leave."""
    control = CONTROLS.get(said.intent)
    if control == "back":
        return replace(now, stage=stages.NEED)
    if control == "skip" or stages.refuses(said.text):
        return _over(now)
    offered = [m for m in _available(desk) if m.id in now.offered]
    mentor = stages.picked(said.text, sorted(offered, key=lambda m: now.offered.index(m.id)))
    if mentor:
        return _chosen(desk, now, Pressed(mentor.id))
    if control or said.intent == "rephrase" or len(said.text.split()) < 3:
        return replace(now, missed=True)
    return replace(now, words=said.text.strip(), topic="", hint="")


def _chosen(desk: Desk, now: Introduction, pressed: Pressed) -> Introduction:
    """Write the introduction to the mentor picked; a mentor who has no place left is not picked."""
    mentor = next((m for m in _available(desk) if m.id == pressed.mentor), None)
    if mentor is None:
        return now
    need = _needed(desk, now)
    lines = text.letter(desk.phrases, mentor, stages.match(mentor, need), onboarding.profile(desk), now.words)
    return replace(now, stage=stages.EDIT, mentor=mentor.id, lines=lines, correcting="")


def _edit(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Accept the text, or change a line of it."""
    control = CONTROLS.get(said.intent)
    if control == "back":
        return replace(now, correcting="") if now.correcting else replace(now, stage=stages.PICK)
    if control or said.intent == "rephrase":
        return replace(now, correcting="", stage=stages.CONSENT if control == "skip" else stages.EDIT)
    keys = [key for key, _ in now.lines]
    if now.correcting in keys:
        return replace(now, lines=drafts.changed(now.lines, now.correcting, said.text), correcting="")
    edit = drafts.read_edit(said.text, keys, stages.LINE_NAMES)
    return _edited(now, edit)


def _edited(now: Introduction, edit: drafts.Edit) -> Introduction:
    if edit.what == drafts.ACCEPT:
        return replace(now, stage=stages.CONSENT, correcting="")
    if edit.what == drafts.CHANGE:
        return replace(now, lines=drafts.changed(now.lines, edit.key, edit.words), correcting="")
    if edit.what == drafts.DROP and len(now.lines) > 1:
        return replace(now, lines=drafts.without(now.lines, edit.key), correcting="")
    return replace(now, correcting=edit.key or "?")


def _consent(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Only a clear yes takes a place and shows the contact."""
    if CONTROLS.get(said.intent) == "back":
        return replace(now, stage=stages.EDIT)
    if said.intent == "affirm" or onboarding.agrees(said.text):
        return _made(desk, now)
    given_up = stages.refuses(said.text) or CONTROLS.get(said.intent) in ("skip", "dont_know")
    return _over(now) if given_up else replace(now, missed=True)


def _made(desk: Desk, now: Introduction) -> Introduction:
    """Take a place; if the last one went meanwhile, choose again."""
    if mentors.take(desk.uow, now.mentor, desk.person, desk.now):
        return replace(now, stage=stages.DONE, outcome=MADE)
    return replace(now, stage=stages.PICK, mentor="", missed=True)


def _over(now: Introduction) -> Introduction:
    return replace(now, stage=stages.DONE, outcome=LEFT)


_STAGES: dict[str, Callable[[Desk, Introduction, Said, Pressed], Introduction]] = {
    stages.NEED: _need,
    stages.HAVE: _have,
    stages.PICK: _pick,
    stages.EDIT: _edit,
    stages.CONSENT: _consent,
}


def ask(desk: Desk) -> Outcome:
    """Ask what comes next."""
    record, now = _current(desk)
    if now.stage == stages.PICK:
        return _ask_whom(desk, record, now)
    if now.stage == stages.HAVE:
        return Outcome((_ask_wish(desk, now),))
    if now.stage == stages.NEED:
        return Outcome((Say("utter_introduce_need", STEP),))
    return Outcome((_ask_about(desk, now),))


def _ask_whom(desk: Desk, record: Record, now: Introduction) -> Outcome:
    found = _matches(desk, now)
    if not found:
        return Outcome((Say("utter_introduce_gone", STEP),))
    _save(desk, record, replace(now, offered=tuple(match.mentor.id for match in found)))
    buttons = tuple(Button(m.mentor.name, f"{CHOOSE} mentor={m.mentor.id}") for m in found)
    lines = text.match_lines(desk.phrases, found, _needed(desk, now))
    name = "utter_introduce_again" if now.missed else "utter_introduce_whom"
    return Outcome((Say(name, STEP, found[0].mentor.id, {"lines": lines}, buttons),))


def _ask_wish(desk: Desk, now: Introduction) -> Say:
    held = mentors.held_by(desk.uow, desk.person)
    buttons = [b for m in held for b in _wish_buttons(desk, m, several=len(held) > 1)]
    another = Button(desk.phrases.say("introduce.button.another"), f"{CHOOSE} choice={stages.ANOTHER}")
    names = text.listed(desk.phrases, [mentor.name for mentor in held])
    first = held[0].id if held else None
    return Say("utter_introduce_have", STEP, first, {"names": names}, (*buttons, another))


def _wish_buttons(desk: Desk, mentor: Mentor, several: bool) -> list[Button]:
    """Two buttons for a mentor one has; where there are several, they say whom they mean."""
    named = ".named" if several else ""
    return [
        Button(
            desk.phrases.say(f"introduce.button.{wish}{named}", name=mentor.name),
            f"{CHOOSE} choice={wish} mentor={mentor.id}",
        )
        for wish in (stages.SHOW, stages.RETURN)
    ]


def _ask_about(desk: Desk, now: Introduction) -> Say:
    """The text, what to change in it, or the question of consent."""
    mentor = mentors.by_id(desk.uow, now.mentor)
    values: dict[str, Any] = {"name": mentor.name if mentor else ""}
    if now.stage == stages.CONSENT:
        return Say("utter_introduce_consent_again" if now.missed else "utter_introduce_consent", STEP, now.mentor, values)
    if now.correcting == "?":
        return Say("utter_introduce_which_line", STEP, now.mentor, values)
    if now.correcting:
        return Say("utter_introduce_reword", STEP, now.mentor, {"line": dict(now.lines)[now.correcting]})
    return Say("utter_introduce_letter", STEP, now.mentor, values | {"lines": text.numbered(now.lines)})


def close(desk: Desk) -> Outcome:
    """Say how the introduction ended; after consent, show the contact and the text to copy."""
    record = desk.newest(KIND, (MADE, LEFT, RETURNED))
    now = from_dict(record.body) if record else Introduction(outcome=LEFT)
    mentor = mentors.by_id(desk.uow, now.mentor)
    emptied = {SLOT: None}
    if now.outcome == LEFT or mentor is None:
        return Outcome((Say("utter_introduce_left", STEP, now.mentor or None),), emptied)
    if now.outcome == RETURNED:
        return Outcome((Say("utter_introduce_returned", STEP, mentor.id, {"name": mentor.name}),), emptied)
    say = [Say("utter_introduce_made", STEP, mentor.id, {"name": mentor.name, "contact": mentor.contact})]
    if now.lines:
        say.append(Say("utter_introduce_copy", STEP, mentor.id, {"letter": text.joined(now.lines)}))
    return Outcome(tuple(say), emptied)


def pause(desk: Desk) -> Outcome:
    """Leave the introduction where it is; nothing is shown and no place is taken."""
    return Outcome((Say("utter_introduce_paused", STEP),), {SLOT: None})


def restart(desk: Desk, said: Said, topic: str = "") -> Outcome:
    """Set the open introduction aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT, body={**record.body, "outcome": LEFT})
    _begin(desk, replace(said, text=""), topic, NOTHING)
    return Outcome((Say("utter_introduce_restarted", STEP),), {SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the introductions kept for a person: state, the mentor's id, and the text in the leader's words."""
    kept = ((record, from_dict(record.body)) for record in uow.records.all(person.id, KIND))
    return [{"id": r.id, "state": r.state, "mentor": i.mentor, "text": text.joined(i.lines)} for r, i in kept]


def _available(desk: Desk) -> list[Mentor]:
    """Mentors with a free place, without those the leader has already."""
    mine = {mentor.id for mentor in mentors.held_by(desk.uow, desk.person)}
    return [mentor for mentor in mentors.with_room(desk.uow) if mentor.id not in mine]


def _needed(desk: Desk, now: Introduction) -> Need:
    own = onboarding.profile(desk).get("function")
    return Need(own if own in onboarding.FUNCTIONS else None, now.topic, f"{now.words} {now.hint}".strip())


def _matches(desk: Desk, now: Introduction) -> list[stages.Match]:
    return stages.matches(_available(desk), _needed(desk, now))


def _current(desk: Desk) -> tuple[Record, Introduction]:
    record = desk.newest(KIND, (OPEN,)) or desk.create(KIND, OPEN, to_dict(Introduction()))
    return record, from_dict(record.body)


def _save(desk: Desk, record: Record, now: Introduction, state: str = OPEN) -> None:
    desk.save(record, body=to_dict(now), state=state)
