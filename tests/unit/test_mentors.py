"""The register of human mentors: who may be in it, and how many leaders each takes."""

from dataclasses import replace

import pytest

from bot.services import mentors
from bot.services.mentors import Application, BadMentor
from tests.fakes.mentors import ALL, ANN, BEN, NOON, Office, register

TOPICS = ("consensus-forecast", "incentives", "sales-attendance")


def test_mentors_are_listed_by_name_as_they_were_registered() -> None:
    office = Office()
    made = register(office.factory, NOON, (BEN, ANN))
    with office.factory() as uow:
        assert mentors.everyone(uow) == sorted(made, key=lambda m: m.name)
        assert mentors.by_id(uow, made[1].id) == made[1]
        assert made[1].contact == "ann@example.org"


@pytest.mark.parametrize(
    ("wrong", "option"),
    [
        ({"agreed": False}, "--agreed"),
        ({"name": " "}, "--name"),
        ({"contact": ""}, "--contact"),
        ({"functions": ("logistics",)}, "--functions"),
        ({"functions": ()}, "--functions"),
        ({"expertise": ("unheard-of",)}, "--expertise"),
        ({"languages": ("english",)}, "--languages"),
        ({"capacity": 0}, "--capacity"),
        ({"capacity": 51}, "--capacity"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_stored(wrong: dict[str, object], option: str) -> None:
    office = Office()
    application: Application = replace(ANN, **wrong)  # type: ignore[arg-type]
    with office.factory() as uow, pytest.raises(BadMentor) as problem:
        mentors.add(uow, application, TOPICS, NOON)
    assert option in str(problem.value)
    assert "Ann" not in str(problem.value) and "example.org" not in str(problem.value)
    with office.factory() as uow:
        assert mentors.everyone(uow) == []


def test_no_more_leaders_get_a_place_than_a_mentor_has() -> None:
    office, desks = Office(), {}
    (ben,) = register(office.factory, NOON, (BEN,))
    for name in ("one", "two", "three"):
        desks[name] = office.desk(name)
        got = mentors.take(desks[name].uow, ben.id, desks[name].person, NOON)
        desks[name].uow.commit()
        assert got is (name != "three")
    with office.factory() as uow:
        assert mentors.places_taken(uow, ben.id) == 2
        assert mentors.with_room(uow) == []


def test_a_leader_takes_one_place_however_often_they_ask() -> None:
    office = Office()
    (ben,) = register(office.factory, NOON, (BEN,))
    desk = office.desk()
    assert mentors.take(desk.uow, ben.id, desk.person, NOON)
    assert mentors.take(desk.uow, ben.id, desk.person, NOON)
    assert mentors.places_taken(desk.uow, ben.id) == 1
    assert mentors.held_by(desk.uow, desk.person) == [ben]


def test_a_place_given_back_is_free_for_another_leader() -> None:
    office = Office()
    (ann,) = register(office.factory, NOON, (ANN,))
    first = office.desk("first")
    second = replace(first, person=first.uow.people.register("web", "second"))
    assert mentors.take(first.uow, ann.id, first.person, NOON)
    assert not mentors.take(second.uow, ann.id, second.person, NOON)
    mentors.give_back(second.uow, ann.id, second.person)
    assert mentors.places_taken(first.uow, ann.id) == 1
    mentors.give_back(first.uow, ann.id, first.person)
    assert mentors.held_by(first.uow, first.person) == []
    assert mentors.take(second.uow, ann.id, second.person, NOON)


def test_the_place_of_a_leader_who_was_erased_is_free_again() -> None:
    office = Office()
    (ann,) = register(office.factory, NOON, (ANN,))
    first = office.desk("first")
    assert mentors.take(first.uow, ann.id, first.person, NOON)
    first.uow.commit()
    office.database.erase(first.person.id)
    second = office.desk("second")
    assert mentors.places_taken(second.uow, ann.id) == 0
    assert mentors.take(second.uow, ann.id, second.person, NOON)
    assert mentors.places_taken(second.uow, ann.id) == 1


def test_a_mentor_who_is_removed_leaves_nothing_behind() -> None:
    office = Office()
    ann, *_ = register(office.factory, NOON, ALL)
    desk = office.desk()
    mentors.take(desk.uow, ann.id, desk.person, NOON)
    mentors.remove(desk.uow, ann.id)
    assert [m.name for m in mentors.everyone(desk.uow)] == ["Ben Okafor", "Carla Ruiz"]
    assert mentors.held_by(desk.uow, desk.person) == []
    programme = desk.uow.people.by_identity(*mentors.PROGRAMME)
    assert programme and desk.uow.records.all(programme.id, mentors.PLACE) == []
    assert desk.uow.records.all(desk.person.id, mentors.PLACE) == []


def test_removing_somebody_unknown_says_where_the_ids_are() -> None:
    with Office().factory() as uow, pytest.raises(BadMentor, match="mentor list"):
        mentors.remove(uow, "mentor-0")


def test_nobody_can_be_the_programme_in_a_conversation() -> None:
    channels = {"terminal", "web", "telegram", "rasa"}
    assert mentors.PROGRAMME[0] not in channels
