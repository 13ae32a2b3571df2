"""One whole conversation over HTTP with the real engine: what was said is stored, shown, and survives a restart."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from bot.services.turns import Turn
from tests.conversations.stage import ANSWERS, OPTIONS, Stage
from tests.dialogue.talk import ONBOARDING, Talk
from tests.web.calls import post, serving

pytestmark = pytest.mark.slow
USER = "someone in particular"


class Caller(Talk):
    """Talks over HTTP instead of calling the turns."""

    def __init__(self, client: TestClient) -> None:
        super().__init__(user=USER)
        self.client = client

    def say(self, text: str, source: str = "", **payload: str) -> Turn:
        """Send one turn and return the answer as the helpers know it."""
        self.said.append(text)
        response = post(self.client, {"user": self.user, **(payload or {"text": text})})
        assert response.status_code == 200, response.text
        body = response.json()
        self.last = Turn(body["turn"], body["step"], body["ref"], tuple(body["replies"]))
        return self.last

    def stored(self) -> dict[str, Any]:
        """What the server shows of this person."""
        return dict(self.client.get(f"/api/conversations/{quote(self.user)}").json())


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """Someone who has held a whole conversation, with a restart of the server in the middle."""
    with serving(Stage.shared().turns) as client:
        caller = Caller(client)
        for text in ONBOARDING:
            caller.say(text)
        assert caller.last and caller.last.step == "menu"
        caller.say("coach")
        caller.until("grow.options")
        before = caller.stored()
    with serving(replace(Stage.shared().turns)) as client:
        caller.client = client
        assert caller.stored() == before
        caller.until("grow.summary")
        caller.say("yes")
        yield caller


def test_the_conversation_ends_at_the_menu_with_a_promise(caller: Caller) -> None:
    assert caller.last and caller.last.step == "menu"
    assert any(ANSWERS["action"] in text for text in caller.texts())


def test_everything_that_was_established_is_shown(caller: Caller) -> None:
    notes = caller.stored()["notes"]
    by_capture = {note["capture"]: note for phase in notes.values() for note in phase}
    assert by_capture["goal"]["text"] == ANSWERS["goal"]
    assert len(notes["reality"]) >= 4
    assert [note["text"] for note in notes["options"] if note["capture"] == "option"] == list(OPTIONS)
    assert by_capture["if-then"]["text"] == ANSWERS["if-then"]
    assert by_capture["confidence"]["value"] == 7


def test_the_promise_is_shown_with_its_day_and_its_plan(caller: Caller) -> None:
    (promise,) = caller.stored()["commitments"]
    assert (promise["action"], promise["state"], promise["confidence"]) == (ANSWERS["action"], "open", 7)
    assert promise["due"] == "2026-12-01"
    assert promise["if_then"] == ANSWERS["if-then"]


def test_no_conversation_is_open_any_more(caller: Caller) -> None:
    stored = caller.stored()
    assert stored["phase"] is None
    assert [session["state"] for session in stored["sessions"]] == ["closed"]


def test_every_reply_names_its_kind(caller: Caller) -> None:
    turn = caller.say("help")
    assert all(reply["kind"] for reply in turn.replies)
