"""Turns on a database that is locked, full or damaged: people are told the truth, and nothing is lost or half done."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.services import turns as module
from bot.services.refusals import NotAnswered, NotStored
from bot.services.turns import Turn, Turns
from bot.storage import engine as engine_module
from bot.storage.inbox import DEAD
from bot.storage.tables import inbox
from tests.fakes.engine import Killed, fake_turns, texts
from tests.storage.conftest import Stores

SECRET = "Ottoline cried in the demand review"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a locked file after 50 ms, not after ten seconds."""
    quick = tuple(p.replace(str(engine_module.BUSY_MS), "50") for p in engine_module.SQLITE_PRAGMAS)
    assert quick != engine_module.SQLITE_PRAGMAS
    monkeypatch.setattr(engine_module, "SQLITE_PRAGMAS", quick)
    monkeypatch.setattr(module, "BACKOFF", (0, 0))


@pytest.fixture
def stores(sqlite_template: Path, tmp_path: Path) -> Iterator[Stores]:
    """A pair of SQLite files of this test's own."""
    for which in ("main", "keys"):
        (tmp_path / f"{which}.db").write_bytes((sqlite_template / f"{which}.db").read_bytes())
    stores = Stores(f"sqlite:///{tmp_path}/main.db", f"sqlite:///{tmp_path}/keys.db")
    yield stores
    stores.close()


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the write lock of a database, as a backup or another process might."""
    holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.close()


def full(stores: Stores, spare: int = 0) -> Stores:
    """The same databases on a disk on which only `spare` more pages of 4 kB fit."""
    pragmas = engine_module.SQLITE_PRAGMAS
    (pages,) = stores.run("PRAGMA page_count")[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "SQLITE_PRAGMAS", (*pragmas, f"PRAGMA max_page_count = {pages + spare}"))
        smaller = replace(stores)
        smaller.uow().__enter__().__exit__()  # the first connection is made here, and kept
    return smaller


def turns_on(stores: Stores, **changes: Any) -> Turns:
    turns = fake_turns(clock=stores.clock, **changes)
    turns.unit_of_work = stores.uow
    return turns


def say(turns: Turns, text: str, source: str = "") -> Turn:
    return asyncio.run(turns.take("web", "ann", {"text": text}, source or text))


def heard(stores: Stores) -> list[str]:
    with stores.uow() as uow:
        person = uow.people.by_identity("web", "ann")
        return sorted(r.body["text"] for r in uow.records.all(person.id, "heard")) if person else []


def states(stores: Stores) -> list[str]:
    return [row[0] for row in stores.run("SELECT state FROM inbox ORDER BY id")]


def count(stores: Stores) -> dict[str, int]:
    tables = ("persons", "inbox", "outbox", "records", "buttons")
    return {table: stores.run(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608


@pytest.mark.parametrize("which", ["url", "keys_url"])
def test_a_message_to_a_locked_database_is_refused_as_not_stored_and_taken_later(stores, which: str) -> None:
    turns = turns_on(stores)
    with locked(getattr(stores, which)), capture_logs() as logs, pytest.raises(NotStored):
        say(turns, SECRET)
    assert SECRET not in str(logs)
    assert count(stores)["inbox"] == 0
    assert texts(say(turns, SECRET)) == [f"text: {SECRET}"]


def test_a_database_locked_in_the_middle_of_a_turn_costs_nothing(stores: Stores) -> None:
    open_locks: list[Any] = []

    def lock(point: str) -> None:
        if point == "after_inbox_commit" and not open_locks:
            open_locks.append(locked(stores.url))
            open_locks[0].__enter__()

    turns = turns_on(stores, probe=lock)
    with capture_logs() as logs, pytest.raises(NotAnswered):
        say(turns, SECRET)
    assert SECRET not in str(logs)
    open_locks[0].__exit__(None, None, None)
    assert states(stores) == ["pending"]
    assert texts(say(turns, "and then?")) == ["text: and then?"]
    assert heard(stores) == [SECRET, "and then?"], "what waited was answered first"
    assert states(stores) == ["done", "done"]
    assert texts(say(turns, SECRET)) == [f"text: {SECRET}"], "and its answer is there for whoever asks again"


def test_on_a_full_disk_a_message_is_refused_and_nothing_of_it_is_kept(stores: Stores) -> None:
    say(turns_on(stores), "before")
    before, crowded = count(stores), full(stores)
    with capture_logs() as logs, pytest.raises(NotStored):
        for n in range(50):  # small messages still fit into the pages that are there
            say(turns_on(crowded), f"{n} {SECRET * 300}"[:16_000])
    assert SECRET not in str(logs)
    after = count(stores)
    assert after["inbox"] - before["inbox"] == after["records"] - before["records"], "no half turn"
    assert set(states(stores)) == {"done"}
    assert texts(say(turns_on(stores), "again there is room")) == ["text: again there is room"]
    assert stores.run("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("spare", range(1, 9))
def test_a_disk_that_fills_up_in_a_turn_loses_nothing(stores: Stores, spare: int) -> None:
    say(turns_on(stores), "before")
    crowded, text = full(stores, spare), f"{SECRET * 300}"[:9_000]
    try:
        answered = texts(say(turns_on(crowded), text))
    except NotStored:
        assert heard(stores) == ["before"]
    except NotAnswered:
        assert states(stores)[-1] == "pending"
    else:
        assert answered in ([f"text: {text}"], ["Something went wrong here."])
    # With room again, it is answered, unless it was refused; an apology was an answer too.
    assert texts(say(turns_on(stores), text))[0][:5] in ("text:", "Somet")
    assert "pending" not in states(stores)
    assert stores.run("PRAGMA integrity_check") == [("ok",)]


def left_unanswered(stores: Stores, *users: str) -> None:
    """Store a message of each, as a process does that is killed before it answers."""

    def kill(point: str) -> None:
        raise Killed

    for user in users:
        with pytest.raises(Killed):
            asyncio.run(turns_on(stores, probe=kill).take("web", user, {"text": f"from {user}"}, "1"))


Damage = Callable[[Stores], Any]
DAMAGES: dict[str, Damage] = {
    "changed": lambda stores: stores.run("UPDATE inbox SET payload = x'00' WHERE id = 1"),
    "without a key": lambda stores: stores.keys_engine.dispose() or _forget_first_key(stores),
}


def _forget_first_key(stores: Stores) -> None:
    (person,) = stores.run("SELECT person_id FROM inbox WHERE id = 1")[0]
    with sqlite3.connect(stores.keys_url.removeprefix("sqlite:///")) as keys:
        keys.execute("DELETE FROM person_keys WHERE person_id = ?", (person,))
    stores.reopen()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_message_that_cannot_be_read_keeps_nobody_waiting_and_stays_where_it_is(stores, damage: Damage) -> None:
    left_unanswered(stores, "ann", "bob")
    damage(stores)
    with capture_logs() as logs:
        answered = asyncio.run(turns_on(stores).recover())
    assert [texts(turn) for _, turn in answered] == [["text: from bob"]]
    assert states(stores) == ["pending", "done"]
    assert [(entry["event"], entry["item"]) for entry in logs] == [("unreadable", 1)]


def test_a_message_set_aside_can_be_found_by_its_state_and_time(stores: Stores) -> None:
    async def broken(*_: Any) -> Any:
        raise ValueError

    turns = turns_on(stores)
    turns.engine.script = broken  # type: ignore[attr-defined]
    say(turns, SECRET)
    old = (inbox.c.state == DEAD) & (inbox.c.done_at <= stores.clock.now())
    with stores.engine.connect() as connection:
        assert connection.execute(sa.select(inbox.c.id).where(old)).all() == [(1,)]
