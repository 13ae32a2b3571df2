"""The sender and the intake against a bot that is scripted: what happens to a row for every kind of error."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.gateway.telegram import CHANNEL, sender
from bot.gateway.telegram.intake import Intake
from bot.gateway.telegram.pace import Pace
from bot.gateway.telegram.problems import BadToken
from bot.gateway.telegram.rows import Rows
from bot.gateway.telegram.sender import MOST_DOUBTS, Sender
from bot.services import contacts
from bot.services.ports import Delivery
from bot.storage.engine import make_engine
from bot.storage.errors import Unavailable
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes.databases import migrated
from tests.fakes.engine import FakeClock, FakeEngine, fake_turns

CHAT = 4711


class FakeBot:
    """Takes messages; `fails` says what the next calls raise instead (None: nothing)."""

    def __init__(self, *fails: Exception | None) -> None:
        self.fails, self.sent, self.calls = list(fails), [], []

    async def send_message(self, chat: int, text: str, **_: Any) -> None:
        self.calls.append(text)
        error = self.fails.pop(0) if self.fails else None
        if error:
            raise error
        self.sent.append(text)

    async def answer_callback_query(self, query: str, text: str | None = None, show_alert: bool = False) -> None:
        self.calls.append(("answer", query, text))

    async def leave_chat(self, chat: int) -> None:
        self.calls.append(("leave", chat))


class Place:
    """A database with one person and replies for them, and a sender."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        migrated(folder / "main.db", folder / "keys.db")
        engine, keys = (make_engine(f"sqlite:///{folder / name}.db") for name in ("main", "keys"))
        store = KeyStore.open(keys, MasterKey.generate(), self.clock)
        self.turns = fake_turns(FakeEngine(), clock=self.clock, pushed=frozenset({CHANNEL}))
        self.turns.unit_of_work = partial(SqlUnitOfWork, engine, store, self.clock)
        self.engine = engine

    def answer(self, *texts: str) -> None:
        """Let the person write, and have it answered."""
        for text in texts:
            item = self.turns.receive(CHANNEL, str(CHAT), {"text": text}, f"id of {text}")
            asyncio.run(self.turns.finish(item))

    def send(self, bot: FakeBot, seconds: float = 5.0) -> None:
        """Send until there is nothing, or until the time is over."""

        async def work() -> None:
            made = Sender(bot, Rows(self.turns), Pace(0, 1, 0))  # type: ignore[arg-type]
            stop = asyncio.Event()
            running = asyncio.create_task(made.run(stop))
            until = asyncio.get_running_loop().time() + seconds
            while self.head() and not running.done() and asyncio.get_running_loop().time() < until:
                await asyncio.sleep(0.01)
            stop.set()
            await running

        asyncio.run(work())

    def head(self) -> Delivery | None:
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, str(CHAT))
            return uow.deliveries.head(person.id, CHANNEL)

    def reachable(self) -> bool:
        with self.turns.unit_of_work() as uow:
            return contacts.address(uow, uow.people.by_identity(CHANNEL, str(CHAT)).id) is not None


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(sender, "BACKOFF", (0.01, 0.02))
    monkeypatch.setattr(sender, "LOOK", 0.05)
    return Place(tmp_path)


def lost(cause: Exception) -> TelegramError:
    error = TimedOut()
    error.__cause__ = cause
    return error


def test_replies_go_out_in_order_and_once(place: Place) -> None:
    place.answer("one", "two", "three")
    bot = FakeBot()
    place.send(bot)
    assert bot.sent == ["text: one", "text: two", "text: three"]
    place.send(again := FakeBot(), 0.2)
    assert again.calls == []


@pytest.mark.parametrize(
    "error",
    [
        RetryAfter(0.05),
        NetworkError("Bad Gateway"),
        lost(httpx.ConnectError("refused")),
        lost(httpx.ReadTimeout("slow")),
    ],
    ids=["429", "502", "refused", "timeout"],
)
def test_what_passes_is_tried_again_and_nothing_overtakes(place: Place, error: Exception) -> None:
    place.answer("one", "two")
    bot = FakeBot(error, error)
    place.send(bot)
    assert bot.calls == ["text: one"] * 3 + ["text: two"]
    assert bot.sent == ["text: one", "text: two"]


@pytest.mark.parametrize("error", [BadRequest("chat not found"), TypeError("a defect of ours")])
def test_what_will_never_be_taken_is_set_aside_and_the_next_one_goes(place: Place, error: Exception) -> None:
    place.answer("one", "two")
    bot = FakeBot(error)
    place.send(bot)
    assert bot.calls == ["text: one", "text: two"] and bot.sent == ["text: two"]


