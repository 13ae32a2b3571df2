"""The programme team's commands for the register of mentors."""

import argparse
from types import SimpleNamespace

import pytest

from bot import bootstrap
from bot.gateway import mentor_admin
from bot.services import mentors
from bot.services.mentors import BadMentor
from tests.fakes.mentors import NOON, Office

ADD = (
    "add --name=Ann --functions=supply-chain,finance --expertise=consensus-forecast,incentives "
    "--languages=en,DE --capacity=2 --contact=ann@example.org"
)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office()
    monkeypatch.setattr(bootstrap, "storage", lambda: SimpleNamespace(unit_of_work=office.factory))
    return office


def run(line: str) -> None:
    parser = argparse.ArgumentParser()
    mentor_admin.arguments(parser)
    mentor_admin.run(parser.parse_args(line.split()))


def test_a_mentor_is_added_listed_and_removed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    run(ADD + " --agreed")
    run("list")
    registered, listed = capsys.readouterr().out.splitlines()
    mentor_id = registered.removeprefix("Registered as ").rstrip(".")
    assert listed.split("\t") == [
        mentor_id,
        "Ann",
        "supply-chain,finance",
        "consensus-forecast,incentives",
        "en,de",
        "0 of 2 places taken",
    ]
    run(f"remove {mentor_id}")
    run("list")
    assert "No mentor is registered" in capsys.readouterr().out


def test_the_list_counts_places_and_shows_neither_leader_nor_contact(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ADD + " --agreed")
    desk = office.desk("leader-4711")
    (ann,) = mentors.everyone(desk.uow)
    mentors.take(desk.uow, ann.id, desk.person, NOON)
    desk.uow.commit()
    run("list")
    shown = capsys.readouterr().out
    assert "1 of 2 places taken" in shown
    assert not [hidden for hidden in ("4711", desk.person.id, desk.person.sender, "example.org") if hidden in shown]


def test_nobody_is_registered_who_has_not_agreed(office: Office) -> None:
    with pytest.raises(BadMentor, match="--agreed"):
        run(ADD)
    with office.factory() as uow:
        assert mentors.everyone(uow) == []


def test_every_topic_with_a_file_can_be_an_expertise() -> None:
    assert {"consensus-forecast", "incentives", "cross-functional-career"} <= set(mentor_admin.topics())
    assert len(set(mentor_admin.topics())) >= 85


def test_an_unknown_topic_or_id_is_refused(office: Office) -> None:
    with pytest.raises(BadMentor, match="--expertise"):
        run(ADD.replace("incentives", "astrology") + " --agreed")
    with pytest.raises(BadMentor, match="mentor list"):
        run("remove mentor-0")
