"""What every action has in common: whom it serves, what it reads of a message, where a dialogue goes on afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import _desk
from actions._desk import ONBOARDING, ReturningAction, ServiceAction, ValidateForm, form_actions
from actions.privacy import ActionPrivacyAnswered
from actions.session import ActionSessionStart
from bot.domain.coaching.signals import Signals
from bot.services import privacy, turn_context
from bot.services.desk import Content, Desk
from bot.services.privacy import RETURN
from bot.services.replies import Button, Outcome, Say
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

AGREED = 3
Events = list[dict[str, Any]]


class Version:
    """As much of the content as consent needs."""

    consent_version = AGREED


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The desk of somebody who has agreed, in a turn under way."""
    with FakeUnitOfWork(FakeDatabase()) as uow:
        ann = replace(uow.people.register("web", "ann"), consent_version=AGREED)
        desk = Desk(uow, ann, cast(Content, Version()), FakeClock())
        with turn_context.under_way(desk):
            yield desk


def tracker(form: str | None = None, slots: dict[str, Any] | None = None, **message: Any) -> Tracker:
    """What an action is given: a form under way, slots, the last message."""
    loop = {"name": form} if form else {}
    return Tracker("ann", slots or {}, message, [], False, None, loop, "action_listen")


def entity(kind: str, value: str) -> dict[str, str]:
    return {"entity": kind, "value": value}


def run(action: Any, given: Tracker) -> tuple[Events, list[dict[str, Any]]]:
    """Run an action: its events and what it utters."""
    dispatcher = CollectingDispatcher()
    return action.run(dispatcher, given, {}), dispatcher.messages


def slots(events: Events) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def followed_by(events: Events) -> list[str]:
    return [event["name"] for event in events if event["event"] == "followup"]


class Speaks(ServiceAction):
    """Says one thing with a button and a picture."""

    named = "action_speaks"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        said = Say("utter_x", "menu", "r1", {"name": "Ann"}, (Button("Go", "/coach"),), {"kind": "map"})
        return Outcome((said, Say("utter_y", "help")), {"topic": "pack", "choice": None})


class Validates(ValidateForm):
    """Takes an answer."""

    named = "validate_x_form"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        return Outcome(slots={"x_goal": "taken"})


class Returns(ReturningAction):
    """Ends an interruption."""

    named = "action_returns"

    def serve(self, desk: Desk, tracker: Tracker) -> Outcome:
        return Outcome(slots={"x": 1})


# What is uttered and stored


def test_an_outcome_becomes_replies_with_their_kind_ref_buttons_and_values_and_slots(desk: Desk) -> None:
    events, said = run(Speaks(), tracker())
    assert slots(events) == {"topic": "pack", "choice": None}
    first, second = said
    assert (first["response"], first["kind"], first["ref"], first["name"]) == ("utter_x", "menu", "r1", "Ann")
    assert first["buttons"] == [{"title": "Go", "payload": "/coach"}] and first["picture"] == {"kind": "map"}
    assert (second["response"], second["buttons"], second["picture"]) == ("utter_y", [], None)


def test_an_answer_is_taken_only_by_the_step_that_this_message_filled(desk: Desk) -> None:
    given = tracker("x_form", {"requested_slot": "x_goal"})
    given.slots_to_validate = lambda: {"x_goal": "text"}  # type: ignore[method-assign]
    assert slots(run(Validates(), given)[0]) == {"x_goal": "taken"}
    given.slots_to_validate = lambda: {"x_other": "text"}  # type: ignore[method-assign]
    assert run(Validates(), given) == ([], [])


# What is read of a message


def test_a_message_without_anything_understood_is_read_as_a_bare_text() -> None:
    assert _desk.said(tracker(text="hm")) == _desk.Said("hm", "", Signals(), {})
    assert _desk.said(tracker()) == _desk.Said("", "", Signals(), {})
    assert _desk.said(tracker(text=None, intent=None, signals=None, relevance=None)).text == ""


def test_intent_signals_and_nearness_of_questions_are_passed_on() -> None:
    said = _desk.said(tracker(text="7", intent={"name": "answer"}, signals={"confidence": 7}, relevance={"q1": 0.5}))
    assert (said.intent, said.signals.confidence, said.near) == ("answer", 7, {"q1": 0.5})


def test_entities_of_one_kind_come_in_order_and_once() -> None:
    given = tracker(entities=[entity("function", "sales"), entity("role", "cfo"), entity("function", "finance")])
    assert _desk.entities(given, "function") == ("sales", "finance")
    doubled = tracker(entities=[entity("function", "sales")] * 2 + [entity("function", "finance")])
    assert _desk.entities(doubled, "function") == ("sales", "finance")
    assert _desk.entities(tracker(), "function") == ()


def test_a_button_carries_the_first_value_of_a_kind_or_nothing() -> None:
    given = tracker(entities=[entity("choice", "a"), entity("choice", "b")])
    assert (_desk.carried(given, "choice"), _desk.carried(given, "status")) == ("a", "")


# Where a dialogue goes on


@pytest.mark.parametrize(
    ("form", "slot", "left"),
    [
        ("grow_form", None, "grow_form"),
        ("grow_form", "rehearse_form", "grow_form"),
        ("forget_form", "grow_form", "grow_form"),
        (ONBOARDING, "grow_form", "grow_form"),
        (ONBOARDING, None, None),
        (None, "grow_form", None),
    ],
)
def test_what_is_left_is_what_is_under_way_or_what_an_interruption_had_left(
    form: str | None, slot: str | None, left: str | None
) -> None:
    assert _desk.left(tracker(form, {RETURN: slot})) == left


