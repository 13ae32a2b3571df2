"""The commands that say who may see a programme's dashboard."""

import io
import sys
from types import SimpleNamespace

import pytest

from bot import bootstrap
from bot.services import accounts, passwords
from bot.services.accounts import BadAccount
from bot.services.passwords import BadPassword
from bot.services.programmes import BadProgramme
from tests.fakes.leading import office as new_office
from tests.fakes.mentors import Office
from tests.gateway.test_programme_admin import NOON, at, launched, run

ADDRESS = "https://board.example.org"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = new_office()
    monkeypatch.setattr(bootstrap, "storage", lambda: SimpleNamespace(unit_of_work=office.factory))
    monkeypatch.setattr(bootstrap, "content", lambda: SimpleNamespace(board=office.content))
    monkeypatch.setattr(bootstrap, "config", lambda: SimpleNamespace(public_url=ADDRESS))
    at(monkeypatch, NOON)
    return office


def test_a_link_makes_an_account_and_signs_it_in_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    programme_id = launched(capsys)
    run("link", "Anna.Meyer")
    address = capsys.readouterr().out.strip()
    assert address.startswith(f"{ADDRESS}/programme/link/")
    token = address.rpartition("/")[2]
    with office.factory() as uow:
        assert [one.name for one in uow.team.of(programme_id)] == ["anna.meyer"]
        session = accounts.use_link(uow, token, NOON)
        assert session and accounts.use_link(uow, token, NOON) is None


def test_with_two_programmes_the_command_asks_which(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = launched(capsys), launched(capsys)
    with pytest.raises(BadAccount, match="--programme"):
        run("link", "anna")
    run("link", "anna", f"--programme={first}")
    run("link", "anna")
    with pytest.raises(BadAccount, match="another programme"):
        run("link", "anna", f"--programme={second}")
    with pytest.raises(BadProgramme):
        run("link", "anna", "--programme=nothing")


@pytest.mark.parametrize("name", ["", "a b", "-x", "é", "x" * 65, "a/b"])
def test_a_name_that_cannot_be_typed_everywhere_is_refused(
    office: Office, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    launched(capsys)
    with pytest.raises(BadAccount, match="small letters"):
        run("link", "--", name)


def test_a_password_is_read_from_standard_input_and_ends_what_was_open(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real figures are tested in tests/unit/test_passwords.py; here they would only take time.
    monkeypatch.setattr(passwords, "N", 16)
    programme_id = launched(capsys)
    run("link", "anna")
    token = capsys.readouterr().out.strip().rpartition("/")[2]
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long enough password\n"))
    run("password", "anna")
    assert "a long" not in capsys.readouterr().out
    with office.factory() as uow:
        assert accounts.use_link(uow, token, NOON) is None
        assert accounts.fits(uow.team.named("anna"), "a long enough password")
    run("team", programme_id)
    assert capsys.readouterr().out == "anna\tpassword\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    with pytest.raises(BadPassword):
        run("password", "anna")


def test_who_is_removed_is_out(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    programme_id = launched(capsys)
    run("link", "anna")
    run("remove", "anna")
    with office.factory() as uow:
        assert uow.team.of(programme_id) == []
    with pytest.raises(BadAccount, match="Nobody is called"):
        run("remove", "anna")
