"""Loads content/team.yml: what sessions for a team are made of. Every mistake names the entry and the remedy."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.catalogue.yaml_text import ContentError, read
from bot.domain.phrases import Phrases
from bot.domain.team.book import ANY, PARTS, Block, Preference, Role, TeamBook, Tension, Variant

FILE = "team.yml"
#: Fewer blocks than this, or fewer of work for a tension, make all sessions alike.
FEWEST_BLOCKS, FEWEST_SERVING = 20, 2
_SECTIONS = ("tensions", "preferences", "roles", "blocks", "phrases")
_BLOCK = {"id", "part", "minutes", "title", "purpose", "serves", "suits", "steps", "questions", "materials", "remote"}
_OPTIONAL = {"suits"}
_WORDS = {"purpose", "behaviour", "tension", "rule"}
#: Each phrase and the braces it must hold.
_PHRASES = {
    **dict.fromkeys(("title", "remote", "in-person", "one-tension"), ""),
    "from": "name",
    "agenda.line": "n from to title minutes",
    "summary.line": "minutes place",
    "summary.tension": "tensions",
    "summary.unknown": "words",
    "summary.left": "minutes words",
    "summary.shorter": "minutes",
    "summary.length": "minutes",
    "summary.kept": "",
    **{f"part.{part}": "" for part in "purpose behaviour tension second preferences rule minutes place follow".split()},
    **{f"doc.{part}": "" for part in "frame roles advice charter follow".split()},
    "doc.block": "from to title minutes",
    "doc.question": "text",
    "doc.materials": "text",
    "doc.role": "title does",
    **{f"charter.{part}": "words" for part in "purpose today tension rule".split()},
    "charter.date": "date",
    "charter.undated": "",
    **{f"follow.{part}": "" for part in "step question change".split()},
    "promise": "words",
    "promise.plain": "",
}
_Body = dict[str, Any]


def load_team(content: Path) -> TeamBook:
    """Load and check what sessions are made of.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    body = _read(content / FILE)
    mistakes = list(_mistakes(body))
    if mistakes:
        raise ContentError("\n".join(f"{FILE}: {mistake}" for mistake in mistakes))
    return TeamBook(
        tuple(Tension(name, t["name"], tuple(t["cues"])) for name, t in body["tensions"].items()),
        tuple(
            Preference(name, p["name"], p["letters"], tuple(p["cues"]), p["advice"])
            for name, p in body["preferences"].items()
        ),
        tuple(Role(r["id"], r["from"], r["title"], r["does"]) for r in body["roles"]),
        tuple(_block(b) for b in body["blocks"]),
        Phrases({key: (text,) for key, text in body["phrases"].items()}),
    )


def _read(path: Path) -> _Body:
    body = read(path)
    if not isinstance(body, dict) or set(body) != set(_SECTIONS):
        raise ContentError(f"{FILE}: must hold exactly these sections: {', '.join(_SECTIONS)}.")
    return body


def _block(body: _Body) -> Block:
    remote, (least, most) = body["remote"], body["minutes"]
    return Block(
        body["id"],
        body["part"],
        least,
        most,
        body["title"],
        body["purpose"],
        frozenset(body["serves"]),
        frozenset(body.get("suits", ())),
        tuple(body["questions"]),
        Variant(tuple(body["steps"]), body["materials"]),
        Variant(tuple(remote["steps"]), remote["materials"]),
    )


def _mistakes(body: _Body) -> Iterator[str]:
    yield from _entry_mistakes("tensions", body["tensions"], {"name", "cues"})
    yield from _entry_mistakes("preferences", body["preferences"], {"name", "letters", "cues", "advice"})
    for role in body["roles"]:
        if not isinstance(role, dict) or set(role) != {"id", "from", "title", "does"} or not _is_count(role["from"]):
            yield "roles: each needs id, from (minutes), title and does, and nothing else"
    blocks = body["blocks"]
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        yield "blocks must be a list of entries"
        return
    for block in blocks:
        yield from (f"blocks: {block.get('id', '(no id)')}: {m}" for m in _block_mistakes(block, body))
    yield from _cross_mistakes(blocks, body)
    yield from _phrase_mistakes(body["phrases"])


