"""Accounts, links and sessions of programme teams: what every unit of work promises, the fake one included."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.domain.releases.rules import FLOOR
from bot.services.ports import Account, Programme, UnitOfWork
from bot.storage.engine import make_engine
from bot.storage.errors import Duplicate
from bot.storage.migrate import upgrade
from bot.storage.team import TeamReader

NewUow = Callable[[], UnitOfWork]
NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
ANNA = Account("a", "p", "anna", None, NOON)
BELA = Account("b", "q", "bela", "scrypt$x", NOON)


@pytest.fixture
def team(new_uow: NewUow) -> NewUow:
    with new_uow() as uow:
        for one in ("p", "q"):
            uow.programmes.add(Programme(one, one, NOON.date(), ("north",), FLOOR, NOON))
        uow.team.add(ANNA)
        uow.team.add(BELA)
        uow.commit()
    return new_uow


def test_accounts_are_found_by_name_and_by_programme(team: NewUow) -> None:
    with team() as uow:
        assert (uow.team.named("anna"), uow.team.named("nobody")) == (ANNA, None)
        assert (uow.team.of("p"), uow.team.of("q"), uow.team.of("r")) == ([ANNA], [BELA], [])


def test_a_name_is_given_once_over_all_programmes(team: NewUow) -> None:
    with team() as uow, pytest.raises(Duplicate):
        uow.team.add(Account("c", "q", "anna", None, NOON))


def test_a_new_password_replaces_the_old(team: NewUow) -> None:
    with team() as uow:
        uow.team.set_password("b", "scrypt$y")
        bela = uow.team.named("bela")
    assert bela and bela.password == "scrypt$y"


def test_a_token_is_good_for_its_kind_and_its_time(team: NewUow) -> None:
    with team() as uow:
        uow.team.keep("d" * 64, "a", "link", NOON + HOUR)
        assert uow.team.holder("d" * 64, "link", NOON) == ANNA
        assert uow.team.holder("d" * 64, "session", NOON) is None
        assert uow.team.holder("e" * 64, "link", NOON) is None
        assert uow.team.holder("d" * 64, "link", NOON + HOUR) is None


def test_a_token_ends_once(team: NewUow) -> None:
    with team() as uow:
        uow.team.keep("d" * 64, "a", "link", NOON + HOUR)
        assert [uow.team.end("d" * 64, kind) for kind in ("session", "link", "link")] == [False, True, False]
        assert uow.team.holder("d" * 64, "link", NOON) is None


def test_removing_an_account_ends_its_sessions_and_nobody_elses(team: NewUow) -> None:
    with team() as uow:
        uow.team.keep("d" * 64, "a", "session", NOON + HOUR)
        uow.team.keep("e" * 64, "b", "session", NOON + HOUR)
        uow.team.remove("a")
        assert (uow.team.named("anna"), uow.team.holder("d" * 64, "session", NOON)) == (None, None)
        assert uow.team.holder("e" * 64, "session", NOON) == BELA


def test_what_has_expired_is_removed(team: NewUow) -> None:
    with team() as uow:
        uow.team.keep("d" * 64, "a", "session", NOON + HOUR)
        uow.team.keep("e" * 64, "a", "session", NOON + 3 * HOUR)
        uow.team.end_expired(NOON + HOUR)
        assert [uow.team.end(letter * 64, "session") for letter in "de"] == [False, True]


def test_codes_are_listed_without_how_often_they_were_used_and_can_be_withdrawn(team: NewUow) -> None:
    with team() as uow:
        uow.programmes.invite("FIRST", "p", "north", 1, NOON + 2 * HOUR)
        uow.programmes.invite("SECOND", "p", "other", 5, NOON + HOUR)
        uow.programmes.invite("THIRD", "q", "north", 5, NOON + HOUR)
        uow.programmes.redeem("FIRST", NOON)
        second, first = uow.programmes.invites("p", NOON)
        assert [(one.level, one.expires_at) for one in (second, first)] == [
            ("other", NOON + HOUR),
            ("north", NOON + 2 * HOUR),
        ]
        assert uow.programmes.invites("p", NOON + HOUR) == [first]
        uow.programmes.withdraw("q", second.id)
        assert uow.programmes.redeem("SECOND", NOON) == ("p", "other")
        uow.programmes.withdraw("p", second.id)
        assert uow.programmes.redeem("SECOND", NOON) is None
        assert uow.programmes.invites("p", NOON) == [first]


def test_the_reader_knows_who_holds_a_session_and_reads_nothing_of_leaders(stores) -> None:
    programme = Programme("p", "p", NOON.date(), ("north",), FLOOR, NOON)
    with stores.uow() as uow:
        uow.programmes.add(programme)
        uow.team.add(ANNA)
        uow.team.keep("d" * 64, "a", "session", NOON + HOUR)
        uow.commit()
    reader = TeamReader.open(stores.url)
    assert reader.holder("d" * 64, "session", NOON) == (ANNA, programme)
    assert reader.holder("d" * 64, "link", NOON) is None
    assert reader.holder("d" * 64, "session", NOON + HOUR) is None
    with reader.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.text("DELETE FROM team_tokens"))
    reader.engine.dispose()


def test_in_sqlite_the_reader_cannot_read_records_or_rosters(sqlite) -> None:
    for table in ("records", "members", "persons", "invites", "releases"):
        with TeamReader.open(sqlite.url).engine.connect() as connection, pytest.raises(sa.exc.DatabaseError):
            connection.execute(sa.text(f"SELECT count(*) FROM {table}"))


def test_a_folder_with_odd_signs_in_its_name_is_read_as_well(tmp_path) -> None:
    folder = tmp_path / "50% #1 %20 äö"
    folder.mkdir()
    engine = make_engine(f"sqlite:///{folder / 'main.db'}")
    upgrade(engine, "main")
    reader = TeamReader.open(f"sqlite:///{folder / 'main.db'}")
    assert reader.holder("d" * 64, "session", NOON) is None
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
