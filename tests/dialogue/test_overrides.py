"""What we put in the place of Rasa's own methods does what Rasa's does."""

import ast
import inspect
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core import events as rasa_events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.bootstrap import config, quiet
from bot.dialogue import overrides
from bot.dialogue.applied_events import applied_events
from bot.dialogue.training import ensure_model
from bot.settings import ROOT
from tests.speed import examples

RASAS_APPLIED = DialogueStateTracker.applied_events
RASAS_RESOLVE = Event.resolve_by_type
RASAS_COPY = DialogueStateTracker.copy
RASAS_TEMPORARY = FormAction._temporary_tracker
RASAS_PREDICT = RulePolicy._predict
RASAS_PROVIDED = DomainProvider.__dict__["load"]
#: Events that take others back: what Rasa makes of them in a copy of the conversation depends on the order it reads.
MOVING = (rasa_events.Restarted, rasa_events.SessionStarted, rasa_events.ActionReverted)
SLOT = {"type": "any", "mappings": [{"type": "custom"}]}
SCENE = Domain.from_dict(
    {
        "intents": ["help", "answer"],
        "actions": ["action_help", "utter_hello"],
        "forms": {name: {"required_slots": []} for name in ("a_form", "other_form")},
        "slots": {"requested_slot": SLOT},
        "responses": {"utter_hello": [{"text": "Hello"}]},
    }
)
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
    RulePolicy._predict = RASAS_PREDICT
    DomainProvider.load = RASAS_PROVIDED
    DialogueStateTracker.copy = RASAS_COPY


def tracker(events: list[Event]) -> DialogueStateTracker:
    made = DialogueStateTracker("somebody", [])
    made.events.extend(events)
    return made


@examples(400)
@given(st.lists(EVENTS, max_size=30))
def test_the_same_events_count_as_in_rasa(events: list[Event]) -> None:
    assert [*map(id, applied_events(tracker(events)))] == [*map(id, RASAS_APPLIED(tracker(events)))]


@pytest.mark.slow
@examples(300)
@given(st.lists(EVENTS, max_size=30), st.lists(EVENTS, max_size=4), st.integers(0, 29))
def test_the_same_events_count_when_it_is_asked_again_and_again(
    events: list[Event], others: list[Event], asked: int
) -> None:
    grown = tracker([])
    for number, event in enumerate(events):
        grown.events.append(event)
        counted = applied_events(grown)
        assert [*map(id, counted)] == [*map(id, RASAS_APPLIED(grown))]
        counted.clear()  # it is the caller's
        if number == asked:
            copied = overrides._copy(grown)
            copied.events.extend(others)
            assert [*map(id, applied_events(copied))] == [*map(id, RASAS_APPLIED(copied))]
    grown.events.clear()
    grown.events.extend(others)
    assert [*map(id, applied_events(grown))] == [*map(id, RASAS_APPLIED(grown))]


def test_every_event_class_is_found_by_its_name_and_an_unknown_one_still_fails() -> None:
    import rasa.core.test  # noqa: F401 (brings a second class named "user")

    resolve = overrides._resolver()
    for name in overrides.event_classes():
        assert resolve(name) is RASAS_RESOLVE(name)
    with pytest.raises(ValueError, match="no_such_event"):
        resolve("no_such_event")


def state(**parts: dict[str, str]) -> dict[str, dict[str, str]]:
    return parts


LISTENING, IN_FORM = {"action_name": "action_listen"}, {"name": "a_form"}
#: Rules by intent, by text, within a form, after an action, and the conditions under which a form is not gone back to.
RULES: dict[str, list[tuple[list[dict[str, dict[str, str]]], str]]] = {
    "rules": [
        ([state(user={"intent": "help"}, prev_action=LISTENING)], "action_help"),
        ([state(user={"intent": "help"}, prev_action=LISTENING, active_loop=IN_FORM)], "utter_hello"),
        ([state(user={"text": "yes"}, prev_action=LISTENING)], "utter_hello"),
        ([state(prev_action=LISTENING, active_loop=IN_FORM)], "action_listen"),
        ([state(user={"intent": "help"}, prev_action={"action_name": "action_help"})], "action_listen"),
    ],
    "rules_for_loop_unhappy_path": [
        ([state(prev_action=LISTENING, active_loop=IN_FORM, user={"intent": "help"})], "do_not_predict_loop_action"),
        ([state(prev_action={"action_name": "action_help"}, active_loop=IN_FORM)], "loop_was_interrupted"),
    ],
}
MESSAGES = st.builds(
    lambda text, intent: rasa_events.UserUttered(text, {"name": intent}),
    st.sampled_from(("yes", "no")),
    st.sampled_from(("help", "answer", "restart", None)),
)


