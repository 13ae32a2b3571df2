"""Programmes, rosters, invite codes and releases: what every unit of work promises, the fake one included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.domain.releases.rules import Rules
from bot.services.ports import Member, Person, Programme, Record, StoredRelease, UnitOfWork
from bot.storage.errors import Duplicate, UnknownPerson
from bot.storage.releases import ReleaseReader

NewUow = Callable[[], UnitOfWork]
NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PROGRAMME = Programme("p", "Pläne", NOON.date(), ("north", "south"), Rules(voices=6), NOON)
RELEASE = StoredRelease("p", 1, NOON, '{"name":"Pläne"}'.encode(), "0" * 64)


@pytest.fixture
def launched(new_uow: NewUow) -> NewUow:
    with new_uow() as uow:
        uow.programmes.add(PROGRAMME)
        uow.commit()
    return new_uow


def member(person: Person, **values: object) -> Member:
    return replace(Member("p", person.id, "north", f"token of {person.id[:8]}", NOON), **values)


def test_a_programme_comes_back_as_it_was_launched(launched: NewUow) -> None:
    with launched() as uow:
        assert uow.programmes.get("p") == PROGRAMME
        assert uow.programmes.all() == [PROGRAMME]
        assert uow.programmes.get("q") is None
        with pytest.raises(Duplicate):
            uow.programmes.add(replace(PROGRAMME, rules=Rules()))


def test_a_code_works_as_often_as_it_may_and_not_after_its_time(launched: NewUow) -> None:
    with launched() as uow:
        uow.programmes.invite("CODE", "p", "north", 2, NOON + DAY)
        assert uow.programmes.redeem("OTHER", NOON) is None
        assert uow.programmes.redeem("CODE", NOON + DAY) is None
        assert [uow.programmes.redeem("CODE", NOON) for _ in range(3)] == [("p", "north"), ("p", "north"), None]


def test_who_leaves_and_joins_again_keeps_the_token_and_counts_once(launched: NewUow, ann: Person) -> None:
    with launched() as uow:
        uow.programmes.join(member(ann))
        uow.programmes.leave(ann.id, NOON + DAY)
        assert uow.programmes.membership(ann.id) is None
        uow.programmes.join(member(ann, token="another", level="south", joined_at=NOON + 2 * DAY))
        kept = uow.programmes.membership(ann.id)
        assert kept == member(ann, level="south", joined_at=NOON + 2 * DAY)
        assert uow.programmes.roster("p", NOON + 3 * DAY) == [kept]


def test_the_roster_is_that_of_the_moment(launched: NewUow, ann: Person, bob: Person) -> None:
    with launched() as uow:
        uow.programmes.join(member(ann))
        uow.programmes.join(member(bob, joined_at=NOON + DAY))
        uow.programmes.leave(ann.id, NOON + 3 * DAY)
        at = [{m.person_id for m in uow.programmes.roster("p", NOON + n * DAY)} for n in range(5)]
    assert at == [set(), {ann.id}, {ann.id, bob.id}, {ann.id, bob.id}, {bob.id}]


def test_nobody_joins_who_is_not_there(launched: NewUow, ann: Person) -> None:
    with pytest.raises(UnknownPerson), launched() as uow:
        uow.programmes.join(member(ann, person_id="nobody"))


def test_records_are_found_by_kind_and_period(launched: NewUow, ann: Person, bob: Person) -> None:
    with launched() as uow:
        for n, (person, kind) in enumerate([(ann, "reflection"), (ann, "session"), (bob, "session"), (ann, "promise")]):
            at = NOON + n * DAY
            uow.records.put(Record(f"r{n}", person.id, kind, "kept", at, at, {"n": n}))
        kinds = ("reflection", "session")
        assert [r.body["n"] for r in uow.programmes.written(ann.id, kinds, NOON, NOON + 9 * DAY)] == [0, 1]
        assert [r.body["n"] for r in uow.programmes.written(ann.id, kinds, NOON, NOON + DAY)] == [0]
        assert uow.programmes.written(ann.id, kinds, NOON + 2 * DAY, NOON + 9 * DAY) == []


def test_a_release_is_added_once_and_comes_back_byte_for_byte(launched: NewUow) -> None:
    with launched() as uow:
        uow.releases.add(RELEASE)
        with pytest.raises(Duplicate):
            uow.releases.add(replace(RELEASE, body=b"{}"))
        assert uow.releases.get("p", 1) == RELEASE
        assert uow.releases.get("p", 2) is None
        assert uow.releases.all("p") == [RELEASE]
        assert uow.releases.all("q") == []


def test_a_code_is_not_in_the_database(sqlite) -> None:
    with sqlite.uow() as uow:
        uow.programmes.add(PROGRAMME)
        uow.programmes.invite("KX7M3QPD9TAB", "p", "north", 1, NOON + DAY)
        uow.commit()
    (row,) = sqlite.run("SELECT * FROM invites")
    assert "KX7M3QPD9TAB" not in map(str, row)


# --- the reader


def filled(stores) -> None:
    stores.person("ann")
    with stores.uow() as uow:
        uow.programmes.add(PROGRAMME)
        uow.releases.add(RELEASE)
        uow.commit()


def test_the_reader_reads_programmes_and_releases_and_no_other_table(sqlite) -> None:
    filled(sqlite)
    reader = ReleaseReader.open(sqlite.url)
    assert reader.programmes() == [PROGRAMME]
    assert reader.releases("p") == [RELEASE]
    others = set(sa.inspect(sqlite.engine).get_table_names()) - {"programmes", "releases"}
    assert {"persons", "records", "members", "invites"} <= others
    for table in (*others, "sqlite_master"):
        with reader.engine.connect() as connection, pytest.raises(sa.exc.DatabaseError):
            connection.execute(sa.text(f"SELECT count(*) FROM {table}"))


@pytest.mark.parametrize("sql", ["DELETE FROM releases", "UPDATE releases SET body = ''", "DROP TABLE releases"])
def test_the_reader_cannot_change_a_release(sqlite, sql: str) -> None:
    filled(sqlite)
    with ReleaseReader.open(sqlite.url).engine.connect() as connection, pytest.raises(sa.exc.DatabaseError):
        connection.execute(sa.text(sql))
    assert len(sqlite.run("SELECT * FROM releases")) == 1


@pytest.mark.slow
def test_in_postgresql_a_role_with_two_grants_is_enough_and_can_do_nothing_else(postgres_server) -> None:
    stores = _postgres(postgres_server)
    url = str(sa.engine.make_url(stores.url).set(username="board_reader").render_as_string(hide_password=False))
    for sql in (
        "DROP ROLE IF EXISTS board_reader",
        "CREATE ROLE board_reader LOGIN",
        "GRANT SELECT ON programmes, releases TO board_reader",
    ):
        stores.run(sql)
    filled(stores)
    reader = ReleaseReader.open(url)
    assert (reader.programmes(), reader.releases("p")) == ([PROGRAMME], [RELEASE])
    for sql in ("SELECT * FROM members", "SELECT * FROM records", "DELETE FROM releases"):
        with reader.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.text(sql))
    reader.engine.dispose()
    stores.run("DROP OWNED BY board_reader")
    stores.run("DROP ROLE board_reader")
    stores.close()


def _postgres(postgres_server: Callable[[str], str]):
    from bot.storage.engine import make_engine
    from bot.storage.migrate import upgrade
    from tests.storage.conftest import Stores

    urls = postgres_server("coach_reader_main"), postgres_server("coach_reader_keys")
    for url, which in zip(urls, ("main", "keys"), strict=True):
        engine = make_engine(url)
        upgrade(engine, which)
        engine.dispose()
    return Stores(*urls)


def test_an_erased_leader_is_off_the_roster_and_past_releases_stay(sqlite, tmp_path) -> None:
    ann, bob = sqlite.person("ann"), sqlite.person("bob")
    with sqlite.uow() as uow:
        uow.programmes.add(PROGRAMME)
        for person in (ann, bob):
            uow.programmes.join(member(person))
        uow.releases.add(RELEASE)
        uow.commit()
    token = member(ann).token.encode()
    sqlite.close()
    assert token in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    sqlite.eraser.erase(ann.id)
    with sqlite.uow() as uow:
        assert [m.person_id for m in uow.programmes.roster("p", NOON + DAY)] == [bob.id]
        assert uow.releases.all("p") == [RELEASE]
    sqlite.close()
    assert token not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
