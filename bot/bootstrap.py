"""The only place where concrete parts are built and joined. Nothing is built at import time."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from bot import logs, settings
from bot.catalogue.dashboard import DashboardWords, load_dashboard
from bot.catalogue.library import Library, load
from bot.catalogue.replies import present_domain
from bot.catalogue.web import WebWords, load_web
from bot.dialogue.loading import settle, why
from bot.dialogue.no_tensorflow import serve_without_tensorflow
from bot.domain.reflection import Theme
from bot.drawing.pictures import draw
from bot.metrics import Metrics
from bot.services.dialogue import DialogueEngine, NoEngine
from bot.services.ports import Clock, Retention, UnitOfWork
from bot.services.programme_ports import ThemeTagger
from bot.services.safety import Safety
from bot.services.turns import Turns
from bot.services.upkeep import Upkeep
from bot.storage import migrate, rotation
from bot.storage.alone import Alone
from bot.storage.backup import BackupCheck
from bot.storage.chats import Chats
from bot.storage.depths import Gauge
from bot.storage.engine import make_engine
from bot.storage.erasure import Eraser
from bot.storage.errors import MasterKeyLost
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.releases import ReleaseReader
from bot.storage.retention import Sweeper
from bot.storage.team import TeamReader
from bot.storage.unit_of_work import SqlUnitOfWork

Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """Report no progress."""


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the present time."""
        return datetime.now(timezone.utc)


def _unlocked(work: str) -> Alone:
    raise LookupError(f"this storage has no lock for {work}")


def _unsigned(purpose: str, text: str) -> str:
    raise LookupError(f"this storage signs nothing for {purpose}")


def _unshared() -> Chats:
    raise LookupError("this storage is for one process")


@dataclass(frozen=True)
class Storage:
    """An open, migrated database with its key store."""

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    eraser: Eraser
    sweep: Sweeper
    #: The lock of a kind of work that only one process may do at a time.
    alone: Callable[[str], Alone] = _unlocked
    #: Signs a text for a purpose with a key of this key store.
    sign: Callable[[str, str], str] = _unsigned
    #: Keeps the conversations of different workers apart.
    chats: Callable[[], Chats] = _unshared
    #: How much waits, by kind.
    depths: Callable[[], dict[tuple[str, str], float]] = dict


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
    """Return all content, loaded and checked once, with the retention in force, which people are told."""
    library = load(settings.ROOT, themes, config().programme_content)
    return replace(library, board=replace(library.board, retention=retention(), foresee_themes=foresee_themes))


def web_words() -> WebWords:
    """Return what the web chat's own pages say, without loading the rest of the content."""
    return load_web(settings.ROOT / "content")


def retention() -> Retention:
    """Return for how long things are kept."""
    return Retention(config().retention_reflections_days, config().retention_events_days)


def themes(text: str) -> tuple[Theme, ...]:
    """Find the barrier themes of a text."""
    return tuple(Theme(found.id, found.because) for found in theme_tagger().tag(text))


def foresee_themes(text: str) -> None:
    """Begin to read a text for its themes, where the reader of themes is loaded."""
    if theme_tagger.cache_info().currsize:
        theme_tagger().begin(text)


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
    key_store = KeyStore.open(keys, master_key(now, keys), clock())
    new_uow = partial(SqlUnitOfWork, main, key_store, clock())
    depths = Gauge(main, clock())
    metrics().watch(depths)
    eraser, sweep = Eraser(main, key_store, _probe()), Sweeper(main, key_store, clock())
    alone, chats = partial(Alone, main), partial(Chats, main)
    return Storage(new_uow, eraser, sweep, alone, key_store.hashes.signature, chats, depths)


@lru_cache(maxsize=1)
def metrics() -> Metrics:
    """Return what is counted in this process."""
    return Metrics()


def release_reader() -> ReleaseReader:
    """Return the connection through which the dashboard reads releases, and can read nothing of any person."""
    return ReleaseReader.open(config().releases_url)


def team_reader() -> TeamReader:
    """Return the connection that knows who is signed in to the dashboard, and reads nothing else."""
    return TeamReader.open(config().database_url)


def dashboard_words() -> DashboardWords:
    """Return the words of the dashboard. Raises ContentError."""
    return load_dashboard(settings.ROOT / "content")


