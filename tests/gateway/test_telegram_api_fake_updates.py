"""Updates of the fake Bot API: offsets, long polls, two pollers at once, duplicates, disorder, webhooks."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.telegram_person import FakeTelegram, Person

# What proves the fake and not the product, which has tests of its own with it.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    fake = FakeTelegram(tmp_path_factory.mktemp("telegram") / "log.jsonl").start()
    yield fake
    fake.kill()


@pytest.fixture
def telegram(server: FakeTelegram) -> FakeTelegram:
    """The server with nothing pending and its settings as at the start."""
    server.call("setWebhook", url="", allowed_updates=[], drop_pending_updates=True)
    return server


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    return telegram.person()


def numbers(telegram: FakeTelegram, **params: Any) -> list[int]:
    return [update["update_id"] for update in telegram.call("getUpdates", **params)["result"]]


def test_updates_stay_until_an_offset_confirms_them(telegram: FakeTelegram, ann: Person) -> None:
    first, second, third = ann.writes_at_once("a", "b", "c")
    assert numbers(telegram) == numbers(telegram) == [first, second, third]
    assert numbers(telegram, offset=second) == [second, third]
    assert numbers(telegram) == [second, third]
    assert numbers(telegram, offset=third + 1) == []
    assert telegram.pending() == []


def test_an_offset_confirms_also_what_was_never_fetched(telegram: FakeTelegram, ann: Person) -> None:
    *_, last = ann.writes_at_once("a", "b", "c")
    assert numbers(telegram, offset=last) == [last]


def test_a_limit_gives_the_oldest(telegram: FakeTelegram, ann: Person) -> None:
    first, second, _ = ann.writes_at_once("a", "b", "c")
    assert numbers(telegram, limit=2) == [first, second]
    assert numbers(telegram, limit=0) == [first]
    assert len(numbers(telegram, limit=1000)) == 3


def test_no_more_than_a_hundred_come_at_once(telegram: FakeTelegram, ann: Person) -> None:
    everything = ann.writes_at_once(*(f"{n}" for n in range(103)))
    assert numbers(telegram, limit=200) == everything[:100]
    assert numbers(telegram, offset=everything[99] + 1) == everything[100:]


def test_a_negative_offset_forgets_all_but_the_last(telegram: FakeTelegram, ann: Person) -> None:
    *_, second, third = ann.writes_at_once("a", "b", "c")
    assert numbers(telegram, offset=-2) == [second, third]
    assert numbers(telegram) == [second, third]


def test_only_wanted_kinds_are_queued_and_the_wish_is_remembered(telegram: FakeTelegram, ann: Person) -> None:
    telegram.call("getUpdates", allowed_updates=["message"])
    kept = ann.writes("a")
    assert ann.blocks() is None
    ann.unblocks()
    assert numbers(telegram) == [kept]
    telegram.call("getUpdates", offset=kept + 1, allowed_updates=[])
    assert numbers(telegram) == [] and ann.blocks() in numbers(telegram)


@contextmanager
def polling(telegram: FakeTelegram, **params: Any) -> Iterator[Any]:
    """Poll in another thread, and be sure that it waits."""
    before = len(telegram.log())
    with ThreadPoolExecutor() as pool:
        future = pool.submit(telegram.call, "getUpdates", **params)
        time.sleep(0.15)
        assert not future.done() and len(telegram.log()) == before
        yield future


def test_a_long_poll_ends_with_the_first_update(telegram: FakeTelegram, ann: Person) -> None:
    with polling(telegram, timeout=20) as poll:
        start = time.monotonic()
        number = ann.writes("a")
        assert [one["update_id"] for one in poll.result(15)["result"]] == [number]
        assert time.monotonic() - start < 15


@pytest.mark.slow
def test_a_long_poll_ends_empty_after_its_time(telegram: FakeTelegram) -> None:
    start = time.monotonic()
    assert numbers(telegram, timeout=1) == []
    assert 0.9 < time.monotonic() - start < 15


def test_of_two_pollers_the_older_is_told_to_go(telegram: FakeTelegram, ann: Person) -> None:
    with polling(telegram, timeout=20) as poll:
        assert numbers(telegram, timeout=0) == []
        answer = poll.result(15)
    assert (answer["ok"], answer["error_code"]) == (False, 409)
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


def test_nothing_is_given_to_a_poller_that_has_hung_up(telegram: FakeTelegram, ann: Person) -> None:
    with pytest.raises(httpx.ReadTimeout):
        telegram.call("getUpdates", timeout=20, seconds=0.2)
    number = ann.writes("a")
    assert numbers(telegram) == [number]
    # The server notices a moment after the client has gone.
    end = time.monotonic() + 20
    while [one.get("fault") for one in telegram.calls("getUpdates", delivered=False)][-1:] != ["client gone"]:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_duplicate_comes_once_more_although_it_is_confirmed(telegram: FakeTelegram, ann: Person) -> None:
    number = int(ann.writes("a") or 0)
    assert numbers(telegram, offset=number + 1) == []
    telegram.duplicate(number)
    assert numbers(telegram, offset=number + 1) == [number]
    assert numbers(telegram, offset=number + 1) == []


@pytest.mark.parametrize("order", ["kept", "reversed", "shuffled"])
def test_what_is_held_back_comes_together_in_the_order_asked_for(
    order: str, telegram: FakeTelegram, ann: Person
) -> None:
    with telegram.held(order, seed=3):
        sent = ann.writes_at_once("a", "b", "c", "d")
        assert telegram.pending() == []
    got = numbers(telegram)
    assert sorted(got) == sent
    assert got == {"kept": sent, "reversed": sent[::-1]}.get(order, got)
    assert (got == sent) == (order == "kept")
    assert numbers(telegram, offset=max(got) + 1) == []


def test_out_of_order_updates_are_not_confirmed_unseen(telegram: FakeTelegram, ann: Person) -> None:
    with telegram.held("reversed"):
        first, second = ann.writes_at_once("a", "b")
    assert numbers(telegram, limit=1) == [second]
    assert numbers(telegram, offset=second + 1) == [first]


class Receiver:
    """A bot's web server: answers with the next status, the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[tuple[dict[str, Any], str | None]] = []
        receiver, left = self, list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                update = json.loads(body)
                receiver.got.append((update, self.headers["X-Telegram-Bot-Api-Secret-Token"]))
                self.send_response(left.pop(0) if len(left) > 1 else left[0])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_a_webhook_gets_each_update_in_order_with_the_secret_until_it_accepts(
    telegram: FakeTelegram, ann: Person
) -> None:
    waiting = ann.writes("before")
    with Receiver(500, 503, 200) as hook:
        assert telegram.call("setWebhook", url=hook.url, secret_token="s-1_x")["ok"]
        sent = ann.writes("after")
        assert telegram.pending(empty_within=10) == []
        info = telegram.call("getWebhookInfo")["result"]
        telegram.call("deleteWebhook")
    assert [update["update_id"] for update, _ in hook.got] == [waiting] * 3 + [sent]
    assert {secret for _, secret in hook.got} == {"s-1_x"}
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 503"
    posted = [one["status"] for one in telegram.log() if one["kind"] == "webhook"]
    assert posted[-4:] == [500, 503, 200, 200]


