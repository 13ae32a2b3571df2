"""The questions of the others: one at a time, with a follow-up where an answer misses the point.

A weak point becomes a risk, and the leader is asked for an if-then plan; a pre-mortem closes the round.
"""

from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure import refer
from bot.domain.pressure.asking import worded
from bot.domain.pressure.book import Book
from bot.domain.pressure.choice import Past, choose, gap_of
from bot.domain.pressure.interview import Exchange, Interview, Point
from bot.domain.pressure.quoting import quotable
from bot.domain.pressure.reading import grade, says_something, stated
from bot.domain.pressure.stakeholders import Question, Stakeholder
from bot.domain.pressure.wording import fill, inside, one_of, seed, share, values

NO_PAST = Past()


def next_question(interview: Interview, book: Book, past: Past = NO_PAST) -> Exchange | None:
    """Return what is asked next in the questioning, or None when it is over."""
    if interview.enough:
        return None
    caller = book.stakeholders.get(interview.called)
    asked = _asked(interview, caller, book, past) if caller else None
    if asked:
        return replace(asked, picked=tuple(dict.fromkeys((*interview.picked, interview.called))))
    points = interview.points()
    if points and points[-1].asked.stakeholder in book.stakeholders:
        deeper = _deeper(interview, points[-1], book)
        if deeper:
            return deeper
    for name in interview.picked:
        person = book.stakeholders.get(name)
        asked = _asked(interview, person, book, past) if person and _more_wanted(interview, person) else None
        if asked:
            return asked
    return _failure(interview, book)


def _more_wanted(interview: Interview, person: Stakeholder) -> bool:
    mine = [e for e in interview.exchanges if e.stakeholder == person.id]
    asked = sum(1 for e in mine if e.move == "ask")
    return asked < interview.length.questions and not any(e.control == "next" for e in mine)


def _deeper(interview: Interview, point: Point, book: Book) -> Exchange | None:
    """A follow-up or an if-then question to the point just made, if one is due."""
    last = interview.exchanges[-1]
    if last.move not in ("ask", "follow-up") or last.control in ("skip", "next"):
        return None
    person = book.stakeholders[point.asked.stakeholder]
    question = person.question(point.asked.key)
    missed = last.move == "ask" and last.grade == "open" and last.control is None
    if missed and question:
        return _follow_up(interview, point, question, book)
    return _if_then(interview, point, book) if _wants_plan(interview, point) else None


def _wants_plan(interview: Interview, point: Point) -> bool:
    asked = sum(1 for p in interview.points(point.asked.stakeholder) if p.plan)
    return point.grade != "answered" and point.plan is None and asked < interview.length.plans


def _asked(interview: Interview, person: Stakeholder, book: Book, past: Past) -> Exchange | None:
    question = choose(interview, person, book, past)
    if question is None:
        return None
    asked, before = worded(interview, person, question, book)
    return Exchange(
        "question",
        "ask",
        asked,
        key=question.id,
        stakeholder=person.id,
        concern=question.concern,
        gap=gap_of(question),
        lead=before,
    )


def _follow_up(interview: Interview, point: Point, question: Question, book: Book) -> Exchange:
    words = _topic(interview, point, book)
    frames = _fresh_frames(interview, book) or book.phrases.get("again")
    frame = max(frames, key=lambda frame: share(seed(interview.tested), question.id, frame))
    return _about(point, "follow-up", fill(f"{frame} {question.follow_up}", words), frame)


def _fresh_frames(interview: Interview, book: Book) -> tuple[str, ...]:
    used = {e.lead[0] for e in interview.exchanges if e.move == "follow-up" and e.lead}
    return tuple(frame for frame in book.phrases.get("again") if frame not in used)


def _topic(interview: Interview, point: Point, book: Book) -> dict[str, str]:
    """The words for what is asked to a point already made: its concern, and a piece of the plan not just named."""
    concern = book.stakeholders[point.asked.stakeholder].concern(point.asked.concern).name
    named = {"concern": inside(concern), "Concern": concern, "piece": refer.piece(interview)}
    return values(interview.plan, book.phrases) | named


def _if_then(interview: Interview, point: Point, book: Book) -> Exchange:
    words = _topic(interview, point, book)
    used = frozenset(e.lead[0] for e in interview.exchanges if e.move == "if-then" and e.lead)
    wordings = tuple(w for w in book.phrases.get("if_then") if w not in used) or book.phrases.get("if_then")
    text = one_of(wordings, words, interview.asked_texts(), seed(interview.tested) + point.asked.key)
    wording = next(w for w in wordings if fill(w, words) == text)
    return _about(point, "if-then", text, wording)


def _about(point: Point, move: str, text: str, *lead_words: str) -> Exchange:
    asked = point.asked
    return Exchange(
        "question", move, text, key=asked.key, stakeholder=asked.stakeholder, concern=asked.concern, lead=lead_words
    )


def _failure(interview: Interview, book: Book) -> Exchange | None:
    """The pre-mortem: what happened, then what the leader will do if it begins."""
    last = interview.exchanges[-1] if interview.exchanges else None
    words = values(interview.plan, book.phrases) | {"change": refer.anew(interview)}
    key = seed(interview.tested)
    if last and last.move == "failure" and says_something(last, book.cues):
        words["reason"] = quotable(last.answer or "")
        text = one_of(book.phrases.get("if_then.failure"), words, interview.asked_texts(), key)
        return Exchange("question", "if-then", text, key="failure")
    rounds = sum(1 for e in interview.exchanges if e.move == "failure")
    if rounds >= interview.length.failures or any(e.move == "failure" and e.control for e in interview.exchanges):
        return None
    name = "pre_mortem.more" if rounds else "pre_mortem"
    text = one_of(book.phrases.get(name), words, interview.asked_texts(), key)
    return Exchange("question", "failure", text, key="failure")


def take(interview: Interview, pending: Exchange, reply: Reply, book: Book) -> Interview:
    """Return the test with an answer to a stakeholder taken in and graded."""
    person = book.stakeholders.get(pending.stakeholder)
    question = person.question(pending.key) if person else None
    if pending.move not in ("ask", "follow-up") or person is None or question is None:
        return interview.with_last(answer=reply.text, control=reply.control)
    graded = grade(reply, question, person.concern(pending.concern), book.cues)
    found = stated(reply, question, interview.plan, book, graded)
    return interview.with_last(answer=reply.text, control=reply.control, grade=graded, found=found)
