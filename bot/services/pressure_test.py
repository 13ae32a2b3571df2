"""The pressure test: open or resume, take an answer, ask, pause, close.

The plan is kept in versions, each with what changed; nobody but the leader sees it.
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from secrets import token_hex
from typing import Any

from bot.domain.coaching import session as sessions
from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import capture, flow, interview, report
from bot.domain.pressure.book import Book
from bot.domain.pressure.choice import Past
from bot.domain.pressure.interview import STEPS, Exchange, Interview
from bot.domain.pressure.plan import Plan, changes, from_dict, gaps, to_dict
from bot.domain.pressure.risks import risks
from bot.services import commitments, context_carried, onboarding, pressure_hints, pressure_result
from bot.services.desk import Desk
from bot.services.grow import CONTROLS, Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND, PLAN = "pressure", "plan"
OPEN, CLOSED, LEFT = "open", "closed", "left"
#: Where a promise keeps what a plan needs.
_IN_A_PROMISE = {"change": "action", "aim": "goal", "measure": "measure", "date": "when"}
#: How each move of a stakeholder is shown.
RESPONSES = {
    "ask": "utter_pressure_question",
    "follow-up": "utter_pressure_follow_up",
    "if-then": "utter_pressure_risk",
}
MINUTES = {"5 minutes": 5, "15 minutes": 15, "30 minutes": 30}


def open_test(desk: Desk, book: Book, said: Said) -> Outcome:
    """Resume the test that was left, or begin one with the newest plan there is."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        test = interview.from_dict(record.body)
        return Outcome((_resumed(test, book),), _slots(test, book))
    test = _new(desk)
    desk.create(KIND, OPEN, interview.to_dict(test), record_id=test.id)
    return Outcome((Say("utter_pressure_begin", "pressure.plan", test.id),), _slots(test, book))


def answer(desk: Desk, book: Book, said: Said) -> Outcome:
    """Take one answer, or one control word, into the open test."""
    record, test = _current(desk)
    if said.intent == "rephrase" and test.pending:
        return Outcome(pressure_hints.hint(test, test.pending, book), _slots(test, book))
    minutes = _minutes(test, said)
    if minutes:
        after = replace(test, minutes=minutes)
    else:
        reply = Reply(said.text, said.signals, CONTROLS.get(said.intent), desk.today)
        after = flow.answer(test, reply, book)
    _save(desk, record, after, book)
    says = pressure_hints.voice_to_come(after, said, book) or _put_right(test, after, book)
    return Outcome(says, _slots(after, book))


def _put_right(before: Interview, after: Interview, book: Book) -> tuple[Say, ...]:
    """Say which part of the plan was put right in passing, where a question goes on waiting."""
    newest = after.answered[-1:] if len(after.answered) > len(before.answered) else ()
    if after.pending is None or not newest or newest[0].move != "correct":
        return ()
    line = report.plan_line(newest[0].key, after.plan, book.phrases)
    return (Say("utter_pressure_put_right", f"pressure.{after.pending.step}", None, {"line": line}),)


def _minutes(test: Interview, said: Said) -> int | None:
    """The length asked for. While others ask, "five minutes" may be the answer; only a sentence is about the length."""
    if test.pending and test.pending.step == "question":
        return 5 if said.intent == "short_time" and len(said.text.split()) > 3 else None
    return 5 if said.intent == "short_time" else MINUTES.get(said.text.strip().lower().rstrip("."))


def ask(desk: Desk, book: Book, step: str) -> Outcome:
    """Ask what comes next in a step; at the summary, show it.

    Args:
        step: plan, stakeholders, question or summary.
    """
    record, test = _current(desk)
    if step == "summary":
        says = pressure_result.summary(test, book)
        desk.save(record, body=interview.to_dict(replace(test, shown=True)))
        return Outcome(says)
    past = _past(desk, test) if step == "question" else Past()
    test, exchange = flow.ask(test, book, past)
    _save(desk, record, test, book)
    return Outcome((_say(test, exchange, book),)) if exchange else Outcome()


def _say(test: Interview, exchange: Exchange, book: Book) -> Say:
    if exchange.step == "plan":
        return _about_plan(test, exchange, book)
    if exchange.step == "stakeholders":
        return _whom(test, exchange, book)
    person = book.stakeholders.get(exchange.stakeholder)
    if person is None:
        name = "utter_pressure_failure" if exchange.move == "failure" else "utter_pressure_failure_risk"
        return Say(name, "pressure.question", None, {"question": exchange.asked})
    values = {"voice": pressure_hints.voice(test, person, book), "question": exchange.asked}
    return Say(RESPONSES[exchange.move], "pressure.question", person.id, values)


