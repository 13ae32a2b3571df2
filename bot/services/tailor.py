"""A message tailored to one counterpart: asked for piece by piece, shown beside the leader's own, rehearsed at once.

Nothing is sent: the words are the leader's to say or to send.
"""

from typing import Any

from bot.domain.tailoring import draft as drafts
from bot.domain.tailoring.book import TailorBook
from bot.domain.tailoring.draft import BY, DONE, PREFERS, RESULT, WHO, WORDS, Draft, Reply
from bot.domain.tailoring.tailor import tailored
from bot.services import memory, onboarding, style
from bot.services import tailor_text as text
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND, STEP, SLOT = "tailor", "style.tailor", "style_tailor"
#: States of the record: under way, finished, set aside for another.
OPEN, FINISHED, LEFT = "open", "done", "left"
CHOOSE = "/tailor_choose"
#: So many people are suggested before all are shown.
SUGGESTED = 5


def open_tailor(desk: Desk, said: Said, choice: str = "") -> Outcome:
    """Begin a message, or go on with the one that was left; the request may say for whom and what they are to do.

    Args:
        choice: what a button carried that was pressed after its message was finished; it is opened again.
    """
    book, record = desk.content.tailor, desk.newest(KIND)
    if choice and record:
        _save(desk, record, drafts.answer(drafts.from_dict(record.body), Reply("", choice=choice), book))
        return _says()
    now = drafts.begun(said.text, book) if not choice else Draft()
    if record and record.state == OPEN:
        if not now.stakeholder:
            return _says("utter_tailor_resumed")
        desk.save(record, state=LEFT)
    desk.create(KIND, OPEN, drafts.to_dict(now))
    return _says("utter_tailor_begin_again" if record else "utter_tailor_begin")


def answer(desk: Desk, said: Said, choice: str = "") -> Outcome:
    """Take one reply, one pressed button or one control word."""
    record, now = _current(desk)
    if said.intent == "rephrase" and not drafts.choice_in(now, said.text, desk.content.tailor):
        return _says("utter_tailor_why" if "asks-why" in said.signals.on else f"utter_tailor_hint_{now.stage}")
    date = next((date.text for date in said.signals.dates), "")
    after = drafts.answer(now, Reply(said.text, said.intent, choice, date), desk.content.tailor)
    _save(desk, record, after)
    return Outcome(slots={SLOT: "done" if after.stage == DONE else None})


def ask(desk: Desk) -> Outcome:
    """Ask for what is lacking; when nothing is, show the two versions."""
    _, now = _current(desk)
    book = desk.content.tailor
    if now.stage == WHO:
        return _one(_whom(desk, now, book))
    if now.stage in (RESULT, DONE):
        return _one(_result(desk, now, book))
    return _one(_asking(now, book))


def _whom(desk: Desk, now: Draft, book: TailorBook) -> Say:
    people = book.book.stakeholders
    ids = tuple(people) if now.everyone else _suggested(desk, book)
    buttons = [_button(people[one].name, f"who:{one}") for one in ids]
    if not now.everyone:
        buttons.append(_button(book.phrases.say("button.everyone"), "everyone"))
    asked = "named" if now.asked_name else "again" if now.unclear else "all" if now.everyone else ""
    name = "utter_tailor_who" + (f"_{asked}" if asked else "")
    return Say(name, STEP, None, {"name": now.asked_name}, tuple(buttons))


def _asking(now: Draft, book: TailorBook) -> Say:
    buttons: tuple[Button, ...] = ()
    values = {"voice": text.voice(now, book), "noted": text.noted(now, book)}
    name = f"utter_tailor_{now.stage}"
    if now.stage == PREFERS:
        told = any(now.prefers.values())
        name += "_noted" if told else "_again" if now.unclear else ""
        buttons = _preferences(now, book, told)
    elif now.unclear and now.stage != BY:
        name += "_again"
    elif now.stage == WORDS and any(now.prefers.values()) and not now.single:
        name += "_noted"
    return Say(name, STEP, now.stakeholder or None, values, buttons)


