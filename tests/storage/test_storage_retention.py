"""What is kept no longer goes: by age, nobody else's, and nothing that somebody still stands in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from storage_samples import NOON, write_everything

from bot.services.ports import Person, Record, Retention
from bot.storage.retention import Sweeper

DAYS = Retention(reflections_days=365, events_days=30)
START = [{"event": "action", "name": "action_session_start"}, {"event": "session_started"}]


def sweep(stores, days: Retention = DAYS) -> dict[str, int]:
    return Sweeper(stores.engine, stores.keys, stores.clock)(days)


def said(stores, person: Person, *texts: str, start: bool = False) -> None:
    """Append what was said now, perhaps at the start of a session."""
    at = stores.clock.now().timestamp()
    events = [{**event, "timestamp": at} for event in START] if start else []
    parsed = {"intent": {"name": "answer"}, "signals": {"themes": ["data-trust"]}}
    for text in texts:
        events.append({"event": "user", "text": text, "parse_data": parsed, "timestamp": at})
        events.append({"event": "bot", "text": f"so {text}", "data": {"buttons": [text]}, "timestamp": at})
        events.append({"event": "slot", "name": "requested_slot", "value": "grow_goal", "timestamp": at})
    with stores.uow() as uow:
        uow.events.append(person.sender, uow.events.count(person.sender), events)
        uow.commit()


def texts(stores, person: Person) -> list[str]:
    with stores.uow() as uow:
        return [e["text"] for e in uow.events.load(person.sender) if "text" in e]


def put(stores, person: Person, kind: str, name: str) -> None:
    now = stores.clock.now()
    with stores.uow() as uow:
        uow.records.put(Record(name, person.id, kind, "kept", now, now, {"text": name}))
        uow.commit()


def kept(stores, person: Person) -> set[str]:
    with stores.uow() as uow:
        return {record.id for record in uow.records.everything(person.id)}


def test_reflections_go_after_their_time_and_other_records_never(stores) -> None:
    ann = stores.person()
    for kind in ("reflection", "session", "promise"):
        put(stores, ann, kind, f"old {kind}")
    stores.clock.pass_by(days=364)
    put(stores, ann, "reflection", "new reflection")
    assert sweep(stores)["reflections"] == 0
    stores.clock.pass_by(days=1)
    assert sweep(stores)["reflections"] == 1
    assert kept(stores, ann) == {"old session", "old promise", "new reflection"}


def test_a_reflection_that_was_changed_counts_from_then(stores) -> None:
    ann = stores.person()
    put(stores, ann, "reflection", "mine")
    stores.clock.pass_by(days=300)
    put(stores, ann, "reflection", "mine")
    stores.clock.pass_by(days=300)
    assert sweep(stores)["reflections"] == 0


def test_old_sessions_of_the_dialogue_go_and_the_present_one_keeps_where_the_person_stands(stores) -> None:
    ann = stores.person()
    said(stores, ann, "first", start=True)
    said(stores, ann, "second", start=True)
    said(stores, ann, "third", start=True)
    stores.clock.pass_by(days=30)
    swept = sweep(stores)
    assert (swept["events"], swept["words"]) == (10, 2)
    with stores.uow() as uow:
        events = uow.events.load(ann.sender)
        assert [e["event"] for e in events] == ["action", "session_started", "user", "bot", "slot"]
        assert events[-1]["value"] == "grow_goal"
        assert uow.events.load(ann.sender, uow.events.session_start(ann.sender)) == events
        assert uow.events.count(ann.sender) == 15, "numbers are not given again"
    assert "third" not in str(events) and "data-trust" not in str(events)


def test_words_go_from_a_session_that_is_long_under_way_and_new_ones_stay(stores) -> None:
    ann = stores.person()
    said(stores, ann, "old", start=True)
    stores.clock.pass_by(days=20)
    said(stores, ann, "new")
    stores.clock.pass_by(days=10)
    assert sweep(stores)["words"] == 2
    assert texts(stores, ann) == ["", "", "new", "so new"]
    assert sweep(stores)["words"] == 0, "a second time finds nothing"


def test_a_conversation_goes_on_after_its_words_are_gone(stores) -> None:
    ann = stores.person()
    said(stores, ann, "old", start=True)
    stores.clock.pass_by(days=31)
    sweep(stores)
    said(stores, ann, "again", start=True)
    said(stores, ann, "and again")
    assert texts(stores, ann)[2:] == ["again", "so again", "and again", "so and again"]


@pytest.mark.parametrize("end", ["done", "dead"])
def test_an_answered_or_hopeless_message_goes_with_its_replies_and_a_waiting_one_stays(stores, end: str) -> None:
    ann = stores.person()
    with stores.uow() as uow:
        over, waits = (uow.inbox.receive(ann, "web", name, {"text": name}, NOON) for name in ("over", "waits"))
        uow.outbox.add(over, [{"text": "so"}], NOON)
        getattr(uow.inbox, end)(over, NOON)
        uow.commit()
    stores.clock.pass_by(days=29)
    assert sweep(stores)["messages"] == 0
    stores.clock.pass_by(days=1)
    assert sweep(stores)["messages"] == 1
    with stores.uow() as uow:
        assert [item.id for item in uow.inbox.pending()] == [waits.id]
        assert uow.outbox.replies(over.id) == []


def test_expired_buttons_go(stores) -> None:
    ann = stores.person()
    with stores.uow() as uow:
        uow.buttons.issue(ann.id, "/coach", "Coach", stores.clock.now() + timedelta(hours=1))
        uow.commit()
    assert sweep(stores)["buttons"] == 0
    stores.clock.pass_by(hours=1)
    assert sweep(stores)["buttons"] == 1


def test_somebody_whose_key_is_lost_or_destroyed_holds_nobody_up(stores) -> None:
    ann, bob = stores.person("ann"), stores.person("bob")
    for person in (ann, bob):
        said(stores, person, "old", start=True)
    stores.keys.destroy(ann.id)
    stores.clock.pass_by(days=31)
    assert sweep(stores)["words"] == 2
    assert texts(stores, bob) == ["", ""]


def test_what_was_let_go_leaves_no_ciphertext_in_the_file(sqlite, tmp_path) -> None:
    with sqlite.uow() as uow:
        ann = write_everything(uow, "ann", lambda: "words")
        for item in uow.inbox.pending():
            uow.inbox.done(item, NOON)
        uow.commit()
    with sqlite.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT payload FROM outbox UNION SELECT body FROM records"))
        old = [bytes(row[0]) for row in rows]
    sqlite.clock.pass_by(days=400)
    sweep(sqlite)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert len(old) == 9 and kept(sqlite, ann) == set()
    assert [value for value in old if value in held] == []
