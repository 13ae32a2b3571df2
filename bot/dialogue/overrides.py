"""Deliberate overrides of Rasa, each with its reason. Checked against Rasa 3.6.21 and rasa-sdk 3.6.2.

- `RemoteAction._validate_action_result` checks each result against a JSON schema, and the schema itself on every call:
  22 ms of CPU. Our results come from our own process, where rasa-sdk has checked each event already; what is left to
  check is that they are lists of objects.
- `RemoteAction._action_call_format` writes every event of the conversation into each call. An action that is asked in
  our process needs those since the person's last message: rasa-sdk reads from them which slot was just filled.
- `DialogueStateTracker.applied_events` looks at every event four times a turn; `bot/dialogue/applied_events.py` says
  what stands in its place. `idx_after_latest_restart` walks all events with `isinstance` against an abstract class.
- `RulePolicy._predict` looks for rules by the text of a message before it asks whether a form simply goes on, which
  most turns do, and which no rule found by text can change: 2.5 ms of CPU a turn.
- `RulePolicy._get_possible_keys` holds each of 300 rules against each state of the conversation. Which of them fit the
  last state is the same for everybody who stands there, and is looked up once for each state that is met.
- `ActionExtractSlots.run` asks of all 70 slots, after every message, which it fills; those of other forms it cannot.
- `SpacyNLP.load_model` is called once for each place of the component in the graph, and loads the model each time: half
  a second of every start, and 40 MB.
- `DomainProvider.load` reads the domain, checks it against a schema and reads it again, all in Python's slowest YAML
  reader: a second of every start. The model says the same domain in its metadata, which are read anyway.
- `Event.resolve_by_type` walks all event classes for every event an action returns.
- `DialogueStateTracker.copy` reads the whole conversation again, and `FormAction._temporary_tracker` once more, to add
  a few events to a copy. A copy of what the tracker says now is the same.
- `copy.deepcopy` in forms, processor and rule policy copies what is written to a debug log that is off: 2 ms a turn.
- `DaskGraphRunner` runs the components of a model; `bot/dialogue/runner.py` says what stands in its place, and why.
"""

import copy
import json
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile
from typing import Any

import rasa
import rasa.core.processor
from rasa.core.actions import forms
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies import rule_policy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, REQUESTED_SLOT, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.nlu.constants import TEXT
from rasa.shared.utils.common import all_subclasses

from bot.dialogue.applied_events import applied_events
from bot.dialogue.quick_spacy import quicken
from bot.dialogue.runner import InOrderRunner

_rasas_predict = RulePolicy._predict
_rasas_possible_keys = RulePolicy._get_possible_keys
_rasas_extract_slots = ActionExtractSlots.run
_rasas_load_domain: Callable[..., DomainProvider] = DomainProvider.load.__func__
_rasas_resolve = Event.resolve_by_type
_rasas_load_spacy = SpacyNLP.load_model
#: Where a policy keeps which rules fit a last state, for so many states; and a domain, which slots a form fills.
_FITTING, _FILLING = "_fitting_last", "_filled_by_form"
MOST_STATES = 1000
#: Modules in which every copy is made for a debug log.
COPY_FOR_LOGS = (forms, rasa.core.processor, rule_policy)


def event_classes() -> dict[str, type[Event]]:
    """Return Rasa's event classes by type name, the first of a name as Rasa takes it.

    `rasa.core.test` brings another class named "user" along, and whoever imports it must not change what a turn loads.
    """
    return {cls.type_name: cls for cls in reversed(all_subclasses(Event)) if getattr(cls, "type_name", None)}


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    lists = [result.get("events", []), result.get("responses", [])]
    if not all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists):
        raise ValueError("An action returned something that is not a list of events and responses.")
    return True


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    state = tracker.current_state(EventVerbosity.NONE)
    since = list(takewhile(lambda event: type(event) is not UserUttered, reversed(tracker.events)))
    state["events"] = [event.as_dict() for event in reversed(since)]
    call = {"next_action": self._name, "sender_id": tracker.sender_id, "tracker": state, "version": rasa.__version__}
    if domain.does_custom_action_explicitly_need_domain(self.name()):
        call["domain"] = domain.as_dict()
    return call


def _idx_after_latest_restart(self: DialogueStateTracker) -> int:
    later = next((n for n, event in enumerate(reversed(self.events)) if type(event) is Restarted), len(self.events))
    return len(self.events) - later


def _get_possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    last = states[-1:]
    if not last or TEXT in last[0].get(USER, {}):
        return set(_rasas_possible_keys(self, lookup, states))
    known = self.__dict__.setdefault(_FITTING, {})
    place = id(lookup), json.dumps(last, sort_keys=True, default=sorted)
    if place not in known:
        if len(known) >= MOST_STATES:
            known.clear()
        known[place] = frozenset(_rasas_possible_keys(self, lookup, last))
    older = list(enumerate(reversed(states[:-1]), start=1))
    return {key for key in known[place] if all(self._is_rule_applicable(key, turn, state) for turn, state in older)}


