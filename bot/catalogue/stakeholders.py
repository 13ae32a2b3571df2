"""Loads the stakeholders and the words of the pressure test. Every mistake names file, line, place and remedy.

A programme may keep stakeholders of its own in further folders. A file there with a new id adds a stakeholder, whole
or `based_on` another; one with the id of a packaged file changes only what it holds: its keys replace the packaged
ones, and entries of `concerns`, `questions` and `objections` replace those of the same id or are added.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue import stakeholder_checks as checks
from bot.catalogue.stakeholder_checks import Where, is_texts
from bot.catalogue.yaml_source import Source, read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.phrases import Phrases
from bot.domain.pressure import conditions
from bot.domain.pressure.book import Book, PlanCues
from bot.domain.pressure.own import MADE_GAPS, with_own_questions
from bot.domain.pressure.plan import GAPS, PARTS
from bot.domain.pressure.plan import STEPS as SOP_STEPS
from bot.domain.pressure.stakeholders import (
    FUNCTIONS,
    Concern,
    Objection,
    Question,
    Stakeholder,
)

FOLDER, WORDS = "stakeholders", "pressure.yml"
_PHRASES = (
    *"ask.change ask.change.again gaps no_gaps plan.line plan.line.plain accept others again if_then map.line".split(),
    *"plan reason.named changed.short changed.short.new coverage.short coverage.cell coverage.left".split(),
    *"map.name voice.named mark.untested reason.against".split(),
    *"if_then.failure pre_mortem pre_mortem.more coverage.line coverage.state risk.line risk.name.failure".split(),
    *"reason.affected reason.affected.plain reason.power reason.forgotten reason.forgotten.plain gaps.none".split(),
    *"changed.line changed.line.new changed.none coverage.none own.measured own.fear own.concern risk.none".split(),
    *"risk.line.open mark.answered mark.partly mark.open cell.answered cell.partly cell.open cell.untested".split(),
    *"comfort.own comfort.untested comfort.named comfort.mixed comfort.unknown comfort.none risk.who.failure".split(),
    *(f"page.{name}" for name in ("title", "from", "date", "gaps", "changes", "coverage", "risks")),
    *(f"picture.{name}" for name in ("readiness", "map", "power", "interest")),
    *(f"step.{step}" for step in SOP_STEPS),
    *(f"part.{part}" for part in PARTS),
    *(f"{name}{part}" for part in PARTS for name in ("ask.", "hint.")),
    *(f"ask.{part}.again" for part in PARTS),
    *(f"gap.{part}" for part in GAPS),
    *(f"lead.{part}" for part in (*PARTS, "thing") if part != "change"),
    *(f"function.{function}" for function in FUNCTIONS),
    *(f"own.{gap}" for gap in MADE_GAPS),
)
_OWN = ("own.measured", "own.fear", "own.concern", *(f"own.{gap}" for gap in MADE_GAPS))
_ABOUT_THE_PLAN = (*_OWN, "again", "if_then", "if_then.failure", "pre_mortem", "pre_mortem.more")
_Body = dict[str, Any]
_BASE = "based_on"


@dataclass(frozen=True)
class _Entry:
    """One stakeholder: the files it was read from, the programme's last, and what they hold together."""

    sources: tuple[Source, ...]
    body: _Body
    packaged: bool

    @property
    def stem(self) -> str:
        """The stakeholder's id, by the file's name."""
        return self.sources[-1].path.stem

    def tell(self, where: Where, what: str) -> str:
        """Return a mistake with the file and line it stands on."""
        found = [(source, line) for source in self.sources if (line := _line(source, where))]
        source, line = found[-1] if found else (self.sources[-1], 1)
        return f"{_shown(source.path)}: line {line}: {what}"


def load_book(content: Path, extra: Sequence[Path] = ()) -> Book:
    """Load and check everything the pressure test works from.

    Args:
        content: the folder `content/`. `extra`: folders with stakeholders of a programme, the last one wins.

    Raises:
        ContentError: with every mistake found, one a line, each with its file and line.
    """
    words = read_source(content / WORDS).body
    mistakes = [f"{WORDS}: {mistake}" for mistake in _word_mistakes(words)]
    entries = _entries(content / FOLDER, extra)
    mistakes += [e.tell(*mistake) for e in entries for mistake in checks.mistakes(e.body, e.packaged, e.stem)]
    mistakes += _shared_ids(entries)
    if mistakes:
        raise ContentError("\n".join(mistakes))
    phrases = _phrases(words)
    people = (with_own_questions(_stakeholder(entry.body, words), phrases) for entry in entries)
    return Book({person.id: person for person in people}, _plan_cues(words), phrases)