def _entry_mistakes(section: str, entries: Any, keys: set[str]) -> Iterator[str]:
    if not isinstance(entries, dict):
        yield f"{section} must hold ids and entries"
        return
    for name, entry in entries.items():
        if not isinstance(entry, dict) or set(entry) != keys:
            yield f"{section}: {name}: needs {', '.join(sorted(keys))}, and nothing else"
        elif not _is_texts(entry["cues"]) or not all(_is_text(entry[key]) for key in keys - {"cues"}):
            yield f"{section}: {name}: cues must be a list of texts, the rest texts; put yes, no and numbers in quotes"


def _block_mistakes(block: _Body, body: _Body) -> Iterator[str]:
    wrong = (set(block) | _OPTIONAL) ^ _BLOCK
    if wrong:
        yield f"{sorted(wrong)[0]} is missing or not known"
        return
    if block["part"] not in PARTS:
        yield f"part must be one of: {', '.join(PARTS)}"
    yield from _time_mistakes(block["minutes"])
    for key, known in (("serves", {*body["tensions"], ANY}), ("suits", set(body["preferences"]))):
        if not set(block.get(key, ())) <= known:
            yield f"{key} names {sorted(set(block[key]) - known)[0]}, which is not there"
    remote = block["remote"]
    if not isinstance(remote, dict) or set(remote) != {"steps", "materials"}:
        yield "remote must have steps and materials"
        return
    yield from _text_mistakes(block, remote)


def _time_mistakes(minutes: Any) -> Iterator[str]:
    pair = isinstance(minutes, list) and len(minutes) == 2 and all(_is_count(n) and n for n in minutes)
    if not pair or minutes[0] > minutes[1]:
        yield "minutes must be two whole numbers, the least and the most"


def _text_mistakes(block: _Body, remote: _Body) -> Iterator[str]:
    bring = (block["materials"], remote["materials"])
    texts = [block["title"], block["purpose"], *(text for text in bring if text != "")]
    if not all(map(_is_text, texts)) or not all(map(_is_texts, (block["steps"], remote["steps"]))):
        yield 'title, purpose and materials must be texts (materials may be ""), steps lists of texts'
        return
    if block["part"] != "break" and not _is_texts(block["questions"]):
        yield "questions must be a list of at least one text"
    unknown = {name for step in (*block["steps"], *remote["steps"]) for name in _braces(step)} - _WORDS
    if unknown:
        yield f"{{{sorted(unknown)[0]}}} is not known; steps may hold {', '.join(sorted(_WORDS))}"


def _cross_mistakes(blocks: list[_Body], body: _Body) -> Iterator[str]:
    ids = [str(b.get("id")) for b in blocks]
    yield from (f"blocks: {name} stands twice" for name in sorted({n for n in ids if ids.count(n) > 1}))
    if len(ids) < FEWEST_BLOCKS:
        yield f"blocks: there must be at least {FEWEST_BLOCKS}"
    for part in PARTS:
        if not any(b.get("part") == part for b in blocks):
            yield f"blocks: none is of the part {part}"
    for tension in body["tensions"]:
        serving = sum(1 for b in blocks if b.get("part") == "work" and tension in b.get("serves", ()))
        if serving < FEWEST_SERVING:
            yield f"blocks: fewer than {FEWEST_SERVING} of work serve the tension {tension}"


def _phrase_mistakes(phrases: Any) -> Iterator[str]:
    if not isinstance(phrases, Mapping):
        yield "phrases must hold keys and texts"
        return
    yield from (f"phrases: {key} is missing or not known" for key in sorted(set(phrases) ^ set(_PHRASES)))
    for key in sorted(set(phrases) & set(_PHRASES)):
        if not _is_text(phrases[key]) or _braces(phrases[key]) != set(_PHRASES[key].split()):
            yield f"phrases: {key} must be a text with exactly these braces: {_PHRASES[key] or 'none'}"


def _braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
