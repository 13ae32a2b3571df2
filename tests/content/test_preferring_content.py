"""Content of preferences and tailored messages: complete, and every mistake is named with its line and remedy."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.style import load_style
from bot.catalogue.tailor import load_tailor
from bot.catalogue.yaml_text import ContentError
from bot.domain.style.preferences import LETTERS
from tests.fakes.books import stakeholder_book
from tests.fakes.mentors import CONTENT
from tests.fakes.preferring import style_book, tailor_book

CONTRACT = set(
    "general-manager sales marketing product demand-planning supply-planning manufacturing procurement logistics "
    "finance hr it-data".split()
)


def test_all_twelve_stakeholders_have_a_wording_of_their_own() -> None:
    assert set(tailor_book().roles) == CONTRACT


def test_no_text_of_a_role_stands_in_another() -> None:
    for one, other in combinations(tailor_book().roles.values(), 2):
        mine = {text for texts in one.texts.values() for text in texts.values()} | set(one.openings.values())
        theirs = {text for texts in other.texts.values() for text in texts.values()} | set(other.openings.values())
        assert not mine & theirs, (one.id, other.id)


def test_the_roles_use_every_way_and_lengths_that_differ_by_more_than_double() -> None:
    roles = tailor_book().roles.values()
    for choice in ("lead", "evidence", "channel", "ask"):
        assert len({role.usual[choice] for role in roles}) == 2
    assert max(role.words for role in roles) > 2 * min(role.words for role in roles)


def test_no_person_is_praised_or_judged_by_a_preference() -> None:
    book = style_book()
    for pair in book.pairs.values():
        for side in pair.sides:
            assert side.plain.startswith("You tend to ")
            assert not {"good", "better", "strong", "weak", "too"} & set(side.plain.lower().split())


def test_options_of_a_question_are_told_apart_by_their_words() -> None:
    for question in style_book().questions:
        assert len({option.lower() for option in question.options}) == 2 and question.text.endswith("?")


def test_no_choice_typed_for_a_button_means_two_things_at_the_same_place() -> None:
    together = (("first", "second", "both"), ("keep", "delete", "edit"))
    for names in together:
        for one, other in combinations(names, 2):
            assert not style_book().choices[one] & style_book().choices[other]
    waiting = tailor_book().choices
    assert not waiting["enough"] & waiting["unsure"]
    for one, other in combinations(("other", "words", "ask", "prefers", "done"), 2):
        assert not waiting[one] & waiting[other]


def test_words_for_one_side_do_not_stand_for_the_other() -> None:
    for first, second in LETTERS.values():
        assert not set(tailor_book().knows[first]) & set(tailor_book().knows[second])
        assert not set(style_book().names[first]) & set(style_book().names[second])


def changed(tmp_path: Path, name: str, place: tuple[Any, ...], value: Any) -> Path:
    body = yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))
    part = body
    for key in place[:-1]:
        part = part[key]
    if value is None:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    (tmp_path / name).write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("phrases",), None, "phrases"),
        (("pairs", "energy"), None, "exactly these"),
        (("pairs", "energy", "open"), "", "must be a text"),
        (("pairs", "closure", "sides", 0, "letter"), "P", "letters J, P"),
        (("pairs", "closure", "sides", 0, "title"), "x" * 40, "at most 32"),
        (("questions", 0, "pair"), "mood", "one of"),
        (("questions", 0, "options"), ["one"], "two texts"),
        (("questions", 0, "id"), "closure-calendar", "same id"),
        (("questions", 7), None, "2 for closure"),
        (("choices", "both"), [True], "in quotes"),
        (("phrases", "line"), ["{n}"], "exactly these braces: n name plain"),
    ],
)
def test_a_mistake_in_style_names_its_place(tmp_path: Path, place: tuple[Any, ...], value: Any, says: str) -> None:
    with pytest.raises(ContentError, match=r"style\.yml: line \d+") as error:
        load_style(changed(tmp_path, "style.yml", place, value))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("letters",), [], "keys and values"),
        (("functions",), None, "the sections are"),
        (("roles", "sales", "words"), 900, "from 30 to 300"),
        (("roles", "sales", "leave_out"), "", "must be a text"),
        (("roles", "sales", "lead", "steps"), None, "a text for steps and picture"),
        (("roles", "sales", "usual", "ask"), "soon", "settled or open"),
        (("roles", "sales", "openings", "spoken"), "“{yours}”", "with {ask}"),
        (("roles", "sales", "openings", "spoken"), "Do {ask}", "between “ and ”"),
        (("roles", "sales", "extra"), "x", "exactly these"),
        (("roles", "pirate"), {}, "no stakeholder"),
        (("functions", "product"), "pirate", "one of the roles"),
        (("letters", "E", "times"), 9, "0.5 to 2"),
        (("overlooks", "EI"), None, "missing"),
        (("knows", "E"), "talks", "list of texts"),
        (("choices", "done"), [False], "in quotes"),
        (("phrases", "noted"), ["Noted"], "exactly these braces: known"),
    ],
)
def test_a_mistake_in_tailor_names_its_place(tmp_path: Path, place: tuple[Any, ...], value: Any, says: str) -> None:
    with pytest.raises(ContentError, match=r"tailor\.yml: line \d+") as error:
        load_tailor(changed(tmp_path, "tailor.yml", place, value), stakeholder_book())
    assert says in str(error.value)
