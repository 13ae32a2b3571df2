"""The pressure test as the services use it: take an answer in, say what is asked next."""

import re
from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import calling, capture, questioning, summary
from bot.domain.pressure.book import Book
from bot.domain.pressure.choice import Past
from bot.domain.pressure.interview import NAMED, STEPS, UNPLACED, Exchange, Interview
from bot.domain.pressure.people import in_plan
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.suggestion import name_beside, pick, suggest, unknown_name

NO_PAST = Past()
_ENOUGH = re.compile(
    r"^\W*(?:ok(?:ay)?\W+|that'?s\W+|that is\W+|i think\W+)*"
    r"(?:enough|i'?m done|done|no more(?: questions)?|finish|wrap (?:it )?up|to the summary|summary|summari[sz]e)"
    r"(?:\W+(?:questions|now|for now|for today|please|thanks|thank you))*\W*$",
    re.I,
)
_NEXT = re.compile(
    r"^\W*(?:next(?: (?:one|person|stakeholder|voice))?|move on|go on to the next(?: one)?)(?:\W+please)?\W*$", re.I
)


def step_of(interview: Interview, book: Book) -> str | None:
    """Return the step the test stands in, or None when it is confirmed."""
    done = {
        "plan": lambda: _settled(interview, "plan") and capture.next_part(interview, book) is None,
        "stakeholders": lambda: bool(interview.picked),
        "question": lambda: (
            interview.enough or (_settled(interview, "question") and questioning.next_question(interview, book) is None)
        ),
        "summary": lambda: interview.confirmed,
    }
    return next((step for step in STEPS if not done[step]()), None)


def _settled(interview: Interview, step: str) -> bool:
    return interview.pending is None or interview.pending.step != step


def ask(interview: Interview, book: Book, past: Past = NO_PAST) -> tuple[Interview, Exchange | None]:
    """Return the next question and the test that waits for its answer.

    A question already waiting comes again word for word. None at the summary.
    """
    step = step_of(interview, book)
    pending = interview.pending
    if pending and pending.step == step:
        return interview, pending
    exchange = _next(interview, step, book, past)
    if exchange is None:
        return interview, None
    if exchange.move == "pick":
        suggested = tuple((s.id, s.reason) for s in suggest(interview.plan, book, interview.own))
        interview = replace(interview, suggested=calling.first(interview.called, suggested))
    return calling.heard(interview.with_exchange(exchange), exchange), exchange


def _next(interview: Interview, step: str | None, book: Book, past: Past) -> Exchange | None:
    if step == "plan":
        return capture.next_part(interview, book)
    if step == "stakeholders":
        return Exchange("stakeholders", "pick", "", key="again" if _picked_nobody(interview) else "")
    return questioning.next_question(interview, book, past) if step == "question" else None


def _picked_nobody(interview: Interview) -> bool:
    last = interview.exchanges[-1] if interview.exchanges else None
    return bool(last and last.move == "pick" and last.answer is not None)


def answer(interview: Interview, reply: Reply, book: Book) -> Interview:
    """Take one answer or control (`skip`, `back`, `dont_know`) in, in whatever step the test waits."""
    pending = interview.pending
    if reply.control == "back":
        return _back(interview)
    if pending is None:
        return summary.correct(interview, reply, book) if reply.control is None else replace(interview, correcting=None)
    if reply.control is None and calling.wanted(reply):
        return calling.called(interview, reply.text, book)
    put_right = None if reply.control or pending.step == "question" else summary.in_passing(interview, reply)
    if put_right:
        return put_right
    if pending.step == "plan":
        return capture.take(interview, pending, reply, book)
    if pending.step == "stakeholders":
        return _take_pick(interview, reply, book)
    return _take_question(interview, pending, reply, book)


def _back(interview: Interview) -> Interview:
    """One answer back; where that was a correction, it alone is undone."""
    last = next((e for e in reversed(interview.exchanges) if e.answer is not None), None)
    if last and last.move == "correct":
        return replace(interview, exchanges=tuple(e for e in interview.exchanges if e is not last), correcting=None)
    return interview.step_back()


def _take_pick(interview: Interview, reply: Reply, book: Book) -> Interview:
    suggested = tuple(name for name, _ in interview.suggested)
    picked = suggested if reply.control else pick(reply.text, suggested, book)
    found = () if reply.control else _names(interview, reply.text, picked, book)
    told = {key for key, _ in found}
    called = ((f"{NAMED}{one.id}", one.called) for one in in_plan(interview.plan, book) if one.id in picked)
    found = (*found, *(pair for pair in called if pair[0] not in told))
    interview = replace(interview, called=interview.called if interview.called in picked else "")
    return interview.with_last(answer=reply.text, control=reply.control, picked=picked, found=found)


def _names(interview: Interview, text: str, picked: tuple[str, ...], book: Book) -> tuple[tuple[str, str], ...]:
    """The own name of the one who was chosen; or a name whose role is asked for next."""
    name = name_beside(text, book)
    if len(picked) > 1:
        return tuple(
            (f"{NAMED}{one.id}", one.name) for one in in_plan(Plan(change=text), book) if one.name and one.id in picked
        )
    if picked:
        name = name or interview.unplaced
        return ((f"{NAMED}{picked[0]}", name),) if name and len(picked) == 1 else ()
    name = name or (unknown_name(text) if text != book.phrases.say("others") else "")
    return ((UNPLACED, name),) if name else ()


def ends(interview: Interview, text: str) -> bool:
    """Whether a text typed while a stakeholder waits only says that these were questions enough."""
    pending = interview.pending
    return bool(pending and pending.step == "question" and _ENOUGH.match(text))


def _take_question(interview: Interview, pending: Exchange, reply: Reply, book: Book) -> Interview:
    if ends(interview, reply.text):
        return replace(interview, exchanges=interview.exchanges[:-1], enough=True)
    if _NEXT.match(reply.text) and pending.stakeholder:
        reply = replace(reply, control="next")
    return questioning.take(interview, pending, reply, book)
