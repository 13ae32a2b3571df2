"""The copy of everything as a text to read: lists indented, what is empty left out, nothing lost of what was said."""

import json
from typing import Any

import pytest

from bot.domain.phrases import Phrases
from bot.services.export import _lines, as_json, as_text

PHRASES = Phrases(
    {
        "export.title": ("TITLE",),
        "export.inferred": ("INFERRED",),
        "export.exported": ("on {at}",),
        "export.messages": ("MESSAGES",),
        "export.dated": ("{at} [{state}]",),
        "export.due": ("due {on}",),
        "export.from.user": ("You",),
        "export.from.bot": ("Board",),
        "kept.promise": ("promises made",),
    }
)


def record(kind: str, body: Any, state: str = "open", due: str | None = None) -> dict[str, Any]:
    created = "2026-11-23T12:00:00+00:00"
    return {
        "kind": kind,
        "id": "1",
        "state": state,
        "created_at": created,
        "updated_at": created,
        "due_on": due,
        "body": body,
    }


def text(*records: dict[str, Any], messages: tuple[dict[str, Any], ...] = (), **about: Any) -> list[str]:
    whole = {
        "exported_at": "2026-11-24T08:00:00",
        "person": about,
        "records": list(records),
        "messages": list(messages),
    }
    return as_text(whole, PHRASES).splitlines()


def test_it_begins_with_what_it_is_and_who_it_is_about() -> None:
    assert text(channels=["web"], consent_version=3)[:8] == [
        "TITLE",
        "",
        "INFERRED",
        "",
        "on 2026-11-24",
        "channels:",
        "  - web",
        "consent version: 3",
    ]


def test_records_stand_by_kind_in_the_order_in_which_kinds_first_come() -> None:
    lines = text(record("promise", {"what": "a"}), record("some_kind", {"what": "b"}), record("promise", {"what": "c"}))
    places = [lines.index(line) for line in ("Promises made", "  what: a", "  what: c", "Some kind", "  what: b")]
    assert places == sorted(places)
    assert lines.count("Promises made") == 1


def test_a_record_says_when_it_was_made_its_state_and_when_it_is_due() -> None:
    lines = text(record("promise", {}, state="kept", due="2027-03-04"), record("promise", {}))
    assert lines.count("2026-11-23 [kept]") == 1 and lines.count("due 2027-03-04") == 1
    assert "2026-11-23 [open]" in lines


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"a_b": 1, "none": None, "empty": "", "list": [], "map": {}}, ["a b: 1"]),
        ({"off": False, "zero": 0}, ["off: False", "zero: 0"]),
        ({"list": ["x", {"y": "z"}]}, ["list:", "  - x", "  -", "    y: z"]),
        ({"text": "two\nlines"}, ["text: two\n  lines"]),
        (["a", "b"], ["- a", "- b"]),
    ],
)
def test_values_are_lists_that_stand_in_by_their_depth(value: Any, lines: list[str]) -> None:
    assert list(_lines(value, 0)) == lines
    assert list(_lines(value, 1))[0] == "  " + lines[0].replace("\n", "\n  ")


def test_messages_come_last_with_their_time_and_who_said_them() -> None:
    said = (
        {"at": 1_795_435_200.0, "from": "user", "text": "hello"},
        {"at": None, "from": "bot", "text": "Hi\nthere"},
    )
    assert text(messages=said)[-4:] == ["", "2026-11-23 12:00 You: hello", " Board: Hi", "there"]


def test_as_json_it_is_read_again_as_it_was_in_any_script() -> None:
    whole = {"records": [record("note", {"said": "Žluťoučký “kůň” 中文 🎉"})]}
    told = as_json(whole)
    assert json.loads(told) == whole
    assert "中文" in told, "letters stand as they are"
