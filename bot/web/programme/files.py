"""A release to take along: CSV for a spreadsheet, PDF for a meeting. The same release gives the same bytes."""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256

from starlette.responses import Response

from bot.drawing.release import draw_release
from bot.services import board
from bot.services.board import Published
from bot.web.programme import document
from bot.web.programme.access import Ask
from bot.web.programme.pages import missing

#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: So many documents are kept; each has some 30 kB.
MOST = 64


def csv_file(ask: Ask) -> Response:
    """Return a release as CSV, UTF-8 with a mark by which spreadsheets know it."""
    made = _up_to(ask)
    if not made:
        return missing(ask)
    sheet = io.StringIO(newline="")
    rows = document.table(ask.site, made)
    csv.writer(sheet).writerows([harmless(cell) for cell in row] for row in rows)
    return _file(ask, sheet.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")


def pdf_file(ask: Ask) -> Response:
    """Return a release as PDF."""
    made, pdfs = _up_to(ask), ask.site.pdfs
    if not made:
        return missing(ask)
    body = pdfs.get(made[-1].digest)
    if body is None:
        body = draw_release(document.paper(ask.site, made))
        while len(pdfs) >= MOST:
            pdfs.pop(next(iter(pdfs)), None)
        pdfs[made[-1].digest] = body
    return _file(ask, body, "application/pdf", "pdf")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _up_to(ask: Ask) -> Sequence[Published]:
    """The releases of the visitor's programme up to the one asked for; none if there is no such release."""
    made = board.published(ask.site.releases, ask.signed_in.programme.id)
    return made[: ask.number] if 1 <= ask.number <= len(made) else ()


def _file(ask: Ask, body: bytes, kind: str, ending: str) -> Response:
    """An answer with its fingerprint; whoever has these very bytes is told so."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    name = f"{ask.site.words.say('file.release')}-{ask.number}.{ending}"
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if tag in ask.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(body, media_type=kind, headers=headers)
