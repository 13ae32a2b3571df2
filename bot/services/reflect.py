"""Writing a private reflection: free or along a prompt, in as many messages as it takes; then tags and sharing.

Every message is stored when it arrives. What follows can be skipped; nothing is lost by leaving.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain import reflection as rules
from bot.domain.coaching import session as sessions
from bot.domain.coaching.summary import confirms
from bot.domain.reflection import DONE, SHARE, TAGS, WRITE, Piece, Reflection, from_dict, to_dict
from bot.services import reflection_text, reflections
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.ports import Record
from bot.services.reflections import KEPT, KIND, OPEN
from bot.services.replies import Button, Outcome, Say

CAPTURE, SAVED, LIST = "reflect.capture", "reflect.saved", "reflect.list"
#: The steps as slots, and the slot that says which dialogue goes on afterwards.
CAPTURE_SLOT, SAVED_SLOT, RETURN = "reflect_capture", "reflect_saved", "return_to"
CHOOSE = "/reflect_choose"
INSIGHT = "insight"
#: A reflection left longer ago is finished as it stands; the next one begins anew.
STILL_OPEN = timedelta(hours=12)
#: An answer to the question for tags that has more words goes on with the reflection.
MOST_TAG_WORDS = 8
_LEAVES = frozenset({"stop", "goodbye"})
_PASSES = frozenset({"skip", "dont_know", "deny"})
_FINISHED = re.compile(
    r"^\W*(?:(?:i'?m|i am|we'?re|all)\s+)?(?:done|finished|that'?s (?:it|all)|that is (?:it|all)|save(?: it)?|end|"
    r"the end|ready|enough)\W*$",
    re.I,
)
_NO = re.compile(r"^\W*(?:no|nope|never|none|don'?t|do not|not|rather not|keep it)\b", re.I)


def open_reflection(desk: Desk, return_to: str, prompt: str = "") -> Outcome:
    """Begin a reflection, or go on with the one that was left.

    Args:
        return_to: the dialogue that goes on afterwards (values of the slot `return_to`).
        prompt: `free`, `single` or `double`, or empty to be asked.
    """
    record = _left(desk)
    resumed = record is not None and bool(record.body["text"])
    if record is None:
        record = desk.create(KIND, OPEN, to_dict(Reflection()))
    if prompt in rules.PROMPTS:
        reflections.save(desk, record, replace(from_dict(record.body), prompt=prompt, asked=0, stage=WRITE))
    slots = _slots(from_dict(record.body)) | {RETURN: return_to}
    words = rules.first_words(record.body["text"])
    return Outcome((Say("utter_reflect_resumed", CAPTURE, record.id, {"words": words}),) if resumed else (), slots)


def _left(desk: Desk) -> Record | None:
    """The reflection being written; one that was left long ago is finished first."""
    record = desk.newest(KIND, (OPEN,))
    if record and record.body["text"] and desk.now - record.updated_at > STILL_OPEN:
        reflections.save(desk, record, replace(from_dict(record.body), stage=DONE), KEPT)
        return None
    return record


def answer(desk: Desk, said: Said, choice: str = "") -> Outcome:
    """Take one message, one control word or one button into the reflection.

    Args:
        choice: what a button stands for: a prompt, or `done`.
    """
    record = _current(desk)
    now = from_dict(record.body)
    if said.intent == "start_over":
        return _again(desk, record)
    if said.intent == "rephrase":
        return Outcome((Say(f"utter_reflect_hint_{now.prompt}", CAPTURE, record.id),), _slots(now))
    after = _chosen(desk, now, choice) if choice else _after(desk, now, said)
    reflections.save(desk, record, after)
    return Outcome(slots=_slots(after))


def _again(desk: Desk, record: Record) -> Outcome:
    """What was written is kept; a new reflection begins."""
    if record.body["text"]:
        reflections.save(desk, record, replace(from_dict(record.body), stage=DONE), KEPT)
        desk.create(KIND, OPEN, to_dict(Reflection()))
    else:
        reflections.save(desk, record, Reflection())
    return Outcome((Say("utter_reflect_restarted", CAPTURE),), _slots(Reflection()))


def _chosen(desk: Desk, now: Reflection, choice: str) -> Reflection:
    if choice in rules.PROMPTS:
        return replace(now, prompt=choice, asked=0, stage=WRITE)
    return _finished(desk, now) if choice == DONE and now.stage == WRITE else now


def _after(desk: Desk, now: Reflection, said: Said) -> Reflection:
    if said.intent in _LEAVES:
        return replace(now, stage=DONE)
    if said.intent == "go_back":
        return rules.back(now)
    if said.intent == "short_time" or _FINISHED.match(said.text):
        return _finished(desk, now)
    return {WRITE: _while_writing, TAGS: _at_tags, SHARE: _at_sharing}[now.stage](desk, now, said)


def _finished(desk: Desk, now: Reflection) -> Reflection:
    """The step after the present one; without a text there is none."""
    if not now.text:
        return replace(now, stage=DONE)
    if now.stage == WRITE and not now.tags:
        return replace(now, stage=TAGS)
    if now.stage != SHARE and reflections.undecided(desk):
        return replace(now, stage=SHARE)
    return replace(now, stage=DONE, shared=reflections.shares(desk) is True)


def _while_writing(desk: Desk, now: Reflection, said: Said) -> Reflection:
    more = rules.agreed(said.text) if now.text and now.question is None else None
    if more is not None:  # "Write on, or say done": yes and no are no part of a reflection
        return now if more else _finished(desk, now)
    if said.intent not in ("skip", "dont_know"):
        return rules.added(now, Piece(said.text, desk.source), desk.content.themes)
    if now.question is not None:
        return rules.skipped(now)
    return _finished(desk, now) if now.text or said.intent == "skip" else now


def _at_tags(desk: Desk, now: Reflection, said: Said) -> Reflection:
    if said.intent in _PASSES:
        return _finished(desk, now)
    if "#" not in said.text and len(said.text.split()) > MOST_TAG_WORDS:
        return rules.added(now, Piece(said.text, desk.source), desk.content.themes)
    return _finished(desk, rules.tagged(now, rules.tags_in(said.text)))


def _at_sharing(desk: Desk, now: Reflection, said: Said) -> Reflection:
    """A yes or a no counts for this reflection and, until it is changed, for those to come."""
    no = said.intent in _PASSES or bool(_NO.match(said.text))
    if not no and not confirms(said.text) and said.intent != "affirm":
        return now
    reflections.decide(desk, not no)
    return replace(now, stage=DONE, shared=not no)


def ask_capture(desk: Desk) -> Outcome:
    """Ask for the text, put the next question of the prompt, or say that what came is kept."""
    record = _current(desk)
    now = from_dict(record.body)
    if now.question is not None:
        question = desk.phrases.say(f"reflect.prompt.{now.prompt}.{now.question}")
        name = "utter_reflect_next" if now.text else "utter_reflect_prompt"
        return Outcome((Say(name, CAPTURE, record.id, {"question": question}),))
    if now.text:
        return Outcome((Say("utter_reflect_kept", SAVED, record.id),))
    return Outcome((Say("utter_reflect_begin", CAPTURE, record.id),))


def ask_saved(desk: Desk) -> Outcome:
    """Ask for tags, or whether themes may be counted, with exactly what would be."""
    record = _current(desk)
    now = from_dict(record.body)
    if now.stage == TAGS:
        return Outcome((Say("utter_reflect_tags", SAVED, record.id),))
    themes = reflection_text.names(desk, now)
    name = "utter_reflect_share" if themes else "utter_reflect_share_none"
    return Outcome((Say(name, SAVED, record.id, {"themes": themes}),))


def close(desk: Desk) -> Outcome:
    """Say what was kept, with its tags and themes, and offer to change them."""
    record = _current(desk)
    now = from_dict(record.body)
    slots: dict[str, Any] = {CAPTURE_SLOT: None, SAVED_SLOT: None}
    if not now.text:
        reflections.delete(desk, record.id)
        return Outcome((Say("utter_reflect_nothing", SAVED),), slots)
    record = reflections.save(desk, record, replace(now, stage=DONE), KEPT)
    return Outcome((card(desk, record, "utter_reflect_saved"),), slots)


def card(desk: Desk, record: Record, response: str) -> Say:
    """Return a reply about a stored reflection: tags, themes with the words behind them, what is counted."""
    now = from_dict(record.body)
    journal = Button(desk.phrases.say("reflect.button.journal"), "/journal")
    buttons = (*reflection_text.sharing_buttons(desk, record.id, now), journal)
    return Say(response, SAVED, record.id, {"lines": reflection_text.facts(desk, now)}, buttons)


def note(desk: Desk, said: Said, choice: str = "", session_id: str = "") -> Outcome:
    """Keep a "note to self: ..." at once, or what a person takes with them from a coaching conversation.

    Args:
        choice: `insight` where the button under a finished conversation was pressed.
        session_id: that conversation.
    """
    if choice == INSIGHT:
        return _kept_insight(desk, session_id)
    record = reflections.keep(desk, rules.note_in(said.text) or said.text, desk.source)
    return Outcome((Say("utter_reflect_noted", SAVED, record.id),))


def _kept_insight(desk: Desk, session_id: str) -> Outcome:
    """Pressed twice, the button keeps one reflection."""
    record_id = f"{INSIGHT}-{session_id}"
    session = desk.uow.records.get(desk.person.id, session_id)
    words = sessions.from_dict(session.body).words(INSIGHT) if session and session.kind == "session" else ""
    if not words:
        return Outcome((Say("utter_reflect_no_insight", SAVED),))
    record = reflections.by_id(desk, record_id) or reflections.keep(desk, words, record_id=record_id)
    return Outcome((card(desk, record, "utter_reflect_saved"),))


def _current(desk: Desk) -> Record:
    return desk.newest(KIND, (OPEN,)) or desk.create(KIND, OPEN, to_dict(Reflection()))


def _slots(now: Reflection) -> dict[str, Any]:
    """A step is filled when it is behind."""
    return {CAPTURE_SLOT: None if now.stage == WRITE else "done", SAVED_SLOT: "done" if now.stage == DONE else None}