class _Filling:
    """A domain of which only those slots are seen that a message may fill while a form is active."""

    def __init__(self, domain: Domain, loop: str | None) -> None:
        self._domain = domain
        self.slots = [slot for slot in domain.slots if any(_may_fill(mapping, loop) for mapping in slot.mappings)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._domain, name)


def _may_fill(mapping: dict[str, Any], loop: str | None) -> bool:
    """Whether Rasa's conditions of a mapping can hold; one that is filled by actions alone fills nothing here."""
    if mapping.get("type") == "custom" and not mapping.get("action"):
        return False
    conditions = mapping.get("conditions")
    return not conditions or any(condition.get("active_loop") == loop for condition in conditions)


async def _extract_slots(
    self: ActionExtractSlots,
    output_channel: Any,
    nlg: Any,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    loop = tracker.active_loop_name
    known = domain.__dict__.setdefault(_FILLING, {})
    if loop not in known:
        # An action that checks all slots would have to be told them all.
        checked = ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions
        known[loop] = domain if checked else _Filling(domain, loop)
    return list(await _rasas_extract_slots(self, output_channel, nlg, tracker, known[loop]))


def _copy(self: DialogueStateTracker) -> DialogueStateTracker:
    made = copy.copy(self)
    made.slots = {name: _twin(slot) for name, slot in self.slots.items()}
    made.active_loop = copy.copy(self.active_loop)
    made.events = deque(self.events, self.events.maxlen)
    return made


def _twin(slot: Slot) -> Slot:
    """A copy of a slot, without what `copy.copy` does to find out how to make one: 70 slots, four times a turn."""
    made = object.__new__(type(slot))
    made.__dict__.update(slot.__dict__)
    return made


def _temporary_tracker(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
) -> DialogueStateTracker:
    made = _copy(current_tracker)
    made.events = deque(current_tracker.events_after_latest_restart(), made.events.maxlen)
    asked = SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker))
    for event in (asked, ActionExecuted(self.name()), *additional_events):
        made.update(event)
    return made


def _predict(self: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> tuple[PolicyPrediction, str | None]:
    """Let a form that goes on go on; leave the rest to Rasa.

    Rasa's own order: default actions, the form, rules by text, rules by intent. Only the first is changed by a rule
    found by text, so that without a default action the form can be asked first.
    """
    if self._find_action_from_default_actions(tracker)[0] is None:
        action, source = self._find_action_from_loop_happy_path(tracker)
        if action:
            sure = self._prediction_result(action, tracker, domain)
            return self._rule_prediction(sure, source, is_no_user_prediction=True), source
    predicted: tuple[PolicyPrediction, str | None] = _rasas_predict(self, tracker, domain)
    return predicted


class _Uncopied:
    """Stands for the module `copy` where Rasa copies for its debug log only."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        """Return the value itself."""
        return value


def _resolver() -> Callable[..., type[Event] | None]:
    classes = event_classes()

    def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        return classes.get(type_name) or _rasas_resolve(type_name, default)

    return resolve_by_type


class KnowingStorage(LocalModelStorage):
    """A model's storage that knows the domain which the model's metadata name."""

    domain: Domain | None = None

    @classmethod
    def from_model_archive(cls, *given: Any, **named: Any) -> tuple["KnowingStorage", ModelMetadata]:
        """Unpack a model (see Rasa's storage)."""
        made, metadata = super().from_model_archive(*given, **named)
        made.domain = metadata.domain
        return made, metadata


def _load_domain(
    cls: type[DomainProvider], config: dict[str, Any], model_storage: ModelStorage, *given: Any, **named: Any
) -> DomainProvider:
    known = getattr(model_storage, "domain", None)
    if known is None:
        return _rasas_load_domain(cls, config, model_storage, *given, **named)
    resource = given[0] if given else named["resource"]
    return cls(model_storage, resource, known)


@lru_cache(maxsize=1)
def _load_spacy(spacy_model_name: str) -> SpacyModel:
    loaded: SpacyModel = _rasas_load_spacy(spacy_model_name)
    quicken(loaded.model)
    return loaded


def apply() -> None:
    """Put the overrides in place. Calling it twice changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction._action_call_format = _action_call_format
    DialogueStateTracker.applied_events = applied_events
    DialogueStateTracker.idx_after_latest_restart = _idx_after_latest_restart
    RulePolicy._get_possible_keys = _get_possible_keys
    ActionExtractSlots.run = _extract_slots
    RulePolicy._predict = _predict
    Event.resolve_by_type = staticmethod(_resolver())
    DialogueStateTracker.copy = _copy
    FormAction._temporary_tracker = _temporary_tracker
    for module in COPY_FOR_LOGS:
        module.copy = _Uncopied
    SpacyNLP.load_model = staticmethod(_load_spacy)
    DomainProvider.load = classmethod(_load_domain)
    rasa.core.processor.LocalModelStorage = KnowingStorage
    rasa.core.processor.DaskGraphRunner = InOrderRunner
