"""Launching a programme, inviting, joining in first contact, leaving."""

from datetime import timedelta

import pytest

from bot.domain.releases.rules import FLOOR, Rules, WeakRules
from bot.services import onboarding, programmes
from bot.services.desk import Desk
from bot.services.programmes import BadProgramme, code_in
from bot.services.replies import Outcome
from tests.fakes.leading import LAUNCH, START, launched, office
from tests.fakes.mentors import said

FUNCTIONS = ()


@pytest.fixture
def desk() -> Desk:
    return office().desk(name="Kim", function=None, role=None)


def told(desk: Desk, text: str, intent: str = "answer") -> Outcome:
    return onboarding.answer(desk, "onboarding_profile", said(text, intent), FUNCTIONS, asked=None)


@pytest.mark.parametrize(
    ("name", "levels"),
    [("", ()), ("x" * 201, ()), ("A", ("north", "north")), ("A", ("Für Süd",)), ("A", ("all",)), ("A", ("other",))],
)
def test_a_programme_needs_a_name_and_usable_levels(desk: Desk, name: str, levels: tuple[str, ...]) -> None:
    with pytest.raises(BadProgramme, match="--"):
        programmes.create(desk.uow, name, levels, LAUNCH, FLOOR, START)


def test_a_programme_with_weaker_figures_is_not_launched(desk: Desk) -> None:
    with pytest.raises(WeakRules, match="voices"):
        programmes.create(desk.uow, "A", (), LAUNCH, Rules(voices=4), START)
    assert desk.uow.programmes.all() == []


@pytest.mark.parametrize(
    ("level", "uses", "days"), [("west", 1, 1), ("north", 0, 1), ("north", 1, 0), ("north", 1, 366)]
)
def test_an_invitation_needs_a_known_level_and_sensible_numbers(desk: Desk, level: str, uses: int, days: int) -> None:
    programme = launched(desk, ("north",)).programme
    with pytest.raises(BadProgramme, match="--"):
        programmes.invite(desk.uow, programme, level, uses, days, START)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KX7M-3QPD-9TAB", "KX7M3QPD9TAB"),
        ("kx7m3qpd9tab", "KX7M3QPD9TAB"),
        ("my code is kx7m 3qpd 9tab.", "KX7M3QPD9TAB"),
        ("I have no code", None),
        ("KX7M-3QPD", None),
        ("KX7M-3QPD-9TABX", None),
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_codes_are_different_and_readable(desk: Desk) -> None:
    programme = launched(desk).programme
    codes = {programmes.invite(desk.uow, programme, "other", 1, 1, START) for _ in range(20)}
    assert len(codes) == 20
    assert all(code_in(code) == code.replace("-", "") for code in codes)


def test_a_leader_joins_with_the_code_in_first_contact(desk: Desk) -> None:
    programme = launched(desk, ("north",)).programme
    code = programmes.invite(desk.uow, programme, "north", 1, 400 - 35, desk.now)
    outcome = told(desk, f"it is {code.lower()}")
    assert [say.response for say in outcome.say] == ["utter_onboarding_joined"]
    assert outcome.slots == {"onboarding_profile": "done"}
    assert onboarding.profile(desk)["programme"] == "North Star"
    member = desk.uow.programmes.membership(desk.person.id)
    assert member and (member.programme_id, member.level) == (programme.id, "north")


@pytest.mark.parametrize("text", ["I think it was blue", "next quarter", "our executive meeting is a joke"])
def test_where_no_code_is_typed_the_conversation_goes_on_without_one(desk: Desk, text: str) -> None:
    outcome = told(desk, text)
    assert [say.response for say in outcome.say] == ["utter_onboarding_code_none"]
    assert outcome.slots == {"onboarding_profile": "done"}
    assert programmes.of(desk.uow, desk.person) is None


def test_an_invitation_by_link_joins_the_programme_and_an_unknown_one_is_asked_for(desk: Desk) -> None:
    programme = launched(desk).programme
    onboarding.invite(desk, "KX7M3QPD9TAB")
    assert onboarding.accept_invitation(desk) is None and "programme" not in onboarding.profile(desk)
    onboarding.invite(desk, programmes.invite(desk.uow, programme, "other", 1, 1, desk.now))
    assert onboarding.accept_invitation(desk) == "North Star"
    member = desk.uow.programmes.membership(desk.person.id)
    assert member and member.programme_id == programme.id


def test_an_unknown_code_is_told_kindly_and_asked_again(desk: Desk) -> None:
    outcome = told(desk, "KX7M-3QPD-9TAB")
    assert [say.response for say in outcome.say] == ["utter_onboarding_code_unknown"]
    assert outcome.slots == {"onboarding_profile": None}
    assert "programme" not in onboarding.profile(desk)


@pytest.mark.parametrize("intent", ["skip", "deny", "dont_know"])
def test_the_code_can_be_skipped(desk: Desk, intent: str) -> None:
    assert told(desk, "no", intent).slots == {"onboarding_profile": "done"}
    assert programmes.of(desk.uow, desk.person) is None


def test_a_used_up_or_late_code_lets_nobody_in(desk: Desk) -> None:
    school = launched(desk)
    once = programmes.invite(desk.uow, school.programme, "other", 1, 1, START)
    late = programmes.invite(desk.uow, school.programme, "other", 1, 1, START)
    assert programmes.join(desk.uow, desk.person, once, START)
    other = desk.uow.people.register("web", "other")
    assert programmes.join(desk.uow, other, once, START) is None
    assert programmes.join(desk.uow, other, late, START + timedelta(days=1)) is None


def test_who_joins_another_programme_leaves_the_first(desk: Desk) -> None:
    one, two = launched(desk), launched(desk)
    for school in (one, two):
        code = programmes.invite(desk.uow, school.programme, "other", 1, 1, START)
        programmes.join(desk.uow, desk.person, code, START)
    assert programmes.of(desk.uow, desk.person) == two.programme
    assert desk.uow.programmes.roster(one.programme.id, START + timedelta(days=1)) == []


def test_leaving_is_possible_once_and_harmless_to_repeat(desk: Desk) -> None:
    (ann,) = launched(desk).join(1)
    assert programmes.leave(desk.uow, ann, START + timedelta(days=1))
    assert not programmes.leave(desk.uow, ann, START + timedelta(days=1))
    assert programmes.of(desk.uow, ann) is None
