"""First contact: what is taken for an answer and what is not; what help says, and where."""

import pytest

from bot.services import common, onboarding
from bot.services.desk import Desk
from tests.fakes.mentors import Office, read, said


def told(desk: Desk, text: str, intent: str = "answer") -> object:
    """Answer the question that waits; return what is known of the leader."""
    onboarding.answer(desk, "onboarding_profile", said(text, intent), (), 1)
    return onboarding.profile(desk)


@pytest.mark.parametrize("typed", ["no", "Whatever.", "just let me in", "I agree", "I was told by my boss to try this"])
def test_a_remark_is_no_name(typed: str) -> None:
    assert told(Office().desk(), typed) == {"name": None}


@pytest.mark.parametrize("typed", ["I'm Anna", "Anna Maria van Loon", "Noa"])
def test_a_name_is_kept_as_typed(typed: str) -> None:
    assert told(Office().desk(), typed) == {"name": typed.removeprefix("I'm ")}


@pytest.mark.parametrize(("typed", "intent"), [("stop", "stop"), ("coach", "coach"), ("let me rehearse", "rehearse")])
def test_who_wants_to_begin_is_asked_no_more_and_what_was_told_is_kept(typed: str, intent: str) -> None:
    desk = Office().desk()
    told(desk, "Anna")
    assert told(desk, typed, intent) == {"name": "Anna", "function": None, "role": None, "programme": None}
    assert not onboarding.ask_profile(desk).say


@pytest.mark.parametrize(
    ("form", "reply", "point"),
    [
        (None, "utter_help", ""),
        ("onboarding_form", "utter_help_start", ""),
        ("rehearse_form", "utter_help_rehearse", ""),
        ("grow_form", "utter_help_here", "quarter of an hour"),
        ("forget_form", "utter_help_here", "in the middle"),
    ],
)
def test_help_says_what_is_of_use_where_one_stands(form: str | None, reply: str, point: str) -> None:
    (say,) = common.help_text(Office().desk(), form).say
    assert say.response == reply and point in say.values.get("point", "")


def test_every_point_belongs_to_a_dialogue() -> None:
    forms = set(read("../domain.yml")["forms"])
    points = [key for key in read("phrases.yml") if key.startswith("help.point.")]
    assert points and {f"{key.removeprefix('help.point.')}_form" for key in points} <= forms
