"""Deliberate overrides of Rasa, each with its reason. Checked against Rasa 3.6.21 and rasa-sdk 3.6.2.

- `RemoteAction._validate_action_result` checks each result against a JSON schema, and the schema itself on every call:
  22 ms of CPU. Our results come from our own process, where rasa-sdk has checked each event already; what is left to
  check is that they are lists of objects.
- `RemoteAction._action_call_format` writes every event of the conversation into each call. An action that is asked in
  our process needs those since the person's last message: rasa-sdk reads from them which slot was just filled.
- `DialogueStateTracker.applied_events` asks of every event what it is, with `isinstance` against abstract classes, four
  times a turn. The same rules here look each class up once, and go on from where the last call for the same tracker
  ended. `tests/dialogue/test_overrides.py` holds them to Rasa's.
- `RulePolicy._predict` looks for rules by the text of a message before it asks whether a form simply goes on, which
  most turns do, and which no rule found by text can change: 2.5 ms of CPU a turn.
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
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile
from operator import is_
from typing import Any

import rasa
import rasa.core.processor
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies import rule_policy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    DefinePrevUserUtteredFeaturization,
    Event,
    LegacyForm,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.utils.common import all_subclasses

from bot.dialogue.quick_spacy import quicken
from bot.dialogue.runner import InOrderRunner

_rasas_predict = RulePolicy._predict
_rasas_load_domain: Callable[..., DomainProvider] = DomainProvider.load.__func__
_rasas_resolve = Event.resolve_by_type
_rasas_load_spacy = SpacyNLP.load_model
#: Classes of events that change which events count; all others are only added.
_CHANGING = (Restarted, SessionStarted, ActionReverted, UserUtteranceReverted)
_LOOPS = (ActiveLoop, LegacyForm)
#: Where a tracker keeps which events counted when it was last asked: those it had, the loops among them, the answer.
_APPLIED = "_applied_so_far"
#: Modules in which every copy is made for a debug log.
COPY_FOR_LOGS = (forms, rasa.core.processor, rule_policy)
_UNFEATURIZED = (ActionExecuted, UserUttered, DefinePrevUserUtteredFeaturization)


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


def _applied_events(self: DialogueStateTracker) -> list[Event]:
    seen, loops, applied = self.__dict__.get(_APPLIED) or ([], frozenset(), [])
    events = list(self.events)
    # Events are only ever added to a tracker; whoever puts others in their place, or makes a loop known late, begins
    # again.
    more = events[len(seen) :] if len(seen) <= len(events) and all(map(is_, seen, events)) else None
    known = loops | {event.name for event in more or events if type(event) in _LOOPS and event.name}
    if more is None or known != loops:
        more, applied = events, []
        known = frozenset(event.name for event in events if type(event) in _LOOPS and event.name)
    applied = list(applied)
    for event in more:
        _apply(self, event, known, applied)
    self.__dict__[_APPLIED] = (events, known, applied)
    return list(applied)


def _apply(tracker: DialogueStateTracker, event: Event, loops: frozenset[str], applied: list[Event]) -> None:
    """Take one more event into account."""
    kind = type(event)
    if kind in _CHANGING:
        _change(tracker, kind, applied)
    elif kind is ActionExecuted and event.action_name in loops and _ran_before(event.action_name, applied):
        _undo_till_loop(event.action_name, applied)
    else:
        applied.append(event)


def _ran_before(loop: str, applied: list[Event]) -> bool:
    """Whether the loop ran already since it was activated, with nothing else run in between."""
    following = None
    for event in reversed(applied):
        kind = type(event)
        if kind in _LOOPS and event.name is None:
            return False
        if kind is ActionExecutionRejected and event.action_name == loop:
            return False
        if kind is UserUttered and following is not None and following != loop:
            return False
        if kind is ActionExecuted:
            if event.action_name == loop:
                return True
            following = event.action_name
    return False


def _undo_till_loop(loop: str, applied: list[Event]) -> None:
    """Take away what was done and said since the loop ran before, and keep what it set."""
    kept: list[Event] = []
    while applied and not (type(applied[-1]) is ActionExecuted and applied[-1].action_name == loop):
        event = applied.pop()
        if type(event) not in _UNFEATURIZED:
            kept.append(event)
    applied.extend(reversed(kept))


def _change(tracker: DialogueStateTracker, kind: type[Event], applied: list[Event]) -> None:
    if kind in (Restarted, SessionStarted):
        applied.clear()
        return
    if kind is UserUtteranceReverted:
        tracker._undo_till_previous(UserUttered, applied)
    tracker._undo_till_previous(ActionExecuted, applied)


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
    DialogueStateTracker.applied_events = _applied_events
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
