"""Structured logs: one JSON object a line, allow-listed fields only, never a person's words.

Rasa logs whole messages through structlog at DEBUG; what is not on the list below never leaves
the process, whoever logs it and at whatever level. Only where COACH_ENV is `development` and the
level DEBUG is everything shown, for made-up conversations; tokens of bots are redacted even then.
"""

import json
import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

import structlog

#: Fields that may appear in a log line. None of them can hold what a person typed.
ALLOWED = frozenset({"event", "level", "timestamp", "item", "attempt", "failed", "seconds", "count", "port"})
#: Events of our own; any other event's name is replaced, because a library may put a text into it.
EVENTS = frozenset(
    {
        *("turn_failed", "not_stored", "unreadable", "recovered", "serving", "trained", "erasure_unfinished"),
        *("tidy_failed", "poll_failed", "send_failed", "round_failed", "look_failed", "note_failed", "not_reachable"),
        *("update_unreadable", "update_not_stored", "group_not_left", "query_not_answered"),
    }
)
#: The form of a Telegram token, wherever it may turn up; HTTP libraries log it as part of an address.
_TOKEN = re.compile(r"(?:\bbot)?\d{5,}:[\w-]{20,}|\bbot\d+:[\w-]+")
REDACTED = "bot<token>"
#: Their children have loggers of their own, which a filter on the parent does not reach.
_SILENT = ("telegram", "httpx", "httpcore")
_LIBRARIES = (
    "rasa",
    "rasa_sdk",
    "sanic",
    "asyncio",
    "httpx",
    "httpcore",
    "telegram",
    "matplotlib",
    "apscheduler",
    "uvicorn",
)


def configure(level: str, development: bool = False, crash_as_json: bool = False) -> None:
    """Set up logging for the process.

    Args:
        level: INFO, WARNING or ERROR; DEBUG in development only (`bot.settings` refuses it elsewhere).
        crash_as_json: an error that nobody handled is one line of JSON too, with its traceback in it.
    """
    everything = development and level == "DEBUG"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if everything else [allow_listed]),
            structlog.processors.JSONRenderer(),
            _without_tokens,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _join_libraries(everything)
    if crash_as_json:
        sys.excepthook = _tell_traceback


def line(event: str, level: str, **fields: Any) -> str:
    """Return a line of JSON for what the program itself has to say, such as why it ends."""
    stamp = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
    return redacted(json.dumps({"event": event, "level": level, "timestamp": stamp, **fields}))


def _join_libraries(everything: bool) -> None:
    """Give the libraries one handler: nothing below ERROR, and of an error no word; everything while developing."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(everything))
    logging.getLogger().handlers = [handler]
    logging.getLogger().setLevel(logging.DEBUG if everything else logging.WARNING)
    for name in ("httpx", "httpcore"):
        # At INFO they log addresses, which hold tokens.
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.disable(logging.NOTSET if everything else logging.WARNING)
    if everything:
        return
    # Not a filter: libraries set their own while they load.
    warnings.showwarning = _show_no_warning
    for name in _LIBRARIES:
        logging.getLogger(name).addFilter(_nothing)
    for name in _SILENT:
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    sys.excepthook = _show_traceback


def _show_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """As Python does, without tokens: an address of the Bot API holds one."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))


def _tell_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(line("crashed", "error", trace=text) + "\n")


class _Line(logging.Formatter):
    """Writes what a library logs as one JSON object: where and how bad, and only while developing what."""

    def __init__(self, everything: bool) -> None:
        super().__init__()
        self._everything = everything

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": "library", "logger": record.name, "level": record.levelname.lower()}
        if self._everything:
            line["text"] = super().format(record)
        return redacted(json.dumps(line, ensure_ascii=False))


def redacted(text: str) -> str:
    """Return a text with the tokens of bots replaced."""
    return _TOKEN.sub(REDACTED, text)


def _without_tokens(_: Any, __: str, line: Any) -> str:
    return redacted(str(line))


def allow_listed(_: Any, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep only fields on the list, and only events of our own."""
    kept = {key: value for key, value in fields.items() if key in ALLOWED}
    if kept.get("event") not in EVENTS:
        kept = {"event": "library", "level": kept.get("level"), "timestamp": kept.get("timestamp")}
    return kept


def _show_no_warning(*_: Any, **__: Any) -> None:
    """Warnings are for developers, who see them in tests; Rasa's may quote what a person typed."""


def _nothing(record: logging.LogRecord) -> bool:
    """Libraries log texts and exceptions with texts in them; what matters of it we log ourselves."""
    return False
