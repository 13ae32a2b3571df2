"""Makes the documents that replies carry, as data URIs: PDF in a font that has the letters of Europe, and text.

The font is DejaVu Sans, which matplotlib brings with it; a PDF with a standard font could not write "→", "č" or "Ω".
"""

import base64
import logging
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

Page = dict[str, Any]
#: Font sizes tried in turn, in points, until the text fits one A4 page.
SIZES = (12, 11, 10, 9, 8)
#: Where nothing fits, this size is used over several pages; beyond so many letters nothing smaller is tried.
LONG_SIZE, LONG = 10, 5_000
#: In millimetres.
_MARGIN = 22.0
_MARGIN_BESIDE, _LABEL = 18.0, 40.0
_INK, _BLUE, _GREY, _RULE = (31, 41, 55), (0, 114, 178), (107, 114, 128), (209, 213, 219)
#: What further lines of a paragraph do not stand under: spaces, a number or a mark in front of it.
_HANGING = re.compile(r"(?:\s+|\d{1,2}\.\s+|[●◐○×•]\s+)")


def draw_page(page: Page) -> str:
    """Return a page as `data:application/pdf;base64,...`; the same page gives the same bytes.

    What does not fit its page in the smallest type goes on to the next: no word is lost.

    Args:
        page: `{"title", "from", "date", "made_at": ISO time, "lines": [{"label", "text"}]}`; `from` may be empty. With
            `"pages": n` it may fill so many pages before smaller type is tried, with `"beside": True` labels stand at
        the left of their texts, which saves room.
    """
    letters, most = sum(len(line["text"]) for line in page["lines"]), page.get("pages", 1)
    tried = (_fitting(page, size, most) for size in SIZES if letters <= LONG * most)
    pdf = next(filter(None, tried), None) or _set(page, LONG_SIZE)
    return "data:application/pdf;base64," + base64.b64encode(bytes(pdf.output())).decode()


def draw_file(page: Page) -> str:
    """Return a text as `data:<media type>;charset=utf-8;base64,...`, as it is.

    Args:
        page: `{"media_type": "text/plain" or "application/json", "text"}`.
    """
    held = base64.b64encode(page["text"].encode("utf-8", "replace")).decode()
    return f"data:{page['media_type']};charset=utf-8;base64,{held}"


def _fitting(page: Page, size: int, most: int) -> Any:
    """The page in type of one size, None if it takes more than so many sheets."""
    pdf = _set(page, size)
    if pdf.page <= most:
        return pdf
    # fpdf closes the files of fonts only where a document is written out.
    for font in pdf.fonts.values():
        font.close()
    return None


def _set(page: Page, size: int) -> Any:
    """Set the page in type of one size."""
    pdf = blank(page)
    write(pdf, page["title"], size + 8, _BLUE, bold=True)
    for small in (page["from"], page["date"]):
        if small:
            write(pdf, small, size - 2, _GREY)
    if page.get("beside"):
        pdf.ln(size * 0.3)
    for line in page["lines"]:
        if page.get("beside"):
            _beside(pdf, line["label"], line["text"], size)
            continue
        pdf.ln(size * 0.5)
        write(pdf, line["label"], size, _BLUE, bold=True)
        write(pdf, line["text"], size, _INK)
    return pdf


def _beside(pdf: Any, label: str, text: str, size: int) -> None:
    """Write a label in the left column and its text in the right one, under a fine line."""
    if pdf.will_page_break(size * 1.5):
        pdf.add_page()
    pdf.set_draw_color(*_RULE)
    pdf.line(pdf.l_margin, pdf.get_y() + size * 0.12, pdf.w - pdf.r_margin, pdf.get_y() + size * 0.12)
    top, first = pdf.get_y() + size * 0.22, pdf.page
    pdf.set_y(top)
    pdf.set_font("sans", "B", size - 1)
    pdf.set_text_color(*_BLUE)
    pdf.multi_cell(_LABEL - 3, size * 0.46, _writable(label), align="L", new_x="LMARGIN", new_y="NEXT")
    under = pdf.get_y()
    pdf.set_y(top)
    pdf.set_font("sans", "", size)
    pdf.set_text_color(*_INK)
    for paragraph in _writable(text).split("\n"):
        hanging = _HANGING.match(paragraph)
        _hung(pdf, hanging[0] if hanging else "", paragraph[hanging.end() if hanging else 0 :], size)
    pdf.set_y(max(under, pdf.get_y()) if pdf.page == first else pdf.get_y())
    pdf.ln(size * 0.14)


def _hung(pdf: Any, mark: str, text: str, size: int) -> None:
    """Write a paragraph whose further lines begin under its text, not under its mark or number."""
    left = pdf.l_margin + _LABEL
    width = pdf.get_string_width(mark)
    if mark.strip():
        pdf.set_x(left)
        pdf.cell(width, size * 0.46, mark)
    pdf.set_x(left + width)
    pdf.multi_cell(0, size * 0.46, text, align="L", new_x="LMARGIN", new_y="NEXT")


def blank(page: Page) -> Any:
    """Return a document with an empty A4 page.

    Args:
        page: `{"title", "made_at": ISO time}`; more is ignored.
    """
    from fpdf import FPDF
    from matplotlib import get_data_path

    # Both would log letters of the text: which they keep of the font, and which the font has not got.
    for name in ("fontTools", "fpdf"):
        logging.getLogger(name).setLevel(logging.ERROR)
    fonts = Path(get_data_path()) / "fonts" / "ttf"
    pdf = FPDF(format="A4")
    margin = _MARGIN_BESIDE if page.get("beside") else _MARGIN
    pdf.set_margins(margin, margin)
    pdf.set_auto_page_break(True, margin)
    pdf.set_title(page["title"])
    pdf.set_creation_date(datetime.fromisoformat(page["made_at"]))
    pdf.add_font("sans", "", str(fonts / "DejaVuSans.ttf"))
    pdf.add_font("sans", "B", str(fonts / "DejaVuSans-Bold.ttf"))
    pdf.add_page()
    return pdf


def write(pdf: Any, text: str, size: float, colour: tuple[int, int, int], bold: bool = False) -> None:
    """Write a text as a paragraph, `size` in points, `colour` as red, green and blue from 0 to 255."""
    pdf.set_font("sans", "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, _writable(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _writable(text: str) -> str:
    """The text without controls and half characters, which no font has."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in whole if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