def test_a_person_who_blocked_us_is_left_in_peace_until_they_write_again(place: Place) -> None:
    place.answer("one", "two")
    bot = FakeBot(Forbidden("bot was blocked by the user"))
    place.send(bot)
    assert bot.calls == ["text: one"]
    assert not place.reachable() and place.head() is None
    place.answer("back again")
    place.send(bot)
    assert place.reachable() and bot.sent == ["text: back again"]


def test_after_so_many_doubts_a_message_counts_as_arrived(place: Place) -> None:
    place.answer("one", "two")
    bot = FakeBot(*[lost(httpx.ReadTimeout("slow")) for _ in range(MOST_DOUBTS + 1)])
    place.send(bot)
    assert bot.calls == ["text: one"] * (MOST_DOUBTS + 1) + ["text: two"]


def test_a_token_that_is_refused_stops_the_sender_and_loses_nothing(place: Place) -> None:
    place.answer("one")
    with pytest.raises(BadToken) as raised:
        place.send(FakeBot(InvalidToken("The token `12345:secret` was rejected")))
    assert "secret" not in str(raised.value)
    place.send(bot := FakeBot())
    assert bot.sent == ["text: one"]


def test_a_wait_holds_while_the_process_lives_and_no_clock_that_is_set_can_make_it_endless(place: Place) -> None:
    place.answer("one")
    place.send(bot := FakeBot(RetryAfter(3600)), 0.3)
    assert (bot.calls, place.head().not_before) == (["text: one"], place.clock.now() + timedelta(hours=1))
    place.clock.pass_by(hours=-1)
    place.send(restarted := FakeBot())
    assert restarted.sent == ["text: one"]


@pytest.mark.slow
def test_an_answer_that_has_arrived_is_noted_even_while_the_database_is_locked(place: Place) -> None:
    place.answer("one")
    rows = Rows(place.turns)
    do, failures = rows.do, [Unavailable("locked"), Unavailable("locked")]

    async def sometimes(work: Callable[..., Any]) -> Any:
        if bot.sent and failures:
            raise failures.pop()
        return await do(work)

    bot = FakeBot()
    rows.do = sometimes  # type: ignore[method-assign]
    made = Sender(bot, rows, Pace(0, 1, 0))  # type: ignore[arg-type]

    async def work() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(made.run(stop))
        while place.head():
            await asyncio.sleep(0.02)
        stop.set()
        await running

    asyncio.run(work())
    assert bot.calls == ["text: one"] and not failures


def took(place: Place, *updates: dict[str, Any]) -> FakeBot:
    """Let updates arrive."""
    bot = FakeBot()

    async def work() -> None:
        intake = Intake(bot, Rows(place.turns), lambda: None)  # type: ignore[arg-type]
        await intake.take(updates)
        await intake.settled()

    asyncio.run(work())
    return bot


def text(update_id: int, words: str, message: int = 1) -> dict[str, Any]:
    user = {"id": CHAT, "is_bot": False, "first_name": "Ann"}
    chat = {"id": CHAT, "type": "private"}
    return {
        "update_id": update_id,
        "message": {"message_id": message, "date": 1, "chat": chat, "from": user, "text": words},
    }


def pending(place: Place) -> list[str]:
    with place.turns.unit_of_work() as uow:
        return [item.payload.get("text", "?") for item in uow.inbox.pending(channel=CHANNEL)]


def test_the_same_update_twice_is_one_message(place: Place) -> None:
    took(place, text(1, "hello"), text(1, "hello"))
    took(place, text(1, "hello"), text(2, "more", message=2))
    assert pending(place) == ["hello", "more"]


def test_an_update_that_nobody_can_read_keeps_no_other_out(place: Place) -> None:
    broken = {"update_id": 2, "message": {"message_id": "?", "chat": 5}}
    took(place, broken, text(3, "hello"))
    assert pending(place) == ["hello"]


def test_a_dead_button_is_answered_at_once_and_is_no_turn(place: Place) -> None:
    user = {"id": CHAT, "is_bot": False, "first_name": "Ann"}
    query = {"id": "q", "from": user, "chat_instance": "c", "data": "made up"}
    bot = took(place, {"update_id": 9, "callback_query": query})
    assert bot.calls == [("answer", "q", "No such button.")] and pending(place) == []
