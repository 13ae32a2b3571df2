"""Reminders on a real database: planned from promises, rung once, merged when late, silent when not welcome."""

import asyncio
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from bot.domain.phrases import Phrases
from bot.domain.reminders import Wishes, to_dict
from bot.gateway.telegram import CHANNEL
from bot.services import contacts, nudges
from bot.services.desk import Desk
from bot.services.ports import Json
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes.databases import migrated
from tests.fakes.engine import FakeClock, FakeEngine, fake_turns

MONDAY = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
WISHES = Wishes(zone="Europe/Berlin", weeks=2)
NAMES = ("done", "tomorrow", "week", "list", "talk", "settings")
SAID = {
    "promise.open": ("• {action}",),
    "reminder.promise.dated": ("By {date}: {action}?",),
    "reminder.promise.undated": ("{action}?",),
    "reminder.promises": ("Several:\n{lines}",),
    "reminder.conversation": ("Shall we talk?",),
    "reminder.reflect": ("The week?",),
    **{f"reminder.button.{name}": (name,) for name in NAMES},
}


class Place:
    """One person with promises, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(MONDAY)
        migrated(folder / "main.db", folder / "keys.db")
        engine, keys = (make_engine(f"sqlite:///{folder / name}.db") for name in ("main", "keys"))
        store = KeyStore.open(keys, MasterKey.generate(), self.clock)
        self.turns = fake_turns(FakeEngine(), clock=self.clock, pushed=frozenset({CHANNEL}))
        self.turns.content = _with_phrases(self.turns.content)
        self.turns.unit_of_work = partial(SqlUnitOfWork, engine, store, self.clock)
        self.writes("hello")

    def writes(self, text: str) -> None:
        """A turn of the person, which also brings the reminders in line."""
        item = self.turns.receive(CHANNEL, "4711", {"text": text}, f"{text} {self.clock.now()}")
        asyncio.run(self.turns.finish(item))

    def at_desk(self, work):
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, "4711")
            result = work(Desk(uow, person, self.turns.content, self.clock))
            uow.commit()
        return result

    def wishes(self, wishes: Wishes = WISHES) -> None:
        self.at_desk(lambda desk: desk.create(nudges.KIND, "kept", to_dict(wishes), record_id="wishes"))

    def promises(self, action: str, due: date | None) -> None:
        body = {"action": action}
        self.at_desk(lambda desk: desk.create("promise", "open", body, due_on=due, record_id=f"p-{action}"))

    def states(self) -> dict[str, str]:
        return self.at_desk(lambda desk: {r.key: r.state for r in desk.uow.reminders.of(desk.person.id)})

    def ring(self) -> list[Json]:
        """Let the gateway look at the clock; return what the person is then sent."""
        with self.turns.unit_of_work() as uow:
            for person_id in nudges.due(uow, self.clock):
                nudges.ring(uow, CHANNEL, self.clock, person_id)
            uow.commit()
        with self.turns.unit_of_work() as uow:
            waiting = uow.inbox.pending(channel=CHANNEL)
        turns = [asyncio.run(self.turns.finish(item)) for item in waiting]
        return [reply for turn in turns for reply in turn.replies]


def _with_phrases(content):
    from dataclasses import replace

    return replace(content, guide=replace(content.guide, phrases=Phrases(SAID)))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.wishes()
    made.promises("call him", date(2026, 11, 25))
    made.writes("a turn")
    return made


def titles(reply: Json) -> list[str]:
    return [button["title"] for button in reply["buttons"]]


def test_a_promise_rings_once_on_its_day_with_what_can_be_done(place: Place) -> None:
    assert place.states() == {"promise:p-call him:2026-11-25:0": "waiting"}
    assert place.ring() == []
    place.clock.pass_by(days=2)
    (reply,) = place.ring()
    assert reply["text"] == "By 25 November 2026: call him?"
    assert (reply["kind"], reply["ref"]) == ("commitments.list", "p-call him")
    assert titles(reply) == ["done", "tomorrow", "week", "settings"]
    assert place.ring() == []
    place.clock.pass_by(hours=-1)
    assert place.ring() == [], "a clock that is set back rings nothing twice"


def test_a_new_date_moves_the_reminder_and_a_kept_promise_ends_it(place: Place) -> None:
    record = place.at_desk(lambda desk: desk.uow.records.get(desk.person.id, "p-call him"))
    place.at_desk(lambda desk: desk.save(record, due_on=date(2026, 11, 30)))
    place.writes("moved")
    assert place.states() == {
        "promise:p-call him:2026-11-25:0": "cancelled",
        "promise:p-call him:2026-11-30:0": "waiting",
    }
    place.at_desk(lambda desk: desk.save(record, due_on=date(2026, 11, 30), state="done"))
    place.writes("done")
    assert set(place.states().values()) == {"cancelled"}


def test_a_promise_that_was_kept_before_the_reminder_is_said_is_not_mentioned(place: Place) -> None:
    place.clock.pass_by(days=2)
    record = place.at_desk(lambda desk: desk.uow.records.get(desk.person.id, "p-call him"))
    place.at_desk(lambda desk: desk.save(record, state="done"))
    assert place.ring() == []


def test_after_an_outage_everything_comes_in_one_message(place: Place) -> None:
    place.promises("write it down", date(2026, 11, 26))
    place.at_desk(lambda desk: desk.create("session", "closed", {}, record_id="s1"))
    place.writes("more")
    place.clock.pass_by(days=15)
    (reply,) = place.ring()
    assert reply["text"] == "Several:\n• call him\n• write it down\n\nShall we talk?"
    assert titles(reply) == ["list", "talk", "settings"]


def test_in_quiet_hours_and_at_weekends_it_waits(place: Place) -> None:
    place.clock.at = datetime(2026, 11, 25, 23, tzinfo=timezone.utc)
    assert place.ring() == []
    place.clock.at = datetime(2026, 11, 28, 10, tzinfo=timezone.utc)
    assert place.ring() == []
    place.clock.at = datetime(2026, 11, 30, 10, tzinfo=timezone.utc)
    assert len(place.ring()) == 1


def test_what_came_too_late_to_be_of_use_is_dropped(place: Place) -> None:
    place.wishes(Wishes(zone="Europe/Berlin", promises="off", reflect=True))
    place.writes("fridays")
    place.clock.at = datetime(2026, 11, 30, 10, tzinfo=timezone.utc)
    assert place.ring() == []
    assert place.states()["reflect:2026-11-27"] == "late"


def test_put_off_it_comes_back_until_the_promise_is_kept(place: Place) -> None:
    assert place.at_desk(lambda desk: nudges.snooze(desk, "p-call him", 1)) is not None
    place.writes("later")
    assert place.states()["snooze:p-call him:2026-11-24"] == "waiting"
    place.clock.pass_by(days=1)
    assert [reply["ref"] for reply in place.ring()] == ["p-call him"]
    assert place.at_desk(lambda desk: nudges.snooze(desk, "unknown", 1)) is None


def test_who_blocked_us_or_was_given_help_is_left_in_peace(place: Place) -> None:
    place.clock.pass_by(days=2)
    place.at_desk(lambda desk: desk.create("safety", "paused", {"count": 1}))
    assert place.ring() == []
    place.promises("later", date(2026, 12, 1))
    place.at_desk(lambda desk: contacts.gone(desk.uow, desk.person.id, CHANNEL, place.clock))
    place.clock.pass_by(days=14)
    assert place.ring() == []
    assert "waiting" not in place.states().values()


def test_reminders_are_offered_once_and_only_to_somebody_who_can_be_reached(place: Place, tmp_path: Path) -> None:
    assert place.at_desk(nudges.offer) == ()
    (tmp_path / "new").mkdir()
    new = Place(tmp_path / "new")
    assert [say.response for say in new.at_desk(nudges.offer)] == ["utter_reminders_offer"]
    new.at_desk(lambda desk: contacts.block(desk.uow, desk.person.id, new.clock))
    assert new.at_desk(nudges.offer) == ()
    assert new.clock.now() - MONDAY == timedelta(0)