@pytest.mark.parametrize(
    ("form", "slot", "goes_to"),
    [
        ("grow_form", None, "grow"),
        ("pressure_test_form", "grow", "pressure_test"),
        ("reflect_form", "grow", "grow"),
        ("journal_form", "rehearse", "rehearse"),
        ("reflect_form", None, "menu"),
        (None, "grow", "menu"),
    ],
)
def test_a_reflection_returns_to_the_dialogue_in_the_middle_of_which_it_began(
    form: str | None, slot: str | None, goes_to: str
) -> None:
    assert _desk.return_to(tracker(form, {"return_to": slot})) == goes_to


def test_a_dialogue_is_under_way_only_while_a_form_is() -> None:
    assert (_desk.under_way(tracker("grow_form")), _desk.busy(tracker("grow_form"))) == ("grow_form", True)
    assert (_desk.under_way(tracker()), _desk.busy(tracker())) == (None, False)


def test_after_an_interruption_the_form_that_was_left_asks_again(desk: Desk) -> None:
    events, _ = run(Returns(), tracker("forget_form", {RETURN: "grow_form", "consented": True}))
    assert followed_by(events) == ["grow_form"]
    assert slots(events) == {"x": 1, RETURN: None}


def test_with_nothing_left_nothing_follows_an_interruption(desk: Desk) -> None:
    events, _ = run(Returns(), tracker("forget_form", {"consented": True}))
    assert (followed_by(events), slots(events)) == ([], {"x": 1})


def test_without_consent_the_question_for_it_follows_and_what_was_left_is_kept(desk: Desk) -> None:
    events, _ = run(Returns(), tracker("forget_form", {RETURN: "grow_form"}))
    assert followed_by(events) == [ONBOARDING]
    assert slots(events)[RETURN] == "grow_form"


def test_after_everything_is_erased_there_is_nothing_to_go_back_to(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(privacy, "answered", lambda desk, erased, busy: Outcome(slots={"erased": erased, "busy": busy}))
    kept = {RETURN: "grow_form", "consented": True}
    events, _ = run(ActionPrivacyAnswered(), tracker("forget_form", {**kept, privacy.CONFIRM: privacy.ERASE}))
    assert (followed_by(events), slots(events)["erased"]) == ([], True)
    events, _ = run(ActionPrivacyAnswered(), tracker("forget_form", {**kept, privacy.CONFIRM: "no"}))
    assert (followed_by(events), slots(events)["erased"]) == (["grow_form"], False)


# The start of a session


def test_a_new_session_carries_slots_and_the_dialogue_that_waits(desk: Desk) -> None:
    held = {"topic": "pack", "requested_slot": "grow_goal", "empty": None, "consented": False}
    events, _ = run(ActionSessionStart(), tracker("grow_form", held))
    assert [event["event"] for event in events][0] == "session_started"
    assert slots(events) == {"topic": "pack", "consented": True, "requested_slot": "grow_goal"}
    assert [event["name"] for event in events if event["event"] == "active_loop"] == ["grow_form"]
    assert events[-1]["name"] == "action_listen"


def test_a_new_session_with_nothing_under_way_waits_for_nothing(desk: Desk) -> None:
    events, _ = run(ActionSessionStart(), tracker(None, {"topic": "pack"}))
    assert [event for event in events if event["event"] == "active_loop"] == []
    assert "requested_slot" not in slots(events)


@pytest.mark.parametrize("version", [None, AGREED - 1])
def test_without_consent_to_the_text_in_force_a_session_begins_with_the_question(
    desk: Desk, version: int | None
) -> None:
    stranger = replace(desk, person=replace(desk.person, consent_version=version))
    with turn_context.under_way(stranger):
        events, _ = run(ActionSessionStart(), tracker("grow_form", {"requested_slot": "grow_goal", "topic": "pack"}))
    assert [event["name"] for event in events if event["event"] == "active_loop"] == [ONBOARDING]
    found = slots(events)
    assert (found["requested_slot"], found[RETURN], found["consented"]) == ("onboarding_consent", "grow_form", False)
    assert found["topic"] == "pack" and found["onboarding_consent"] is None


# The actions of a form


def test_a_form_gets_an_action_for_everything_that_happens_in_it(desk: Desk) -> None:
    def call(name: str) -> Any:
        return lambda desk, tracker: Outcome(slots={"called": name})

    asked = {"x_goal": call("goal"), "x_plan": call("plan")}
    made = form_actions("x", call("open"), call("answer"), asked, call("pause"), call("restart"), call("close"))
    given = tracker("x_form", {"requested_slot": "x_goal"})
    given.slots_to_validate = lambda: {"x_goal": "text"}  # type: ignore[method-assign]
    actions = [kind() for kind in made]
    called = {action.name(): slots(run(action, given)[0])["called"] for action in actions}
    assert called == {
        "action_x_open": "open",
        "action_x_pause": "pause",
        "action_x_restart": "restart",
        "action_x_close": "close",
        "action_ask_x_goal": "goal",
        "action_ask_x_plan": "plan",
        "validate_x_form": "answer",
    }
    assert [action.name() for action in actions if isinstance(action, ValidateForm)] == ["validate_x_form"]
