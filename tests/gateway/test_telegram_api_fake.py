"""The fake Bot API as python-telegram-bot sees it, what it does wrong when told to, and what it has on record."""

import asyncio
import io
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, MessageEntity, error
from telegram.request import HTTPXRequest

from tests.fakes.telegram_log import Log, read
from tests.fakes.telegram_person import ROOT, FakeTelegram, Person

# What proves the fake and not the product, which has tests of its own with it.
pytestmark = pytest.mark.slow
REQUESTS = ("request", "get_updates_request")
NASTY = b"\x00\r\n--\xff\r\r\n\n--boundary\r\n" + bytes(range(256)) + b"\r\n"


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    fake = FakeTelegram(tmp_path_factory.mktemp("telegram") / "log.jsonl", flood=False).start()
    yield fake
    fake.kill()


@pytest.fixture
def ann(telegram: FakeTelegram) -> Iterator[Person]:
    ann = telegram.person()
    yield ann
    assert telegram.unscript() == [], "every scripted fault has happened"
    telegram.call("deleteWebhook", drop_pending_updates=True)


def bot(telegram: FakeTelegram, use: Callable[[Bot], Awaitable[Any]]) -> Any:
    """Run something with python-telegram-bot's own client."""

    async def run() -> Any:
        # Loading certificates takes a third of a second, and nothing here is encrypted.
        both = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
        async with Bot(**telegram.bot_addresses, **dict(zip(REQUESTS, both, strict=True))) as client:
            return await use(client)

    return asyncio.run(run())


def says(ann: Person, text: str, **more: Any) -> Any:
    return bot(ann.telegram, lambda client: client.send_message(ann.chat_id, text, **more))


def png(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


DOINGS: dict[str, tuple[Callable[[Person], Any], Callable[[Any], bool]]] = {
    "text": (lambda ann: ann.writes("caf\u00e9 \U0001f600"), lambda got: got.message.text == "caf\u00e9 \U0001f600"),
    "command": (
        lambda ann: ann.writes("\U0001f600 /start abc"),
        lambda got: got.message.parse_entities() == {got.message.entities[0]: "/start"},
    ),
    "photo": (lambda ann: ann.sends_photo(caption="look"), lambda got: got.message.photo[-1].width == 640),
    "document": (lambda ann: ann.sends_document(), lambda got: got.message.document.file_name == "plan.pdf"),
    "voice": (lambda ann: ann.sends_voice(), lambda got: got.message.voice.duration == 3),
    "video note": (lambda ann: ann.does("video_note"), lambda got: got.message.video_note.length == 240),
    "sticker": (lambda ann: ann.sends_sticker(), lambda got: got.message.sticker.emoji == "\U0001f44d"),
    "location": (lambda ann: ann.sends_location(), lambda got: got.message.location.latitude > 52),
    "group": (lambda ann: ann.joins_group(), lambda got: got.my_chat_member.new_chat_member.status == "member"),
    "blocked": (lambda ann: ann.blocks(), lambda got: got.my_chat_member.new_chat_member.status == "kicked"),
    "a past date": (lambda ann: ann.writes("x", date=1), lambda got: got.message.date.timestamp() == 1),
    "raw": (
        lambda ann: ann.does("raw", update={"message_reaction_count": {}}) or ann.writes("only this is wanted"),
        lambda got: got.message.text == "only this is wanted",
    ),
}


@pytest.mark.parametrize("what", DOINGS)
def test_the_real_client_understands_what_people_do(what: str, ann: Person) -> None:
    does, right = DOINGS[what]
    does(ann)
    (update,) = bot(ann.telegram, lambda client: client.get_updates(timeout=5))
    assert update.effective_user.id == ann.user["id"]
    assert right(update)


def test_a_conversation_with_buttons_edits_and_deleting(ann: Person) -> None:
    ann.writes("hello")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(word, callback_data=f"t:{word}") for word in ("Yes", "No")]])

    async def talk(client: Bot) -> None:
        sent = await client.send_message(ann.chat_id, "Shall we?", reply_markup=keyboard)
        pressed = await asyncio.to_thread(ann.presses, "Yes")
        query = (await client.get_updates(timeout=5))[-1].callback_query
        assert (query.data, query.message.message_id) == ("t:Yes", sent.message_id)
        assert await query.answer("Good")
        assert await asyncio.to_thread(ann.answer, pressed) == {"text": "Good", "show_alert": False}
        with pytest.raises(error.BadRequest, match="Query is too old"):
            await query.answer("Good")
        await query.edit_message_reply_markup(None)
        await sent.edit_text("Decided.")
        with pytest.raises(error.BadRequest, match="not modified"):
            await sent.edit_text("Decided.")
        await (await client.send_message(ann.chat_id, "slip")).delete()

    bot(ann.telegram, talk)
    (seen,) = ann.messages()
    assert (seen.text, seen.buttons) == ("Decided.", {})
    assert [one["text"] for one in seen.earlier] == ["Shall we?", "Shall we?"]
    assert [one.text for one in ann.transcript() if one.deleted] == ["slip"]


