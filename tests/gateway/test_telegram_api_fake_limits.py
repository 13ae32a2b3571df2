"""What the fake Bot API refuses, and in Telegram's words: lengths, entities, keyboards, flood."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram_limits import LONGEST_TEXT, Flood, Refused, checked_text, units
from tests.fakes.telegram_person import FakeTelegram, Person

# What proves the fake and not the product, which has tests of its own with it.
pytestmark = pytest.mark.slow
FACE = "\U0001f600"  # two UTF-16 units, four bytes
BUTTON = {"text": "Go", "callback_data": "go"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    fake = FakeTelegram(tmp_path_factory.mktemp("telegram") / "log.jsonl", flood=False).start()
    yield fake
    fake.kill()


@pytest.fixture(scope="module")
def ann(telegram: FakeTelegram) -> Person:
    ann = telegram.person()
    ann.writes("hello")
    return ann


def send(ann: Person, **params: Any) -> Any:
    return ann.telegram.call("sendMessage", **{"chat_id": ann.chat_id, "text": "Hi"} | params)


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


def entity(offset: int, length: int, kind: str = "bold") -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"text": ""}, "message text is empty"),
    "white space": ({"text": " \n "}, "text must be non-empty"),
    "4097 units": ({"text": "x" * 4097}, "message is too long"),
    "2049 faces": ({"text": FACE * 2049}, "message is too long"),
    "nobody": ({"chat_id": 5}, "chat not found"),
    "no chat": ({"chat_id": None}, "chat_id is empty"),
    "a name": ({"chat_id": "@nobody"}, "chat not found"),
    "no such message": ({"reply_parameters": {"message_id": 4}}, "message to be replied not found"),
    "65 bytes": (keyboard({"text": "Go", "callback_data": "x" * 65}), "BUTTON_DATA_INVALID"),
    "17 faces": (keyboard({"text": "Go", "callback_data": FACE * 17}), "BUTTON_DATA_INVALID"),
    "no data": (keyboard({"text": "Go", "callback_data": ""}), "BUTTON_DATA_INVALID"),
    "no action": (keyboard({"text": "Go"}), "Text buttons are unallowed in the inline keyboard"),
    "no title": (keyboard({"text": " ", "callback_data": "x"}), "button text must be non-empty"),
    "no address": (keyboard({"text": "Go", "url": "x"}), "Wrong HTTP URL"),
    "101 buttons": (keyboard(*[BUTTON] * 101), "reply markup is too long"),
    "no rows": ({"reply_markup": {"inline_keyboard": [BUTTON]}}, "must be an Array of Arrays"),
    "no keyboard": ({"reply_markup": {"buttons": []}}, "can't parse reply keyboard markup"),
    "half JSON": ({"reply_markup": '{"inline_key'}, "can't parse reply_markup JSON object"),
    "a strange kind": ({"entities": [entity(0, 1, "sparkle")]}, "Unsupported type specified"),
    "before the text": ({"entities": [entity(-1, 1)]}, "receive an entity with incorrect offset -1"),
    "past the end": (
        {"entities": [entity(0, 3)]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text",
    ),
    "after the end": ({"entities": [entity(3, 1)]}, "entity begins after the end of the text at UTF-16 offset 3"),
    "half a face": ({"text": FACE, "entities": [entity(1, 1)]}, "entity begins in a middle of a UTF-16 symbol"),
    "to half a face": ({"text": FACE, "entities": [entity(0, 1)]}, "ends in a middle of a UTF-16 symbol"),
    "crossing": ({"text": "abcd", "entities": [entity(0, 3), entity(1, 3, "code")]}, "offset 1 ends after the end"),
    "a link to nowhere": ({"entities": [entity(0, 2, "text_link")]}, 'Can\'t find field "url"'),
    "a strange mode": ({"parse_mode": "RTF"}, "unsupported parse_mode"),
    "open markup": (
        {"text": "a_b", "parse_mode": "Markdown"},
        "Can't find end of the entity starting at byte offset 1",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_telegram_refuses(what: str, ann: Person) -> None:
    params, why = REFUSED[what]
    answer = send(ann, **params)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert why in answer["description"]
    entry = ann.telegram.calls("sendMessage")[-1]
    assert (entry["status"], entry["delivered"], entry["error"]) == (400, False, answer["description"])


ACCEPTED: dict[str, dict[str, Any]] = {
    "4096 units": {"text": "x" * 4096},
    "2048 faces": {"text": FACE * 2048},
    "white space around it": {"text": " " + "x" * 4096 + "\n\n"},
    "64 bytes": keyboard({"text": "Go", "callback_data": FACE * 16}),
    "JSON in a string": {"reply_markup": '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'},
    "no inline keyboard": {"reply_markup": {"remove_keyboard": True}},
    "a face in bold": {"text": FACE, "entities": [entity(0, 2)]},
    "nested": {"text": "abcd", "entities": [entity(0, 4), entity(1, 2, "italic")]},
    "a reply to what is gone": {"reply_parameters": {"message_id": 4, "allow_sending_without_reply": True}},
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_telegram_accepts(what: str, ann: Person) -> None:
    assert send(ann, **ACCEPTED[what])["ok"]


def test_white_space_around_a_text_is_taken_off(ann: Person) -> None:
    assert send(ann, text="  a b \n")["result"]["text"] == "a b"
    kept = send(ann, text="  a b \n", entities=[entity(2, 5)])["result"]
    assert (kept["text"], kept["entities"]) == ("  a b", [entity(2, 3)])


@given(st.text(st.characters(codec="utf-16"), max_size=6), st.integers(0, 8), st.integers(0, 8))
def test_an_entity_is_accepted_exactly_where_it_cuts_out_whole_characters(text: str, offset: int, length: int) -> None:
    ended = f"{text}."  # so that there is no white space to take off
    bounds = {units(ended[:n]) for n in range(len(ended) + 1)}
    try:
        checked_text(ended, [entity(offset, length)])
    except Refused:
        assert not {offset, offset + length} <= bounds
    else:
        assert {offset, offset + length} <= bounds


@given(st.text(st.characters(codec="utf-16"), min_size=1))
def test_any_text_without_markup_is_kept_as_it_is(text: str) -> None:
    stripped = text.strip()
    if stripped and units(stripped) <= LONGEST_TEXT:
        assert checked_text(text, []) == (stripped, [])


def upload(ann: Person, method: str, content: bytes, **data: str) -> Any:
    name = method.removeprefix("send").lower()
    url = f"{ann.telegram.url}/bot{ann.telegram.token}/{method}"
    files, chat = {name: ("file.png", content)}, {"chat_id": str(ann.chat_id)}
    return httpx.post(url, data=chat | data, files=files, verify=False).json()


def test_captions_and_files_have_limits_too(ann: Person) -> None:
    assert upload(ann, "sendPhoto", PIXEL, caption="x" * 1024)["result"]["caption"] == "x" * 1024
    assert "message caption is too long" in upload(ann, "sendPhoto", PIXEL, caption="x" * 1025)["description"]
    assert "IMAGE_PROCESS_FAILED" in upload(ann, "sendPhoto", PIXEL[:40])["description"]
    assert "file must be non-empty" in upload(ann, "sendDocument", b"")["description"]
    missing = ann.telegram.call("sendDocument", chat_id=ann.chat_id)
    assert "there is no document in the request" in missing["description"]
    other = ann.telegram.call("sendPhoto", chat_id=ann.chat_id, photo="nonsense")
    assert "wrong file identifier" in other["description"]


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query ID is invalid"),
        ("editMessageText", {"message_id": 1000, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"message_id": 7, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": "x", "text": "x"}, "invalid message_id specified"),
        ("deleteMessage", {"message_id": 7}, "message to delete not found"),
        ("leaveChat", {}, "private chats"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("setMyCommands", {"commands": [{"command": "Coach!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("getUpdates", {"allowed_updates": "message"}, "can't parse allowed_updates"),
    ],
)
def test_other_methods_refuse_too(method: str, params: dict[str, Any], why: str, ann: Person) -> None:
    answer = ann.telegram.call(method, chat_id=ann.chat_id, **params)
    assert (answer["error_code"], why in answer["description"]) == (400, True), answer


def test_a_pressed_button_cannot_be_answered_for_ever(ann: Person) -> None:
    send(ann, **keyboard({"text": "Late", "callback_data": "x"}))
    ann.telegram.settings(query_seconds=0)
    number = ann.presses("Late")
    update = next(one["update"] for one in ann.telegram.log() if one.get("update", {}).get("update_id") == number)
    answer = ann.telegram.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    ann.telegram.settings(query_seconds=60)
    assert "query is too old" in answer["description"]


def test_methods_that_there_are_not_and_bodies_that_are_no_json_are_refused(ann: Person) -> None:
    assert ann.telegram.call("sendTelepathy")["error_code"] == 404
    assert ann.telegram.call("SENDMESSAGE", chat_id=ann.chat_id, text="case does not count")["ok"]
    url = f"{ann.telegram.url}/bot{ann.telegram.token}/sendMessage"
    broken = httpx.post(url, content=b"{", headers={"content-type": "application/json"}, verify=False)
    assert broken.status_code == 400
    query = httpx.get(url, params={"chat_id": ann.chat_id, "text": "a query does too"}, verify=False)
    assert query.json()["result"]["text"] == "a query does too"


def test_half_a_request_has_no_effect(ann: Person) -> None:
    with socket.create_connection(("127.0.0.1", ann.telegram.port)) as half:
        head = f"POST /bot{ann.telegram.token}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"
        half.sendall(f"{head}chat_id={ann.chat_id}&text=died".encode())
    assert send(ann)["ok"]
    assert "client gone" in [one.get("fault") for one in ann.telegram.calls("sendMessage", delivered=False)]


class Watch:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def passes(flood: Flood, chat: int) -> int:
    """Return how long Telegram says to wait before a message to a chat; 0: it is accepted."""
    try:
        flood.check(chat)
    except Refused as refusal:
        return int(refusal.parameters["retry_after"])
    return 0


def test_a_chat_takes_a_short_burst_and_then_a_message_a_second() -> None:
    flood = Flood(watch := Watch())
    assert [passes(flood, 1) for _ in range(5)] == [0, 0, 0, 1, 1]
    assert passes(flood, 2) == 0
    watch.now = 1.0
    assert [passes(flood, 1) for _ in range(2)] == [0, 1]
    watch.now = 60.0
    assert [passes(flood, 1) for _ in range(4)] == [0, 0, 0, 1]


def test_all_chats_together_take_thirty_messages_a_second() -> None:
    flood = Flood(watch := Watch())
    assert [passes(flood, chat) for chat in range(40)] == [0] * 30 + [1] * 10
    watch.now = 1.0
    assert sum(passes(flood, chat) == 0 for chat in range(40)) == 30


def test_flood_is_answered_with_the_seconds_to_wait_and_can_be_switched_off(ann: Person) -> None:
    ann.telegram.settings(flood=True)
    answers = [send(ann) for _ in range(4)]
    ann.telegram.settings(flood=False)
    assert [one["ok"] for one in answers] == [True, True, True, False]
    assert answers[-1] == {
        **{"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"},
        "parameters": {"retry_after": 1},
    }
    assert send(ann)["ok"]
