"""The only reader of the environment. Every setting starts with `COACH_` (see `.env.example`)."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "COACH_"
MOST_DAYS = 36_500


class BadSetting(ValueError):
    """A setting cannot be used; the message says which and what it takes."""


def _dotenv(path: Path) -> dict[str, str]:
    """Read `KEY=value` lines; quotes around the value are dropped, `#` lines ignored."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _value(name: str, default: str = "") -> str:
    key = PREFIX + name
    return os.environ.get(key) or _dotenv(ROOT / ".env").get(key) or default


@dataclass(frozen=True)
class Settings:
    """What can be set from outside. Paths are absolute; URLs are SQLAlchemy URLs."""

    database_url: str
    releases_url: str
    keys_url: str
    master_key: str
    master_key_file: Path
    http_host: str
    http_port: int
    api_token: str
    log_level: str
    log_json: bool
    models: Path
    var: Path
    fault: str
    flood_per_minute: int
    chat_flood_per_minute: int
    country: str
    development: bool
    retention_reflections_days: int
    retention_events_days: int
    programme_content: Path | None
    public_url: str
    telegram_token: str
    telegram_api_base: str
    telegram_mode: str
    telegram_webhook_url: str
    telegram_turns_here: bool
    ops_host: str
    ops_port: int | None


def load() -> Settings:
    """Read all settings.

    Raises:
        BadSetting: a value has the wrong form; the message names it and what it takes.
    """
    var = Path(_value("VAR_DIR", str(ROOT / "var"))).resolve()
    host, port = _value("HTTP_HOST", "127.0.0.1"), _port(_value("HTTP_PORT", "8080"), "HTTP_PORT")
    development = _environment(_value("ENV", "production")) == "development"
    return Settings(
        database_url=_value("DATABASE_URL", f"sqlite:///{var / 'board.sqlite'}"),
        releases_url=_value("RELEASES_URL", _value("DATABASE_URL", f"sqlite:///{var / 'board.sqlite'}")),
        keys_url=_value("KEYS_URL", f"sqlite:///{var / 'keys.sqlite'}"),
        master_key=_value("MASTER_KEY"),
        master_key_file=Path(_value("MASTER_KEY_FILE", str(var / "master.key"))),
        http_host=host,
        http_port=port,
        api_token=_value("API_TOKEN"),
        log_level=_log_level(_value("LOG_LEVEL", "WARNING"), development),
        log_json=_log_json(_value("LOG_FORMAT", "plain")),
        models=Path(_value("MODEL_DIR", str(ROOT / "models"))).resolve(),
        var=var,
        fault=_value("FAULT"),
        flood_per_minute=_count("FLOOD_PER_MINUTE", _value("FLOOD_PER_MINUTE", "600")),
        chat_flood_per_minute=_count("CHAT_FLOOD_PER_MINUTE", _value("CHAT_FLOOD_PER_MINUTE", "20")),
        country=_value("COUNTRY"),
        development=development,
        retention_reflections_days=_days(_value("RETENTION_REFLECTIONS_DAYS", "365"), "RETENTION_REFLECTIONS_DAYS"),
        retention_events_days=_days(_value("RETENTION_EVENTS_DAYS", "30"), "RETENTION_EVENTS_DAYS"),
        programme_content=_programme(_value("PROGRAMME_CONTENT")),
        public_url=_public(_value("PUBLIC_URL", f"http://{host}:{port}")),
        telegram_token=_value("TELEGRAM_TOKEN"),
        telegram_api_base=_value("TELEGRAM_API_BASE", "https://api.telegram.org").rstrip("/"),
        telegram_mode=_telegram_mode(_value("TELEGRAM_MODE", "polling")),
        telegram_webhook_url=_value("TELEGRAM_WEBHOOK_URL"),
        telegram_turns_here=_turns_here(_value("TELEGRAM_TURNS", "here")),
        ops_host=_value("METRICS_HOST", "127.0.0.1"),
        ops_port=_port(_value("METRICS_PORT"), "METRICS_PORT") if _value("METRICS_PORT") else None,
    )


def _programme(path: str) -> Path | None:
    if path and not Path(path).is_dir():
        raise BadSetting("COACH_PROGRAMME_CONTENT takes a folder that exists.")
    return Path(path).resolve() if path else None


def _public(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise BadSetting("COACH_PUBLIC_URL takes an address such as https://board.example.org.")
    return address.rstrip("/")


def _count(name: str, text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise BadSetting(f"{PREFIX}{name} takes a number from 1 to 1000000.")
    return int(text)


def use_folder(var: Path) -> None:
    """For the rest of this process keep everything, databases and master key, in another folder."""
    names = {"DATABASE_URL": f"sqlite:///{var / 'board.sqlite'}", "KEYS_URL": f"sqlite:///{var / 'keys.sqlite'}"}
    names["RELEASES_URL"] = names["DATABASE_URL"]
    names |= {"VAR_DIR": str(var), "MASTER_KEY_FILE": str(var / "master.key")}
    os.environ.update({PREFIX + name: value for name, value in names.items()})


def _port(text: str, name: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise BadSetting(f"{PREFIX}{name} takes a number from 1 to 65535.")
    return int(text)


def _days(text: str, name: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise BadSetting(f"{PREFIX}{name} takes a number of days from 1 to {MOST_DAYS:,}.")
    return int(text)


def _environment(text: str) -> str:
    if text.lower() not in {"production", "development"}:
        raise BadSetting("COACH_ENV takes production or development.")
    return text.lower()


def _telegram_mode(text: str) -> str:
    if text not in {"polling", "webhook"}:
        raise BadSetting("COACH_TELEGRAM_MODE takes polling or webhook.")
    if text == "webhook" and not _value("TELEGRAM_WEBHOOK_URL").startswith("https://"):
        raise BadSetting(
            "COACH_TELEGRAM_MODE=webhook needs COACH_TELEGRAM_WEBHOOK_URL, the https address at which Telegram "
            "reaches this machine."
        )
    return text


def _turns_here(text: str) -> bool:
    if text not in {"here", "workers"}:
        raise BadSetting("COACH_TELEGRAM_TURNS takes here or workers.")
    if text == "workers" and not _value("DATABASE_URL").startswith("postgresql"):
        raise BadSetting("COACH_TELEGRAM_TURNS=workers needs PostgreSQL: set COACH_DATABASE_URL and COACH_KEYS_URL.")
    return text == "here"


def _log_json(text: str) -> bool:
    if text not in {"plain", "json"}:
        raise BadSetting("COACH_LOG_FORMAT takes plain or json.")
    return text == "json"


def _log_level(text: str, development: bool) -> str:
    level = text.upper()
    if level == "DEBUG" and not development:
        raise BadSetting(
            "COACH_LOG_LEVEL takes INFO, WARNING or ERROR. DEBUG is refused: it would log what people say."
        )
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise BadSetting("COACH_LOG_LEVEL takes INFO, WARNING or ERROR.")
    return level


def encoder_dir() -> Path | None:
    """Return the folder set by COACH_ENCODER_DIR, or None for the packaged encoder."""
    value = _value("ENCODER_DIR")
    return Path(value) if value else None


def keep_rasa_quiet() -> None:
    """Switch off Rasa's telemetry and the warnings of its old dependencies, before anything of it is imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
