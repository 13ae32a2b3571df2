"""What holds for every test: nobody's settings or data are read or changed, and runs can be repeated."""

import gc
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import yaml
from hypothesis import settings

from bot.catalogue import yaml_source, yaml_text
from bot.dialogue.no_tensorflow import serve_without_tensorflow
from tests.speed import FEW, USUAL, remembered, share

# As every process that serves: whatever a test imports of Rasa comes without TensorFlow, in a third of the time.
serve_without_tensorflow()

# The machines that run these are shared: a slow example proves nothing.
settings.register_profile("default", deadline=None, print_blob=True)
# What `make check` runs; `make test` runs all examples.
settings.register_profile(FEW, deadline=None, print_blob=True, max_examples=share(USUAL))
settings.load_profile("default")

# Hundreds of tests load the same content; what they spoil is another text, and is parsed for itself.
yaml_source.parsed = remembered(yaml_source.parsed)  # type: ignore[assignment]
yaml_text.parse = remembered(yaml_text.parse)  # type: ignore[assignment]
# Nobody but the tests reads YAML without naming a loader, and libyaml takes a tenth of the time.
yaml.SafeLoader, yaml.SafeDumper = yaml.CSafeLoader, yaml.CSafeDumper  # type: ignore[misc]

# Letters of a text that the name of a test shows.
NAME = 60

# Importing everything and thousands of tests make millions of objects that live on: garbage is looked for less often.
gc.set_threshold(100_000, 20, 20)

# These only say where large files are kept that every run may share.
KEPT = {"COACH_MODEL_DIR", "COACH_ENCODER_DIR"}


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Undo what an imported library does to the filters of warnings: sanic has every deprecation shown once."""
    with warnings.catch_warnings():
        yield


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by the beginning of a long text: the name is copied and sent many times for every test."""
    return f"{val[:NAME]!r}..." if isinstance(val, str | bytes) and len(val) > NAME else None


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Hide the settings of whoever runs the tests, and keep every database and key in a folder of this run.

    Not a fixture: fixtures do not reach tests that are no Python functions, as the conversations are.
    """
    folder = tempfile.TemporaryDirectory(prefix="coach-tests-")
    patch = pytest.MonkeyPatch()
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(patch.undo)
    var = Path(folder.name)
    for name in [name for name in os.environ if name.startswith("COACH_") and name not in KEPT]:
        patch.delenv(name)
    patch.setenv("COACH_VAR_DIR", str(var))
    # Named one by one as well, because a .env file may set them.
    patch.setenv("COACH_DATABASE_URL", f"sqlite:///{var / 'board.sqlite'}")
    patch.setenv("COACH_KEYS_URL", f"sqlite:///{var / 'keys.sqlite'}")
    patch.setenv("COACH_MASTER_KEY_FILE", str(var / "master.key"))
    patch.setenv("RASA_TELEMETRY_ENABLED", "false")


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Let go of the stream that a test set up logging on: it is closed when the test ends."""
    yield
    structlog.reset_defaults()
