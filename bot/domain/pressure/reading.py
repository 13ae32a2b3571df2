"""Reads an answer to a stakeholder: does it meet the point, and what does it state that the plan lacked?"""

import re
from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.preamble import is_empty
from bot.domain.coaching.signals import DateMention
from bot.domain.pressure.book import Book, PlanCues
from bot.domain.pressure.cues import has, matching
from bot.domain.pressure.interview import Exchange
from bot.domain.pressure.parts import fits, measures, undated
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.stakeholders import Concern, Question

#: The kind of fact a question about a gap cannot do without.
NEEDED_FOR = {
    "missing-date": "date",
    "missing-measure": "number",
    "missing-owner": "owner",
    "missing-support": "owner",
}
#: The part of the plan that an answer to a question about a gap states.
FILLS = {
    "missing-date": "date",
    "missing-measure": "measure",
    "missing-owner": "who",
    "missing-support": "support",
    "missing-aim": "aim",
}
#: What begins the date from which, or by which, something is done; "on the 3rd" may tell of what is held today.
_DONE_BY = re.compile(
    r"(?:from|by|as of|as from|starting|start|before|until|till|not later than|no later than)\b", re.I
)
#: Told of how things are more often than of when they change.
_NOW = frozenset({"today", "now", "tonight", "these days", "at the moment"})
#: Something happened; so many characters before a day are looked at.
_HAPPENED = re.compile(
    r"\b(?:lost|had|was|were|did|went|came|got|took|made|said|told|missed|failed|happened|tried|cost us|began)\b", re.I
)
_CLAUSE = 80
#: One touched sign in so few words is a weak answer; two need at least the smaller number.
_FEW, _VERY_FEW = 10, 5


def needed(question: Question, cues: PlanCues) -> frozenset[str]:
    """Return the kinds of fact (`date`, `number`, `owner`) that a question or its follow-up asks for."""
    asked = f"{question.text} {question.follow_up}"
    by_words = {kind for kind, words in cues.needs.items() if has(asked, words)}
    return frozenset(by_words | {NEEDED_FOR[name] for name in question.when if name in NEEDED_FOR})


def given(reply: Reply, cues: PlanCues) -> frozenset[str]:
    """Return the kinds of fact an answer gives."""
    signals = reply.signals
    dated, timeless, ahead = " ".join(d.text for d in signals.dates), undated(reply), _ahead(reply)
    read = {
        "date": bool(ahead),
        "number": any(number not in dated for number in signals.numbers if number in timeless),
        "owner": bool(signals.people),
    }
    texts = {"number": timeless, "date": reply.text if ahead or not signals.dates else ""}
    return frozenset(
        kind for kind, there in read.items() if there or has(texts.get(kind, reply.text), cues.facts.get(kind, ()))
    )


def grade(reply: Reply, question: Question, concern: Concern, cues: PlanCues) -> str:
    """Return how an answer meets the point: `answered`, `partly` or `open` (it misses it).

    It misses the point if it touches no sign of the concern and gives none of the facts asked for.
    Evasions and hedges never count as answered, however long.
    """
    if reply.control or is_empty(reply.text) or "no-idea" in reply.signals.on:
        return "open"
    signs = matching(reply.text, concern.signs)
    facts = needed(question, cues) & given(reply, cues)
    evades = has(reply.text, cues.evasive)
    if not signs and (evades or not facts):
        return "open"
    words = len(reply.text.split())
    full = bool(facts) or (len(signs) > 1 and words >= _VERY_FEW) or words >= _FEW
    return "answered" if full and not evades and not _hedges(reply) else "partly"


def says_something(exchange: Exchange, cues: PlanCues) -> bool:
    """Whether an answer is one: neither a control word nor empty nor an evasion."""
    text = exchange.answer or ""
    return exchange.control is None and not is_empty(text) and not has(text, cues.evasive)


def stated(reply: Reply, question: Question, plan: Plan, book: Book, graded: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of the plan that the answer to a question about a gap states, in the leader's words."""
    cues = book.cues
    part = next((FILLS[name] for name in question.when if name in FILLS), "")
    if not part or plan.words(part) or graded == "open" or has(reply.text, cues.evasive):
        return ()
    if part not in ("date", "measure") and (graded != "answered" or not fits(part, reply, plan, book)):
        return ()
    fact = next((NEEDED_FOR[name] for name in question.when if name in NEEDED_FOR), None)
    if fact and fact not in given(reply, cues) or (part == "measure" and not measures(reply, cues)):
        return ()
    if part == "date":
        days = _ahead(reply)
        return dated(replace(reply, signals=replace(reply.signals, dates=days))) if days else ()
    return ((part, reply.text.strip()),)


def _ahead(reply: Reply) -> tuple[DateMention, ...]:
    return tuple(day for day in reply.signals.dates if not _told(reply.text, day.text))


def _told(text: str, day: str) -> bool:
    """Whether a day belongs to something that happened: "we lost a tender in May" names no date of the plan."""
    before = text.partition(day)[0][-_CLAUSE:]
    return bool(_HAPPENED.search(re.split(r"[,.;:!?\n]", before)[-1]))


def dated(reply: Reply) -> tuple[tuple[str, str], ...]:
    """Return the date an answer names, in its words, with the ISO date where there is one.

    Of several it is the first from which or by which something is done.
    """
    named = [d for d in reply.signals.dates if d.text.lower() not in _NOW] or list(reply.signals.dates)
    best = max(named, key=lambda d: (bool(d.on), bool(_DONE_BY.match(d.text))), default=None)
    if best is None:
        return (("date", reply.text.strip()), ("on", ""))
    return (("date", best.text), ("on", best.on or ""))


def _hedges(reply: Reply) -> bool:
    return bool({"uncertain", "vague"} & reply.signals.on) and len(reply.text.split()) < 2 * _FEW
