"""The durable turn, on fakes: a message is stored first, answered once, and leaves all of its effects or none."""

import asyncio
from typing import Any

import pytest
import yaml

from bot.catalogue import library
from bot.catalogue.coaching import load_guide
from bot.services import turns as module
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.meaning import Command
from bot.services.refusals import BadButton, BadMessage, Flood, Refused, TooLong
from bot.services.turns import Turn
from bot.settings import ROOT
from tests.fakes.engine import (
    REFUSALS,
    FakeClock,
    FakeEngine,
    buttons,
    echo,
    fake_turns,
    heard,
    reply,
    run,
    say,
    texts,
)
from tests.fakes.storage import FakeDatabase


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACKOFF", (0, 0))


@pytest.fixture
def database() -> FakeDatabase:
    return FakeDatabase()


def test_a_message_is_answered_and_its_effects_and_replies_are_kept(database: FakeDatabase) -> None:
    turns = fake_turns(database=database)
    turn = say(turns, "hello")
    assert (turn.step, texts(turn), heard(turns)) == ("menu", ["text: hello"], ["hello"])
    with turns.unit_of_work() as uow:
        assert uow.inbox.pending() == []
        assert [row["reply"]["text"] for row in uow.outbox.replies(int(turn.id))] == ["text: hello"]


def test_the_ref_is_that_of_the_last_reply_that_belongs_to_the_step() -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        said = (reply("a", "grow.goal", "q1"), reply("b", "grow.goal", "q2"), reply("c", "help", "h"))
        return Answered(said, "grow.goal")

    assert say(fake_turns(FakeEngine(script)), "hello").ref == "q2"
    assert say(fake_turns(), "hello").ref is None


def test_the_same_id_again_returns_the_first_answer_and_changes_nothing() -> None:
    turns = fake_turns()
    first = say(turns, "hello", source="1")
    assert say(turns, "something else", source="1") == first
    assert heard(turns) == ["hello"]


def test_the_same_id_of_somebody_else_is_another_message() -> None:
    turns = fake_turns()
    say(turns, "from ann", user="ann", source="1")
    assert texts(say(turns, "from bob", user="bob", source="1")) == ["text: from bob"]
    assert heard(turns, "bob") == ["from bob"]


@pytest.mark.parametrize("payload", [{"text": ""}, {"text": " \n\t"}, {"text": 5}, {"button": ""}, {}, {"text": None}])
def test_an_empty_message_is_refused_and_leaves_no_trace(payload: dict[str, Any], database: FakeDatabase) -> None:
    with pytest.raises(BadMessage):
        run(fake_turns(database=database).take("web", "ann", payload, "1"))
    assert database.state.people == {}


def test_sixteen_thousand_characters_are_taken_and_one_more_is_refused(database: FakeDatabase) -> None:
    turns = fake_turns(database=database)
    assert texts(say(turns, "x" * 16_000, source="1")) == ["text: " + "x" * 16_000]
    with pytest.raises(TooLong):
        say(turns, "x" * 16_001, source="2")
    assert len(database.state.inbox) == 1


@pytest.mark.parametrize(
    ("typed", "understood", "intent"),
    [
        ("/coach", "coach", "coach"),
        ("/ask how long does it take?", "how long does it take?", None),
        ("/ask", "ask", "help"),
        ("/reflect I gave in", "I gave in", "note"),
        ("/reflect /restart", "restart", "note"),
        ("/reflect  / ", "reflect", "reflect"),
        ("/ask /restart", "restart", None),
        ("/restart", "restart", "nlu_fallback"),
        ("/session_start", "session_start", "nlu_fallback"),
        ('/grow_summary{"x":1}', 'grow_summary{"x":1}', "nlu_fallback"),
        ("\u2028 /restart", "restart", "nlu_fallback"),
        ("／restart", "restart", "nlu_fallback"),
        ("//coach", "coach", "nlu_fallback"),
        ("/ or so I thought", "or so I thought", None),
        ("/5 of 10", "5 of 10", None),
        ("restart", "restart", None),
        ("and/or", "and/or", None),
        ("///", "", "nlu_fallback"),
        ("\u200b", "", "nlu_fallback"),
    ],
)
def test_what_is_typed_reaches_the_engine_as_text_or_as_a_listed_command(typed, understood, intent) -> None:
    engine = FakeEngine()
    say(fake_turns(engine), typed)
    assert [(i.text, i.intent) for i in engine.heard] == [(understood, intent)]


