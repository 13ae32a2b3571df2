"""Loads `content/safety/`: what the safety screen looks for, and what it says.

Every mistake in the files is reported with file, place and what to do: a screen that silently
misses half of its rules would be worse than one that refuses to start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.yaml_text import ContentError, parse
from bot.domain.normalise import for_matching
from bot.domain.safety import CATEGORIES, IDIOM
from bot.domain.safety_rules import Rule, SafetyRules, index, parse_rule
from bot.domain.safety_support import Help, Helpline, SupportWords
from bot.domain.safety_words import Speller, typo_shapes

PATTERN_KEYS = tuple("words turn people reporting spelling joined signs typos not_typos categories".split())
IDIOM_KEYS = ("work", "idioms", "lists")
SUPPORT_KEYS = tuple(
    "owner source review resume opening about closing again beside help international countries".split()
)
#: Of each category. What stands under the last two is answered beside the exercise, which goes on.
PARTS = ("always", "plain", "guarded", "beside", "beside-guarded")
NEEDED_LISTS = ("common", "own", "victims")
# What is said of somebody else is looked for by these rules too, after "she" is turned to "I".
TURNED = ("suicide", "self-harm")


def load_safety_rules(folder: Path) -> SafetyRules:
    """Read and check `patterns.yml` and `idioms.yml` in the folder (`content/safety`).

    Raises:
        ContentError: naming the file, the place and what to do about it.
    """
    return _RulesReader(folder).rules()


def load_support(folder: Path) -> SupportWords:
    """Read and check `support.yml` in the folder (`content/safety`).

    Raises:
        ContentError: naming the file, the place and what to do about it.
    """
    file = _File(folder / "support.yml", SUPPORT_KEYS)
    about = {category: _with_marks(file, "about", category) for category in file.mapping("about")}
    if wrong := set(about) ^ set(CATEGORIES):
        raise file.wrong(
            "about", f"has a wrong or missing part ({', '.join(sorted(wrong))})", "write one for each category"
        )
    return SupportWords(
        owner=file.text("owner"),
        review=file.day("review"),
        resume=file.text("resume"),
        opening=file.text("opening"),
        about=about,
        closing=file.text("closing"),
        again=_with_marks(file, "again"),
        beside=_with_marks(file, "beside"),
        help=_with_marks(file, "help"),
        international=_help(file, "international"),
        countries={code: _country(file, code) for code in file.mapping("countries")},
    )


def _with_marks(file: "_File", *key: str) -> str:
    """Return a text whose lines are joined (they are broken only for the editor), except around {lines}."""
    joined = " ".join(file.text(*key).split())
    text = joined.replace(" {lines} ", "\n{lines}\n").replace(" {lines}", "\n{lines}")
    for mark in ("{emergency}", "{lines}"):
        if mark not in text:
            raise file.wrong(".".join(key), f"does not hold {mark}", "put it where the numbers belong")
    return text


def _country(file: "_File", code: str) -> Help:
    if not (isinstance(code, str) and len(code) == 2 and code.isalpha() and code.isupper()):
        raise file.wrong(f"countries.{code}", "is not a country code", "use two capital letters; put NO in quotes")
    file.day("countries", code, "review")
    return _help(file, "countries", code)


def _help(file: "_File", *key: str) -> Help:
    place = file.mapping(*key)
    violence = _lines(file, *key, "violence") if "violence" in place else ()
    return Help(file.text(*key, "emergency"), _lines(file, *key, "lines"), violence)


def _lines(file: "_File", *key: str) -> tuple[Helpline, ...]:
    entries = file.at(*key)
    if not isinstance(entries, list) or not entries:
        raise file.wrong(".".join(key), "is not a list of helplines", "write name and number for each")
    for entry in entries:
        good = isinstance(entry, dict) and isinstance(entry.get("name"), str) and isinstance(entry.get("number"), str)
        if not good:
            raise file.wrong(".".join(key), "holds a line without name or number", "put numbers in quotes")
    return tuple(Helpline(entry["name"], entry["number"]) for entry in entries)


class _RulesReader:
    """Reads the two files of rules together: phrases of both may use the word lists of both."""

    def __init__(self, folder: Path) -> None:
        """Read the files and the word lists.

        Raises:
            ContentError: a file or list cannot be used.
        """
        self._patterns = _File(folder / "patterns.yml", PATTERN_KEYS)
        self._idioms = _File(folder / "idioms.yml", IDIOM_KEYS)
        self._lists = {
            name: frozenset(self._patterns.strings("words", name)) for name in self._patterns.mapping("words")
        }
        self._lists |= {name: frozenset(self._idioms.strings("lists", name)) for name in self._idioms.mapping("lists")}
        for name in NEEDED_LISTS:
            if name not in self._lists:
                raise self._patterns.wrong(f"words.{name}", "is missing", "add the list")
        self._common = tuple(self._patterns.strings("words", "common"))

    def rules(self) -> SafetyRules:
        """Return everything the screen needs."""
        parts = {part: tuple(self._part(part)) for part in PARTS}
        every = tuple(rule for part in PARTS for rule in parts[part])
        idioms = tuple(self._rule(self._idioms, "idioms", text, IDIOM) for text in self._idioms.strings("idioms"))
        people, reporting = (frozenset(self._patterns.strings(name)) for name in ("people", "reporting"))
        turn = {str(word): str(meant) for word, meant in self._patterns.mapping("turn").items()}
        work = frozenset(self._idioms.strings("work"))
        words = {word for rule in (*every, *idioms) for slot in rule.slots for word in slot.words}
        speller = self._speller(frozenset(words | set(turn) | set(turn.values()) | people | reporting | work))
        return SafetyRules(
            speller=speller,
            certain=index(parts["always"], speller.known),
            idioms=index(idioms, speller.known),
            rules=index([rule for part in PARTS[1:] for rule in parts[part]], speller.known),
            others=index([rule for rule in every if rule.category in TURNED], speller.known),
            turn=turn,
            own=self._lists["own"],
            people=people,
            victims=self._lists["victims"],
            reporting=reporting,
            work=work,
        )

    def _part(self, part: str) -> Iterator[Rule]:
        """Yield the rules of one part of every category."""
        categories = self._patterns.mapping("categories")
        if wrong := set(categories) ^ set(CATEGORIES):
            problem = f"has a wrong or missing name ({', '.join(sorted(wrong))})"
            raise self._patterns.wrong("categories", problem, f"use exactly {', '.join(CATEGORIES)}")
        for category in CATEGORIES:
            if wrong := set(self._patterns.mapping("categories", category)) - set(PARTS):
                problem = f"has an unknown part ({', '.join(sorted(wrong))})"
                raise self._patterns.wrong(f"categories.{category}", problem, f"use {', '.join(PARTS)}")
            if part in categories[category]:
                for text in self._patterns.strings("categories", category, part):
                    rule = self._rule(self._patterns, f"categories.{category}.{part}", text, category)
                    yield replace(rule, guarded=part.endswith("guarded"), beside=part.startswith("beside"))

    def _rule(self, file: "_File", key: str, text: str, category: str) -> Rule:
        try:
            return parse_rule(text, category, self._lists, common=self._common)
        except ValueError as problem:
            raise file.wrong(key, f"holds '{text}', where {problem}", "correct or remove the phrase") from problem

    def _speller(self, used: frozenset[str]) -> Speller:
        variants = self._variants()
        if hidden := sorted(used & set(variants)):
            problem = f"uses '{hidden[0]}', which is a misspelling there and is never seen"
            raise self._patterns.wrong("a phrase or list", problem, "write the word it stands for")
        meant = {word for words in variants.values() for word in words}
        typos = frozenset(self._patterns.strings("typos"))
        return Speller(
            known=used | meant | typos | frozenset(self._patterns.strings("not_typos")),
            variants=variants,
            joined={self._pair(pair): str(word) for pair, word in self._patterns.mapping("joined").items()},
            signs={
                ord(for_matching(str(sign))[0]): f" {word} " for sign, word in self._patterns.mapping("signs").items()
            },
            typos=typo_shapes(typos),
        )

    def _variants(self) -> Mapping[str, tuple[str, ...]]:
        variants: dict[str, tuple[str, ...]] = {}
        for meant in self._patterns.mapping("spelling"):
            for typed in self._patterns.strings("spelling", meant):
                if typed in variants:
                    problem = f"holds '{typed}', which stands for another word too"
                    raise self._patterns.wrong(f"spelling.{meant}", problem, "keep one")
                variants[typed] = tuple(str(meant).split())
        return variants

    def _pair(self, text: str) -> tuple[str, str]:
        first, _, second = str(text).partition(" ")
        if not second or " " in second:
            raise self._patterns.wrong(f"joined.{text}", "is not two words", "write exactly two words before the colon")
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
            self._raw = parse(text)
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
        value = self.at(*key)
        if not isinstance(value, dict):
            raise self.wrong(".".join(key), "is not a mapping", "give it names with a colon")
        return value

    def strings(self, *key: str) -> list[str]:
        """Return the list of texts at a place."""
        value = self.at(*key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(".".join(key), "is not a list of texts", "put yes, no, on, off and numbers in quotes")
        return value

    def text(self, *key: str) -> str:
        """Return the text at a place."""
        value = self.at(*key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(".".join(key), "is not a text", "write it, in quotes if it is a number")
        return value.strip()

    def day(self, *key: str) -> str:
        """Return the date at a place, as ISO text."""
        value = self.at(*key)
        if not isinstance(value, date):
            raise self.wrong(".".join(key), "is not a date", "write it as 2026-11-22")
        return value.isoformat()

    def at(self, *key: str) -> Any:
        """Return whatever is at a place."""
        value: Any = self._raw
        for part in key:
            if not isinstance(value, dict) or part not in value:
                raise self.wrong(".".join(map(str, key)), "is missing", "add it as the comments in the file say")
            value = value[part]
        return value
