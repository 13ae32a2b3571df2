"""What updates mean, which messages are read as one, and what errors mean."""

from typing import Any

import httpx
import pytest
from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateway.telegram.failures import Failure, Verdict, failure
from bot.gateway.telegram.updates import Blocked, Group, Written, meaning
from bot.gateway.telegram.worker import FLOOD, together
from bot.services.ports import InboxItem, Person

ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -70, "type": "supergroup", "title": "S&OP"}
FILE = {"file_id": "f", "file_unique_id": "u"}


def read(**parts: Any) -> Any:
    return meaning(Update.de_json({"update_id": 5, **parts}, None))


def message(chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": ANN, **more}


def member(status: str, chat: dict[str, Any]) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "Bot"}
    restricted = {"until_date": 0} if status == "kicked" else {}
    new = {"user": bot, "status": status, **restricted}
    return {
        "chat": chat,
        "from": ANN,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": new,
    }


def test_a_text_goes_to_the_inbox_under_the_number_of_its_message() -> None:
    found = read(message=message(text="hello"))
    assert found == Written(7, "msg:3", {"text": "hello", "sent": 1_700_000_000})


def test_an_edit_names_the_message_it_changes() -> None:
    found = read(edited_message=message(text="hello there", edit_date=1_700_000_060))
    assert found == Written(7, "tg:5", {"edited": "hello there", "of": "msg:3"})


def test_a_button_belongs_to_who_presses_it() -> None:
    query = {"id": "q9", "from": ANN, "chat_instance": "c", "data": "token", "message": message(text="?")}
    assert read(callback_query=query) == Written(7, "tg:5", {"button": "token"}, "q9")
    assert read(callback_query={**query, "message": message(GROUP, text="?")}) is None
    assert read(callback_query={key: query[key] for key in query if key != "data"}) is None


@pytest.mark.parametrize(
    "media",
    [
        {"voice": {**FILE, "duration": 3}},
        {"photo": [{**FILE, "width": 9, "height": 9}], "caption": "our process"},
        {"sticker": {**FILE, "width": 9, "height": 9, "is_animated": False, "is_video": False, "type": "regular"}},
        {"document": FILE},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "B"}},
        {"video_note": {**FILE, "length": 9, "duration": 3}},
    ],
)
def test_whatever_is_no_text_is_one_intent(media: dict[str, Any]) -> None:
    assert read(message=message(**media)) == Written(7, "msg:3", {"intent": "unsupported"})


def test_an_album_is_answered_once() -> None:
    album = {"photo": [{**FILE, "width": 9, "height": 9}], "media_group_id": "a1"}
    sources = {read(message=message(**album) | {"message_id": n}).source for n in range(4)}
    assert sources == {"album:a1"}


def test_what_nobody_said_is_ignored() -> None:
    assert read(message=message(pinned_message=message(text="old"))) is None
    assert read(channel_post=message(text="news")) is None
    assert read(edited_message=message(photo=[{**FILE, "width": 9, "height": 9}])) is None


def test_groups_and_blocking_are_told_apart() -> None:
    assert read(message=message(GROUP, text="hi all")) == Group(-70)
    assert read(my_chat_member=member("member", GROUP)) == Group(-70)
    assert read(my_chat_member=member("left", GROUP)) is None
    assert read(my_chat_member=member("kicked", PRIVATE)) == Blocked(7, again=False)
    assert read(my_chat_member=member("member", PRIVATE)) == Blocked(7, again=True)


def item(n: int, text: str = "", sent: float = 100, here: float = 1000.0, **payload: Any) -> InboxItem:
    said = payload or {"text": text, "sent": sent, "here": here}
    return InboxItem(n, Person("p", "s"), "telegram", f"msg:{n}", said, "pending", 0)


LONG = "x" * 3950


def ids(items: list[InboxItem]) -> list[int]:
    return [one.id for one in items]


def test_parts_of_one_paste_are_read_as_one() -> None:
    items = [item(1, LONG), item(2, LONG, sent=101), item(3, "the end", sent=102), item(4, "and now?", sent=103)]
    assert ids(together(items, 1000)) == [1, 2, 3]


def test_short_messages_and_late_ones_are_messages_of_their_own() -> None:
    assert ids(together([item(1, "one"), item(2, "two")], 1000)) == [1]
    assert ids(together([item(1, LONG), item(2, "much later", sent=160)], 1000)) == [1]
    assert ids(together([item(1, LONG), item(2, "/stop", sent=100)], 1000)) == [1]
    assert ids(together([item(1, LONG), item(2, button="token")], 1000)) == [1]
    assert ids(together([item(1, "/coach"), item(2, "x")], 1000)) == [1]


def test_the_first_part_waits_a_moment_for_the_next() -> None:
    assert together([item(1, LONG)], 1000.5, patience=1) == []
    assert ids(together([item(1, LONG)], 1001.5, patience=1)) == [1]
    assert ids(together([item(1, LONG)], 900.0, patience=1)) == [1], "a clock that was set back holds nobody up"


def test_a_flood_is_read_as_one_message_and_not_dropped() -> None:
    items = [item(n, f"word {n}", sent=n * 60) for n in range(FLOOD)]
    assert ids(together(items, 1000)) == list(range(FLOOD))
    assert ids(together(items[:-1], 1000)) == [0]


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RetryAfter(7), Failure(Verdict.WAIT, 7)),
        (Forbidden("bot was blocked by the user"), Failure(Verdict.BLOCKED)),
        (BadRequest("chat not found"), Failure(Verdict.REFUSED)),
        (InvalidToken("Unauthorized"), Failure(Verdict.TOKEN)),
        (Conflict("webhook"), Failure(Verdict.AGAIN)),
        (NetworkError("Bad Gateway"), Failure(Verdict.AGAIN)),
        (caused(NetworkError("x"), httpx.ConnectError("refused")), Failure(Verdict.AGAIN)),
        (caused(TimedOut(), httpx.ConnectTimeout("slow")), Failure(Verdict.AGAIN)),
        (caused(TimedOut(), httpx.PoolTimeout("full")), Failure(Verdict.AGAIN)),
        (caused(TimedOut(), httpx.ReadTimeout("slow")), Failure(Verdict.DOUBT)),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("gone")), Failure(Verdict.DOUBT)),
        (TelegramError("Invalid server response"), Failure(Verdict.DOUBT)),
    ],
)
def test_errors_are_judged_by_whether_the_message_can_have_arrived(error: TelegramError, expected: Failure) -> None:
    assert failure(error) == expected