def test_a_button_is_an_opaque_value_that_does_what_its_payload_says() -> None:
    engine = FakeEngine()
    turns = fake_turns(engine)
    offered = buttons(say(turns, "hello"))
    assert not any("coach" in value or "Friday" in value for value in offered.values())
    say(turns, "", button=offered["Go on"], source="2")
    say(turns, "", button=offered["By Friday"], source="3")
    assert [(i.text, i.intent) for i in engine.heard[1:]] == [("Go on", "coach"), ("By Friday", None)]


def test_what_a_button_carries_besides_its_intent_reaches_the_engine_as_entities() -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        return Answered((reply("so", buttons={"Done": "/commitments_update promise=p-1 status=done"}),), "menu")

    engine = FakeEngine(script)
    turns = fake_turns(engine)
    say(turns, "", button=buttons(say(turns, "hello"))["Done"], source="2")
    pressed = engine.heard[-1]
    assert (pressed.text, pressed.intent) == ("Done", "commitments_update")
    assert pressed.entities == (("promise", "p-1"), ("status", "done"))


def test_a_picture_is_drawn_and_its_data_stays_inside() -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        return Answered((reply("so") | {"picture": {"kept": 3}},), "menu")

    (said,) = say(fake_turns(FakeEngine(script), draw=lambda picture: f"drawn {picture['kept']}"), "hello").replies
    assert said["image"] == "drawn 3"
    assert "picture" not in said


def test_each_button_has_a_value_of_its_own_every_time() -> None:
    turns = fake_turns()
    values = [*buttons(say(turns, "a")).values(), *buttons(say(turns, "b")).values()]
    assert len(set(values)) == 4


def test_a_button_that_is_unknown_expired_or_somebody_elses_is_refused(database: FakeDatabase) -> None:
    clock = FakeClock()
    turns = fake_turns(database=database, clock=clock)
    offered = buttons(say(turns, "hello"))["Go on"]
    say(turns, "hello", user="bob")
    before = len(database.state.inbox)
    for user, value in (("ann", "made up"), ("ann", "/coach"), ("bob", offered), ("carl", offered)):
        with pytest.raises(BadButton):
            say(turns, "", user=user, button=value, source="x")
    clock.pass_by(days=31)
    with pytest.raises(BadButton):
        say(turns, "", button=offered, source="y")
    assert len(database.state.inbox) == before


def test_a_message_in_distress_gets_human_help_and_never_reaches_the_dialogue() -> None:
    engine = FakeEngine()
    turns = fake_turns(engine)
    turn = say(turns, "I am in danger")
    assert [(r["kind"], r["text"]) for r in turn.replies] == [("safety.support", "first help: danger")]
    assert turn.step == "grow.reality", "the exercise rests where it stands"
    assert texts(say(turns, "no, forget it")) == ["further help"]
    assert engine.heard == []
    say(turns, "go on")
    say(turns, "hello")
    assert [(i.text, i.intent) for i in engine.heard] == [("go on", "go_on"), ("hello", None)]


def test_a_hard_conflict_is_answered_with_where_to_turn_and_the_dialogue_goes_on() -> None:
    engine, clock = FakeEngine(), FakeClock()
    turns = fake_turns(engine, clock=clock)
    assert texts(say(turns, "a conflict")) == ["where to turn: harassment", "text: a conflict"]
    assert texts(say(turns, "the conflict again")) == ["text: the conflict again"], "help is not named at every turn"
    clock.pass_by(days=1)
    assert texts(say(turns, "conflict, as always")) == ["where to turn: harassment", "text: conflict, as always"]
    say(turns, "I am in danger")
    assert texts(say(turns, "and a conflict")) == ["further help"], "what rests goes on resting"


