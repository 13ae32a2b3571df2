"""Loads content/rubric.yml: weights, cues, word groups, wordings and the persona of a rehearsal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.yaml_text import parse
from bot.domain.rehearsal.patterns import BadPattern, Matcher, matcher
from bot.domain.rehearsal.persona import HARDEST, OPENEST
from bot.domain.rehearsal.rubric import (
    ADVICE,
    CRITERIA,
    CUES,
    FLAGS,
    REASONS,
    Criterion,
    Example,
    FlagRule,
    PersonaRules,
    Rubric,
    Turn,
)
from bot.domain.rehearsal.scoring import score
from bot.domain.rehearsal.text import Lexicon, stem

STAKEHOLDERS = [
    "general-manager",
    "sales",
    "marketing",
    "product",
    "demand-planning",
    "supply-planning",
    "manufacturing",
    "procurement",
    "logistics",
    "finance",
    "hr",
    "it-data",
]
CURRENCIES = ("any", *STAKEHOLDERS)
SECTIONS = ["sets", "criteria", "flags", "cues", "open_words", "stop_words", "same", "currency", "try_this", "persona"]
_PLACEHOLDER = re.compile(r"\{([a-z]*)\}")
_ALLOWED = frozenset({"words", "quote", "currency", "count", "when"})
DIFFICULTIES = (1, 2, 3)


class RubricError(ValueError):
    """The rubric cannot be used. The message names the file, the key and what to do."""


def load_rubric(path: Path, lemmas: Mapping[str, str] | None = None) -> Rubric:
    """Read and check the file; `lemmas` maps exact words to stems, where a better analysis is at hand.

    Raises:
        RubricError: naming the file, the key and what to do about it.
    """
    try:
        raw = parse(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        remedy = "Check that the file exists and is valid YAML."
        raise RubricError(f"{path}: cannot be read ({problem}). {remedy}") from problem
    return _Reader(path, raw).rubric(lemmas or {})


def wrong_examples(rubric: Rubric) -> list[str]:
    """Return a line for each example its criterion does not bear out: good needs 2 points, weak has 1 at most."""
    return [line for criterion in rubric.criteria.values() for line in _wrong_example(rubric, criterion)]


def _wrong_example(rubric: Rubric, criterion: Criterion) -> list[str]:
    example = criterion.example
    replies = {"good": example.good, "weak": example.weak}
    scores = {kind: score(rubric, Turn(example.stakeholder, example.objection, text)) for kind, text in replies.items()}
    points = {kind: result.criteria[criterion.name].points for kind, result in scores.items()}
    right = {"good": (points["good"] or 0) > 1, "weak": points["weak"] is not None and points["weak"] <= 1}
    remedy = "change the example or the cues"
    return [
        f"criteria.{criterion.name}.example.{kind} gets {points[kind]} points; {remedy}."
        for kind in right
        if not right[kind]
    ]


@dataclass(frozen=True)
class _Reader:
    """Turns the raw file into a `Rubric`, keeping the place for error messages."""

    path: Path
    raw: Any

    def rubric(self, lemmas: Mapping[str, str]) -> Rubric:
        self._names("", SECTIONS)
        return Rubric(
            criteria={name: self._criterion(name) for name in self._names("criteria", CRITERIA)},
            flags={name: self._flag(name) for name in self._names("flags", FLAGS)},
            cues={name: self._matcher(f"cues.{name}") for name in self._names("cues", CUES)},
            lexicon=self._lexicon(lemmas),
            open_words=frozenset(self._words("open_words")),
            currency={name: self._texts(f"currency.{name}") for name in self._names("currency", CURRENCIES)},
            advice={name: self._advice(name) for name in self._names("try_this", ADVICE)},
            persona=self._persona(),
            longest=int(self._number("flags.over-long.words")),
        )

    def _criterion(self, name: str) -> Criterion:
        key = f"criteria.{name}"
        self._names(key, ["weight", "title", "example", "because"])
        reasons = self._names(f"{key}.because", REASONS[name])
        because = {reason: self._wording(f"{key}.because.{reason}") for reason in reasons}
        parts = self._names(f"{key}.example", Example.__dataclass_fields__)
        example = Example(*(self._text(f"{key}.example.{part}") for part in parts))
        return Criterion(name, self._number(f"{key}.weight"), self._text(f"{key}.title"), example, because)

    def _flag(self, name: str) -> FlagRule:
        key = f"flags.{name}"
        found = self._matcher(f"{key}.any", f"{key}.unless") if name != "over-long" else matcher(())
        return FlagRule(name, int(self._number(f"{key}.deduct")), self._wording(f"{key}.because"), found)

    def _matcher(self, key: str, unless: str = "") -> Matcher:
        cues, excused = self._texts(key), self._texts(unless) if unless else ()
        try:
            return matcher(cues, excused, self._sets())
        except BadPattern as problem:
            remedy = "write it as described in edit-the-rubric.md"
            raise self._wrong(key, f"has a mistake: {problem}", remedy) from problem

    def _sets(self) -> Mapping[str, str]:
        return {name: self._text(f"sets.{name}") for name in self._mapping("sets")}

    def _lexicon(self, lemmas: Mapping[str, str]) -> Lexicon:
        stop = self._words("stop_words")
        groups = [[lemmas.get(word) or stem(word) for word in line.lower().split()] for line in self._texts("same")]
        same: dict[str, str] = {}
        for group in groups:
            # A stem that two groups claim stays with the first: the groups stand in order of weight.
            same |= {root: f"={group[0]}" for root in group if root not in same}
        return Lexicon(frozenset(stop) | frozenset(word.replace("'", "") for word in stop), same, lemmas)

    def _advice(self, name: str) -> Mapping[str, tuple[str, ...]]:
        key = f"try_this.{name}"
        return {kind: self._wordings(f"{key}.{kind}") for kind in self._names(key, ADVICE[name])}

    def _persona(self) -> PersonaRules:
        self._names("persona", PersonaRules.__dataclass_fields__)
        start = self._mapping("persona.start")
        states = self._mapping("persona.states")
        if set(start) != set(DIFFICULTIES) or not all(HARDEST <= value <= OPENEST for value in start.values()):
            raise self._wrong("persona.start", "is not complete", "give 1, 2 and 3 a state from -2 to 2 each")
        if set(states) != set(range(HARDEST, OPENEST + 1)):
            raise self._wrong("persona.states", "is not complete", "describe each state from -2 to 2")
        return PersonaRules(
            softens=int(self._number("persona.softens")),
            hardens=int(self._number("persona.hardens")),
            hardening_flags=self._flag_names("persona.hardening_flags"),
            blocking_flags=self._flag_names("persona.blocking_flags"),
            start=start,
            exchanges=int(self._number("persona.exchanges")),
            states={state: str(text) for state, text in states.items()},
        )

    def _flag_names(self, key: str) -> frozenset[str]:
        names = frozenset(self._texts(key))
        if unknown := sorted(names - set(FLAGS)):
            raise self._wrong(key, f"names '{unknown[0]}', which is no flag", f"use only {', '.join(FLAGS)}")
        return names

    def _names(self, key: str, wanted: Iterable[str]) -> Iterable[str]:
        """The wanted names in the order given; the mapping under `key` must have exactly these."""
        expected, found = list(wanted), self._mapping(key)
        prefix = f"{key}." if key else ""
        for name in expected:
            if name not in found:
                raise self._wrong(f"{prefix}{name}", "is missing", "add it as described in edit-the-rubric.md")
        for name in found:
            if name not in expected:
                raise self._wrong(f"{prefix}{name}", "is not known", f"remove it or use one of: {', '.join(expected)}")
        return expected

    def _wordings(self, key: str) -> tuple[str, ...]:
        texts = self._texts(key)
        return tuple(self._checked(key, text) for text in texts)

    def _wording(self, key: str) -> str:
        return self._checked(key, self._text(key))

    def _checked(self, key: str, text: str) -> str:
        if unknown := [name for name in _PLACEHOLDER.findall(text) if name not in _ALLOWED]:
            raise self._wrong(key, f"has the placeholder '{{{unknown[0]}}}'", f"use only {', '.join(sorted(_ALLOWED))}")
        return text

    def _words(self, key: str) -> list[str]:
        return self._text(key).lower().split()

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._at(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            raise self._wrong(key, "is not a list of texts", "write '- ' before each, and quotes around yes and no")
        return tuple(item.strip() for item in value)

    def _text(self, key: str) -> str:
        value = self._at(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "is not a text", "write a text after the colon")
        return value.strip()

    def _number(self, key: str) -> float:
        value = self._at(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise self._wrong(key, "is not a number above 0", "write a number, such as 15")
        return float(value)

    def _mapping(self, key: str) -> dict[Any, Any]:
        value = self._at(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "is not a mapping", "give it names with a colon each, as the others have")
        return value

    def _at(self, key: str) -> Any:
        value = self.raw
        for part in key.split(".") if key else ():
            if not isinstance(value, dict) or part not in value:
                raise self._wrong(key, "is missing", "add it as described in edit-the-rubric.md")
            value = value[part]
        return value

    def _wrong(self, key: str, what: str, remedy: str) -> RubricError:
        return RubricError(f"{self.path}: {key or 'the file'} {what}; {remedy}.")
