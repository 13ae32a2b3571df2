"""The awareness check: a round of situations seen from other functions, the picture of the gaps, a path of reading.

What was said is kept for the leader alone: nothing of this kind of record is read by a report or a release.
"""

from dataclasses import replace
from secrets import token_hex
from typing import Any

from bot.domain import awareness as checks
from bot.domain.awareness import Answer, Round, Situation
from bot.domain.rehearsal.playbook import plain
from bot.services import awareness_text as text
from bot.services import mentor, mentors, onboarding
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND = "awareness"
#: A round under way; ended, with pieces left to read; ended with none; put aside for a new one.
OPEN, READING, DONE, LEFT = "open", "reading", "done", "left"
CHECK, GAPS = "awareness.check", "awareness.gaps"
CHOOSE = "/awareness_choose"
#: After so many situations the picture is on offer.
ENOUGH = 2
#: A wish that is a word, and no situation's point, is this long at most, in characters.
LONGEST_WISH = 60
_AT_CHECK = ("choices", "finish")
_AT_GAPS = ("now", "piece", "round", "gaps", "done")
#: What a button pressed at the menu, or later, may still do.
_OPENING = ("now", "piece", "round", "gaps")


def open_check(desk: Desk, said: Said, pressed: str = "") -> Outcome:
    """Go on with the round or the reading that was left, or begin a round.

    Args:
        pressed: what a button carried: a wish or a point's id.
    """
    record = desk.newest(KIND, (OPEN, READING))
    if record is None:
        now = _begin(desk)
        name = "begin" if len(desk.every(KIND)) == 1 else "begin_again"
        return Outcome((Say(f"utter_awareness_{name}", CHECK, None, {"count": str(len(now.dealt))}),), _slots(now))
    now = checks.known(checks.from_dict(record.body), desk.content.awareness)
    if now.pending:
        return Outcome((Say("utter_awareness_resumed", CHECK),), _slots(now))
    desk.save(record, state=OPEN)
    wanted = pressed or _wish(desk, said.text, ("now", "piece"))
    read_already = wanted == "piece" and checks.read_today(now, desk.today)
    return _beside(desk, wanted) if wanted in _OPENING and not read_already else Outcome(slots=_slots(now))


def answer(desk: Desk, said: Said, pressed: str = "") -> Outcome:
    """Take what was said about a situation, or beside the picture, or one control word."""
    record, now = _current(desk)
    situation = desk.content.awareness.get(now.pending)
    if situation is None:
        return _beside(desk, pressed or _wish(desk, said.text, _AT_GAPS), said.intent)
    wanted = pressed or _wish(desk, said.text, _AT_CHECK)
    if wanted in _AT_CHECK:
        return _keep(desk, record, checks.finished(now) if wanted == "finish" else replace(now, choices=True))
    if CONTROLS.get(said.intent) == "back":
        return _keep(desk, record, checks.back(now))
    if said.intent == "short_time":
        return _keep(desk, record, checks.shortened(now), Say("utter_awareness_short", CHECK, situation.function))
    note = _note(situation, said, wanted)
    return Outcome((note,), _slots(now)) if note else _answered(desk, _told(situation, said, wanted))


def _note(situation: Situation, said: Said, wanted: str) -> Say | None:
    """What is said without moving on: other words for the question, or that there was nothing to read."""
    wordless = not wanted and said.intent not in CONTROLS and not plain(said.text)
    if said.intent == "rephrase" and not (wordless and "?" not in said.text):
        return Say("utter_awareness_hint", CHECK, situation.function, {"who": situation.who})
    return Say("utter_awareness_empty", CHECK, situation.function) if wordless else None


def _told(situation: Situation, said: Said, wanted: str) -> Answer:
    control = CONTROLS.get(said.intent)
    if control:
        return Answer(situation.id, control=control)
    point = next((p for p in situation.points if wanted == p.id or plain(said.text) == plain(p.name)), None)
    if point:
        return Answer(situation.id, point.name, picked=(point.id,))
    return Answer(situation.id, said.text, checks.read(situation, said.text))


