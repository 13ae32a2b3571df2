"""The file of cues: its small language, and errors that say where the fault is and what to do."""

from pathlib import Path

import pytest
import yaml

from bot.catalogue.cues import CuesError, load_cues, parse_cue

CUES_FILE = Path(__file__).parents[2] / "content/coaching/cues.yml"


def _with(path: Path, **changes: object) -> Path:
    raw = yaml.safe_load(CUES_FILE.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**raw, **changes}), encoding="utf-8")
    return path


def test_a_cue_may_leave_out_choose_and_skip_words() -> None:
    assert [phrase.text for phrase in parse_cue("[we are|we'll] (so) late|slow*")] == [
        "we are (so) late|slow*",
        "we'll (so) late|slow*",
    ]


@pytest.mark.parametrize("cue", ["(very) late", "late ...", "so!", ""])
def test_a_cue_that_cannot_match_is_refused(cue: str) -> None:
    with pytest.raises(ValueError, match="word"):
        parse_cue(cue)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stances": ["(i) want"]}, "stances holds the cue '(i) want'"),
        ({"stances": [True]}, "stances is not a list of texts"),
        ({"lenses": {}}, "lenses.culture is missing"),
        ({"signals": None}, "signals is not a mapping"),
    ],
)
def test_a_fault_names_the_file_the_key_and_the_remedy(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    path = _with(tmp_path / "cues.yml", **changes)
    with pytest.raises(CuesError) as problem:
        load_cues(path)
    assert str(problem.value).startswith(f"{path}: {message}")
    assert "; " in str(problem.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CuesError, match="cues.yml: cannot be read"):
        load_cues(tmp_path / "cues.yml")
