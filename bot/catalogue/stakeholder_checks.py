"""Checks one stakeholder as read from YAML. A mistake is a place in the file and what is wrong there."""

import re
from collections.abc import Iterator
from typing import Any

from bot.domain.pressure import conditions
from bot.domain.pressure.stakeholders import FUNCTIONS, PLACEHOLDERS, REASONS
from bot.domain.pressure.wording import placeholders

Body = dict[str, Any]
#: A key; or a list, the id of one of its entries, and perhaps a key of that entry.
Where = tuple[str, ...]
Mistake = tuple[Where, str]
LONGEST_QUESTION, LONGEST_FOLLOW_UP, LONGEST_NAME = 32, 16, 8
#: Entries at least: in a packaged file, and in one that a programme added.
FEWEST = {"concerns": (5, 2), "questions": (20, 6), "objections": (10, 1)}
_TEXTS, LISTS = ("name", "title", "function", "talks"), ("measured_on", "fears", "currency")
_KEYS = {"id", "power", "interest", "resistance", "called", "affected_by", *_TEXTS, *LISTS, *FEWEST}
_ENTRY_KEYS = {
    "concerns": ({"id", "name", "good_answer", "signs"}, set()),
    "questions": ({"id", "concern", "when", "text", "follow_up"}, {"needs"}),
    "objections": ({"id", "reason", "concern", "difficulty", "text", "harder", "softer"}, set()),
}


def mistakes(body: Body, packaged: bool, name: str) -> Iterator[Mistake]:
    """Yield what is wrong with a stakeholder, the programme's changes merged in.

    Args:
        packaged: whether it came with the program; then more is expected of it.
        name: the file's name without its ending, which is the stakeholder's id.
    """
    missing = sorted((_KEYS - {"called", "affected_by"}) - set(body))
    if missing:
        yield (), f"{missing[0]} is missing; copy the shape of another file in stakeholders/, or say based_on: <its id>"
        return
    for key in sorted(set(body) - _KEYS):
        yield (key,), f"unknown key {key!r}; allowed: {', '.join(sorted(_KEYS))}"
    yield from _head_mistakes(body, name)
    broken = [m for key in FEWEST for m in _list_mistakes(body, key, packaged)]
    yield from broken
    if not broken:
        yield from _entry_mistakes(body)


def _head_mistakes(body: Body, name: str) -> Iterator[Mistake]:
    if body["id"] != name:
        yield ("id",), f"id {body['id']!r} must be the file's name, {name!r}"
    for key in _TEXTS:
        if not isinstance(body[key], str) or not body[key].strip():
            yield (key,), f"{key} must be a text"
    for key in (*LISTS, *(k for k in ("called", "affected_by") if k in body)):
        if not is_texts(body[key]):
            yield (key,), f"{key} must be a list of texts; put yes, no, on, off in quotes"
    for key in (k for k in ("power", "interest") if body[k] not in range(1, 6)):
        yield (key,), f"{key} must be a whole number from 1 to 5"
    yield from _enum_mistakes(body)


def _enum_mistakes(body: Body) -> Iterator[Mistake]:
    if body["function"] not in FUNCTIONS:
        yield ("function",), f"function {body['function']!r} is not known; allowed: {', '.join(FUNCTIONS)}"
    if not isinstance(body["resistance"], dict) or set(body["resistance"]) != set(REASONS):
        yield ("resistance",), f"resistance must have one sentence for each of: {', '.join(REASONS)}"
    affected = body["affected_by"] if is_texts(body.get("affected_by")) else []
    for condition in sorted(set(affected) - conditions.ALL):
        allowed = ", ".join(sorted(conditions.ALL))
        yield ("affected_by",), f"affected_by {condition!r} is not known; allowed: {allowed}"


