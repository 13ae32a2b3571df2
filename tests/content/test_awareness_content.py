"""The situations of the awareness check: what an editor breaks is named with its line, and every point can be named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue.awareness import load_situations
from bot.catalogue.yaml_text import ContentError
from bot.domain.awareness import read
from bot.domain.mentoring import FUNCTIONS
from tests.fakes.looking import content
from tests.fakes.mentors import CONTENT

BOOK = content().awareness
Break = Callable[[str, str], str]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Change one place of finance.yml and return what loading it says."""

    def change(old: str, new: str) -> str:
        shutil.copytree(CONTENT / "awareness", tmp_path / "awareness")
        path = tmp_path / "awareness" / "finance.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_situations(tmp_path, content().topics)
        return str(caught.value)

    return change


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("function: finance", "function: fin", "finance.yml: line 4: function: must be the file's name"),
        ("    who: the finance director\n", "", "must have exactly these keys: id, who"),
        ("stock?\n", "stock.\n", "ask: must be one question"),
        ("[working-capital, inventory-targets]", "[working-capitol]", "must be a list of at least one mentor topic"),
        ("[working-capital, inventory-targets]", "[]", "must be a list of at least one mentor topic"),
        ("name: cash on shelves", "name: cash on shelves that nobody can use", "it stands on a button"),
        ("cues: [cash,", "cues: [yes, cash,", "put yes, no, true and numbers in quotes"),
        ("- id: carrying", "- id: cash", "stands twice in this situation"),
        ("  - id: stock-added", "  - id: range-cut", "this id is already used in commercial.yml"),
        ("situations:\n", "situations: 7\nx:\n", "must be a list of at least 6 situations"),
    ],
)
def test_a_mistake_is_named_with_its_file(broken: Break, old: str, new: str, named: str) -> None:
    message = broken(old, new)
    assert "finance.yml: " in message and named in message


def test_a_topic_without_the_view_of_the_function_cannot_be_named(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "awareness", tmp_path / "awareness")
    path = tmp_path / "awareness" / "product.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[new-product-forecasting, ", "[supply-review, ", 1))
    with pytest.raises(ContentError, match="supply-review has no perspective of product"):
        load_situations(tmp_path, content().topics)


def test_a_function_without_a_file_is_missed(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "awareness", tmp_path / "awareness")
    (tmp_path / "awareness" / "product.yml").unlink()
    with pytest.raises(ContentError, match="no file holds the function product; add product.yml"):
        load_situations(tmp_path, content().topics)


def test_every_function_has_six_situations_with_several_defensible_points() -> None:
    for function in FUNCTIONS:
        mine = [one for one in BOOK.values() if one.function == function]
        assert len(mine) >= 6 and all(len(one.points) >= 4 for one in mine)


@pytest.mark.parametrize("situation", BOOK.values(), ids=list(BOOK))
def test_a_colleague_s_sentence_names_its_own_point_and_the_question_names_none(situation) -> None:  # type: ignore[no-untyped-def]
    for point in situation.points:
        assert point.id in dict(read(situation, f"{point.name}. {point.adds}")), point.id
    named = read(situation, "nothing at all")
    assert not named


def test_colleagues_speak_briefly() -> None:
    long = {p.id: len(p.adds.split()) for s in BOOK.values() for p in s.points if len(p.adds.split()) > 30}
    assert not long
