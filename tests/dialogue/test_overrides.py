"""What we put in the place of Rasa's own methods does what Rasa's does."""

import ast
import inspect
from collections.abc import Iterator
from copy import deepcopy
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.shared.core import events as rasa_events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.dialogue import overrides
from tests.speed import examples

RASAS_APPLIED = DialogueStateTracker.applied_events
RASAS_RESOLVE = Event.resolve_by_type
RASAS_COPY = DialogueStateTracker.copy
RASAS_TEMPORARY = FormAction._temporary_tracker
#: Events that take others back: what Rasa makes of them in a copy of the conversation depends on the order it reads.
MOVING = (rasa_events.Restarted, rasa_events.SessionStarted, rasa_events.ActionReverted)
SLOT = {"type": "any", "mappings": [{"type": "custom"}]}
NAMES = ("a_form", "other_form", "action_help", "action_listen", "utter_hello")
EVENTS = st.one_of(
    st.builds(rasa_events.ActionExecuted, st.sampled_from(NAMES)),
    st.builds(rasa_events.UserUttered, st.sampled_from(("yes", "no"))),
    st.builds(rasa_events.ActiveLoop, st.sampled_from(("a_form", "other_form", None))),
    st.builds(rasa_events.ActionExecutionRejected, st.sampled_from(NAMES[:2])),
    st.builds(rasa_events.SlotSet, st.just("requested_slot"), st.sampled_from(("one", "two", None))),
    st.builds(rasa_events.BotUttered, st.just("hello")),
    st.builds(rasa_events.DefinePrevUserUtteredFeaturization, st.booleans()),
    st.sampled_from((rasa_events.Restarted(), rasa_events.SessionStarted(), rasa_events.ActionReverted())),
    st.just(rasa_events.UserUtteranceReverted()),
)


@pytest.fixture(autouse=True)
def _rasas_own_again() -> Iterator[None]:
    kept = {name: RemoteAction.__dict__[name] for name in ("_validate_action_result", "_action_call_format")}
    yield
    for name, method in kept.items():
        setattr(RemoteAction, name, method)
    DialogueStateTracker.applied_events = RASAS_APPLIED
    Event.resolve_by_type = staticmethod(RASAS_RESOLVE)
    FormAction._temporary_tracker = RASAS_TEMPORARY
    DialogueStateTracker.copy = RASAS_COPY


def tracker(events: list[Event]) -> DialogueStateTracker:
    made = DialogueStateTracker("somebody", [])
    made.events.extend(events)
    return made


@examples(400)
@given(st.lists(EVENTS, max_size=30))
def test_the_same_events_count_as_in_rasa(events: list[Event]) -> None:
    assert [*map(id, overrides._applied_events(tracker(events)))] == [*map(id, RASAS_APPLIED(tracker(events)))]


def test_every_event_class_is_found_by_its_name_and_an_unknown_one_still_fails() -> None:
    import rasa.core.test  # noqa: F401 (brings a second class named "user")

    resolve = overrides._resolver()
    for name in overrides.event_classes():
        assert resolve(name) is RASAS_RESOLVE(name)
    with pytest.raises(ValueError, match="no_such_event"):
        resolve("no_such_event")


@examples(300)
@given(st.lists(EVENTS, max_size=30), st.lists(st.sampled_from(("one", "two", None)), max_size=2))
def test_a_form_checks_answers_on_the_tracker_that_rasa_would_make(events: list[Event], answers: list[Any]) -> None:
    domain = Domain.from_dict({"slots": {name: deepcopy(SLOT) for name in ("requested_slot", "colour")}})
    now = DialogueStateTracker.from_events("somebody", events, domain.slots)
    before = now.current_state(EventVerbosity.ALL)
    more = [rasa_events.SlotSet("colour", answer) for answer in answers]
    form = FormAction("a_form", None)
    made, rasas = (make(form, now, list(more), domain) for make in (overrides._temporary_tracker, RASAS_TEMPORARY))
    assert now.current_state(EventVerbosity.ALL) == before
    assert [e for e in made.events][:-3] == [e for e in rasas.events][:-3] and len(made.events) == len(rasas.events)
    shown = [{**one.current_state(), "latest_event_time": None} for one in (made, rasas)]
    if not any(type(event) in MOVING for event in events):
        assert shown[0] == shown[1]


@examples(200)
@given(st.lists(EVENTS, max_size=30), EVENTS)
def test_a_copy_of_a_tracker_says_the_same_and_shares_no_state(events: list[Event], later: Event) -> None:
    domain = Domain.from_dict({"slots": {name: deepcopy(SLOT) for name in ("requested_slot", "colour")}})
    now = DialogueStateTracker.from_events("somebody", events, domain.slots)
    made, before = overrides._copy(now), now.current_state(EventVerbosity.ALL)
    assert made.current_state(EventVerbosity.ALL) == before == RASAS_COPY(now).current_state(EventVerbosity.ALL)
    made.update(later)
    made.update(rasa_events.SlotSet("colour", "blue"))
    assert now.current_state(EventVerbosity.ALL) == before


@pytest.mark.parametrize("module", overrides.COPY_FOR_LOGS)
def test_every_copy_that_is_left_out_was_made_for_a_debug_log(module: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(module))
    logged = {id(n) for call in ast.walk(tree) if _is_log(call) for n in ast.walk(call)}
    copies = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "copy"]
    assert copies and all(id(n) in logged for n in copies)


def _is_log(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "structlogger.debug"


def test_a_call_carries_what_an_action_reads_and_no_older_message() -> None:
    said = [rasa_events.UserUttered("old"), rasa_events.UserUttered("new")]
    call = overrides._action_call_format(
        RemoteAction("action_x", None), tracker([*said, rasa_events.ActionExecuted("a_form")]), Domain.empty()
    )
    assert [event["event"] for event in call["tracker"]["events"]] == ["action"]
    assert call["next_action"] == "action_x" and "domain" not in call


@pytest.mark.parametrize("result", [{"events": "x"}, {"events": [1]}, {"responses": {"text": "secret"}}])
def test_a_result_that_is_no_list_of_objects_is_refused_without_its_words(result: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a list") as refused:
        overrides._validate_action_result(RemoteAction("x", None), result)
    assert "secret" not in str(refused.value)


def test_applying_twice_changes_nothing_more() -> None:
    overrides.apply()
    first = Event.resolve_by_type("slot")
    overrides.apply()
    assert Event.resolve_by_type("slot") is first
    assert DialogueStateTracker.applied_events is overrides._applied_events
