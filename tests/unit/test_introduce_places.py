"""What someone can do who has a mentor, and what is kept of it."""

from dataclasses import replace

import pytest

from bot.domain.introductions import Mentor
from bot.services import introduce, mentors
from bot.services.desk import Desk
from bot.services.introduction_stages import Pressed
from tests.fakes.introducing import CONTACT, asked, office_with, opened, to_consent, told


def with_ann() -> tuple[Desk, Mentor]:
    desk, (ann, *_) = office_with(name="Kim")
    to_consent(desk)
    told(desk, "yes")
    introduce.close(desk)
    return desk, ann


def test_someone_with_a_mentor_can_see_the_contact_and_the_text_again() -> None:
    desk, ann = with_ann()
    opened(desk)
    assert [b.title for b in asked(desk).buttons] == [
        "Show the contact",
        "Give the place back",
        "Look for someone else",
    ]
    assert told(desk, "", pressed=Pressed(ann.id, "show")) is None
    made, copy = introduce.close(desk).say
    assert made.values["contact"] == CONTACT and "Kim" in copy.values["letter"]


@pytest.mark.parametrize("reply", ["give the place back", "I no longer need her"])
def test_a_place_can_be_given_back_in_words(reply: str) -> None:
    desk, ann = with_ann()
    opened(desk)
    assert told(desk, reply) is None
    assert [say.response for say in introduce.close(desk).say] == ["utter_introduce_returned"]
    assert mentors.places_taken(desk.uow, ann.id) == 0
    assert [one["state"] for one in introduce.stored(desk.uow, desk.person)] == ["returned", "returned"]


def test_someone_with_a_mentor_is_never_shown_the_same_again() -> None:
    desk, _ = with_ann()
    opened(desk)
    need = told(desk, "", pressed=Pressed(wish="another"))
    assert need and need.response == "utter_introduce_need"
    whom = told(desk, "one forecast that everybody shares, a consensus")
    assert whom and "Ann" not in whom.values["lines"]


def test_with_two_mentors_a_wish_must_say_whom_it_means() -> None:
    desk, ann = with_ann()
    opened(desk)
    told(desk, "someone else")
    told(desk, "skip", "skip")
    told(desk, "Ben")
    told(desk, "yes")
    assert told(desk, "yes") is None
    opened(desk)
    assert asked(desk).values["names"] == "Ann Meyer and Ben Okafor"
    again = told(desk, "give the place back")
    assert again and again.response == "utter_introduce_have"
    assert told(desk, "give Ann's place back") is None
    assert mentors.places_taken(desk.uow, ann.id) == 0
    assert [m.name for m in mentors.held_by(desk.uow, desk.person)] == ["Ben Okafor"]


def test_what_is_kept_for_the_leader_holds_no_contact() -> None:
    desk, _ = with_ann()
    bodies = [str(record.body) for record in desk.every("introduction")]
    assert bodies and not [body for body in bodies if CONTACT in body]
    (kept,) = introduce.stored(desk.uow, desk.person)
    assert kept["text"].startswith("Hello Ann Meyer,")


def test_the_place_is_the_leaders_own_and_another_leader_sees_nothing_of_it() -> None:
    desk, _ = with_ann()
    other = replace(desk, person=desk.uow.people.register("web", "other"))
    opened(other)
    told(other, "skip", "skip")
    assert "Ann" not in asked(other).values["lines"]
    assert introduce.stored(other.uow, other.person)[0]["text"] == ""
