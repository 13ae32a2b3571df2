"""What each command of `python -m bot` does."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from bot import bootstrap, logs, settings
from bot.catalogue.rubric import RubricError
from bot.catalogue.yaml_text import ContentError
from bot.dialogue.loading import BadModel
from bot.dialogue.training import TrainingFailed, ensure_model
from bot.domain.releases.audit import AuditFailed
from bot.domain.releases.release import BadRelease
from bot.domain.releases.rules import WeakRules
from bot.explain import EXPLAINS, explain
from bot.gateway import demo, mentor_admin, programme_admin, rights_admin, team_admin
from bot.gateway.telegram import problems
from bot.storage.errors import StorageError
from bot.web import ops, telegram_hook
from bot.web.server import OpenToTheWorld

Options = argparse.Namespace
#: Problems with a cure that the message names; anything else is a defect and shows its traceback.
EXPECTED = (
    ContentError,
    RubricError,
    mentor_admin.BadMentor,
    rights_admin.BadRequest,
    programme_admin.BadProgramme,
    programme_admin.TooEarly,
    team_admin.BadAccount,
    team_admin.BadPassword,
    demo.NotADemo,
    AuditFailed,
    BadRelease,
    WeakRules,
    TrainingFailed,
    StorageError,
    BadModel,
    OpenToTheWorld,
    ops.CannotListen,
    problems.BadToken,
    problems.SecondPoller,
    problems.LockLost,
    problems.NoToken,
    problems.OneMachine,
    settings.BadSetting,
)


def _tell(text: str) -> None:
    """Show progress on standard error, with the seconds since the start."""
    seconds = round(monotonic() - _STARTED)
    plain = f"  {text} ({seconds} s)"
    sys.stderr.write((logs.line("starting", "info", step=text, seconds=seconds) if _as_json() else plain) + "\n")
    sys.stderr.flush()


def complain(problem: Exception) -> None:
    """Say on standard error why a command ends."""
    sys.stderr.write((logs.line("stopped", "error", reason=str(problem)) if _as_json() else str(problem)) + "\n")


def _as_json() -> bool:
    try:
        return bootstrap.config().log_json
    except settings.BadSetting:
        return False


_STARTED = monotonic()


def chat(_: Options) -> None:
    """Talk in the terminal."""
    from bot.gateway.documents import Documents
    from bot.gateway.terminal import Terminal

    documents = Documents(bootstrap.config().var / "documents")
    asyncio.run(Terminal(bootstrap.turns(_tell), documents=documents).run())


def serve(_: Options) -> None:
    """Serve HTTP."""
    from bot.web import programme, server
    from bot.web.chat.site import chat_pages

    now = bootstrap.config()
    pages = [*chat_pages(), *programme.pages()]
    _tell(f"http://{now.http_host}:{now.http_port}, programme dashboard at /programme")
    build, figures = lambda: bootstrap.turns(_tell), bootstrap.metrics().text
    server.serve(build, now.http_host, now.http_port, now.api_token, pages, figures)


def telegram(_: Options) -> None:
    """Answer on Telegram."""
    from bot.gateway.telegram import run

    now = bootstrap.config()
    where = (now.telegram_webhook_url, now.http_host, now.http_port)
    run.telegram(now, _tell, lambda take, secret: telegram_hook.listen(take, secret, *where), _watched(now))


def worker(_: Options) -> None:
    """Take turns for Telegram."""
    from bot.gateway.telegram import run

    run.worker(bootstrap.config(), _tell, _watched(bootstrap.config()))


def _watched(now: settings.Settings) -> Callable[[], Coroutine[Any, Any, None]] | None:
    """What answers those who watch the service, if a port is set for it."""
    port = now.ops_port
    if port is None:
        return None

    def answering() -> None:
        ops.answers(bootstrap.storage().unit_of_work)

    return lambda: ops.listen(ops.Health(answering), bootstrap.metrics().text, now.ops_host, port)


def doctor(_: Options) -> int:
    """Say what is wrong, and what to do about it."""
    from bot.gateway.telegram.doctor import examine

    return examine(bootstrap.config(), sys.stdout.write)


def train(_: Options) -> None:
    """Train the model, and learn the themes, if what they learn from has changed."""
    settings.keep_rasa_quiet()
    ensure_model(settings.ROOT, bootstrap.config().models, _tell)
    bootstrap.theme_tagger()


def validate(_: Options) -> None:
    """Check all content; every mistake names file, entry and remedy."""
    library = bootstrap.content()
    bootstrap.dashboard_words()
    counts = f"{len(library.board.guide.bank)} coaching questions, {len(library.board.topics)} mentor topics"
    sys.stdout.write(f"Content is valid: {counts}, {len(library.commands)} commands.\n")


def migrate(_: Options) -> None:
    """Bring the databases up to date."""
    bootstrap.storage()
    sys.stdout.write("Databases are up to date.\n")


def explain_texts(options: Options) -> None:
    """Show how texts are understood."""
    explain(options.what, sys.stdin, sys.stdout)


VERBS: dict[str, tuple[Callable[[Options], int | None], str]] = {
    "chat": (chat, "talk in the terminal"),
    "serve": (serve, "serve the web chat, the programme dashboard and the turn API over HTTP"),
    "telegram": (telegram, "answer on Telegram"),
    "worker": (worker, "take turns for Telegram, beside others, on PostgreSQL (docs/how-to/operate.md)"),
    "doctor": (doctor, "say what is wrong with this installation, and what to do"),
    "train": (train, "train the model if what it learns from has changed"),
    "validate": (validate, "check all content"),
    "migrate": (migrate, "bring the databases up to date"),
    "mentor": (mentor_admin.run, "register, list or remove human mentors"),
    "erase": (rights_admin.erase, "erase somebody on their request"),
    "export": (rights_admin.export, "write a copy of everything of somebody to a file for them"),
    "retain": (rights_admin.retain, "let go of what is kept no longer"),
    "rotate-keys": (rights_admin.rotate_keys, "change the master key (stop the program first)"),
    "backup-check": (rights_admin.backup_check, "prove that a backup opens and brings nobody back who was erased"),
    "programme": (programme_admin.run, "launch a programme, invite leaders, make and check its theme releases"),
    "demo": (demo.run, "build a demo programme of synthetic leaders in a database of its own"),
    "explain": (explain_texts, "show how texts are understood"),
}
#: What follows a command, where something does.
ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "mentor": mentor_admin.arguments,
    "programme": programme_admin.arguments,
    "erase": rights_admin.erase_arguments,
    "export": rights_admin.export_arguments,
    "rotate-keys": rights_admin.rotate_arguments,
    "backup-check": rights_admin.backup_arguments,
}
__all__ = ["ARGUMENTS", "EXPECTED", "EXPLAINS", "VERBS", "complain"]
