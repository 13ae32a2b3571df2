"""The PDF of a sponsor brief holds every word on one page, and the same page gives the same file."""

import base64
import gc
import re
import warnings
from itertools import count

import pytest

from bot.drawing.documents import Page, draw_page

LINES = [
    {"label": "Aim", "text": "Two decisions in every executive meeting"},
    {"label": "What I ask of you", "text": "Žluťoučký kůň → 50 % of Ω, “so” to speak"},
]
PAGE: Page = {
    "kind": "page",
    "title": "A request for support with S&OP",
    "from": "From Kim",
    "date": "23 November 2026",
    "made_at": "2026-11-23T12:00:00+00:00",
    "lines": LINES,
}


def pdf_of(page: Page) -> bytes:
    head, _, data = draw_page(page).partition(",")
    assert head == "data:application/pdf;base64"
    return base64.b64decode(data)


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def letters(pdf: bytes) -> str:
    """All letters the document can write, by its own tables from glyph to letter."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    mapped = [m for s in streams if b"beginbf" in s for m in re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", s)]
    return "".join(bytes.fromhex(code.decode()).decode("utf-16-be") for code in mapped)


def test_a_brief_is_one_page_that_can_write_every_letter_of_it() -> None:
    pdf = pdf_of(PAGE)
    assert pdf.startswith(b"%PDF-") and pages_in(pdf) == 1
    said = "".join(line["text"] + line["label"] for line in LINES)
    assert set(said) - {" "} <= set(letters(pdf))
    assert len(pdf) < 120_000


def test_the_same_page_gives_the_same_file() -> None:
    drawn = draw_page(PAGE)
    assert drawn == draw_page(PAGE)
    assert drawn != draw_page({**PAGE, "date": "24 November 2026"})


@pytest.mark.parametrize(("words", "pages"), [(40, 1), pytest.param(130, 1, marks=pytest.mark.slow), (240, 2)])
def test_long_parts_are_set_smaller_and_never_cut(words: int, pages: int) -> None:
    numbered = count()
    parts = [{"label": f"Part {n}", "text": " ".join(f"w{next(numbered)}" for _ in range(words))} for n in range(5)]
    assert pages_in(pdf_of({**PAGE, "lines": parts})) == pages


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "a\x00b\tc", "half \ud83d emoji", "中文 🎉 \u202e", "x" * 3000, "one\n\ntwo"])
def test_no_text_a_person_can_type_fails(text: str) -> None:
    assert pages_in(pdf_of({**PAGE, "lines": [{"label": "Aim", "text": text}]})) >= 1


def test_letters_the_font_has_not_got_are_not_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        pdf_of({**PAGE, "lines": [{"label": "Aim", "text": "中文"}]})
    assert not [record for record in caplog.records if "中" in record.getMessage()]


@pytest.mark.slow
def test_sizes_that_did_not_fit_leave_no_font_file_open() -> None:
    long = {"label": "Part", "text": "many words " * 400}
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pdf_of({**PAGE, "lines": [long]})
        gc.collect()
    assert [str(one.message) for one in caught if one.category is ResourceWarning] == []
