"""A release as CSV and PDF: the same facts as the page, the same bytes every time, and no formula."""

import csv
import io
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases.release import from_bytes
from bot.web.programme import files
from bot.web.programme.files import FORMULA, harmless
from tests.dashboard.conftest import NASTY, Visitor, programme
from tests.fakes.boards import Board

New = Callable[..., Visitor]


def rows(visitor: Visitor, number: int) -> list[dict[str, str]]:
    body = visitor.get(f"/releases/{number}.csv").content
    assert body.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_the_table_has_every_theme_and_group_and_what_is_not_shown_says_so(visitor: New, board: Board) -> None:
    first, *themes = rows(visitor(), 3)
    assert (first["title"], first["share"], first["last day"]) == ("Who contributed", "Most", "2027-02-14")
    assert [row["theme"] for row in themes[::3]] == list(board.site.themes)
    assert {row["group"] for row in themes} == {"All leaders", "asia", "europe"}
    bias = [(row["group"], row["share"], row["as of"]) for row in themes if row["theme"] == "forecast-bias"]
    assert bias == [
        ("All leaders", "About half", "2026-12-20"),
        ("asia", "Not enough voices", ""),
        ("europe", "Some", "2026-12-20"),
    ]


def test_the_table_says_what_the_release_says_and_nothing_else(visitor: New, board: Board) -> None:
    north = programme(board, "North Star")
    release = from_bytes(board.site.releases.releases(north.id)[2].body)
    shown = {(row["theme"], row["group"]): row["share"] for row in rows(visitor(), 3)[1:]}
    names = {None: "Not enough voices", "some": "Some", "about-half": "About half", "most": "Most"}
    for theme, cells in release.cells.items():
        for group, value in cells.items():
            assert shown.pop((theme, "All leaders" if group == "all" else group)) == names[value.band]
    assert not shown


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(cell: str) -> None:
    made = harmless(cell)
    assert not made.startswith(FORMULA) and made.endswith(cell)


@pytest.mark.parametrize("ending", ["csv", pytest.param("pdf", marks=pytest.mark.slow)])
def test_the_same_release_is_the_same_bytes_and_need_not_be_sent_again(visitor: New, ending: str) -> None:
    anna = visitor()
    one = anna.get(f"/releases/2.{ending}")
    anna.board.site.pdfs.clear()
    two = anna.get(f"/releases/2.{ending}")
    assert one.content == two.content and one.headers["etag"] == two.headers["etag"]
    again = anna.get(f"/releases/2.{ending}", **{"if-none-match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert anna.get(f"/releases/3.{ending}", **{"if-none-match": one.headers["etag"]}).status_code == 200
    assert one.headers["content-disposition"] == f'attachment; filename="release-2.{ending}"'


def test_many_who_ask_at_once_get_one_drawing(visitor: New, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(paper: dict[str, str]) -> bytes:
        drawn.append(paper["title"])
        time.sleep(0.05)
        return b"%PDF- drawn"

    monkeypatch.setattr(files, "draw_release", draw)
    anna = visitor()
    with ThreadPoolExecutor(8) as crowd:
        bodies = {answer.content for answer in crowd.map(lambda _: anna.get("/releases/1.pdf"), range(16))}
    assert (bodies, len(drawn)) == ({b"%PDF- drawn"}, 1)


def test_only_the_newest_drawings_are_kept(visitor: New, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "draw_release", lambda paper: paper["title"].encode())
    monkeypatch.setattr(files, "MOST", 2)
    anna = visitor()
    for number in (1, 2, 3):
        assert anna.get(f"/releases/{number}.pdf").content == f"North Star: release {number}".encode()
    assert len(anna.board.site.pdfs) == 2


def test_the_paper_holds_the_facts_of_the_page(visitor: New, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("reading a PDF needs pdftotext (Debian: poppler-utils)")
    (tmp_path / "r.pdf").write_bytes(visitor(NASTY).get("/releases/1.pdf").content)
    read = subprocess.run(["pdftotext", "-layout", tmp_path / "r.pdf", "-"], capture_output=True, text=True, check=True)
    text = " ".join(read.stdout.split())
    assert "\"North\" & 'Söhne'" in text and "release 1" in text
    assert "Centre against country Some, as of 20 December 2026" in text
    assert "How many contributed is not shown" in text and "Not enough voices: Dates that slip;" in text
    assert "Every leader sees the same facts" in text and "Fingerprint of release 1" in text
