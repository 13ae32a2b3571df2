"""Loads content/tailor.yml and joins it with the stakeholders. Every mistake names file, line and remedy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.style import Mistake, is_text, is_texts, is_title, phrase_mistakes
from bot.catalogue.yaml_source import read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.pressure.stakeholders import FUNCTIONS
from bot.domain.style.preferences import LETTERS
from bot.domain.tailoring.book import CHOICES, OPENINGS, WAYS, Letter, Role, TailorBook

NAME = "tailor.yml"
_SECTIONS = ("roles", "functions", "letters", "overlooks", "knows", "choices", "phrases")
_ALL_LETTERS = [letter for letters in LETTERS.values() for letter in letters]
#: For own and theirs, both letters of a pair in every order.
_MEETINGS = {own + theirs for letters in LETTERS.values() for own in letters for theirs in letters}
#: The brace each opening must hold. Spoken words of a message have a plausible length.
_OPENING = {"yours": {"yours"}, "spoken": {"ask"}, "written": {"ask"}}
SHORTEST, LONGEST = 30, 300
_PHRASES = {
    **{f"button.{name}": "" for name in "everyone enough unsure other words ask prefers done".split()},
    "button.rehearse": "title",
    "voice.named": "name title",
    "voice.called": "title",
    "noted": "known",
    "mine.piece": "n words",
    "mine.more": "count",
    "mine.ask": "words",
    "mine.by": "words",
    "mine.none": "",
    "theirs.lead": "text",
    "theirs.piece": "n words",
    "theirs.first": "quoted",
    "theirs.order": "quoted",
    "theirs.missing": "currency",
    "theirs.drop": "numbers text",
    "theirs.drops": "numbers text",
    "theirs.leave": "text",
    "theirs.also": "text",
    "theirs.length": "count",
    **{f"theirs.{choice}.{way}": "text" for choice, (_, ways) in WAYS.items() if choice != "lead" for way in ways},
    "theirs.date": "",
    "basis.known": "known",
    "basis.role": "",
    "opening.line": "text",
    "opening.settled": "ask",
    "opening.open": "ask",
    "opening.plain": "yours",
    "overlooks.none": "",
}


def load_tailor(content: Path, book: Book) -> TailorBook:
    """Load and check what messages are tailored by.

    Args:
        content: the folder `content/`. `book`: the stakeholders, a programme's own among them.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    source = read_source(content / NAME)
    mistakes = list(_mistakes(source.body, book))
    if mistakes:
        raise ContentError("\n".join(source.mistake(place, what) for place, what in mistakes))
    body = source.body
    roles = {name: _role(name, role) for name, role in body["roles"].items()}
    letters = {x: Letter(float(b["times"]), b["leave_out"], b["plain"]) for x, b in body["letters"].items()}
    knows = {letter: tuple(map(str.lower, words)) for letter, words in body["knows"].items()}
    choices = {name: frozenset(map(_plain, body["choices"][name])) for name in CHOICES}
    phrases = Phrases({key: tuple(texts) for key, texts in body["phrases"].items()})
    return TailorBook(book, roles, body["functions"], letters, body["overlooks"], knows, choices, phrases)


def _role(name: str, body: dict[str, Any]) -> Role:
    texts = {choice: body[choice] for choice in WAYS}
    return Role(name, body["words"], body["usual"], texts, body["leave_out"], body["openings"])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))


def _mistakes(body: dict[str, Any], book: Book) -> Iterator[Mistake]:
    wrong = sorted(set(_SECTIONS) ^ set(body))
    if wrong:
        yield (wrong[0],), f"missing or not known; the sections are: {', '.join(_SECTIONS)}"
        return
    wrong = [section for section in _SECTIONS if not isinstance(body[section], dict)]
    if wrong:
        yield (wrong[0],), "must hold keys and values"
        return
    for name, role in body["roles"].items():
        yield from _role_mistakes(name, role, book)
    yield from _function_mistakes(body)
    yield from _letter_mistakes(body)
    yield from _exactly(body, "overlooks", _MEETINGS, is_text, "a text")
    yield from _exactly(body, "knows", set(_ALL_LETTERS), is_texts, "a list of texts")
    yield from _exactly(body, "choices", set(CHOICES), is_texts, "a list of texts; put yes, no and numbers in quotes")
    yield from phrase_mistakes(body["phrases"], _PHRASES)