def test_a_webhook_and_polling_exclude_each_other(telegram: FakeTelegram) -> None:
    with polling(telegram, timeout=20) as poll:
        telegram.call("setWebhook", url="https://board.example/hook")
        assert poll.result(5)["error_code"] == 409
    answer = telegram.call("getUpdates")
    assert (answer["error_code"], "webhook is active" in answer["description"]) == (409, True)
    assert telegram.call("deleteWebhook")["result"] is True
    assert telegram.call("getUpdates")["ok"]


def test_an_unreachable_webhook_loses_nothing(telegram: FakeTelegram, ann: Person) -> None:
    telegram.call("setWebhook", url="http://127.0.0.1:9/closed")
    number = ann.writes("a")
    assert telegram.pending(empty_within=0.4) == [number]
    assert telegram.call("getWebhookInfo")["result"]["last_error_date"]
    telegram.call("deleteWebhook")
    assert numbers(telegram) == [number]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"url": "http://board.example/hook"}, "HTTPS"),
        ({"url": "https://x.example", "secret_token": "s p"}, "unallowed"),
    ],
)
def test_a_webhook_that_telegram_would_not_take_is_refused(
    wrong: dict[str, str], why: str, telegram: FakeTelegram
) -> None:
    answer = telegram.call("setWebhook", **wrong)
    assert (answer["error_code"], why in answer["description"]) == (400, True)


def test_pending_updates_are_dropped_on_request(telegram: FakeTelegram, ann: Person) -> None:
    ann.writes("a")
    telegram.call("deleteWebhook", drop_pending_updates=True)
    assert numbers(telegram) == []


@pytest.mark.slow
def test_the_record_outlives_a_webhook_too(tmp_path: Path) -> None:
    telegram = FakeTelegram(tmp_path / "log.jsonl").start()
    ann = telegram.person()
    with Receiver(200) as hook:
        telegram.call("setWebhook", url=hook.url)
        ann.writes("taken")
        assert telegram.pending(empty_within=10) == []
    left = ann.writes("not taken")
    telegram.kill()
    assert telegram.start().pending() == [left]
    assert telegram.call("getWebhookInfo")["result"]["url"] == hook.url
    telegram.kill()
