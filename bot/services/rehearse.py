"""The rehearsal of objections: open or resume, take what was typed, ask, pause, close.

Answers and scores are kept for the leader alone: nothing of this kind of record is read by a report or a release.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from bot.domain.rehearsal import choosing, flow, report, session, talk
from bot.domain.rehearsal.flow import Known, Typed
from bot.domain.rehearsal.playbook import Playbook
from bot.domain.rehearsal.rubric import Turn
from bot.domain.rehearsal.scoring import score
from bot.domain.rehearsal.session import STEPS, Rehearsal
from bot.services import memory, mentor, onboarding
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND = "rehearsal"
OPEN, CLOSED, LEFT = "open", "closed", "left"
#: So many people are suggested before all are shown.
SUGGESTED = 5


def open_rehearsal(desk: Desk, playbook: Playbook, said: Said) -> Outcome:
    """Resume the rehearsal that was left, or begin one; with somebody at once if the request names who."""
    named = choosing.whom(said.text, playbook)
    record = desk.newest(KIND, (OPEN,))
    if record:
        now = session.from_dict(record.body)
        now = talk.hear(now, named) if named.stakeholder else replace(now, shown=False)
        _save(desk, record, now)
        return Outcome(() if named.stakeholder else (_resumed(now, playbook),), _slots(now))
    first = Say(*_opening(desk))
    now = talk.hear(_new(desk), named)
    desk.create(KIND, OPEN, session.to_dict(now), record_id=now.id)
    return Outcome((first,), _slots(now))


def _opening(desk: Desk) -> tuple[str, str, str | None, dict[str, Any]]:
    """The first rehearsal is explained; a later one begins with the sentence that was taken along, if there is one."""
    before = desk.newest(KIND)
    words = str(before.body.get("takeaway") or "") if before else ""
    name = "utter_rehearse_begin" + ("_recalling" if words else "_again" if before else "")
    return name, "rehearse.stakeholder", None, {"words": words}


def _resumed(now: Rehearsal, playbook: Playbook) -> Say:
    kind = f"rehearse.{now.step}"
    if not now.stakeholder:
        return Say("utter_rehearse_resumed_empty", kind)
    return Say("utter_rehearse_resumed", kind, now.stakeholder, {"voice": _voice(now, playbook)})


def answer(desk: Desk, playbook: Playbook, said: Said) -> Outcome:
    """Take what was typed where the rehearsal stands: a choice, a control word, or an answer to the persona."""
    record, now = _current(desk)
    note = _note(now, playbook, said)
    if note:
        if note.response.startswith("utter_rehearse_hint"):
            _save(desk, record, replace(now, helped=talk.standing(now)))
        return Outcome((note,), _slots(now))
    typed = Typed(said.text, said.intent)
    after = flow.answer(now, typed, playbook, Known(_suggested(desk, playbook), _used(desk)))
    _save(desk, record, after)
    return Outcome(slots=_slots(after))


def _note(now: Rehearsal, playbook: Playbook, said: Said) -> Say | None:
    """What is said out of role without moving on: a hint, all six criteria, or how short it may be."""
    if not now.playing or now.step == "summary":
        short = said.intent == "short_time"
        return Say("utter_rehearse_short", f"rehearse.{now.step}", now.stakeholder or None) if short else None
    wanted = flow.wish(now, Typed(said.text, said.intent), playbook)
    if wanted == "dont_know":
        helped = now.helped == talk.standing(now)
        name = "utter_rehearse_hint_again" if helped else "utter_rehearse_hint"
        return _in_step(name, now, {"advice": talk.hint(now, playbook)})
    if wanted == "details" and now.round.attempts:
        return _scored("utter_rehearse_details", now, {"lines": report.detail_lines(now.round.last.score, playbook)})
    return None


def ask(desk: Desk, playbook: Playbook, step: str) -> Outcome:
    """Ask what waits in a step; after an answer, let the persona react and give the feedback.

    Args:
        step: stakeholder, objection, feedback or summary.
    """
    record, now = _current(desk)
    if step == "stakeholder":
        return Outcome((_ask_whom(desk, playbook, now),))
    if step == "summary":
        return Outcome((_summary(desk, playbook, now),))
    if step == "feedback":
        says = _feedback(playbook, now)
        _save(desk, record, replace(now, shown=True))
        return Outcome(says)
    if not now.playing:
        now = now if now.offered else talk.offer(now, playbook, _used(desk))
        _save(desk, record, now)
        return Outcome((_ask_which(playbook, now),))
    who = _voice(now, playbook)
    _save(desk, record, replace(now, introduced=(*now.introduced, who)))
    announced = () if who in now.introduced else (_in_step("utter_rehearse_curtain", now, {"voice": who}),)
    return Outcome((*announced, _in_role(playbook, now, now.round.exchanges[-1].line)))


def _ask_whom(desk: Desk, playbook: Playbook, now: Rehearsal) -> Say:
    ids = tuple(playbook.people) if now.everyone else _suggested(desk, playbook)
    buttons = tuple(Button(playbook.people[one].name, playbook.people[one].name) for one in ids)
    if not now.everyone:
        more = playbook.phrases.say("everybody.button")
        return Say("utter_rehearse_whom", "rehearse.stakeholder", buttons=(*buttons, Button(more, more)))
    name = "named" if now.asked_name else "again" if now.unclear else "all"
    return Say(f"utter_rehearse_whom_{name}", "rehearse.stakeholder", None, {"name": now.asked_name}, buttons)


def _ask_which(playbook: Playbook, now: Rehearsal) -> Say:
    if now.unclear:
        return _in_step("utter_rehearse_objections_again", now, {"count": str(len(now.offered))})
    lines = report.offer_lines(now, playbook)
    return _in_step("utter_rehearse_objections", now, {"voice": _voice(now, playbook), "lines": lines})


def _in_step(response: str, now: Rehearsal, values: Json) -> Say:
    return Say(response, "rehearse.objection", now.stakeholder, values)


def _in_role(playbook: Playbook, now: Rehearsal, line: str) -> Say:
    return _in_step("utter_rehearse_persona", now, {"voice": _voice(now, playbook), "line": line})


def _feedback(playbook: Playbook, now: Rehearsal) -> tuple[Say, ...]:
    """The persona's reaction, then the feedback; shorter when it comes again after something else."""
    last = now.round.last
    following = report.next_line(talk.done(now.round, playbook), playbook)
    lines = report.feedback_lines(now.round, playbook)
    name = "utter_rehearse_feedback_short" if now.shown else "utter_rehearse_feedback"
    return _in_role(playbook, now, last.said), _scored(name, now, {"lines": lines, "next": following})