def test_too_many_messages_of_one_person_in_a_minute_are_refused_and_of_nobody_else(database: FakeDatabase) -> None:
    clock = FakeClock()
    turns = fake_turns(database=database, clock=clock, per_minute=3)
    for n in range(3):
        clock.pass_by(seconds=5)
        say(turns, f"message {n}")
    with pytest.raises(Flood) as refused:
        say(turns, "one more")
    assert (refused.value.seconds, refused.value.again) == (10, False)
    with pytest.raises(Flood) as refused:
        say(turns, "and one more")
    assert refused.value.again, "a chat says it once"
    assert texts(say(turns, "hello", user="bob")) == ["text: hello"]
    clock.pass_by(seconds=refused.value.seconds)
    assert texts(say(turns, "one more")) == ["text: one more"]
    assert len(database.state.inbox) == 5, "a refused message is not stored"


def test_a_channel_may_have_a_pace_of_its_own() -> None:
    turns = fake_turns(per_minute=1, paces={"web": 3})
    for n in range(3):
        say(turns, f"message {n}")
    run(turns.take("terminal", "ann", {"text": "hello"}, "1"))
    for channel in ("web", "terminal"):
        with pytest.raises(Flood):
            run(turns.take(channel, "ann", {"text": "one more"}, "2"))


def test_marks_that_turn_the_words_beside_them_round_are_kept_and_not_shown() -> None:
    engine, sly = FakeEngine(), "the \u202eplan\u202c \u2066is\u2069 \u200bgood \x07👩\u200d🔧"
    turns = fake_turns(engine)
    assert texts(say(turns, sly)) == ["text: the plan is good 👩\u200d🔧"]
    assert heard(turns) == [sly] == [incoming.text for incoming in engine.heard]


def test_one_turn_at_a_time_is_under_way() -> None:
    inside = [0, 0]

    async def script(desk: Desk, incoming: Incoming) -> Answered:
        inside[0] += 1
        inside[1] = max(inside)
        await asyncio.sleep(0.001)
        inside[0] -= 1
        return await echo(desk, incoming)

    turns = fake_turns(FakeEngine(script))

    async def crowd() -> list[Turn]:
        calls = (turns.take("web", f"user {n % 3}", {"text": f"{n}"}, f"{n}") for n in range(9))
        return await asyncio.gather(*calls)

    assert [texts(turn) for turn in run(crowd())] == [[f"text: {n}"] for n in range(9)]
    assert inside[1] == 1


def test_every_refusal_has_its_words_in_the_content() -> None:
    phrases = load_guide(ROOT / "content").phrases
    kinds = {kind.phrase for kind in (Refused, *Refused.__subclasses__())}
    assert kinds == set(REFUSALS)
    assert [kind for kind in sorted(kinds) if kind not in phrases] == []
    assert "{seconds}" in phrases.get("refused.flood")[0]


def test_every_command_means_an_intent_that_exists() -> None:
    commands = library.load(ROOT, lambda text: ()).commands
    intents = {name if isinstance(name, str) else next(iter(name)) for name in _domain()["intents"]}
    assert {command.intent for command in commands.values()} <= intents
    assert {command.with_words for command in commands.values()} <= intents | {""}
    assert all(isinstance(command, Command) for command in commands.values())


def _domain() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")))


def test_a_service_knows_the_id_by_which_the_channel_knows_the_message() -> None:
    seen: list[str] = []

    async def look(desk: Desk, incoming: Incoming) -> Answered:
        seen.append(desk.source)
        return Answered((reply("yes"),), "menu")

    say(fake_turns(FakeEngine(look)), "hello", source="4711")
    assert seen == ["4711"]


def test_what_is_typed_is_foreseen_before_it_is_stored_and_a_command_or_a_refused_text_is_not() -> None:
    engine = FakeEngine()
    turns = fake_turns(engine)
    for text in ("hello", "/help", "", "x" * 16_001):
        try:
            say(turns, text)
        except Refused:
            continue
    assert set(engine.foreseen) == {"hello"}
