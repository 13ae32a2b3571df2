"""The closing summary: confirm it, or change a part of the plan or the if-then plan of a risk."""

import re
from dataclasses import replace

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.summary import confirms
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.reading import dated
from bot.domain.pressure.risks import risks

#: The words by which a person means a part of the plan.
LINES = {
    "change": r"change|plan",
    "aim": r"aim|goal|purpose",
    "who": r"who|people",
    "measure": r"measure|figure|metric|kpi",
    "date": r"date|when|deadline|day",
    "support": r"support|help|sponsor",
    "asset": r"assets?|build on",
    "assumption": r"assumptions?|take for granted|granted",
}
_RISK = re.compile(
    r"^\W*(?:(?:change|correct|fix)\s+)?(?:risk|number|no\.?|point)?\s*(\d{1,2})\b[\s:.,)-]*"
    r"(?:is|to|should be)?\s*(.*)$",
    re.I | re.S,
)
_REST = re.compile(r"(?::|\bshould (?:be|read|say)|\bis (?:actually )?|\bmake it\b|\bto\b)\s*(.{2,})$", re.I | re.S)


def correct(interview: Interview, reply: Reply, book: Book) -> Interview:
    """Return the test confirmed, with one line changed, or waiting for what to change."""
    if interview.correcting not in (None, "?"):
        return _set(interview, interview.correcting or "", reply, reply.text)
    if confirms(reply.text):
        return replace(interview, confirmed=True, correcting=None)
    line, words = _meant(interview, reply.text, book)
    if line and words:
        return _set(interview, line, reply, words)
    return replace(interview, correcting=line or "?")


def _meant(interview: Interview, text: str, book: Book) -> tuple[str, str]:
    """The line a reply means and what it should say; empty where it does not tell."""
    numbered = _RISK.match(text)
    known = risks(interview, book)
    if numbered and 0 < int(numbered[1]) <= len(known):
        return f"risk:{known[int(numbered[1]) - 1].key}", numbered[2].strip()
    head = text.split(":", 1)[0][:60]
    places = {part: m.start() for part, words in LINES.items() if (m := re.search(rf"\b(?:{words})\b", head, re.I))}
    line = min((p for p in places if p != "change"), key=lambda p: places[p], default="change" if places else "")
    rest = _REST.search(text)
    return line, rest[1].strip(' “”"') if rest and line else ""


def _set(interview: Interview, line: str, reply: Reply, words: str) -> Interview:
    found = dated(replace(reply, text=words)) if line == "date" else ((line, words.strip()),)
    exchange = Exchange("summary", "correct", "", key=line, answer=reply.text, found=found)
    return replace(interview.with_exchange(exchange), correcting=None)
