"""The model is trained when something it learns from changed, once, and never left half-made.

A stand-in for Rasa lies in the project's folder, where `python -m rasa` finds it before the real one.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.dialogue import training
from bot.dialogue.training import TrainingFailed, ensure_model, fingerprint

ROOT = Path(__file__).resolve().parents[2]
RASA = """
import os, sys, time
from pathlib import Path
with open("trainings", "a") as file:
    file.write(os.environ["RASA_TELEMETRY_ENABLED"] + " " + " ".join(sys.argv[1:]) + "\\n")
print("a line that Rasa prints", flush=True)
time.sleep(float(Path("seconds").read_text()))
wish = Path("wish").read_text()
name, out = (sys.argv[sys.argv.index(key) + 1] for key in ("--fixed-model-name", "--out"))
if wish != "write nothing":
    Path(out, name + ".tar.gz").write_text(wish)
sys.exit("the last line of Rasa" if wish == "fail" else 0)
"""
TOPIC = """# A topic.
id: consensus-forecast
title: Consensus forecast
answer: >-
  One number for all.

questions:
  - how do we get one number
terms: [one number]
"""
FILES = {
    "domain.yml": "intents: [a]",
    "config.yml": "language: en",
    "requirements.lock": "rasa==3.6.21",
    "data/nlu/grow.yml": "nlu: []",
    "data/rules/grow.yml": "rules: []",
    "bot/nlu/encoder.py": "x = 1",
    "content/coaching/cues.yml": "vague: []",
    "content/coaching/questions/goal.yml": "questions: []",
    "content/mentoring/consensus-forecast.yml": TOPIC,
    "content/responses/grow.yml": "responses: {}",
    "rasa/__init__.py": "",
    "rasa/__main__.py": RASA,
    "wish": "a model",
    "seconds": "0",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with one file of every kind that training looks at."""
    root = tmp_path / "a project"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def edit(path: Path, old: str = "", new: str = "# edited\n") -> None:
    path.write_text(path.read_text().replace(old, new, 1))


def trainings(root: Path) -> list[str]:
    written = root / "trainings"
    return written.read_text().splitlines() if written.exists() else []


def quiet(line: str) -> None:
    """Take a progress line and do nothing with it."""


@pytest.mark.parametrize("name", list(FILES)[:8])
def test_a_change_in_what_the_model_learns_from_asks_for_a_new_model(project: Path, name: str) -> None:
    before = fingerprint(project)
    edit(project / name)
    assert fingerprint(project) != before


def test_a_renamed_file_and_a_new_file_ask_for_a_new_model(project: Path) -> None:
    seen = {fingerprint(project)}
    (project / "data/nlu/grow.yml").rename(project / "data/nlu/renamed.yml")
    seen.add(fingerprint(project))
    (project / "data/nlu/empty.yml").touch()
    seen.add(fingerprint(project))
    assert len(seen) == 3


@pytest.mark.parametrize("old", ["how do we", "[one number]", "Consensus forecast", "consensus-forecast"])
def test_a_question_term_title_or_id_of_a_topic_asks_for_a_new_model(project: Path, old: str) -> None:
    before = fingerprint(project)
    edit(project / "content/mentoring/consensus-forecast.yml", old, "changed")
    assert fingerprint(project) != before


def test_an_edited_reply_or_mentor_answer_or_comment_above_a_topic_trains_nothing(project: Path) -> None:
    before = fingerprint(project)
    edit(project / "content/responses/grow.yml")
    edit(project / "content/mentoring/consensus-forecast.yml", "One number for all.", "One number\n\n  for everybody.")
    edit(project / "content/mentoring/consensus-forecast.yml", "# A topic.", "# One mentor topic.")
    assert fingerprint(project) == before


def test_the_place_of_the_project_does_not_matter(project: Path) -> None:
    before = fingerprint(project)
    assert fingerprint(project.rename(project.with_name("elsewhere"))) == before


def test_another_encoder_asks_for_another_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(project)
    monkeypatch.setenv("COACH_ENCODER_DIR", str(project))
    assert fingerprint(project) != before


def test_every_file_the_fingerprint_names_exists_in_this_project() -> None:
    named = [*training.TRAINED_FILES, *(folder for folder, _ in training.TRAINED_TREES), training.TOPIC_FOLDER]
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_model_is_trained_once_and_named_after_the_fingerprint(project: Path) -> None:
    models = project / "models"
    first, second = (ensure_model(project, models, quiet) for _ in range(2))
    assert first == second == models / f"{fingerprint(project)}.tar.gz"
    assert first.read_text() == "a model"
    assert len(trainings(project)) == 1


def test_rasa_is_told_to_report_nothing_and_to_train_in_full(project: Path) -> None:
    ensure_model(project, project / "models", quiet)
    assert trainings(project)[0].startswith(f"false train --force --fixed-model-name {fingerprint(project)} --out ")


@pytest.mark.parametrize(
    ("wish", "said"), [("fail", "the last line of Rasa"), ("write nothing", "a line that Rasa prints")]
)
def test_a_failed_training_says_why_and_leaves_nothing_behind(project: Path, wish: str, said: str) -> None:
    models = project / "models"
    edit(project / "wish", "a model", wish)
    with pytest.raises(TrainingFailed, match=said):
        ensure_model(project, models, quiet)
    assert [path.name for path in models.iterdir()] == [".lock"]
    edit(project / "wish", wish, "a model")
    assert ensure_model(project, models, quiet).read_text() == "a model"


@pytest.mark.slow
def test_a_long_training_shows_that_it_goes_on(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(training, "TICK", 0.1)
    edit(project / "seconds", "0", "0.6")
    ensure_model(project, project / "models", lines.append)
    assert lines.count("Training the model") >= 3


def test_the_two_newest_models_stay_and_what_others_put_there_too(project: Path) -> None:
    models = project / "models"
    models.mkdir()
    (models / "my-own.tar.gz").touch()
    made = []
    for number in range(3):
        edit(project / "domain.yml", new=f"# {number}\n")
        made.append(ensure_model(project, models, quiet))
        time.sleep(0.02)
    assert sorted(models.glob("*.tar.gz")) == sorted([*made[1:], models / "my-own.tar.gz"])


@pytest.mark.slow
def test_two_processes_at_once_train_only_once(project: Path) -> None:
    edit(project / "seconds", "0", "0.5")
    code = (
        "import sys; from pathlib import Path; from bot.dialogue.training import ensure_model; "
        "print(ensure_model(Path(sys.argv[1]), Path(sys.argv[1]) / 'models', print))"
    )
    command = [sys.executable, "-c", code, str(project)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=30)[0] for process in both]
    assert len(trainings(project)) == 1
    assert all(text.splitlines()[-1].endswith(f"{fingerprint(project)}.tar.gz") for text in said)
    assert any("another process is training" in text for text in said)


def test_what_a_killed_training_left_is_cleared_away(project: Path) -> None:
    left = project / "models" / ".training-old" / "cache" / "cache.db"
    left.parent.mkdir(parents=True)
    left.touch()
    ensure_model(project, project / "models", quiet)
    assert not (project / "models" / ".training-old").exists()


def test_an_interrupted_training_ends_rasa_and_leaves_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(line: str) -> None:
        if line == "Training the model":
            raise KeyboardInterrupt

    monkeypatch.setattr(training, "TICK", 0.1)
    edit(project / "seconds", "0", "30")
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        ensure_model(project, project / "models", interrupt)
    assert time.monotonic() - began < 10
    assert [path.name for path in (project / "models").iterdir()] == [".lock"]