def upkeep() -> Upkeep:
    """Return what erases people and lets go of what is kept no longer."""
    store = storage()
    return Upkeep(store.unit_of_work, store.eraser, store.sweep, retention(), clock())


def rotate(file: Path) -> MasterKey:
    """Change the master key; the new one is in `file`.

    Raises:
        WrongMasterKey: the present key is not that of the key store.
    """
    now = config()
    keys = make_engine(now.keys_url)
    migrate.upgrade(keys, "keys")
    return rotation.rotate(keys, master_key(now, keys), file, clock(), _probe())


def backup_check() -> BackupCheck:
    """Return what checks backups against the live key store, which it only reads."""
    now = config()
    if not now.master_key and not now.master_key_file.is_file():
        raise MasterKeyLost(f"{now.master_key_file} is not there: name the master key's file (COACH_MASTER_KEY_FILE).")
    key = now.master_key or now.master_key_file.read_text(encoding="ascii")
    return BackupCheck(now.keys_url, MasterKey.from_text(key), clock())


def master_key(now: settings.Settings, keys: Any) -> MasterKey:
    """Return the master key from the setting or the file; for a new key store, generate the file (mode 0600).

    Raises:
        MasterKeyLost: the key store is in use, and its key is nowhere to be found.
    """
    if now.master_key:
        return MasterKey.from_text(now.master_key)
    file = now.master_key_file
    rotation.finish(keys, file)
    if not file.exists():
        if used := rotation.kek_id(keys):
            raise MasterKeyLost(
                f"{file} is not there, but the key store was made with master key {used}. "
                "Put that file back from your backup, or name it (COACH_MASTER_KEY_FILE). Nothing was changed."
            )
        rotation.write_secret(file, MasterKey.generate().to_text())
    return MasterKey.from_text(file.read_text(encoding="ascii"))


def turns(progress: Progress = quiet, pushed: frozenset[str] = frozenset()) -> Turns:
    """Build the whole application up to the turn, telling `progress` what takes time.

    Args:
        pushed: channels whose replies are sent by a gateway.
    """
    return _turns(progress, pushed, lambda: engine(progress))


def intake(progress: Progress = quiet, pushed: frozenset[str] = frozenset()) -> Turns:
    """Build what takes messages in and answers none: other processes do. No model is loaded."""
    logs.configure(config().log_level, config().development, config().log_json)
    return _turns(progress, pushed, NoEngine)


def _turns(progress: Progress, pushed: frozenset[str], make: Callable[[], DialogueEngine]) -> Turns:
    progress("Opening your notebook")
    store, library, keeper = storage(), content(), upkeep()
    keeper.tidy()
    built = Turns(
        store.unit_of_work,
        make(),
        library.board,
        Safety(library.safety_rules, library.support, config().country),
        library.commands,
        library.apology,
        clock(),
        draw,
        keeper,
        _probe(),
        config().flood_per_minute,
        paces=dict.fromkeys(("telegram", "browser"), config().chat_flood_per_minute),
        pushed=pushed,
        meter=metrics(),
    )
    metrics().ready()
    return built


def engine(progress: Progress = quiet) -> DialogueEngine:
    """Train if needed and load the dialogue engine, without TensorFlow."""
    settings.keep_rasa_quiet()
    logs.configure(config().log_level, config().development, config().log_json)
    from bot.dialogue.training import ensure_model

    model = ensure_model(settings.ROOT, config().models, progress)
    progress("Loading the coach")
    serve_without_tensorflow()
    from bot.dialogue.engine import RasaEngine

    domain = present_domain(settings.ROOT)
    try:
        made = RasaEngine(model, domain)
    except Exception as problem:
        raise why(problem, model) from problem
    theme_tagger()  # with its encoder: otherwise the first message, or the first reflection, would wait for them
    settle()
    return made


@lru_cache(maxsize=1)
def theme_tagger() -> ThemeTagger:
    """Build the tagger of barrier themes: the sentence encoder and what it learnt, without the dialogue engine."""
    settings.keep_rasa_quiet()
    serve_without_tensorflow()
    from bot.nlu.encoder import shared_encoder
    from bot.nlu.themes import Tagger, learn

    shared_encoder()
    lessons = content().lessons
    return Tagger(lessons, learn(lessons, config().models / "themes"))


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
