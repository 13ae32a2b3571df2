"""The tracker store without a model: what it keeps in memory and when it believes it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.dialogue import tracker_store
from bot.dialogue.tracker_store import KEPT, SECONDS, EncryptedTrackerStore, NoTurnUnderWay
from bot.services import turn_context
from bot.services.desk import Content, Desk
from bot.storage.errors import ConcurrentTurn
from tests.dialogue.heard import PARSED, WORDS, said
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeTrackerEvents, FakeUnitOfWork
from tests.speed import examples

DOMAIN = Domain.from_dict({"intents": ["greet"], "slots": {"topic": {"type": "any", "mappings": [{"type": "custom"}]}}})
#: One event of each kind that changes what a tracker says; a session begins with its action.
KINDS: tuple[Callable[[], Event], ...] = (
    lambda: ActionExecuted("action_listen"),
    lambda: UserUttered(WORDS, parse_data=dict(PARSED)),
    lambda: SlotSet("topic", "pack"),
    lambda: SlotSet("topic", None),
    lambda: ActiveLoop("grow_form"),
    lambda: ActiveLoop(None),
    lambda: BotUttered("Hello"),
    lambda: DefinePrevUserUtteredFeaturization(False),
    lambda: FollowupAction("action_listen"),
)


class Version:
    """As much of the content as consent needs."""

    consent_version = 1


class People:
    """People with a database; each turn is one of one person."""

    def __init__(self) -> None:
        self.database = FakeDatabase()
        self.store = EncryptedTrackerStore(DOMAIN)

    def turn(self, who: str, *events: Event, commit: bool = True, consent: int | None = 1) -> list[Any]:
        """Load, add events, save; return the events that were loaded."""
        with FakeUnitOfWork(self.database) as uow:
            person = replace(uow.people.register("web", who), consent_version=consent)
            desk = Desk(uow, person, cast(Content, Version()), FakeClock())
            with turn_context.under_way(desk):
                loaded = asyncio.run(self._turn(person.sender, events))
            if commit:
                uow.commit()
            return loaded

    async def _turn(self, sender: str, events: tuple[Event, ...]) -> list[Any]:
        tracker = await self.store.retrieve(sender) or DialogueStateTracker(sender, DOMAIN.slots)
        loaded = list(tracker.events)
        for event in events:
            tracker.update(event, DOMAIN)
        await self.store.save(tracker)
        return loaded

    def tracker(self, who: str) -> DialogueStateTracker | None:
        """The tracker that a turn of a person begins with."""
        with FakeUnitOfWork(self.database) as uow:
            person = uow.people.register("web", who)
            with turn_context.under_way(Desk(uow, person, cast(Content, Version()), FakeClock())):
                return asyncio.run(self.store.retrieve(person.sender))

    def stored(self, who: str) -> list[dict[str, Any]]:
        with FakeUnitOfWork(self.database) as uow:
            person = uow.people.by_identity("web", who)
            return uow.events.load(person.sender) if person else []


@pytest.fixture
def people() -> Iterator[People]:
    yield People()


def start() -> tuple[Event, ...]:
    return ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")


def test_the_store_works_only_inside_a_turn() -> None:
    with pytest.raises(NoTurnUnderWay):
        asyncio.run(EncryptedTrackerStore(DOMAIN).retrieve("ann"))


def test_somebody_new_has_no_tracker_and_afterwards_has_their_events(people: People) -> None:
    assert people.turn("ann", *start(), said("one")) == []
    assert [event.type_name for event in people.turn("ann")] == ["action", "session_started", "action", "user"]


def test_a_turn_appends_only_what_is_new(people: People) -> None:
    people.turn("ann", *start(), said("one"))
    people.turn("ann", said("two"))
    assert [row["text"] for row in people.stored("ann") if row["event"] == "user"] == ["one", "two"]
    assert len(people.stored("ann")) == 5


def test_the_next_turn_of_the_same_person_reads_nothing_from_the_database(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.turn("ann", *start(), said("one"))

    def never(*_: object) -> None:
        raise AssertionError("read from the database")

    monkeypatch.setattr(FakeTrackerEvents, "load", never)
    assert len(people.turn("ann", said("two"))) == 4


@examples(60)
@given(st.lists(st.lists(st.integers(-1, len(KINDS) - 1), max_size=6), max_size=6), st.integers(0, 5))
def test_the_tracker_that_is_kept_is_the_one_that_rasa_would_make_again(turns: list[list[int]], lost: int) -> None:
    people = People()
    for number, kinds in enumerate(turns):
        events = [event for kind in kinds for event in (start() if kind < 0 else (KINDS[kind](),))]
        people.turn("ann", *events, commit=number != lost)
        mine = people.tracker("ann")
        people.store, kept = EncryptedTrackerStore(DOMAIN), people.store
        again = people.tracker("ann")
        people.store = kept
        whole = [tracker and tracker.current_state(EventVerbosity.ALL) for tracker in (mine, again)]
        assert whole[0] == whole[1]


def test_what_is_done_to_a_tracker_reaches_no_later_one(people: People) -> None:
    people.turn("ann", *start(), said("one"))
    spoilt, before = people.tracker("ann"), people.tracker("ann")
    assert spoilt is not None and before is not None
    spoilt.update(SlotSet("topic", "pack"), DOMAIN)
    spoilt.update(ActiveLoop("grow_form"), DOMAIN)
    after = people.tracker("ann")
    assert after is not None
    assert after.current_state(EventVerbosity.ALL) == before.current_state(EventVerbosity.ALL)


def test_what_a_turn_that_was_rolled_back_left_in_memory_is_not_believed(people: People) -> None:
    people.turn("ann", *start(), said("one"))
    people.turn("ann", said("lost"), commit=False)
    loaded = people.turn("ann", said("two"))
    assert [event.text for event in loaded if isinstance(event, UserUttered)] == ["one"]
    assert [row["text"] for row in people.stored("ann") if row["event"] == "user"] == ["one", "two"]


def test_what_another_process_answered_in_between_is_read(people: People) -> None:
    people.turn("ann", *start(), said("one"))
    mine, people.store = people.store, EncryptedTrackerStore(DOMAIN)
    people.turn("ann", said("elsewhere"))
    people.store = mine
    loaded = people.turn("ann")
    assert [event.text for event in loaded if isinstance(event, UserUttered)] == ["one", "elsewhere"]


def test_a_tracker_that_was_overtaken_is_not_stored(people: People) -> None:
    people.turn("ann", *start())
    with FakeUnitOfWork(people.database) as uow:
        ann = uow.people.register("web", "ann")
        desk = Desk(uow, ann, cast(Content, Version()), FakeClock())

        async def overtaken() -> None:
            tracker = await people.store.retrieve(ann.sender)
            assert tracker is not None
            uow.events.append(ann.sender, uow.events.count(ann.sender), [{"event": "action", "name": "other"}])
            tracker.update(said(), DOMAIN)
            await people.store.save(tracker)

        with turn_context.under_way(desk), pytest.raises(ConcurrentTurn):
            asyncio.run(overtaken())


def test_only_the_present_session_is_loaded_and_all_of_them_when_asked_for(people: People) -> None:
    people.turn("ann", *start(), said("old"))
    people.turn("ann", *start(), said("new"))
    loaded = people.turn("ann")
    assert [event.text for event in loaded if isinstance(event, UserUttered)] == ["new"]
    people.store = EncryptedTrackerStore(DOMAIN)
    again = people.turn("ann")
    assert [event.text for event in again if isinstance(event, UserUttered)] == ["new"]
    with FakeUnitOfWork(people.database) as uow:
        ann = uow.people.register("web", "ann")
        with turn_context.under_way(Desk(uow, ann, cast(Content, Version()), FakeClock())):
            whole = asyncio.run(people.store.retrieve_full_tracker(ann.sender))
            nobody = asyncio.run(people.store.retrieve_full_tracker("nobody"))
    assert whole is not None and nobody is None
    assert [event.text for event in whole.events if isinstance(event, UserUttered)] == ["old", "new"]


def test_a_session_that_began_in_this_turn_is_numbered_on(people: People) -> None:
    people.turn("ann", *start(), said("old"))
    people.turn("ann", *start(), said("new"))
    people.turn("ann", said("newer"))
    assert [row["text"] for row in people.stored("ann") if row["event"] == "user"] == ["old", "new", "newer"]


def test_of_many_people_the_latest_are_kept_in_memory(people: People) -> None:
    for n in range(KEPT + 2):
        people.turn(f"p{n}", *start())
    assert len(people.store._kept) == KEPT
    with FakeUnitOfWork(people.database) as uow:
        first, third = (uow.people.register("web", name).sender for name in ("p1", "p2"))
    assert first not in people.store._kept and third in people.store._kept


def test_after_a_quarter_of_an_hour_nobody_stays_in_memory(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(tracker_store, "monotonic", lambda: now[0])
    people.turn("ann", *start())
    now[0] += SECONDS - 1
    people.turn("ben", *start())
    assert len(people.store._kept) == 2
    now[0] += 2
    people.turn("ben")
    assert len(people.store._kept) == 1


def test_a_person_who_is_forgotten_is_nowhere_in_memory(people: People) -> None:
    people.turn("ann", *start(), said())
    with FakeUnitOfWork(people.database) as uow:
        sender = uow.people.register("web", "ann").sender
    people.store.forget(sender)
    people.store.forget("nobody")
    assert not people.store._kept and not people.store._now and people.store.saved is None


def test_without_consent_a_whole_conversation_leaves_no_word(people: People) -> None:
    people.turn("ann", *start(), said(), BotUttered("Do you agree?"), consent=None)
    assert WORDS not in str(people.stored("ann"))
    people.turn("ann", said("agreed"), consent=0)
    assert "agreed" not in str(people.stored("ann")), "consent to an older text does not count"
