"""Loads the stakeholders and the words of the pressure test. Every mistake names file, place and remedy.

A programme may keep stakeholders of its own in further folders. A file there with a new id adds a stakeholder; one
with the id of a packaged file changes only what it holds: its keys replace the packaged ones, and entries of
`concerns`, `questions` and `objections` replace those of the same id or are added.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.coaching import ContentError
from bot.domain.phrases import Phrases
from bot.domain.pressure import conditions
from bot.domain.pressure.book import Book, PlanCues
from bot.domain.pressure.own import MADE_GAPS, with_own_questions
from bot.domain.pressure.plan import GAPS, PARTS
from bot.domain.pressure.plan import STEPS as SOP_STEPS
from bot.domain.pressure.stakeholders import (
    FUNCTIONS,
    PLACEHOLDERS,
    REASONS,
    Concern,
    Objection,
    Question,
    Stakeholder,
)
from bot.domain.pressure.wording import placeholders

FOLDER, WORDS = "stakeholders", "pressure.yml"
LONGEST_QUESTION, LONGEST_FOLLOW_UP, LONGEST_NAME = 32, 16, 8
#: Entries at least: in a packaged file, and in one that a programme added.
FEWEST = {"concerns": (5, 2), "questions": (20, 6), "objections": (10, 1)}
_TEXTS, _LISTS = ("name", "title", "function", "talks"), ("measured_on", "fears", "currency")
_KEYS = {"id", "power", "interest", "resistance", "called", "affected_by", *_TEXTS, *_LISTS, *FEWEST}
_ENTRY_KEYS = {
    "concerns": ({"id", "name", "good_answer", "signs"}, set()),
    "questions": ({"id", "concern", "when", "text", "follow_up"}, {"needs"}),
    "objections": ({"id", "reason", "concern", "difficulty", "text", "harder", "softer"}, set()),
}
_PHRASES = (
    *"ask.change ask.change.again gaps no_gaps plan.line plan.line.plain accept others again if_then map.line map.name".split(),
    *"if_then.failure pre_mortem pre_mortem.more coverage.line coverage.state risk.line risk.name.failure".split(),
    *"reason.affected reason.affected.plain reason.power reason.forgotten reason.forgotten.plain gaps.none".split(),
    *"changed.line changed.line.new changed.none coverage.none own.measured own.fear own.concern risk.none".split(),
    *"risk.line.open mark.answered mark.partly mark.open mark.untested cell.answered cell.partly cell.open cell.untested".split(),
    *"comfort.own comfort.untested comfort.named comfort.mixed comfort.unknown comfort.none risk.who.failure".split(),
    *(f"page.{name}" for name in ("title", "from", "date", "gaps", "changes", "coverage", "risks")),
    *(f"picture.{name}" for name in ("readiness", "map", "power", "interest")),
    *(f"step.{step}" for step in SOP_STEPS),
    *(f"part.{part}" for part in PARTS),
    *(f"ask.{part}" for part in PARTS),
    *(f"gap.{part}" for part in GAPS),
    *(f"lead.{part}" for part in PARTS if part != "change"),
    *(f"lead.no-{part}" for part in GAPS),
    *(f"function.{function}" for function in FUNCTIONS),
    *(f"own.{gap}" for gap in MADE_GAPS),
)
_OWN = ("own.measured", "own.fear", "own.concern", *(f"own.{gap}" for gap in MADE_GAPS))
_ABOUT_THE_PLAN = (*_OWN, "again", "if_then", "if_then.failure", "pre_mortem", "pre_mortem.more")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Body = dict[str, Any]


def load_book(content: Path, extra: Sequence[Path] = ()) -> Book:
    """Load and check everything the pressure test works from.

    Args:
        content: the folder `content/`. `extra`: folders with stakeholders of a programme, the last one wins.

    Raises:
        ContentError: with every mistake found, one a line.
    """
    words = _read(content / WORDS)
    mistakes = [f"{WORDS}: {mistake}" for mistake in _word_mistakes(words)]
    bodies = _bodies(content / FOLDER, extra)
    mistakes += [f"{name}: {mistake}" for name, packaged, body in bodies for mistake in _mistakes(body, packaged, name)]
    mistakes += _shared_ids(bodies)
    if mistakes:
        raise ContentError("\n".join(mistakes))
    phrases = _phrases(words)
    people = (with_own_questions(_stakeholder(body, words), phrases) for _, _, body in bodies)
    return Book({person.id: person for person in people}, _plan_cues(words), phrases)


def _read(path: Path) -> _Body:
    try:
        body = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{path.name}: line {line}: is no YAML. Mend it or restore the file.") from None
    except (OSError, UnicodeError) as error:
        raise ContentError(f"{path.name}: cannot be read ({type(error).__name__}). Restore it.") from None
    if not isinstance(body, dict):
        raise ContentError(f"{path.name}: must hold keys and values. See the comment at its top.")
    return body


def _bodies(packaged: Path, extra: Sequence[Path]) -> list[tuple[str, bool, _Body]]:
    """Return (file name, packaged, body) of every stakeholder, the further folders merged over the packaged one."""
    found: dict[str, tuple[str, bool, _Body]] = {}
    for folder in (packaged, *extra):
        for path in sorted(folder.glob("*.yml")):
            body = _read(path)
            name, own, before = found.get(path.stem, (path.name, folder == packaged, {}))
            found[path.stem] = (name, own, _merged(before, body) if before else body)
    return list(found.values())


def _merged(below: _Body, above: _Body) -> _Body:
    lists = {key: _by_id(below.get(key), above.get(key)) for key in FEWEST if key in above}
    return {**below, **above, **lists}


def _by_id(*lists: Any) -> list[Any]:
    """One list of entries, later ones over earlier ones of the same id; what is no list is left to the checks."""
    entries = [entry for part in lists if isinstance(part, list) for entry in part]
    return list({str(e.get("id")) if isinstance(e, dict) else str(e): e for e in entries}.values())


def _mistakes(body: _Body, packaged: bool, name: str) -> Iterator[str]:
    missing = sorted((_KEYS - {"called", "affected_by"}) - set(body))
    if missing:
        yield f"{missing[0]} is missing; copy the shape of another file in {FOLDER}/"
        return
    for key in sorted(set(body) - _KEYS):
        yield f"unknown key {key!r}; allowed: {', '.join(sorted(_KEYS))}"
    yield from _head_mistakes(body, name)
    broken = [m for key in FEWEST for m in _list_mistakes(body, key, packaged)]
    yield from broken
    if not broken:
        yield from _entry_mistakes(body)


def _head_mistakes(body: _Body, name: str) -> Iterator[str]:
    if body["id"] != Path(name).stem:
        yield f"id {body['id']!r} must be the file's name, {Path(name).stem!r}"
    for key in _TEXTS:
        if not isinstance(body[key], str) or not body[key].strip():
            yield f"{key} must be a text"
    for key in _LISTS:
        if not _is_texts(body[key]):
            yield f"{key} must be a list of texts"
    for key in (k for k in ("power", "interest") if body[k] not in range(1, 6)):
        yield f"{key} must be a whole number from 1 to 5"
    yield from _enum_mistakes(body)


def _enum_mistakes(body: _Body) -> Iterator[str]:
    if body["function"] not in FUNCTIONS:
        yield f"function {body['function']!r} is not known; allowed: {', '.join(FUNCTIONS)}"
    if not isinstance(body["resistance"], dict) or set(body["resistance"]) != set(REASONS):
        yield f"resistance must have one sentence for each of: {', '.join(REASONS)}"
    for condition in sorted(set(body.get("affected_by") or ()) - conditions.ALL):
        yield f"affected_by {condition!r} is not known; allowed: {', '.join(sorted(conditions.ALL))}"


def _list_mistakes(body: _Body, key: str, packaged: bool) -> Iterator[str]:
    entries, (needed, allowed) = body[key], _ENTRY_KEYS[key]
    fewest = FEWEST[key][0 if packaged else 1]
    if not isinstance(entries, list) or len(entries) < fewest:
        yield f"{key} must be a list of at least {fewest} entries"
        return
    for number, entry in enumerate(entries, 1):
        place = f"{key}: {entry.get('id', number) if isinstance(entry, dict) else number}"
        if not isinstance(entry, dict) or needed - set(entry) or set(entry) - needed - allowed:
            yield f"{place}: must have the keys {', '.join(sorted(needed))}{' and may have needs' if allowed else ''}"


def _entry_mistakes(body: _Body) -> Iterator[str]:
    known = {concern["id"] for concern in body["concerns"]}
    for key in FEWEST:
        ids = [entry["id"] for entry in body[key]]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            yield f"{key}: {twice}: this id is used twice; ids are unique"
    for concern in body["concerns"]:
        yield from (f"concerns: {concern['id']}: {m}" for m in _concern_mistakes(concern))
    for question in body["questions"]:
        yield from (f"questions: {question['id']}: {m}" for m in _question_mistakes(question, known, body["id"]))
    for objection in body["objections"]:
        yield from (f"objections: {objection['id']}: {m}" for m in _objection_mistakes(objection, known))
    for concern_id in sorted(known - {question["concern"] for question in body["questions"]}):
        yield f"concerns: {concern_id}: no question asks about it; add one"


def _concern_mistakes(concern: _Body) -> Iterator[str]:
    if len(str(concern["name"]).split()) > LONGEST_NAME:
        yield f"name has more than {LONGEST_NAME} words; it is a label on a picture"
    if not _is_texts(concern["signs"]):
        yield "signs must be a list of beginnings of words; put yes, no, on, off in quotes"


def _question_mistakes(question: _Body, concerns: set[str], stakeholder: str) -> Iterator[str]:
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


def _objection_mistakes(objection: _Body, concerns: set[str]) -> Iterator[str]:
    if objection["reason"] not in REASONS:
        yield f"reason {objection['reason']!r} is not known; allowed: {', '.join(REASONS)}"
    if objection["concern"] not in concerns:
        yield f"concern {objection['concern']!r} is not one of this file's: {', '.join(sorted(concerns))}"
    if objection["difficulty"] not in (1, 2, 3):
        yield "difficulty must be 1, 2 or 3"
    for key in ("text", "harder", "softer"):
        if "?" in objection[key] or placeholders(objection[key]):
            yield f"{key} must be a statement without placeholders"


def _shared_ids(bodies: Iterable[tuple[str, bool, _Body]]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for name, _, body in bodies:
        for key in ("questions", "objections"):
            for entry in body.get(key) or ():
                home = homes.setdefault(str(entry.get("id")) if isinstance(entry, dict) else "", name)
                if home != name:
                    yield f"{name}: {key}: {entry['id']}: this id is already used in {home}; ids are unique"


def _word_mistakes(words: _Body) -> Iterator[str]:
    phrases = words.get("phrases") or {}
    for name in (name for name in _PHRASES if name not in phrases):
        yield f"phrases: {name} is missing; add it with at least one wording"
    for name in (name for name, value in phrases.items() if not _is_texts(value)):
        yield f"phrases: {name} must be a list of at least one text"
    for text in (text for name in _ABOUT_THE_PLAN for text in phrases.get(name) or ()):
        if "“{change}”" not in text and "“{reason}”" not in text:
            yield f"phrases: {text[:40]!r} holds no words of the plan; put “{{change}}” into it"
    yield from _cue_mistakes(words)


def _cue_mistakes(words: _Body) -> Iterator[str]:
    for section in ("people", "affected_by", "conditions", "steps", "told", "needs", "facts", "concerned_by_step"):
        for name, value in (words.get(section) or {"(nothing)": None}).items():
            if not _is_texts(value):
                yield f"{section}: {name} must be a list of texts; put yes, no, on, off in quotes"
    for section in (s for s in ("vague", "concrete", "evasive") if not _is_texts(words.get(s))):
        yield f"{section} must be a list of texts"
    for name in sorted(set(conditions.TOUCHED) ^ set(words.get("conditions") or ())):
        yield f"conditions: {name} is missing or not known; the list must be exactly: {', '.join(conditions.TOUCHED)}"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text.strip() for text in value)


def _stakeholder(body: _Body, words: _Body) -> Stakeholder:
    name = body["id"]
    plain: _Body = {key: body[key] for key in ("id", "function", "power", "interest", "resistance")}
    texts: _Body = {key: " ".join(body[key].split()) for key in ("name", "title", "talks")}
    lists: _Body = {key: tuple(body[key]) for key in _LISTS}
    return Stakeholder(
        **(plain | texts | lists),
        concerns=tuple(Concern(**{**c, "signs": tuple(c["signs"])}) for c in body["concerns"]),
        questions=tuple(_question(q) for q in body["questions"]),
        objections=tuple(Objection(**o) for o in body["objections"]),
        called=_cues(body.get("called") or words["people"].get(name) or (body["name"].lower(),)),
        affected_by=frozenset(body.get("affected_by") or words["affected_by"].get(name) or ()),
    )


def _question(entry: _Body) -> Question:
    sets = {"when": frozenset(entry["when"] or ()), "needs": frozenset(entry.get("needs") or ())}
    return Question(**{**entry, **sets})


def _plan_cues(words: _Body) -> PlanCues:
    sections = ("conditions", "steps", "told", "needs", "facts", "concerned_by_step")
    lists: _Body = {s: {name: _cues(v) for name, v in words[s].items()} for s in sections}
    flat: _Body = {s: _cues(words[s]) for s in ("vague", "concrete", "evasive")}
    return PlanCues(**(lists | flat))


def _cues(lines: Iterable[str]) -> tuple[str, ...]:
    """Each line of a list may hold several cues parted by commas."""
    return tuple(cue.strip() for line in lines for cue in line.split(",") if cue.strip())


def _phrases(words: _Body) -> Phrases:
    return Phrases({key: tuple(value) for key, value in words["phrases"].items()})
