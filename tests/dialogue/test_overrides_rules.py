"""Rules looked up once for a state, and slots asked only where a form is: found and filled as Rasa does."""

import asyncio
import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import ActionExtractSlots
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core import events as rasa_events
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import present_domain
from bot.dialogue import overrides
from bot.settings import ROOT
from tests.speed import examples

pytestmark = pytest.mark.slow

ACTIONS = ("action_listen", "action_help", "a_form")
STATES = st.fixed_dictionaries(
    {},
    optional={
        "user": st.one_of(
            st.sampled_from(("help", "answer")).map(lambda name: {"intent": name}),
            st.just({"text": "yes"}),
        ),
        "prev_action": st.sampled_from(ACTIONS).map(lambda name: {"action_name": name}),
        "active_loop": st.just({"name": "a_form"}),
        "slots": st.sampled_from(({"due": (1.0,)}, {"due": (0.0,)})),
    },
)
RULES = st.lists(st.lists(STATES, min_size=1, max_size=3), min_size=1, max_size=12)


def policy() -> RulePolicy:
    context, config = ExecutionContext(GraphSchema({})), RulePolicy.get_default_config()
    return RulePolicy(config, cast(Any, None), Resource("rules"), context, lookup={"rules": {}})


@examples(200)
@given(RULES, st.lists(st.lists(STATES, max_size=4), max_size=4))
def test_the_same_rules_fit_as_in_rasa_however_often_a_state_is_met(
    rules: list[list[Any]], conversations: list[list[Any]]
) -> None:
    own, lookup = policy(), {json.dumps(rule): "action_listen" for rule in rules}
    for states in conversations * 2:
        mine = overrides._get_possible_keys(own, lookup, states)
        assert mine == overrides._rasas_possible_keys(own, lookup, states)
        mine.clear()  # it is the caller's


def test_a_state_that_was_met_is_not_held_against_every_rule_again(monkeypatch: pytest.MonkeyPatch) -> None:
    own, here = policy(), [{"user": {"intent": "help"}, "prev_action": {"action_name": "action_listen"}}]
    lookup = {json.dumps([{**here[0], "active_loop": {"name": str(n)}}]): "a" for n in range(50)} | {
        json.dumps(here): "b"
    }
    asked: list[str] = []
    plain = own._is_rule_applicable
    monkeypatch.setattr(own, "_is_rule_applicable", lambda key, *more: asked.append(key) or plain(key, *more))
    found = [overrides._get_possible_keys(own, lookup, here) for _ in range(3)]
    assert found == [{json.dumps(here)}] * 3 and len(asked) == len(lookup)


def test_what_a_text_says_is_not_remembered_and_neither_are_too_many_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overrides, "MOST_STATES", 2)
    own = policy()
    overrides._get_possible_keys(own, {}, [{"user": {"text": "nobody knows this"}}])
    for name in ("a", "b", "c"):
        overrides._get_possible_keys(own, {}, [{"user": {"intent": name}}])
    kept = vars(own)[overrides._FITTING]
    assert "nobody knows" not in repr(kept) and len(kept) == 1


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_dict(present_domain(ROOT))


FORMS = (None, "grow_form", "onboarding_form", "rehearse_form", "no_such_form")


@examples(150)
@given(
    loop=st.sampled_from(FORMS),
    asked=st.sampled_from((None, "grow_goal", "grow_will", "onboarding_consent", "onboarding_profile")),
    intent=st.sampled_from(("answer", "help", "stop", "agree", None)),
    rejected=st.booleans(),
)
def test_a_message_fills_the_slots_that_it_fills_in_rasa(
    domain: Domain, loop: str | None, asked: str | None, intent: str | None, rejected: bool
) -> None:
    events = [rasa_events.ActiveLoop(loop), rasa_events.SlotSet("requested_slot", asked)]
    events += [rasa_events.ActionExecutionRejected(loop)] if rejected and loop else []
    said = rasa_events.UserUttered("the plant was not asked", {"name": intent, "confidence": 1.0})
    tracker = DialogueStateTracker.from_events("somebody", [*events, said], domain.slots, domain=domain)
    action = ActionExtractSlots(action_endpoint=None)
    mine, rasas = (
        asyncio.run(extract(action, cast(Any, None), cast(Any, None), tracker, domain))
        for extract in (overrides._extract_slots, overrides._rasas_extract_slots)
    )
    assert mine == rasas


def test_an_answer_in_a_form_fills_what_was_asked(domain: Domain) -> None:
    events = [
        rasa_events.ActiveLoop("grow_form"),
        rasa_events.SlotSet("requested_slot", "grow_goal"),
        rasa_events.UserUttered("a plan that holds", {"name": "answer", "confidence": 1.0}),
    ]
    tracker = DialogueStateTracker.from_events("somebody", events, domain.slots, domain=domain)
    action = ActionExtractSlots(action_endpoint=None)
    filled = asyncio.run(overrides._extract_slots(action, cast(Any, None), cast(Any, None), tracker, domain))
    assert filled == [rasa_events.SlotSet("grow_goal", "a plan that holds")]
