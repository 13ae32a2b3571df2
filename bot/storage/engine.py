"""Engines for SQLite (safe settings, explicit transactions) and PostgreSQL."""

from functools import partial
from time import monotonic
from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Connection, Engine, make_url  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.pool import QueuePool  # type: ignore[import-untyped,unused-ignore]

from bot.storage.errors import Lost, Unavailable

BUSY_MS = 10_000
#: Seconds for which a connection that was just used is believed to work.
FRESH = 0.05
#: An execution option: a transaction that will not write need not wait for one that does.
READS_ONLY = "reads_only"
# Order matters: nothing may meet a locked file before the time-out is set.
SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
# A machine that vanishes without a word would otherwise hold its locks for two hours.
POSTGRES_SETTINGS = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)

#: The server closes this connection, or is going down (PostgreSQL, "Error Codes", classes 08 and 57P0).
SERVER_ENDS_IT = ("08", "57P0")


def make_engine(url: str) -> Engine:
    """Return an engine for a `sqlite:///file` or `postgresql://` address; opens no connection yet.

    Statement parameters never appear in errors or logs. A database that is locked or full raises Unavailable, one
    whose connection broke Lost.
    """
    sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = _sqlite(url) if sqlite else _postgres(url)
    return translating(engine)


def translating(engine: Engine) -> Engine:
    """Let a database that is locked or full raise Unavailable, and a broken connection Lost; return the engine."""
    sa.event.listen(engine, "handle_error", _translate)
    return engine


def connect(engine: Engine) -> Connection:
    """Take a connection. Raises Unavailable if the database cannot be reached."""
    try:
        return engine.connect()
    except DBAPIError as error:
        raise _unavailable(error.orig, lost=engine.dialect.name != "sqlite") from None


def _sqlite(url: str) -> Engine:
    engine = sa.create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _postgres(url: str) -> Engine:
    engine = sa.create_engine(url, future=True, hide_parameters=True)
    sa.event.listen(engine, "connect", _keep_alive)
    sa.event.listen(engine, "checkin", _came_back)
    sa.event.listen(engine, "checkout", partial(_still_there, engine.dialect))
    return engine


def _came_back(_connection: Any, record: Any) -> None:
    record.info["back"] = monotonic()


def _still_there(dialect: Any, connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that lay idle whether it still works; the pool takes another where it does not.

    As SQLAlchemy's "Disconnect Handling - Pessimistic" has it, but not between the transactions of one turn.
    """
    if monotonic() - record.info.get("back", monotonic()) < FRESH:
        return
    try:
        alive = dialect.do_ping(connection)
    except dialect.dbapi.Error:
        alive = False
    if not alive:
        raise DisconnectionError()


def _keep_alive(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in POSTGRES_SETTINGS:
            cursor.execute(setting)
    connection.commit()


def _prepare(connection: Any, _record: Any) -> None:
    # None stops the driver from opening transactions behind our back; `_begin_immediate` opens them.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get(READS_ONLY):
        connection.exec_driver_sql("BEGIN")
        return
    # Takes the write lock at once: a transaction that starts by reading can then never fail half-way with "locked".
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _translate(context: Any) -> Unavailable | None:
    code = getattr(context.original_exception, "pgcode", "")
    if (code or "").startswith(SERVER_ENDS_IT):
        context.is_disconnect = True  # SQLAlchemy knows some of these by their words only
    # PostgreSQL's driver has a code, None where no server answered; SQLite's has none at all.
    refused = context.connection is None and code != ""
    broken = isinstance(context.sqlalchemy_exception, InterfaceError) and context.is_disconnect
    if not broken and not isinstance(context.sqlalchemy_exception, OperationalError):
        return None
    return _unavailable(context.original_exception, lost=bool(context.is_disconnect or refused))


def _unavailable(error: BaseException, lost: bool) -> Unavailable:
    # The first line says what happened; the lines below it may quote the row.
    reason = str(error).partition("\n")[0]
    return (Lost if lost else Unavailable)(f"the database could not be used: {reason}")
