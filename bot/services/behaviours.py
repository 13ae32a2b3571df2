"""The self-review of three leadership behaviours, which ends with one small experiment, kept as a promise.

What was said is kept for the leader alone: nothing of this kind of record is read by a report or a release.
"""

from dataclasses import replace
from datetime import date
from secrets import token_hex
from typing import Any

from bot.domain import behaviours as reviews
from bot.domain.behaviours import BEHAVIOURS, EXPERIMENT, MIRROR, WHEN, WHICH, Review, Told
from bot.domain.pressure.cues import has
from bot.domain.rehearsal.playbook import plain
from bot.services import behaviours_text as text
from bot.services import commitments
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say
from bot.services.wording import spoken

KIND = "behaviours"
OPEN, DONE, LEFT = "open", "done", "left"
STEP, SLOT, CHOOSE = "behaviours.check", "behaviours_check", "/behaviours_choose"
ALL, MONTH = "all", "month"
#: Characters of an experiment as it is said back and kept as a promise.
LONGEST = 400


def open_review(desk: Desk, said: Said) -> Outcome:
    """Go on with the review that was left, or begin one; at once with the behaviour that the request names."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        return _says("utter_behaviours_resumed", _known(desk, record))
    first = _opening(desk)
    now = Review(token_hex(8), desk.today.isoformat())
    named = _which(desk, said.text) if said.intent == KIND else ()
    if len(named) == 1:
        now = reviews.begun(now, named, desk.content.behaviours, _past(desk))
    desk.create(KIND, OPEN, reviews.to_dict(now), record_id=now.id)
    return Outcome((first,), {SLOT: None})


def _opening(desk: Desk) -> Say:
    """The first review is explained; a later one begins with what became of the experiment before."""
    before = desk.newest(KIND, (DONE,))
    promise = desk.uow.records.get(desk.person.id, f"promise-{before.id}") if before else None
    if promise:
        last = desk.phrases.say(f"behaviours.last.{promise.state}", action=str(promise.body["action"]))
        return Say("utter_behaviours_begin_recalling", STEP, None, {"last": last})
    return Say("utter_behaviours_begin_again" if before else "utter_behaviours_begin", STEP)


def answer(desk: Desk, said: Said, pressed: str = "") -> Outcome:
    """Take one reply, or one control word, into the open review.

    Args:
        pressed: what a button carried: a behaviour, a reaction or an experiment by its id.
    """
    record, now = _current(desk)
    if note := _note(now, said, pressed):
        return _says(note, now)
    if CONTROLS.get(said.intent) == "back":
        return _keep(desk, record, reviews.back(now))
    if said.intent == "short_time":
        return _keep(desk, record, reviews.shortened(now), "utter_behaviours_short" if now.looked_at else None)
    if now.pending == WHICH:
        return _keep(desk, record, _chosen(desk, now, said, pressed))
    if now.pending == WHEN:
        return _keep(desk, record, _dated(desk, now, said, pressed))
    if now.pending == EXPERIMENT:
        return _keep(desk, record, _tried(desk, now, said, pressed))
    told = _told(desk, now, said, pressed)
    return _keep(desk, record, reviews.replied(now, told), _heard(desk, now, told), _reaction_name(desk, told))


def _note(now: Review, said: Said, pressed: str) -> str:
    """The reply that is given without moving on, by name: other words, or that there was nothing to read."""
    wordless = not pressed and not plain(said.text) and said.intent not in (*CONTROLS, "short_time")
    if said.intent == "rephrase" and not (wordless and "?" not in said.text):
        key = now.pending.partition("/")[0]
        return f"utter_behaviours_hint_{'case' if key in BEHAVIOURS else key}"
    return "utter_behaviours_empty" if wordless else ""


def _chosen(desk: Desk, now: Review, said: Said, pressed: str) -> Review:
    named = tuple(BEHAVIOURS) if pressed == ALL else (pressed,) if pressed in BEHAVIOURS else _which(desk, said.text)
    if said.intent in CONTROLS:
        named = (_longest_ago(desk),)
    if not named:
        return replace(now, unclear=True)
    return reviews.begun(now, named, desk.content.behaviours, _past(desk))


def _which(desk: Desk, words: str) -> tuple[str, ...]:
    named = tuple(name for name in BEHAVIOURS if has(words, desk.phrases.get(f"behaviours.which.{name}")))
    if not named and has(words, desk.phrases.get(f"behaviours.which.{ALL}")):
        return tuple(BEHAVIOURS)
    return named


def _longest_ago(desk: Desk) -> str:
    """The behaviour that was never looked at, or longest ago."""
    seen = [name for one in _past(desk) for name in one.looked_at]
    return max(BEHAVIOURS, key=lambda name: seen.index(name) if name in seen else len(seen))


def _told(desk: Desk, now: Review, said: Said, pressed: str) -> Told:
    name, _, case_id = now.pending.partition("/")
    case = desk.content.behaviours[name].case(case_id) if name in desk.content.behaviours else None
    # "What did you do the last time?" "Nothing", "never", "no": there is no such time, and nothing to read from it.
    nothing = case is not None and not pressed and plain(said.text) in desk.phrases.get("behaviours.nothing")
    control = CONTROLS.get(said.intent) or ("skip" if nothing else None)
    if control or case is None:
        return Told(now.pending, "" if control else said.text, control=control)
    picked = case.reaction(pressed) or next((r for r in case.reactions if plain(r.name) == plain(said.text)), None)
    if picked:
        return Told(now.pending, picked.name, picked.id)
    return Told(now.pending, said.text, reviews.read(case, said.text))


def _heard(desk: Desk, now: Review, told: Told) -> str | None:
    """The reply that says how an answer was taken; none after a button or a control word."""
    if told.control or (told.choice and told.text == _reaction_name(desk, told)["name"]):
        return None
    if now.pending.partition("/")[0] in BEHAVIOURS:
        return "utter_behaviours_heard" if told.choice else "utter_behaviours_heard_words"
    disagrees = now.pending.startswith(MIRROR) and has(told.text, desk.phrases.get("behaviours.disagrees"))
    return "utter_behaviours_disagreed" if disagrees else None


def _reaction_name(desk: Desk, told: Told) -> dict[str, str]:
    name, _, case_id = told.key.partition("/")
    case = desk.content.behaviours[name].case(case_id) if name in desk.content.behaviours else None
    reaction = case.reaction(told.choice) if case else None
    return {"name": reaction.name if reaction else ""}


def _tried(desk: Desk, now: Review, said: Said, pressed: str) -> Review:
    """Take an experiment, by number, by button or in the leader's own words."""
    if said.intent in CONTROLS:
        return reviews.replied(now, Told(EXPERIMENT, control=CONTROLS[said.intent]))
    offered = [trial for _, trial in reviews.trials(now, desk.content.behaviours)]
    place = reviews.chosen(said.text, len(offered))
    trial = next((t for t in offered if t.id == pressed), offered[place] if place is not None else None)
    if trial:
        return reviews.replied(now, Told(EXPERIMENT, trial.text, trial.id))
    if not reviews.is_own(said.text):
        return replace(now, unclear=True)
    return reviews.replied(now, Told(EXPERIMENT, _short(said.text)))