def _about_plan(test: Interview, exchange: Exchange, book: Book) -> Say:
    if exchange.move == "offer":
        lines = report.plan_lines(test.base, book.phrases)
        return Say("utter_pressure_offer", "pressure.plan", None, {"lines": lines})
    name = "utter_pressure_tell" if exchange.move == "tell" else "utter_pressure_part"
    return Say(name, "pressure.plan", None, {"question": exchange.asked})


def _whom(test: Interview, exchange: Exchange, book: Book) -> Say:
    """Suggest who should question the plan; where a reply named nobody known, offer everyone by name."""
    people = [book.stakeholders[name] for name, _ in test.suggested if name in book.stakeholders]
    if exchange.key == "again":
        buttons = tuple(Button(p.name, p.name) for p in book.stakeholders.values())
        name = "utter_pressure_whom_named" if test.unplaced else "utter_pressure_whom_again"
        return Say(name, "pressure.stakeholders", None, {"name": test.unplaced}, buttons)
    accept, others = book.phrases.say("accept"), book.phrases.say("others")
    buttons = (Button(accept, accept), *(Button(p.name, p.name) for p in people), Button(others, others))
    values = {"gaps": report.gap_line(test.plan, book.phrases), "lines": report.reason_lines(test, book)}
    return Say("utter_pressure_whom", "pressure.stakeholders", None, values, buttons)


def _resumed(test: Interview, book: Book) -> Say:
    step = flow.step_of(test, book) or "summary"
    words = report.title(test.plan)
    name = "utter_pressure_resumed" if words else "utter_pressure_resumed_empty"
    return Say(name, f"pressure.{step}", test.id, {"change": words})


def behind(desk: Desk, book: Book) -> Outcome | None:
    """What the mentor says about the question that waits: what stands behind it. None where nobody asked."""
    _, test = _current(desk)
    return pressure_hints.behind(test, book)


def pause(desk: Desk) -> Outcome:
    """Leave the test where it is; nothing is lost."""
    return Outcome((Say("utter_pressure_paused", "pressure.summary"),), _empty())


def restart(desk: Desk, book: Book) -> Outcome:
    """Set the open test aside and begin another."""
    record = desk.newest(KIND, (OPEN,))
    if record:
        desk.save(record, state=LEFT)
    test = _new(desk)
    desk.create(KIND, OPEN, interview.to_dict(test), record_id=test.id)
    return Outcome((Say("utter_pressure_restarted", "pressure.plan", test.id),), _slots(test, book))


def close(desk: Desk, book: Book) -> Outcome:
    """Store the tested plan as a new version, with what changed and its risks."""
    record, test = _current(desk)
    desk.save(record, state=CLOSED, body=interview.to_dict(test))
    plan = _keep_plan(desk, test, book, closing=True)
    number = str(len(plan.body["versions"])) if plan else "1"
    return Outcome((pressure_result.closing(desk, test, book, number),), _empty())


def stored(uow: UnitOfWork, person: Person) -> Json:
    """Return what is kept of a person's tests: plans with their versions, and the risks of the newest of each."""
    plans = uow.records.all(person.id, PLAN)
    listed = [{"id": plan.id, **plan.body} for plan in plans]
    return {"plans": listed, "risks": [{"plan": p["id"], **risk} for p in listed for risk in p.get("risks", [])]}


def _current(desk: Desk) -> tuple[Record, Interview]:
    record = desk.newest(KIND, (OPEN,))
    if record is None:
        test = _new(desk)
        record = desk.create(KIND, OPEN, interview.to_dict(test), record_id=test.id)
    return record, interview.from_dict(record.body)


def _save(desk: Desk, record: Record, test: Interview, book: Book) -> None:
    desk.save(record, body=interview.to_dict(test))
    if test.plan.change and flow.step_of(test, book) != "plan":
        _keep_plan(desk, test, book)


def _new(desk: Desk) -> Interview:
    base, source = _newest_plan(desk)
    own = onboarding.profile(desk).get("function")
    return Interview(
        token_hex(8), desk.today, base=base, source=source, own=own if own in onboarding.FUNCTIONS else None
    )