def test_people_edit_what_they_wrote_and_press_only_buttons_there_are(ann: Person) -> None:
    ann.writes("first")
    says(ann, "Choose", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]]))
    ann.edits(ann.own()[0], "second")
    ann.forges("made up", ann.messages()[0])
    updates = bot(ann.telegram, lambda client: client.get_updates())
    assert updates[-2].edited_message.text == "second"
    assert updates[-2].edited_message.edit_date
    assert updates[-1].callback_query.data == "made up"
    with pytest.raises(AssertionError, match="no such button"):
        ann.does("callback", message_id=ann.messages()[0].id, data="made up")
    with pytest.raises(AssertionError, match="only what they have written"):
        ann.edits(ann.messages()[0], "not mine")


def test_files_arrive_byte_for_byte_in_both_directions(ann: Person) -> None:
    ann.sends_document(NASTY, "nässe.bin")

    async def exchange(client: Bot) -> bytes:
        update = (await client.get_updates())[-1]
        file = await client.get_file(update.message.document.file_id)
        bounds = [MessageEntity("bold", 0, 4)]
        await client.send_document(
            ann.chat_id, InputFile(NASTY, "export.json"), caption="Your data", caption_entities=bounds
        )
        await client.send_photo(ann.chat_id, png(), caption="A map")
        return bytes(await file.download_as_bytearray())

    assert bot(ann.telegram, exchange) == NASTY
    document, photo = ann.messages()
    assert (document.text, document.raw["document"]["file_name"]) == ("Your data", "export.json")
    assert document.raw["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert ann.telegram.file(str(document.file_id)) == NASTY
    assert ann.telegram.file(str(photo.file_id)) == png()
    assert (photo.raw["photo"][0]["width"], photo.raw["photo"][0]["height"]) == (40, 30)
    logged = ann.telegram.calls("sendDocument")[-1]["params"]["document"]
    assert (logged["file"], logged["size"]) == ("export.json", len(NASTY))


def test_a_file_is_sent_again_by_its_id(ann: Person) -> None:
    ann.writes("hello")
    sent = bot(ann.telegram, lambda client: client.send_photo(ann.chat_id, png()))
    again = bot(ann.telegram, lambda client: client.send_photo(ann.chat_id, sent.photo[-1].file_id))
    assert again.photo == sent.photo


def test_who_blocks_the_bot_is_out_of_reach_until_they_come_back(ann: Person) -> None:
    ann.writes("hello")
    ann.blocks()
    with pytest.raises(error.Forbidden, match="blocked by the user"):
        says(ann, "still there?")
    with pytest.raises(AssertionError, match="blocked there"):
        ann.writes("I cannot")
    ann.unblocks()
    assert says(ann, "welcome back").text == "welcome back"


def test_the_bot_leaves_a_group_for_good(ann: Person) -> None:
    there = ann.joins_group(chat_id=-100_7)
    assert there.writes("/coach@sounding_board_test_bot")
    assert bot(ann.telegram, lambda client: client.leave_chat(there.chat_id))
    with pytest.raises(error.Forbidden, match="not a member"):
        says(there, "hello?")


def test_the_command_menu_is_kept_by_language(ann: Person) -> None:
    menu = [BotCommand("coach", "Start"), BotCommand("stop", "End")]
    bot(ann.telegram, lambda client: client.set_my_commands(menu, language_code="de"))
    assert bot(ann.telegram, lambda client: client.get_my_commands(language_code="de")) == tuple(menu)
    assert bot(ann.telegram, lambda client: client.get_my_commands()) == ()


@pytest.mark.parametrize("token", ["4242424:another", "nonsense"])
def test_a_wrong_token_is_refused(token: str, telegram: FakeTelegram) -> None:
    addresses = telegram.bot_addresses | {"token": token}
    with pytest.raises(error.InvalidToken):
        asyncio.run(Bot(**addresses).initialize())
    assert token not in telegram.log_path.read_text()
    assert telegram.token not in telegram.log_path.read_text()


FAULTS: dict[str, tuple[type[error.TelegramError], bool]] = {
    **{"400": (error.BadRequest, False), "403": (error.Forbidden, False), "409": (error.Conflict, False)},
    **{"429": (error.RetryAfter, False), "500": (error.NetworkError, False), "502": (error.NetworkError, False)},
    **{"hang": (error.TimedOut, False), "disconnect": (error.NetworkError, False)},
    **{"hang_after": (error.TimedOut, True), "disconnect_after": (error.NetworkError, True)},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_scripted_fault_happens_once_and_the_record_says_whether_it_had_an_effect(fault: str, ann: Person) -> None:
    kind, delivered = FAULTS[fault]
    ann.writes("hello")
    ann.telegram.script("sendMessage", fault, skip=1, retry_after=7, chat_id=ann.chat_id)
    says(ann, "let through")
    with pytest.raises(kind) as caught:
        says(ann, "scripted", read_timeout=0.3 if kind is error.TimedOut else 10)
    assert type(caught.value) is kind
    says(ann, "afterwards")
    expected = ["let through", *(["scripted"] if delivered else []), "afterwards"]
    assert [one.text for one in ann.messages()] == expected
    entry = [one for one in ann.telegram.calls("sendMessage") if one["params"]["chat_id"] == str(ann.chat_id)][1]
    assert (entry["fault"], entry["delivered"]) == (fault, delivered)
    assert entry["status"] == (int(fault) if fault.isdigit() else None)
    assert getattr(caught.value, "retry_after", 7) == 7


def test_a_slow_call_is_answered_late(ann: Person) -> None:
    ann.writes("hello")
    ann.telegram.script("*", "slow", seconds=0.5, chat_id=ann.chat_id)
    with pytest.raises(error.TimedOut):
        says(ann, "late", read_timeout=0.1)
    assert [one.text for one in ann.waits_for(1)] == ["late"]


def test_a_script_that_makes_no_sense_is_refused(telegram: FakeTelegram) -> None:
    with pytest.raises(AssertionError, match="a fault is one of 400"):
        telegram.script("sendMessage", "gremlins")
    with pytest.raises(AssertionError, match="there is no setting speed"):
        telegram.settings(speed=3)
    with pytest.raises(AssertionError, match="people do these: text"):
        telegram.person().does("dances")


def test_the_dates_of_messages_follow_the_clock_that_is_set(ann: Person) -> None:
    ann.telegram.settings(date=1_800_000_000)
    ann.writes("hello")
    sent = says(ann, "hi")
    ann.telegram.settings(date=1_800_000_000 + 49 * 3600)
    with pytest.raises(error.BadRequest, match="can't be deleted"):
        bot(ann.telegram, lambda client: client.delete_message(ann.chat_id, sent.message_id))
    ann.telegram.settings(date=None)
    assert sent.date.timestamp() == 1_800_000_000


@pytest.mark.slow
def test_after_a_kill_the_record_is_whole_and_goes_on_where_it_was(tmp_path: Path) -> None:
    telegram = FakeTelegram(tmp_path / "log.jsonl").start()
    ann = telegram.person()
    first, second = ann.writes_at_once("one", "two")
    bot(telegram, lambda client: client.get_updates(offset=second))
    says(ann, "hello")
    telegram.kill()
    with telegram.log_path.open("ab") as file:
        file.write(b'{"seq": 99, "cut sho')
    telegram.start()
    third = ann.writes("three")
    assert telegram.pending() == [second, third]
    assert [one.text for one in ann.transcript()] == ["one", "two", "hello", "three"]
    telegram.kill()
    assert [one["seq"] for one in telegram.log()] == list(range(1, len(telegram.log()) + 1))
    assert third == second + 1 == first + 2


def test_the_record_keeps_what_was_true_when_it_was_written(tmp_path: Path) -> None:
    log, said = Log(tmp_path / "log"), {"text": "before"}
    log.add("call", params=said)
    said["text"] = "after"
    assert log.entries[0]["params"] == read(tmp_path / "log")[0]["params"] == {"text": "before"}


def test_the_server_ends_with_the_run_that_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fakes.telegram_api", "--log", str(tmp_path / "log"), "--with-parent"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout and server.stdin
    assert server.stdout.readline().startswith(b"READY http://127.0.0.1:")
    server.stdin.close()
    assert server.wait(10) == 0
    server.stdout.close()