def _role_mistakes(name: str, role: Any, book: Book) -> Iterator[Mistake]:
    place = ("roles", name)
    if name not in book.stakeholders:
        yield place, "there is no stakeholder with this id; see content/stakeholders/"
    wanted = {"words", "usual", "leave_out", "openings", *WAYS}
    if not isinstance(role, dict) or set(role) != wanted:
        yield place, f"must have exactly these: {', '.join(sorted(wanted))}"
        return
    if not isinstance(role["words"], int) or not SHORTEST <= role["words"] <= LONGEST:
        yield (*place, "words"), f"must be a whole number from {SHORTEST} to {LONGEST}"
    if not is_text(role["leave_out"]):
        yield (*place, "leave_out"), "must be a text"
    for choice, (_, ways) in WAYS.items():
        texts = role[choice]
        if not isinstance(texts, dict) or set(texts) != set(ways) or not all(map(is_text, texts.values())):
            yield (*place, choice), f"must have a text for {' and '.join(ways)}"
        if not isinstance(role["usual"], dict) or role["usual"].get(choice) not in ways:
            yield (*place, "usual"), f"{choice} must be {' or '.join(ways)}"
    yield from _opening_mistakes(place, role["openings"])


def _opening_mistakes(place: tuple[str, ...], openings: Any) -> Iterator[Mistake]:
    if not isinstance(openings, dict) or set(openings) != set(OPENINGS):
        yield (*place, "openings"), f"must have exactly these: {', '.join(OPENINGS)}"
        return
    for key, text in openings.items():
        if not is_text(text) or set(re.findall(r"\{(\w+)\}", text)) != _OPENING[key]:
            yield (*place, "openings", key), f"must be a text with {{{', '.join(_OPENING[key])}}} in it"
        elif not re.search(r"“\{\w+\}”", text):
            yield (*place, "openings", key), "put the brace between “ and ”: the leader's words stand there as they are"


def _function_mistakes(body: dict[str, Any]) -> Iterator[Mistake]:
    if set(body["functions"]) != set(FUNCTIONS):
        yield ("functions",), f"must have exactly these: {', '.join(FUNCTIONS)}"
    for function, role in body["functions"].items():
        if role not in body["roles"]:
            yield ("functions", function), "must be one of the roles above"


def _letter_mistakes(body: dict[str, Any]) -> Iterator[Mistake]:
    if list(body["letters"]) != _ALL_LETTERS:
        yield ("letters",), f"must have exactly these, in this order: {', '.join(_ALL_LETTERS)}"
        return
    for letter, entry in body["letters"].items():
        if not isinstance(entry, dict) or set(entry) != {"times", "leave_out", "plain"}:
            yield ("letters", letter), "must have times, leave_out and plain"
        elif not isinstance(entry["times"], (int, float)) or not 0.5 <= entry["times"] <= 2:
            yield ("letters", letter, "times"), "must be a number from 0.5 to 2"
        elif not is_text(entry["leave_out"]) or not is_title(entry["plain"]):
            yield ("letters", letter), "leave_out must be a text, plain a text short enough for a button"


def _exactly(body: dict[str, Any], section: str, keys: set[str], good: Any, what: str) -> Iterator[Mistake]:
    for key in sorted(keys ^ set(body[section])):
        yield (section, key), "missing or not known"
    for key, value in body[section].items():
        if not good(value):
            yield (section, key), f"must be {what}"