def _dated(desk: Desk, now: Review, said: Said, pressed: str) -> Review:
    """Take the day; who names none twice, or leaves it open, gets one cycle."""
    if pressed == MONTH:
        return replace(reviews.replied(now, Told(WHEN, said.text, MONTH)), on=_cycle(desk))
    control = CONTROLS.get(said.intent)
    days = (d.on for d in commitments.on_cycle(desk, said.signals).dates if d.on)
    day = next((on for on in days if on >= desk.today.isoformat()), "")
    if not day and not control and not now.unclear:
        return replace(now, unclear=True)
    told = Told(WHEN, "" if control else said.text, control=None if day else control or "undated")
    return replace(reviews.replied(now, told), on=day or _cycle(desk))


def _cycle(desk: Desk) -> str:
    return reviews.next_cycle(desk.today).isoformat()


def _keep(
    desk: Desk, record: Record, now: Review, say: str | None = None, values: dict[str, str] | None = None
) -> Outcome:
    """Store the review."""
    desk.save(record, body=reviews.to_dict(now))
    says = (Say(say, STEP, now.behaviour or None, values or {}),) if say else ()
    return Outcome(says, {SLOT: None if now.pending else "done"})


def ask(desk: Desk) -> Outcome:
    """Put the question that waits."""
    _, now = _current(desk)
    key, _, rest = now.pending.partition("/")
    if key in BEHAVIOURS:
        return _ask_case(desk, now, key, rest)
    if key == WHICH:
        return _ask_which(desk, now)
    if key == MIRROR:
        behaviour = desk.content.behaviours[rest]
        values = {"name": behaviour.name, "lines": text.mirror(desk, now, behaviour)}
        return _says("utter_behaviours_mirror", now, values | {"question": text.question(desk, now, behaviour)})
    if key == EXPERIMENT:
        return _ask_experiment(desk, now)
    buttons = (Button(desk.phrases.say("behaviours.button.month"), f"{CHOOSE} choice={MONTH}"),) if key == WHEN else ()
    return _says(f"utter_behaviours_{key}" + ("_again" if now.unclear else ""), now, buttons=buttons)


