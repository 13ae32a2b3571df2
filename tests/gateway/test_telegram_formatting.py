"""From replies to messages: plain text, cut where a reader would cut, below every limit; and how fast they go."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.gateway.telegram.formatting import LONGEST_CAPTION, LONGEST_TEXT, keyboard, parts, readable, split, units
from bot.gateway.telegram.pace import Pace

PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG picture").decode()
PAGE = {"name": "brief.pdf", "media_type": "application/pdf", "data": "data:application/pdf;base64,JVBERi0="}
GO_ON = {"title": "Go on", "value": "t" * 32}
FAMILY = "👩‍👩‍👧‍👦"


def test_a_short_reply_is_one_message_with_its_buttons() -> None:
    (part,) = parts({"text": " What would *you* do_? ", "buttons": [GO_ON]})
    assert (part.text, part.data, part.buttons) == ("What would *you* do_?", None, (GO_ON,))
    assert parts({"text": "  ", "buttons": []}) == []


@given(st.text(alphabet=st.sampled_from("ab .\n\U0001f600é👍🏽\u0301"), max_size=300), st.integers(8, 60))
def test_no_piece_is_too_long_and_nothing_but_blanks_is_lost(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(0 < units(piece) <= longest for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("First paragraph.\n\nSecond one, long.", ["First paragraph.", "Second one, long."]),
        ("A line that is long\nand the next one", ["A line that is long", "and the next one"]),
        ("One sentence here. And another one.", ["One sentence here.", "And another one."]),
        ("only words without any stop at all", ["only words without any", "stop at all"]),
        ("x" * 30, ["x" * 24, "x" * 6]),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, pieces: list[str]) -> None:
    assert split(text, 24) == pieces


def test_what_a_reader_sees_as_one_letter_is_never_cut() -> None:
    pieces = split(FAMILY * 4, 24)
    assert set(pieces) == {FAMILY * 2} and len(pieces) == 2
    assert split("e\u0301" * 9, 9) == ["e\u0301" * 4, "e\u0301" * 4, "e\u0301"]


def test_a_long_reply_stays_below_the_limit_and_the_buttons_stand_under_its_end() -> None:
    pieces = parts({"text": "😀" * 5000, "buttons": [GO_ON]})
    assert [piece.buttons for piece in pieces] == [(), (), (GO_ON,)]
    assert all(units(piece.text) <= LONGEST_TEXT < MessageLimit.MAX_TEXT_LENGTH for piece in pieces)


def test_a_picture_carries_a_text_that_fits_and_goes_before_one_that_does_not() -> None:
    (one,) = parts({"text": "How it went", "image": PICTURE, "buttons": [GO_ON]})
    assert (one.text, one.data, one.buttons) == ("How it went", b"\x89PNG picture", (GO_ON,))
    before, after = parts({"text": "x" * (LONGEST_CAPTION + 1), "image": PICTURE, "buttons": [GO_ON]})
    assert (before.text, before.data, before.buttons) == ("", b"\x89PNG picture", ())
    assert (after.data, after.buttons) == (None, (GO_ON,))


def test_a_document_keeps_its_name() -> None:
    (one,) = parts({"text": "Your page", "document": PAGE})
    assert (one.text, one.data, one.name) == ("Your page", b"%PDF-", "brief.pdf")
    picture, page = parts({"text": "Both", "image": PICTURE, "document": PAGE})
    assert (picture.name, picture.text, page.name, page.text) == ("", "", "brief.pdf", "Both")


def test_buttons_that_fit_stand_side_by_side_and_carry_what_was_issued() -> None:
    titles = ["Done", "Not yet", "Drop it", "Something with a rather long title", "Skip"]
    markup = keyboard(tuple({"title": title, "value": f"token {title}"[:60]} for title in titles))
    assert markup is not None
    assert [[b.text for b in row] for row in markup.inline_keyboard] == [titles[:3], [titles[3]], [titles[4]]]
    assert all(len(str(b.callback_data).encode()) <= 64 for row in markup.inline_keyboard for b in row)
    assert keyboard(()) is None


def test_half_characters_are_replaced_because_no_message_can_carry_them() -> None:
    assert readable("a\ud83dz") == "a?z"
    (part,) = parts({"text": "broken \udc00"})
    part.text.encode()


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_chat_gets_a_small_burst_and_then_one_message_a_second() -> None:
    pace = Pace(per_chat=1.0, burst=3, overall=0.0, clock=Time())
    assert [round(pace.reserve("ann"), 3) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert pace.reserve("bob") == 0


def test_after_a_rest_the_burst_is_there_again() -> None:
    time = Time()
    pace = Pace(per_chat=1.0, burst=2, overall=0.0, clock=time)
    assert [pace.reserve("ann") for _ in range(3)] == [0, 0, 1]
    time.now += 10
    assert [pace.reserve("ann") for _ in range(3)] == [0, 0, 1]


def test_all_chats_together_are_held_to_the_overall_pace() -> None:
    pace = Pace(overall=0.04, clock=Time())
    assert [round(pace.reserve(str(n)), 2) for n in range(4)] == [0, 0.04, 0.08, 0.12]


def test_a_chat_that_telegram_holds_up_waits_and_the_others_do_not() -> None:
    pace = Pace(overall=0.0, clock=Time())
    pace.hold("ann", 30)
    assert pace.reserve("ann") == 30
    assert pace.reserve("bob") == 0


def test_the_pace_remembers_no_more_chats_than_it_needs() -> None:
    time = Time()
    pace = Pace(overall=0.0, clock=time)
    for n in range(5000):
        time.now += 1
        pace.reserve(str(n))
    assert len(pace._chats) < 1002