def _preferences(now: Draft, book: TailorBook, told: bool) -> tuple[Button, ...]:
    """One button for each side that is not taken yet, then the way on."""
    left = (letter for letter in book.letters if letter not in now.prefers.values())
    sides = [_button(_capital(book.letters[letter].plain), f"pref:{letter}") for letter in left]
    end = "enough" if told else "unsure"
    return (*sides, _button(book.phrases.say(f"button.{end}"), end))


def _result(desk: Desk, now: Draft, book: TailorBook) -> Say:
    """The two versions; short where only a reply to them was not understood."""
    buttons = _ways_on(now, book)
    if now.unclear:
        return Say("utter_tailor_result_again", STEP, now.stakeholder, {"voice": text.voice(now, book)}, buttons)
    made = tailored(now.stakeholder, now.words, now.ask, now.prefers, style.pairs(desk), book)
    return Say("utter_tailor_result", STEP, now.stakeholder, text.values(now, made, book), buttons)


def _ways_on(now: Draft, book: TailorBook) -> tuple[Button, ...]:
    say = book.phrases.say
    rehearse = Button(say("button.rehearse", title=text.titled(now, book)), "/rehearse")
    choices = ("other", "words", "ask", "prefers", "done")
    return (rehearse, *(_button(say(f"button.{choice}"), choice) for choice in choices))


def pause(desk: Desk) -> Outcome:
    """Leave it where it is; a message that was shown is finished."""
    record = desk.newest(KIND, (OPEN,))
    if record and drafts.from_dict(record.body).stage == RESULT:
        desk.save(record, state=FINISHED)
    return _says("utter_tailor_paused")


def restart(desk: Desk) -> Outcome:
    """Set the open message aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    desk.create(KIND, OPEN, drafts.to_dict(Draft()))
    return _says("utter_tailor_restarted")


def close(desk: Desk) -> Outcome:
    """Say that it is kept."""
    return _says("utter_tailor_closed")


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return a person's messages, newest first, in their own words, for that person's own eyes."""
    kept = ("stakeholder", "name", "words", "ask", "by", "prefers")
    records = uow.records.all(person.id, KIND)
    return [{"id": r.id, "state": r.state, **{key: r.body[key] for key in kept}} for r in records]


def _suggested(desk: Desk, book: TailorBook) -> tuple[str, ...]:
    """Those the conversation left open names, those of before, of the newest plan, then the powerful elsewhere."""
    own = onboarding.profile(desk).get("function")
    people = sorted(book.book.stakeholders.values(), key=lambda p: (p.function == own, -p.power))
    tested = desk.newest("pressure")
    before = [str(record.body["stakeholder"]) for record in desk.every(KIND)]
    picked = tested.body.get("picked") or () if tested else ()
    ids = (*memory.lately_named(desk), *before, *picked, *(p.id for p in people))
    return tuple(dict.fromkeys(one for one in ids if one in book.book.stakeholders))[:SUGGESTED]


def _current(desk: Desk) -> tuple[Record, Draft]:
    record = desk.newest(KIND, (OPEN,)) or desk.create(KIND, OPEN, drafts.to_dict(Draft()))
    return record, drafts.from_dict(record.body)


def _save(desk: Desk, record: Record, now: Draft) -> None:
    desk.save(record, state=FINISHED if now.stage == DONE else OPEN, body=drafts.to_dict(now))


def _button(title: str, choice: str) -> Button:
    return Button(title, f"{CHOOSE} choice={choice}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _one(say: Say) -> Outcome:
    return Outcome((say,), {SLOT: None})


def _says(response: str = "", values: dict[str, Any] | None = None) -> Outcome:
    return Outcome((Say(response, STEP, None, values or {}),) if response else (), {SLOT: None})