def _ask_which(desk: Desk, now: Review) -> Outcome:
    each = [Button(one.name, f"{CHOOSE} choice={one.id}") for one in desk.content.behaviours.values()]
    every = Button(desk.phrases.say("behaviours.button.all"), f"{CHOOSE} choice={ALL}")
    return _says("utter_behaviours_which" + ("_again" if now.unclear else ""), now, buttons=(*each, every))


def _ask_case(desk: Desk, now: Review, name: str, case_id: str) -> Outcome:
    behaviour = desk.content.behaviours[name]
    case = next(one for one in behaviour.cases if one.id == case_id)
    buttons = tuple(Button(one.name, f"{CHOOSE} choice={one.id}") for one in case.reactions)
    skip = Button(desk.phrases.say("behaviours.button.skip"), "/skip")
    return _says("utter_behaviours_case", now, {"name": behaviour.name, "story": case.story}, (*buttons, skip))


def _ask_experiment(desk: Desk, now: Review) -> Outcome:
    offered = reviews.trials(now, desk.content.behaviours)
    buttons = tuple(Button(str(n), f"{CHOOSE} choice={trial.id}") for n, (_, trial) in enumerate(offered, 1))
    name = "utter_behaviours_experiment" + ("_again" if now.unclear else "")
    return _says(name, now, {"lines": text.trial_lines(desk, now)}, buttons)


def _says(
    response: str, now: Review, values: dict[str, Any] | None = None, buttons: tuple[Button, ...] = ()
) -> Outcome:
    return Outcome((Say(response, STEP, now.behaviour or None, values or {}, buttons),), {SLOT: None})


def pause(desk: Desk) -> Outcome:
    """Leave the review where it is."""
    return Outcome((Say("utter_behaviours_paused", STEP),), {SLOT: None})


def restart(desk: Desk) -> Outcome:
    """Set the open review aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    now = Review(token_hex(8), desk.today.isoformat())
    desk.create(KIND, OPEN, reviews.to_dict(now), record_id=now.id)
    return Outcome((Say("utter_behaviours_restarted", STEP),), {SLOT: None})


def close(desk: Desk) -> Outcome:
    """End the review; an experiment becomes a promise with its day."""
    record, now = _current(desk)
    desk.save(record, state=DONE)
    tried, when = now.of(EXPERIMENT), now.of(WHEN)
    if tried is None or not tried.text or when is None:
        return Outcome((Say("utter_behaviours_closed_without", STEP),), {SLOT: None})
    on = date.fromisoformat(now.on)
    promise = commitments.take_on(desk, now.id, tried.text, when.text, on)
    name = "utter_behaviours_closed" + ("_undated" if when.control else "")
    values = {"action": promise.body["action"], "date": spoken(on)}
    return Outcome((Say(name, STEP, now.behaviour or None, values),), {SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the reviews kept for a person, newest first."""
    return [{"id": r.id, "state": r.state, **r.body} for r in uow.records.all(person.id, KIND)]


def _current(desk: Desk) -> tuple[Record, Review]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        now = Review(token_hex(8), desk.today.isoformat())
        record = desk.create(KIND, OPEN, reviews.to_dict(now), record_id=now.id)
    return record, _known(desk, record)


def _known(desk: Desk, record: Record) -> Review:
    return reviews.known(reviews.from_dict(record.body), desk.content.behaviours)


def _past(desk: Desk) -> list[Review]:
    return [reviews.from_dict(record.body) for record in desk.every(KIND, (DONE, LEFT))]


def _short(words: str) -> str:
    """The words as a promise keeps them: cut after 400 characters, between two words."""
    bare = " ".join(words.split())
    return bare if len(bare) <= LONGEST else bare[:LONGEST].rsplit(" ", 1)[0] + "…"
