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

#: A part put right while another is asked for: "no, the measure is ...", "change the date to ...", "who: ...".
#: What else people begin sentences with ("people are willing") has to be named as in a form.
_RIGHTLY = {"aim": "aim|goal|purpose", "measure": "measure|metric|kpi|figure", "date": "date|deadline"}
_STARTS = r"^\W*(?:(?:no|sorry|wait|actually|hang on|correction|oh)\b\W*)*"
_SAID = re.compile(
    _STARTS
    + r"(?:(?:please\s+)?(?:change|correct|fix|set)\s+)?(?:the|my|our)\s+(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in _RIGHTLY.items())
    + r")\s+(?:is|should be|should read|to)\s+(?P<said>\S.+)$",
    re.I | re.S,
)
_LABELLED = re.compile(
    _STARTS + "(?:" + "|".join(f"(?P<{part}>{words})" for part, words in LINES.items()) + r")\s*[:=]\s*(?P<said>\S.+)$",
    re.I | re.S,
)


def in_passing(interview: Interview, reply: Reply) -> Interview | None:
    """Return the test with one part of the plan put right and its question still waiting, or None for an answer."""
    pending, said = interview.pending, _SAID.match(reply.text) or _LABELLED.match(reply.text)
    if pending is None or said is None or not interview.plan.change:
        return None
    line = next(part for part in LINES if said.groupdict().get(part))
    if pending.step == "plan" and pending.key in (line, "offer"):
        return None
    put_right = Exchange("plan", "correct", "", key=line, answer=reply.text, found=_found(line, reply, said["said"]))
    return replace(interview, exchanges=(*interview.exchanges[:-1], put_right, pending))


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
    exchange = Exchange("summary", "correct", "", key=line, answer=reply.text, found=_found(line, reply, words))
    return replace(interview.with_exchange(exchange), correcting=None)


def _found(line: str, reply: Reply, words: str) -> tuple[tuple[str, str], ...]:
    return dated(replace(reply, text=words)) if line == "date" else ((line, words.strip()),)
