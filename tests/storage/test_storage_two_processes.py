"""Two web processes on one PostgreSQL: whoever a message reaches, it is answered once, a person's turns queue up."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial

import pytest

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.turns import Turn, Turns
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes.engine import FakeEngine, fake_turns, reply, texts

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("stores", ["postgres"], indirect=True)]


async def numbered(desk: Desk, incoming: Incoming) -> Answered:
    """Answer with the number of what was heard so far, and take a while between looking and storing."""
    n = len(desk.every("heard")) + 1
    await asyncio.sleep(0.1)
    desk.create("heard", "kept", {"text": incoming.text})
    desk.uow.events.append(desk.person.sender, n - 1, [{"event": "user"}])
    return Answered((reply(f"{n} {incoming.text}"),), "menu")


def process(stores) -> Turns:
    """The turns of one process: connections, keys in memory and locks of its own."""
    keys = KeyStore.open(make_engine(stores.keys_url), stores.master, stores.clock)
    turns = fake_turns(FakeEngine(numbered), clock=stores.clock)
    turns.unit_of_work = partial(SqlUnitOfWork, make_engine(stores.url), keys, stores.clock)
    return turns


def at_once(*calls: Callable[[], Turn]) -> list[Turn]:
    """Do several things at the same time and return what they return, in order."""
    found: dict[int, Turn] = {}
    threads = [
        threading.Thread(target=lambda n=n, call=call: found.update({n: call()})) for n, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == len(calls), "one of them failed"
    return [found[n] for n in range(len(calls))]


def says(turns: Turns, text: str, source: str) -> Turn:
    return asyncio.run(turns.take("web", "ann", {"text": text}, source))


def begun(*several: Turns) -> int:
    """How often a dialogue engine was asked."""
    return sum(len(turns.engine.heard) for turns in several)  # type: ignore[attr-defined]


def test_two_messages_of_one_person_in_two_processes_are_both_answered_one_after_the_other(stores) -> None:
    one, two = process(stores), process(stores)
    says(one, "first of all", "0")
    answers = at_once(partial(says, one, "left", "1"), partial(says, two, "right", "2"))
    assert sorted(texts(turn)[0].split()[0] for turn in answers) == ["2", "3"]
    assert begun(one, two) == 3, "none was begun in vain beside another"


def test_the_same_message_in_two_processes_is_answered_once_and_both_hear_it(stores) -> None:
    one, two = process(stores), process(stores)
    says(one, "first of all", "0")
    three = process(stores)
    answers = at_once(*(partial(says, turns, "again", "1") for turns in (one, two, three)))
    assert {tuple(texts(turn)) for turn in answers} == {("2 again",)}
    assert begun(one, two, three) == 2


def test_people_do_not_wait_for_each_other(stores) -> None:
    one, two = process(stores), process(stores)
    inside = threading.Barrier(2, timeout=60)

    async def meets(desk: Desk, incoming: Incoming) -> Answered:
        inside.wait()  # breaks if the other's turn is not under way as well
        return Answered((reply("both"),), "menu")

    one.engine = two.engine = FakeEngine(meets)
    ann = lambda: asyncio.run(one.take("web", "ann", {"text": "hello"}, "1"))  # noqa: E731
    bob = lambda: asyncio.run(two.take("web", "bob", {"text": "hello"}, "1"))  # noqa: E731
    assert [texts(turn) for turn in at_once(ann, bob)] == [["both"], ["both"]]
