"""The examples that themes are told by, and the labelled texts that measure it: whole, apart, and in balance."""

import copy
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.themes.run import SECOND, THIRD, Row, rows
from bot.catalogue.cues import THEMES
from bot.catalogue.theme_examples import NAME, ThemeLessons, load_theme_examples
from bot.catalogue.yaml_text import ContentError
from bot.settings import ROOT

CONTENT = ROOT / "content"
SHARED = 6  # words in a row


@pytest.fixture(scope="module")
def lessons() -> ThemeLessons:
    return load_theme_examples(CONTENT)


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    found = yaml.load((CONTENT / NAME).read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def labelled() -> list[Row]:
    return rows()


@pytest.fixture(scope="module")
def second() -> list[Row]:
    return rows(SECOND)


def runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + SHARED]) for i in range(len(words) - SHARED + 1)}


def test_every_theme_has_examples_that_differ_and_good_news_beside_them(lessons: ThemeLessons) -> None:
    assert tuple(lessons.themes) == THEMES
    for theme in lessons.themes.values():
        assert len(theme.examples) >= 30
        assert len(theme.near) >= 7


def test_what_measures_does_not_teach(lessons: ThemeLessons, labelled: list[Row], second: list[Row]) -> None:
    taught = [t for theme in lessons.themes.values() for t in (*theme.examples, *theme.near)] + list(lessons.ordinary)
    known = set().union(*(runs(text) for text in taught))
    first, third = (
        [row.text for row in some if len(runs(row.text) & known) > 2] for some in ((*labelled, *second), rows(THIRD))
    )
    assert not first
    # Two came near sentences that stood there already: by chance, since their author had seen none.
    assert len(third) <= 2, third


def test_the_third_set_is_for_first_contact_alone(labelled: list[Row], second: list[Row]) -> None:
    third = rows(THIRD)
    assert all(row.held for row in third) and not {r.text for r in third} & {r.text for r in (*labelled, *second)}
    assert min(sum(theme in row.themes for row in third) for theme in THEMES) >= 5
    assert 0.15 <= sum(not row.themes for row in third) / len(third) <= 0.25


def test_the_labelled_texts_are_many_and_short_and_no_text_stands_twice(labelled: list[Row]) -> None:
    assert len(labelled) >= 720
    assert len({row.text for row in labelled}) == len(labelled)
    assert all(5 <= len(row.text.split()) <= 60 for row in labelled)
    assert all(row.themes <= set(THEMES) and len(row.themes) <= 3 for row in labelled)


def test_none_and_several_themes_are_among_them_as_in_life(labelled: list[Row]) -> None:
    assert 0.15 <= sum(not row.themes for row in labelled) / len(labelled) <= 0.25
    assert 0.20 <= sum(len(row.themes) > 1 for row in labelled) / len(labelled) <= 0.35


def test_each_theme_stands_28_times_and_half_of_them_held_back(labelled: list[Row]) -> None:
    counts = Counter(theme for row in labelled for theme in row.themes)
    held = Counter(theme for row in labelled if row.held for theme in row.themes)
    assert {theme for theme in THEMES if counts[theme] < 28} == set()
    assert all(abs(2 * held[theme] - counts[theme]) <= 3 for theme in THEMES)


def test_the_second_set_is_as_varied_apart_from_the_first_and_half_held_back(
    labelled: list[Row], second: list[Row]
) -> None:
    assert len(second) >= 400 and not {row.text for row in second} & {row.text for row in labelled}
    assert all(row.themes <= set(THEMES) and len(row.themes) <= 3 for row in second)
    assert 0.15 <= sum(not row.themes for row in second) / len(second) <= 0.25
    assert 0.20 <= sum(len(row.themes) > 1 for row in second) / len(second) <= 0.35
    assert sum(row.held for row in second) == len(second) / 2
    assert min(sum(theme in row.themes for row in second if row.held) for theme in THEMES) >= 7


def put(place: tuple[Any, ...], value: Any) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        for part in place[:-1]:
            body = body[part]
        body[place[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put(("themes", "data-thrust"), {}), "data-thrust: is not known"),
        (put(("themes",), []), "themes: must hold one entry"),
        (put(("themes", "master-data"), ["a list"]), "master-data: must have the keys"),
        (put(("themes", "master-data", "extra"), []), "extra: is not known"),
        (put(("themes", "master-data", "examples"), ["Too few of them."]), "has 1 entries and needs at least 20"),
        (put(("themes", "master-data", "examples", 0), True), "must be a list of texts"),
        (put(("themes", "master-data", "examples", 0), "word " * 61), "examples.1: must have 2 to 60 words"),
        (put(("themes", "master-data", "cues", 0), "lead time, ..."), "the cue '...' cannot be read"),
        (put(("ordinary", 0), "Nobody maintains the parameters."), "stands in this file more than once"),
        (put(("relief",), "glad"), "relief: must be a list of texts"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(
    body: dict[str, Any], tmp_path: Path, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    wrong = copy.deepcopy(body)
    change(wrong)
    (tmp_path / NAME).write_text(yaml.dump(wrong, allow_unicode=True, Dumper=yaml.CSafeDumper), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_theme_examples(tmp_path)
    assert said in str(caught.value)
    assert all(line.startswith(f"{NAME}: line ") for line in str(caught.value).splitlines())


def test_a_theme_that_is_missing_is_named(body: dict[str, Any], tmp_path: Path) -> None:
    less = {**body, "themes": {name: value for name, value in body["themes"].items() if name != "data-trust"}}
    (tmp_path / NAME).write_text(yaml.dump(less, Dumper=yaml.CSafeDumper), encoding="utf-8")
    with pytest.raises(ContentError, match="data-trust is missing"):
        load_theme_examples(tmp_path)
