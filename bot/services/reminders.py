"""Reminders: where the person is, at what hour, for what, how often. Each answer holds from then on."""

from dataclasses import replace
from typing import Any

from bot.domain import reminder_answers as answers
from bot.domain import reminders as times
from bot.domain import zones
from bot.domain.reminders import Wishes
from bot.services import contacts, nudges
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Record
from bot.services.replies import Outcome, Say

KIND, SLOT, ABOUT = nudges.KIND, "commitments_update", "commitments.update"
#: What is asked, in this order.
QUESTIONS = ("zone", "hour", "promises", "weeks", "reflect")
DONE = "done"


def open_reminders(desk: Desk, said: Said) -> Outcome:
    """Begin; what the first message says already ("stop reminding me", "I am in Singapore") is taken at once."""
    if contacts.address(desk.uow, desk.person.id) is None:
        return _says("utter_reminders_elsewhere", slots={SLOT: DONE})
    wishes = _wishes(desk)
    if answers.all_off(said.text):
        _save(desk, _silent(wishes), DONE)
        return _says("utter_reminders_off", slots={SLOT: DONE})
    zone = _zone_in(desk, said.text)
    known = replace(wishes, zone=zone) if zone else wishes
    _save(desk, known, "hour" if zone else "zone")
    if not wishes.zone:
        return _says("utter_reminders_begin")
    return _says("utter_reminders_now", {"lines": _lines(desk, known)})


def answer(desk: Desk, said: Said) -> Outcome:
    """Take the answer to the question that waits."""
    wishes, asking = _wishes(desk), _asking(desk)
    control = CONTROLS.get(said.intent)
    if answers.all_off(said.text):
        _save(desk, _silent(wishes), DONE)
    elif control == "back":
        _save(desk, wishes, _step(asking, -1))
    else:
        changed = _aside(wishes, said.text)
        # "Rather not" is a way to skip, and an answer here.
        taken = None if control == "dont_know" else _taken(desk, changed, asking, said.text)
        if taken or not control:
            _save(desk, taken or changed, _step(asking, 1) if taken else asking, missed=taken is None)
        else:
            _save(desk, wishes, _step(asking, 1) if asking != "zone" or wishes.zone else DONE)
    return Outcome(slots={SLOT: "done" if _asking(desk) == DONE else None})


def ask(desk: Desk) -> Outcome:
    """Ask the question that waits; say first that an answer was not understood."""
    body = _body(desk)
    missed = (Say("utter_reminders_again", ABOUT, "reminders"),) if body.get("missed") else ()
    say = Say(f"utter_reminders_ask_{_asking(desk)}", ABOUT, "reminders")
    return Outcome((*missed, say))


def close(desk: Desk) -> Outcome:
    """Say what was understood; nothing where nobody can be reminded."""
    wishes = _wishes(desk)
    if contacts.address(desk.uow, desk.person.id) is None:
        return Outcome(slots={SLOT: None})
    if not wishes.wanted:
        return _says("utter_reminders_none")
    return _says("utter_reminders_kept", {"lines": _lines(desk, wishes)})


def pause(desk: Desk) -> Outcome:
    """Leave; what was answered holds."""
    return _says("utter_reminders_paused")


def restart(desk: Desk) -> Outcome:
    """Ask everything again."""
    _save(desk, _wishes(desk), "zone")
    return Outcome(slots={SLOT: None})


def snooze(desk: Desk, promise_id: str, days: str) -> Outcome:
    """Put the reminder of a promise off.

    Args:
        days: how many, as a button carries it.
    """
    later = int(days) if days.isdecimal() else 1
    promise = nudges.snooze(desk, promise_id, later)
    if promise is None:
        return _says("utter_reminders_gone")
    return _says("utter_reminders_snoozed_week" if later >= 7 else "utter_reminders_snoozed_day")


def _taken(desk: Desk, wishes: Wishes, asking: str, text: str) -> Wishes | None:
    """Return the wishes with one answer in them, or None where it was not understood."""
    read: dict[str, Any] = {
        "zone": _zone_in(desk, text),
        "hour": answers.hour_in(text),
        "promises": answers.promises_in(text),
        "weeks": answers.weeks_in(text),
        "reflect": answers.yes_in(text),
    }
    value = read.get(asking)
    return None if value is None else replace(wishes, **{asking: value})


def _aside(wishes: Wishes, text: str) -> Wishes:
    """Take what may be said at any question: quiet hours, weekends."""
    quiet, weekends = answers.quiet_in(text), answers.weekends_in(text)
    if quiet:
        wishes = replace(wishes, quiet_from=quiet[0], quiet_to=quiet[1])
    return wishes if weekends is None else replace(wishes, weekends=weekends)


def _zone_in(desk: Desk, text: str) -> str | None:
    """A city, a zone's name, or a place of `reminder.places` in content/phrases.yml."""
    lines = (line.partition("=") for line in desk.phrases.get("reminder.places"))
    return zones.zone_in(text, {place: zone for place, _, zone in lines})


def _silent(wishes: Wishes) -> Wishes:
    return replace(wishes, promises=times.OFF, weeks=0, reflect=False)


def _lines(desk: Desk, wishes: Wishes) -> str:
    """What holds, one line each."""
    hours = {"hour": f"{wishes.hour}:00", "from": f"{wishes.quiet_from}:00", "to": f"{wishes.quiet_to}:00"}
    weekends = "with" if wishes.weekends else "without"
    lines = [
        desk.phrases.say("reminder.line.zone", city=zones.city_of(wishes.zone), **hours),
        desk.phrases.say(f"reminder.line.quiet.{weekends}", **hours),
        desk.phrases.say(f"reminder.line.promises.{wishes.promises}"),
        desk.phrases.say(f"reminder.line.weeks.{wishes.weeks}"),
        desk.phrases.say(f"reminder.line.reflect.{'yes' if wishes.reflect else 'no'}"),
    ]
    return "\n".join(lines)


def _step(asking: str, by: int) -> str:
    """The question after or before this one; after the last one everything is done."""
    place = QUESTIONS.index(asking) + by if asking in QUESTIONS else 0
    return QUESTIONS[max(0, place)] if place < len(QUESTIONS) else DONE


def _says(response: str, values: dict[str, Any] | None = None, slots: dict[str, Any] | None = None) -> Outcome:
    return Outcome((Say(response, ABOUT, "reminders", values or {}),), {SLOT: None} if slots is None else slots)


def _record(desk: Desk) -> Record | None:
    return desk.newest(KIND)


def _body(desk: Desk) -> dict[str, Any]:
    record = _record(desk)
    return dict(record.body) if record else {}


def _wishes(desk: Desk) -> Wishes:
    return times.from_dict(_body(desk))


def _asking(desk: Desk) -> str:
    return str(_body(desk).get("asking", QUESTIONS[0]))


def _save(desk: Desk, wishes: Wishes, asking: str, missed: bool = False) -> None:
    body = {**times.to_dict(wishes), "asking": asking, "missed": missed}
    record = _record(desk)
    if record:
        desk.save(record, body=body)
    else:
        desk.create(KIND, "kept", body)
