"""Loads content/coaching/cues.yml: the words and phrases by which the coach understands a message.

A cue is a phrase in a small language that an editor can read:

    plan*           any ending: plan, plans, planning
    we|they         either word
    go (right) on   a word that may be missing
    [we are|we'll] late   either of several words
    tell me ... do  up to three words in between

Case does not matter, and neither do apostrophes: "don't" also finds "dont".
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.yaml_text import parse
from bot.domain.coaching.signals import SIGNAL_NAMES

LENSES = ("structures", "processes", "systems", "culture", "people")
STAKEHOLDERS = (
    *("general-manager", "sales", "marketing", "product", "demand-planning", "supply-planning"),
    *("manufacturing", "procurement", "logistics", "finance", "hr", "it-data"),
)
THEMES = (
    *("calendar-discipline", "parallel-decisions", "meetings-without-decisions", "short-term-focus", "copied-design"),
    *("unclear-ownership", "decision-rights", "delegates-without-mandate", "data-trust", "master-data"),
    *("tool-before-process", "conflicting-incentives", "measure-disputes", "forecast-bias", "detached-from-strategy"),
    *("finance-outside", "senior-resistance", "trust-between-functions", "silo-thinking", "fear-of-exposure"),
    *("whats-in-it-for-me", "communication-clash", "momentum-lost", "global-vs-local"),
)
# Signals that counting, spaCy or the date rules find; they need no words in the file.
COMPUTED = frozenset("people number date very-short very-long own-act other-act asks-view asks-language".split())
WORD_LISTS = (
    *("first_names", "not_names", "not_before_name", "plain_words", "open_words"),
    *("no_start", "fillers", "dangling_words", "cut_before", "picture_nouns"),
)
# Without its apostrophe each of these is another word: "we'll" and "well".
OTHER_WORDS = frozenset({"well", "were", "its", "hell", "shell", "wed", "shed"})
GAP_WORDS = 3
_WORD = re.compile(r"[^\W_]+(?:[&'][^\W_]+)*\*?")
_BRACKETS = re.compile(r"\[([^\]]*)\]")


class CuesError(ValueError):
    """The cues file cannot be used. The message names the file, the key and what to do."""


@dataclass(frozen=True)
class Slot:
    """One place in a phrase: exact words, or word beginnings; it may be optional, or a gap of any words."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Phrase:
    """A cue ready to match. The first slot is never optional and never a gap."""

    text: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class CueList:
    """`any` puts something on; a match inside one of `unless` does not count."""

    any: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class ThemeCues:
    """One cue is enough for a theme; of the hints it takes several different ones. `lens`: where it lies mostly."""

    lens: str
    cues: tuple[Phrase, ...]
    hints: tuple[Phrase, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Cues:
    """All word lists. Compared by identity, so that what is built from it can be kept beside it."""

    signals: Mapping[str, CueList]
    lenses: Mapping[str, CueList]
    themes: Mapping[str, ThemeCues]
    roles: Mapping[str, tuple[Phrase, ...]]
    functions: Mapping[str, tuple[Phrase, ...]]
    not_people: tuple[Phrase, ...]
    stances: tuple[Phrase, ...]
    turns: tuple[Phrase, ...]
    spelling: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


def load_cues(path: Path) -> Cues:
    """Read and check the file.

    Raises:
        CuesError: naming the file, the key and what to do about it.
    """
    try:
        raw = parse(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise CuesError(
            f"{path}: cannot be read ({problem}). Check that the file exists and is valid YAML."
        ) from problem
    return _Reader(path, raw).cues()


def canonical(word: str) -> str:
    """The form in which words are compared: lower case, apostrophe dropped unless that makes another word."""
    word = word.lower().replace("’", "'")
    bare = word.replace("'", "")
    return word if bare in OTHER_WORDS else bare


def parse_cue(text: str) -> tuple[Phrase, ...]:
    """Read one cue; brackets make several phrases of it.

    Raises:
        ValueError: saying which part is wrong.
    """
    choices = [part.split("|") for part in _BRACKETS.findall(text)]
    frame = _BRACKETS.sub("{}", text)
    return tuple(_parse_phrase(frame.format(*chosen)) for chosen in product(*choices))


def _parse_phrase(text: str) -> Phrase:
    slots = tuple(_parse_slot(part) for part in text.lower().split())
    if not slots or slots[0].optional or slots[0].gap or slots[-1].gap:
        raise ValueError("it must begin with a word that is always there, and must not end in '...'")
    return Phrase(text, slots)


@lru_cache(maxsize=10_000)
def _parse_slot(part: str) -> Slot:
    if part == "...":
        return Slot(gap=True)
    optional = part.startswith("(") and part.endswith(")")
    choices = [canonical(choice) for choice in part.strip("()").split("|")]
    if wrong := [choice for choice in choices if not _WORD.fullmatch(choice)]:
        raise ValueError(f"'{wrong[0]}' is not a word; use letters, digits, & and one * at the end")
    beginnings = tuple(choice[:-1] for choice in choices if choice.endswith("*"))
    return Slot(frozenset(choice for choice in choices if not choice.endswith("*")), beginnings, optional)


class _Reader:
    """Turns the raw file into `Cues`, keeping the place for error messages."""

    def __init__(self, path: Path, raw: Any) -> None:
        self._path = path
        self._raw = raw

    def cues(self) -> Cues:
        if not isinstance(self._raw, dict):
            raise self._wrong("", "is not a mapping", "start each section with its name and a colon")
        people = {name: self._mapping(f"people.{name}") for name in self._keys("people", STAKEHOLDERS)}
        return Cues(
            signals=self._cue_lists("signals", SIGNAL_NAMES - COMPUTED),
            lenses=self._cue_lists("lenses", LENSES),
            stances=self._phrases("stances"),
            turns=self._phrases("turns"),
            themes={name: self._theme(f"themes.{name}") for name in self._keys("themes", THEMES)},
            roles={name: self._phrases(f"people.{name}.roles") for name in people},
            functions={name: self._phrases(f"people.{name}.functions") for name in people},
            not_people=self._phrases("not_people"),
            spelling={word.lower(): word for word in self._strings("spelling")},
            words={name: frozenset(canonical(word) for word in self._strings(name)) for name in WORD_LISTS},
        )

    def _keys(self, key: str, wanted: Collection[str]) -> Iterator[str]:
        """The names under `key`, which must be exactly the wanted ones."""
        found = self._mapping(key)
        for name in sorted(set(wanted) - set(found)):
            raise self._wrong(f"{key}.{name}", "is missing", "add it with its cues")
        for name in sorted(set(found) - set(wanted)):
            raise self._wrong(f"{key}.{name}", "is not known", f"remove it or use one of: {', '.join(sorted(wanted))}")
        return iter(found)

    def _cue_lists(self, key: str, wanted: Collection[str]) -> dict[str, CueList]:
        return {name: self._cue_list(f"{key}.{name}") for name in self._keys(key, wanted)}

    def _cue_list(self, key: str) -> CueList:
        unless = self._phrases(f"{key}.unless") if "unless" in self._mapping(key) else ()
        return CueList(self._phrases(f"{key}.any"), unless)

    def _theme(self, key: str) -> ThemeCues:
        if (lens := self._at(f"{key}.lens")) not in LENSES:
            raise self._wrong(f"{key}.lens", f"is '{lens}'", f"use one of: {', '.join(LENSES)}")
        return ThemeCues(lens, self._phrases(f"{key}.cues"), self._phrases(f"{key}.hints"))

    def _phrases(self, key: str) -> tuple[Phrase, ...]:
        return tuple(phrase for text in self._strings(key) for phrase in self._cue(key, text))

    def _cue(self, key: str, text: str) -> tuple[Phrase, ...]:
        try:
            return parse_cue(text)
        except ValueError as problem:
            raise self._wrong(key, f"holds the cue '{text}', where {problem}", "correct or remove the cue") from problem

    def _strings(self, key: str) -> list[str]:
        """The lines of a list; each may hold several cues parted by commas, to keep long lists short."""
        value = self._at(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "is not a list of texts", "write '- ' before each; put yes, no, on in quotes")
        return [part.strip() for item in value for part in item.split(",") if part.strip()]

    def _mapping(self, key: str) -> dict[str, Any]:
        value = self._at(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "is not a mapping", "give it the keys described at the top of the file")
        return value

    def _at(self, key: str) -> Any:
        value = self._raw
        for part in key.split("."):
            if not isinstance(value, dict) or part not in value:
                raise self._wrong(key, "is missing", "add it as described at the top of the file")
            value = value[part]
        return value

    def _wrong(self, key: str, what: str, remedy: str) -> CuesError:
        return CuesError(f"{self._path}: {key or 'the file'} {what}; {remedy}.")