def _list_mistakes(body: Body, key: str, packaged: bool) -> Iterator[Mistake]:
    entries, (needed, allowed) = body[key], _ENTRY_KEYS[key]
    fewest = FEWEST[key][0 if packaged else 1]
    if not isinstance(entries, list) or len(entries) < fewest:
        yield (key,), f"{key} must be a list of at least {fewest} entries"
        return
    for number, entry in enumerate(entries, 1):
        place = str(entry.get("id", number) if isinstance(entry, dict) else number)
        if not isinstance(entry, dict) or needed - set(entry) or set(entry) - needed - allowed:
            may = " and may have needs" if allowed else ""
            yield (key, place), f"{key}: {place}: must have the keys {', '.join(sorted(needed))}{may}"


def _entry_mistakes(body: Body) -> Iterator[Mistake]:
    known = {concern["id"] for concern in body["concerns"]}
    for key in FEWEST:
        ids = [entry["id"] for entry in body[key]]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            yield (key, twice), f"{key}: {twice}: this id is used twice; ids are unique"
        for entry in body[key]:
            place = (key, str(entry["id"]))
            yield from ((place, f"{key}: {entry['id']}: {m}") for m in _CHECKS[key](entry, known, body["id"]))
    for concern_id in sorted(known - {question["concern"] for question in body["questions"]}):
        yield ("concerns", concern_id), f"concerns: {concern_id}: no question asks about it; add one"


def _concern_mistakes(concern: Body, _concerns: set[str], _stakeholder: str) -> Iterator[str]:
    if len(str(concern["name"]).split()) > LONGEST_NAME:
        yield f"name has more than {LONGEST_NAME} words; it is a label on a picture"
    if not is_texts(concern["signs"]):
        yield "signs must be a list of beginnings of words; put yes, no, on, off in quotes"


def _question_mistakes(question: Body, concerns: set[str], stakeholder: str) -> Iterator[str]:
    text, needs = question["text"], set(question.get("needs") or ())
    if not str(question["id"]).startswith(f"{stakeholder}-"):
        yield f"the id must start with {stakeholder}-"
    if question["concern"] not in concerns:
        yield f"concern {question['concern']!r} is not one of this file's: {', '.join(sorted(concerns))}"
    for condition in sorted(set(question["when"] or ()) - conditions.ALL):
        yield f"when {condition!r} is not a plan condition; allowed: {', '.join(sorted(conditions.ALL))}"
    used = placeholders(text)
    for name in sorted(used - set(PLACEHOLDERS)):
        yield f"{{{name}}} is not known; allowed: {', '.join(PLACEHOLDERS)}"
    for name in sorted((used & set(PLACEHOLDERS)) - {"change"} - needs):
        yield f"{{{name}}} is used but not listed under needs"
    if not re.search(r"“\{\w+\}”", text):
        yield "holds no words of the plan; put “{change}” into it"
    for key, longest in (("text", LONGEST_QUESTION), ("follow_up", LONGEST_FOLLOW_UP)):
        yield from _asking_mistakes(key, question[key], longest)


def _asking_mistakes(key: str, text: str, longest: int) -> Iterator[str]:
    if text.count("?") != 1 or not text.endswith("?"):
        yield f"{key} must have exactly one question mark, at the end"
    if len(text.split()) > longest:
        yield f"{key} has more than {longest} words; shorten it"


def _objection_mistakes(objection: Body, concerns: set[str], _stakeholder: str) -> Iterator[str]:
    if objection["reason"] not in REASONS:
        yield f"reason {objection['reason']!r} is not known; allowed: {', '.join(REASONS)}"
    if objection["concern"] not in concerns:
        yield f"concern {objection['concern']!r} is not one of this file's: {', '.join(sorted(concerns))}"
    if objection["difficulty"] not in (1, 2, 3):
        yield "difficulty must be 1, 2 or 3"
    for key in ("text", "harder", "softer"):
        if "?" in objection[key] or placeholders(objection[key]):
            yield f"{key} must be a statement without placeholders"


_CHECKS = {"concerns": _concern_mistakes, "questions": _question_mistakes, "objections": _objection_mistakes}


def is_texts(value: Any) -> bool:
    """Whether a value is a list of at least one text."""
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text.strip() for text in value)