def _newest_plan(desk: Desk) -> tuple[Plan, str]:
    """The newest of: a plan tested before, a closed conversation, a promise, a fit map; empty if there is none."""
    found = [
        (record.updated_at, plan, f"{record.kind}:{record.id}")
        for record, plan in (
            *((r, _last_version(r)) for r in (desk.newest(PLAN),) if r),
            *((r, _from_session(r)) for r in (desk.newest("session", (CLOSED,)),) if r),
            *((r, _from_promise(r)) for r in (desk.newest(commitments.KIND, (commitments.OPEN,)),) if r),
            *(found for found in (context_carried.plan(desk),) if found),
        )
        if capture.offered(plan)
    ]
    # A conversation is stored just before its promise and says more: it comes first where both are as new.
    newest = max(found, key=lambda f: (f[0], f[2].startswith("session")), default=None)
    return (newest[1], newest[2]) if newest else (Plan(), "")


def _last_version(record: Record) -> Plan:
    return from_dict(record.body["versions"][-1]["plan"])


def _from_session(record: Record) -> Plan:
    session = sessions.from_dict(record.body)
    when = session.latest("when") or session.latest("date")
    return Plan(
        change=session.words("action") or session.words("choice"),
        aim=session.words("goal"),
        measure=session.words("measure"),
        date=when.text if when else "",
        on=(when.on or "") if when else "",
    )


def _from_promise(record: Record) -> Plan:
    body = record.body
    on = record.due_on.isoformat() if record.due_on else ""
    stated = {part: body.get(key) for part, key in _IN_A_PROMISE.items()}
    return from_dict({name: words for name, words in stated.items() if words} | {"on": on})


def _keep_plan(desk: Desk, test: Interview, book: Book, closing: bool = False) -> Record | None:
    """Write the plan as it stands: the version this test began with, and at the end the one it led to."""
    plan_id = _plan_id(test)
    record = desk.uow.records.get(desk.person.id, plan_id)
    before = [v for v in record.body["versions"] if v["test"] != test.id] if record else []
    versions = [*before, *_versions(desk, test)]
    body = {"versions": versions, "risks": _risks(test, book)}
    if record is None:
        return desk.create(PLAN, "kept", body, record_id=plan_id)
    return desk.save(record, body=body) if closing or body != record.body else record


def _plan_id(test: Interview) -> str:
    name = test.source.partition(":")[2]
    return name if test.again else f"plan-{test.id}"


def _versions(desk: Desk, test: Interview) -> list[Json]:
    """The versions this test adds: a new plan as it was first stated, and the plan as it reads after the test."""
    first = [] if test.again else [_version(desk, test, test.tested, [])]
    changed = changes(test.before, test.plan)
    listed = [asdict(change) for change in changed]
    return [*first, _version(desk, test, test.plan, listed)] if changed else first


def _version(desk: Desk, test: Interview, plan: Plan, changed: list[Json]) -> Json:
    body = {"plan": to_dict(plan), "changed": changed, "gaps": list(gaps(plan))}
    return {"on": desk.today.isoformat(), "test": test.id, **body}


def _risks(test: Interview, book: Book) -> list[Json]:
    return [{k: v for k, v in asdict(risk).items() if k != "key"} for risk in risks(test, book)]


def _past(desk: Desk, test: Interview) -> Past:
    """What this person was asked in earlier tests, by stakeholder."""
    earlier = (interview.from_dict(r.body) for r in desk.every(KIND) if r.id != test.id)
    heard: dict[str, list[frozenset[str]]] = {}
    for one in earlier:
        for name in one.picked:
            heard.setdefault(name, []).append(_asked_by(name, one.exchanges))
    return Past({name: tuple(sets) for name, sets in heard.items()})


def _asked_by(stakeholder: str, exchanges: Iterable[Exchange]) -> frozenset[str]:
    return frozenset(e.key for e in exchanges if e.move == "ask" and e.stakeholder == stakeholder)


def _slots(test: Interview, book: Book) -> dict[str, Any]:
    """Every step before the present one is filled, the others wait."""
    step = flow.step_of(test, book)
    now = STEPS.index(step) if step else len(STEPS)
    return {f"pressure_{name}": ("done" if i < now else None) for i, name in enumerate(STEPS)}


def _empty() -> dict[str, Any]:
    return {f"pressure_{step}": None for step in STEPS}
