"""Dashboards for tests: two programmes with releases, one without, and visitors of each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.services import passwords
from bot.services.ports import Programme
from bot.web.assets import static
from bot.web.programme.routes import routes
from tests.fakes.boards import NASTY as NASTY
from tests.fakes.boards import PASSWORD, Board, fill
from tests.fakes.boards import some as some

ORIGIN = "https://board.example.org"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A database that no test changes: copy it."""
    board = Board(tmp_path_factory.mktemp("board"))
    fill(board)
    return board


@pytest.fixture
def board(filled: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    # The real figures are tested in tests/unit/test_passwords.py; here they would only take time.
    monkeypatch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), "16"))
    monkeypatch.setattr(passwords, "N", 16)
    return filled.copy(tmp_path)


def programme(board: Board, name: str) -> Programme:
    return next(one for one in board.site.releases.programmes() if one.name == name)


class Visitor:
    """Somebody with a browser that keeps cookies and sends the token of the form that they see."""

    def __init__(self, board: Board, origin: str = ORIGIN) -> None:
        app = Starlette(routes=[*routes(board.site), static()])
        self.board = board
        self.client = TestClient(app, origin, raise_server_exceptions=True, follow_redirects=False)

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        return self.client.get(f"/programme{path}", headers=headers)

    def token(self, path: str) -> str:
        return self.get(path).text.partition('name="token" value="')[2].partition('"')[0]

    def post(self, path: str, seen: str | None = None, **fields: Any) -> httpx.Response:
        """Send a form that stands on the page `seen`."""
        return self.client.post(
            f"/programme{path}", data={"token": self.token(path if seen is None else seen), **fields}
        )

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", name=name, password=password)


@pytest.fixture
def visitor(board: Board) -> Iterator[Callable[..., Visitor]]:
    """A function that gives somebody who sees a programme, signed in by a link; without a name: a stranger."""
    # Entered, a client has one event loop; otherwise it starts one for every request.
    entered = ExitStack()

    def make(name: str | None = "North Star", origin: str = ORIGIN) -> Visitor:
        visitor = Visitor(board, origin)
        entered.enter_context(visitor.client)
        if name is not None:
            token = board.account(f"team-of-{abs(hash(name))}", programme(board, name))
            assert visitor.post(f"/link/{token}").status_code == 303
        return visitor

    with entered:
        yield make
