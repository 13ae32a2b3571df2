"""What a reply does at each stage of an introduction (bot/services/introduce.py): need, have, pick, edit, consent."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain import drafts
from bot.domain import introductions as stages
from bot.domain.introductions import Introduction, Match, Mentor, Need, from_dict
from bot.services import introduction_text as text
from bot.services import mentors, onboarding
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said

KIND = "introduction"
OPEN, MADE, SHOWN, RETURNED, LEFT, FULL = "open", "made", "shown", "returned", "left", "full"


@dataclass(frozen=True)
class Pressed:
    """What a button carried: a mentor's id, a wish (show, return, another), or neither."""

    mentor: str = ""
    wish: str = ""


NOTHING = Pressed()


def available(desk: Desk) -> list[Mentor]:
    """Return the mentors with a free place, without those the leader has already."""
    mine = {mentor.id for mentor in mentors.held_by(desk.uow, desk.person)}
    return [mentor for mentor in mentors.with_room(desk.uow) if mentor.id not in mine]


def needed(desk: Desk, now: Introduction) -> Need:
    """Return what the leader looks for, as far as it is known."""
    own = onboarding.profile(desk).get("function")
    return Need(own if own in onboarding.FUNCTIONS else None, now.topic, f"{now.words} {now.hint}".strip())


def found(desk: Desk, now: Introduction) -> list[Match]:
    """Return the mentors that fit, best first, at most three."""
    return stages.matches(available(desk), needed(desk, now))


def chosen(desk: Desk, now: Introduction, pressed: Pressed) -> Introduction:
    """Write the introduction to the mentor picked; a mentor who has no place left is not picked."""
    mentor = next((m for m in available(desk) if m.id == pressed.mentor), None)
    if mentor is None:
        return now
    fit = stages.match(mentor, needed(desk, now))
    lines = text.letter(desk.phrases, mentor, fit, onboarding.profile(desk), now.words)
    return replace(now, stage=stages.EDIT, mentor=mentor.id, lines=lines, correcting="", missed=False)


def still_possible(desk: Desk, now: Introduction) -> Introduction:
    """Return an introduction that was left, where its mentor or everybody's places went meanwhile."""
    ids = {mentor.id for mentor in available(desk)}
    if not ids:
        return replace(now, stage=stages.HAVE)
    gone = now.stage in (stages.EDIT, stages.CONSENT) and now.mentor not in ids
    return replace(now, stage=stages.PICK, mentor="", correcting="") if gone else now


def after(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Take one reply, or one control word; the stage of the result says what comes next."""
    if pressed.mentor and not pressed.wish:
        return chosen(desk, now, pressed)
    result = _STAGES[now.stage](desk, replace(now, missed=False), said, pressed)
    if result.stage in (stages.NEED, stages.PICK) and not available(desk):
        return _over(result, FULL)
    return result


def _over(now: Introduction, outcome: str = LEFT) -> Introduction:
    return replace(now, stage=stages.DONE, outcome=outcome)


def _need(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    words = "" if CONTROLS.get(said.intent) else said.text.strip()
    return replace(now, stage=stages.PICK, words=words)


def _have(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Someone who has a mentor: show the contact again, give the place back, or look for another."""
    wish = pressed.wish or stages.wish(said.text)
    mentor = _meant(desk, said, pressed)
    if wish == stages.ANOTHER:
        return replace(now, stage=stages.PICK if now.topic or now.words else stages.NEED)
    if wish == stages.RETURN and mentor:
        mentors.give_back(desk.uow, mentor.id, desk.person)
        _mark_returned(desk, mentor.id)
        return _over(replace(now, mentor=mentor.id), RETURNED)
    if wish == stages.SHOW and mentor:
        return _over(replace(now, mentor=mentor.id, lines=_sent(desk, mentor.id)), SHOWN)
    leaves = stages.refuses(said.text) or CONTROLS.get(said.intent) == "skip"
    return _over(now) if leaves else replace(now, missed=True)


def _meant(desk: Desk, said: Said, pressed: Pressed) -> Mentor | None:
    """Whom a wish is about: the one the button names, the one named, or the only one."""
    held = mentors.held_by(desk.uow, desk.person)
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
    mentor = stages.picked(said.text, _offered(desk, now))
    if mentor:
        return chosen(desk, now, Pressed(mentor.id))
    if control or said.intent == "rephrase" or len(said.text.split()) < 3:
        return replace(now, missed=True)
    return replace(now, words=said.text.strip(), topic="", hint="")


def _offered(desk: Desk, now: Introduction) -> list[Mentor]:
    """Those shown, as they were counted; one whose last place went since keeps their number."""
    known = {mentor.id: mentor for mentor in mentors.everyone(desk.uow)}
    return [known[one] for one in now.offered if one in known]


def _edit(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Accept the text, or change a line of it."""
    # "Change something" sounds like "back" to the gate.
    if drafts.wants_change(said.text) and not now.correcting:
        return replace(now, correcting="?")
    control = CONTROLS.get(said.intent)
    if control == "back":
        return replace(now, correcting="") if now.correcting else replace(now, stage=stages.PICK)
    if control or said.intent == "rephrase":
        return replace(now, correcting="", stage=stages.CONSENT if control == "skip" else stages.EDIT)
    keys = [key for key, _ in now.lines]
    if now.correcting in keys:
        return replace(now, lines=drafts.changed(now.lines, now.correcting, said.text), correcting="")
    return _edited(now, drafts.read_edit(said.text, keys, stages.LINE_NAMES))


def _edited(now: Introduction, edit: drafts.Edit) -> Introduction:
    if edit.what == drafts.ACCEPT:
        return replace(now, stage=stages.CONSENT, correcting="")
    if edit.what == drafts.CHANGE:
        return replace(now, lines=drafts.changed(now.lines, edit.key, edit.words), correcting="")
    if edit.what == drafts.DROP and len(now.lines) > 1:
        return replace(now, lines=drafts.without(now.lines, edit.key), correcting="")
    return replace(now, correcting=edit.key or "?")


def _consent(desk: Desk, now: Introduction, said: Said, pressed: Pressed) -> Introduction:
    """Only a clear yes takes a place and shows the contact; if the last place went meanwhile, choose again."""
    if CONTROLS.get(said.intent) == "back":
        return replace(now, stage=stages.EDIT)
    if said.intent == "affirm" or onboarding.agrees(said.text):
        taken = mentors.take(desk.uow, now.mentor, desk.person, desk.now)
        return _over(now, MADE) if taken else replace(now, stage=stages.PICK, mentor="")
    given_up = stages.refuses(said.text) or CONTROLS.get(said.intent) in ("skip", "dont_know")
    return _over(now) if given_up else replace(now, missed=True)


_STAGES: dict[str, Callable[[Desk, Introduction, Said, Pressed], Introduction]] = {
    stages.NEED: _need,
    stages.HAVE: _have,
    stages.PICK: _pick,
    stages.EDIT: _edit,
    stages.CONSENT: _consent,
}
