"""What each command of `python -m bot` does."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from time import monotonic

from bot import bootstrap, settings
from bot.catalogue.coaching import ContentError
from bot.catalogue.rubric import RubricError
from bot.dialogue.training import TrainingFailed, ensure_model
from bot.explain import KINDS, explain
from bot.gateway import mentor_admin
from bot.storage.errors import StorageError
from bot.web.server import OpenToTheWorld

Options = argparse.Namespace
#: Problems with a cure that the message names; anything else is a defect and shows its traceback.
EXPECTED = (
    ContentError,
    RubricError,
    mentor_admin.BadMentor,
    TrainingFailed,
    StorageError,
    OpenToTheWorld,
    settings.BadSetting,
)


def _tell(text: str) -> None:
    """Show progress on standard error, with the seconds since the start."""
    sys.stderr.write(f"  {text} ({monotonic() - _STARTED:.0f} s)\n")
    sys.stderr.flush()


_STARTED = monotonic()


def chat(_: Options) -> None:
    """Talk in the terminal."""
    from bot.gateway.terminal import Terminal

    asyncio.run(Terminal(bootstrap.turns(_tell)).run())


def serve(_: Options) -> None:
    """Serve HTTP."""
    from bot.web import server

    now = bootstrap.config()
    sys.stderr.write(f"  http://{now.http_host}:{now.http_port}\n")
    server.serve(lambda: bootstrap.turns(_tell), now.http_host, now.http_port, now.api_token)


def train(_: Options) -> None:
    """Train the model if what it learns from has changed."""
    settings.keep_rasa_quiet()
    ensure_model(settings.ROOT, bootstrap.config().models, _tell)


def validate(_: Options) -> None:
    """Check all content; every mistake names file, entry and remedy."""
    library = bootstrap.content()
    counts = f"{len(library.board.guide.bank)} coaching questions, {len(library.board.topics)} mentor topics"
    sys.stdout.write(f"Content is valid: {counts}, {len(library.commands)} commands.\n")


def migrate(_: Options) -> None:
    """Bring the databases up to date."""
    bootstrap.storage()
    sys.stdout.write("Databases are up to date.\n")


def explain_texts(options: Options) -> None:
    """Show how texts are understood."""
    explain(options.what, sys.stdin, sys.stdout)


VERBS: dict[str, tuple[Callable[[Options], None], str]] = {
    "chat": (chat, "talk in the terminal"),
    "serve": (serve, "serve the turn API over HTTP"),
    "train": (train, "train the model if what it learns from has changed"),
    "validate": (validate, "check all content"),
    "migrate": (migrate, "bring the databases up to date"),
    "mentor": (mentor_admin.run, "register, list or remove human mentors"),
    "explain": (explain_texts, "show how texts are understood"),
}
__all__ = ["EXPECTED", "KINDS", "VERBS"]
