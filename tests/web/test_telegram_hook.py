"""The webhook: nothing without the secret, nothing confirmed before it is stored."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient

from bot.services.ports import Json
from bot.storage.errors import Unavailable
from bot.web import telegram_hook
from bot.web.telegram_hook import HEADER, make_hook

SECRET = "s" * 43
ADDRESS = "https://coach.example.org/telegram"
UPDATE = {"update_id": 5, "message": {}}


class Taken:
    """What was stored; `fails` makes it impossible."""

    def __init__(self, fails: bool = False) -> None:
        self.updates: list[Json] = []
        self.fails = fails

    async def __call__(self, updates: Sequence[Json]) -> None:
        if self.fails:
            raise Unavailable("locked")
        await asyncio.sleep(0.01)
        self.updates += updates


def status(taken: Taken, path: str = "/telegram", secret: str | None = SECRET, raw: bytes = b"") -> int:
    client = TestClient(make_hook(taken, SECRET, ADDRESS))
    headers = {HEADER: secret} if secret is not None else {}
    sent = {"content": raw} if raw else {"json": UPDATE}
    return int(client.post(path, headers=headers, **sent).status_code)


def test_an_update_with_the_secret_is_stored_and_then_confirmed() -> None:
    taken = Taken()
    assert status(taken) == 200
    assert taken.updates == [UPDATE]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "s"])
def test_without_the_secret_nothing_is_read(secret: str | None) -> None:
    taken = Taken()
    assert status(taken, secret=secret) == 401
    assert taken.updates == []


@pytest.mark.parametrize(
    "raw", [b"not json", b"[]", b'{"update_id": "5"}', b"[" * 100_000, b"x" * (telegram_hook.LONGEST + 1)]
)
def test_what_is_no_update_is_refused(raw: bytes) -> None:
    taken = Taken()
    assert status(taken, raw=raw) == 400
    assert taken.updates == []


def test_what_cannot_be_stored_is_not_confirmed_so_telegram_sends_it_again() -> None:
    assert status(Taken(fails=True)) == 503


def test_only_the_address_that_was_set_is_served() -> None:
    taken = Taken()
    assert status(taken, path="/") == 404
    client = TestClient(make_hook(taken, SECRET, ADDRESS))
    assert client.get("/telegram", headers={HEADER: SECRET}).status_code == 405
    assert taken.updates == []
