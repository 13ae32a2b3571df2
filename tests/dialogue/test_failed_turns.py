"""An action that fails, through the real engine: rolled back, retried, apologised for, and nothing lost."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import bootstrap
from bot.services import common, grow, turns
from bot.services.replies import Outcome, Say
from tests.dialogue.talk import Talk

pytestmark = pytest.mark.slow
ANSWER = "The demand review is a reporting session that nobody prepares"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BACKOFF", (0, 0))


@pytest.fixture
def talk() -> Talk:
    """Someone in the middle of a coaching conversation."""
    talk = Talk.at_menu()
    talk.say("coach")
    talk.until("grow.reality")
    return talk


def rows(talk: Talk) -> dict[str, list[Any]]:
    """Every row about the person in the database, as it lies there."""
    with talk.uow() as uow:
        person = talk.person(uow)
    path = bootstrap.config().database_url.removeprefix("sqlite:///")
    queries = {
        "tracker_events": ("SELECT seq, data FROM tracker_events WHERE sender = ? ORDER BY seq", person.sender),
        "records": ("SELECT * FROM records WHERE person_id = ? ORDER BY id", person.id),
        "buttons": ("SELECT * FROM buttons WHERE person_id = ? ORDER BY token", person.id),
    }
    with sqlite3.connect(path) as database:
        return {table: database.execute(query, (who,)).fetchall() for table, (query, who) in queries.items()}


def failing(times: int, wrapped: Callable[..., Any], calls: list[int]) -> Callable[..., Any]:
    """A service that does its work and then fails, the first so many times."""

    def service(*arguments: Any, **named: Any) -> Any:
        outcome = wrapped(*arguments, **named)
        calls.append(1)
        if len(calls) <= times:
            raise RuntimeError("the disk is full")
        return outcome

    return service


def test_a_failed_action_leaves_no_trace_is_tried_three_times_and_apologised_for(talk, monkeypatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(grow, "answer", failing(99, grow.answer, calls))
    before = rows(talk)
    turn = talk.say(ANSWER)
    assert len(calls) == turns.ATTEMPTS == 3
    assert turn.replies == (bootstrap.content().apology,)
    assert turn.step == "grow.reality"
    assert rows(talk) == before, "rolled back: not an event, not a record, not a button more"


def test_after_an_apology_the_next_message_works_and_the_failed_one_stays_answered(talk, monkeypatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(grow, "answer", failing(99, grow.answer, []))
        apology = talk.say(ANSWER, source="the one that fails")
    assert talk.say(ANSWER, source="the one that fails") == apology
    notes = len(talk.stored()["notes"].get("reality", []))
    turn = talk.say(ANSWER)
    assert turn.replies[-1]["kind"].startswith("grow.")
    stored = talk.stored()["notes"]["reality"]
    assert [note["text"] for note in stored[notes:]] == [ANSWER]


@pytest.mark.parametrize("failures", [1, 2])
def test_an_action_that_fails_and_then_works_is_answered_as_if_nothing_had_been(talk, monkeypatch, failures) -> None:
    calls: list[int] = []
    monkeypatch.setattr(grow, "answer", failing(failures, grow.answer, calls))
    heard = len([e for e in talk.events() if e["event"] == "user"])
    turn = talk.say(ANSWER)
    assert len(calls) == failures + 1
    assert turn.replies[-1]["kind"].startswith("grow.")
    assert [e["text"] for e in talk.events() if e["event"] == "user"][heard:] == [ANSWER]
    assert [note["text"] for note in talk.stored()["notes"]["reality"]].count(ANSWER) == 1


def test_a_question_that_cannot_be_asked_is_a_failure_of_the_whole_turn(talk, monkeypatch) -> None:
    before = rows(talk)
    with monkeypatch.context() as broken:
        broken.setattr(grow, "ask", failing(99, grow.ask, []))
        assert talk.say(ANSWER).replies == (bootstrap.content().apology,)
    assert rows(talk) == before, "the answer was taken in, and is rolled back with the question that failed"


def test_a_failure_outside_the_actions_is_rolled_back_too(talk, monkeypatch) -> None:
    before = rows(talk)
    with monkeypatch.context() as broken:
        broken.setattr("bot.dialogue.tracker_store.EncryptedTrackerStore.save", failing(99, lambda *_: None, []))
        assert talk.say(ANSWER).replies == (bootstrap.content().apology,)
    assert rows(talk) == before
    assert talk.say(ANSWER).replies[-1]["kind"].startswith("grow.")


def test_silence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk.at_menu()
    before = rows(talk)
    with monkeypatch.context() as broken:
        broken.setattr(common, "help_text", lambda *_: Outcome())
        assert talk.say("help").replies == (bootstrap.content().apology,)
    assert rows(talk) == before
    assert talk.say("help").replies[-1]["kind"] == "help"


def test_one_person_s_failure_is_nobody_else_s(talk, monkeypatch) -> None:
    other = Talk.at_menu()
    monkeypatch.setattr(grow, "answer", failing(99, grow.answer, []))
    talk.say(ANSWER)
    assert other.say("help").replies[-1]["kind"] == "help"


def test_a_reply_without_words_is_a_failure_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk.at_menu()
    before = rows(talk)
    half = Outcome((Say("utter_help_menu_that_is_not_there", "help"), *common.fallback().say))
    with monkeypatch.context() as broken:
        broken.setattr(common, "help_text", lambda *_: half)
        assert talk.say("help").replies == (bootstrap.content().apology,)
    assert rows(talk) == before


def test_what_rasa_would_only_log_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action whose result is no list of events: Rasa goes on without it."""
    talk = Talk.at_menu()
    before = rows(talk)

    def broken(*_: Any) -> Any:
        raise RuntimeError("not a list of events")

    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr("rasa.core.actions.action.RemoteAction._validate_action_result", broken)
        assert talk.say("help").replies == (bootstrap.content().apology,)
    assert {entry["failed"] for entry in logs if entry["event"] == "turn_failed"} == {"action_help: RuntimeError"}
    assert rows(talk) == before


def test_what_is_typed_is_stored_and_quoted_as_it_is_and_read_without_what_cannot_be_seen() -> None:
    talk = Talk.at_menu()
    talk.say("coach")
    talk.until("grow.reality")
    typed = "The demand \u200breview is a report\u00ading session 👩\u200d🔧 that \u202enobody\u202c prepares"
    turn = talk.say(typed)
    assert typed in [note["text"] for note in talk.stored()["notes"]["reality"]]
    assert [e["text"] for e in talk.events() if e["event"] == "user"][-1] == typed
    assert not any(mark in reply["text"] for reply in turn.replies for mark in "\u200b\u202e\u202c\xad")
    assert talk.say("s\u200bt\u200bop").step == "menu", "a control word is one however it is disguised"


def test_a_placeholder_without_a_value_is_a_failure_and_braces_that_people_type_stay(monkeypatch) -> None:
    talk = Talk.at_menu()
    typed = "The {name} of {0[goal]} and {quote} are {} braces"
    talk.say(f"note to self: {typed}")
    talk.say("/journal")
    assert typed in " ".join(e["text"] or "" for e in talk.events() if e["event"] == "bot")
    missing = Outcome((Say("utter_grow_question", "help"),))
    with monkeypatch.context() as broken:
        broken.setattr(common, "help_text", lambda *_: missing)
        assert talk.say("help").replies == (bootstrap.content().apology,)
