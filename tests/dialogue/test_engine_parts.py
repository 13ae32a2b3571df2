"""The parts of the dialogue host without a model: replies as they leave, placeholders, steps, what a message holds."""

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import engine
from bot.services import turn_context
from bot.services.desk import Content, Desk
from bot.services.dialogue import Incoming
from bot.services.turn_context import TurnUnderWay
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {
            name: {"type": "any", "mappings": [{"type": "custom"}]}
            for name in ("grow_goal", "pressure_plan", "requested_slot", "name")
        },
        "forms": {
            "grow_form": {"required_slots": ["grow_goal"]},
            "pressure_test_form": {"required_slots": ["pressure_plan"]},
        },
        "responses": {
            "utter_hello": [{"text": "Hello {name}, {left} and {right}"}],
            "utter_plain": [{"text": "Plain", "metadata": {"kind": "help"}, "buttons": [{"title": "Go {name}"}]}],
        },
    }
)


class Version:
    """As much of the content as consent needs."""

    consent_version = 1


@pytest.fixture
def turn() -> Iterator[TurnUnderWay]:
    with FakeUnitOfWork(FakeDatabase()) as uow:
        desk = Desk(uow, uow.people.register("web", "ann"), cast(Content, Version()), FakeClock())
        with turn_context.under_way(desk) as turn:
            yield turn


def sent(message: dict[str, Any]) -> dict[str, Any]:
    collector = engine._Collector()
    asyncio.run(collector.send_response("ann", message))
    (reply,) = collector.replies
    return reply


def said(reply: str, slots: dict[str, Any] | None = None, **values: Any) -> dict[str, Any] | None:
    words = engine._Words(DOMAIN.responses)
    events = [SlotSet(slot, value) for slot, value in (slots or {}).items()]
    tracker = DialogueStateTracker.from_events("ann", events, DOMAIN.slots)
    return asyncio.run(words.generate(reply, tracker, "sounding-board", **values))


def standing(form: str | None = None, slot: str | None = None) -> DialogueStateTracker:
    events = [ActiveLoop(form), SlotSet("requested_slot", slot)] if form else []
    return DialogueStateTracker.from_events("ann", events, DOMAIN.slots)


# Replies


def test_a_reply_keeps_what_channels_show_and_nothing_else() -> None:
    message = {
        "text": "Hello",
        "buttons": [{"title": "Go", "payload": "/coach", "extra": 1}],
        "kind": "menu",
        "ref": "r1",
        "score": 70,
        "criteria": {"own": 2},
        "picture": {"kind": "map"},
        "utter_action": "utter_x",
    }
    assert sent(message) == {
        "text": "Hello",
        "buttons": [{"title": "Go", "payload": "/coach"}],
        "image": None,
        "kind": "menu",
        "ref": "r1",
        "score": 70,
        "criteria": {"own": 2},
        "picture": {"kind": "map"},
    }


def test_a_reply_of_a_rule_has_its_kind_in_the_metadata_and_what_an_action_says_wins() -> None:
    assert sent({"text": "x", "metadata": {"kind": "help", "ref": "a"}})["kind"] == "help"
    both = sent({"text": "x", "metadata": {"kind": "help", "ref": "a"}, "kind": "menu", "ref": None})
    assert (both["kind"], both["ref"]) == ("menu", None)


def test_a_bare_reply_has_every_field() -> None:
    assert sent({}) == {"text": "", "buttons": [], "image": None, "kind": None, "ref": None}
    assert sent({"text": None, "buttons": None, "metadata": None})["buttons"] == []


# Words


def test_placeholders_are_filled_once_from_values_before_slots(turn: TurnUnderWay) -> None:
    reply = said("utter_hello", {"name": "Ann"}, left="a", right="{left}")
    assert reply is not None and reply["text"] == "Hello Ann, a and {left}", "braces that people type stay"
    reply = said("utter_hello", {"name": "Ann"}, name="Ben", left="", right=0)
    assert reply is not None and reply["text"] == "Hello Ben,  and 0"
    assert turn.failures == []


