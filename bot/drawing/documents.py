"""Makes the documents that replies carry, as data URIs: PDF in a font that has the letters of Europe, and text.

The font is DejaVu Sans, which matplotlib brings with it; a PDF with a standard font could not write "→", "č" or "Ω".
"""

import base64
import logging
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
_INK, _BLUE, _GREY = (31, 41, 55), (0, 114, 178), (107, 114, 128)


def draw_page(page: Page) -> str:
    """Return a page as `data:application/pdf;base64,...`; the same page gives the same bytes.

    What does not fit its page in the smallest type goes on to the next: no word is lost.

    Args:
        page: `{"title", "from", "date", "made_at": ISO time, "lines": [{"label", "text"}]}`; `from` may be empty. With
            `"pages": n` it may fill so many pages before smaller type is tried.
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
    for line in page["lines"]:
        pdf.ln(size * 0.5)
        write(pdf, line["label"], size, _BLUE, bold=True)
        write(pdf, line["text"], size, _INK)
    return pdf


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
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
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
