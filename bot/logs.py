"""Structured logs: one JSON object a line, allow-listed fields only, never a person's words.

Rasa logs whole messages through structlog at DEBUG; what is not on the list below never leaves
the process, whoever logs it and at whatever level.
"""

import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

#: Fields that may appear in a log line. None of them can hold what a person typed.
ALLOWED = frozenset({"event", "level", "timestamp", "item", "attempt", "failed", "seconds", "count", "port"})
#: Events of our own; any other event's name is replaced, because a library may put a text into it.
EVENTS = frozenset(
    {
        *("turn_failed", "recovered", "serving", "trained"),
        *("poll_failed", "send_failed", "round_failed", "look_failed", "note_failed", "not_reachable"),
        *("update_unreadable", "update_not_stored", "group_not_left", "query_not_answered"),
    }
)
#: The form of a Telegram token, wherever it may turn up.
_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
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


def configure(level: str) -> None:
    """Set up logging for the process.

    Args:
        level: INFO, WARNING or ERROR.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allow_listed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.disable(logging.WARNING)
    # Not a filter: libraries set their own while they load.
    warnings.showwarning = _show_no_warning
    for name in _LIBRARIES:
        logging.getLogger(name).addFilter(_nothing)
    for name in _SILENT:
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    sys.excepthook = _show_traceback


def redacted(text: str) -> str:
    """Return a text without anything that looks like a Telegram token."""
    return _TOKEN.sub("[token]", text)


def _show_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """As Python does, without tokens: an address of the Bot API holds one."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))


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