def _entries(packaged: Path, extra: Sequence[Path]) -> list[_Entry]:
    """Return every stakeholder, the further folders merged over the packaged one."""
    found: dict[str, _Entry] = {}
    for folder in (packaged, *extra):
        for path in sorted(folder.glob("*.yml")):
            source, below = read_source(path), found.get(path.stem)
            base = found.get(str(source.body.get(_BASE)))
            if below:
                found[path.stem] = _Entry((*below.sources, source), _merged(below.body, source.body), below.packaged)
            elif _BASE in source.body and base:
                found[path.stem] = _Entry((source,), _merged(_copied(base.body, path.stem), source.body), False)
            else:
                found[path.stem] = _Entry((source,), _unbased(source), folder == packaged)
    return list(found.values())


def _unbased(source: Source) -> _Body:
    if _BASE in source.body:
        line = source.lines.get((_BASE,), 1)
        what = f"{_BASE} names no packaged stakeholder; write the name of a file there, such as general-manager"
        raise ContentError(f"{_shown(source.path)}: line {line}: {what}")
    return source.body


def _copied(base: _Body, name: str) -> _Body:
    """What a stakeholder takes over from the one it is based on, with ids of its own."""
    lists = {
        key: [{**entry, "id": f"{name}-{str(entry['id']).removeprefix(base['id'] + '-')}"} for entry in base[key]]
        for key in ("questions", "objections")
    }
    return {**base, **lists, "id": name, "called": [str(base["title"])]}


def _merged(below: _Body, above: _Body) -> _Body:
    lists = {key: _by_id(below.get(key), above.get(key)) for key in checks.FEWEST if key in above}
    return {key: value for key, value in {**below, **above, **lists}.items() if key != _BASE}


def _by_id(*lists: Any) -> list[Any]:
    """One list of entries, later ones over earlier ones of the same id; what is no list is left to the checks."""
    entries = [entry for part in lists if isinstance(part, list) for entry in part]
    return list({str(e.get("id")) if isinstance(e, dict) else str(e): e for e in entries}.values())


def _line(source: Source, where: Where) -> int | None:
    """The line of a key, or of the entry with an id in a list; None if this file does not hold it."""
    if len(where) < 2:
        return source.lines.get(where)
    key, name = where[:2]
    entries = source.body.get(key)
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and str(entry.get("id", number + 1)) == name:
            return source.lines.get((key, number))
    return None


def _shown(path: Path) -> str:
    """A file's name; one outside the package with its folders, because both may be called finance.yml."""
    packaged = path.parent.parent.name == "content"
    return path.name if packaged else "/".join(path.parts[-3:])


def _shared_ids(entries: Iterable[_Entry]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for entry in entries:
        for key in ("questions", "objections"):
            for one in entry.body.get(key) or ():
                name = str(one.get("id")) if isinstance(one, dict) else ""
                home = homes.setdefault(name, entry.stem)
                if home != entry.stem:
                    yield entry.tell((key, name), f"{key}: {name}: this id is already used in {home}.yml")


def _word_mistakes(words: _Body) -> Iterator[str]:
    phrases = words.get("phrases") or {}
    for name in (name for name in _PHRASES if name not in phrases):
        yield f"phrases: {name} is missing; add it with at least one wording"
    for name in (name for name, value in phrases.items() if not is_texts(value)):
        yield f"phrases: {name} must be a list of at least one text"
    for text in (text for name in _ABOUT_THE_PLAN for text in phrases.get(name) or ()):
        if not any(f"“{{{name}}}”" in text for name in ("change", "piece", "reason")):
            yield f"phrases: {text[:40]!r} holds no words of the plan; put “{{change}}” or “{{piece}}” into it"
    yield from _cue_mistakes(words)


def _cue_mistakes(words: _Body) -> Iterator[str]:
    for section in ("people", "affected_by", "conditions", "steps", "told", "needs", "facts", "concerned_by_step"):
        for name, value in (words.get(section) or {"(nothing)": None}).items():
            if not is_texts(value):
                yield f"{section}: {name} must be a list of texts; put yes, no, on, off in quotes"
    for section in (s for s in ("vague", "concrete", "evasive") if not is_texts(words.get(s))):
        yield f"{section} must be a list of texts"
    for name in sorted(set(conditions.TOUCHED) ^ set(words.get("conditions") or ())):
        yield f"conditions: {name} is missing or not known; the list must be exactly: {', '.join(conditions.TOUCHED)}"


def _stakeholder(body: _Body, words: _Body) -> Stakeholder:
    name = body["id"]
    plain: _Body = {key: body[key] for key in ("id", "function", "power", "interest", "resistance")}
    texts: _Body = {key: " ".join(body[key].split()) for key in ("name", "title", "talks")}
    lists: _Body = {key: tuple(body[key]) for key in checks.LISTS}
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
