"""Takes one reply about preferences: letters, a choice between two ways, a change, a deletion, or a control word."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.coaching.summary import confirms
from bot.domain.style import sitting
from bot.domain.style.book import StyleBook
from bot.domain.style.preferences import LETTERS
from bot.domain.style.sitting import ASKING, BOTH, DELETED, DELETING, KEPT, PAIR, SHOWN, SKIPPED, START, Sitting

#: Intents that leave a question out or a pair open.
_OPEN = ("skip", "dont_know")


@dataclass(frozen=True)
class Reply:
    """A reply: what was typed and understood, or what a button carried.

    Attributes:
        choice: `begin`, `keep`, `delete`, `edit`, `edit:<pair>`, `<question or pair>:<letter>`, `<...>:both`.
    """

    text: str
    intent: str = "answer"
    choice: str = ""


def answer(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    """Return the sitting with a reply taken in. A reply that is none leaves everything and is marked unclear."""
    if reply.intent == "go_back":
        return sitting.back(now, book)
    if reply.choice:
        return _pressed(now, reply.choice, book)
    told = sitting.read(reply.text, book) if now.stage in (START, ASKING, SHOWN) and reply.intent != "skip" else {}
    if told and (now.stage != ASKING or len(told) > 1):
        return sitting.declared(now, told)
    return _STAGES[now.stage](now, reply, book)


def _pressed(now: Sitting, choice: str, book: StyleBook) -> Sitting:
    what, _, value = choice.partition(":")
    question = book.question(what)
    if question and value in (*LETTERS[question.pair], BOTH):
        return sitting.answered(now, question, value, book)
    if what in LETTERS and value in (*LETTERS[what], BOTH):
        return sitting.declared(now, {what: "" if value == BOTH else value})
    if what == "edit":
        return replace(now, stage=PAIR if value in LETTERS else SHOWN, pair=value, unclear=value not in LETTERS)
    moved = {"begin": _begun(now, book), "keep": replace(now, stage=KEPT), "delete": replace(now, stage=DELETING)}
    moved["deleted"] = Sitting(stage=DELETED)
    return replace(moved.get(what, now), unclear=False)


def _begun(now: Sitting, book: StyleBook) -> Sitting:
    """The questions, or the page where all are answered."""
    return replace(now, stage=ASKING if sitting.waiting(now, book) else SHOWN)


def _start(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    if reply.intent in _OPEN or confirms(reply.text) or sitting.is_choice(reply.text, "begin", book):
        return replace(_begun(now, book), unclear=False)
    return replace(now, unclear=True)


def _asking(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    question = sitting.waiting(now, book)
    if question is None:
        return replace(now, stage=SHOWN)
    if reply.intent in _OPEN:
        return sitting.answered(now, question, SKIPPED, book)
    meant = sitting.side_of(reply.text, question.options, question.pair, book)
    return sitting.answered(now, question, meant, book) if meant else replace(now, unclear=True)


def _shown(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    if sitting.is_choice(reply.text, "delete", book):
        return replace(now, stage=DELETING, unclear=False)
    if pair := sitting.number_in(reply.text):
        return replace(now, stage=PAIR, pair=pair, unclear=False)
    if reply.intent in _OPEN or confirms(reply.text) or sitting.is_choice(reply.text, "keep", book):
        return replace(now, stage=KEPT, unclear=False)
    return replace(now, unclear=True)


def _pair(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    if reply.intent == "skip":
        return sitting.back(now, book)
    if reply.intent == "dont_know":
        return sitting.declared(now, {now.pair: ""})
    first, second = book.pairs[now.pair].sides
    meant = sitting.side_of(reply.text, (first.title, second.title), now.pair, book)
    return sitting.declared(now, {now.pair: "" if meant == BOTH else meant}) if meant else replace(now, unclear=True)


def _deleting(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    """Only a clear yes deletes."""
    sure = sitting.is_choice(reply.text, "delete", book) or (reply.intent not in _OPEN and confirms(reply.text))
    return Sitting(stage=DELETED) if sure else replace(now, stage=SHOWN, unclear=False)


def _ended(now: Sitting, reply: Reply, book: StyleBook) -> Sitting:
    return replace(now, stage=SHOWN, unclear=False)


_STAGES: dict[str, Callable[[Sitting, Reply, StyleBook], Sitting]] = {
    START: _start,
    ASKING: _asking,
    SHOWN: _shown,
    PAIR: _pair,
    DELETING: _deleting,
    KEPT: _ended,
    DELETED: _ended,
}
