"""The blocks of team sessions are complete and enough, and a mistake in the file is named with its remedy."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.context import load_context
from bot.catalogue.team import load_team
from bot.catalogue.yaml_text import ContentError

CONTENT = Path(__file__).resolve().parents[2] / "content"


def body(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


def write(folder: Path, name: str, changed: Any) -> Path:
    (folder / name).write_text(yaml.safe_dump(changed, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def test_there_are_blocks_enough_for_each_tension_and_each_length() -> None:
    book = load_team(CONTENT)
    work = [b for b in book.blocks if b.part == "work"]
    assert len(book.blocks) >= 20 and len(work) >= 15
    for tension in book.tensions:
        serving = [b for b in work if tension.id in b.serves]
        assert len(serving) >= 2 and min(b.least for b in serving) <= 5, tension.id


def test_the_remote_form_of_a_block_differs_from_the_one_in_person() -> None:
    same = [b.id for b in load_team(CONTENT).blocks if b.remote.steps == b.in_person.steps]
    assert same == []


def test_no_two_tensions_or_preferences_share_a_cue() -> None:
    book = load_team(CONTENT)
    for kind in (book.tensions, book.preferences):
        cues = [cue for entry in kind for cue in entry.cues]
        assert sorted({c for c in cues if cues.count(c) > 1}) == []


def test_letters_of_a_preference_tool_are_all_known_once() -> None:
    assert sorted(p.letter for p in load_team(CONTENT).preferences) == sorted("EISNTFJP")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b["blocks"][0].pop("remote"), "why-now: remote is missing"),
        (lambda b: b["blocks"][0].update(minutes=[5, 3]), "minutes must be two whole numbers"),
        (lambda b: b["blocks"][0].update(serves=["moon"]), "serves names moon"),
        (lambda b: b["blocks"][0].update(part="middle"), "part must be one of"),
        (lambda b: b["blocks"][0].update(steps=["Say {nothing}"]), "{nothing} is not known"),
        (lambda b: b["blocks"][1].update(id="why-now"), "why-now stands twice"),
        (lambda b: b.update(blocks=b["blocks"][:9]), "at least 20"),
        (lambda b: b["phrases"].pop("title"), "phrases: title is missing"),
        (lambda b: b["phrases"].update({"charter.rule": "a rule"}), "charter.rule must be a text with exactly"),
        (lambda b: b["tensions"]["late"].pop("cues"), "tensions: late: needs"),
        (lambda b: b["tensions"].update(new={"name": "New", "cues": ["new"]}), "serve the tension new"),
    ],
)
def test_a_mistake_in_the_team_file_is_named_with_its_place(tmp_path: Path, change: Any, told: str) -> None:
    changed = body("team.yml")
    change(changed)
    with pytest.raises(ContentError, match="team.yml") as error:
        load_team(write(tmp_path, "team.yml", changed))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b["lenses"].pop("culture"), "lenses must be, in this order"),
        (lambda b: b["lenses"]["culture"].pop("hint"), "lenses: culture: needs texts"),
        (lambda b: b["fit"]["partly"].append("clash"), "'clash' stands twice"),
        (lambda b: b["fit"].pop("partly"), "fit must hold a list of texts"),
        (
            lambda b: b["phrases"].update(carried="all of it"),
            "carried must be a text with exactly these braces: lenses",
        ),
    ],
)
def test_a_mistake_in_the_context_file_is_named_with_its_place(tmp_path: Path, change: Any, told: str) -> None:
    changed = body("context.yml")
    change(changed)
    with pytest.raises(ContentError, match="context.yml") as error:
        load_context(write(tmp_path, "context.yml", changed))
    assert told in str(error.value)