def _scored(response: str, now: Rehearsal, values: Json) -> Say:
    """A reply that carries `score` and `criteria` as `explain score` gives them."""
    result = now.round.last.score.to_dict()
    figures = {"score": result["score"], "criteria": result["criteria"]}
    return Say(response, "rehearse.feedback", now.stakeholder, {**values, **figures})


def _summary(desk: Desk, playbook: Playbook, now: Rehearsal) -> Say:
    earlier = report.points_of(r for r in reversed(_every(desk)) if r.id != now.id)
    values = {"lines": report.summary_lines(now, playbook, earlier)}
    picture = report.picture([*earlier, *report.points_of([now])], playbook)
    return Say("utter_rehearse_summary", "rehearse.summary", now.round.stakeholder, values, picture=picture)


def behind(desk: Desk, playbook: Playbook) -> Outcome | None:
    """What the mentor says about the line that waits for an answer: what stands behind it. None where nobody spoke."""
    _, now = _current(desk)
    if not now.playing:
        return None
    person, objection = playbook.person(now.stakeholder), playbook.objection(now.stakeholder, now.round.objection)
    return mentor.behind(_voice(now, playbook), person, person.concern(objection.concern) if objection else None)


def pause(desk: Desk) -> Outcome:
    """Leave the rehearsal where it is; at its summary, end it."""
    record = desk.newest(KIND, (OPEN,))
    if record and session.from_dict(record.body).step == "summary":
        desk.save(record, state=CLOSED)
    return Outcome((Say("utter_rehearse_paused", "rehearse.summary"),), _empty())


