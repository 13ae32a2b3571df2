"""The gateway process against the fake Telegram process: what people do, and what networks, clocks and databases do."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.fakes.telegram_person import FakeTelegram
from tests.gateway.telegram_phone import waits
from tests.gateway.telegram_stage import Stage

pytestmark = pytest.mark.slow
TOKEN_PART = "secret-part-of-the-token-0123456789"


@pytest.fixture
def gateway(stage: Stage):
    """A gateway that runs for the length of a test."""
    pid = stage.start()
    yield pid
    stage.stop(pid)


def test_people_are_answered_each_in_order_and_the_menu_of_commands_is_there(stage: Stage, gateway: int) -> None:
    people = [stage.telegram.person() for _ in range(5)]
    texts = [f"message {n}" for n in range(4)]
    for text in texts:
        for person in people:
            person.writes(text)
    stage.quiet()
    assert [stage.holds(person, texts) for person in people] == [0] * 5
    (menu,) = stage.telegram.calls("setMyCommands")
    assert menu["delivered"]


def test_a_button_is_answered_before_the_work_and_a_forged_one_says_so(stage: Stage, gateway: int) -> None:
    ann, bob = stage.telegram.person("Ann"), stage.telegram.person("Bob")
    ann.writes("hello")
    bob.writes("hello")
    offered = ann.waits_for(2)[-1]
    bob.waits_for(2)
    pressed = ann.presses("Go on")
    assert ann.answer(pressed) == {"text": "", "show_alert": False}
    assert [one.text for one in ann.waits_for(4)][2:] == ["2a coach", "2b coach"]
    stolen = bob.forges(offered.buttons["Go on"], bob.messages()[-1])
    assert bob.answer(stolen)["text"] == "No such button."
    injected = bob.forges('/coach{"x":"y"}', bob.messages()[-1])
    assert bob.answer(injected)["show_alert"]
    stage.quiet()
    assert len(bob.messages()) == 2


def test_what_is_no_text_gets_a_turn_and_an_album_only_one(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    for send in (ann.sends_voice, ann.sends_photo, ann.sends_sticker, ann.sends_document, ann.sends_location):
        send()
    assert {one.text[3:] for one in ann.waits_for(10)} == {"unsupported"}


def test_an_edit_is_answered_in_one_line_and_is_no_turn(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    ann.writes("hello")
    ann.waits_for(2)
    ann.edits(ann.own()[0], "hello there")
    assert ann.waits_for(3)[-1].text == "I go by what I read first."
    assert stage.heard(ann) == ["hello"]


def test_a_long_paste_that_the_app_cut_is_one_message(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    paste = [f"{'x' * 3950} one", f"{'y' * 3950} two", "and the end"]
    ann.writes_at_once(*paste)
    ann.waits_for(2)
    ann.writes("next")
    stage.quiet()
    assert stage.heard(ann) == [" ".join(paste), "next"]


def test_a_group_is_told_once_and_left(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    there = ann.joins_group()
    there.writes("hello everybody")
    ann.writes("hello")
    ann.waits_for(2)
    said = [call for call in stage.telegram.calls("sendMessage") if str(call["params"]["chat_id"]).startswith("-")]
    assert [call["params"]["text"] for call in said] == ["I leave this group."]
    assert stage.telegram.calls("leaveChat", delivered=True)
    assert stage.heard(ann) == ["hello"]


def test_who_blocks_the_bot_is_left_in_peace_and_may_come_back(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    ann.writes("hello")
    ann.waits_for(2)
    ann.blocks()
    stage.quiet()
    calls = len(stage.telegram.calls("sendMessage"))
    time.sleep(0.5)
    assert len(stage.telegram.calls("sendMessage")) == calls
    ann.unblocks()
    ann.writes("back")
    assert [one.text for one in ann.waits_for(4)][2:] == ["2a back", "2b back"]


def test_a_slow_turn_shows_that_an_answer_is_being_written(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    ann.writes("slowly")
    ann.waits_for(2)
    assert [call["params"]["action"] for call in stage.telegram.calls("sendChatAction")] == ["typing"]


def test_duplicates_and_another_order_change_nothing(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    numbers = [ann.writes(f"message {n}") for n in range(3)]
    for number in numbers:
        stage.telegram.duplicate(number)
    with stage.telegram.held("shuffled", seed=7):
        for n in range(3, 8):
            ann.writes(f"message {n}")
    stage.quiet()
    assert sorted(stage.heard(ann)) == [f"message {n}" for n in range(8)]
    assert len(stage.shown(ann)) == 16


def test_a_storm_of_429_delays_and_loses_nothing(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    stage.telegram.script("sendMessage", "429", times=8, retry_after=1)
    texts = [f"message {n}" for n in range(3)]
    ann.writes_at_once(*texts)
    stage.quiet(60)
    assert stage.holds(ann, texts) == 0


@pytest.mark.parametrize(
    ("fault", "doubts"),
    [("500", 0), ("502", 0), ("disconnect", 0), ("disconnect_after", 3), ("409", 0)],
)
def test_whatever_goes_wrong_on_the_way_every_reply_arrives(
    fault: str, doubts: int, stage: Stage, gateway: int
) -> None:
    ann = stage.telegram.person()
    stage.telegram.script("sendMessage", fault, times=3, skip=1)
    texts = [f"message {n}" for n in range(3)]
    ann.writes_at_once(*texts)
    stage.quiet(60)
    assert stage.holds(ann, texts, doubts=doubts) == doubts


@pytest.mark.parametrize("fault", ["500", "409", "disconnect", "disconnect_after", "429"])
def test_trouble_with_polling_loses_no_message(fault: str, stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    stage.telegram.script("getUpdates", fault, times=3, retry_after=1)
    texts = [f"message {n}" for n in range(3)]
    for text in texts:
        ann.writes(text)
    stage.quiet(60)
    assert stage.holds(ann, texts) == 0


def test_one_message_that_telegram_refuses_holds_up_no_other(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    stage.telegram.script("sendMessage", "400")
    ann.writes("one")
    ann.writes("two")
    stage.quiet()
    assert stage.shown(ann) == ["1b one", "2a two", "2b two"]


def test_a_locked_database_delays_and_loses_nothing(stage: Stage, gateway: int) -> None:
    ann = stage.telegram.person()
    ann.writes("one")
    ann.waits_for(2)
    for n in range(3):
        with stage.engine.connect() as connection:
            connection.execute(sa.text("DELETE FROM buttons WHERE token = 'nobody'"))  # takes the write lock
            ann.writes(f"more {n}")
            time.sleep(0.4)
            connection.rollback()
    stage.quiet()
    assert stage.holds(ann, ["one", "more 0", "more 1", "more 2"]) == 0


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_wrong_after_a_restart_changes_nothing(hours: int, stage: Stage) -> None:
    ann = stage.telegram.person()
    process = stage.start()
    ann.writes("one")
    ann.waits_for(2)
    stage.telegram.script("sendMessage", "429", times=2, retry_after=1)
    ann.writes("two")
    time.sleep(0.5)
    stage.kill(process)
    process = stage.start(offset=hours * 3600.0)
    ann.writes("three")
    stage.quiet()
    stage.holds(ann, ["one", "two", "three"])
    pressed = ann.presses("Go on")
    assert ann.answer(pressed) == {"text": "", "show_alert": False}
    stage.quiet()
    stage.stop(process)


@pytest.mark.parametrize("stage", ["sqlite", "postgres"], indirect=True)
def test_a_second_gateway_waits_until_the_first_has_ended(stage: Stage) -> None:
    ann = stage.telegram.person()
    first = stage.start()
    ann.writes("one")
    ann.waits_for(2)
    second = stage.start()
    ann.writes("two")
    ann.waits_for(4)
    assert not [call for call in stage.telegram.calls("getUpdates") if call.get("status") == 409]
    stage.kill(first)
    ann.writes("three")
    stage.quiet()
    stage.holds(ann, ["one", "two", "three"])
    stage.stop(second)


def test_updates_that_are_sent_to_us_are_as_safe_as_those_we_fetch(stage: Stage) -> None:
    ann = stage.telegram.person()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = stage.start(hook=port)
    ann.writes("one")
    ann.waits_for(2)
    ann.writes("two")
    stage.kill(process)
    ann.writes("three")
    process = stage.start(hook=port)
    stage.quiet(60)
    assert sorted(stage.heard(ann)) == ["one", "three", "two"]
    assert not stage.telegram.calls("getUpdates")
    stage.stop(process)


def test_told_to_stop_it_finishes_what_it_does_and_leaves_the_rest_in_its_rows(stage: Stage) -> None:
    ann = stage.telegram.person()
    process = stage.start()
    ann.writes("first")
    ann.waits_for(2)
    ann.writes_at_once(*[f"message {n}" for n in range(8)])
    time.sleep(0.15)
    os.kill(process, signal.SIGTERM)
    assert stage.end_of(process) == 0
    process = stage.start()
    stage.quiet()
    assert stage.holds(ann, ["first", *[f"message {n}" for n in range(8)]]) == 0
    stage.stop(process)


def test_the_token_is_in_no_line_that_the_process_writes_whatever_goes_wrong(stage: Stage, tmp_path: Path) -> None:
    telegram = FakeTelegram(tmp_path / "strict.jsonl", flood=False, token=f"123456:{TOKEN_PART}").start()
    stage.telegram = telegram
    ann = telegram.person()
    process = stage.start(logs=True)
    for fault in ("500", "disconnect", "disconnect_after", "429", "400", "409"):
        telegram.script("*", fault, times=2, retry_after=1)
        ann.writes(f"after {fault}")
        time.sleep(0.3)
    stage.quiet(60)
    stage.kill(process)
    wrong = stage.start(logs=True, token=f"654321:{TOKEN_PART}")
    assert stage.end_of(wrong) == 1
    telegram.kill()
    unreachable = stage.start(logs=True)
    time.sleep(1.5)
    stage.kill(unreachable)
    written = stage.errors.read_text()
    assert "BadToken" in written, "the process did say what was wrong"
    assert TOKEN_PART not in written
    assert "after 500" not in written and "after 429" not in written, "nor what people wrote"


def test_what_is_kept_too_long_is_let_go_every_day_while_people_are_answered(stage: Stage) -> None:
    gateway, ann = stage.start(day=0.1), stage.telegram.person()
    ann.writes("hello")
    stage.quiet()
    waits(10, lambda: stage.errors.read_text().count("swept") >= 2)
    assert stage.holds(ann, ["hello"]) == 0
    stage.stop(gateway)
