"""The settings that make SQLite safe, errors that tell nothing, queries that use indexes."""

import logging
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from storage_samples import write_everything

from bot.storage import utc
from bot.storage.engine import connect, make_engine
from bot.storage.errors import NaiveTime, Unavailable


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("busy_timeout", 10_000), ("foreign_keys", 1), ("secure_delete", 1), ("synchronous", 2)],
)
def test_sqlite_is_set_up_safely_on_every_connection(sqlite, pragma: str, value: object) -> None:
    for _ in range(2):
        assert sqlite.run(f"PRAGMA {pragma}") == [(value,)]
        sqlite.engine.dispose()


def test_a_sqlite_transaction_takes_the_write_lock_with_its_first_statement(sqlite, monkeypatch) -> None:
    monkeypatch.setattr("bot.storage.engine.SQLITE_PRAGMAS", ("PRAGMA busy_timeout = 20",))
    with sqlite.uow() as first:
        with sqlite.uow() as second:
            second.people.by_sender("x")  # the first has not said anything yet
        first.people.by_sender("x")
        with sqlite.uow() as third, pytest.raises(Unavailable, match="locked"):
            third.people.by_sender("x")


def test_an_unreachable_database_is_one_clear_error(tmp_path) -> None:
    for url in (f"sqlite:///{tmp_path}/missing/x.db", "postgresql://nobody@127.0.0.1:1/x"):
        with pytest.raises(Unavailable):
            connect(make_engine(url))


def test_making_an_engine_touches_nothing(tmp_path) -> None:
    make_engine(f"sqlite:///{tmp_path}/x.db")
    assert list(tmp_path.iterdir()) == []


def test_neither_errors_nor_logs_show_parameters(stores, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with stores.engine.connect() as connection, pytest.raises(sa.exc.SQLAlchemyError) as caught:
        connection.execute(
            sa.text("INSERT INTO persons (id, sender) VALUES (:a, :b)"), {"a": "SECRET1", "b": "SECRET2"}
        )
    assert "[SQL parameters hidden" in str(caught.value)
    with stores.uow() as uow:
        write_everything(uow, "SECRET3", lambda: "SECRET4")
        uow.commit()
    assert "SECRET" not in caplog.text


def test_no_query_reads_a_whole_table(sqlite) -> None:
    plans: list[str] = []

    def explain(connection, cursor, statement, parameters, context, executemany) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            one = parameters[0] if executemany else parameters
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", one).fetchall()
            plans.extend(f"{row[-1]} <- {statement}" for row in rows)

    sa.event.listen(sqlite.engine, "before_cursor_execute", explain)
    with sqlite.uow() as uow:
        ann = write_everything(uow, "ann", lambda: f"{len(plans)}")
        uow.events.session_start(ann.sender)
        uow.events.load(ann.sender, 1)
        uow.records.all(ann.id, "reflection", ["saved"], 5)
        uow.records.get(ann.id, "x")
        uow.records.delete(ann.id, "x")
        item = uow.inbox.pending()[0]
        uow.inbox.pending(ann.id)
        uow.inbox.begin(item.id)
        uow.inbox.done(item, sqlite.clock.at)
        uow.outbox.replies(item.id)
        uow.outbox.sent([row_id for row_id, _ in uow.outbox.unsent(ann.id)], sqlite.clock.at)
        uow.buttons.redeem(ann.id, "x", sqlite.clock.at)
        uow.commit()
    sqlite.eraser._delete_rows(ann.id)
    assert len(plans) > 30
    assert [plan for plan in plans if plan.startswith("SCAN") or "TEMP B-TREE" in plan and "records" not in plan] == []


def test_times_are_stored_aware_and_sort_by_instant(sqlite) -> None:
    column = utc.UtcDateTime()
    dialect = sqlite.engine.dialect
    tokyo = datetime(2024, 5, 6, 8, tzinfo=timezone(timedelta(hours=9)))
    stored = [column.process_bind_param(at, dialect) for at in (tokyo, tokyo + timedelta(microseconds=1))]
    assert stored == ["2024-05-05T23:00:00.000000+00:00", "2024-05-05T23:00:00.000001+00:00"]
    assert column.process_result_value(stored[0], dialect) == tokyo
    with pytest.raises(NaiveTime):
        column.process_bind_param(datetime(2024, 5, 6), dialect)  # noqa: DTZ001
