"""Brings a database to the newest (or any) revision; no alembic.ini, nothing to configure."""

from collections.abc import Callable, Iterable
from pathlib import Path
from time import sleep
from typing import Any, Literal

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy.engine import Connection, Engine  # type: ignore[import-untyped,unused-ignore]

from bot.storage.engine import connect
from bot.storage.errors import Lost, Unavailable

Which = Literal["main", "keys"]
SCRIPTS = Path(__file__).parent / "migrations"
# Any fixed number: two processes that start together must not both migrate PostgreSQL.
LOCK = 50042
#: Seconds after each failed attempt to change tables that others use.
WAITS = (0.2, 0.5, 1.0, 2.0)


def upgrade(engine: Engine, which: Which, revision: str = "head") -> None:
    """Apply all revisions up to `revision` in one transaction; does nothing where nothing is missing.

    A database that is newer than this code is left as it is: revisions only add, so that processes of the version
    before go on, and start again, while a new version is rolled out (docs/how-to/upgrade.md).
    """

    def change(connection: Connection) -> None:
        _alone(connection)
        config = _config(which, connection)
        if not _is_newer(connection, which, config):
            command.upgrade(config, revision)

    patiently(engine, change)


def patiently(engine: Engine, change: Callable[[Connection], None]) -> None:
    """Change tables in one transaction beside processes that use them.

    A turn holds one table and waits for another; so does the change. PostgreSQL then ends one of the two (a deadlock).
    A turn is taken again by its process; so is the change, here.

    Raises:
        Unavailable: it did not work in any of the attempts.
    """
    waits = WAITS if engine.dialect.name == "postgresql" else ()
    for wait in (*waits, None):
        try:
            with connect(engine) as connection, connection.begin():
                change(connection)
            return
        except Lost:
            raise
        except Unavailable:
            if wait is None:
                raise
            sleep(wait)


def downgrade(engine: Engine, which: Which, revision: str = "base") -> None:
    """Take revisions back down to `revision`, in one transaction. `base` removes every table and all data."""
    with connect(engine) as connection, connection.begin():
        _alone(connection)
        command.downgrade(_config(which, connection), revision)


def is_current(engine: Engine, which: Which) -> bool:
    """Tell whether the database is at the newest revision this code knows."""
    with connect(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": version_table(which)})
        newest = ScriptDirectory.from_config(_config(which, connection)).get_current_head()
        return context.get_current_revision() == newest


def _is_newer(connection: Connection, which: Which, config: Config) -> bool:
    """Whether a later version has migrated this database: its revision is not among ours."""
    context = MigrationContext.configure(connection, opts={"version_table": version_table(which)})
    found = context.get_current_revision()
    return found is not None and found not in {script.revision for script in _scripts(config)}


def _scripts(config: Config) -> Iterable[Script]:
    return ScriptDirectory.from_config(config).walk_revisions()


def version_table(which: Which) -> str:
    """Name the table that remembers the revision; different for each database so that they cannot be mixed up."""
    return f"alembic_version_{which}"


def run(config: Config, metadata: sa.MetaData) -> None:
    """Run the migrations; called by `migrations/*/env.py`, which Alembic executes."""
    from alembic import context

    options: dict[str, Any] = config.attributes
    context.configure(options["connection"], target_metadata=metadata, version_table=options["version_table"])
    with context.begin_transaction():
        context.run_migrations()


def _config(which: Which, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS / which).replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=version_table(which))
    return config


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
