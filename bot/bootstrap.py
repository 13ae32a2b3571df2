"""The only place where concrete parts are built and joined. Nothing is built at import time."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache, partial
from pathlib import Path

from bot import logs, settings
from bot.catalogue.library import Library, load
from bot.dialogue.no_tensorflow import serve_without_tensorflow
from bot.drawing.pictures import draw
from bot.services.dialogue import DialogueEngine
from bot.services.ports import Clock, ThemeTagger, UnitOfWork
from bot.services.safety import Safety
from bot.services.turns import Turns
from bot.storage import migrate
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.unit_of_work import SqlUnitOfWork

Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """Report no progress."""


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the present time."""
        return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Storage:
    """An open, migrated database with its key store."""

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]


@lru_cache(maxsize=1)
def config() -> settings.Settings:
    """Return the settings, read once."""
    return settings.load()


@lru_cache(maxsize=1)
def clock() -> Clock:
    """Return the clock."""
    return SystemClock()


@lru_cache(maxsize=1)
def content() -> Library:
    """Return all content, loaded and checked once."""
    return load(settings.ROOT)


@lru_cache(maxsize=1)
def storage() -> Storage:
    """Open both databases, bring them up to date and prove the master key.

    Raises:
        bot.storage.errors.StorageError: a database or the master key cannot be used; the message says what to do.
    """
    now = config()
    now.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    main, keys = make_engine(now.database_url), make_engine(now.keys_url)
    migrate.upgrade(main, "main")
    migrate.upgrade(keys, "keys")
    key_store = KeyStore.open(keys, master_key(now), clock())
    return Storage(partial(SqlUnitOfWork, main, key_store, clock()))


def master_key(now: settings.Settings) -> MasterKey:
    """Return the master key from the setting or the file; generate the file (mode 0600) the first time."""
    if now.master_key:
        return MasterKey.from_text(now.master_key)
    if not now.master_key_file.exists():
        _write_secret(now.master_key_file, MasterKey.generate().to_text())
    return MasterKey.from_text(now.master_key_file.read_text(encoding="ascii"))


def _write_secret(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")


def turns(progress: Progress = quiet) -> Turns:
    """Build the whole application up to the turn, telling `progress` what takes time."""
    progress("Opening your notebook")
    store = storage()
    library = content()
    return Turns(
        store.unit_of_work,
        engine(progress),
        library.board,
        Safety(library.safety_rules, library.support, config().country),
        library.commands,
        library.apology,
        clock(),
        draw,
        _probe(),
        config().flood_per_minute,
    )


def engine(progress: Progress = quiet) -> DialogueEngine:
    """Train if needed and load the dialogue engine, without TensorFlow."""
    settings.keep_rasa_quiet()
    logs.configure(config().log_level)
    from bot.dialogue.training import ensure_model

    model = ensure_model(settings.ROOT, config().models, progress)
    progress("Loading the coach")
    serve_without_tensorflow()
    from bot.dialogue.engine import RasaEngine
    from bot.dialogue.words import present_domain

    return RasaEngine(model, present_domain(settings.ROOT))


@lru_cache(maxsize=1)
def theme_tagger() -> ThemeTagger:
    """Build the tagger of barrier themes: the sentence encoder and what it learnt, without the dialogue engine."""
    settings.keep_rasa_quiet()
    serve_without_tensorflow()
    from bot.nlu.themes import Tagger, learn

    lessons = content().lessons
    return Tagger(lessons, learn(lessons, config().var / "themes"))


def _probe() -> Callable[[str], None]:
    """Kill this process at a named point, for crash tests (`COACH_FAULT=before_commit:3`: at the third pass)."""
    point, _, nth = config().fault.partition(":")
    left = [int(nth or 1)]

    def probe(name: str) -> None:
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), 9)

    return probe
