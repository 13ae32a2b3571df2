"""Loads the mentor's knowledge, one file a topic. Every mistake names file, key and remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.coaching import ContentError
from bot.domain.mentoring import AREAS, FUNCTIONS, Barrier, Step, Topic

FOLDER = "mentoring"
MANDATORY = ("commercial", "supply-chain", "finance")
_TEXTS = ("id", "title", "area", "answer", "why", "example", "hand_back")
_LISTS = ("how", "signs", "related", "sources", "terms", "questions")
#: Words of the longer texts, least and most.
LENGTHS = {"answer": (60, 120), "why": (30, 80), "example": (40, 100)}
PERSPECTIVE = (40, 95)
_COUNTS = {"how": (3, 6), "signs": (2, 4), "related": (2, 5), "sources": (1, 4), "terms": (3, 12), "questions": (8, 40)}


def load_topics(content: Path) -> dict[str, Topic]:
    """Load and check every topic, by id.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    bodies = {path: _read(path) for path in sorted((content / FOLDER).glob("*.yml"))}
    mistakes = [f"{path.name}: {m}" for path, body in bodies.items() for m in _mistakes(path, body)]
    mistakes += _cross_mistakes(bodies)
    if mistakes:
        raise ContentError("\n".join(mistakes))
    return {body["id"]: _topic(body) for body in bodies.values()}


def _read(path: Path) -> dict[str, Any]:
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise ContentError(
            f"{path.name}: {where}cannot be read as YAML. Check quotes, colons and indentation."
        ) from None
    if not isinstance(body, dict):
        raise ContentError(f"{path.name}: must hold keys and values. Copy the form of another topic.")
    return body


def _mistakes(path: Path, body: dict[str, Any]) -> Iterator[str]:
    missing = [key for key in (*_TEXTS, *_LISTS, "barriers", "perspectives") if not body.get(key)]
    if missing:
        yield f"{missing[0]} is missing or empty; every topic has it"
        return
    if body["id"] != path.stem:
        yield f"id is {body['id']!r}; it must be the file's name, {path.stem!r}"
    if body["area"] not in AREAS:
        yield f"area {body['area']!r} is not known; allowed: {', '.join(AREAS)}"
    yield from _length_mistakes(body)
    yield from _perspective_mistakes(body["perspectives"])
    if str(body["hand_back"]).count("?") != 1:
        yield "hand_back must be exactly one question"


def _length_mistakes(body: dict[str, Any]) -> Iterator[str]:
    for key, (least, most) in LENGTHS.items():
        words = len(str(body[key]).split())
        if not least <= words <= most:
            yield f"{key} has {words} words; it takes {least} to {most}"
    for key, (least, most) in _COUNTS.items():
        if not least <= len(body[key]) <= most:
            yield f"{key} has {len(body[key])} entries; it takes {least} to {most}"


def _perspective_mistakes(views: dict[str, Any]) -> Iterator[str]:
    for function in MANDATORY:
        if not views.get(function):
            yield f"perspectives: {function} is missing; commercial, supply-chain and finance are always there"
    for function, text in views.items():
        words, (least, most) = len(str(text).split()), PERSPECTIVE
        if function not in FUNCTIONS:
            yield f"perspectives: {function!r} is not known; allowed: {', '.join(FUNCTIONS)}"
        elif not least <= words <= most:
            yield f"perspectives: {function} has {words} words; it takes {least} to {most}"


def _cross_mistakes(bodies: dict[Path, dict[str, Any]]) -> Iterator[str]:
    ids = {body.get("id") for body in bodies.values()}
    asked: dict[str, str] = {}
    for path, body in bodies.items():
        for other in set(body.get("related") or ()) - ids:
            yield f"{path.name}: related names {other!r}, which is no topic"
        for question in body.get("questions") or ():
            key = str(question).lower().strip(" ?.!")
            if key in asked:
                yield f"{path.name}: the question {question!r} also stands in {asked[key]}; it can mean only one topic"
            asked[key] = path.name


def _topic(body: dict[str, Any]) -> Topic:
    barriers = {kind: tuple(Barrier(**entry) for entry in body["barriers"].get(kind, ())) for kind in ("hard", "soft")}
    lists = {key: tuple(str(entry) for entry in body[key]) for key in ("signs", "related", "terms", "questions")}
    return Topic(
        id=body["id"],
        title=str(body["title"]).strip(),
        area=body["area"],
        answer=str(body["answer"]).strip(),
        why=str(body["why"]).strip(),
        example=str(body["example"]).strip(),
        hand_back=str(body["hand_back"]).strip(),
        signs=lists["signs"],
        related=lists["related"],
        terms=lists["terms"],
        questions=lists["questions"],
        how=tuple(Step(**{k: str(v) for k, v in entry.items()}) for entry in body["how"]),
        hard=barriers["hard"],
        soft=barriers["soft"],
        perspectives={function: str(text).strip() for function, text in body["perspectives"].items()},
        sources=tuple(str(source["name"]) for source in body["sources"]),
    )
