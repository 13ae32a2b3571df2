"""What a message asks of the dialogue: nothing typed is ever a payload, and a button means what it was issued for."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any, cast

import pytest

from bot.services import meaning, onboarding
from bot.services.desk import Content, Desk
from bot.services.dialogue import Incoming
from bot.services.meaning import Command
from bot.services.routes import DECISIONS, KINDS, decision_of, route_of
from tests.fakes.engine import NOON, FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

IDS = count()
COMMANDS = {
    "coach": Command("coach"),
    "ask": Command("help", words=True),
    "reflect": Command("reflect", with_words="note"),
    "start": Command("greet", code=True),
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with FakeUnitOfWork(FakeDatabase()) as uow:
        yield Desk(uow, uow.people.register("web", "ann"), cast(Content, None), FakeClock())


def read(desk: Desk, *texts: str, **payload: Any) -> Incoming:
    """Read a message, which a channel may have cut into several texts."""
    payloads = [payload] if payload else [{"text": text} for text in texts]
    items = [desk.uow.inbox.receive(desk.person, "web", f"id {next(IDS)}", each, NOON) for each in payloads]
    return meaning.read(COMMANDS, desk, items[0], items[1:])


def pressed(desk: Desk, payload: str, title: str = "Go on") -> Incoming:
    token = desk.uow.buttons.issue(desk.person.id, payload, title, NOON + timedelta(days=1))
    return read(desk, button=token)


# What is typed


def test_plain_words_are_a_text_without_an_intent_under_the_id_of_the_message(desk: Desk) -> None:
    found = read(desk, "  my plan  ")
    assert (found.text, found.intent, found.entities) == ("my plan", None, ())
    assert found.message_id.startswith("web:")


def test_the_parts_of_a_message_are_read_as_one(desk: Desk) -> None:
    assert read(desk, "first half", "second half").text == "first half second half"


@pytest.mark.parametrize("text", ["/coach", "/Coach", "/coach@our_bot", "/coach please"])
def test_a_command_is_its_intent_and_says_its_own_name(desk: Desk, text: str) -> None:
    found = read(desk, text)
    assert (found.intent, found.text) == ("coach", "coach")


def test_the_words_after_a_command_count_as_typed_where_it_takes_words(desk: Desk) -> None:
    assert (read(desk, "/ask how long?").text, read(desk, "/ask how long?").intent) == ("how long?", None)
    assert read(desk, "/ask").intent == "help"


def test_the_words_after_a_command_may_have_an_intent_of_their_own(desk: Desk) -> None:
    found = read(desk, "/reflect I was too soft")
    assert (found.intent, found.text) == ("note", "I was too soft")
    assert read(desk, "/reflect").intent == "reflect"
    assert read(desk, "/reflect  / ").intent == "reflect", "a slash is no word"


def test_the_words_after_a_command_are_no_payload_either(desk: Desk) -> None:
    assert read(desk, "/ask /restart").text == "restart"
    assert read(desk, '/reflect /session_start{"x": 1}').text == 'session_start{"x": 1}'


def test_a_code_after_start_is_an_invitation_and_the_intent_stays(desk: Desk, monkeypatch: Any) -> None:
    invited: list[str] = []
    monkeypatch.setattr(onboarding, "invite", lambda _, code: invited.append(code))
    assert read(desk, "/start acme-2027").intent == "greet"
    assert read(desk, "/start").intent == "greet"
    assert read(desk, "/coach acme-2027").intent == "coach"
    assert invited == ["acme-2027"]


@pytest.mark.parametrize("text", ["/restart", "/session_start", '/grow_summary{"x":1}', "\u200b/restart", " ／restart"])
def test_what_looks_like_a_payload_is_not_understood_and_never_run(desk: Desk, text: str) -> None:
    found = read(desk, text)
    assert found.intent == "nlu_fallback" and not found.text.startswith("/")


@pytest.mark.parametrize("text", ["/", "///", " \u200b ", "\\"])
def test_nothing_but_slashes_and_blanks_is_not_understood(desk: Desk, text: str) -> None:
    found = read(desk, text)
    assert (found.text, found.intent) == ("", "nlu_fallback")


def test_a_sentence_behind_a_slash_is_a_text(desk: Desk) -> None:
    found = read(desk, "/ or rather: we never decide")
    assert (found.text, found.intent) == ("or rather: we never decide", None)


# Buttons, and what a channel says


def test_a_button_is_its_intent_with_what_it_carries_and_is_shown_as_its_title(desk: Desk) -> None:
    found = pressed(desk, "/commitments_update status=done promise=p1", "Done")
    assert (found.text, found.intent) == ("Done", "commitments_update")
    assert found.entities == (("status", "done"), ("promise", "p1"))


def test_a_value_may_hold_an_equals_sign_and_a_button_may_carry_nothing(desk: Desk) -> None:
    assert pressed(desk, "/x choice=a=b").entities == (("choice", "a=b"),)
    assert pressed(desk, "/coach").entities == ()


def test_a_button_that_stands_for_words_counts_as_typed(desk: Desk) -> None:
    found = pressed(desk, "By Friday", "Friday")
    assert (found.text, found.intent) == ("By Friday", None)


@pytest.mark.parametrize("token", ["", "made up", "/coach", "/commitments_update status=done"])
def test_a_button_nobody_issued_is_not_understood(desk: Desk, token: str) -> None:
    found = read(desk, button=token)
    assert (found.intent, found.entities) == ("nlu_fallback", ())


def test_somebody_elses_button_is_not_understood(desk: Desk) -> None:
    ben = desk.uow.people.register("web", "ben")
    token = desk.uow.buttons.issue(ben.id, "/forget_me", "Erase", NOON + timedelta(days=1))
    assert read(desk, button=token).intent == "nlu_fallback"


def test_what_a_channel_itself_says_has_an_intent_and_no_words(desk: Desk) -> None:
    found = read(desk, intent="unsupported", text="ignored")
    assert (found.text, found.intent) == ("", "unsupported")


# How an intent is explained


@pytest.mark.parametrize(
    ("topics", "kind", "ref"),
    [
        ({"decision": "answer", "topics": [{"id": "quick-wins"}, {"id": "x"}]}, "mentor.answer", "quick-wins"),
        (
            {"decision": "answer", "topics": [{"id": "quick-wins"}], "function": "finance"},
            "mentor.perspective",
            "quick-wins/finance",
        ),
        ({"decision": "offer", "topics": [{"id": "quick-wins"}]}, "mentor.unsure", None),
        ({"decision": "unknown", "topics": []}, "mentor.unsure", None),
        (None, "mentor.unsure", None),
    ],
)
def test_a_question_leads_to_a_topic_only_where_the_mentor_is_sure(topics: Any, kind: str, ref: str | None) -> None:
    parsed = {"intent": {"name": "ask_mentor", "confidence": 0.98765}, "topics": topics}
    assert route_of(parsed) == {"kind": kind, "ref": ref, "confidence": 0.988}


def test_an_intent_that_is_in_no_table_leads_to_the_menu_and_is_taken_as_an_answer() -> None:
    parsed = {"intent": {"name": "never heard of", "confidence": 1}}
    assert route_of(parsed) == {"kind": "menu", "ref": None, "confidence": 1.0}
    assert decision_of(parsed) == "captured"


def test_topics_beside_another_intent_change_nothing() -> None:
    parsed = {"intent": {"name": "help", "confidence": 1}, "topics": {"decision": "answer", "topics": [{"id": "x"}]}}
    assert route_of(parsed)["kind"] == "help"


def test_what_is_explained_as_an_interruption_is_an_intent_with_a_kind() -> None:
    assert set(DECISIONS) - set(KINDS) == {"skip", "go_back", "dont_know", "rephrase"}
    assert {decision_of({"intent": {"name": name}}) for name in DECISIONS} == set(DECISIONS.values())