@pytest.fixture(scope="module")
def policy() -> RulePolicy:
    """Rasa's policy with rules as training writes them."""
    lookup: dict[str, Any] = {k: {json.dumps(key): said for key, said in rows} for k, rows in RULES.items()}
    first = next(iter(lookup["rules"]))
    nothing = {"rules_not_in_stories": [first], "rule_only_slots": [], "rule_only_loops": []}
    context = ExecutionContext(GraphSchema({}))
    return RulePolicy(
        RulePolicy.get_default_config(), cast(Any, None), Resource("rules"), context, lookup={**lookup, **nothing}
    )


@pytest.mark.slow
@examples(300)
@given(st.lists(st.one_of(EVENTS, MESSAGES), max_size=20))
def test_the_same_action_is_predicted_as_in_rasa(policy: RulePolicy, events: list[Event]) -> None:
    now = DialogueStateTracker.from_events("somebody", events, SCENE.slots, domain=SCENE)
    before = now.current_state(EventVerbosity.ALL)
    (mine, because), (rasas, why) = overrides._predict(policy, now, SCENE), RASAS_PREDICT(policy, now, SCENE)
    assert (vars(mine), because) == (vars(rasas), why)
    assert now.current_state(EventVerbosity.ALL) == before


def test_a_form_that_goes_on_is_predicted_without_a_look_at_the_rules(policy: RulePolicy) -> None:
    waiting = [rasa_events.ActiveLoop("a_form"), rasa_events.ActionExecuted("action_listen")]
    events = [*waiting, rasa_events.UserUttered("no", {"name": "answer"})]
    now = DialogueStateTracker.from_events("somebody", events, SCENE.slots, domain=SCENE)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(RulePolicy, "_find_action_from_rules")
        prediction, _ = overrides._predict(policy, now, SCENE)
    assert prediction.probabilities[SCENE.index_for_action("a_form")] == 1.0


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_a_model_s_domain_is_taken_from_its_metadata_where_they_are_known(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    SCENE.persist(tmp_path / "rules" / "domain.yml")
    given = ({}, Resource("rules"), ExecutionContext(GraphSchema({})))
    storage = overrides.KnowingStorage(tmp_path)
    read = overrides._load_domain(DomainProvider, given[0], storage, *given[1:]).provide_inference()
    assert read.as_dict() == SCENE.as_dict()
    storage.domain = known = Domain.empty()
    assert overrides._load_domain(DomainProvider, given[0], storage, *given[1:]).provide_inference() is known


@pytest.mark.slow
def test_a_model_s_metadata_say_the_domain_that_rasa_would_read_from_it(tmp_path: Path) -> None:
    model = ensure_model(ROOT, config().models, quiet)
    storage, metadata = overrides.KnowingStorage.from_model_archive(tmp_path, model)
    with storage.read_from(Resource("domain_provider")) as folder:
        read = Domain.from_path(folder)
    assert storage.domain is metadata.domain
    assert read.as_dict() == metadata.domain.as_dict()
    assert read.action_names_or_texts == metadata.domain.action_names_or_texts
    assert [vars(slot) for slot in read.slots] == [vars(slot) for slot in metadata.domain.slots]
    assert read.fingerprint() == metadata.domain.fingerprint()


def test_applying_twice_changes_nothing_more() -> None:
    overrides.apply()
    first = Event.resolve_by_type("slot")
    overrides.apply()
    assert Event.resolve_by_type("slot") is first
    assert DialogueStateTracker.applied_events is applied_events
