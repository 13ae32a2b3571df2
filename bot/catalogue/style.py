"""Loads content/style.yml. Every mistake names file, line and remedy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_source import Place, Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.phrases import Phrases
from bot.domain.style.book import CHOICES, Pair, Question, Side, StyleBook
from bot.domain.style.preferences import LETTERS, PAIRS

NAME = "style.yml"
_SECTIONS = ("pairs", "questions", "choices", "phrases")
#: Each phrase and the braces it must hold.
_PHRASES = {
    "line": "n name plain",
    "button.change": "n",
    **{f"button.{name}": "" for name in "both unsure keep delete deleted kept begin tailor".split()},
}
#: Questions for each pair, and characters of the longest button title.
EACH, TITLE = 2, 32
Mistake = tuple[Place, str]


def load_style(content: Path) -> StyleBook:
    """Load and check the words of the dialogue about preferences.

    Args:
        content: the folder `content/`.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    source = read_source(content / NAME)
    mistakes = list(_mistakes(source.body))
    if mistakes:
        raise ContentError("\n".join(source.mistake(place, what) for place, what in mistakes))
    return _book(source)


def _book(source: Source) -> StyleBook:
    body = source.body
    pairs = {name: _pair(name, body["pairs"][name]) for name in PAIRS}
    questions = tuple(
        Question(q["id"], q["pair"], q["text"], (q["options"][0], q["options"][1])) for q in body["questions"]
    )
    choices = {name: frozenset(_plain(text) for text in body["choices"][name]) for name in CHOICES}
    return StyleBook(pairs, questions, choices, Phrases({k: tuple(v) for k, v in body["phrases"].items()}))


def _pair(name: str, body: dict[str, Any]) -> Pair:
    first, second = (
        Side(s["letter"], s["plain"], s["title"], tuple(map(str.lower, s["names"]))) for s in body["sides"]
    )
    return Pair(name, body["name"], body["question"], body["open"], (first, second))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))


def _mistakes(body: dict[str, Any]) -> Iterator[Mistake]:
    wrong = sorted(set(_SECTIONS) ^ set(body))
    if wrong:
        yield (wrong[0],), f"missing or not known; the sections are: {', '.join(_SECTIONS)}"
        return
    if not isinstance(body["pairs"], dict) or set(body["pairs"]) != set(PAIRS):
        yield ("pairs",), f"must have exactly these: {', '.join(PAIRS)}"
    else:
        for name in PAIRS:
            yield from _pair_mistakes(name, body["pairs"][name])
    yield from _question_mistakes(body["questions"])
    yield from _choice_mistakes(body["choices"])
    yield from phrase_mistakes(body["phrases"], _PHRASES)


def _pair_mistakes(name: str, pair: Any) -> Iterator[Mistake]:
    if not isinstance(pair, dict) or set(pair) != {"name", "question", "open", "sides"}:
        yield ("pairs", name), "must have name, question, open and sides"
        return
    for key in ("name", "question", "open"):
        if not is_text(pair[key]):
            yield ("pairs", name, key), "must be a text"
    letters = [side.get("letter") if isinstance(side, dict) else None for side in pair["sides"] or ()]
    if tuple(letters) != LETTERS[name]:
        yield ("pairs", name, "sides"), f"must be two sides with the letters {', '.join(LETTERS[name])}, in this order"
        return
    for n, side in enumerate(pair["sides"]):
        place = ("pairs", name, "sides", n)
        if set(side) != {"letter", "title", "plain", "names"} or not is_texts(side["names"]):
            yield place, "must have letter, title, plain and a list of names"
        elif not is_title(side["title"]) or not is_text(side["plain"]):
            yield place, f"title is a text of at most {TITLE} characters, plain a text"


def _question_mistakes(questions: Any) -> Iterator[Mistake]:
    if not isinstance(questions, list):
        yield ("questions",), "must be a list"
        return
    for n, question in enumerate(questions):
        if not isinstance(question, dict) or set(question) != {"id", "pair", "text", "options"}:
            yield ("questions", n), "must have id, pair, text and options"
        elif question["pair"] not in PAIRS:
            yield ("questions", n, "pair"), f"must be one of: {', '.join(PAIRS)}"
        elif (
            not is_texts(question["options"])
            or len(question["options"]) != 2
            or not all(map(is_title, question["options"]))
        ):
            yield ("questions", n, "options"), f"must be two texts of at most {TITLE} characters"
    known = [q for q in questions if isinstance(q, dict)]
    for pair in PAIRS:
        if sum(q.get("pair") == pair for q in known) != EACH:
            yield ("questions",), f"must have {EACH} for {pair}"
    if len({q.get("id") for q in known}) != len(known):
        yield ("questions",), "two have the same id"


def _choice_mistakes(choices: Any) -> Iterator[Mistake]:
    if not isinstance(choices, dict) or set(choices) != set(CHOICES):
        yield ("choices",), f"must have exactly these: {', '.join(CHOICES)}"
        return
    for name in (name for name in CHOICES if not is_texts(choices[name])):
        yield ("choices", name), "must be a list of texts; put yes, no and numbers in quotes"


def phrase_mistakes(phrases: Any, wanted: dict[str, str]) -> Iterator[Mistake]:
    """Yield what is wrong with a section of phrases.

    Args:
        wanted: for each key the names of its braces, with spaces between.
    """
    if not isinstance(phrases, dict):
        yield ("phrases",), "must hold keys and lists of texts"
        return
    for key in sorted(set(phrases) ^ set(wanted)):
        yield ("phrases", key), "missing or not known"
    for key in sorted(set(phrases) & set(wanted)):
        texts, braces = phrases[key], set(wanted[key].split())
        if not is_texts(texts) or any(set(re.findall(r"\{(\w+)\}", text)) != braces for text in texts):
            yield ("phrases", key), f"must be a list of texts with exactly these braces: {wanted[key] or 'none'}"


def is_text(value: Any) -> bool:
    """Whether a value is a text that is not empty."""
    return isinstance(value, str) and bool(value.strip())


def is_texts(value: Any) -> bool:
    """Whether a value is a list of texts, none empty, at least one."""
    return isinstance(value, list) and bool(value) and all(map(is_text, value))


def is_title(value: Any) -> bool:
    """Whether a value is a text short enough for a button."""
    return is_text(value) and len(value) <= TITLE
