"""Both databases go up, come down, and go up to exactly what the code expects."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from bot.storage import keys_tables, migrate, tables
from bot.storage.engine import make_engine
from bot.storage.errors import Lost, Unavailable
from bot.storage.migrate import SCRIPTS, downgrade, is_current, upgrade, version_table
from tests.storage.conftest import DATABASES

METADATA = {"main": tables.metadata, "keys": keys_tables.metadata}
both = pytest.mark.parametrize("which", METADATA)


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty%20.db'}"
    else:
        url = request.getfixturevalue("postgres_server")("coach_empty")
    engine = make_engine(url)
    yield engine
    for which in METADATA:
        downgrade(engine, which)
    engine.dispose()


def names(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {version_table("main"), version_table("keys"), "sqlite_sequence"}


@both
def test_up_down_and_up_again(empty: Engine, which: str) -> None:
    assert not is_current(empty, which)
    upgrade(empty, which)
    assert names(empty) == set(METADATA[which].tables)
    assert is_current(empty, which)
    downgrade(empty, which)
    assert names(empty) == set()
    assert not is_current(empty, which)
    upgrade(empty, which)
    assert names(empty) == set(METADATA[which].tables)


@both
def test_the_revisions_make_exactly_the_tables_the_code_uses(empty: Engine, which: str) -> None:
    upgrade(empty, which)
    with empty.connect() as connection:
        options = {"compare_type": empty.dialect.name == "postgresql", "include_object": is_ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA[which]) == []


def is_ours(thing: object, name: str, kind: str, *_: object) -> bool:
    return kind != "table" or not name.startswith(("alembic_version_", "sqlite_"))


def test_the_revisions_make_the_same_sqlite_schema_as_the_tables(tmp_path) -> None:
    schemas = []
    for name, make in (("migrated", lambda e: upgrade(e, "main")), ("created", tables.metadata.create_all)):
        engine = make_engine(f"sqlite:///{tmp_path / name}.db")
        make(engine)
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%' ORDER BY name"
        with engine.connect() as connection:
            schemas.append([normal(sql) for (sql,) in connection.execute(sa.text(query))])
        engine.dispose()
    assert schemas[0] == schemas[1]


def normal(sql: str) -> list[str]:
    """The parts of a CREATE statement, whatever their order and line breaks."""
    return sorted(part.strip() for part in re.split("[(),]", " ".join(sql.split())) if part.strip())


@both
def test_upgrading_what_is_current_changes_nothing(empty: Engine, which: str) -> None:
    upgrade(empty, which)
    upgrade(empty, which)
    assert is_current(empty, which)


def test_the_two_databases_cannot_be_mixed_up(empty: Engine) -> None:
    upgrade(empty, "main")
    assert not is_current(empty, "keys")
    upgrade(empty, "keys")
    downgrade(empty, "keys")
    assert is_current(empty, "main")


@both
def test_a_process_of_the_version_before_starts_on_a_database_that_is_newer(empty: Engine, which: str) -> None:
    upgrade(empty, which)
    table = version_table(which)
    with empty.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET version_num = 'of_tomorrow'"))
    upgrade(empty, which)
    with empty.begin() as connection:
        assert connection.execute(sa.text(f"SELECT version_num FROM {table}")).scalar() == "of_tomorrow"
        newest = ScriptDirectory(str(SCRIPTS / which)).get_current_head()
        connection.execute(sa.text(f"UPDATE {table} SET version_num = '{newest}'"))


#: What a revision may do while processes of the version before work: add what they do not have to know about.
ADDS = {"create_table", "create_index", "add_column", "f"}


@pytest.mark.parametrize("file", sorted(SCRIPTS.glob("*/versions/r*.py")), ids=lambda file: file.stem)
def test_a_revision_only_adds_so_that_the_version_before_goes_on_working(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    down = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "downgrade")
    up = [node for node in tree.body if node is not down]
    calls = [node for part in up for node in ast.walk(part) if isinstance(node, ast.Call)]
    operations = [call for call in calls if ast.unparse(call.func).startswith("op.")]
    assert not [ast.unparse(call) for call in operations if ast.unparse(call.func)[3:] not in ADDS]
    columns = [call.args[1] for call in operations if ast.unparse(call.func) == "op.add_column"]
    assert not [ast.unparse(column) for column in columns if _must_be_given(column)]


def _must_be_given(column: ast.expr) -> bool:
    """Whether an insert that does not know the column fails."""
    options = {word.arg: ast.unparse(word.value) for word in column.keywords} if isinstance(column, ast.Call) else {}
    return options.get("nullable") == "False" and "server_default" not in options


def test_a_change_of_tables_that_lost_against_a_turn_is_made_again_and_a_broken_connection_is_not(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "WAITS", (0.0, 0.0))
    made: list[Exception | None] = []

    def change(connection: sa.engine.Connection, *problems: Exception) -> None:
        connection.execute(sa.text("CREATE TABLE wider (id INTEGER)"))
        made.append(next(iter(problems[len(made) :]), None))
        if made[-1]:
            raise made[-1]

    lost_turns = (Unavailable("deadlock"), Unavailable("deadlock"))
    if empty.dialect.name == "sqlite":
        with pytest.raises(Unavailable):
            migrate.patiently(empty, lambda connection: change(connection, *lost_turns))
        assert len(made) == 1, "SQLite has waited for its lock already"
    else:
        migrate.patiently(empty, lambda connection: change(connection, *lost_turns))
        assert len(made) == 3 and "wider" in names(empty)
        with empty.begin() as connection:
            connection.execute(sa.text("DROP TABLE wider"))
    made.clear()
    with pytest.raises(Lost):
        migrate.patiently(empty, lambda connection: change(connection, Lost("gone"), Lost("gone")))
    assert len(made) == 1 and "wider" not in names(empty)
