"""The turn API, call by call, as CONTRACT.md section 2 has it. The engine is a fake: what counts is the wire."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.turns import Turns
from bot.storage.errors import Unavailable
from bot.web.app import make_app
from tests.fakes.engine import FakeClock, FakeEngine, fake_turns, reply
from tests.web.calls import PATIENCE, post, refused, serving

TOKEN = "a token only programs know"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with serving(fake_turns(engine)) as client:
        yield client


def test_a_turn_answers_with_the_shape_of_the_contract(client: TestClient) -> None:
    response = post(client, {"user": "ann", "text": "hello"})
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"turn", "step", "ref", "replies"}
    assert (body["step"], body["ref"], isinstance(body["turn"], str)) == ("menu", None, True)
    (said,) = body["replies"]
    assert set(said) == {"kind", "ref", "text", "buttons", "image"}
    assert [set(button) for button in said["buttons"]] == [{"title", "value"}] * 2


def test_scores_travel_with_a_reply() -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        scored = reply("so", "rehearse.feedback", "sales") | {"score": 61, "criteria": {"open": {"points": 2}}}
        return Answered((scored,), "rehearse.objection")

    with serving(fake_turns(FakeEngine(script))) as client:
        said = post(client, {"user": "ann", "text": "hello"}).json()["replies"][0]
    assert (said["score"], said["criteria"]) == (61, {"open": {"points": 2}})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{",
        b'{"user": "ann", "text": "x"',
        b"\xff\xfe\x00",
        '{"user": "ann", "text": "ä"}'.encode("latin-1"),
    ],
    ids=["nothing", "words", "a brace", "cut off", "bytes", "latin-1"],
)
def test_what_is_not_json_in_utf8_is_refused(client: TestClient, engine: FakeEngine, body: bytes) -> None:
    refused(client.post("/api/turns", content=body), 400)
    assert engine.heard == []


def test_json_nested_beyond_reason_is_refused(client: TestClient) -> None:
    refused(client.post("/api/turns", content=b'{"user": "ann", "text": ' + b"[" * 100_000), 400)


@pytest.mark.parametrize("body", [[], "hello", 7, None, True, [{"user": "ann", "text": "x"}]])
def test_json_that_is_no_object_is_refused(client: TestClient, body: Any) -> None:
    refused(post(client, body), 400)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "hello"},
        {"user": "ann"},
        {"user": "ann", "id": "1"},
        {"user": "", "text": "hello"},
        {"user": " ", "text": "hello"},
        {"user": None, "text": "hello"},
        {"user": 5, "text": "hello"},
        {"user": ["ann"], "text": "hello"},
        {"user": "u" * 201, "text": "hello"},
        {"user": "ann", "text": ""},
        {"user": "ann", "text": " \n\t\u2003"},
        {"user": "ann", "text": None},
        {"user": "ann", "text": 5},
        {"user": "ann", "text": True},
        {"user": "ann", "text": ["hello"]},
        {"user": "ann", "text": {"text": "hello"}},
        {"user": "ann", "button": ""},
        {"user": "ann", "button": 5},
        {"user": "ann", "button": None},
        {"user": "ann", "text": "hello", "button": "x"},
        {"user": "ann", "text": "hello", "button": None},
        {"user": "ann", "text": "hello", "id": 5},
        {"user": "ann", "text": "hello", "id": ""},
        {"user": "ann", "text": "hello", "id": None},
        {"user": "ann", "text": "hello", "id": "i" * 201},
    ],
    ids=lambda body: json.dumps(body)[:60],
)
def test_a_call_with_a_part_missing_empty_or_of_the_wrong_type_is_refused(client, engine, body) -> None:
    assert refused(post(client, body), 400)
    assert engine.heard == []


@pytest.mark.parametrize("key", ["user", "text", "id"])
def test_half_a_character_is_refused(client: TestClient, key: str) -> None:
    call = json.dumps({"user": "ann", "text": "hello", "id": "1"} | {key: "\ud83d"})
    refused(client.post("/api/turns", content=call), 400)


@pytest.mark.parametrize("char", ["x", "é", "😀", "\u0000", '"'], ids=["x", "accent", "emoji", "nul", "quote"])
def test_sixteen_thousand_characters_are_taken_and_one_more_is_refused(client, engine, char: str) -> None:
    assert post(client, {"user": "ann", "text": "a" + char * 15_999}).status_code == 200
    refused(post(client, {"user": "ann", "text": "a" + char * 16_000}), 413)
    assert [len(incoming.text) for incoming in engine.heard] == [16_000]


def test_a_body_that_no_text_can_need_is_refused(client: TestClient) -> None:
    refused(client.post("/api/turns", content=b" " * 1_000_000), 413)


@pytest.mark.parametrize(
    "header", [None, "", TOKEN, "Bearer", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"]
)
@pytest.mark.parametrize("call", ["POST /api/turns", "GET /api/conversations/ann"])
def test_with_a_token_set_a_call_without_it_is_refused(header: str | None, call: str) -> None:
    engine, (method, path) = FakeEngine(), call.split()
    headers = {} if header is None else {"Authorization": header.encode()}
    with serving(fake_turns(engine), TOKEN) as client:
        refused(client.request(method, path, json={"user": "ann", "text": "hello"}, headers=headers), 401)  # type: ignore[arg-type]
        refused(client.post("/api/turns", content=b"not json", headers=headers), 401)  # type: ignore[arg-type]
    assert engine.heard == []


def test_with_the_token_everything_is_answered_and_health_needs_none() -> None:
    with serving(fake_turns(), TOKEN) as client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert post(client, {"user": "ann", "text": "hello"}, **headers).status_code == 200
        assert client.get("/api/conversations/ann", headers=headers).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_before_the_model_is_loaded_callers_are_told_when_to_come_back() -> None:
    loaded = threading.Event()

    def build() -> Turns:
        loaded.wait(PATIENCE)
        return fake_turns()

    with TestClient(make_app(build, "")) as client:
        assert client.get("/healthz").status_code == 503
        response = post(client, {"user": "ann", "text": "hello"})
        refused(response, 503)
        assert int(response.headers["Retry-After"]) > 0
        loaded.set()
        until = time.monotonic() + PATIENCE
        while client.get("/healthz").status_code == 503 and time.monotonic() < until:
            time.sleep(0.005)
        assert client.get("/healthz").status_code == 200
        assert post(client, {"user": "ann", "text": "hello"}).status_code == 200


def test_a_call_with_the_same_id_gets_the_first_answer_and_changes_nothing(client, engine) -> None:
    first = post(client, {"user": "ann", "text": "hello", "id": "1"})
    assert post(client, {"user": "ann", "text": "hello", "id": "1"}).content == first.content
    assert post(client, {"user": "ann", "text": "other words", "id": "1"}).content == first.content
    assert len(engine.heard) == 1
    post(client, {"user": "ann", "text": "hello", "id": "2"})
    post(client, {"user": "ann", "text": "hello"})
    post(client, {"user": "ann", "text": "hello"})
    assert len(engine.heard) == 4, "another id, and a call without one, is a message of its own"


def test_calls_with_the_same_id_at_the_same_time_are_one_message() -> None:
    engine = FakeEngine()
    with serving(fake_turns(engine)) as client:
        app = client.app

        async def crowd() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as web:
                call = {"user": "ann", "text": "hello", "id": "1"}
                return await asyncio.gather(*(web.post("/api/turns", json=call) for _ in range(8)))

        answers = {response.content for response in asyncio.run(crowd())}
    assert len(answers) == len(engine.heard) == 1


def test_a_button_is_pressed_by_its_value_and_only_by_whom_it_was_offered_to(client, engine) -> None:
    offered = post(client, {"user": "ann", "text": "hello"}).json()["replies"][0]["buttons"]
    value = next(button["value"] for button in offered if button["title"] == "Go on")
    assert post(client, {"user": "ann", "button": value}).status_code == 200
    assert engine.heard[-1].intent == "coach"
    heard = len(engine.heard)
    refused(post(client, {"user": "bob", "button": value}), 400)
    for forged in ("made up", "/coach", "Go on", value[:-1], "x" * 16_001):
        assert post(client, {"user": "ann", "button": forged}).status_code in (400, 413)
    assert len(engine.heard) == heard


def test_an_old_button_is_refused() -> None:
    clock = FakeClock()
    with serving(fake_turns(clock=clock)) as client:
        offered = post(client, {"user": "ann", "text": "hello"}).json()["replies"][0]["buttons"]
        clock.pass_by(days=31)
        refused(post(client, {"user": "ann", "button": offered[0]["value"]}), 400)


def test_a_flood_is_refused_with_the_seconds_to_wait() -> None:
    with serving(fake_turns(per_minute=3)) as client:
        for n in range(3):
            assert post(client, {"user": "ann", "text": f"{n}"}).status_code == 200
        response = post(client, {"user": "ann", "text": "one more"})
        refused(response, 429)
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        assert post(client, {"user": "bob", "text": "hello"}).status_code == 200


def test_what_is_stored_for_a_user_is_returned_to_whom_may_ask(client: TestClient) -> None:
    refused(client.get("/api/conversations/ann"), 404)
    post(client, {"user": "ann", "text": "hello"})
    stored = client.get("/api/conversations/ann").json()
    wanted = {"phase", "profile", "sessions", "notes", "commitments", "reflections", "plans", "risks"}
    assert wanted <= set(stored)
    refused(client.get("/api/conversations/bob"), 404)


@pytest.mark.parametrize("user", ["ann/2", "ann?x=1", "añña 1", "../ann", "50%", "ann#1"])
def test_any_user_id_that_can_write_can_be_asked_for(client: TestClient, user: str) -> None:
    assert post(client, {"user": user, "text": "hello"}).status_code == 200
    assert client.get(f"/api/conversations/{quote(user, safe='')}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/turns", 405), ("PUT", "/api/turns", 405), ("GET", "/api", 404), ("GET", "/model", 404)],
)
def test_other_addresses_and_methods_are_refused_in_json(client, method: str, path: str, status: int) -> None:
    refused(client.request(method, path), status)


def test_while_the_database_cannot_be_used_callers_are_told_when_to_come_back_and_nothing_is_lost(engine) -> None:
    broken: list[str] = []

    def unit_of_work() -> Any:
        if broken:
            raise Unavailable("the canary sings")
        return whole()

    turns = fake_turns(engine, probe=lambda point: broken.append(point) if point == "after_inbox_commit" else None)
    whole, turns.unit_of_work = turns.unit_of_work, unit_of_work
    call = {"user": "ann", "text": "the canary sings", "id": "1"}
    with serving(turns) as client:
        for problem in ("kept", "could not store"):  # first in the middle of the turn, then from the start
            response = post(client, call)
            assert problem in REFUSED[refused(response, 503)]
            assert int(response.headers["Retry-After"]) > 0
            assert "canary" not in response.text
        response = client.get("/api/conversations/ann")
        assert "canary" not in refused(response, 503) and int(response.headers["Retry-After"]) > 0
        turns.probe = lambda point: None
        broken.clear()
        assert post(client, call).json()["replies"][0]["text"] == "text: the canary sings"
    assert len(engine.heard) == 1


REFUSED = {"Kept, but not answered.": "kept", "Not stored. Again in 10 seconds.": "could not store"}


def test_a_defect_of_ours_answers_500_in_json_and_without_a_word_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("the canary sings")

    with serving(fake_turns()) as client:
        post(client, {"user": "ann", "text": "hello"})
        monkeypatch.setattr("bot.web.app.overview", broken)
        assert "canary" not in refused(client.get("/api/conversations/ann"), 500)
