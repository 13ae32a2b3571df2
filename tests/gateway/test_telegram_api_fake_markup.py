"""`parse_mode` in the fake Bot API: balanced markup becomes entities, other markup is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram_limits import Refused, units
from tests.fakes.telegram_markup import parsed

FACE = "\U0001f600"  # two UTF-16 units


@pytest.mark.parametrize(
    ("mode", "marked", "shown", "kinds"),
    [
        ("HTML", f"{FACE}<b>a <i>b</i></b> &lt;c&gt; &#64;", f"{FACE}a b <c> @", [("italic", 4, 1), ("bold", 2, 3)]),
        ("HTML", '<a href="https://x.org">x</a>', "x", [("text_link", 0, 1)]),
        ("Markdown", "*a* _b_ `c_d` [e](x.org) f\\_g", "a b c_d e f_g", None),
        ("MarkdownV2", "*a _b_* __c__ ~d~ ||e|| `f.g` 1\\.", "a b c d e f.g 1.", None),
    ],
)
def test_balanced_markup_becomes_entities(mode: str, marked: str, shown: str, kinds: Any) -> None:
    text, entities = parsed(marked, mode)
    assert text == shown
    assert kinds is None or [(one["type"], one["offset"], one["length"]) for one in entities] == kinds
    assert len(entities) == {"Markdown": 4, "MarkdownV2": 6}.get(mode, len(entities))


@pytest.mark.parametrize(
    ("mode", "marked", "why"),
    [
        ("HTML", "a < b", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "é<p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("HTML", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("HTML", "a</b>", "Unexpected end tag"),
        ("HTML", "a <b", "Unsupported start tag"),
        ("Markdown", "é*a", "Can't find end of the entity starting at byte offset 2"),
        ("Markdown", "[a](b", "Can't find end of the entity starting at byte offset 0"),
        ("MarkdownV2", "_a", "Can't find end of Italic entity at byte offset 0"),
        ("MarkdownV2", "*a _b* c_", "Can't find end of Italic entity at byte offset 3"),
        ("MarkdownV2", "`a", "Can't find end of Code entity at byte offset 0"),
        ("MarkdownV2", "Done.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_unbalanced_markup_is_refused(mode: str, marked: str, why: str) -> None:
    with pytest.raises(Refused, match="can't parse entities") as caught:
        parsed(marked, mode)
    assert why in caught.value.description


@given(st.text(max_size=20))
def test_markup_is_parsed_or_refused_but_never_fails(text: str) -> None:
    for mode in ("HTML", "Markdown", "MarkdownV2"):
        try:
            shown, entities = parsed(text, mode)
        except Refused as refusal:
            assert refusal.code == 400
        else:
            assert all(0 <= one["offset"] < one["offset"] + one["length"] <= units(shown) for one in entities)
