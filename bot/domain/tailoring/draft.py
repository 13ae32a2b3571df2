"""A message on its way to being tailored: for whom, the leader's words, the ask, the date, what is known of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.domain.pressure.suggestion import mentioned, unknown_name
from bot.domain.style.preferences import LETTERS, PAIR_OF, nothing_known, read_letters, read_words
from bot.domain.tailoring import hearing
from bot.domain.tailoring.book import TailorBook
from bot.domain.tailoring.message import pieces

#: What is asked for, in order; then the two versions; then the end.
WHO, WORDS, ASK, BY, PREFERS, RESULT, DONE = "who", "words", "ask", "by", "prefers", "result", "done"
STAGES = (WHO, WORDS, ASK, BY, PREFERS, RESULT)
#: Words in which somebody else may be named at the result, and characters in which a person is looked for.
_SHORT, _LOOK = 8, 300
_OPEN = ("skip", "dont_know")


@dataclass(frozen=True)
class Draft:
    """Everything the leader gave, in exact words.

    Attributes:
        called: the title the leader uses ("commercial director"), where it is another than ours.
        name: the person's own name where one was given; `asked_name`: one that no role belongs to yet.
        skipped: stages left out. `single`: a stage being changed after the result, which is gone back to at once.
        prefers: a letter for each pair of the counterpart's preferences.
        unclear: whether the last reply was no answer.
    """

    stage: str = WHO
    stakeholder: str = ""
    name: str = ""
    called: str = ""
    asked_name: str = ""
    words: str = ""
    ask: str = ""
    by: str = ""
    prefers: Mapping[str, str] = field(default_factory=nothing_known)
    skipped: tuple[str, ...] = ()
    single: bool = False
    everyone: bool = False
    unclear: bool = False


@dataclass(frozen=True)
class Reply:
    """A reply: what was typed and understood, what a button carried, and the date that stands in it, if there is one.

    Attributes:
        choice: one of CHOICES of the book, `everyone`, `who:<stakeholder>` or `pref:<letter>`.
    """

    text: str
    intent: str = "answer"
    choice: str = ""
    date: str = ""


def begun(request: str, book: TailorBook) -> Draft:
    """Return a new draft with what the request already tells: for whom, and what they are to do."""
    head = request[:_LOOK]
    people = mentioned(head, book.book)
    name = hearing.name_in(head, book) if people else ""
    if not people:
        return _next(Draft())
    return _next(
        Draft(
            stakeholder=people[0], name=name, called=hearing.title_in(head, people[0], book), ask=hearing.ask_in(head)
        )
    )


def answer(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    """Return the draft with a reply taken in; a reply that is none leaves it and is marked unclear."""
    wish = reply.choice or choice_in(draft, reply.text, book)
    if reply.intent == "go_back" and not reply.choice:
        return back(draft)
    if wish and (draft.stage != WORDS or reply.choice):
        moved = _moved(draft, wish, book)
        if moved is not None:
            return moved
    return _STAGES[draft.stage](draft, reply, book)


def choice_in(draft: Draft, text: str, book: TailorBook) -> str:
    """Return the button that the whole of a text stands for where the draft is, or an empty string."""
    allowed = {RESULT: ("other", "words", "ask", "prefers", "done"), PREFERS: ("enough", "unsure")}.get(draft.stage, ())
    plain = " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text[:_LOOK].lower())))
    return next((name for name in allowed if plain in book.choices[name]), "")


def _moved(draft: Draft, wish: str, book: TailorBook) -> Draft | None:
    what, _, value = wish.partition(":")
    if what == "who" and value in book.book.stakeholders:
        return meet(draft, value, draft.asked_name)
    if what == "pref" and value in PAIR_OF:
        return _toggled(draft, value)
    if what == "everyone":
        return replace(draft, everyone=True, unclear=False)
    if what in ("enough", "unsure") and draft.stage == PREFERS:
        return _next(replace(draft, skipped=_with(draft.skipped, PREFERS)))
    if what == "other":
        return replace(draft, stage=WHO, everyone=True, asked_name="", single=True, unclear=False)
    if what in ("words", "ask", "prefers"):
        return replace(draft, stage=what, single=True, unclear=False)
    return replace(draft, stage=DONE, unclear=False) if what == "done" else None


def meet(draft: Draft, stakeholder: str, name: str = "", called: str = "") -> Draft:
    """Return the draft for somebody; what was known of somebody else is forgotten."""
    prefers = draft.prefers if stakeholder == draft.stakeholder else nothing_known()
    skipped = tuple(stage for stage in draft.skipped if stage != PREFERS)
    return _next(
        replace(
            draft,
            stakeholder=stakeholder,
            name=name,
            called=called,
            asked_name="",
            everyone=False,
            prefers=prefers,
            skipped=skipped,
        )
    )


def back(draft: Draft) -> Draft:
    """Return the draft one stage earlier, with what was said there open again; a change under way is given up."""
    if draft.single and draft.stakeholder:
        return replace(draft, stage=RESULT, single=False, unclear=False)
    place = STAGES.index(draft.stage) if draft.stage in STAGES else 0
    before = STAGES[max(0, place - 1)]
    special: dict[str, Any] = {
        WHO: {"stakeholder": "", "name": "", "called": ""},
        PREFERS: {"prefers": nothing_known()},
    }
    emptied = special.get(before, {before: ""})
    skipped = tuple(stage for stage in draft.skipped if stage != before)
    return replace(draft, stage=before, skipped=skipped, unclear=False, **emptied)


def _next(draft: Draft) -> Draft:
    """The first stage that lacks something, else the result."""
    told = {
        WHO: bool(draft.stakeholder),
        WORDS: bool(draft.words),
        ASK: bool(draft.ask),
        BY: bool(draft.by),
        PREFERS: any(draft.prefers.values()),
    }
    waiting = (stage for stage in STAGES[:-1] if not told[stage] and stage not in draft.skipped)
    return replace(draft, stage=next(waiting, RESULT), single=False, unclear=False)


def _who(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    if reply.intent in _OPEN:
        return replace(draft, everyone=True, unclear=True)
    head = reply.text[:_LOOK]
    people = mentioned(head, book.book)
    if people:
        name = hearing.name_in(head, book) or draft.asked_name
        asked = replace(draft, ask=draft.ask or hearing.ask_in(head))
        return meet(asked, people[0], name, hearing.title_in(head, people[0], book))
    named = hearing.name_in(head, book) or unknown_name(head)
    return replace(draft, everyone=True, unclear=True, asked_name=named)


def _words(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    if reply.intent in _OPEN:
        return _next(replace(draft, skipped=_with(draft.skipped, WORDS)))
    if not pieces(reply.text):
        return replace(draft, unclear=True)
    if only := hearing.only_a_name(reply.text):
        return _next(replace(draft, name=only))
    name, told = hearing.of_them(reply.text, book)
    if told:
        # How they are was told, and not what is to be said to them.
        return _next(replace(draft, name=name or draft.name, prefers={**draft.prefers, **told}))
    return _next(replace(draft, words=reply.text.strip()))


def _ask(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    """An ask is needed where there are no words: something must be tailored."""
    if reply.intent in _OPEN and draft.words:
        skipped = _with(_with(draft.skipped, ASK), BY)
        return _next(replace(draft, skipped=skipped))
    if reply.intent in _OPEN or not re.search(r"\w", reply.text):
        return replace(draft, unclear=True)
    return _next(replace(draft, ask=reply.text.strip(), by=reply.date or draft.by))


def _by(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    if reply.intent in _OPEN:
        return _next(replace(draft, skipped=_with(draft.skipped, BY)))
    return (
        _next(replace(draft, by=reply.text.strip())) if re.search(r"\w", reply.text) else replace(draft, unclear=True)
    )


def _prefers(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    if reply.intent in _OPEN:
        return _next(replace(draft, skipped=_with(draft.skipped, PREFERS)))
    found = read_letters(reply.text) or read_words(reply.text, book.knows)
    if not any(found.values()):
        return replace(draft, unclear=True)
    told = {pair: letter for pair, letter in found.items() if letter}
    return _next(replace(draft, prefers={**draft.prefers, **told}))


def _toggled(draft: Draft, letter: str) -> Draft:
    """A preference added by a button; pressed again, it is taken away. More may follow, so the stage stays."""
    pair = PAIR_OF[letter]
    held = draft.prefers.get(pair) == letter
    return replace(draft, stage=PREFERS, prefers={**draft.prefers, pair: "" if held else letter}, unclear=False)


def _result(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    """At the result somebody else may be named, and the same message is tailored to them."""
    head = reply.text[:_LOOK]
    people = mentioned(head, book.book)
    if people and len(reply.text.split()) <= _SHORT:
        return meet(draft, people[0], hearing.name_in(head, book), hearing.title_in(head, people[0], book))
    if reply.intent in (*_OPEN, "affirm", "thanks"):
        return replace(draft, stage=DONE, unclear=False)
    return replace(draft, unclear=True)


def _ended(draft: Draft, reply: Reply, book: TailorBook) -> Draft:
    return replace(draft, stage=RESULT, unclear=False)


_STAGES: dict[str, Callable[[Draft, Reply, TailorBook], Draft]] = {
    WHO: _who,
    WORDS: _words,
    ASK: _ask,
    BY: _by,
    PREFERS: _prefers,
    RESULT: _result,
    DONE: _ended,
}


def _with(stages: tuple[str, ...], stage: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*stages, stage)))


def to_dict(draft: Draft) -> dict[str, Any]:
    """Return the draft as JSON values."""
    return {**asdict(draft), "prefers": dict(draft.prefers), "skipped": list(draft.skipped)}


def from_dict(body: Mapping[str, Any]) -> Draft:
    """Rebuild a draft from `to_dict`; keys that are missing take their defaults."""
    known = {key: value for key, value in body.items() if key in Draft.__dataclass_fields__}
    prefers = {pair: str((body.get("prefers") or {}).get(pair) or "") for pair in LETTERS}
    return Draft(**{**known, "prefers": prefers, "skipped": tuple(body.get("skipped") or ())})
