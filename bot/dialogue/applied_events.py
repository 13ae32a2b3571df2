"""Which events of a tracker count, as Rasa says it, with each event looked at once.

`DialogueStateTracker.applied_events` asks of every event what it is, with `isinstance` against abstract classes, four
times a turn. The same rules here look each class up once, and go on from where the last call for the same tracker
ended. `tests/dialogue/test_overrides.py` holds them to Rasa's.
"""

from operator import is_

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
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

#: Classes of events that change which events count; all others are only added.
_CHANGING = (Restarted, SessionStarted, ActionReverted, UserUtteranceReverted)
_LOOPS = (ActiveLoop, LegacyForm)
#: Where a tracker keeps which events counted when it was last asked: those it had, the loops among them, the answer.
_APPLIED = "_applied_so_far"
_UNFEATURIZED = (ActionExecuted, UserUttered, DefinePrevUserUtteredFeaturization)


def applied_events(self: DialogueStateTracker) -> list[Event]:
    """Return the events that count, oldest first."""
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
