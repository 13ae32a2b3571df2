"""A release to take along: CSV for a spreadsheet, PDF for a meeting. The same release gives the same bytes."""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from threading import Lock

from starlette.responses import Response

from bot.drawing.release import draw_release
from bot.services import board
from bot.services.board import Published
from bot.web.programme import document
from bot.web.programme.access import Ask
from bot.web.programme.pages import missing
from bot.web.programme.site import Site

#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: So many documents are kept; each has some 30 kB.
MOST = 64
#: Drawing takes half a second of the processor.
_DRAWING = Lock()


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
    made = _up_to(ask)
    return _file(ask, _drawn(ask.site, made), "application/pdf", "pdf") if made else missing(ask)


def _drawn(site: Site, made: Sequence[Published]) -> bytes:
    """Draw a release once; who asks for it meanwhile waits and gets the same."""
    pdfs = site.pdfs
    with _DRAWING:
        if made[-1].digest not in pdfs:
            while len(pdfs) >= MOST:
                del pdfs[next(iter(pdfs))]
            pdfs[made[-1].digest] = draw_release(document.paper(site, made))
        return pdfs[made[-1].digest]


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
