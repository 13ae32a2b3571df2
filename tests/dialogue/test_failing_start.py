"""What cannot start says so in one line with a cure: no model, a damaged model, missing content."""

import shutil
import tarfile
from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot import bootstrap, settings
from bot.catalogue import library
from bot.catalogue.yaml_text import ContentError
from bot.dialogue import training
from tests.speed import some


def one_line(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must fail, and return its one line."""
    assert command_line.main(list(arguments)) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line and not line.startswith("  ")]
    assert len(lines) == 1, lines
    return lines[0]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model file that is none; the name is the one that is wanted."""
    model = tmp_path / "0123456789abcdef.tar.gz"
    model.write_bytes(b"half a download")
    monkeypatch.setattr(training, "ensure_model", lambda *_: model)
    return model


@pytest.mark.slow
@pytest.mark.parametrize("how", ["no archive", "empty archive", "cut off"])
def test_a_damaged_model_is_named_with_what_to_do(damaged: Path, how: str, capsys, monkeypatch) -> None:
    if how == "empty archive":
        with tarfile.open(damaged, "w:gz"):
            pass
    if how == "cut off":
        whole = next(path for path in bootstrap.config().models.glob("*.tar.gz"))
        damaged.write_bytes(whole.read_bytes()[:100_000])
    monkeypatch.setattr("sys.stdin", ['{"text": "hello"}\n'])
    said = one_line(capsys, "explain", "signals")
    assert str(damaged) in said and "make train" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_what_a_component_of_ours_says_is_passed_on(damaged: Path, capsys, monkeypatch) -> None:
    def broken(*_: object) -> None:
        try:
            raise ContentError("cues.yml: line 3: mend it")
        except ContentError as cause:
            raise RuntimeError("a node of the graph could not be loaded") from cause

    monkeypatch.setattr("bot.dialogue.engine.RasaEngine", broken)
    monkeypatch.setattr("sys.stdin", ['{"text": "hello"}\n'])
    assert one_line(capsys, "explain", "signals") == "cues.yml: line 3: mend it"


def test_a_model_that_is_missing_and_cannot_be_trained_says_why(capsys, monkeypatch) -> None:
    def fails(*_: object) -> Path:
        raise training.TrainingFailed("The model could not be trained (exit code 1).")

    monkeypatch.setattr(training, "ensure_model", fails)
    monkeypatch.setattr("sys.stdin", ['{"text": "hello"}\n'])
    assert one_line(capsys, "explain", "signals").startswith("The model could not be trained")


FILES = (
    "commands.yml",
    "consent.yml",
    "phrases.yml",
    "responses/common.yml",
    "coaching/questions/goal.yml",
    "rubric.yml",
)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["missing", "no YAML", "another shape"])
@pytest.mark.parametrize("name", some(FILES))
def test_content_that_is_missing_or_broken_is_named(name: str, damage: str, tmp_path: Path) -> None:
    shutil.copytree(settings.ROOT / "content", tmp_path / "content")
    path = tmp_path / "content" / name
    path.unlink()
    if damage != "missing":
        path.write_text("- 5\nfoo: [" if damage == "no YAML" else "- 5\n", encoding="utf-8")
    if (name, damage) == ("coaching/questions/goal.yml", "missing"):
        pytest.skip("an editor may take a file of questions away")
    with pytest.raises(ValueError, match=Path(name).name):
        library.load(tmp_path, lambda text: ())