def _answered(desk: Desk, told: Answer) -> Outcome:
    record, now = _current(desk)
    situation = desk.content.awareness[told.situation]
    lines = text.feedback(desk.phrases, situation, told)
    say = Say("utter_awareness_feedback", CHECK, situation.function, {"lines": lines})
    return _keep(desk, record, checks.answered(now, told), say)


def _keep(desk: Desk, record: Record, now: Round, *say: Say) -> Outcome:
    """Store the round; with its last answer, lay out the path that follows from it."""
    if not now.pending and not now.path:
        now = replace(now, path=checks.path(now, _before(desk, now), desk.content.awareness, _own(desk)))
    desk.save(record, body=checks.to_dict(now))
    return Outcome(say, _slots(now))


def ask_check(desk: Desk) -> Outcome:
    """Put the situation that waits, or show choices for it."""
    _, now = _current(desk)
    situation = desk.content.awareness.get(now.pending)
    if situation is None:
        return Outcome(slots=_slots(now))
    place = {"n": str(len(now.answers) + 1), "count": str(len(now.dealt))}
    values = {"story": situation.story, "ask": situation.ask, "who": situation.who, **place}
    values["function"] = text.function(desk, situation.function)
    if now.choices:
        points = tuple(Button(_capital(p.name), f"{CHOOSE} choice={p.id}") for p in situation.points)
        return Outcome((Say("utter_awareness_choices", CHECK, situation.function, values, points),))
    skip = Button(desk.phrases.say("awareness.button.skip"), "/skip")
    early = (_button(desk, "finish"),) if len(now.answers) >= ENOUGH else ()
    buttons = (_button(desk, "choices"), skip, *early)
    return Outcome((Say("utter_awareness_situation", CHECK, situation.function, values, buttons),))


def ask_gaps(desk: Desk) -> Outcome:
    """Show the picture once, in words too; after that, how far the reading is. Ask what comes next."""
    record, now = _current(desk)
    own, before = _own(desk), _before(desk, now)
    counts = checks.tally([now], desk.content.awareness)
    deepest = checks.deepest(counts, own)
    values = {"question": text.question(desk, now), "path": text.path(desk, now)}
    buttons = _beside_buttons(desk, now, deepest)
    if not counts and not now.path:
        return Outcome((Say("utter_awareness_nothing", GAPS, None, values, buttons),))
    if now.shown or not counts:
        return Outcome((Say("utter_awareness_path", GAPS, deepest or None, values, buttons),))
    desk.save(record, body=checks.to_dict(replace(now, shown=True)))
    values |= {"lines": text.lines(desk, now, before, own), "where": text.where(desk, now, own)}
    picture = text.picture(desk, now, before)
    return Outcome((Say("utter_awareness_gaps", GAPS, deepest, values, buttons, picture),), _topic(desk, now, deepest))


def _topic(desk: Desk, now: Round, function: str) -> dict[str, Any]:
    """The mentor's topic in hand where the gap is deepest, so that "a human mentor" looks for one who knows it."""
    book = desk.content.awareness
    topics = [book[a.situation].topics[0] for a in now.answers if book[a.situation].function == function]
    return {mentor.SLOT: topics[0]} if topics else {}


def _beside_buttons(desk: Desk, now: Round, deepest: str) -> tuple[Button, ...]:
    wishes = ["round", "done"]
    if now.next_piece:
        wishes.insert(0, "now" if checks.read_today(now, desk.today) else "piece")
    if now.shown and checks.tally([now], desk.content.awareness):
        wishes.insert(1, "gaps")
    buttons = [_button(desk, wish) for wish in wishes]
    if deepest and mentors.everyone(desk.uow):
        title = desk.phrases.say("awareness.button.mentor", function=text.function(desk, deepest))
        buttons.insert(-1, Button(title, "/introduce"))
    return tuple(buttons)


