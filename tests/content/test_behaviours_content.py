"""The three behaviours: what an editor breaks is named with its line, and no reaction is left without its sides."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue.behaviours import CASES, load_behaviours
from bot.catalogue.yaml_text import ContentError
from bot.domain.behaviours import BEHAVIOURS, MANNERS, read
from tests.fakes.looking import content
from tests.fakes.mentors import CONTENT
from tests.fakes.mentors import read as read_content

BOOK = content().behaviours
TEXTS = [
    path.read_text(encoding="utf-8") for name in ("behaviours", "awareness") for path in (CONTENT / name).glob("*.yml")
]
RESPONSES = [
    (CONTENT / "responses" / f"{name}.yml").read_text(encoding="utf-8") for name in ("behaviours", "awareness")
]
Break = Callable[[str, str], str]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Change one place of hold-to-account.yml and return what loading it says."""

    def change(old: str, new: str) -> str:
        shutil.copytree(CONTENT / "behaviours", tmp_path / "behaviours")
        path = tmp_path / "behaviours" / "hold-to-account.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_behaviours(tmp_path)
        return str(caught.value)

    return change


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("id: hold-to-account", "id: hold", "line 3: id: must be the file's name"),
        ("name: Hold to account", "name: 7", "name: must be a text"),
        ("about: ", "around: ", "must have exactly these keys: id, name, about"),
        ("        manner: facts", "        manner: fact", "must be one of: direct, beside, facts, wait"),
        (
            "name: Filled it in myself",
            "name: Filled it in myself because there was no time left",
            "it stands on a button",
        ),
        ("cues: [filled, ", "cues: [no, ", "put yes, no, true and numbers in quotes"),
        ("  direct:\n", "  directly:\n", "must have entries for some of: beside, direct, facts, wait"),
        ("  P:\n", "  Q:\n", "must have entries for some of"),
        ("    did: absorb it yourself\n", "", "must have exactly these texts: did, strength, blind_spot"),
        ("  - id: first-item", "  - id: day-before", "an id stands twice"),
        ("helps: [direct, facts]", "helps: [speed]", "must be a list of manners"),
    ],
)
def test_a_mistake_is_named_with_its_file(broken: Break, old: str, new: str, named: str) -> None:
    message = broken(old, new)
    assert "hold-to-account.yml: line " in message and named in message


def test_a_missing_behaviour_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="engage-and-inspire.yml: cannot be read"):
        load_behaviours(tmp_path)


def test_every_situation_can_be_met_in_each_manner() -> None:
    assert tuple(BOOK) == BEHAVIOURS
    for behaviour in BOOK.values():
        assert len(behaviour.cases) >= CASES and len(behaviour.trials) >= 3
        assert all({one.manner for one in case.reactions} == set(MANNERS) for case in behaviour.cases)
        assert {manner for trial in behaviour.trials for manner in trial.helps} == set(MANNERS)


def test_a_reaction_told_by_its_name_is_recognised_as_itself_or_left_open() -> None:
    wrong = []
    for behaviour in BOOK.values():
        for case in behaviour.cases:
            wrong += [
                (case.id, one.id, got) for one in case.reactions if (got := read(case, one.name)) not in ("", one.id)
            ]
    assert not wrong


def test_nothing_is_praised_shouted_or_called_a_type() -> None:
    said = "\n".join([*TEXTS, *RESPONSES])
    assert not re.findall(
        r"[!—]|\b(?:great|excellent|well done|good job|amazing|leverage|your type|introvert|extravert)\b", said
    )
    assert not re.findall(r"\b(?:correct answer|wrong answer|right answer|score)\b", "\n".join(RESPONSES), re.I)


def test_every_phrase_that_is_said_is_one_text() -> None:
    """A comma in an unquoted text makes two of it, and the second is never said."""
    words = {key: texts for name in ("awareness", "behaviours") for key, texts in read_content(f"{name}.yml").items()}
    typed = ("awareness.say.", "behaviours.which.", "behaviours.disagrees", "behaviours.nothing")
    assert [key for key, texts in words.items() if len(texts) > 1 and not key.startswith(typed)] == []