def test_a_value_that_is_missing_makes_the_turn_fail_instead_of_showing_braces(turn: TurnUnderWay) -> None:
    reply = said("utter_hello", {"name": "Ann"}, left="a")
    assert reply is not None and "{" not in reply["text"]
    assert turn.failures == ["placeholder right: LookupError"]


def test_a_slot_that_is_empty_is_missing_too(turn: TurnUnderWay) -> None:
    said("utter_hello", left="a", right="b")
    assert turn.failures == ["placeholder name: LookupError"]


def test_a_reply_that_does_not_exist_makes_the_turn_fail(turn: TurnUnderWay) -> None:
    assert not said("utter_nobody_wrote")
    assert turn.failures == ["utter_nobody_wrote: LookupError"]


def test_titles_of_buttons_are_filled_as_well(turn: TurnUnderWay) -> None:
    reply = said("utter_plain", {"name": "Ann"})
    assert reply is not None and reply["buttons"] == [{"title": "Go Ann"}]
    assert reply["metadata"] == {"kind": "help"} and turn.failures == []


# Steps


def test_every_slot_of_a_form_leads_to_its_form() -> None:
    assert engine._form_by_slot(DOMAIN) == {"grow_goal": "grow_form", "pressure_plan": "pressure_test_form"}


@pytest.mark.parametrize(
    ("form", "slot", "step"),
    [
        ("grow_form", "grow_goal", "grow.goal"),
        ("pressure_test_form", "pressure_plan", "pressure.plan"),
        ("rehearse_form", "rehearse_some_thing", "rehearse.some_thing"),
        ("grow_form", None, "menu"),
        (None, None, "menu"),
    ],
)
def test_the_step_is_the_slot_that_is_asked_for_its_first_underscore_read_as_a_dot(
    form: str | None, slot: str | None, step: str
) -> None:
    assert engine._step(standing(form, slot)) == step


def test_a_slot_left_over_after_its_form_ended_is_no_step() -> None:
    events = [SlotSet("requested_slot", "grow_goal")]
    assert engine._step(DialogueStateTracker.from_events("ann", events, DOMAIN.slots)) == "menu"
    assert engine._step(None) == "menu"


# What a message carries


def test_a_text_is_left_to_be_understood_and_carries_the_day_of_the_turn(turn: TurnUnderWay) -> None:
    collector = engine._Collector()
    message = engine._user_message(turn.desk, Incoming("by Friday", "web:1"), collector)
    assert (message.text, message.parse_data) == ("by Friday", None)
    assert (message.sender_id, message.message_id) == (turn.desk.person.sender, "web:1")
    assert message.metadata == {"today": "2026-11-23"}
    assert message.output_channel is collector and message.input_channel == "sounding-board"


def test_a_pressed_button_is_understood_already(turn: TurnUnderWay) -> None:
    pressed = Incoming("Done", "web:1", "commitments_update", (("status", "done"), ("promise", "p1")))
    message = engine._user_message(turn.desk, pressed, engine._Collector())
    assert message.parse_data == {
        "text": "Done",
        "intent": {"name": "commitments_update", "confidence": 1.0},
        "entities": [{"entity": "status", "value": "done"}, {"entity": "promise", "value": "p1"}],
    }


def test_too_many_actions_in_one_turn_are_a_failure(turn: TurnUnderWay) -> None:
    engine._broken_circuit(None, [], "more")
    assert turn.failures == ["too many actions: RecursionError"]


# Consent


@pytest.mark.parametrize(
    ("form", "due"), [(None, True), ("grow_form", True), ("onboarding_form", False), ("forget_form", False)]
)
def test_without_consent_only_the_question_for_it_and_an_erasure_may_go_on(
    turn: TurnUnderWay, form: str | None, due: bool
) -> None:
    assert engine._consent_is_due(standing(form, "x")) is due


def test_nothing_is_due_from_who_has_agreed_nor_outside_a_turn(turn: TurnUnderWay) -> None:
    tracker = DialogueStateTracker.from_events("ann", [ActionExecuted("action_listen")], DOMAIN.slots)
    object.__setattr__(turn.desk.person, "consent_version", 1)
    assert engine._consent_is_due(tracker) is False
    object.__setattr__(turn.desk.person, "consent_version", 0)
    assert engine._consent_is_due(tracker) is True
