"""Draws a theme release as PDF: bars for bands, on A4, in the font of the other documents."""

from typing import Any

from bot.drawing.documents import blank, write

_INK, _ACCENT, _GREY, _EMPTY = (28, 39, 51), (15, 94, 115), (86, 97, 109), (222, 219, 210)
#: In millimetres: width and height of one of a bar's three parts, the gap between them, room for one theme.
_PART, _HEIGHT, _GAP, _ROW = 8.5, 3.0, 0.8, 10.4
_BAR = 3 * (_PART + _GAP)
_HEADING = 24.0


def draw_release(paper: dict[str, Any]) -> bytes:
    """Return a PDF; the same paper gives the same bytes.

    Args:
        paper: `{"title", "period", "participation", "made_at": ISO time, "fingerprint", "notes": [text],
            "sections": [{"title", "lead", "bars": [{"label", "level": 1..3, "text"}]}]}`.
    """
    pdf = blank(paper)
    write(pdf, paper["title"], 18, _ACCENT, bold=True)
    write(pdf, paper["period"], 10, _GREY)
    pdf.ln(3)
    write(pdf, paper["participation"], 10, _INK)
    for section in paper["sections"]:
        _section(pdf, section)
    pdf.ln(5)
    for note in paper["notes"]:
        write(pdf, note, 8, _GREY)
        pdf.ln(1.5)
    write(pdf, paper["fingerprint"], 6, _GREY)
    return bytes(pdf.output())


def _section(pdf: Any, section: dict[str, Any]) -> None:
    """A heading with its bars; the heading never stands alone at the foot of a page."""
    if pdf.will_page_break(_HEADING + _ROW):
        pdf.add_page()
    pdf.ln(6)
    write(pdf, section["title"], 13, _ACCENT, bold=True)
    if section["lead"]:
        write(pdf, section["lead"], 9, _GREY)
    pdf.ln(2)
    for bar in section["bars"]:
        _bar(pdf, bar)


def _bar(pdf: Any, bar: dict[str, Any]) -> None:
    if pdf.will_page_break(_ROW):
        pdf.add_page()
    # A cell's text begins a millimetre inside it.
    left, top = pdf.l_margin + pdf.c_margin, pdf.get_y()
    for part in range(3):
        pdf.set_fill_color(*(_ACCENT if part < bar["level"] else _EMPTY))
        pdf.rect(left + part * (_PART + _GAP), top + 1.0, _PART, _HEIGHT, style="F")
    pdf.set_xy(left + _BAR + 4, top)
    write(pdf, bar["label"], 10, _INK, bold=True)
    pdf.set_x(left + _BAR + 4)
    write(pdf, bar["text"], 7.5, _GREY)
    pdf.set_y(top + _ROW)
