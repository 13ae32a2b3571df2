"""Where the server listens, and what happens when it cannot serve."""

import socket

import pytest
import uvicorn

from bot.services.turns import Turns
from bot.web import server
from tests.fakes.engine import fake_turns

TOKEN = "a token only programs know"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses a server was run on; none really listens."""
    addresses: list[str] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self: addresses.append(self.config.host))
    return addresses


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "board.example", "", "127.0.0.1.example"])  # noqa: S104
def test_without_a_token_the_server_refuses_any_address_but_loopback(host: str, ran: list[str]) -> None:
    with pytest.raises(server.OpenToTheWorld, match="COACH_API_TOKEN"):
        server.serve(fake_turns, host, 8080, "")
    assert ran == []


@pytest.mark.parametrize(
    ("host", "token"),
    [("127.0.0.1", ""), ("127.8.8.8", ""), ("::1", ""), ("[::1]", ""), ("localhost", ""), ("0.0.0.0", TOKEN)],
)
def test_on_loopback_or_with_a_token_it_serves(host: str, token: str, ran: list[str]) -> None:
    server.serve(fake_turns, host, 8080, token)
    assert ran == [host]


def test_a_server_whose_model_cannot_be_loaded_ends_and_says_why() -> None:
    def build() -> Turns:
        raise RuntimeError("the model is gone")

    with pytest.raises(RuntimeError, match="the model is gone"):
        server.serve(build, "127.0.0.1", _free_port(), "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
