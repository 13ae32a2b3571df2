"""What is no plain turn: messages in parts, edits, media, programme codes, and processes that share one inbox."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.phrases import Phrases
from bot.services import asides, onboarding
from bot.services.desk import Desk
from bot.services.meaning import Command
from bot.services.ports import InboxItem, Json
from bot.services.turns import Turn, Turns
from tests.fakes.engine import COMMANDS, REFUSALS, FakeEngine, fake_turns
from tests.fakes.storage import FakeDatabase

SAID = {"edited.changed": ("Changed.",), "edited.unchanged": ("Too late.",)}


def turns_with(engine: FakeEngine | None = None, **changes: object) -> Turns:
    turns = fake_turns(engine, **changes)
    guide = replace(turns.content.guide, phrases=Phrases({**REFUSALS, **SAID}))
    turns.content = replace(turns.content, guide=guide)
    return turns


def received(turns: Turns, payload: Json, source: str, channel: str = "telegram") -> InboxItem:
    return turns.receive(channel, "ann", payload, source)


def finished(turns: Turns, item: InboxItem, *more: InboxItem) -> Turn:
    return asyncio.run(turns.finish(item, more))


def pending(turns: Turns) -> list[str]:
    with turns.unit_of_work() as uow:
        return [item.source_id for item in uow.inbox.pending()]


def test_parts_of_one_message_are_one_turn_and_none_of_them_waits_afterwards() -> None:
    turns = turns_with(engine := FakeEngine())
    first, *more = [received(turns, {"text": f"part {n}"}, f"m{n}") for n in range(3)]
    turn = finished(turns, first, *more)
    assert [incoming.text for incoming in engine.heard] == ["part 0 part 1 part 2"]
    assert (pending(turns), turn.replies[0]["text"]) == ([], "text: part 0 part 1 part 2")


def test_a_turn_that_fails_for_good_sets_all_its_parts_aside() -> None:
    async def fails(desk: Desk, incoming: object) -> None:
        raise RuntimeError

    turns = turns_with(FakeEngine(fails))  # type: ignore[arg-type]
    first, second = (received(turns, {"text": f"part {n}"}, f"m{n}") for n in range(2))
    turn = finished(turns, first, second)
    assert (pending(turns), len(turn.replies)) == ([], 1)


def test_parts_that_are_too_long_together_are_refused_and_reach_no_engine() -> None:
    turns = turns_with(engine := FakeEngine())
    items = [received(turns, {"text": "x" * 4000}, f"m{n}") for n in range(5)]
    turn = finished(turns, *items)
    assert [reply["text"] for reply in turn.replies] == ["Too long."]
    assert (engine.heard, pending(turns), turn.step) == ([], [], "grow.reality")


def test_what_is_no_text_has_its_intent_and_no_words() -> None:
    turns = turns_with(engine := FakeEngine())
    finished(turns, received(turns, {"intent": "unsupported"}, "voice"))
    assert [(incoming.intent, incoming.text) for incoming in engine.heard] == [("unsupported", "")]


@pytest.mark.parametrize(("theirs", "said"), [(True, "Changed."), (False, "Too late.")])
def test_an_edit_is_offered_to_who_may_keep_the_message(
    theirs: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[tuple[str, str]] = []

    def editor(desk: Desk, source: str, text: str) -> bool:
        offered.append((source, text))
        return theirs

    monkeypatch.setattr(asides, "EDITORS", (editor,))
    turns = turns_with(engine := FakeEngine())
    turn = finished(turns, received(turns, {"edited": "new words", "of": "msg:3"}, "tg:9"))
    assert [reply["text"] for reply in turn.replies] == [said]
    assert (offered, engine.heard, turn.step) == ([("msg:3", "new words")], [], "grow.reality")


def test_each_channel_recovers_its_own_messages_only() -> None:
    turns = turns_with(engine := FakeEngine())
    received(turns, {"text": "from the web"}, "1", "web")
    received(turns, {"text": "from a phone"}, "2")
    recovered = asyncio.run(turns.recover("web"))
    assert [item.channel for item, _ in recovered] == ["web"]
    assert [incoming.text for incoming in engine.heard] == ["from the web"] and pending(turns) == ["2"]


def test_a_message_that_another_process_has_answered_meanwhile_is_not_answered_again() -> None:
    database = FakeDatabase()

    async def overtaken(desk: Desk, incoming: object) -> None:
        item = received(other, {"text": "hello"}, "m1")
        await other.finish(item)
        raise RuntimeError("the outbox has rows already")

    other = turns_with(first := FakeEngine(), database=database)
    turns = turns_with(FakeEngine(overtaken), database=database)  # type: ignore[arg-type]
    turn = finished(turns, received(turns, {"text": "hello"}, "m1"))
    assert [reply["text"] for reply in turn.replies] == ["text: hello"] and len(first.heard) == 1


def test_the_code_of_a_link_is_kept_until_the_person_agrees() -> None:
    turns = turns_with()
    turns.commands = {**COMMANDS, "start": Command("greet", code=True)}
    finished(turns, received(turns, {"text": "/start acme-2027"}, "m1"))
    finished(turns, received(turns, {"text": "/start no code, these are words"}, "m2"))
    with turns.unit_of_work() as uow:
        person = uow.people.by_identity("telegram", "ann")
        assert person is not None
        desk = Desk(uow, person, turns.content, turns.clock)
        (kept,) = uow.records.all(person.id, onboarding.INVITED)
        assert kept.body == {"programme": "acme-2027"} and onboarding.profile(desk) == {}
        onboarding.invite(desk, "other_2028")
        onboarding.invite(desk, "x" * 65)
        (kept,) = uow.records.all(person.id, onboarding.INVITED)
        assert kept.body == {"programme": "other_2028"}
