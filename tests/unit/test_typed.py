"""Nothing a person types is ever read as a command to the dialogue engine.

Rasa takes a text for an intent with a payload when it starts with "/" after `str.strip()`.
"""

import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.typed import command_of, without_payload

EVERY = range(sys.maxunicode + 1)
NAMES = ("restart", "session_start", 'grow_summary{"x": 1}', "back", "nlu_fallback", "affirm")


@cache
def invisible() -> list[str]:
    """Every character that is not seen in front of a text."""
    return [c for c in map(chr, EVERY) if c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp")]


@cache
def slashes() -> list[str]:
    """Every character that somebody's normalising makes a slash of."""
    return [c for c in map(chr, EVERY) if "/" in unicodedata.normalize("NFKC", c)[:1]]


def is_payload(text: str) -> bool:
    """Whether Rasa would take the text for a payload, now or after somebody normalised it."""
    return any(form.strip().startswith("/") for form in (text, unicodedata.normalize("NFKC", text)))


def test_the_alphabet_of_the_attack_holds_the_known_tricks() -> None:
    assert {"\t", "\n", "\x1f", "\u2028", "\u200b", "\u202e", "\ufeff", "\xa0", "\u3000", "\xad"} <= set(invisible())
    assert {"/", "／"} <= set(slashes())


def test_no_single_character_in_front_makes_a_payload() -> None:
    got_through = [
        f"U+{ord(char):04X} {slash}"
        for char in invisible()
        for slash in slashes()
        for text in (f"{char}{slash}restart", f"{slash}{char}/restart", f"{slash}{char}{slash}{char}restart")
        if is_payload(without_payload(text))
    ]
    assert got_through == []


@given(
    st.deferred(lambda: st.text(alphabet=st.sampled_from([*invisible(), *slashes()]), max_size=12)),
    st.sampled_from(NAMES),
    st.text(max_size=8),
)
def test_no_mixture_of_blanks_and_slashes_makes_a_payload(front: str, name: str, rest: str) -> None:
    clean = without_payload(f"{front}/{name}{rest}")
    assert not is_payload(clean)
    assert clean.startswith(name[:4]), "what the person typed after the slashes stays"


@given(st.text(max_size=40))
def test_whatever_is_typed_the_result_is_a_piece_of_it_and_no_payload(text: str) -> None:
    clean = without_payload(text)
    assert clean in text
    assert not is_payload(clean)
    assert without_payload(clean) == clean


@pytest.mark.parametrize(
    "text",
    ["and/or", "2/3 of the SKUs", "7/10", "the S&OP/IBP question", "http://x.example/y", "-5 %", "“quoted” / not"],
)
def test_slashes_inside_a_text_stay(text: str) -> None:
    assert without_payload(text) == text


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/coach", ("coach", "")),
        ("/COACH", ("coach", "")),
        ("/coach@sounding_board", ("coach", "")),
        ("/ask how long does it take?", ("ask", "how long does it take?")),
        ("/ask   /restart", ("ask", "/restart")),
        ("coach", None),
        (" /coach", None),
        ("／coach", None),
        ("//coach", None),
        ("/", None),
        ("/ coach", None),
        ('/grow_summary{"x":1}', None),
        ("/session_start", None),
        ("/5", None),
    ],
)
def test_only_a_plain_slash_and_letters_make_a_command(typed: str, command: tuple[str, str] | None) -> None:
    assert command_of(typed) == command