def restart(desk: Desk) -> Outcome:
    """Put the open rehearsal aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    now = _new(desk)
    desk.create(KIND, OPEN, session.to_dict(now), record_id=now.id)
    return Outcome((Say("utter_rehearse_restarted", "rehearse.stakeholder"),), _slots(now))


def close(desk: Desk) -> Outcome:
    """End the rehearsal and say what was kept."""
    record, now = _current(desk)
    desk.save(record, state=CLOSED)
    if now.takeaway:
        return Outcome((Say("utter_rehearse_kept", "rehearse.summary", None, {"words": now.takeaway}),), _empty())
    name = "utter_rehearse_closed" if now.answered else "utter_rehearse_closed_empty"
    return Outcome((Say(name, "rehearse.summary"),), _empty())


def stored(uow: UnitOfWork, person: Person) -> list[Json]:
    """Return what is kept of a person's rehearsals, newest first, for that person's own eyes (export, overview)."""
    return [{"id": r.id, "state": r.state, **r.body} for r in uow.records.all(person.id, KIND)]


def explain_score(playbook: Playbook, call: Json) -> Json:
    """Return the score of one reply as `explain score` prints it.

    Args:
        call: `{"stakeholder", "objection", "reply"}`.

    Raises:
        KeyError: a key is missing.
    """
    stakeholder = str(call["stakeholder"])
    person = playbook.people.get(stakeholder)
    turn = Turn(stakeholder, str(call["objection"]), str(call["reply"]), person.currency if person else ())
    return dict(score(playbook.rubric, turn).to_dict())


def _current(desk: Desk) -> tuple[Record, Rehearsal]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        now = _new(desk)
        record = desk.create(KIND, OPEN, session.to_dict(now), record_id=now.id)
    return record, session.from_dict(record.body)


def _save(desk: Desk, record: Record, now: Rehearsal) -> None:
    desk.save(record, body=session.to_dict(now))


def _new(desk: Desk) -> Rehearsal:
    return Rehearsal(token_hex(8), desk.today)


def _every(desk: Desk) -> list[Rehearsal]:
    """All rehearsals, newest first."""
    return [session.from_dict(record.body) for record in desk.every(KIND)]


def _used(desk: Desk) -> Counter[str]:
    """How often each objection was practised."""
    return Counter(r.objection for one in _every(desk) for r in one.answered)


def _suggested(desk: Desk, playbook: Playbook) -> tuple[str, ...]:
    """Those the conversation left open names, those of the newest plan, of the last time, the powerful elsewhere."""
    tested, before = desk.newest("pressure"), desk.newest(KIND, (CLOSED, LEFT))
    own = onboarding.profile(desk).get("function")
    powerful = sorted(playbook.people.values(), key=lambda p: (p.function == own, -p.power))
    picked: Iterable[str] = tested.body.get("picked") or () if tested else ()
    last = [r["stakeholder"] for r in before.body["rounds"]] if before else []
    every = (*memory.lately_named(desk), *picked, *last, *(p.id for p in powerful))
    return tuple(dict.fromkeys(one for one in every if one in playbook.people))[:SUGGESTED]


def _voice(now: Rehearsal, playbook: Playbook) -> str:
    return report.voice(playbook, now.stakeholder, now.name)


def _slots(now: Rehearsal) -> dict[str, Any]:
    """Every step before the present one is filled, the others wait."""
    place = STEPS.index(now.step) if now.step else len(STEPS)
    return {f"rehearse_{step}": ("done" if i < place else None) for i, step in enumerate(STEPS)}


def _empty() -> dict[str, Any]:
    return {f"rehearse_{step}": None for step in STEPS}
