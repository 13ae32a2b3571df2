"""How the web tests call: an application once it is ready, and what a refusal looks like."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from starlette.testclient import TestClient

from bot.services.turns import Turns
from bot.web.app import make_app

PATIENCE = 40  # seconds


@contextmanager
def serving(turns: Turns | Callable[[], Turns], token: str = "") -> Iterator[TestClient]:
    """The application, once it is ready."""
    app = make_app(turns if callable(turns) else lambda: turns, token)
    with TestClient(app, raise_server_exceptions=False) as client:
        until = time.monotonic() + PATIENCE
        while client.get("/healthz").status_code != 200 and time.monotonic() < until:
            time.sleep(0.005)
        yield client


def post(client: TestClient, body: Any, **headers: str) -> httpx.Response:
    return client.post("/api/turns", json=body, headers=headers)


def refused(response: httpx.Response, status: int) -> str:
    """Check that a call was refused as the contract says, and return the reason."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == ["error"]
    return str(response.json()["error"])
