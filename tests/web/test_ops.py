"""What those who watch the service are told: ready, alive, figures."""

import asyncio
import socket
import threading
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.web import ops
from bot.web.app import make_app
from tests.fakes.engine import fake_turns
from tests.web.calls import serving

TOKEN = "a token only programs know"


def client(health: ops.Health) -> TestClient:
    return TestClient(Starlette(routes=ops.routes(health, Metrics().text)))


def test_ready_means_loaded_and_the_database_answers() -> None:
    answers = [True]

    def ping() -> None:
        if not answers[0]:
            raise OSError("gone")

    health = ops.Health()
    with client(health) as watcher:
        assert watcher.get("/healthz").status_code == 503
        health.ping = ping
        assert (watcher.get("/healthz").status_code, watcher.get("/healthz").json()) == (200, {"ready": True})
        answers[0] = False
        assert (watcher.get("/healthz").status_code, watcher.get("/healthz").json()) == (503, {"ready": False})
        assert watcher.get("/livez").status_code == 200
        answers[0] = True
        assert watcher.get("/healthz").status_code == 200


def test_a_database_that_hangs_is_asked_once_however_often_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops, "PATIENCE", 0.05)
    asked, go_on = [], threading.Event()

    def hangs() -> None:
        asked.append(1)
        go_on.wait(5)

    with client(ops.Health(hangs)) as watcher:
        assert [watcher.get("/healthz").status_code for _ in range(3)] == [503] * 3
        assert len(asked) == 1
        go_on.set()


def test_the_figures_are_in_prometheus_text_format() -> None:
    with client(ops.Health()) as watcher:
        answer = watcher.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'board_turns_total{channel="telegram",outcome="answered"} 0.0' in answer.text


def test_on_the_port_of_the_turn_api_the_figures_need_the_token_and_health_does_not() -> None:
    app = make_app(fake_turns, TOKEN, figures=Metrics().text)
    with TestClient(app) as caller:
        assert caller.get("/metrics").status_code == 401
        assert caller.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert caller.get("/livez").status_code == 200
        assert caller.get("/healthz").status_code in (200, 503)


def test_the_turn_api_is_not_ready_while_its_database_is_gone() -> None:
    turns, there = fake_turns(), [True]
    opened = turns.unit_of_work

    def open_if_there() -> Any:
        if not there:
            raise OSError
        return opened()

    turns.unit_of_work = open_if_there
    with serving(turns) as caller:
        assert caller.get("/healthz").json() == {"ready": True}
        there.clear()
        assert caller.get("/healthz").status_code == 503


def test_it_listens_until_cancelled_and_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    async def look(port: int) -> int:
        task = asyncio.create_task(ops.listen(ops.Health(lambda: None), Metrics().text, "127.0.0.1", port))
        async with httpx.AsyncClient() as watcher:
            for _ in range(100):
                try:
                    answer = await watcher.get(f"http://127.0.0.1:{port}/healthz")
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return answer.status_code

    assert asyncio.run(look(_free_port())) == 200
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with pytest.raises(ops.CannotListen, match="COACH_METRICS_PORT"):
            asyncio.run(ops.listen(ops.Health(), Metrics().text, "127.0.0.1", port))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
