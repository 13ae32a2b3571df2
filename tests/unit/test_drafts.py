"""Which line of a draft a reply means, and what it shall say."""

import pytest

from bot.domain.drafts import ACCEPT, CHANGE, DROP, REWORD, WHICH, Edit, changed, read_edit, without
from bot.domain.sponsor_brief import PARTS

KEYS = list(PARTS)


@pytest.mark.parametrize("reply", ["yes", "Yes, that is right", "ok", "looks good", "perfect"])
def test_a_yes_accepts_the_draft(reply: str) -> None:
    assert read_edit(reply, KEYS, PARTS) == Edit(ACCEPT)


@pytest.mark.parametrize(
    ("reply", "key", "words"),
    [
        ("2: the bonus scheme", "blocks", "the bonus scheme"),
        ("2. the bonus scheme", "blocks", "the bonus scheme"),
        ("change line 2 to the bonus scheme", "blocks", "the bonus scheme"),
        ("line 5 should read end of May", "by", "end of May"),
        ("aim: one plan", "aim", "one plan"),
        ("The aim should be one plan, agreed: by all", "aim", "one plan, agreed: by all"),
        ("the date is 4 March", "by", "4 March"),
        ("change the numbers to stock from 60 to 50 days", "numbers", "stock from 60 to 50 days"),
        ("what I ask of you: open the meeting", "ask", "open the meeting"),
        ("3: “open the meeting”", "ask", "open the meeting"),
        ("4: from 60\nto 50 days", "numbers", "from 60\nto 50 days"),
    ],
)
def test_a_line_is_changed_to_exactly_the_words_given(reply: str, key: str, words: str) -> None:
    assert read_edit(reply, KEYS, PARTS) == Edit(CHANGE, key, words)


@pytest.mark.parametrize(
    ("reply", "key"),
    [("2", "blocks"), ("the aim", "aim"), ("change 3", "ask"), ("the date is wrong", "by"), ("Aim", "aim")],
)
def test_a_line_that_is_only_named_is_to_be_reworded(reply: str, key: str) -> None:
    assert read_edit(reply, KEYS, PARTS) == Edit(REWORD, key)


@pytest.mark.parametrize(("reply", "key"), [("drop 2", "blocks"), ("please leave out the numbers", "numbers")])
def test_a_line_is_dropped(reply: str, key: str) -> None:
    assert read_edit(reply, KEYS, PARTS) == Edit(DROP, key)


@pytest.mark.parametrize(
    "reply",
    ["no", "change something", "9: what", "2 decisions every month", "I do not like it", "drop it all", "yes but"],
)
def test_what_names_no_line_changes_none(reply: str) -> None:
    assert read_edit(reply, KEYS, PARTS) == Edit(WHICH)


def test_a_line_that_is_not_shown_can_be_named_but_not_counted() -> None:
    assert read_edit("ask: open the meeting", ["aim"], PARTS, ["ask"]) == Edit(CHANGE, "ask", "open the meeting")
    assert read_edit("2: open the meeting", ["aim"], PARTS, ["ask"]) == Edit(WHICH)


def test_lines_keep_their_order_when_one_is_changed_or_dropped() -> None:
    lines = (("aim", "a"), ("ask", "b"), ("by", "c"))
    assert changed(lines, "ask", " new ") == (("aim", "a"), ("ask", "new"), ("by", "c"))
    assert without(lines, "ask") == (("aim", "a"), ("by", "c"))
