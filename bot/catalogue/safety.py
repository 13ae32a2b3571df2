"""Loads `content/safety/`: what the safety screen looks for, and what it says.

Every mistake in the files is reported with file, place and what to do; a screen that silently
misses half of its rules would be worse than one that refuses to start.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.coaching import ContentError
from bot.domain.normalise import for_matching
from bot.domain.safety import CATEGORIES, IDIOM, THIRD
from bot.domain.safety_rules import Rule, SafetyRules, index, parse_rule
from bot.domain.safety_words import Speller, typo_shapes

TURNED = ("suicide", "self-harm")
PATTERN_KEYS = (
    "words",
    "turn",
    "people",
    "reporting",
    "spelling",
    "joined",
    "signs",
    "typos",
    "not_typos",
    "categories",
)
IDIOM_KEYS = ("work", "idioms", "lists")
PARTS = ("always", "plain", "guarded")
NEEDED_LISTS = ("common", "own")


def load_safety_rules(folder: Path) -> SafetyRules:
    """Read and check `patterns.yml` and `idioms.yml` in the folder (`content/safety`).

    Raises:
        ContentError: naming the file, the place and what to do about it.
    """
    patterns = _File(folder / "patterns.yml", PATTERN_KEYS)
    idioms = _File(folder / "idioms.yml", IDIOM_KEYS)
    lists = {name: frozenset(patterns.strings("words", name)) for name in patterns.mapping("words")}
    for name in NEEDED_LISTS:
        if name not in lists:
            raise patterns.wrong(f"words.{name}", "is missing", "add the list")
    lists |= {name: frozenset(idioms.strings("lists", name)) for name in idioms.mapping("lists")}
    certain = tuple(_category_rules(patterns, lists, ("always",)))
    rules = tuple(_category_rules(patterns, lists, ("plain", "guarded")))
    harmless = tuple(_parse(idioms, "idioms", text, IDIOM, lists, False) for text in idioms.strings("idioms"))
    turned = tuple(rule for rule in rules if rule.category in TURNED)
    turn = {str(word): str(meant) for word, meant in patterns.mapping("turn").items()}
    people = frozenset(patterns.strings("people"))
    reporting = frozenset(patterns.strings("reporting"))
    work = frozenset(idioms.strings("work"))
    known = _known((*certain, *rules, *harmless)) | set(turn) | set(turn.values()) | people | reporting | work
    return SafetyRules(
        speller=_speller(patterns, known),
        certain=index(certain),
        idioms=index(harmless),
        rules=index(rules),
        others=index(turned),
        turn=turn,
        own=lists["own"],
        people=people,
        reporting=reporting,
        work=work,
    )


def _category_rules(patterns: "_File", lists: Mapping[str, frozenset[str]], wanted: tuple[str, ...]) -> Iterator[Rule]:
    categories = patterns.mapping("categories")
    if wrong := set(categories) ^ set(CATEGORIES):
        raise patterns.wrong(
            "categories",
            f"has a wrong or missing name ({', '.join(sorted(wrong))})",
            f"use exactly {', '.join(CATEGORIES)}",
        )
    for category in CATEGORIES:
        for part in patterns.mapping("categories", category):
            if part not in PARTS:
                raise patterns.wrong(f"categories.{category}.{part}", "is not known", f"use {', '.join(PARTS)}")
            for text in patterns.strings("categories", category, part) if part in wanted else ():
                yield _parse(patterns, f"categories.{category}.{part}", text, category, lists, part == "guarded")


def _parse(
    file: "_File", key: str, text: str, category: str, lists: Mapping[str, frozenset[str]], guarded: bool
) -> Rule:
    try:
        return parse_rule(text, category, lists, guarded)
    except ValueError as problem:
        raise file.wrong(key, f"holds '{text}', where {problem}", "correct or remove the phrase") from problem


def _known(rules: tuple[Rule, ...]) -> set[str]:
    return {word for rule in rules for slot in rule.slots for word in slot.words}


def _speller(patterns: "_File", known: set[str]) -> Speller:
    variants: dict[str, tuple[str, ...]] = {}
    for meant in patterns.mapping("spelling"):
        for typed in patterns.strings("spelling", meant):
            if typed in variants:
                raise patterns.wrong(
                    f"spelling.{meant}", f"holds '{typed}', which stands for another word too", "keep one"
                )
            variants[typed] = tuple(str(meant).split())
    meant_words = {word for words in variants.values() for word in words}
    typos = frozenset(patterns.strings("typos"))
    not_typos = frozenset(patterns.strings("not_typos"))
    # A misspelling must not count as known, or it would never be put right.
    return Speller(
        known=frozenset((known | meant_words | typos | not_typos) - set(variants)),
        variants=variants,
        joined={_pair(patterns, pair): str(word) for pair, word in patterns.mapping("joined").items()},
        signs={ord(for_matching(str(sign))[0]): f" {word} " for sign, word in patterns.mapping("signs").items()},
        typos=typo_shapes(typos),
    )


def _pair(patterns: "_File", text: str) -> tuple[str, str]:
    first, _, second = str(text).partition(" ")
    if not second or " " in second:
        raise patterns.wrong(f"joined.{text}", "is not two words", "write exactly two words before the colon")
    return first, second


class _File:
    """A content file, read with places for error messages."""

    def __init__(self, path: Path, keys: tuple[str, ...]) -> None:
        """Read the file and check its header comment and its first level.

        Raises:
            ContentError: it cannot be used.
        """
        self._name = f"{path.parent.name}/{path.name}"
        try:
            text = path.read_text(encoding="utf-8")
            self._raw = yaml.safe_load(text)
        except (OSError, yaml.YAMLError) as problem:
            raise self.wrong(
                "the file", f"cannot be read ({problem})", "check that it is there and is valid YAML"
            ) from problem
        if not text.startswith("#"):
            raise self.wrong("the first line", "is not a comment", "say what the file is and how to change it")
        if not isinstance(self._raw, dict) or set(self._raw) != set(keys):
            raise self.wrong("the file", "has other sections than expected", f"use exactly {', '.join(keys)}")

    def wrong(self, key: str, what: str, remedy: str) -> ContentError:
        """Return an error that says where, what and what to do."""
        return ContentError(f"{self._name}: {key} {what}; {remedy}.")

    def mapping(self, *key: str) -> dict[str, Any]:
        """Return the mapping at a place."""
        value = self._at(key)
        if not isinstance(value, dict):
            raise self.wrong(".".join(key), "is not a mapping", "give it names with a colon")
        return value

    def strings(self, *key: str) -> list[str]:
        """Return the list of texts at a place."""
        value = self._at(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(".".join(key), "is not a list of texts", "put yes, no, on, off and numbers in quotes")
        return value

    def text(self, *key: str) -> str:
        """Return the text at a place."""
        value = self._at(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(".".join(key), "is not a text", "write it, in quotes if it is a number")
        return value.strip()

    def _at(self, key: tuple[str, ...]) -> Any:
        value: Any = self._raw
        for part in key:
            if not isinstance(value, dict) or part not in value:
                raise self.wrong(".".join(key), "is missing", "add it as the comments in the file say")
            value = value[part]
        return value
