"""The programme team's commands: launching, inviting, releasing, checking; and the demo."""

import argparse
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import bootstrap, settings
from bot.domain.releases.release import from_bytes
from bot.domain.releases.rules import WeakRules
from bot.gateway import demo, programme_admin
from bot.gateway.programme_admin import BadProgramme, TooEarly
from bot.services import programmes
from tests.fakes.leading import office as new_office
from tests.fakes.mentors import Office

NOON = datetime(2026, 9, 7, 12, tzinfo=timezone.utc)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = new_office()
    monkeypatch.setattr(bootstrap, "storage", lambda: SimpleNamespace(unit_of_work=office.factory))
    monkeypatch.setattr(bootstrap, "content", lambda: SimpleNamespace(board=office.content))
    at(monkeypatch, NOON)
    return office


def at(monkeypatch: pytest.MonkeyPatch, time: datetime) -> None:
    monkeypatch.setattr(bootstrap, "clock", lambda: SimpleNamespace(now=lambda: time))


def run(*words: str) -> None:
    parser = argparse.ArgumentParser()
    programme_admin.arguments(parser)
    programme_admin.run(parser.parse_args(words))


def launched(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    run("create", "--name=North Star", "--levels=north,South", *words)
    told = capsys.readouterr().out
    assert "2026-10-05" in told
    return told.split()[2].rstrip(".")


def test_a_programme_is_launched_listed_and_joined_with_a_code(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    programme_id = launched(capsys)
    run("invite", programme_id, "--level=south", "--uses=2")
    code = capsys.readouterr().out.strip()
    with office.factory() as uow:
        person = uow.people.register("web", "ann")
        joined = programmes.join(uow, person, code, NOON)
        assert joined and joined.levels == ("north", "south")
        uow.commit()
    run("list")
    assert capsys.readouterr().out.strip().split("\t") == [
        programme_id,
        "North Star",
        "2026-09-07",
        "north,south",
        "0 releases",
        "next on 2026-10-05",
    ]


def test_without_a_programme_the_list_says_how_to_launch_one(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    run("list")
    assert "programme create" in capsys.readouterr().out


def test_an_early_release_is_refused_and_a_repeated_one_is_the_same_bytes(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    programme_id = launched(capsys)
    with pytest.raises(TooEarly, match="2026-10-05"):
        run("release", programme_id)
    at(monkeypatch, NOON + timedelta(weeks=4))
    run("release", programme_id)
    first = capsys.readouterr()
    at(monkeypatch, NOON + timedelta(weeks=5))
    run("release", programme_id)
    again = capsys.readouterr()
    assert first.out == again.out
    assert from_bytes(first.out.strip().encode()).number == 1
    assert "2026-11-02" in first.err == again.err
    run("audit", programme_id)
    assert "1 releases checked" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--voices=4", "--weeks=1", "--themes-each=6", "--change=0", "--level=9"])
def test_figures_may_not_be_weaker(office: Office, option: str) -> None:
    with pytest.raises(WeakRules):
        run("create", "--name=A", option)


def test_figures_may_be_stricter_and_are_kept(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    programme_id = launched(capsys, "--voices=7")
    with office.factory() as uow:
        programme = uow.programmes.get(programme_id)
    assert programme and programme.rules.voices == 7


@pytest.mark.parametrize("words", [("invite", "nobody"), ("release", "nobody"), ("audit", "nobody")])
def test_an_unknown_programme_is_named_with_the_remedy(office: Office, words: tuple[str, ...]) -> None:
    with pytest.raises(BadProgramme, match="programme list"):
        run(*words)


# --- the demo


def test_the_demo_has_six_releases_and_is_marked_as_synthetic(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CROWD", replace(demo.CROWD, leaders=40))
    programme = demo.build()
    with office.factory() as uow:
        shown = [from_bytes(one.body) for one in uow.releases.all(programme.id)]
    assert [release.number for release in shown] == [1, 2, 3, 4, 5, 6]
    assert all("DEMO" in release.name and "synthetic" in release.name for release in shown)
    assert any(value.band for release in shown for cells in release.cells.values() for value in cells.values())


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "board.sqlite").touch()
    monkeypatch.setattr(bootstrap, "config", lambda: SimpleNamespace(var=tmp_path))
    with pytest.raises(demo.NotADemo, match="Move it away"):
        demo.run(argparse.Namespace())
    assert (tmp_path / "demo" / "board.sqlite").exists()


@pytest.mark.slow
def test_the_demo_keeps_to_a_database_of_its_own_and_can_be_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("VAR_DIR", "DATABASE_URL", "RELEASES_URL", "KEYS_URL", "MASTER_KEY_FILE"):
        monkeypatch.delenv(f"COACH_{name}", raising=False)
    monkeypatch.setenv("COACH_VAR_DIR", str(tmp_path))
    monkeypatch.setattr(demo, "CROWD", replace(demo.CROWD, leaders=30))
    try:
        for _ in range(2):
            bootstrap.config.cache_clear()
            monkeypatch.setenv("COACH_VAR_DIR", str(tmp_path))
            demo.run(argparse.Namespace())
            told = capsys.readouterr().out
            assert f"COACH_VAR_DIR={tmp_path / 'demo'} make serve" in told and "/programme/link/" in told
        assert [path.name for path in tmp_path.iterdir()] == ["demo"]
        assert {"board.sqlite", "keys.sqlite", "master.key"} <= {p.name for p in (tmp_path / "demo").iterdir()}
        with bootstrap.storage().unit_of_work() as uow:
            assert len(uow.programmes.all()) == 1
    finally:
        bootstrap.config.cache_clear()
        bootstrap.storage.cache_clear()
    assert settings.load().var == tmp_path / "demo"