def _beside(desk: Desk, wanted: str, intent: str = "") -> Outcome:
    """Do what was chosen beside the picture."""
    record, now = _current(desk)
    # "Next piece" sounds like "skip" to the gate: a wish comes first.
    control = "" if wanted else CONTROLS.get(intent)
    if control == "back":
        return _keep(desk, record, replace(checks.back(now), path=()))
    if wanted == "done" or control:
        return Outcome(slots={**_slots(now), "awareness_gaps": "done"})
    if wanted == "round":
        desk.save(record, state=DONE)
        now = _begin(desk)
        say = Say("utter_awareness_begin_again", CHECK, None, {"count": str(len(now.dealt))})
        return Outcome((say,), _slots(now))
    if wanted == "gaps":
        desk.save(record, body=checks.to_dict(replace(now, shown=False)))
        return Outcome(slots=_slots(now))
    if wanted in ("piece", "now"):
        return _read(desk, record, now, wanted)
    return Outcome((Say("utter_awareness_unclear", GAPS),), _slots(now))


def _read(desk: Desk, record: Record, now: Round, wanted: str) -> Outcome:
    """Give the piece for today; once that was read, "yes" leaves it there, and only a clear wish gives more."""
    if wanted == "piece" and now.next_piece and checks.read_today(now, desk.today):
        return Outcome(slots={**_slots(now), "awareness_gaps": "done"})
    piece = now.next_piece
    if piece is None:
        return Outcome((Say("utter_awareness_all_read", GAPS),), _slots(now))
    desk.save(record, body=checks.to_dict(checks.read_piece(now, piece, desk.today)))
    question = mentor.Question(picked=piece.topic, part=piece.function)
    told = mentor.answer(desk, question, mentor.Place(busy=True))
    return Outcome(told.say, {**_slots(now), **told.slots})


def pause(desk: Desk) -> Outcome:
    """Leave the round where it is; beside the picture, it is over and only the reading is left."""
    record = desk.newest(KIND, (OPEN,))
    if record and not checks.from_dict(record.body).pending:
        return close(desk)
    return Outcome((Say("utter_awareness_paused", CHECK),), _empty())


def restart(desk: Desk) -> Outcome:
    """Set the open round aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    return Outcome((Say("utter_awareness_restarted", CHECK),), _slots(_begin(desk)))


def close(desk: Desk) -> Outcome:
    """End the round; what is left to read stays for the days to come."""
    record, now = _current(desk)
    desk.save(record, state=READING if now.next_piece else DONE)
    name = "utter_awareness_closed" if now.next_piece else "utter_awareness_closed_done"
    return Outcome((Say(name, GAPS),), _empty())


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return the rounds kept for a person, newest first: what was said, and what was read."""
    return [{"id": r.id, "state": r.state, **r.body} for r in uow.records.all(person.id, KIND)]


def _begin(desk: Desk) -> Round:
    past = [checks.from_dict(r.body) for r in desk.every(KIND)]
    dealt = checks.deal(desk.content.awareness, past, _own(desk))
    now = Round(token_hex(8), desk.today.isoformat(), dealt)
    desk.create(KIND, OPEN, checks.to_dict(now), record_id=now.id)
    return now


def _before(desk: Desk, now: Round) -> Round | None:
    """The last round before this one that was brought to its end."""
    ended = (r for r in desk.every(KIND, (DONE, READING)) if r.id != now.id)
    return next((checks.from_dict(r.body) for r in ended), None)


def _own(desk: Desk) -> str:
    return str(onboarding.profile(desk).get("function") or "")


def _current(desk: Desk) -> tuple[Record, Round]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        _begin(desk)
        record = desk.every(KIND, (OPEN,))[0]
    return record, checks.known(checks.from_dict(record.body), desk.content.awareness)


def _wish(desk: Desk, words: str, among: tuple[str, ...]) -> str:
    """Return which wish a whole text is, or an empty text."""
    bare = plain(words).removesuffix(" please") if len(words) <= LONGEST_WISH else ""
    return next((wish for wish in among if bare and bare in desk.phrases.get(f"awareness.say.{wish}")), "")


def _button(desk: Desk, wish: str) -> Button:
    return Button(desk.phrases.say(f"awareness.button.{wish}"), f"{CHOOSE} choice={wish}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _slots(now: Round) -> dict[str, Any]:
    return {"awareness_check": None if now.pending else "done", "awareness_gaps": None}


def _empty() -> dict[str, Any]:
    return {"awareness_check": None, "awareness_gaps": None}
