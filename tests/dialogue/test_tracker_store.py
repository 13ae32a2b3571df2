"""What the dialogue engine keeps of a conversation, and what it does not."""

import json
from typing import Any

import pytest

from tests.dialogue.talk import Talk
from tests.dialogue.test_failed_turns import rows

pytestmark = pytest.mark.slow
BEFORE_CONSENT = (
    "good morning from Wobblethorpe",
    "Wobblethorpe cancels every meeting and I cannot sleep",
    "coach Wobblethorpe",
    "my name is Wobblethorpe",
    "/ask Wobblethorpe",
    "/Wobblethorpe",
    "I do not agree, Wobblethorpe",
    "what is kept of Wobblethorpe?",
)
#: The largest number of events in one turn, with a session start in it.
MOST_EVENTS = 40
#: As in bot/dialogue/engine.py.
LONG_SESSION = 120


def test_a_turn_appends_its_events_and_touches_no_earlier_one() -> None:
    talk = Talk.at_menu()
    for text in ("coach", "The demand review is a reporting session", "help", "skip", "stop", "my promises"):
        before = rows(talk)["tracker_events"]
        talk.say(text)
        after = rows(talk)["tracker_events"]
        assert after[: len(before)] == before
        assert [seq for seq, _ in after] == list(range(len(after)))
        assert 0 < len(after) - len(before) <= MOST_EVENTS
        new = talk.events()[len(before) :]
        assert [e["text"] for e in new if e["event"] == "user"] == [text]


def test_a_turn_costs_the_same_after_many_as_after_few() -> None:
    talk = Talk.at_menu()
    loaded = []
    for _ in range(50):
        talk.say("hello")
        with talk.uow() as uow:
            sender = talk.person(uow).sender
            loaded.append(uow.events.count(sender) - uow.events.session_start(sender))
    assert max(loaded) <= LONG_SESSION + MOST_EVENTS
    assert min(loaded[25:]) < LONG_SESSION / 2, "a new session has begun"


def test_a_new_session_in_between_changes_nothing_for_the_person() -> None:
    talk = Talk.at_menu()
    for _ in range(40):
        talk.say("hello")
    talk.say("coach")
    assert talk.until("grow.summary").step == "grow.summary"
    assert talk.say("yes").step == "menu"


def test_each_message_stands_in_the_tracker_once_and_without_rankings() -> None:
    talk = Talk.at_menu()
    answer = "The Wobblethorpe plant never sends its numbers before the supply review"
    talk.say("coach")
    talk.say(answer)
    kept = json.dumps(talk.events(), ensure_ascii=False)
    heard = [e for e in talk.events() if e["event"] == "user" and e["text"] == answer]
    assert len(heard) == 1
    assert not {"intent_ranking", "text", "text_tokens", "relevance"} & set(heard[0]["parse_data"])
    slots = [e for e in talk.events() if e["event"] == "slot" and e["value"] == answer]
    assert slots == [], "no slot holds a copy of what was said"
    assert kept.count(answer) <= 2, "as typed, and where the coach gave it back"


@pytest.fixture(scope="module")
def stranger() -> Talk:
    """Someone who talked before agreeing, and then agreed."""
    talk = Talk()
    talk.turn_ids = [int(talk.say(text).id) for text in BEFORE_CONSENT]  # type: ignore[attr-defined]
    assert talk.last and talk.last.step == "onboarding.consent"
    talk.say("I agree")
    return talk


def everything(talk: Talk) -> dict[str, Any]:
    """What the tracker and the records hold, and what was answered."""
    events = talk.events()
    with talk.uow() as uow:
        person = talk.person(uow)
        kinds = ("profile", "session", "promise", "memory")
        return {
            "events": events,
            "records": [r.body for kind in kinds for r in uow.records.all(person.id, kind)],
            "replies": [row for _, row in uow.outbox.unsent(person.id)],
        }


def test_before_consent_nothing_that_was_typed_reaches_tracker_or_records(stranger: Talk) -> None:
    assert "wobblethorpe" not in json.dumps(everything(stranger)).lower()


def test_before_consent_nothing_that_was_typed_stays_in_the_inbox(stranger: Talk) -> None:
    with stranger.uow() as uow:
        payloads = [uow.inbox.begin(item).payload for item in stranger.turn_ids]  # type: ignore[attr-defined]
    assert "wobblethorpe" not in json.dumps(payloads).lower()


def test_after_consent_what_is_said_is_remembered(stranger: Talk) -> None:
    stranger.say("Ottoline")
    assert stranger.stored()["profile"]["name"] == "Ottoline"
